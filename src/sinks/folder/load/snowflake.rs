//! Snowflake: a stage, `PUT` and `COPY INTO`. Keys are noted, and not enforced.

use super::SCHEMA;
use super::outline::{Loaded, Outline};
use super::statement::{Dialect, escaped_literal, note};
use crate::sinks::database::quoting::quoted;
use crate::tables::spec::{Column, Kind};

const SNOWFLAKE: Dialect = Dialect {
    // A name that is not quoted becomes upper case; written so, it can be asked for either way,
    // and no name is a reserved word.
    name: |name| quoted(&name.to_uppercase()),
    text: escaped_literal,
    kind,
    comment: |meaning| format!(" COMMENT {}", escaped_literal(meaning)),
    schema: Some(SCHEMA),
    key_suffix: " NOT ENFORCED",
};

/// The script.
pub fn sql(outline: &Outline) -> String {
    let name = SNOWFLAKE.name;
    let stage = format!("{}.{}", name(SCHEMA), name("files"));
    let mut text = note(&format!(
        "Creates the tables of {} in Snowflake and loads the Parquet files beside this script.\n\
         Run it in the folder of the dataset, in a database of your choice:\n\
         \x20 snowsql -d MY_DATABASE -f load/snowflake.sql",
        outline.scenario
    ));
    text += "\nALTER SESSION SET TIMEZONE = 'UTC';\n";
    for schema in outline.schemas(SCHEMA) {
        text += &format!("CREATE SCHEMA IF NOT EXISTS {};\n", name(schema));
    }
    text += &format!(
        "CREATE STAGE IF NOT EXISTS {stage} FILE_FORMAT = (TYPE = PARQUET USE_LOGICAL_TYPE = TRUE);\n"
    );
    for loaded in &outline.tables {
        let doc = escaped_literal(loaded.table.doc);
        text += &format!("\n{} COMMENT = {doc};\n", SNOWFLAKE.create(loaded));
    }
    for loaded in &outline.tables {
        text += &load(loaded, &stage);
    }
    text
}

fn load(loaded: &Loaded, stage: &str) -> String {
    let mut text = String::from("\n");
    let (mut folder, mut names) = ("", Vec::new());
    for file in &loaded.files {
        let name;
        // Every file lies in a folder of the dataset.
        (folder, name) = file.rsplit_once('/').unwrap_or(("", file));
        names.push(escaped_literal(name));
        let local = escaped_literal(&format!("file://{file}"));
        text += &format!("PUT {local} @{stage}/{folder} AUTO_COMPRESS = FALSE OVERWRITE = TRUE;\n");
    }
    text + &format!(
        "COPY INTO {} FROM @{stage}/{folder} FILES = ({}) \
         MATCH_BY_COLUMN_NAME = CASE_INSENSITIVE;\n",
        SNOWFLAKE.table(&loaded.name),
        names.join(", ")
    )
}

fn kind(_: &Loaded, column: &Column) -> String {
    let kind = match column.kind {
        Kind::Id | Kind::Long => "BIGINT",
        Kind::Int => "INTEGER",
        Kind::Float => "DOUBLE",
        Kind::Money => "NUMBER(14, 2)",
        Kind::Bool => "BOOLEAN",
        Kind::Text | Kind::Label => "VARCHAR",
        Kind::Date => "DATE",
        Kind::Time => "TIMESTAMP_TZ",
        Kind::Clock => "TIMESTAMP_NTZ",
    };
    kind.to_owned()
}
