//! What a load says of itself inside the database.

use serde::{Deserialize, Serialize};

use crate::sinks::folder::{About, ColumnEntry, ScenarioStamp, Window, altered_columns};
use crate::tables::spec::Table;

/// The table that marks a database, or a schema of it, as adloom's. It has one row and one column
/// of text, [`MANIFEST_COLUMN`]: the manifest as JSON.
pub const MANIFEST_TABLE: &str = "adloom_manifest";

/// The one column of [`MANIFEST_TABLE`].
pub const MANIFEST_COLUMN: &str = "manifest";

/// Version of the manifest's own layout.
const FORMAT_VERSION: u32 = 1;

/// What a load says of itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// Version of this layout.
    pub format_version: u32,
    /// The version of adloom that loaded it.
    pub adloom: String,
    /// The scenario.
    pub scenario: ScenarioStamp,
    /// The seed.
    pub seed: u64,
    /// The days that were loaded.
    pub window: Window,
    /// The tables in which flaws were planted on purpose, such as `data.orders`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub planted: Vec<String>,
    /// The tables of the catalogue and of layouts, in the order of their loading.
    pub tables: Vec<StoredTable>,
    /// Everything that the load made, in an order in which it can be dropped from the end.
    pub relations: Vec<Relation>,
}

/// A table of the catalogue or of a layout, and where it stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StoredTable {
    /// Its name in the catalogue, such as `orders`.
    pub name: String,
    /// `data`, `truth`, or the name of a layout.
    pub folder: String,
    /// Its rows.
    pub rows: u64,
    /// Where it stands in the database.
    pub stored_as: Relation,
    /// Its columns, where they are not those that the catalogue has.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<ColumnEntry>,
    /// The columns that identify a row.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub primary_key: Vec<String>,
    /// The columns that lead to other tables.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub foreign_keys: Vec<String>,
}

/// Something in a database that has a name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Relation {
    /// Its schema, where the database has schemas.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: RelationKind,
}

/// What a relation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RelationKind {
    /// A schema of its own, made by the load.
    Schema,
    /// A table.
    Table,
    /// A view.
    View,
    /// A stored procedure.
    Procedure,
}

impl Manifest {
    /// A manifest without tables.
    pub fn new(about: &About) -> Manifest {
        Manifest {
            format_version: FORMAT_VERSION,
            adloom: env!("CARGO_PKG_VERSION").to_owned(),
            scenario: ScenarioStamp { name: about.name.clone(), hash: about.hash.clone() },
            seed: about.seed,
            window: Window { start: about.start.clone(), days: about.days },
            planted: about.planted.iter().map(|name| format!("data.{name}")).collect(),
            tables: Vec::new(),
            relations: Vec::new(),
        }
    }

    /// Its text.
    pub fn to_json(&self) -> String {
        // Strings and numbers only: there is nothing in it that JSON could not hold.
        serde_json::to_string(self).expect("a manifest is JSON")
    }

    /// Reads what [`Manifest::to_json`] wrote.
    pub fn from_json(text: &str) -> Result<Manifest, serde_json::Error> {
        serde_json::from_str(text)
    }

    /// Whether the load made something of that name.
    pub fn made(&self, schema: Option<&str>, name: &str) -> bool {
        self.relations.iter().any(|r| r.schema.as_deref() == schema && r.name == name)
    }

    /// The rows of all its tables.
    pub fn rows(&self) -> u64 {
        self.tables.iter().map(|table| table.rows).sum()
    }
}

impl StoredTable {
    /// A table that is stored under that name.
    pub fn new(table: &'static Table, rows: u64, stored_as: Relation) -> StoredTable {
        let leads = table.columns.iter().filter(|column| !column.references.is_empty());
        StoredTable {
            name: table.name.to_owned(),
            folder: table.folder.name().to_owned(),
            rows,
            stored_as,
            columns: altered_columns(table),
            primary_key: table.primary_key.iter().map(|&key| key.to_owned()).collect(),
            foreign_keys: leads.map(|column| column.name.to_owned()).collect(),
        }
    }
}

impl Relation {
    /// A table, in a database without schemas.
    pub fn table(name: impl Into<String>) -> Relation {
        Relation { schema: None, name: name.into(), kind: RelationKind::Table }
    }

    /// A view, in a database without schemas.
    pub fn view(name: impl Into<String>) -> Relation {
        Relation { schema: None, name: name.into(), kind: RelationKind::View }
    }

    /// The same in a schema.
    pub fn within(mut self, schema: impl Into<String>) -> Relation {
        self.schema = Some(schema.into());
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manifest_reads_back_as_it_was_written() {
        let about = About {
            name: "a \"b\" 'c'".to_owned(),
            title: String::new(),
            scenario: String::new(),
            hash: "0f".to_owned(),
            seed: u64::MAX,
            start: "2026-02-18".to_owned(),
            days: 3,
            planted: vec!["orders".to_owned()],
        };
        let mut manifest = Manifest::new(&about);
        manifest.relations.push(Relation::table("orders").within("adloom"));
        manifest.relations.push(Relation::view("funnel_stages"));
        assert_eq!(Manifest::from_json(&manifest.to_json()).unwrap(), manifest);
        assert!(manifest.made(Some("adloom"), "orders") && manifest.made(None, "funnel_stages"));
        assert!(!manifest.made(None, "orders"));
    }
}
