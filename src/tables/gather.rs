//! Gathers the small batches of quiet days into larger ones: a batch has costs of its own.

use arrow_array::RecordBatch;
use arrow_select::concat::concat_batches;

use crate::engine::Stopped;

/// A batch with this many rows is large enough to go by itself.
const ENOUGH_ROWS: usize = 4_096;

/// Batches that wait to be joined, by table.
#[derive(Debug)]
pub struct Gather {
    waiting: Vec<Vec<RecordBatch>>,
}

impl Gather {
    /// Nothing waits yet.
    pub fn new(tables: usize) -> Self {
        Gather { waiting: vec![Vec::new(); tables] }
    }

    /// Takes a batch; gives on what is large enough. A table's rows keep their order.
    pub fn add(
        &mut self,
        table: usize,
        batch: RecordBatch,
        emit: &mut dyn FnMut(usize, RecordBatch) -> Result<(), Stopped>,
    ) -> Result<(), Stopped> {
        self.waiting[table].push(batch);
        let rows: usize = self.waiting[table].iter().map(RecordBatch::num_rows).sum();
        if rows >= ENOUGH_ROWS { self.give(table, emit) } else { Ok(()) }
    }

    /// Gives on everything that waits.
    pub fn finish(
        mut self,
        emit: &mut dyn FnMut(usize, RecordBatch) -> Result<(), Stopped>,
    ) -> Result<(), Stopped> {
        (0..self.waiting.len()).try_for_each(|table| self.give(table, emit))
    }

    fn give(
        &mut self,
        table: usize,
        emit: &mut dyn FnMut(usize, RecordBatch) -> Result<(), Stopped>,
    ) -> Result<(), Stopped> {
        let mut waiting = std::mem::take(&mut self.waiting[table]);
        if waiting.len() > 1 {
            // Labels that differ from day to day may be too many to join; then the batches go one
            // by one.
            if let Ok(joined) = concat_batches(&waiting[0].schema(), &waiting) {
                waiting = vec![joined];
            }
        }
        waiting.into_iter().try_for_each(|batch| emit(table, batch))
    }
}
