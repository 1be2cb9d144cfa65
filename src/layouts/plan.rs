//! A layout for one world: templates expanded, tables described, every query tried on tables
//! without rows.

use std::collections::BTreeSet;
use std::sync::Arc;

use datafusion::arrow::compute::can_cast_types;
use datafusion::arrow::datatypes::{DataType, Schema};
use datafusion::datasource::MemTable;

use super::description::{Description, Each, kept, kept_all};
use super::error::LayoutError;
use super::files::is_name;
use super::layout::{Layout, Query};
use super::loosened::{is_spoilt, linked, loosened};
use super::order::{self, Name, Node, PLAIN};
use super::source::{LayoutSource, Output};
use super::template::{Escape, expand};
use super::values::{Item, Values};
use crate::dataset::{Session, reading_schema};
use crate::tables::columns;
use crate::tables::spec::{Column, Folder, Kind, Table};

/// A layout made ready for one world. What can be wrong with it has been found by now, except for
/// what only its rows can bring to light.
#[derive(Debug)]
pub struct Plan {
    folder: Folder,
    doc: String,
    /// In an order in which each comes after those that it reads.
    steps: Vec<Step>,
    tables: Vec<&'static Table>,
    reads: Vec<&'static Table>,
}

/// A query with the name under which others may read it, if they may.
#[derive(Debug)]
struct Step {
    file: String,
    sql: String,
    view: Option<Name>,
    table: Option<&'static Table>,
}

impl Layout {
    /// Makes the layout ready for a world. `plain` are the tables that are, or will be, there for it
    /// to read; those of the answer key are not read by any layout.
    pub fn plan(&self, values: &Values, plain: &[&'static Table]) -> Result<Plan, LayoutError> {
        let plain = plain.iter().copied().filter(|t| t.folder == Folder::Data).collect::<Vec<_>>();
        let drafts = self.drafts(values)?;
        let steps = in_order(drafts, &plain)?;
        let is_read = |table: &Table| {
            steps
                .iter()
                .flat_map(|step| &step.reads)
                .any(|(schema, name)| schema == PLAIN && name == table.name)
        };
        let reads = plain.iter().copied().filter(|table| is_read(table)).collect();
        let session = without_rows(&plain).map_err(|e| LayoutError::engine(&self.name, e))?;
        let folder = Folder::named(&self.name);
        let mut plan =
            Plan { folder, doc: self.doc.clone(), steps: Vec::new(), tables: Vec::new(), reads };
        // What has flaws: plain tables first, then whatever reads them.
        let mut spoilt: BTreeSet<Name> = plain
            .iter()
            .filter(|table| is_spoilt(table))
            .map(|table| (PLAIN.to_owned(), table.name.to_owned()))
            .collect();
        let mut loose = Vec::new();
        for draft in steps {
            let wrong = |error| LayoutError::engine(&draft.file, error);
            let is_spoilt = draft.reads.iter().any(|read| spoilt.contains(read));
            if is_spoilt {
                spoilt.extend(draft.view.clone());
            }
            if let Some((schema, name)) = &draft.view {
                session.view(schema, name, &draft.sql).map_err(wrong)?;
            }
            let table = match draft.makes_table {
                true => {
                    let answer = session.columns(&draft.sql).map_err(wrong)?;
                    let table = draft.table(folder, values, &answer)?;
                    loose.extend(is_spoilt.then_some(table.name));
                    Some(if is_spoilt { loosened(table, &answer) } else { table })
                }
                false => None,
            };
            let Draft { file, sql, view, .. } = draft;
            plan.steps.push(Step { file, sql, view, table });
        }
        for step in &mut plan.steps {
            step.table = step.table.map(|table| linked(table, &loose));
        }
        // A layout lists its tables in the order of its files, whatever they read.
        plan.tables = plan.steps.iter().filter_map(|step| step.table).collect();
        plan.tables.sort_by_key(|table| table.name);
        match plan.tables.windows(2).find(|two| two[0].name == two[1].name) {
            Some(two) => Err(LayoutError::at(
                &self.name,
                format!("two of its files make the table `{}`", two[0].name),
            )),
            None => Ok(plan),
        }
    }

    /// The rows of its tables, made from the plain tables of a session.
    pub fn source(&self, session: &Session, values: &Values) -> Result<LayoutSource, LayoutError> {
        self.plan(values, columns::ALL)?.over(session)
    }

    /// The queries that a world has, expanded for it.
    fn drafts(&self, values: &Values) -> Result<Vec<Draft>, LayoutError> {
        let mut drafts = Vec::new();
        for query in &self.queries {
            let only = &query.about.for_platform;
            let has = |id: &String| values.platforms.iter().any(|platform| platform.id == *id);
            if !only.is_empty() && !only.iter().any(has) {
                continue;
            }
            match query.about.for_each {
                None => drafts.push(Draft::new(query, values, None)?),
                Some(Each::Platform) => {
                    for platform in &values.platforms {
                        if !query.about.except.contains(&platform.id) {
                            drafts.push(Draft::new(query, values, Some(Item::of(platform)))?);
                        }
                    }
                }
            }
        }
        Ok(drafts)
    }
}

impl Plan {
    /// The layout's name.
    pub fn name(&self) -> &'static str {
        self.folder.name()
    }

