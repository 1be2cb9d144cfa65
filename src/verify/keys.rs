//! Identity 1, which follows from the descriptions of the tables: keys are unique, never empty, and
//! found where they point.

use super::query::Probe;
use super::reading::Reading;
use super::{Check, Outcome, SHOWN_ROWS};
use crate::dataset::Dataset;
use crate::tables::spec::Table;

/// The number of the identity.
pub const ID: &str = "1";

/// Whether cells that must not be empty are filled, table by table.
pub fn not_null(dataset: &Dataset, reading: &Reading) -> Vec<Check> {
    let checks = dataset.manifest().tables.iter().filter_map(|written| {
        let name = written.qualified_name();
        let table = dataset.catalogued(&name)?;
        let outcome = match reading.tables.get(&name) {
            None => Outcome::Skipped(format!("{name} cannot be read")),
            Some(found) if found.empty_cells == 0 => Outcome::Held,
            Some(found) => Outcome::Broken {
                count: found.empty_cells,
                columns: std::iter::once("empty_column")
                    .chain(table.primary_key.iter().copied())
                    .map(str::to_owned)
                    .collect(),
                rows: found.shown.iter().take(SHOWN_ROWS).cloned().collect(),
            },
        };
        Some(Check {
            id: ID.into(),
            name: "filled".into(),
            what: "No cell of a column that must be filled is empty.".into(),
            tables: vec![name],
            outcome,
        })
    });
    checks.collect()
}

/// The query that finds keys that occur twice, if the table has a key.
pub fn primary_key(table: &Table) -> Option<Probe> {
    let key = table.primary_key.join(", ");
    let name = table.qualified_name();
    (!key.is_empty()).then(|| Probe {
        id: ID.into(),
        name: "primary_key".into(),
        what: "Every primary key is unique.".into(),
        sql: format!(
            "SELECT {key}, count(*) AS copies FROM {name} GROUP BY {key} HAVING count(*) > 1"
        ),
        reads: [(name, columns(table.primary_key.iter().copied()))].into(),
    })
}

/// The queries that find keys that point nowhere, one for each column that points.
pub fn foreign_keys(table: &Table) -> Vec<Probe> {
    let name = table.qualified_name();
    let pointing = table.columns.iter().filter_map(|column| {
        let (parent, parent_column) = column.references.rsplit_once('.')?;
        let parent =
            if parent.contains('.') { parent.to_owned() } else { format!("data.{parent}") };
        let column = column.name;
        let mut shown: Vec<&str> = table.primary_key.to_vec();
        if !shown.contains(&column) {
            shown.push(column);
        }
        let shown_columns =
            shown.iter().map(|c| format!("child.{c}")).collect::<Vec<_>>().join(", ");
        Some(Probe {
            id: ID.into(),
            name: "foreign_key".into(),
            what: "Every foreign key finds its row.".into(),
            sql: format!(
                "SELECT {shown_columns} FROM {name} AS child \
                 LEFT ANTI JOIN {parent} AS parent ON child.{column} = parent.{parent_column} \
                 WHERE child.{column} IS NOT NULL"
            ),
            reads: [
                (name.clone(), columns(shown.iter().copied())),
                (parent, columns([parent_column].into_iter())),
            ]
            .into(),
        })
    });
    pointing.collect()
}

fn columns<'a>(names: impl Iterator<Item = &'a str>) -> std::collections::BTreeSet<String> {
    names.map(str::to_owned).collect()
}
