//! Redshift: `COPY` from S3, in one transaction. Keys are noted, and never enforced.

use super::SCHEMA;
use super::outline::{Loaded, Outline};
use super::statement::{Dialect, escaped_literal, note};
use crate::sinks::database::quoting::quoted;
use crate::tables::spec::{Column, Kind};

const REDSHIFT: Dialect = Dialect {
    name: quoted,
    text: escaped_literal,
    kind,
    comment: |_| String::new(),
    schema: Some(SCHEMA),
    key_suffix: "",
};

/// The script.
pub fn sql(outline: &Outline) -> String {
    let mut text = note(&format!(
        "Creates the tables of {} in Redshift and loads their Parquet files from S3.\n\
         Write the dataset there (adloom gen … --out s3://…), and name its place instead of BUCKET:\n\
         \x20 sed 's#s3://BUCKET/#s3://my-bucket/my-folder/#' load/redshift.sql | psql …\n\
         The cluster needs a default IAM role that may read it. Times are in UTC: COPY from Parquet\n\
         knows no time zones.",
        outline.scenario
    ));
    text += "\nBEGIN;\n\n";
    for schema in outline.schemas(SCHEMA) {
        text += &format!("CREATE SCHEMA IF NOT EXISTS {};\n", quoted(schema));
    }
    for loaded in &outline.tables {
        text += &format!("\n{};\n{}", REDSHIFT.create(loaded), REDSHIFT.comments(loaded));
    }
    text.push('\n');
    for loaded in &outline.tables {
        for file in &loaded.files {
            text += &format!(
                "COPY {} FROM {} IAM_ROLE default FORMAT AS PARQUET;\n",
                REDSHIFT.table(&loaded.name),
                escaped_literal(&format!("s3://BUCKET/{file}"))
            );
        }
    }
    text + "\nCOMMIT;\n"
}

/// Bytes of a text from a short list: 255 characters of up to four bytes.
const LABEL_BYTES: usize = 1020;
/// Bytes of free text.
const TEXT_BYTES: usize = 4096;

fn kind(_: &Loaded, column: &Column) -> String {
    match column.kind {
        Kind::Id | Kind::Long => "BIGINT".to_owned(),
        Kind::Int => "INTEGER".to_owned(),
        Kind::Float => "DOUBLE PRECISION".to_owned(),
        Kind::Money => "DECIMAL(14, 2)".to_owned(),
        Kind::Bool => "BOOLEAN".to_owned(),
        Kind::Label => format!("VARCHAR({LABEL_BYTES})"),
        Kind::Text => format!("VARCHAR({TEXT_BYTES})"),
        Kind::Date => "DATE".to_owned(),
        Kind::Time | Kind::Clock => "TIMESTAMP".to_owned(),
    }
}
