//! Parquet: columnar, typed, and compressed with snappy where that helps.
//!
//! Row groups hold a fixed number of rows, so that where they end depends on nothing but the
//! rows. A full row group is encoded column by column on a pool of threads while the next one
//! fills; finished ones are appended in order. Nothing in a file tells when or where it was
//! written.

mod chunk;
mod dictionary;
mod numbers;
mod runs;

use std::collections::VecDeque;
use std::io;
use std::mem;
use std::path::Path;
use std::sync::mpsc::{self, Receiver};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use arrow_array::types::{Date32Type, Int32Type, Int64Type};
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::FieldRef;
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_writer::{
    ArrowColumnChunk, ArrowColumnWriter, ArrowRowGroupWriterFactory, ArrowWriterOptions,
    compute_leaves,
};
use parquet::basic::Compression;
use parquet::errors::ParquetError;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::types::ColumnDescPtr;
use rayon::{ThreadPool, ThreadPoolBuilder};

use self::chunk::Chunk;
use self::dictionary::{few_numbers, labels};
use self::numbers::plain;
use super::output::{OutputFile, Written};
use crate::engine::{Sink, Weigh};
use crate::tables::spec::{Kind, Table};

/// Rows of a row group: large enough to compress and scan well, small enough to hold in memory.
pub const ROW_GROUP_ROWS: usize = 128 << 10;

/// Said of every file; fixed, so that the same rows are the same bytes on any machine.
const CREATED_BY: &str = concat!("adloom ", env!("CARGO_PKG_VERSION"));

/// One Parquet file per table.
pub struct Parquet {
    state: Mutex<State>,
    pool: Option<ThreadPool>,
    threads: usize,
}

struct State {
    files: Vec<TableFile>,
    /// The tables of the row groups that are being encoded, oldest first.
    in_flight: VecDeque<usize>,
}

struct TableFile {
    writer: SerializedFileWriter<OutputFile>,
    factory: ArrowRowGroupWriterFactory,
    columns: Arc<[ColumnPlan]>,
    /// Rows of the row group that is filling.
    filling: Vec<RecordBatch>,
    filling_rows: usize,
    groups: usize,
    rows: u64,
    /// Row groups that are being encoded, oldest first.
    encoding: VecDeque<Encoding>,
}

/// What it takes to encode a column.
struct ColumnPlan {
    kind: Kind,
    field: FieldRef,
    column: ColumnDescPtr,
}

/// A row group whose columns arrive as they are done.
struct Encoding {
    columns: usize,
    done: Receiver<(usize, Result<Encoded, ParquetError>)>,
}

/// An encoded column of a row group: by the library, or by us.
enum Encoded {
    Library(ArrowColumnChunk),
    Own(Chunk),
}

impl Encoded {
    fn append(
        self,
        group: &mut SerializedRowGroupWriter<'_, OutputFile>,
    ) -> Result<(), ParquetError> {
        match self {
            Encoded::Library(chunk) => chunk.append_to_row_group(group),
            Encoded::Own(chunk) => group.append_column(&chunk.bytes, chunk.close),
        }
    }
}

impl Parquet {
    /// Creates one file per table, at the paths given; `threads` encode at once.
    pub fn create<'a>(
        files: impl IntoIterator<Item = (&'a Table, &'a Path)>,
        threads: usize,
    ) -> io::Result<Parquet> {
        let open = |(table, path)| Ok((table, OutputFile::create(path)?));
        Parquet::over(files.into_iter().map(open).collect::<io::Result<Vec<_>>>()?, threads)
    }

    /// One file per table, wherever its bytes go; `threads` encode at once.
    pub fn over<'a>(
        files: impl IntoIterator<Item = (&'a Table, OutputFile)>,
        threads: usize,
    ) -> io::Result<Parquet> {
        let begin = |(table, file)| TableFile::begin(table, file);
        let files = files.into_iter().map(begin).collect::<io::Result<_>>()?;
        // With one thread, a row group is encoded where it is filled.
        let pool = (threads > 1).then(|| {
            // A panic in a column is told by the missing result; see Encoding.
            ThreadPoolBuilder::new().num_threads(threads).panic_handler(|_| ()).build()
        });
        Ok(Parquet {
            state: Mutex::new(State { files, in_flight: VecDeque::new() }),
            pool: pool.transpose().map_err(io::Error::other)?,
            threads,
        })
    }

    // A poisoned lock means that a worker panicked; the run ends with that panic anyway.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn start(&self, state: &mut State, table: usize) -> io::Result<()> {
        let encoding = state.files[table].encode(self.pool.as_ref())?;
        state.files[table].encoding.push_back(encoding);
        state.in_flight.push_back(table);
        // One row group per thread keeps all of them busy; more would only fill memory.
        while state.in_flight.len() > if self.pool.is_some() { self.threads } else { 0 } {
            state.append_oldest()?;
        }
        Ok(())
    }
}

impl Weigh for RecordBatch {
    fn weight(&self) -> usize {
        self.get_array_memory_size()
    }
}

impl Sink for Parquet {
    type Piece = RecordBatch;
    type Done = Vec<Written>;

    fn encode(&self, _table: usize, batch: RecordBatch) -> io::Result<RecordBatch> {
        Ok(batch)
    }

    fn write(&self, table: usize, mut batch: RecordBatch) -> io::Result<()> {
        let state = &mut *self.lock();
        loop {
            let file = &mut state.files[table];
            let room = ROW_GROUP_ROWS - file.filling_rows;
            let taken = room.min(batch.num_rows());
            file.filling_rows += taken;
            file.rows += taken as u64;
            if batch.num_rows() < room {
                file.filling.push(batch);
                return Ok(());
            }
            file.filling.push(batch.slice(0, taken));
            batch = batch.slice(taken, batch.num_rows() - taken);
            self.start(state, table)?;
        }
    }

