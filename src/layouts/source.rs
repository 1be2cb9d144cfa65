//! The rows of a layout's tables, one block for each table.

use std::ops::ControlFlow;
use std::sync::{Mutex, PoisonError};

use arrow_array::{Array, ArrayRef, RecordBatch};
use datafusion::arrow::compute::{CastOptions, cast_with_options};

use crate::dataset::Session;
use crate::engine::{Source, Stopped};
use crate::tables::spec::Table;

/// Rows in a batch, at most, as every [`Source`] promises.
const BATCH_ROWS: usize = 64 << 10;

/// The rows of a layout's tables. Each is answered when its block is made, and streams by.
pub struct LayoutSource {
    session: Session,
    tables: Vec<&'static Table>,
    outputs: Vec<Output>,
    /// Why a query could not be answered.
    failed: Mutex<Option<String>>,
}

/// A table, and the query that makes it.
pub(super) struct Output {
    pub table: &'static Table,
    pub file: String,
    pub sql: String,
}

impl LayoutSource {
    /// `outputs` are in the order of `tables`.
    pub(super) fn new(
        session: Session,
        tables: Vec<&'static Table>,
        outputs: Vec<Output>,
    ) -> LayoutSource {
        LayoutSource { session, tables, outputs, failed: Mutex::new(None) }
    }

    fn fail(&self, why: String) -> Stopped {
        self.failed.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(why);
        Stopped
    }
}

impl Source for LayoutSource {
    fn tables(&self) -> &[&'static Table] {
        &self.tables
    }

    fn blocks(&self) -> usize {
        self.outputs.len()
    }

    fn make(
        &self,
        index: usize,
        emit: &mut dyn FnMut(usize, RecordBatch) -> Result<(), Stopped>,
    ) -> Result<(), Stopped> {
        let Output { table, file, sql } = &self.outputs[index];
        let mut ended = Ok(());
        let answered = self.session.for_each(sql, |batch| {
            ended = match as_described(table, &batch) {
                Ok(batch) => pieces(&batch).try_for_each(|piece| emit(index, piece)),
                Err(why) => Err(self.fail(format!("{file}: {why}"))),
            };
            match ended {
                Ok(()) => ControlFlow::Continue(()),
                Err(Stopped) => ControlFlow::Break(()),
            }
        });
        answered.map_err(|error| self.fail(format!("{file}: {error}")))?;
        ended
    }

    fn failure(&self) -> Option<String> {
        self.failed.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// A batch in slices that are not too long.
fn pieces(batch: &RecordBatch) -> impl Iterator<Item = RecordBatch> {
    let rows = batch.num_rows();
    (0..rows).step_by(BATCH_ROWS).map(move |start| batch.slice(start, BATCH_ROWS.min(rows - start)))
}

/// The batch in the types of its table. A value that does not fit is an error, never an empty cell.
fn as_described(table: &Table, batch: &RecordBatch) -> Result<RecordBatch, String> {
    let exact = CastOptions { safe: false, ..CastOptions::default() };
    let cast = |(column, cells): (&crate::tables::spec::Column, &ArrayRef)| {
        let cells = cast_with_options(cells, &column.kind.arrow(), &exact)
            .map_err(|error| format!("column `{}`: {error}", column.name))?;
        match cells.null_count() {
            0 => Ok(cells),
            _ if column.nullable => Ok(cells),
            empty => Err(format!(
                "column `{}` has {empty} empty cells, but is documented to have none",
                column.name
            )),
        }
    };
    let cells = table.columns.iter().zip(batch.columns()).map(cast);
    let cells = cells.collect::<Result<Vec<_>, _>>()?;
    RecordBatch::try_new(table.schema(), cells).map_err(|error| error.to_string())
}
