//! DuckDB: one transaction; the keys are checked.

use super::outline::{Loaded, Outline};
use super::statement::{Dialect, note};
use crate::sinks::database::quoting::{literal, quoted};
use crate::tables::spec::{Column, Kind};

const DUCKDB: Dialect = Dialect {
    name: quoted,
    text: literal,
    kind,
    comment: |_| String::new(),
    schema: None,
    key_suffix: "",
};

/// The script.
pub fn sql(outline: &Outline) -> String {
    let scenario = &outline.scenario;
    let mut text = note(&format!(
        "Creates the tables of {scenario} in DuckDB and loads the Parquet files beside this script.\n\
         Run it in the folder of the dataset:  duckdb {scenario}.duckdb < load/duckdb.sql"
    ));
    text += "\nBEGIN TRANSACTION;\n\n";
    for schema in outline.schemas("main").into_iter().filter(|schema| *schema != "main") {
        text += &format!("CREATE SCHEMA IF NOT EXISTS {};\n", quoted(schema));
    }
    for loaded in &outline.tables {
        // A table to which a key leads takes no more comments, so they come before the next one.
        text += &format!("{};\n{}\n", DUCKDB.create(loaded), DUCKDB.comments(loaded));
    }
    for loaded in &outline.tables {
        let files = loaded.files.iter().map(|file| literal(file)).collect::<Vec<_>>().join(", ");
        text += &format!(
            "INSERT INTO {} BY NAME SELECT * FROM read_parquet([{files}]);\n",
            DUCKDB.table(&loaded.name)
        );
    }
    text + "\nCOMMIT;\n"
}

fn kind(_: &Loaded, column: &Column) -> String {
    let kind = match column.kind {
        Kind::Id | Kind::Long => "BIGINT",
        Kind::Int => "INTEGER",
        Kind::Float => "DOUBLE",
        Kind::Money => "DECIMAL(14, 2)",
        Kind::Bool => "BOOLEAN",
        Kind::Text | Kind::Label => "VARCHAR",
        Kind::Date => "DATE",
        Kind::Time => "TIMESTAMP WITH TIME ZONE",
        Kind::Clock => "TIMESTAMP",
    };
    kind.to_owned()
}