    fn finish(self) -> io::Result<Vec<Written>> {
        let state = &mut *self.lock();
        for table in 0..state.files.len() {
            if state.files[table].filling_rows > 0 {
                self.start(state, table)?;
            }
        }
        while !state.in_flight.is_empty() {
            state.append_oldest()?;
        }
        mem::take(&mut state.files).into_iter().map(TableFile::close).collect()
    }
}

impl State {
    /// Waits for the row group that is longest in work, and appends it to its file.
    fn append_oldest(&mut self) -> io::Result<()> {
        let Some(table) = self.in_flight.pop_front() else { return Ok(()) };
        let file = &mut self.files[table];
        let Some(encoding) = file.encoding.pop_front() else { return Ok(()) };
        let mut columns = (0..encoding.columns).map(|_| None).collect::<Vec<_>>();
        for (column, chunk) in encoding.done.iter() {
            columns[column] = Some(chunk.map_err(into_io)?);
        }
        let mut group = file.writer.next_row_group().map_err(into_io)?;
        for chunk in columns {
            let chunk = chunk.ok_or_else(|| io::Error::other("encoding a column failed"))?;
            chunk.append(&mut group).map_err(into_io)?;
        }
        group.close().map_err(into_io)?;
        Ok(())
    }
}

impl TableFile {
    fn begin(table: &Table, file: OutputFile) -> io::Result<TableFile> {
        let schema = table.schema();
        let options = ArrowWriterOptions::new().with_properties(properties(table));
        let writer = ArrowWriter::try_new_with_options(file, Arc::clone(&schema), options);
        let (writer, factory) =
            writer.and_then(ArrowWriter::into_serialized_writer).map_err(into_io)?;
        let columns = writer.schema_descr().columns();
        let plans = table.columns.iter().zip(schema.fields()).zip(columns);
        let plans = plans.map(|((column, field), leaf)| ColumnPlan {
            kind: column.kind,
            field: Arc::clone(field),
            // No column is nested, so each has exactly one leaf.
            column: Arc::clone(leaf),
        });
        Ok(TableFile {
            columns: plans.collect(),
            writer,
            factory,
            filling: Vec::new(),
            filling_rows: 0,
            groups: 0,
            rows: 0,
            encoding: VecDeque::new(),
        })
    }

    /// Begins to encode the rows that were gathered, each column on its own.
    fn encode(&mut self, pool: Option<&ThreadPool>) -> io::Result<Encoding> {
        let batches = mem::take(&mut self.filling);
        self.filling_rows = 0;
        let writers = self.factory.create_column_writers(self.groups).map_err(into_io)?;
        self.groups += 1;
        let (sender, done) = mpsc::channel();
        let columns = writers.len();
        for (column, writer) in writers.into_iter().enumerate() {
            let arrays = batches.iter().map(|batch| Arc::clone(batch.column(column))).collect();
            let (plans, sender) = (Arc::clone(&self.columns), sender.clone());
            let job = move || {
                let chunk = encode_column(&plans[column], arrays, writer);
                // The other end is gone only if the run has already failed.
                let _ = sender.send((column, chunk));
            };
            match pool {
                Some(pool) => pool.spawn(job),
                None => job(),
            }
        }
        Ok(Encoding { columns, done })
    }

    fn close(self) -> io::Result<Written> {
        self.writer.into_inner().map_err(into_io)?.close(self.rows)
    }
}

/// Encodes a column in the way that suits its kind: few different values as a dictionary, ids as
/// they are, and all else by the library, compressed.
fn encode_column(
    plan: &ColumnPlan,
    arrays: Vec<ArrayRef>,
    mut writer: ArrowColumnWriter,
) -> Result<Encoded, ParquetError> {
    let own = match plan.kind {
        Kind::Label => Some(labels(&arrays)),
        Kind::Date => few_numbers::<Date32Type>(&arrays),
        Kind::Int => few_numbers::<Int32Type>(&arrays),
        Kind::Id => few_numbers::<Int64Type>(&arrays).or_else(|| Some(plain::<Int64Type>(&arrays))),
        Kind::Long
        | Kind::Float
        | Kind::Money
        | Kind::Bool
        | Kind::Text
        | Kind::Time
        | Kind::Clock => None,
    };
    if let Some(values) = own {
        return values.into_chunk(&plan.column).map(Encoded::Own);
    }
    for array in arrays {
        for leaf in compute_leaves(&plan.field, &array)? {
            writer.write(&leaf)?;
        }
    }
    writer.close().map(Encoded::Library)
}

/// How the library writes what is left to it: without a dictionary, since values hardly repeat.
/// The smallest and largest text tell a reader nothing, and finding them takes as long as writing.
fn properties(table: &Table) -> WriterProperties {
    let mut properties = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_created_by(CREATED_BY.to_owned())
        .set_statistics_enabled(EnabledStatistics::Chunk)
        .set_offset_index_disabled(true)
        .set_dictionary_enabled(false)
        .set_max_row_group_row_count(Some(ROW_GROUP_ROWS));
    for column in table.columns.iter().filter(|column| column.kind == Kind::Text) {
        let none = EnabledStatistics::None;
        properties = properties.set_column_statistics_enabled(column.name.into(), none);
    }
    properties.build()
}

/// The error beneath, if writing the file failed: it says why, and what file.
fn into_io(error: ParquetError) -> io::Error {
    match error {
        ParquetError::External(inner) => match inner.downcast::<io::Error>() {
            Ok(error) => *error,
            Err(other) => io::Error::other(other),
        },
        other => io::Error::other(other),
    }
}

#[cfg(test)]
mod tests;
