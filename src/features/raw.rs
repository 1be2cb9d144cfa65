//! A company's own file as a table of text: nothing is guessed about its types.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use datafusion::arrow::array::{ArrayRef, RecordBatch, StringBuilder};
use datafusion::arrow::datatypes::{DataType, Field, Schema};
use datafusion::catalog::TableProvider;
use datafusion::datasource::MemTable;
use datafusion::datasource::file_format::parquet::ParquetFormat;
use datafusion::datasource::listing::{
    ListingOptions, ListingTable, ListingTableConfig, ListingTableUrl,
};
use serde::Deserialize;

use super::marts::MartKind;
use crate::dataset::DatasetError;

/// A file and how it is written. In a map it is either the path alone, or a table with the path
/// and what has to be said of it.
#[derive(Debug, Clone, Deserialize)]
#[serde(from = "Written")]
pub struct File(Options);

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Options {
    /// Its path, in the folder that is modelled.
    path: PathBuf,
    /// Lines before the header, such as a report's title.
    #[serde(default)]
    skip_lines: usize,
    /// What separates the cells of a text file.
    #[serde(default = "comma")]
    delimiter: char,
    /// How dates are written, in strftime's letters; ISO dates need none.
    #[serde(default)]
    date_format: Option<String>,
    /// What sets off the decimals of a number.
    #[serde(default = "point")]
    decimal: char,
    /// Which rows count, as SQL: a report's line of totals does not.
    #[serde(default, rename = "where")]
    only: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Written {
    Path(PathBuf),
    Options(Options),
}

impl From<Written> for File {
    fn from(written: Written) -> File {
        match written {
            Written::Options(options) => File(options),
            Written::Path(path) => File(Options {
                path,
                skip_lines: 0,
                delimiter: comma(),
                date_format: None,
                decimal: point(),
                only: None,
            }),
        }
    }
}

/// Cells that mean "nothing", as SQL.
pub const NOTHING: &str = "'', '-', '--', '—', 'N/A', 'n/a', 'null', 'NULL'";

fn comma() -> char {
    ','
}

fn point() -> char {
    '.'
}

impl File {
    /// Its path, as the map has it.
    pub fn path(&self) -> &Path {
        &self.0.path
    }

    /// Which rows count.
    pub fn only_where(&self) -> Option<&str> {
        self.0.only.as_deref()
    }

    /// SQL that reads an expression over text as some type, null where it cannot be read or is not
    /// finite.
    pub fn reading(&self, from: &str, kind: MartKind) -> String {
        let read = self.reading_or_infinite(from, kind);
        match kind {
            // NaN is above every number in this order, so one bound keeps out both.
            MartKind::Number => format!("CASE WHEN abs({read}) < 1e300 THEN {read} END"),
            _ => read,
        }
    }

    /// The same, where NaN and infinities count as read.
    pub fn reading_or_infinite(&self, from: &str, kind: MartKind) -> String {
        let text = format!("trim(CAST({from} AS VARCHAR))");
        // What ad managers print where there is nothing to print.
        let text = format!("CASE WHEN {text} NOT IN ({NOTHING}) THEN {text} END");
        match kind {
            MartKind::Text => text,
            MartKind::Bool => format!(
                "CASE lower({text}) WHEN 'true' THEN TRUE WHEN 'false' THEN FALSE \
                 WHEN '1' THEN TRUE WHEN '0' THEN FALSE WHEN 'yes' THEN TRUE WHEN 'no' THEN FALSE \
                 WHEN 't' THEN TRUE WHEN 'f' THEN FALSE END"
            ),
            MartKind::Date => match &self.0.date_format {
                Some(format) => {
                    let format = format.replace('\'', "''");
                    format!("to_date({text}, '{format}')")
                }
                None => format!("TRY_CAST(substr({text}, 1, 10) AS DATE)"),
            },
            MartKind::Number => {
                // Currency signs, percent signs and the grouping of thousands mean nothing here.
                let bare = if self.0.decimal == ',' {
                    format!("translate(translate({text}, '.''   $€£%', ''), ',', '.')")
                } else {
                    format!("translate({text}, ',''   $€£%', '')")
                };
                format!("TRY_CAST({bare} AS DOUBLE)")
            }
        }
    }
}

/// Opens a file: Parquet as it is, anything else as delimited text under a header line.
pub fn open(path: &Path, file: &File) -> Result<Arc<dyn TableProvider>, DatasetError> {
    let failed = |why: String| DatasetError::Query(format!("{}: {why}", path.display()));
    if path.extension().is_some_and(|ending| ending == "parquet") {
        return parquet(path).map_err(failed);
    }
    let bytes = fs::read(path).map_err(|e| failed(e.to_string()))?;
    let text = decode(&bytes).map_err(failed)?;
    let batch = read_text(skip(&text, file.0.skip_lines), file).map_err(failed)?;
    let table = MemTable::try_new(batch.schema(), vec![vec![batch]]);
    table.map(|table| Arc::new(table) as Arc<dyn TableProvider>).map_err(|e| failed(e.to_string()))
}

fn parquet(path: &Path) -> Result<Arc<dyn TableProvider>, String> {
    use datafusion::parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
    let file = fs::File::open(path).map_err(|e| e.to_string())?;
    let reader = ParquetRecordBatchReaderBuilder::try_new(file).map_err(|e| e.to_string())?;
    let absolute = path.canonicalize().map_err(|e| e.to_string())?;
    let url = ListingTableUrl::parse(absolute.to_string_lossy()).map_err(|e| e.to_string())?;
    let options = ListingOptions::new(Arc::new(ParquetFormat::default())).with_file_extension("");
    let config = ListingTableConfig::new(url)
        .with_listing_options(options)
        .with_schema(reader.schema().clone());
    let table = ListingTable::try_new(config).map_err(|e| e.to_string())?;
    Ok(Arc::new(table))
}

/// UTF-8, with or without a byte-order mark, or UTF-16 with one, as some ad managers write it.
fn decode(bytes: &[u8]) -> Result<String, String> {
    let wide = |from: fn([u8; 2]) -> u16| {
        let units: Vec<u16> =
            bytes[2..].chunks_exact(2).map(|two| from([two[0], two[1]])).collect();
        String::from_utf16(&units).map_err(|e| e.to_string())
    };
    match bytes {
        [0xFF, 0xFE, ..] => wide(u16::from_le_bytes),
        [0xFE, 0xFF, ..] => wide(u16::from_be_bytes),
        [0xEF, 0xBB, 0xBF, rest @ ..] => {
            String::from_utf8(rest.to_vec()).map_err(|e| e.to_string())
        }
        _ => String::from_utf8(bytes.to_vec()).map_err(|e| format!("it is not UTF-8: {e}")),
    }
}

fn skip(text: &str, lines: usize) -> &str {
    let mut rest = text;
    for _ in 0..lines {
        rest = rest.split_once('\n').map_or("", |(_, rest)| rest);
    }
    rest
}

fn read_text(text: &str, file: &File) -> Result<RecordBatch, String> {
    let delimiter =
        u8::try_from(file.0.delimiter).map_err(|_| "the delimiter must be one plain character")?;
    let mut reader =
        csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(text.as_bytes());
    let header = reader.headers().map_err(|e| e.to_string())?.clone();
    if header.is_empty() || (header.len() == 1 && header[0].is_empty()) {
        return Err("it has no header line".into());
    }
    let mut columns: Vec<StringBuilder> = header.iter().map(|_| StringBuilder::new()).collect();
    for record in reader.records() {
        let record = record.map_err(|e| e.to_string())?;
        for (i, column) in columns.iter_mut().enumerate() {
            column.append_option(record.get(i).filter(|cell| !cell.is_empty()));
        }
    }
    let mut names: Vec<String> = Vec::new();
    for name in &header {
        // Two columns of one name: the second is told apart by a number.
        let name = name.trim();
        let again = names.iter().filter(|known| *known == name).count();
        names.push(if again == 0 { name.to_owned() } else { format!("{name}_{}", again + 1) });
    }
    let fields: Vec<Field> =
        names.iter().map(|name| Field::new(name, DataType::Utf8, true)).collect();
    let arrays: Vec<ArrayRef> =
        columns.iter_mut().map(|column| Arc::new(column.finish()) as ArrayRef).collect();
    RecordBatch::try_new(Arc::new(Schema::new(fields)), arrays).map_err(|e| e.to_string())
}