    /// What the layout is, in one line; empty if it does not say.
    pub fn doc(&self) -> &str {
        &self.doc
    }

    /// The tables that it makes, by name.
    pub fn tables(&self) -> &[&'static Table] {
        &self.tables
    }

    /// The plain tables that it reads.
    pub fn reads(&self) -> &[&'static Table] {
        &self.reads
    }

    /// Their rows, made from the plain tables of a session: those of its schema `data`.
    pub fn over(&self, session: &Session) -> Result<LayoutSource, LayoutError> {
        let wrong = |error| LayoutError::engine(self.name(), error);
        let own = session.sequential_share(PLAIN).map_err(wrong)?;
        for step in &self.steps {
            if let Some((schema, name)) = &step.view {
                let wrong = |error| LayoutError::engine(&step.file, error);
                own.view(schema, name, &step.sql).map_err(wrong)?;
            }
        }
        let output = |table: &&'static Table| {
            let step = self
                .steps
                .iter()
                .find(|step| step.table.is_some_and(|made| std::ptr::eq(made, *table)))?;
            Some(Output { table, file: step.file.clone(), sql: step.sql.clone() })
        };
        let outputs = self.tables.iter().filter_map(output).collect();
        Ok(LayoutSource::new(own, self.tables.clone(), outputs))
    }
}

/// A query of a world, not yet known to work.
struct Draft {
    file: String,
    sql: String,
    /// The schema and the name of its table, and under which others read it.
    name: Name,
    view: Option<Name>,
    reads: Vec<Name>,
    makes_table: bool,
    about: Description,
    /// The table's own name, with its schema before it.
    full_name: String,
    item: Option<Item>,
}

impl Draft {
    fn new(query: &Query, values: &Values, item: Option<Item>) -> Result<Draft, LayoutError> {
        let wrong = |why: String| LayoutError::at(&query.file, why);
        let fill = |text: &str| expand(text, values, item.as_ref(), Escape::None).map_err(wrong);
        let id = item.as_ref().and_then(|item| item.value("id"));
        let stem =
            [Some(query.stem.clone()), id].into_iter().flatten().collect::<Vec<_>>().join("_");
        let own_name = match &query.about.file {
            Some(file) => fill(file)?,
            None => stem.clone(),
        };
        if !is_name(&own_name) {
            return Err(wrong(format!("`{own_name}` cannot be the name of a table")));
        }
        let sql = expand(&query.sql, values, item.as_ref(), Escape::Sql).map_err(wrong)?;
        let reads = order::reads(&sql).map_err(wrong)?;
        if let Some((schema, table)) = reads.iter().find(|(schema, _)| schema == "truth") {
            return Err(wrong(format!("it reads {schema}.{table}"))
                .hint("a layout is made of what a company would have; truth/ stays beside it"));
        }
        Ok(Draft {
            file: query.file.clone(),
            sql,
            name: (query.schema.clone().unwrap_or(PLAIN.to_owned()), stem),
            view: None,
            reads,
            makes_table: !query.is_helper(),
            about: query.about.clone(),
            full_name: match &query.schema {
                Some(schema) => format!("{schema}.{own_name}"),
                None => own_name,
            },
            item,
        })
    }

    /// The description of its table: as documented, or else as the query's answer has it.
    fn table(
        &self,
        folder: Folder,
        values: &Values,
        answer: &Schema,
    ) -> Result<&'static Table, LayoutError> {
        let wrong = |why: String| LayoutError::at(&self.file, why);
        let (name, doc, item) = (&self.full_name, &self.about.doc, self.item.as_ref());
        let described = self.about.table(name, folder, doc, values, item).map_err(wrong)?;
        let table = match described {
            Some(table) => table,
            None => found(name, folder, doc, answer).map_err(wrong)?,
        };
        same_columns(table, answer).map_err(wrong)?;
        Ok(table)
    }
}

