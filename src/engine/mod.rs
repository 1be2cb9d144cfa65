//! Drives a source of rows into a sink: many workers make blocks, and every batch is written in
//! its fixed place, so the number of workers never changes a byte.
//!
//! ```text
//! Source ──make(block)──► batch ──Sink::encode──► piece ──Sink::write──► bytes
//!           any worker, any order                   one at a time, in the order of the rows
//! ```
//!
//! [`run`] holds the whole of it. It knows neither what a table means nor what a format is.

mod part;
mod pick;
mod run;
mod selection;
pub mod sql;
#[cfg(test)]
pub(crate) mod testing;

pub use part::Part;
pub use pick::{Known, Pick, Rows, Unit};
pub use run::run;
pub use selection::{TableSelection, UnknownTables};

use std::fmt;
use std::io;

use arrow_array::RecordBatch;

use crate::tables::spec::Table;

/// Rows in a fixed order, made block by block; any block can be made alone.
pub trait Source: Sync {
    /// The tables, in the order in which [`Source::make`] counts them.
    fn tables(&self) -> &[&'static Table];

    /// How many blocks there are.
    fn blocks(&self) -> usize;

    /// Whether it is clear beforehand that a table has no rows, by its position.
    fn is_empty(&self, _table: usize) -> bool {
        false
    }

    /// The names of the tables of the folder `data` in which flaws were planted on purpose.
    fn planted(&self) -> &[&'static str] {
        &[]
    }

    /// Makes block `index`, giving each finished batch (at most 64 Ki rows) with the position of
    /// its table in [`Source::tables`].
    ///
    /// Rows of a table are those of block 0, then of block 1, and so on. When `emit` says
    /// [`Stopped`], the source returns it and makes no more. A source that cannot go on says so
    /// too, and [`Source::failure`] why.
    fn make(
        &self,
        index: usize,
        emit: &mut dyn FnMut(usize, RecordBatch) -> Result<(), Stopped>,
    ) -> Result<(), Stopped>;

    /// Why a block could not be made, in one line, where rows can fail to come.
    fn failure(&self) -> Option<String> {
        None
    }
}

/// Where batches go.
pub trait Sink: Sync {
    /// A batch made ready to be written.
    type Piece: Weigh + Send;
    /// What is known once all is written.
    type Done;

    /// Makes a batch ready. Many workers do this at once, in no particular order.
    fn encode(&self, table: usize, batch: RecordBatch) -> io::Result<Self::Piece>;

    /// Writes a piece. Calls come one at a time, and those of a table in the order of its rows.
    fn write(&self, table: usize, piece: Self::Piece) -> io::Result<()>;

    /// Writes what is still held back, and closes.
    fn finish(self) -> io::Result<Self::Done>;
}

/// Tells how much memory something holds.
pub trait Weigh {
    /// The bytes held, roughly.
    fn weight(&self) -> usize;
}

/// Sees batches and blocks go by: progress and running totals.
pub trait Watch: Sync {
    /// A batch was made. Workers call this at once and in no particular order.
    fn batch(&self, _table: usize, _batch: &RecordBatch) {}

    /// The next block was written in full.
    fn block(&self) {}
}

/// A watch that looks away.
impl Watch for () {}

/// The run ended early, for a reason that [`run`] returns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stopped;

/// Why a run ended early.
#[derive(Debug)]
pub enum Error {
    /// Somebody asked it to stop.
    Interrupted,
    /// The sink could not encode or write.
    Sink(io::Error),
    /// The source could not make its rows.
    Source(String),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Interrupted => write!(f, "interrupted"),
            Error::Sink(error) => write!(f, "{error}"),
            Error::Source(why) => write!(f, "{why}"),
        }
    }
}

impl std::error::Error for Error {}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        Error::Sink(error)
    }
}
