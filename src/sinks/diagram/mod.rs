//! The picture of a schema: tables, columns and the keys between them, as Mermaid or DBML.

mod dbml;
mod mermaid;

use super::folder::target;
use crate::tables::spec::{Column, Folder, Table};

/// The language of a diagram.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// Mermaid's `erDiagram`, which code hosts and note-taking programs draw.
    #[default]
    Mermaid,
    /// DBML, the database markup language of dbdiagram.io and dbdocs.
    Dbml,
}

/// Which columns are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Detail {
    /// All of them, with their meaning.
    #[default]
    All,
    /// Primary and foreign keys only: small enough to be seen at once.
    Keys,
}

/// The diagram's text. Keys that lead to tables which are not among `tables` are left out.
pub fn diagram(tables: &[&'static Table], language: Language, detail: Detail) -> String {
    let drawn = tables.iter().map(|table| Entity::new(table, tables, detail)).collect::<Vec<_>>();
    match language {
        Language::Mermaid => mermaid::text(&drawn),
        Language::Dbml => dbml::text(&drawn),
    }
}

/// A table as it is drawn.
struct Entity {
    table: &'static Table,
    columns: Vec<Attribute>,
}

/// A column as it is drawn.
struct Attribute {
    column: &'static Column,
    is_primary: bool,
    /// The table and column it leads to.
    leads_to: Option<(&'static Table, &'static str)>,
}

impl Entity {
    fn new(table: &'static Table, tables: &[&'static Table], detail: Detail) -> Entity {
        let columns = table.columns.iter().map(|column| Attribute {
            column,
            is_primary: table.primary_key.contains(&column.name),
            leads_to: target(column, table.folder, tables),
        });
        let wanted = |a: &Attribute| detail == Detail::All || a.is_primary || a.leads_to.is_some();
        Entity { table, columns: columns.filter(wanted).collect() }
    }

    /// The columns that lead to other tables.
    fn references(&self) -> impl Iterator<Item = (&Attribute, &'static Table, &'static str)> {
        self.columns.iter().filter_map(|a| a.leads_to.map(|(table, key)| (a, table, key)))
    }
}

/// `orders`, `truth.orders`: a table's name in a diagram, with the folder where it is not `data`.
fn name(table: &Table) -> String {
    match table.folder {
        Folder::Data | Folder::Layout(_) => table.name.to_owned(),
        Folder::Truth => table.qualified_name(),
    }
}

/// A type's name, as databases have it.
fn type_name(column: &Column) -> &'static str {
    use crate::tables::spec::Kind;
    match column.kind {
        Kind::Id | Kind::Long => "bigint",
        Kind::Int => "integer",
        Kind::Float => "double",
        Kind::Money => "decimal",
        Kind::Bool => "boolean",
        Kind::Text | Kind::Label => "text",
        Kind::Date => "date",
        Kind::Time => "timestamptz",
        Kind::Clock => "timestamp",
    }
}

/// What a column holds, and its unit.
fn meaning(column: &Column) -> String {
    match column.unit {
        "" => column.doc.to_owned(),
        unit => format!("{} [{unit}]", column.doc),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::engine::testing::{ORDERS, TABLES};
    use crate::tables::columns;

    #[test]
    fn a_diagram_names_every_table_and_every_key_between_them() {
        let mermaid = diagram(TABLES, Language::Mermaid, Detail::All);
        let expected = "erDiagram\n    regions {\n        bigint region_id PK \"The region.\"\n";
        assert!(mermaid.starts_with(expected), "{mermaid}");
        assert!(mermaid.contains("    regions ||--o{ orders : region_id\n"), "{mermaid}");
        assert!(mermaid.contains("bigint region_id FK \"Where it was placed.\""), "{mermaid}");
        assert!(mermaid.contains("    orders ||--o| \"truth.orders\" : order_id\n"), "{mermaid}");
        let dbml = diagram(TABLES, Language::Dbml, Detail::All);
        assert!(dbml.contains("Ref: orders.region_id > regions.region_id\n"), "{dbml}");
        assert!(dbml.contains("Ref: \"truth\".\"orders\".order_id - orders.order_id\n"), "{dbml}");
        assert!(dbml.contains("  order_id bigint [pk, not null, note: 'The order.']\n"), "{dbml}");
    }

    #[test]
    fn keys_that_lead_nowhere_are_not_drawn() {
        let alone = diagram(&[&ORDERS], Language::Mermaid, Detail::Keys);
        assert!(!alone.contains("--o"), "{alone}");
        assert!(!alone.contains("region_id"), "{alone}");
        assert!(alone.contains("order_id PK"), "{alone}");
    }

    #[test]
    fn comments_cannot_end_early() {
        let mermaid = diagram(columns::ALL, Language::Mermaid, Detail::All);
        for line in mermaid.lines() {
            assert!(matches!(line.matches('"').count(), 0 | 2 | 4), "{line}");
        }
        let dbml = diagram(columns::ALL, Language::Dbml, Detail::All);
        for line in dbml.lines().filter(|line| line.contains("note: '")) {
            assert_eq!(line.replace("\\'", "").matches('\'').count(), 2, "{line}");
        }
    }

    #[test]
    fn every_foreign_key_of_the_catalogue_is_a_line() {
        let tables = columns::ALL;
        let keys: usize =
            tables.iter().map(|t| Entity::new(t, tables, Detail::Keys).references().count()).sum();
        let mermaid = diagram(tables, Language::Mermaid, Detail::Keys);
        assert_eq!(mermaid.matches("--o").count(), keys);
        let orders = tables.iter().find(|t| t.qualified_name() == "data.orders").unwrap();
        let orders = Entity::new(orders, tables, Detail::Keys);
        let neighbours: BTreeSet<_> = orders.references().map(|(_, t, _)| t.name).collect();
        assert!(neighbours.is_superset(&["regions", "users", "sessions"].into()), "{neighbours:?}");
    }
}
