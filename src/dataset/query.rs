//! A user's own query: read, understood, and answered batch by batch.

use std::fmt;
use std::future::poll_fn;
use std::sync::Arc;

use datafusion::arrow::array::{ArrayRef, RecordBatch, StringArray};
use datafusion::arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use datafusion::datasource::MemTable;
use datafusion::error::DataFusionError;
use datafusion::execution::SendableRecordBatchStream;
use datafusion::execution::context::SQLOptions;
use datafusion::physical_plan::execute_stream;
use datafusion::prelude::SessionContext;
use datafusion::sql::parser::{DFParser, Statement};
use datafusion::sql::sqlparser::ast::{self, ObjectName};

use super::{DatasetError, Session, in_words};
use crate::tables::spec::Table;

/// The schema that says what the tables and columns hold.
const ABOUT: &str = "about";

/// Whose fault it is that a query has no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The query's: it cannot be read, or names what is not there.
    Query,
    /// Answering it failed.
    Answer,
}

/// Why a query has no answer.
#[derive(Debug, Clone)]
pub struct QueryError {
    /// Whose fault it is.
    pub fault: Fault,
    /// What is wrong, and what would do.
    pub why: String,
}

impl fmt::Display for QueryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.why)
    }
}

impl std::error::Error for QueryError {}

impl From<DatasetError> for QueryError {
    fn from(error: DatasetError) -> Self {
        QueryError { fault: Fault::Answer, why: error.to_string() }
    }
}

fn wrong(why: impl Into<String>) -> QueryError {
    QueryError { fault: Fault::Query, why: why.into() }
}

/// The rows of an answer, batch by batch.
pub struct Rows<'s> {
    session: &'s Session,
    stream: SendableRecordBatchStream,
    first: Option<RecordBatch>,
}

impl Rows<'_> {
    /// Their columns.
    pub fn schema(&self) -> SchemaRef {
        self.stream.schema()
    }
}

impl Iterator for Rows<'_> {
    type Item = Result<RecordBatch, QueryError>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(first) = self.first.take() {
            return Some(Ok(first));
        }
        let stream = &mut self.stream;
        let next =
            self.session.runtime.block_on(poll_fn(|task| stream.as_mut().poll_next(task)))?;
        Some(next.map_err(failed))
    }
}

