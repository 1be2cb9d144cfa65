//! What the tables of a PostgreSQL load are called and declared.

use super::super::View;
use super::super::keys::{ForeignKey, indexed_columns};
use super::super::manifest::{Relation, RelationKind};
use crate::sinks::database::quoting::{literal, quoted, quoted_list};
use crate::tables::spec::{Column, Folder, Kind, MONEY_PRECISION, MONEY_SCALE, Table};

/// Bytes of the longest identifier; PostgreSQL cuts longer ones off.
pub const LONGEST_NAME: usize = 63;

/// Where a table stands, under the main schema of a load: plain tables in that schema itself, the
/// answer key in `<schema>_truth`, a layout in `<schema>_<layout>`, and a table that has a schema of
/// its own there.
pub fn place(table: &Table, schema: &str) -> Relation {
    let (within, name) = match (table.folder, table.name.split_once('.')) {
        (_, Some((own, name))) => (own.to_owned(), name),
        (Folder::Data, None) => (schema.to_owned(), table.name),
        (Folder::Truth | Folder::Layout(_), None) => {
            (format!("{schema}_{}", table.folder.name()), table.name)
        }
    };
    Relation::table(name).within(within)
}

/// `"schema"."name"`.
pub fn qualified(relation: &Relation) -> String {
    match &relation.schema {
        Some(schema) => format!("{}.{}", quoted(schema), quoted(&relation.name)),
        None => quoted(&relation.name),
    }
}

/// The statement that creates a table without keys: they are quicker to add once the rows are in.
pub fn create_table(table: &Table, place: &Relation) -> String {
    let column = |column: &Column| {
        let filled = if column.nullable { "" } else { " NOT NULL" };
        format!("{} {}{filled}", quoted(column.name), declared_type(column.kind))
    };
    let columns = table.columns.iter().map(column).collect::<Vec<_>>().join(", ");
    format!("CREATE TABLE {} ({columns})", qualified(place))
}

fn declared_type(kind: Kind) -> String {
    match kind {
        Kind::Id | Kind::Long => "bigint".to_owned(),
        Kind::Int => "integer".to_owned(),
        Kind::Float => "double precision".to_owned(),
        Kind::Money => format!("numeric({MONEY_PRECISION},{MONEY_SCALE})"),
        Kind::Bool => "boolean".to_owned(),
        Kind::Text | Kind::Label => "text".to_owned(),
        Kind::Date => "date".to_owned(),
        Kind::Time => "timestamptz".to_owned(),
        Kind::Clock => "timestamp".to_owned(),
    }
}

/// The statement that adds the primary key, if the table has one.
pub fn primary_key(table: &Table, place: &Relation) -> Option<String> {
    let columns = quoted_list(table.primary_key.iter().copied());
    let add = format!("ALTER TABLE {} ADD PRIMARY KEY ({columns})", qualified(place));
    (!table.primary_key.is_empty()).then_some(add)
}

/// The statements that create the indexes.
pub fn indexes(table: &'static Table, place: &Relation) -> Vec<String> {
    let index = |column: &str| {
        let name = quoted(&cut(&format!("{}_{column}", place.name)));
        format!("CREATE INDEX {name} ON {} ({})", qualified(place), quoted(column))
    };
    indexed_columns(table).into_iter().map(index).collect()
}

/// The statement that adds all foreign keys, if the table has any. `target` says where the tables
/// stand that they lead to.
pub fn foreign_keys(
    place: &Relation,
    keys: &[ForeignKey],
    target: impl Fn(&Table) -> Relation,
) -> Option<String> {
    let add = |key: &ForeignKey| {
        format!(
            "ADD FOREIGN KEY ({}) REFERENCES {} ({})",
            quoted(key.column),
            qualified(&target(key.target)),
            quoted(key.key)
        )
    };
    let added = keys.iter().map(add).collect::<Vec<_>>().join(", ");
    (!keys.is_empty()).then(|| format!("ALTER TABLE {} {added}", qualified(place)))
}

/// The statements that describe a table and its columns.
pub fn comments(table: &Table, place: &Relation) -> String {
    let name = qualified(place);
    let doc = format!("{} One row: {}.", table.doc, table.grain);
    let mut sql = format!("COMMENT ON TABLE {name} IS {};", literal(&doc));
    for column in table.columns {
        sql += &column_comment(&name, column);
    }
    sql
}

/// The statements that create and describe a view.
pub fn create_view(view: &View, place: &Relation) -> String {
    let name = qualified(place);
    let mut sql = format!("CREATE VIEW {name} AS\n{}\n;", view.sql.trim());
    sql += &format!("COMMENT ON VIEW {name} IS {};", literal(view.doc));
    for column in view.columns {
        sql += &column_comment(&name, column);
    }
    sql
}

/// A view's place.
pub fn view_place(view: &View, schema: &str) -> Relation {
    Relation {
        schema: Some(schema.to_owned()),
        name: view.name.to_owned(),
        kind: RelationKind::View,
    }
}

fn column_comment(table: &str, column: &Column) -> String {
    let unit = if column.unit.is_empty() { "" } else { " [" };
    let end = if column.unit.is_empty() { "" } else { "]" };
    let doc = format!("{}{unit}{}{end}", column.doc, column.unit);
    format!("COMMENT ON COLUMN {table}.{} IS {};", quoted(column.name), literal(&doc))
}

/// A name as long as PostgreSQL takes it; the end tells names apart that begin alike.
fn cut(name: &str) -> String {
    if name.len() <= LONGEST_NAME {
        return name.to_owned();
    }
    let digest = blake3::hash(name.as_bytes()).to_hex();
    let mut end = LONGEST_NAME - 9;
    while !name.is_char_boundary(end) {
        end -= 1;
    }
    format!("{}_{}", &name[..end], &digest[..8])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::columns::{ORDERS, TRUTH_ORDERS};

    #[test]
    fn each_table_has_its_schema() {
        let place = |table: &Table| qualified(&place(table, "shop"));
        assert_eq!(place(&ORDERS), "\"shop\".\"orders\"");
        assert_eq!(place(&TRUTH_ORDERS), "\"shop_truth\".\"orders\"");
    }

    #[test]
    fn long_names_are_cut_and_stay_apart() {
        let long = "x".repeat(70);
        let (a, b) = (cut(&format!("{long}a")), cut(&format!("{long}b")));
        assert!(a.len() <= LONGEST_NAME && b.len() <= LONGEST_NAME && a != b);
        assert_eq!(cut("short"), "short");
    }

    #[test]
    fn quotes_in_comments_are_doubled() {
        assert_eq!(literal("a shop's"), "'a shop''s'");
    }
}
