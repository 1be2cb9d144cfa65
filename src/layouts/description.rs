//! The TOML beside a query: what its table is, in data.

use serde::Deserialize;

use super::template::{Escape, expand};
use super::values::{Item, Values};
use crate::tables::spec::{Column, Folder, Kind, Table};

/// What a TOML file says of the table of the same name.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Description {
    /// What it holds; the query's own header comment where this is empty.
    pub doc: String,
    /// What one row is.
    pub grain: String,
    primary_key: Vec<String>,
    foreign_keys: Vec<ForeignKey>,
    /// The platforms of which the world must have one, or else there is no such table.
    pub for_platform: Vec<String>,
    /// What the table is repeated for.
    pub for_each: Option<Each>,
    /// The platforms that it is not repeated for.
    pub except: Vec<String>,
    /// The table's name, where it is not the file's.
    pub file: Option<String>,
    /// How the platform writes dates, numbers, ids and nothing.
    habits: String,
    columns: Vec<Vec<String>>,
}

/// What a table may be repeated for.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Each {
    /// One table per platform.
    Platform,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct ForeignKey {
    column: String,
    table: String,
    key: String,
}

impl Description {
    /// The table that this describes, or `None` where it names no columns.
    pub fn table(
        &self,
        name: &str,
        folder: Folder,
        doc: &str,
        values: &Values,
        item: Option<&Item>,
    ) -> Result<Option<&'static Table>, String> {
        let columns = self.columns(values, item)?;
        if columns.is_empty() {
            return Ok(None);
        }
        for key in &self.primary_key {
            if !columns.iter().any(|column| column.name == key) {
                return Err(format!("primary_key: there is no column `{key}`"));
            }
        }
        for foreign in &self.foreign_keys {
            if !columns.iter().any(|column| column.name == foreign.column) {
                return Err(format!("foreign_keys: there is no column `{}`", foreign.column));
            }
        }
        let doc = [doc, self.habits.as_str()].join(" ");
        Ok(Some(
            Table {
                name: kept(name.to_owned()),
                folder,
                doc: kept(expand(doc.trim(), values, item, Escape::None)?),
                grain: kept(one_row(&self.grain)),
                primary_key: kept_all(self.primary_key.iter().map(|key| kept(key.clone()))),
                columns: kept_all(columns),
            }
            .kept(),
        ))
    }

    /// Its columns, with those of a list once for each item: neighbours with the same list are
    /// repeated together (spend_a, impressions_a, spend_b, impressions_b).
    fn columns(&self, values: &Values, item: Option<&Item>) -> Result<Vec<Column>, String> {
        let mut columns = Vec::new();
        for run in self.columns.chunk_by(|a, b| a.get(4).is_some() && a.get(4) == b.get(4)) {
            match run.first().and_then(|first| first.get(4)) {
                None => {
                    for column in run {
                        columns.push(self.column(column, values, item)?);
                    }
                }
                Some(list) => {
                    let items = values.list(list).ok_or(format!("there is no list `{list}`"))?;
                    for item in &items {
                        for column in run {
                            columns.push(self.column(column, values, Some(item))?);
                        }
                    }
                }
            }
        }
        Ok(columns)
    }

    fn column(
        &self,
        cells: &[String],
        values: &Values,
        item: Option<&Item>,
    ) -> Result<Column, String> {
        let [name, kind, unit, doc, ..] = cells else {
            return Err(format!("columns: {cells:?} is not name, type, unit and meaning"));
        };
        let name = expand(name, values, item, Escape::None)?;
        let (word, nullable) = match kind.strip_suffix('?') {
            Some(word) => (word, true),
            None => (kind.as_str(), false),
        };
        let kind = kind_named(word).ok_or_else(|| {
            format!("columns: `{name}` is of type `{word}`, which is none of {}", kind_names())
        })?;
        let reference = self.foreign_keys.iter().find(|foreign| foreign.column == name);
        let references = match reference {
            Some(f) => expand(&format!("{}.{}", f.table, f.key), values, item, Escape::None)?,
            None => String::new(),
        };
        let doc = expand(doc, values, item, Escape::None)?;
        let column = Column::new(kept(name), kind, kept(doc));
        let column = column.unit(kept(unit.clone())).references(kept(references));
        Ok(if nullable { column.nullable() } else { column })
    }
}

/// The types by their names in TOML.
const KINDS: [(&str, Kind); 7] = [
    ("text", Kind::Text),
    ("int", Kind::Long),
    ("float", Kind::Float),
    ("money", Kind::Money),
    ("bool", Kind::Bool),
    ("date", Kind::Date),
    ("timestamp", Kind::Clock),
];

fn kind_named(name: &str) -> Option<Kind> {
    KINDS.iter().find(|(word, _)| *word == name).map(|(_, kind)| *kind)
}

fn kind_names() -> String {
    KINDS.map(|(word, _)| word).join(", ")
}

/// `one date and region`, as grains are put everywhere.
fn one_row(grain: &str) -> String {
    match grain {
        "" => "one row of the query".to_owned(),
        grain => format!("one {grain}"),
    }
}

/// Text that a description refers to. It is kept until the program ends, as the description is.
pub fn kept(text: String) -> &'static str {
    if text.is_empty() { "" } else { text.leak() }
}

/// The same for a list.
pub fn kept_all<T>(items: impl IntoIterator<Item = T>) -> &'static [T] {
    items.into_iter().collect::<Vec<_>>().leak()
}