impl Session {
    /// Answers one query; what would change anything is refused. `SHOW TABLES` and `DESCRIBE` say
    /// what the tables hold, if they were [described](Session::describe).
    pub fn rows(&self, query: &str) -> Result<Rows<'_>, QueryError> {
        let statement = self.read(query)?;
        let memory = |error: &DataFusionError| {
            matches!(error.find_root(), DataFusionError::ResourcesExhausted(_))
        };
        match self.begin(&self.context, &statement) {
            // Joins that sort can spill where those that hash cannot.
            Err(Trouble::Answer(error)) if memory(&error) => {
                let sorting = self.sorting_context();
                self.begin(&sorting, &statement).map_err(|trouble| self.explained(trouble))
            }
            other => other.map_err(|trouble| self.explained(trouble)),
        }
    }

    /// The columns of a query's answer, which are known without answering it; why it has none, with
    /// the names that are near.
    pub fn understood(&self, query: &str) -> Result<SchemaRef, QueryError> {
        let planned = self.runtime.block_on(self.plan(&self.context, query));
        let frame = planned.map_err(|error| self.explained(Trouble::Query(error)))?;
        Ok(Arc::new(frame.schema().as_arrow().clone()))
    }

    /// Says of each table and column what it holds, in the tables `about.tables` and
    /// `about.columns`.
    pub fn describe(&self, tables: &[&'static Table]) -> Result<(), DatasetError> {
        let of_tables = tables.iter().map(|table| {
            [table.folder.name(), table.name, table.grain, table.doc].map(str::to_owned)
        });
        let header = ["table_schema", "table_name", "grain", "comment"];
        self.about("tables", header, of_tables.collect())?;
        let of_columns = tables.iter().flat_map(|table| {
            table.columns.iter().map(|column| {
                let holds = match column.unit {
                    "" => column.doc.to_owned(),
                    unit => format!("{} ({unit})", column.doc),
                };
                let nullable = if column.nullable { "yes" } else { "no" };
                let kind = in_words(column.kind);
                [table.folder.name(), table.name, column.name, kind, nullable]
                    .map(str::to_owned)
                    .into_iter()
                    .chain([column.references.to_owned(), holds])
                    .collect::<Vec<_>>()
            })
        });
        let rows: Vec<[String; 7]> =
            of_columns.filter_map(|row| <[String; 7]>::try_from(row).ok()).collect();
        let header = [
            "table_schema",
            "table_name",
            "column_name",
            "holds",
            "may_be_empty",
            "refers_to",
            "comment",
        ];
        self.about("columns", header, rows)
    }

    fn about<const N: usize>(
        &self,
        name: &str,
        header: [&str; N],
        rows: Vec<[String; N]>,
    ) -> Result<(), DatasetError> {
        let fields = header.map(|name| Field::new(name, DataType::Utf8, false));
        let schema = Arc::new(Schema::new(fields.to_vec()));
        let column = |n: usize| -> ArrayRef {
            Arc::new(StringArray::from_iter_values(rows.iter().map(|row| row[n].as_str())))
        };
        let failed = |error: DataFusionError| DatasetError::Query(error.strip_backtrace());
        let batch = RecordBatch::try_new(schema.clone(), (0..N).map(column).collect())
            .map_err(|error| failed(error.into()))?;
        let table = MemTable::try_new(schema, vec![vec![batch]]).map_err(failed)?;
        self.register(ABOUT, name, Arc::new(table))
    }

    /// Reads a query: one statement, and none that would change anything.
    fn read(&self, query: &str) -> Result<Statement, QueryError> {
        let mut statements = DFParser::parse_sql(query).map_err(|error| wrong(said(&error)))?;
        let statement = match (statements.pop_front(), statements.len()) {
            (None, _) => return Err(wrong("there is no query")),
            (Some(one), 0) => one,
            (Some(_), more) => {
                let count = more + 1;
                return Err(wrong(format!("one query at a time; here are {count} statements")));
            }
        };
        let refused = "queries are answered, and nothing is changed: give a SELECT, a WITH, \
                       SHOW TABLES, DESCRIBE or EXPLAIN";
        let Statement::Statement(inner) = &statement else {
            return match statement {
                Statement::Explain(_) => Ok(statement),
                _ => Err(wrong(refused)),
            };
        };
        match &**inner {
            ast::Statement::Query(_) | ast::Statement::Explain { .. } => Ok(statement),
            ast::Statement::ShowTables { .. } => {
                self.own("SELECT table_schema, table_name, comment FROM about.tables")
            }
            ast::Statement::ExplainTable { table_name, .. } => {
                self.described(table_name, statement.clone())
            }
            ast::Statement::ShowColumns { show_options, .. } => {
                let parent = show_options.show_in.as_ref().and_then(|of| of.parent_name.clone());
                match parent {
                    Some(table) => self.described(&table, statement),
                    None => Err(wrong("SHOW COLUMNS needs FROM and the name of a table")),
                }
            }
            _ => Err(wrong(refused)),
        }
    }

    fn own(&self, query: &str) -> Result<Statement, QueryError> {
        let mut own = DFParser::parse_sql(query).map_err(|error| wrong(said(&error)))?;
        own.pop_front().ok_or_else(|| wrong("there is no query"))
    }

    /// What a table's columns hold; where nobody said so, as the query engine describes it.
    fn described(&self, table: &ObjectName, plainly: Statement) -> Result<Statement, QueryError> {
        let names: Vec<String> = table
            .0
            .iter()
            .filter_map(|part| part.as_ident())
            .map(|ident| match ident.quote_style {
                Some(_) => ident.value.clone(),
                None => ident.value.to_lowercase(),
            })
            .collect();
        let (schema, name) = match names.as_slice() {
            [name] => ("data".to_owned(), name.clone()),
            [.., schema, name] => (schema.clone(), name.clone()),
            [] => return Ok(plainly),
        };
        if !["data", "truth"].contains(&schema.as_str()) || !self.knows(ABOUT, "columns") {
            return Ok(plainly);
        }
        if !self.knows(&schema, &name) {
            return Err(wrong(self.no_such_table(&format!("{schema}.{name}"))));
        }
        let quoted = |text: &str| text.replace('\'', "''");
        self.own(&format!(
            "SELECT column_name, holds, may_be_empty, refers_to, comment FROM about.columns \
             WHERE table_schema = '{}' AND table_name = '{}'",
            quoted(&schema),
            quoted(&name)
        ))
    }

    fn knows(&self, schema: &str, table: &str) -> bool {
        let catalog = self.context.catalog("adloom");
        catalog.and_then(|c| c.schema(schema)).is_some_and(|schema| schema.table_exist(table))
    }

    /// Plans a statement and waits for its first rows.
    fn begin(&self, context: &SessionContext, statement: &Statement) -> Result<Rows<'_>, Trouble> {
        let read_only = SQLOptions::new()
            .with_allow_ddl(false)
            .with_allow_dml(false)
            .with_allow_statements(false);
        let planned = self.runtime.block_on(async {
            let plan = context.state().statement_to_plan(statement.clone()).await?;
            read_only.verify_plan(&plan)?;
            let frame = context.execute_logical_plan(plan).await?;
            let task = Arc::new(frame.task_ctx());
            Ok((frame.create_physical_plan().await?, task))
        });
        let (plan, task) = planned.map_err(Trouble::Query)?;
        // Streams start threads of the runtime as soon as they are made.
        let mut stream = {
            let _inside = self.runtime.enter();
            execute_stream(plan, task).map_err(Trouble::Answer)?
        };
        let first = self.runtime.block_on(poll_fn(|task| stream.as_mut().poll_next(task)));
        let first = first.transpose().map_err(Trouble::Answer)?;
        Ok(Rows { session: self, stream, first })
    }

    fn explained(&self, trouble: Trouble) -> QueryError {
        let error = match trouble {
            Trouble::Answer(error) => return failed(error),
            Trouble::Query(error) => error,
        };
        let text = said(&error);
        if let DataFusionError::ResourcesExhausted(_) | DataFusionError::Execution(_) =
            error.find_root()
        {
            return failed(error);
        }
        let missing = text
            .split_once("table '")
            .and_then(|(_, rest)| rest.split_once("' not found"))
            .map(|(name, _)| name.trim_start_matches("adloom.").to_owned());
        match missing {
            Some(name) => wrong(self.no_such_table(&name)),
            None => wrong(text),
        }
    }

    /// Says that there is no such table, and which are near.
    fn no_such_table(&self, name: &str) -> String {
        let mut near: Vec<(f64, String)> = Vec::new();
        let wanted = name.rsplit('.').next().unwrap_or(name);
        let catalog = self.context.catalog("adloom");
        for schema in ["data", "truth", "model"] {
            let tables = catalog.as_ref().and_then(|catalog| catalog.schema(schema));
            for table in tables.map(|schema| schema.table_names()).unwrap_or_default() {
                let likeness = strsim::jaro_winkler(wanted, &table);
                let shown = if schema == "data" { table } else { format!("{schema}.{table}") };
                near.push((likeness, shown));
            }
        }
        near.retain(|(likeness, _)| *likeness > 0.8);
        near.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let near: Vec<String> = near.into_iter().take(3).map(|(_, name)| name).collect();
        let name = name.trim_start_matches("data.");
        match near.as_slice() {
            [] if self.knows(ABOUT, "tables") => {
                format!("there is no table `{name}`; SHOW TABLES lists those that there are")
            }
            [] => format!("there is no table `{name}`"),
            near => format!("there is no table `{name}` (did you mean {}?)", near.join(", ")),
        }
    }
}

/// What went wrong, and when.
enum Trouble {
    /// While the query was understood.
    Query(DataFusionError),
    /// While it was answered.
    Answer(DataFusionError),
}

/// What is wrong with a query, in one line.
fn said(error: &DataFusionError) -> String {
    let text = match error.find_root() {
        DataFusionError::SQL(error, _) => error.to_string(),
        DataFusionError::Plan(text) => text.clone(),
        other => other.strip_backtrace(),
    };
    let line = text.lines().next().unwrap_or_default().trim();
    ["sql parser error: ", "Schema error: ", "Error during planning: "]
        .iter()
        .fold(line, |line, kind| line.trim_start_matches(kind))
        .to_owned()
}

fn failed(error: DataFusionError) -> QueryError {
    let why = match error.find_root() {
        DataFusionError::ResourcesExhausted(_) => {
            "it needs more memory than a query may hold, and cannot spill; \
             ask for fewer days, groups or columns"
                .to_owned()
        }
        DataFusionError::Execution(text) => text.clone(),
        other => other.strip_backtrace(),
    };
    QueryError { fault: Fault::Answer, why }
}