/// The queries that tables are made of, and those that they read, in order.
fn in_order(drafts: Vec<Draft>, plain: &[&'static Table]) -> Result<Vec<Draft>, LayoutError> {
    // A plain name always means the plain table, also in a layout that has one of that name.
    let is_plain = |(schema, name): &Name| {
        schema == PLAIN && columns::ALL.iter().any(|t| t.folder == Folder::Data && t.name == name)
    };
    let node = |draft: &Draft| Node {
        name: if is_plain(&draft.name) { Name::default() } else { draft.name.clone() },
        reads: draft.reads.clone(),
    };
    let nodes = drafts.iter().map(node).collect::<Vec<_>>();
    let wanted = (0..drafts.len()).filter(|&i| drafts[i].makes_table).collect::<Vec<_>>();
    let order = order::order(&nodes, &wanted).map_err(|circle| {
        let files = circle.iter().chain(circle.first()).map(|&place| drafts[place].file.as_str());
        let files = files.collect::<Vec<_>>().join(", which reads ");
        LayoutError::at(&drafts[circle[0]].file, format!("it reads itself: {files}"))
    })?;
    let mut drafts = drafts.into_iter().map(Some).collect::<Vec<_>>();
    let mut ordered = Vec::new();
    for place in order {
        let Some(mut draft) = drafts[place].take() else { continue };
        let is_there = |name: &str| plain.iter().any(|table| table.name == name);
        let missing = draft.reads.iter().filter(|read| is_plain(read));
        let missing = missing.filter(|(_, name)| !is_there(name)).map(|(_, name)| name.as_str());
        let missing = missing.collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>().join(",");
        if !missing.is_empty() {
            let why = format!("it reads {missing}, which --tables leaves out");
            return Err(LayoutError::at(draft.file, why));
        }
        draft.view = (!is_plain(&draft.name)).then(|| draft.name.clone());
        ordered.push(draft);
    }
    Ok(ordered)
}

/// An engine over the plain tables as they will be, without rows.
fn without_rows(plain: &[&'static Table]) -> Result<Session, crate::dataset::DatasetError> {
    let session = Session::new(1)?;
    for table in plain {
        // One partition without batches fits any schema.
        if let Ok(rows) = MemTable::try_new(reading_schema(table), vec![Vec::new()]) {
            session.register(PLAIN, table.name, Arc::new(rows))?;
        }
    }
    Ok(session)
}

/// A table as the answer has it, where nothing says what it should be.
fn found(name: &str, folder: Folder, doc: &str, answer: &Schema) -> Result<&'static Table, String> {
    let mut columns = Vec::new();
    for field in answer.fields() {
        let kind = kind_of(field.data_type()).ok_or_else(|| {
            let kind = field.data_type();
            format!("column `{}` is {kind}, which no file can hold: cast it", field.name())
        })?;
        let column = Column::new(kept(field.name().clone()), kind, "");
        columns.push(if field.is_nullable() { column.nullable() } else { column });
    }
    let table = Table {
        name: kept(name.to_owned()),
        folder,
        doc: kept(doc.to_owned()),
        grain: "one row of the query",
        primary_key: &[],
        columns: kept_all(columns),
    };
    Ok(table.kept())
}

fn kind_of(found: &DataType) -> Option<Kind> {
    Some(match found {
        DataType::Int8 | DataType::Int16 | DataType::Int32 | DataType::UInt8 | DataType::UInt16 => {
            Kind::Int
        }
        DataType::Int64 | DataType::UInt32 | DataType::UInt64 => Kind::Long,
        DataType::Float16 | DataType::Float32 | DataType::Float64 => Kind::Float,
        DataType::Decimal128(_, 0) | DataType::Decimal256(_, 0) => Kind::Long,
        DataType::Decimal128(_, 2) | DataType::Decimal256(_, 2) => Kind::Money,
        DataType::Decimal128(..) | DataType::Decimal256(..) => Kind::Float,
        DataType::Boolean => Kind::Bool,
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View | DataType::Null => Kind::Text,
        DataType::Dictionary(_, values) => return kind_of(values),
        DataType::Date32 | DataType::Date64 => Kind::Date,
        DataType::Timestamp(_, Some(_)) => Kind::Time,
        DataType::Timestamp(_, None) => Kind::Clock,
        _ => return None,
    })
}

/// Whether an answer has the columns of a table, in order, and of types that become theirs.
fn same_columns(table: &Table, answer: &Schema) -> Result<(), String> {
    let names = answer.fields().iter().map(|field| field.name().as_str()).collect::<Vec<_>>();
    let documented = table.columns.iter().map(|column| column.name).collect::<Vec<_>>();
    if let Some(name) = documented.iter().find(|name| !names.contains(*name)) {
        return Err(format!("column `{name}` is documented, but the query does not give it"));
    }
    if let Some(name) = names.iter().find(|name| !documented.contains(*name)) {
        return Err(format!("the query gives column `{name}`, which is not documented"));
    }
    if names != documented {
        let (given, wanted) = (names.join(", "), documented.join(", "));
        return Err(format!("the query gives {given}, where the documented order is {wanted}"));
    }
    for (column, field) in table.columns.iter().zip(answer.fields()) {
        if !can_cast_types(field.data_type(), &column.kind.arrow()) {
            let kind = field.data_type();
            return Err(format!(
                "column `{}` is {kind}, which cannot become what it is documented as",
                column.name
            ));
        }
    }
    Ok(())
}
