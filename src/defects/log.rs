//! `truth/defects`: what was planted, row by row in the order of the tables' own rows.

use arrow_array::RecordBatch;

use super::cell::Cell;
use super::plan::{Drifted, Planned};
use crate::engine::Stopped;
use crate::scenario::Defect;
use crate::tables::columns::{self, TRUTH_DEFECTS};
use crate::tables::rows::{self, Labels};
use crate::tables::spec::Folder;
use crate::world::clock::day_number;

/// Rows that make a batch of the log.
const ENOUGH: usize = 8 * 1024;

/// What a row of the log says was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// A cell has another value.
    Changed,
    /// A row, a cell of it, or a column was added.
    Added,
    /// A column has another name.
    Renamed,
}

const ACTIONS: [&str; 3] = ["changed", "added", "renamed"];

/// The names of the tables that may have defects.
fn data_tables() -> impl Iterator<Item = &'static str> {
    columns::ALL.iter().filter(|table| table.folder == Folder::Data).map(|table| table.name)
}

/// Something that was done to a row.
#[derive(Debug)]
pub struct Entry {
    /// The clean row, by its place in its batch.
    pub row: usize,
    /// Which defect, by its place in the table's plan.
    pub defect: usize,
    /// What was done.
    pub action: Action,
    /// The column, or the row as a whole.
    pub column: Option<&'static str>,
    /// The cell as it was.
    pub clean: Cell,
    /// The cell as it is.
    pub dirty: Cell,
}

/// Gathers rows of the log.
#[derive(Debug, Default)]
pub struct Log {
    defects: Vec<i32>,
    kinds: Vec<i16>,
    tables: Vec<i16>,
    row_keys: Vec<Option<String>>,
    columns: Vec<Option<String>>,
    clean: Vec<Option<String>>,
    dirty: Vec<Option<String>>,
    actions: Vec<i16>,
    from: Vec<Option<i32>>,
}

impl Log {
    /// Adds what a defect did to a row.
    pub fn add(&mut self, table: &str, defect: &Planned, row_key: &str, entry: &Entry) {
        let (clean, dirty) = (entry.clean.shown(), entry.dirty.shown());
        self.line(table, defect.number, defect.kind, entry.action);
        self.row_keys.push(Some(row_key.to_owned()));
        self.columns.push(entry.column.map(str::to_owned));
        self.clean.push(clean);
        self.dirty.push(dirty);
        self.from.push(None);
    }

    /// Adds a column that rows have from a day on under another name, or under two.
    pub fn add_drift(&mut self, table: &str, column: &str, drift: &Drifted) {
        let action = if drift.renamed { Action::Renamed } else { Action::Added };
        self.line(table, drift.number, "schema_drift", action);
        self.whole_column(column, column, &drift.name, Some(day_number(drift.from)));
    }

    /// Adds a column that says when a row arrived: `day` is the column that it follows from.
    pub fn add_arrivals(&mut self, table: &str, number: i32, column: &str, day: &str) {
        self.line(table, number, "late_rows", Action::Added);
        self.whole_column(column, day, super::NIGHTLY, None);
    }

    fn whole_column(&mut self, column: &str, clean: &str, dirty: &str, from: Option<i32>) {
        self.row_keys.push(None);
        self.columns.push(Some(column.to_owned()));
        self.clean.push(Some(clean.to_owned()));
        self.dirty.push(Some(dirty.to_owned()));
        self.from.push(from);
    }

    fn line(&mut self, table: &str, number: i32, kind: &str, action: Action) {
        let place = |found: Option<usize>| found.map_or(rows::NO_LABEL, |place| place as i16);
        self.defects.push(number);
        self.kinds.push(place(Defect::KINDS.iter().position(|word| *word == kind)));
        self.tables.push(place(data_tables().position(|own| own == table)));
        self.actions.push(action as i16);
    }

    /// Gives on what was gathered, if it is enough or all.
    pub fn give(
        &mut self,
        all: bool,
        emit: &mut dyn FnMut(RecordBatch) -> Result<(), Stopped>,
    ) -> Result<(), Stopped> {
        let rows = self.defects.len();
        if rows == 0 || (!all && rows < ENOUGH) {
            return Ok(());
        }
        let log = std::mem::take(self);
        // At most so many rows at once as a batch may have.
        let columns = vec![
            rows::ints(log.defects),
            Labels::new(Defect::KINDS).column(log.kinds),
            Labels::new(data_tables()).column(log.tables),
            rows::optional_text(log.row_keys),
            rows::optional_text(log.columns),
            rows::optional_text(log.clean),
            rows::optional_text(log.dirty),
            Labels::new(ACTIONS).column(log.actions),
            rows::optional_dates(log.from),
        ];
        let batch = RecordBatch::try_new(TRUTH_DEFECTS.schema(), columns)
            // They are listed in the order of the description; the tests read the log.
            .expect("columns match the log's description");
        const MOST: usize = 64 * 1024;
        (0..rows).step_by(MOST).try_for_each(|at| emit(batch.slice(at, MOST.min(rows - at))))
    }
}
