//! The tables as any engine reads them from CSV: whole numbers, doubles, text, days.
//!
//! Keys are computed here, and checked elsewhere by whoever reads the same files with another
//! engine. So queries see neither decimals nor dictionaries, whose arithmetic and comparison
//! differ from engine to engine, but the types that a CSV reader would give.

use std::collections::BTreeMap;
use std::sync::Arc;

use datafusion::arrow::array::RecordBatch;
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{DataType, Field, Schema, SchemaRef, TimeUnit};
use datafusion::arrow::error::ArrowError;
use datafusion::datasource::MemTable;
use datafusion::datasource::empty::EmptyTable;

use crate::dataset::{DatasetError, Session};
use crate::report::figures::{MODEL, Outline, outlines};
use crate::tables::columns;
use crate::tables::spec::{Folder, Kind, Table};

/// Some columns of a table, in portable types.
#[derive(Debug, Clone)]
pub struct Extract {
    /// The table.
    pub table: &'static Table,
    /// The positions of the columns.
    pub columns: Vec<usize>,
    schema: SchemaRef,
}

impl Extract {
    /// The columns of a table that have one of these names; without any, the first column, so
    /// that rows can be counted.
    pub fn new(table: &'static Table, wanted: impl Fn(&str) -> bool) -> Extract {
        let mut columns: Vec<usize> =
            (0..table.columns.len()).filter(|&at| wanted(table.columns[at].name)).collect();
        if columns.is_empty() {
            columns.push(0);
        }
        let schema = schema(table, &columns);
        Extract { table, columns, schema }
    }

    /// What of a batch is wanted, in portable types.
    pub fn of(&self, batch: &RecordBatch) -> Result<RecordBatch, ArrowError> {
        let fields = self.columns.iter().zip(self.schema.fields());
        let arrays = fields.map(|(&at, field)| cast(batch.column(at), field.data_type()));
        RecordBatch::try_new(Arc::clone(&self.schema), arrays.collect::<Result<_, _>>()?)
    }

    /// Names batches as the table in a session.
    pub fn register(
        &self,
        session: &Session,
        batches: Vec<RecordBatch>,
    ) -> Result<(), DatasetError> {
        let table = MemTable::try_new(Arc::clone(&self.schema), vec![batches])
            .map_err(|error| DatasetError::Query(error.strip_backtrace()))?;
        session.register(self.table.folder.name(), self.table.name, Arc::new(table))
    }
}

fn schema(table: &Table, columns: &[usize]) -> SchemaRef {
    let field = |&at: &usize| {
        let column = &table.columns[at];
        Field::new(column.name, portable(column.kind), true)
    };
    Arc::new(Schema::new(columns.iter().map(field).collect::<Vec<_>>()))
}

fn portable(kind: Kind) -> DataType {
    match kind {
        Kind::Id | Kind::Int | Kind::Long => DataType::Int64,
        Kind::Float | Kind::Money => DataType::Float64,
        Kind::Bool => DataType::Boolean,
        Kind::Text | Kind::Label => DataType::Utf8,
        Kind::Date => DataType::Date32,
        Kind::Time | Kind::Clock => DataType::Timestamp(TimeUnit::Millisecond, None),
    }
}

/// All tables without rows: what queries are planned against.
pub struct Catalogue {
    session: Session,
    /// The tables that models fill.
    models: Vec<Outline>,
}

impl Catalogue {
    /// The catalogue.
    pub fn new() -> Result<Catalogue, DatasetError> {
        let session = Session::new(1)?;
        for table in tables() {
            let all = (0..table.columns.len()).collect::<Vec<_>>();
            let empty = Arc::new(EmptyTable::new(schema(table, &all)));
            session.register(table.folder.name(), table.name, empty)?;
        }
        let models = outlines();
        for outline in &models {
            let empty = Arc::new(EmptyTable::new(outline.schema()));
            session.register(MODEL, &outline.name, empty)?;
        }
        Ok(Catalogue { session, models })
    }

    /// The tables that models fill.
    pub fn models(&self) -> &[Outline] {
        &self.models
    }

    /// The tables among those that a query reads.
    pub fn models_in(&self, query: &str) -> Result<Vec<&Outline>, DatasetError> {
        let reads = self.session.reads(query)?;
        let is_read = |outline: &&Outline| reads.contains_key(&outline.qualified_name());
        Ok(self.models.iter().filter(is_read).collect())
    }

    /// The names of a query's columns, or why it is none.
    pub fn columns(&self, query: &str) -> Result<Vec<String>, String> {
        let columns = self.session.understood(query).map_err(|error| error.why)?;
        Ok(columns.fields().iter().map(|field| field.name().clone()).collect())
    }

    /// What a number of queries read together, table by table.
    pub fn extracts<'q>(
        &self,
        queries: impl IntoIterator<Item = &'q str>,
    ) -> Result<Vec<Extract>, DatasetError> {
        let mut reads = BTreeMap::new();
        for query in queries {
            for (table, columns) in self.session.reads(query)? {
                let name = if table.contains('.') { table } else { format!("data.{table}") };
                reads.entry(name).or_insert_with(Vec::new).extend(columns);
            }
        }
        let extract = |table: &'static Table| {
            let columns = reads.get(&table.qualified_name())?;
            Some(Extract::new(table, |name| columns.iter().any(|column| column == name)))
        };
        Ok(tables().filter_map(extract).collect())
    }
}

/// The tables that questions may read: a company's, and the answer key's.
fn tables() -> impl Iterator<Item = &'static Table> {
    let open = [Folder::Data, Folder::Truth];
    columns::ALL.iter().copied().filter(move |table| open.contains(&table.folder))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn queries_say_what_they_read() {
        let catalogue = Catalogue::new().unwrap();
        let queries = [
            "SELECT sum(total) FROM orders WHERE region_id = 'SA'",
            "SELECT count(*) FROM sessions",
            "SELECT o.date FROM orders o JOIN truth.orders t ON t.order_id = o.order_id",
        ];
        let extracts = catalogue.extracts(queries).unwrap();
        let names = |at: usize| {
            let extract: &Extract = &extracts[at];
            extract.columns.iter().map(|&c| extract.table.columns[c].name).collect::<Vec<_>>()
        };
        assert_eq!(names(0), ["session_id"]);
        assert_eq!(names(1), ["order_id", "date", "region_id", "total"]);
        assert_eq!(names(2), ["order_id"]);
        assert_eq!(extracts[2].table.qualified_name(), "truth.orders");
    }

    #[test]
    fn a_query_that_is_none_is_told_why() {
        let why = Catalogue::new().unwrap().columns("SELECT sum(totl) FROM orders").unwrap_err();
        assert!(why.contains("totl"), "{why}");
    }
}
