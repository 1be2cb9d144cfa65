//! Text formats, encoded straight from Arrow's columns.
//!
//! A batch becomes text in one pass over its rows. What can be known of a column beforehand is:
//! what stands before its cells, whether any of its text needs quoting, and each label as it will
//! stand in the file. No cell allocates.

mod cells;
mod csv;
mod jsonl;
mod labels;
mod numbers;
mod plain;
mod raw;
pub(in crate::sinks) mod times;

pub use csv::Csv;
pub use jsonl::JsonLines;
pub use plain::cell_texts;
pub(in crate::sinks) use raw::raw_texts;

use std::io::{self, Write};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use arrow_array::{Array, RecordBatch};

use self::cells::Cells;
use self::labels::LabelCache;
use super::output::{OutputFile, Written};
use crate::engine::{Part, Sink, Weigh};
use crate::tables::spec::Table;

/// What makes one text format differ from another.
pub trait Dialect: Send + Sync + 'static {
    /// An empty cell.
    const NULL: &'static [u8];
    /// What stands around a date or a time.
    const QUOTE: &'static [u8];
    /// What ends a row, line end included.
    const ROW_END: &'static [u8];
    /// Yes.
    const TRUE: &'static [u8] = b"true";
    /// No.
    const FALSE: &'static [u8] = b"false";
    /// Whether a moment says that it is in UTC.
    const SHOWS_ZONE: bool = true;

    /// The first lines of a file.
    fn header(table: &Table) -> Vec<u8>;

    /// What stands before a cell of a column.
    fn before(column: &str, first: bool) -> Vec<u8>;

    /// Adds it.
    fn add_before(before: &[u8], out: &mut Vec<u8>);

    /// Whether a byte keeps text from standing as it is.
    fn is_special(byte: u8) -> bool;

    /// Adds text without special bytes.
    fn plain(text: &[u8], out: &mut Vec<u8>);

    /// Adds any text.
    fn escaped(text: &[u8], out: &mut Vec<u8>);
}

/// Encodes the batches of one table.
pub struct Encoder<D> {
    before: Vec<Vec<u8>>,
    labels: LabelCache<D>,
}

impl<D: Dialect> Encoder<D> {
    /// An encoder for a table.
    pub fn new(table: &Table) -> Encoder<D> {
        let columns = table.columns.iter().enumerate();
        Encoder {
            before: columns.map(|(i, column)| D::before(column.name, i == 0)).collect(),
            labels: LabelCache::new(table.columns.len()),
        }
    }

    /// Adds the rows of a batch to `out`.
    pub fn encode(&self, batch: &RecordBatch, out: &mut Vec<u8>) -> io::Result<()> {
        let mut columns = Vec::with_capacity(self.before.len());
        for (i, (before, array)) in self.before.iter().zip(batch.columns()).enumerate() {
            let cells = Cells::new::<D>(array, |values| self.labels.encoded(i, values))?;
            let nulls = array.nulls().filter(|nulls| nulls.null_count() > 0);
            columns.push((before.as_slice(), cells, nulls));
        }
        for row in 0..batch.num_rows() {
            for (before, cells, nulls) in &mut columns {
                D::add_before(before, out);
                match nulls {
                    Some(nulls) if nulls.is_null(row) => out.extend_from_slice(D::NULL),
                    _ => cells.write::<D>(row, out),
                }
            }
            out.extend_from_slice(D::ROW_END);
        }
        Ok(())
    }
}

/// The most memory kept for later batches, in bytes.
const MOST_SPARE: usize = 12 << 20;

/// One text file per table.
pub struct Text<D> {
    tables: Vec<OneTable<D>>,
    /// The memory in all spare buffers.
    spare: AtomicUsize,
}

struct OneTable<D> {
    encoder: Encoder<D>,
    file: Mutex<(OutputFile, u64)>,
    /// Buffers that were written and can be filled again: new memory would have to be cleared
    /// by the system, which takes longer than it takes to fill it.
    spare: Mutex<Vec<Vec<u8>>>,
}

impl<D: Dialect> Text<D> {
    /// Creates one file per table, at the paths given.
    pub fn create<'a>(
        files: impl IntoIterator<Item = (&'a Table, &'a Path)>,
        part: Part,
    ) -> io::Result<Text<D>> {
        let open = |(table, path)| Ok((table, OutputFile::create(path)?));
        Text::over(files.into_iter().map(open).collect::<io::Result<Vec<_>>>()?, part)
    }

    /// One file per table, wherever its bytes go.
    pub fn over<'a>(
        files: impl IntoIterator<Item = (&'a Table, OutputFile)>,
        part: Part,
    ) -> io::Result<Text<D>> {
        let begin = |(table, mut file): (&Table, OutputFile)| {
            if part.is_first() {
                file.write_all(&D::header(table))?;
            }
            Ok(OneTable {
                encoder: Encoder::new(table),
                file: Mutex::new((file, 0)),
                spare: Mutex::default(),
            })
        };
        let tables = files.into_iter().map(begin).collect::<io::Result<_>>()?;
        Ok(Text { tables, spare: AtomicUsize::new(0) })
    }

    /// A buffer for a batch of a table: tables differ in size, batches of one table hardly do.
    fn buffer(&self, table: &OneTable<D>) -> Vec<u8> {
        let buffer = lock(&table.spare).pop().unwrap_or_default();
        self.spare.fetch_sub(buffer.capacity(), Ordering::Relaxed);
        buffer
    }

    fn keep(&self, table: &OneTable<D>, mut buffer: Vec<u8>) {
        buffer.clear();
        // Taken before it is given: the sum never falls below zero.
        let kept = self.spare.fetch_add(buffer.capacity(), Ordering::Relaxed);
        if kept + buffer.capacity() <= MOST_SPARE {
            lock(&table.spare).push(buffer);
        } else {
            self.spare.fetch_sub(buffer.capacity(), Ordering::Relaxed);
        }
    }
}

/// Rows as text.
pub struct Piece {
    rows: u64,
    text: Vec<u8>,
}

impl Weigh for Piece {
    fn weight(&self) -> usize {
        self.text.capacity()
    }
}

impl<D: Dialect> Sink for Text<D> {
    type Piece = Piece;
    type Done = Vec<Written>;

    fn encode(&self, table: usize, batch: RecordBatch) -> io::Result<Piece> {
        let table = &self.tables[table];
        let mut text = self.buffer(table);
        table.encoder.encode(&batch, &mut text)?;
        Ok(Piece { rows: batch.num_rows() as u64, text })
    }

    fn write(&self, table: usize, piece: Piece) -> io::Result<()> {
        let table = &self.tables[table];
        let (file, rows) = &mut *lock(&table.file);
        file.write_all(&piece.text)?;
        *rows += piece.rows;
        self.keep(table, piece.text);
        Ok(())
    }

    fn finish(self) -> io::Result<Vec<Written>> {
        let close = |table: OneTable<D>| {
            let (file, rows) = table.file.into_inner().unwrap_or_else(PoisonError::into_inner);
            file.close(rows)
        };
        self.tables.into_iter().map(close).collect()
    }
}

// A poisoned lock means that a worker panicked; the run ends with that panic anyway.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
#[path = "text_tests.rs"]
mod tests;
