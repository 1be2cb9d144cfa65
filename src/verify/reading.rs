//! Parses every table once, whole: it counts rows, finds cells that are empty and must not be, and
//! keeps in memory what the queries will need.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use datafusion::arrow::array::{Array, RecordBatch};
use datafusion::arrow::util::display::array_value_to_string;
use datafusion::datasource::MemTable;

use super::SHOWN_ROWS;
use crate::dataset::{Dataset, DatasetError, Reads, Session, in_words};
use crate::tables::spec::Table;

/// What reading a dataset brought to light.
pub struct Reading {
    /// The tables that could be read.
    pub tables: BTreeMap<String, TableReading>,
    /// Why the others could not.
    pub unreadable: BTreeMap<String, DatasetError>,
    /// The tables in memory, unless the dataset is too large for that.
    pub kept: Option<Session>,
}

/// What reading a table brought to light.
#[derive(Debug, Default)]
pub struct TableReading {
    /// Its rows.
    pub rows: u64,
    /// How many cells are empty and must not be.
    pub empty_cells: usize,
    /// The first of them: the column, then the row's key.
    pub shown: Vec<Vec<String>>,
}

/// Reads all tables, and keeps the columns of `keep`.
pub fn read(dataset: &Dataset, keep: Option<&Reads>) -> Result<Reading, DatasetError> {
    let mut reading = Reading {
        tables: BTreeMap::new(),
        unreadable: dataset.damaged().clone(),
        kept: keep.map(|_| dataset.session().empty_sibling()).transpose()?,
    };
    for &table in dataset.tables() {
        let name = table.qualified_name();
        let kept_columns = keep.map(|reads| reads.get(&name).cloned().unwrap_or_default());
        match read_table(dataset, table, kept_columns) {
            Ok((found, batches)) => {
                if let Some(session) = &reading.kept {
                    keep_table(session, table, batches)?;
                }
                reading.tables.insert(name, found);
            }
            Err(error) => {
                let why = in_plain_words(dataset, table, &error);
                let file = first_file(dataset, &name);
                reading
                    .unreadable
                    .insert(name.clone(), DatasetError::BadTable { table: name, file, why });
            }
        }
    }
    Ok(reading)
}

/// One scanning thread's share of a table.
#[derive(Default)]
struct Share {
    found: TableReading,
    kept: Vec<RecordBatch>,
}

fn read_table(
    dataset: &Dataset,
    table: &'static Table,
    kept_columns: Option<BTreeSet<String>>,
) -> Result<(TableReading, Vec<Vec<RecordBatch>>), DatasetError> {
    let query = format!("SELECT * FROM {}", table.qualified_name());
    let shares = dataset.session().fold(&query, Share::default, move |share, batch| {
        share.found.rows += batch.num_rows() as u64;
        note_empty_cells(&mut share.found, table, &batch);
        if let Some(columns) = &kept_columns {
            share.kept.push(only(&batch, columns));
        }
    })?;
    let mut whole = TableReading::default();
    let mut kept = Vec::new();
    for share in shares {
        whole.rows += share.found.rows;
        whole.empty_cells += share.found.empty_cells;
        whole.shown.extend(share.found.shown);
        kept.push(share.kept);
    }
    whole.shown.sort();
    whole.shown.truncate(SHOWN_ROWS);
    Ok((whole, kept))
}

fn note_empty_cells(found: &mut TableReading, table: &Table, batch: &RecordBatch) {
    for column in table.columns.iter().filter(|column| !column.nullable) {
        let Some(cells) = batch.column_by_name(column.name) else { continue };
        if cells.null_count() == 0 {
            continue;
        }
        found.empty_cells += cells.null_count();
        let room = SHOWN_ROWS.saturating_sub(found.shown.len());
        for row in (0..cells.len()).filter(|&row| cells.is_null(row)).take(room) {
            let key = table.primary_key.iter().map(|key| cell(batch, key, row));
            found.shown.push(std::iter::once(column.name.to_owned()).chain(key).collect());
        }
    }
}

fn cell(batch: &RecordBatch, column: &str, row: usize) -> String {
    let shown = batch.column_by_name(column).map(|cells| array_value_to_string(cells, row));
    shown.and_then(Result::ok).unwrap_or_default()
}

fn only(batch: &RecordBatch, columns: &BTreeSet<String>) -> RecordBatch {
    let schema = batch.schema();
    let wanted: Vec<usize> =
        (0..batch.num_columns()).filter(|&at| columns.contains(schema.field(at).name())).collect();
    // Every position is one of the batch's own.
    batch.project(&wanted).unwrap_or_else(|_| batch.clone())
}

fn keep_table(
    session: &Session,
    table: &Table,
    partitions: Vec<Vec<RecordBatch>>,
) -> Result<(), DatasetError> {
    let schema = match partitions.iter().flatten().next() {
        Some(batch) => batch.schema(),
        None => crate::dataset::reading_schema(table),
    };
    let partitions = if partitions.is_empty() { vec![Vec::new()] } else { partitions };
    let kept = MemTable::try_new(schema, partitions)
        .map_err(|e| DatasetError::Query(e.strip_backtrace()))?;
    session.register(table.folder.name(), table.name, Arc::new(kept))
}

fn first_file(dataset: &Dataset, table: &str) -> PathBuf {
    let written = dataset.manifest().tables.iter().find(|t| t.qualified_name() == table);
    written.and_then(|t| t.files.first()).map(|f| f.path.clone()).unwrap_or_default()
}

/// Names the column of a cell that does not parse, which the reader does not: each is read alone,
/// up to the first that fails.
fn in_plain_words(dataset: &Dataset, table: &Table, error: &DatasetError) -> String {
    let why = detail(error);
    if why.contains("number of fields") {
        return why;
    }
    let culprit = table.columns.iter().find_map(|column| {
        let query = format!("SELECT {} FROM {}", column.name, table.qualified_name());
        let error = dataset.session().fold(&query, || (), |(), _| ()).err()?;
        let expected = in_words(column.kind);
        Some(format!("column `{}` should hold {expected}: {}", column.name, detail(&error)))
    });
    culprit.unwrap_or(why)
}

/// The engine's words, without its own layers, and without a line number that counts from wherever
/// a thread's share of the file begins.
fn detail(error: &DatasetError) -> String {
    let DatasetError::Query(why) = error else { return error.to_string() };
    let layers = ["Arrow error: ", "Parser error: ", "Csv error: ", "Json error: "];
    let why = layers.iter().fold(why.as_str(), |why, layer| why.trim_start_matches(layer));
    why.split(" for column ").next().unwrap_or(why).to_owned()
}
