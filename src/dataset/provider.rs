//! Turns the files of one table into a table that the engine can scan, with the types of its
//! description.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use datafusion::arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use datafusion::catalog::TableProvider;
use datafusion::datasource::empty::EmptyTable;
use datafusion::datasource::file_format::FileFormat;
use datafusion::datasource::file_format::csv::CsvFormat;
use datafusion::datasource::file_format::json::JsonFormat;
use datafusion::datasource::file_format::parquet::ParquetFormat;
use datafusion::datasource::listing::{
    ListingOptions, ListingTable, ListingTableConfig, ListingTableUrl,
};

use super::session::Session;
use super::shape::{self, Shape};
use crate::tables::spec::{Kind, Table};

/// The schema under which a described table is read: labels are plain text, and any cell may be
/// empty, since what must not be empty is for the checks to say, not for the reader.
pub fn reading_schema(table: &Table) -> SchemaRef {
    let fields = table.columns.iter().map(|column| field(column.name, column.kind));
    Arc::new(Schema::new(fields.collect::<Vec<_>>()))
}

fn field(name: &str, kind: Kind) -> Field {
    let data_type = match kind {
        Kind::Label => DataType::Utf8,
        other => other.arrow(),
    };
    Field::new(name, data_type, true)
}

/// Opens a table's files, whose paths are inside `root`.
///
/// On failure it says which file is at fault and why.
pub(super) fn open(
    session: &Session,
    root: &Path,
    table: &Table,
    files: &[PathBuf],
) -> Result<Arc<dyn TableProvider>, (PathBuf, String)> {
    let extension = files.first().and_then(|file| file.extension()?.to_str()).unwrap_or_default();
    // Files with and without a header line are scanned apart: the reader skips it in all or none.
    let (mut first, mut rest) = (Vec::new(), Vec::new());
    let mut names: Option<Vec<String>> = None;
    for file in files {
        let blame = |why: String| (file.clone(), why);
        let path = root.join(file);
        let shape = shape::inspect(&path, extension, table, names.as_deref()).map_err(blame)?;
        let url = file_url(&path).map_err(blame)?;
        match shape {
            Shape::Empty => {}
            Shape::Headless => rest.push(url),
            Shape::Columns(found) => {
                names.get_or_insert(found);
                first.push(url);
            }
        }
    }
    let names = names.unwrap_or_else(|| table.columns.iter().map(|c| c.name.to_owned()).collect());
    let schema = schema_of(table, &names);
    let blame = |why: String| (files.first().cloned().unwrap_or_default(), why);
    let mut scans = Vec::new();
    for (urls, header) in [(first, true), (rest, false)] {
        if !urls.is_empty() {
            scans.push(scan(urls, format(extension, header), schema.clone()).map_err(blame)?);
        }
    }
    if scans.len() > 1 {
        return session.union(scans).map_err(|e| blame(e.to_string()));
    }
    Ok(scans.pop().unwrap_or_else(|| Arc::new(EmptyTable::new(schema))))
}

/// The columns in the file's own order; those that the description does not know are read as text.
fn schema_of(table: &Table, names: &[String]) -> SchemaRef {
    let fields = names.iter().map(|name| match table.position(name) {
        Some(at) => field(name, table.columns[at].kind),
        None => Field::new(name, DataType::Utf8, true),
    });
    Arc::new(Schema::new(fields.collect::<Vec<_>>()))
}

fn format(extension: &str, header: bool) -> Arc<dyn FileFormat> {
    match extension {
        "parquet" => Arc::new(ParquetFormat::default()),
        "jsonl" => Arc::new(JsonFormat::default()),
        _ => Arc::new(CsvFormat::default().with_has_header(header)),
    }
}

fn scan(
    urls: Vec<ListingTableUrl>,
    format: Arc<dyn FileFormat>,
    schema: SchemaRef,
) -> Result<Arc<dyn TableProvider>, String> {
    // Every file is named, so none needs to be picked by its extension.
    let options = ListingOptions::new(format).with_file_extension("");
    let config = ListingTableConfig::new_with_multi_paths(urls)
        .with_listing_options(options)
        .with_schema(schema);
    let table = ListingTable::try_new(config).map_err(|e| e.strip_backtrace())?;
    Ok(Arc::new(table))
}

/// The file's URL. It is spelt out here, because a path that is handed over as it is has its
/// brackets and stars read as a pattern.
fn file_url(path: &Path) -> Result<ListingTableUrl, String> {
    let path = path.canonicalize().map_err(|e| e.to_string())?;
    let path = path.to_str().ok_or("its path is not UTF-8")?.replace('\\', "/");
    let mut url = String::from("file://");
    if !path.starts_with('/') {
        url.push('/');
    }
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'_' | b'.' | b'~' | b':' => {
                url.push(char::from(byte));
            }
            other => url.push_str(&format!("%{other:02X}")),
        }
    }
    ListingTableUrl::parse(url).map_err(|e| e.strip_backtrace())
}
