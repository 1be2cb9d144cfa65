//! A first look at one file: whether it is whole, and whether it has the table's columns.

use std::fs::File;
use std::io::{BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::Path;

use datafusion::arrow::datatypes::DataType;
use datafusion::parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use crate::tables::spec::{Kind, Table};

/// The longest first line that is looked at.
const FIRST_LINE_BYTES: u64 = 1 << 20;

/// How a file begins.
#[derive(Debug, PartialEq, Eq)]
pub enum Shape {
    /// It names its columns, in this order.
    Columns(Vec<String>),
    /// It goes on where another file ended, under that file's header.
    Headless,
    /// It holds nothing at all.
    Empty,
}

/// Looks at a file of a table, of which an earlier file may have named the columns.
pub fn inspect(
    path: &Path,
    extension: &str,
    table: &Table,
    earlier: Option<&[String]>,
) -> Result<Shape, String> {
    let mut file = File::open(path).map_err(|e| match e.kind() {
        std::io::ErrorKind::NotFound => "the file is missing".to_owned(),
        _ => e.to_string(),
    })?;
    match extension {
        "parquet" => parquet(file, table),
        "csv" | "jsonl" => {
            let bytes = file.metadata().map_err(|e| e.to_string())?.len();
            if bytes == 0 {
                // A part may have no rows; the first file at least has a header.
                let may_be_empty = extension == "jsonl" || earlier.is_some();
                return if may_be_empty {
                    Ok(Shape::Empty)
                } else {
                    Err("the file is empty".into())
                };
            }
            ends_with_a_line(&mut file)?;
            let line = first_line(file)?;
            if extension == "csv" { csv(&line, table, earlier) } else { jsonl(&line, table) }
        }
        other => Err(format!("files of type .{other} are not read; csv, parquet and jsonl are")),
    }
}

fn ends_with_a_line(file: &mut File) -> Result<(), String> {
    let mut last = [0];
    file.seek(SeekFrom::End(-1))
        .and_then(|_| file.read_exact(&mut last))
        .and_then(|()| file.rewind())
        .map_err(|e| e.to_string())?;
    if last == *b"\n" {
        Ok(())
    } else {
        Err("the file is cut short: its last line has no end".into())
    }
}

fn first_line(file: File) -> Result<Vec<u8>, String> {
    let mut line = Vec::new();
    BufReader::new(file)
        .take(FIRST_LINE_BYTES)
        .read_until(b'\n', &mut line)
        .map_err(|e| e.to_string())?;
    Ok(line)
}

fn csv(line: &[u8], table: &Table, earlier: Option<&[String]>) -> Result<Shape, String> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(line);
    let first = reader.records().next().ok_or("the file has no header")?;
    let names: Vec<String> = first.map_err(|e| e.to_string())?.iter().map(str::to_owned).collect();
    match earlier {
        Some(header) if header != names => Ok(Shape::Headless),
        _ => {
            no_column_is_missing(&names, table.columns.iter().map(|c| c.name))?;
            Ok(Shape::Columns(names))
        }
    }
}

fn jsonl(line: &[u8], table: &Table) -> Result<Shape, String> {
    let row: serde_json::Map<String, serde_json::Value> = serde_json::from_slice(line)
        .map_err(|e| format!("its first line is not a JSON object: {e}"))?;
    let names: Vec<String> = row.keys().cloned().collect();
    // An empty cell may be written as null, or not at all.
    let required = table.columns.iter().filter(|c| !c.nullable).map(|c| c.name);
    no_column_is_missing(&names, required)?;
    Ok(Shape::Columns(table.columns.iter().map(|c| c.name.to_owned()).collect()))
}

fn parquet(file: File, table: &Table) -> Result<Shape, String> {
    let reader = ParquetRecordBatchReaderBuilder::try_new(file)
        .map_err(|e| format!("it is no whole Parquet file: {e}"))?;
    let names: Vec<String> = reader.schema().fields().iter().map(|f| f.name().clone()).collect();
    no_column_is_missing(&names, table.columns.iter().map(|c| c.name))?;
    for column in table.columns {
        // The column is there, as has just been checked.
        let Ok(found) = reader.schema().field_with_name(column.name) else { continue };
        if !carries(found.data_type(), column.kind) {
            return Err(format!(
                "column `{}` is {}, where {} is expected",
                column.name,
                found.data_type(),
                in_words(column.kind)
            ));
        }
    }
    Ok(Shape::Columns(names))
}

fn no_column_is_missing<'a>(
    names: &[String],
    required: impl Iterator<Item = &'a str>,
) -> Result<(), String> {
    let missing: Vec<String> = required
        .filter(|name| !names.iter().any(|found| found == name))
        .map(|name| format!("`{name}`"))
        .collect();
    match missing.as_slice() {
        [] => Ok(()),
        [one] => Err(format!("column {one} is missing")),
        several => Err(format!("columns {} are missing", several.join(", "))),
    }
}

/// Whether a column stored with such a type can be read as that kind without loss.
fn carries(stored: &DataType, kind: Kind) -> bool {
    let stored = match stored {
        DataType::Dictionary(_, values) => values.as_ref(),
        plain => plain,
    };
    match kind {
        Kind::Id | Kind::Int | Kind::Long => stored.is_integer(),
        Kind::Float => stored.is_floating() || stored.is_integer(),
        Kind::Money => stored.is_decimal(),
        Kind::Bool => *stored == DataType::Boolean,
        Kind::Text | Kind::Label => stored.is_string(),
        Kind::Date => matches!(stored, DataType::Date32 | DataType::Date64),
        Kind::Time | Kind::Clock => matches!(stored, DataType::Timestamp(..)),
    }
}

/// What a kind of column holds, for messages.
pub fn in_words(kind: Kind) -> &'static str {
    match kind {
        Kind::Id | Kind::Int | Kind::Long => "a whole number",
        Kind::Float => "a number",
        Kind::Money => "an amount of money",
        Kind::Bool => "true or false",
        Kind::Text | Kind::Label => "text",
        Kind::Date => "a date such as 2026-02-18",
        Kind::Time => "a moment such as 2026-02-18T09:14:02Z",
        Kind::Clock => "a date and time such as 2026-02-18 09:14:02",
    }
}
