//! Names, types, tables and keys as MySQL and MariaDB write them.

use super::super::keys::{ForeignKey, indexed_columns};
use crate::tables::spec::{Column, Kind, Table};

/// Characters of a name of anything.
pub const MOST_NAME: usize = 64;

/// Characters of text in a primary key: InnoDB indexes 3072 bytes, a character may have four, and
/// a date or a number in the same key needs some.
const KEY_CHARACTERS: usize = 740;
/// Characters of a text column that is part of a key.
const WIDEST_KEY: usize = 255;
/// Characters of a text from a short list.
const LABEL_CHARACTERS: usize = 255;

/// Characters of a column's comment.
const COLUMN_COMMENT: usize = 1024;
/// Characters of a table's comment.
const TABLE_COMMENT: usize = 2048;

/// A name that stands for itself, whatever it holds.
pub fn name(name: &str) -> String {
    format!("`{}`", name.replace('`', "``"))
}

/// A text. Sessions of ours take a backslash for an escape.
pub fn text(text: &str) -> String {
    format!("'{}'", text.replace('\\', "\\\\").replace('\'', "\\'"))
}

/// Names, set apart by commas.
fn names<'a>(list: impl IntoIterator<Item = &'a str>) -> String {
    list.into_iter().map(name).collect::<Vec<_>>().join(", ")
}

/// Creates a table with its primary key. Text is compared byte for byte, as everywhere else in
/// adloom: two names that differ in case alone are two names.
pub fn create_table(table: &Table, stored_as: &str) -> String {
    let mut lines = Vec::new();
    for column in table.columns {
        let null = if column.nullable { "NULL" } else { "NOT NULL" };
        let (kind, comment) = (kind(table, column), text(&cut(&meaning(column), COLUMN_COMMENT)));
        lines.push(format!("{} {kind} {null} COMMENT {comment}", name(column.name)));
    }
    if !table.primary_key.is_empty() {
        lines.push(format!("PRIMARY KEY ({})", names(table.primary_key.iter().copied())));
    }
    format!(
        "CREATE TABLE {} (\n{}\n) ENGINE=InnoDB ROW_FORMAT=DYNAMIC \
         DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT={}",
        name(stored_as),
        lines.join(",\n"),
        text(&cut(table.doc, TABLE_COMMENT))
    )
}

/// Adds indexes to a table whose rows are in; `None` if it needs none.
pub fn add_indexes(table: &'static Table, stored_as: &str, keys: &[ForeignKey]) -> Option<String> {
    let mut indexed = indexed_columns(table);
    // InnoDB wants an index under every foreign key.
    indexed.extend(keys.iter().map(|key| key.column));
    let mut clauses: Vec<String> = Vec::new();
    for (at, column) in indexed.iter().enumerate() {
        let leads_the_key = table.primary_key.first() == Some(column);
        if !leads_the_key && !indexed[..at].contains(column) {
            clauses.push(format!("ADD INDEX {0} ({0})", name(column)));
        }
    }
    alter(stored_as, &clauses)
}

/// Adds foreign keys; `None` if there are none. `stored` tells where a table stands at the moment.
pub fn add_foreign_keys(
    stored_as: &str,
    keys: &[ForeignKey],
    stored: impl Fn(&Table) -> String,
) -> Option<String> {
    let clause = |key: &ForeignKey| {
        let [column, target, key] = [key.column, &stored(key.target), key.key].map(name);
        format!("ADD FOREIGN KEY ({column}) REFERENCES {target} ({key})")
    };
    alter(stored_as, &keys.iter().map(clause).collect::<Vec<_>>())
}

fn alter(table: &str, clauses: &[String]) -> Option<String> {
    let clauses = clauses.join(",\n");
    (!clauses.is_empty()).then(|| format!("ALTER TABLE {}\n{clauses}", name(table)))
}

/// Asks for a value that leads nowhere; both columns are indexed.
pub fn orphan(table: &str, column: &str, target: &str, key: &str) -> String {
    let [table, column, target, key] = [table, column, target, key].map(name);
    format!(
        "SELECT CAST(c.{column} AS CHAR) FROM {table} c \
         WHERE c.{column} IS NOT NULL \
         AND NOT EXISTS (SELECT 1 FROM {target} p WHERE p.{key} = c.{column}) LIMIT 1"
    )
}

