//! What the tables of a SQLite file are called and declared.

use super::super::keys::{ForeignKey, flat_name, indexed_columns};
use crate::sinks::database::quoting::{quoted, quoted_list};
use crate::tables::spec::{Column, Folder, Kind, MONEY_PRECISION, MONEY_SCALE, Table};

/// The layout whose tables are staged as raw text.
const EXPORTS: &str = "exports";
/// The layout whose tables are called as everybody calls them.
const STAR: &str = "star";

/// The name of a table in the file: `orders`, `truth_orders`, `dim_campaign`, `stage_meta_ads`,
/// `stage_orders`, `shopify_order`.
pub fn stored_name(table: &Table) -> String {
    match table.folder {
        Folder::Layout(EXPORTS) => {
            let name = table.name.strip_prefix("shop_").unwrap_or(table.name);
            format!("stage_{name}")
        }
        Folder::Layout(STAR) => table.name.to_owned(),
        _ => flat_name(table),
    }
}

/// Whether a table is staged: every cell is text, and nothing is promised of it.
pub fn is_staged(table: &Table) -> bool {
    table.folder == Folder::Layout(EXPORTS)
}

/// The statement that creates a table.
pub fn create_table(table: &Table, name: &str, foreign_keys: &[ForeignKey]) -> String {
    let mut lines = Vec::new();
    if is_staged(table) {
        lines.extend(table.columns.iter().map(|column| format!("{} TEXT", quoted(column.name))));
    } else {
        let key = rowid_key(table);
        lines.extend(table.columns.iter().map(|column| definition(column, key)));
        if key.is_none() && !table.primary_key.is_empty() {
            let columns = quoted_list(table.primary_key.iter().copied());
            lines.push(format!("PRIMARY KEY ({columns})"));
        }
        lines.extend(foreign_keys.iter().map(reference));
    }
    format!("CREATE TABLE {} (\n    {}\n)", quoted(name), lines.join(",\n    "))
}

/// The statements that create a table's indexes.
pub fn indexes(table: &'static Table, name: &str) -> Vec<String> {
    if is_staged(table) {
        return Vec::new();
    }
    let index = |column: &str| {
        let index = quoted(&format!("{name}_{column}"));
        format!("CREATE INDEX {index} ON {} ({})", quoted(name), quoted(column))
    };
    indexed_columns(table).into_iter().map(index).collect()
}

/// A key of one whole number is the row's own number in SQLite, and needs no index beside it.
fn rowid_key(table: &Table) -> Option<&'static str> {
    let [key] = table.primary_key else { return None };
    let column = &table.columns[table.position(key)?];
    matches!(column.kind, Kind::Id | Kind::Int | Kind::Long).then_some(column.name)
}

fn definition(column: &Column, rowid_key: Option<&str>) -> String {
    let name = quoted(column.name);
    if rowid_key == Some(column.name) {
        return format!("{name} INTEGER PRIMARY KEY");
    }
    let filled = if column.nullable { "" } else { " NOT NULL" };
    format!("{name} {}{filled}", declared_type(column.kind))
}

/// The declared type, from which SQLite takes how to store a value, and everybody else what it
/// means. Days and times are text in ISO 8601, as SQLite's own date functions want it.
fn declared_type(kind: Kind) -> String {
    match kind {
        Kind::Id | Kind::Int | Kind::Long => "INTEGER".to_owned(),
        Kind::Float => "REAL".to_owned(),
        Kind::Money => format!("DECIMAL({MONEY_PRECISION},{MONEY_SCALE})"),
        Kind::Bool => "BOOLEAN".to_owned(),
        Kind::Text | Kind::Label => "TEXT".to_owned(),
        Kind::Date => "DATE".to_owned(),
        Kind::Time | Kind::Clock => "DATETIME".to_owned(),
    }
}

fn reference(key: &ForeignKey) -> String {
    let target = quoted(&stored_name(key.target));
    format!("FOREIGN KEY ({}) REFERENCES {target} ({})", quoted(key.column), quoted(key.key))
}
