//! A source whose batches are looked at as they go by: what questions read is kept in memory, so
//! that a key needs no second pass over files.

use std::sync::{Mutex, PoisonError};

use datafusion::arrow::array::RecordBatch;
use datafusion::arrow::error::ArrowError;

use super::portable::Extract;
use crate::dataset::{DatasetError, Session};
use crate::engine::{Source, Stopped};
use crate::tables::spec::Table;

/// A source, and what was kept of it.
pub struct Tap<'e, S> {
    source: S,
    extracts: &'e [Extract],
    /// The extract of each table, by the table's position.
    wanted: Vec<Option<usize>>,
    kept: Vec<Mutex<Kept>>,
}

#[derive(Default)]
struct Kept {
    batches: Vec<RecordBatch>,
    failed: Option<ArrowError>,
}

impl<'e, S: Source> Tap<'e, S> {
    /// Keeps these extracts of a source. Blocks must be made in their order.
    pub fn new(source: S, extracts: &'e [Extract]) -> Tap<'e, S> {
        let position =
            |table: &&'static Table| extracts.iter().position(|one| one.table.is_named_like(table));
        let wanted = source.tables().iter().map(position).collect();
        let kept = extracts.iter().map(|_| Mutex::default()).collect();
        Tap { source, extracts, wanted, kept }
    }

    /// Names what was kept as tables of a session.
    pub fn register(self, session: &Session) -> Result<(), DatasetError> {
        for (extract, kept) in self.extracts.iter().zip(self.kept) {
            // A worker that panicked ended the run.
            let kept = kept.into_inner().unwrap_or_else(PoisonError::into_inner);
            if let Some(error) = kept.failed {
                return Err(DatasetError::Query(error.to_string()));
            }
            extract.register(session, kept.batches)?;
        }
        Ok(())
    }

    fn keep(&self, table: usize, batch: &RecordBatch) {
        let Some(at) = self.wanted[table] else { return };
        let mut kept = self.kept[at].lock().unwrap_or_else(PoisonError::into_inner);
        match self.extracts[at].of(batch) {
            Ok(extract) => kept.batches.push(extract),
            Err(error) => kept.failed = Some(error),
        }
    }
}

impl<S: Source> Source for Tap<'_, S> {
    fn tables(&self) -> &[&'static Table] {
        self.source.tables()
    }

    fn blocks(&self) -> usize {
        self.source.blocks()
    }

    fn is_empty(&self, table: usize) -> bool {
        self.source.is_empty(table)
    }

    fn make(
        &self,
        index: usize,
        emit: &mut dyn FnMut(usize, RecordBatch) -> Result<(), Stopped>,
    ) -> Result<(), Stopped> {
        self.source.make(index, &mut |table, batch| {
            self.keep(table, &batch);
            emit(table, batch)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::TableSelection;
    use crate::scenario;
    use crate::tables::{self, columns};

    #[test]
    fn what_goes_by_can_be_asked_about() {
        let set = ["horizon.days=3".to_owned(), "scale=0.1".to_owned()];
        let found = scenario::Source::find("gcc").unwrap();
        let scenario = scenario::load(&found, &set).unwrap();
        let names = ["orders".to_owned()];
        let selection = TableSelection::named(columns::ALL, &names).unwrap();
        let source = tables::source(scenario, &selection);
        let extracts = [Extract::new(source.tables()[0], |name| name == "total")];
        let tap = Tap::new(source, &extracts);
        let mut rows = 0;
        for block in 0..tap.blocks() {
            let count = tap.make(block, &mut |_, batch| {
                rows += batch.num_rows();
                Ok(())
            });
            count.unwrap();
        }
        assert!(rows > 0);
        let session = Session::new(1).unwrap();
        tap.register(&session).unwrap();
        let answer = session.sql("SELECT count(*), min(total) > 0 FROM orders").unwrap();
        let shown = format!("{:?}", answer[0].columns());
        assert!(shown.contains(&rows.to_string()) && shown.contains("true"), "{shown}");
    }
}
