//! SQL Server: external tables over the Parquet files (2022 and later, with PolyBase), from which
//! the real ones are filled; and, as a comment, `BULK INSERT` for the same dataset as CSV.

use super::SCHEMA;
use super::outline::{Loaded, Outline, TableName, meaning};
use super::statement::{Dialect, note};
use crate::sinks::database::quoting::literal;
use crate::tables::spec::{Column, Kind};

const SQL_SERVER: Dialect =
    Dialect { name, text, kind, comment: |_| String::new(), schema: Some(SCHEMA), key_suffix: "" };

/// The schema of the external tables.
const FILES: &str = "adloom_files";

/// The script.
pub fn sql(outline: &Outline) -> String {
    let mut script = note(&format!(
        "Creates the tables of {} in SQL Server and loads their Parquet files from an object store.\n\
         It needs SQL Server 2022 or later with PolyBase, and a database-scoped credential:\n\
         \x20 CREATE DATABASE SCOPED CREDENTIAL {FILES}\n\
         \x20   WITH IDENTITY = 'S3 Access Key', SECRET = '<key id>:<secret>';\n\
         Write the dataset there (adloom gen … --out s3://…), and put its host and folder below.\n\
         Without an object store, the end of this script says how to load CSV.",
        outline.scenario
    ));
    script.push('\n');
    for schema in [FILES].into_iter().chain(outline.schemas(SCHEMA)) {
        // A schema can be made only by a batch of its own.
        let create = text(&format!("CREATE SCHEMA {}", name(schema)));
        let batch = format!("IF SCHEMA_ID({}) IS NULL EXEC({create})", text(schema));
        script += &format!("EXEC sys.sp_executesql {};\n", text(&batch));
    }
    script += &format!(
        "CREATE EXTERNAL FILE FORMAT {} WITH (FORMAT_TYPE = PARQUET);\n\
         CREATE EXTERNAL DATA SOURCE {0} WITH (LOCATION = 's3://HOST:PORT/BUCKET', CREDENTIAL = {0});\n",
        name(FILES)
    );
    for loaded in &outline.tables {
        script += &format!("\n{};\n{}", SQL_SERVER.create(loaded), properties(loaded));
    }
    for loaded in &outline.tables {
        script += &load(loaded);
    }
    script + "\n" + &from_csv(outline)
}

/// What table and columns mean, where management tools look for it.
fn properties(loaded: &Loaded) -> String {
    let (schema, table) = (loaded.name.schema.unwrap_or(SCHEMA), &loaded.name.name);
    let property = |says: &str, column: &str| {
        format!(
            "EXEC sys.sp_addextendedproperty @name = N'MS_Description', @value = {}, \
             @level0type = N'SCHEMA', @level0name = {}, @level1type = N'TABLE', \
             @level1name = {}{column};\n",
            text(says),
            text(schema),
            text(table)
        )
    };
    let mut script = property(loaded.table.doc, "");
    for column in loaded.table.columns {
        let place = format!(", @level2type = N'COLUMN', @level2name = {}", text(column.name));
        script += &property(&meaning(column), &place);
    }
    script
}

/// An external table over each file, and the rows from there.
fn load(loaded: &Loaded) -> String {
    let mut script = String::from("\n");
    let columns = SQL_SERVER.columns(loaded);
    for (part, file) in loaded.files.iter().enumerate() {
        let flat = [loaded.name.schema, Some(&loaded.name.name)].map(Option::unwrap_or_default);
        let flat = flat.join("_").trim_start_matches('_').to_owned();
        let named = if part == 0 { flat } else { format!("{flat}_{}", part + 1) };
        let external = SQL_SERVER.table(&TableName { schema: Some(FILES), name: named });
        let typed = loaded.table.columns.iter().map(|column| {
            let kind = (SQL_SERVER.kind)(loaded, column);
            format!("{} {kind}", name(column.name))
        });
        script += &format!(
            "CREATE EXTERNAL TABLE {external} ({}) WITH (LOCATION = {}, DATA_SOURCE = {2}, \
             FILE_FORMAT = {2});\n\
             INSERT INTO {3} ({columns}) SELECT {columns} FROM {external};\n",
            typed.collect::<Vec<_>>().join(", "),
            literal(&format!("/{file}")),
            name(FILES),
            SQL_SERVER.table(&loaded.name),
        );
    }
    script
}

/// The same from CSV, which the server reads from its own disk.
fn from_csv(outline: &Outline) -> String {
    let mut lines = String::from(
        "From CSV, written by adloom gen … --format csv to a disk of the server (FOLDER): leave out\n\
         what names an external table, data source or file format, and load with these instead.\n",
    );
    for loaded in &outline.tables {
        for file in &loaded.files {
            let file = format!("FOLDER/{}.csv", file.trim_end_matches(".parquet"));
            lines += &format!(
                "BULK INSERT {} FROM {} WITH (FORMAT = 'CSV', FIRSTROW = 2, CODEPAGE = '65001', \
                 ROWTERMINATOR = '0x0a');\n",
                SQL_SERVER.table(&loaded.name),
                literal(&file)
            );
        }
    }
    note(&lines)
}

fn name(name: &str) -> String {
    format!("[{}]", name.replace(']', "]]"))
}

fn text(text: &str) -> String {
    format!("N{}", literal(text))
}

/// Characters of all text in a key: an index holds 1700 bytes, and a character has two.
const KEY_CHARACTERS: usize = 850;
/// Characters of a text from a short list.
const LABEL_CHARACTERS: usize = 255;
/// Characters of free text: the most that is not kept apart from its row.
const TEXT_CHARACTERS: usize = 4000;

fn kind(loaded: &Loaded, column: &Column) -> String {
    match column.kind {
        Kind::Id | Kind::Long => "BIGINT".to_owned(),
        Kind::Int => "INT".to_owned(),
        Kind::Float => "FLOAT".to_owned(),
        Kind::Money => "DECIMAL(14, 2)".to_owned(),
        Kind::Bool => "BIT".to_owned(),
        Kind::Text | Kind::Label => {
            let plain = match column.kind {
                Kind::Label => LABEL_CHARACTERS,
                _ => TEXT_CHARACTERS,
            };
            format!("NVARCHAR({})", loaded.key_width(column, KEY_CHARACTERS).unwrap_or(plain))
        }
        Kind::Date => "DATE".to_owned(),
        // External tables know no offsets; every time is in UTC.
        Kind::Time | Kind::Clock => "DATETIME2(3)".to_owned(),
    }
}