/// The type of a column.
fn kind(table: &Table, column: &Column) -> String {
    let is_text = |column: &&Column| matches!(column.kind, Kind::Text | Kind::Label);
    let in_key = |column: &&Column| table.primary_key.contains(&column.name);
    let fixed = match column.kind {
        Kind::Id | Kind::Long => "BIGINT",
        Kind::Int => "INT",
        Kind::Float => "DOUBLE",
        Kind::Money => "DECIMAL(14,2)",
        Kind::Bool => "BOOLEAN",
        Kind::Date => "DATE",
        Kind::Time | Kind::Clock => "DATETIME",
        Kind::Text | Kind::Label if in_key(&column) => {
            let texts = table.columns.iter().filter(in_key).filter(is_text).count();
            return format!("VARCHAR({})", (KEY_CHARACTERS / texts).min(WIDEST_KEY));
        }
        Kind::Text | Kind::Label if !column.references.is_empty() => {
            return format!("VARCHAR({WIDEST_KEY})");
        }
        Kind::Label => return format!("VARCHAR({LABEL_CHARACTERS})"),
        Kind::Text => "TEXT",
    };
    fixed.to_owned()
}

/// What a column holds, with its unit.
fn meaning(column: &Column) -> String {
    match column.unit {
        "" => column.doc.to_owned(),
        unit => format!("{} [{unit}]", column.doc),
    }
}

/// The first characters of a text.
fn cut(text: &str, most: usize) -> String {
    text.chars().take(most).collect()
}

#[cfg(test)]
mod tests {
    use super::super::super::keys::foreign_keys;
    use super::*;
    use crate::tables::columns::{AD_PERFORMANCE, ALL, ORDERS};
    use crate::tables::spec::Folder;

    #[test]
    fn quotes_and_backslashes_stay_inside() {
        assert_eq!(name("a`b"), "`a``b`");
        assert_eq!(text("it's \\ odd"), "'it\\'s \\\\ odd'");
    }

    #[test]
    fn every_index_fits_whatever_the_key() {
        static COLUMNS: [Column; 6] = [
            Column::new("a", Kind::Text, ""),
            Column::new("b", Kind::Text, ""),
            Column::new("c", Kind::Label, ""),
            Column::new("d", Kind::Label, "").references("regions.region_id"),
            Column::new("e", Kind::Date, ""),
            Column::new("f", Kind::Text, ""),
        ];
        let table = Table {
            name: "wide",
            folder: Folder::Layout("own"),
            doc: "",
            grain: "",
            primary_key: &["a", "b", "c", "d", "e"],
            columns: &COLUMNS,
        };
        let kinds = COLUMNS.iter().map(|column| kind(&table, column)).collect::<Vec<_>>();
        assert_eq!(kinds[0], "VARCHAR(185)");
        assert_eq!(kinds[4..], ["DATE", "TEXT"]);
        let create = create_table(&AD_PERFORMANCE, "x");
        assert!(create.contains("`device` VARCHAR(255) NOT NULL"), "{create}");
    }

    #[test]
    fn every_foreign_key_has_an_index_and_no_column_has_two() {
        let keys = foreign_keys(&ORDERS, ALL);
        let sql = add_indexes(&ORDERS, "new_orders", &keys).unwrap();
        assert!(sql.starts_with("ALTER TABLE `new_orders`"));
        for column in ["user_id", "session_id", "region_id", "city_id", "date"] {
            assert_eq!(sql.matches(&format!("ADD INDEX `{column}`")).count(), 1, "{sql}");
        }
        assert!(!sql.contains("ADD INDEX `order_id`"));
        let stored = |table: &Table| format!("new_{}", table.name);
        let sql = add_foreign_keys("new_orders", &keys, stored).unwrap();
        assert!(sql.contains("ADD FOREIGN KEY (`user_id`) REFERENCES `new_users` (`user_id`)"));
        assert_eq!(sql.matches("FOREIGN KEY").count(), keys.len());
    }
}
