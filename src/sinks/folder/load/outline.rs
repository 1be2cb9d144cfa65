//! What every script has to say, whatever the system: the tables in order, their names, files and
//! keys.

use super::super::{data_file, keys};
use crate::engine::Part;
use crate::sinks::Format;
use crate::tables::spec::{Column, Folder, Kind, Table};

/// The tables of a dataset, each after those to which its keys lead.
pub struct Outline {
    /// The scenario's name.
    pub scenario: String,
    /// The tables.
    pub tables: Vec<Loaded>,
}

/// A table on its way into a warehouse.
#[derive(Clone)]
pub struct Loaded {
    /// Its description.
    pub table: &'static Table,
    /// Its name there.
    pub name: TableName,
    /// Its files inside the dataset.
    pub files: Vec<String>,
    /// Its keys that lead to other tables.
    pub foreign_keys: Vec<ForeignKey>,
}

/// A table's name in a warehouse.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableName {
    /// The schema of a layout that has schemas of its own.
    pub schema: Option<&'static str>,
    /// The name inside the schema.
    pub name: String,
}

/// A column that leads to the primary key of another table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForeignKey {
    /// The column.
    pub column: &'static str,
    /// The table it leads to.
    pub target: TableName,
    /// The column there.
    pub key: &'static str,
}

impl Outline {
    /// The outline of a dataset of so many parts, which all have the same.
    pub fn new(scenario: &str, part: Part, tables: &[&'static Table]) -> Outline {
        let mut waiting = tables.to_vec();
        let mut ready: Vec<&'static Table> = Vec::new();
        while !waiting.is_empty() {
            let is_free = |table: &&Table| {
                targets(table, tables).all(|t| ready.iter().any(|one| one.is_named_like(t)))
            };
            // Tables that lead to each other in a circle are taken as they come; the key that
            // closes the circle is left out below.
            let next = waiting.iter().position(is_free).unwrap_or(0);
            ready.push(waiting.remove(next));
        }
        let loaded = ready.iter().enumerate().map(|(at, table)| Loaded {
            table,
            name: TableName::of(table),
            files: part.all().map(|part| file(table, part)).collect(),
            foreign_keys: foreign_keys(table, &ready[..at]),
        });
        Outline { scenario: scenario.to_owned(), tables: loaded.collect() }
    }

    /// The schemas of its tables, each once, in order; `default` is that of most.
    pub fn schemas(&self, default: &'static str) -> Vec<&'static str> {
        let mut schemas = Vec::new();
        for table in &self.tables {
            let schema = table.name.schema.unwrap_or(default);
            if !schemas.contains(&schema) {
                schemas.push(schema);
            }
        }
        schemas
    }
}

impl Loaded {
    /// How many characters a text column may have, if it is part of a key: an index over all text
    /// of the key must fit into `most` characters. Both ends of a foreign key are equally wide.
    pub fn key_width(&self, column: &Column, most: usize) -> Option<usize> {
        if self.foreign_keys.iter().any(|key| key.column == column.name) {
            return Some(WIDEST_KEY);
        }
        let is_text = |column: &&Column| matches!(column.kind, Kind::Text | Kind::Label);
        let is_key = |column: &&Column| self.table.primary_key.contains(&column.name);
        let texts = self.table.columns.iter().filter(is_key).filter(is_text).count();
        is_key(&column).then(|| (most / texts.max(1)).min(WIDEST_KEY))
    }
}

/// Characters of a text column that is part of a key. Names that a scenario gives have at most 63;
/// names that are put together from several are longer.
const WIDEST_KEY: usize = 255;

impl TableName {
    /// The name of a table.
    fn of(table: &'static Table) -> TableName {
        let plain = |name: String| TableName { schema: None, name };
        match (table.folder, table.name.split_once('.')) {
            (Folder::Layout(_), Some((schema, name))) => {
                TableName { schema: Some(schema), name: name.to_owned() }
            }
            (Folder::Data, _) => plain(table.name.to_owned()),
            (folder, _) => plain(format!("{}_{}", folder.name(), table.name)),
        }
    }
}

/// A table's file inside the dataset.
fn file(table: &Table, part: Part) -> String {
    data_file(table.folder.name(), table.name, part, Format::Parquet)
}

/// What a column holds, with its unit, in one line.
pub fn meaning(column: &Column) -> String {
    match column.unit {
        "" => column.doc.to_owned(),
        unit => format!("{} [{unit}]", column.doc),
    }
}

/// The other tables to which a table leads.
fn targets<'a>(
    table: &'a Table,
    tables: &'a [&'static Table],
) -> impl Iterator<Item = &'static Table> + 'a {
    let lead = table.columns.iter().filter_map(|column| key(table, column, tables));
    lead.map(|(target, _)| target)
}

fn foreign_keys(table: &'static Table, before: &[&'static Table]) -> Vec<ForeignKey> {
    let lead = |column: &'static Column| {
        let (target, key) = key(table, column, before)?;
        Some(ForeignKey { column: column.name, target: TableName::of(target), key })
    };
    table.columns.iter().filter_map(lead).collect()
}

/// The other table whose whole primary key a column names: only that can be declared. A key that
/// leads to its own table would ask for rows in an order that nothing promises.
fn key(
    table: &Table,
    column: &Column,
    tables: &[&'static Table],
) -> Option<(&'static Table, &'static str)> {
    let (target, key) = keys::target(column, table.folder, tables)?;
    let is_other = !target.is_named_like(table);
    let key = target.primary_key.iter().copied().find(|own| *own == key)?;
    (is_other && target.primary_key.len() == 1).then_some((target, key))
}
