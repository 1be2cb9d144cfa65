//! Runs the identities that are queries.

use std::sync::Arc;

use datafusion::arrow::array::{ArrayRef, Date32Array, RecordBatch};
use datafusion::arrow::datatypes::{DataType, Field, Schema};
use datafusion::arrow::util::display::{ArrayFormatter, FormatOptions};
use datafusion::datasource::MemTable;
use jiff::civil::{Date, date};

use super::identities::IDENTITIES;
use super::reading::Reading;
use super::{Check, Outcome, SHOWN_ROWS, keys};
use crate::dataset::{Dataset, DatasetError, Reads, Session, reading_schema};
use crate::tables::columns;

/// The one-row table that holds the dataset's first and last day.
const WINDOW: &str = "manifest.window";

/// A query that returns what breaks an identity.
pub struct Probe {
    /// The number of the identity.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What must hold.
    pub what: String,
    /// The query.
    pub sql: String,
    /// What the query reads.
    pub reads: Reads,
}

/// All queries, and what they read together.
pub struct Planned {
    probes: Vec<Probe>,
    /// What they read together.
    pub reads: Reads,
}

/// Finds out what each query needs, on tables without rows.
pub fn plan(dataset: &Dataset) -> Result<Planned, DatasetError> {
    let empty = dataset.session().empty_sibling()?;
    for table in columns::ALL {
        let rows = MemTable::try_new(reading_schema(table), vec![Vec::new()]);
        let rows = rows.map_err(|e| DatasetError::Query(e.strip_backtrace()))?;
        empty.register(table.folder.name(), table.name, Arc::new(rows))?;
    }
    register_window(&empty, [Date::ZERO, Date::ZERO])?;

    let mut probes = Vec::new();
    for table in
        dataset.manifest().tables.iter().filter_map(|t| dataset.catalogued(&t.qualified_name()))
    {
        probes.extend(keys::primary_key(table));
        probes.extend(keys::foreign_keys(table));
    }
    // The sort is stable: keys that are unique come before keys that point.
    probes.sort_by(|a, b| b.name.cmp(&a.name));
    for identity in IDENTITIES {
        let reads = empty.reads(identity.sql)?;
        let (id, name) = (identity.id.to_owned(), identity.name.to_owned());
        probes.push(Probe { id, name, what: identity.what(), sql: identity.sql.to_owned(), reads });
    }
    let mut reads = Reads::new();
    for (table, columns) in probes.iter().flat_map(|probe| &probe.reads) {
        reads.entry(table.clone()).or_default().extend(columns.iter().cloned());
    }
    Ok(Planned { probes, reads })
}

/// Runs all queries, on the tables in memory if they were kept.
pub fn run(
    dataset: &Dataset,
    reading: &Reading,
    planned: Planned,
) -> Result<Vec<Check>, DatasetError> {
    let session = reading.kept.as_ref().unwrap_or(dataset.session());
    let manifest = dataset.manifest();
    let window = manifest.first_day.zip(manifest.last_day);
    if let Some((first, last)) = window {
        register_window(session, [first, last])?;
    }
    // An identity is not expected to hold where it was broken on purpose; keys are described anew.
    let spoilt = |probe: &Probe| {
        let is_planted = |table: &&String| manifest.planted.contains(table);
        let of_keys = probe.id == keys::ID;
        let table = probe.reads.keys().find(is_planted).filter(|_| !of_keys)?;
        Some(format!("{table} has planted defects"))
    };
    let lacks = |table: &String| match table.as_str() {
        WINDOW => window.is_none().then(|| "the manifest does not state the window".to_owned()),
        name if reading.tables.contains_key(name) => None,
        name if reading.unreadable.contains_key(name) => Some(format!("{name} cannot be read")),
        name => Some(format!("{name} was not written")),
    };
    let checks = planned.probes.into_iter().map(|probe| Check {
        outcome: match probe.reads.keys().find_map(lacks).or_else(|| spoilt(&probe)) {
            Some(reason) => Outcome::Skipped(reason),
            None => outcome(session, &probe.sql),
        },
        tables: probe.reads.into_keys().filter(|table| table != WINDOW).collect(),
        id: probe.id,
        name: probe.name,
        what: probe.what,
    });
    Ok(checks.collect())
}

/// A query that fails has not shown that its identity holds, and so counts as broken.
pub fn outcome(session: &Session, sql: &str) -> Outcome {
    match session.count_and_head(sql, SHOWN_ROWS) {
        Ok((0, _)) => Outcome::Held,
        Ok((count, batches)) => {
            let schema = batches.first().map(RecordBatch::schema);
            let fields = schema.iter().flat_map(|schema| schema.fields().iter());
            let columns = fields.map(|field| field.name().clone()).collect();
            Outcome::Broken { count, columns, rows: batches.iter().flat_map(shown).collect() }
        }
        Err(error) => Outcome::of(&["problem"], vec![vec![error.to_string()]]),
    }
}

/// The cells of a batch as text, row by row.
pub fn shown(batch: &RecordBatch) -> Vec<Vec<String>> {
    let options = FormatOptions::default();
    let cell = |column: &ArrayRef, row| {
        let formatter = ArrayFormatter::try_new(column, &options);
        formatter.map_or_else(|_| "?".to_owned(), |f| f.value(row).to_string())
    };
    (0..batch.num_rows())
        .map(|row| batch.columns().iter().map(|column| cell(column, row)).collect())
        .collect()
}

fn register_window(session: &Session, days: [Date; 2]) -> Result<(), DatasetError> {
    let fields = ["first_day", "last_day"].map(|name| Field::new(name, DataType::Date32, false));
    let schema = Arc::new(Schema::new(fields.to_vec()));
    let cells = days.map(|day| Arc::new(Date32Array::from(vec![days_since_1970(day)])) as ArrayRef);
    let failed = |e: String| DatasetError::Query(e);
    let row =
        RecordBatch::try_new(schema.clone(), cells.to_vec()).map_err(|e| failed(e.to_string()))?;
    let table =
        MemTable::try_new(schema, vec![vec![row]]).map_err(|e| failed(e.strip_backtrace()))?;
    session.register("manifest", "window", Arc::new(table))
}

fn days_since_1970(day: Date) -> i32 {
    // A calendar year has four digits, so that its days fit with ease.
    i32::try_from(day.duration_since(date(1970, 1, 1)).as_hours() / 24).unwrap_or(i32::MAX)
}
