//! BigQuery: a script that loads from Cloud Storage, and one for the shell that sends the files.
//! Keys are noted, and not enforced.

use super::SCHEMA;
use super::outline::{Loaded, Outline};
use super::statement::{Dialect, note};
use crate::tables::spec::{Column, Kind};

const BIGQUERY: Dialect = Dialect {
    name,
    text,
    kind,
    comment: |meaning| format!(" OPTIONS (description = {})", text(meaning)),
    schema: Some(SCHEMA),
    key_suffix: " NOT ENFORCED",
};

/// The script.
pub fn sql(outline: &Outline) -> String {
    let mut script = note(&format!(
        "Creates the tables of {} in BigQuery and loads their Parquet files from Cloud Storage.\n\
         Copy data/, truth/ and the folders of layouts to a bucket, and name it in place of BUCKET:\n\
         \x20 sed 's#gs://BUCKET/#gs://my-bucket/my-folder/#' load/bigquery.sql |\n\
         \x20   bq query --use_legacy_sql=false\n\
         load/bigquery.sh sends the files from this machine instead, without a bucket.",
        outline.scenario
    ));
    script.push('\n');
    for schema in outline.schemas(SCHEMA) {
        script += &format!("CREATE SCHEMA IF NOT EXISTS {};\n", name(schema));
    }
    for loaded in &outline.tables {
        let doc = text(loaded.table.doc);
        script += &format!("\n{} OPTIONS (description = {doc});\n", BIGQUERY.create(loaded));
    }
    script.push('\n');
    for loaded in &outline.tables {
        let uris = loaded.files.iter().map(|file| text(&format!("gs://BUCKET/{file}")));
        script += &format!(
            "LOAD DATA INTO {} FROM FILES (format = 'PARQUET', uris = [{}]);\n",
            BIGQUERY.table(&loaded.name),
            uris.collect::<Vec<_>>().join(", ")
        );
    }
    script
}

/// The same with the files of this machine: the statements that load from a bucket are left out,
/// and `bq load` sends each file.
pub fn shell(outline: &Outline) -> String {
    let mut script = format!(
        "#!/bin/sh\n\
         # Creates the tables of {} in BigQuery and sends the Parquet files beside this script.\n\
         # It needs `bq`, logged in and with a project:  sh load/bigquery.sh\n\
         set -eu\n\
         cd \"$(dirname \"$0\")/..\"\n\
         grep -v '^LOAD DATA' load/bigquery.sql | bq query --use_legacy_sql=false\n",
        outline.scenario
    );
    for loaded in &outline.tables {
        let table = format!("{}.{}", loaded.name.schema.unwrap_or(SCHEMA), loaded.name.name);
        for file in &loaded.files {
            let (table, file) = (argument(&table), argument(file));
            script += &format!("bq load --source_format=PARQUET {table} {file}\n");
        }
    }
    script
}

/// An argument of the shell, quoted only where it has to be.
fn argument(text: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "._-/".contains(c);
    match text.chars().all(is_plain) {
        true => text.to_owned(),
        false => format!("'{}'", text.replace('\'', "'\\''")),
    }
}

fn name(name: &str) -> String {
    format!("`{}`", name.replace('\\', "\\\\").replace('`', "\\`"))
}

fn text(text: &str) -> String {
    format!("'{}'", text.replace('\\', "\\\\").replace('\'', "\\'").replace('\n', "\\n"))
}

fn kind(_: &Loaded, column: &Column) -> String {
    let kind = match column.kind {
        Kind::Id | Kind::Int | Kind::Long => "INT64",
        Kind::Float => "FLOAT64",
        Kind::Money => "NUMERIC(14, 2)",
        Kind::Bool => "BOOL",
        Kind::Text | Kind::Label => "STRING",
        Kind::Date => "DATE",
        Kind::Time => "TIMESTAMP",
        Kind::Clock => "DATETIME",
    };
    kind.to_owned()
}
