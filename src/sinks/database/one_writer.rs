//! One thread that writes, and the queue before it.
//!
//! A connection takes rows from one thread at a time, and some may not be used inside the query
//! engine that makes a layout's rows. So those who make rows put them into a queue, and a thread of
//! its own takes them out. Pieces of a table keep their order.

use std::io;
use std::panic;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::thread;

use arrow_array::RecordBatch;

use super::{LoadError, Run};
use crate::engine::{Sink, Source, Weigh};

/// Pieces that may wait for the writer: enough that it never waits for them.
const QUEUE: usize = 8;

/// Runs a source whose batches are encoded on many workers and written by one thread, `write`,
/// which gets the pieces with the positions of their tables. `place` is named where the run itself
/// fails.
pub fn fill<P, T>(
    source: &dyn Source,
    run: &Run,
    place: impl std::fmt::Display,
    encode: impl Fn(usize, RecordBatch) -> io::Result<P> + Sync,
    write: impl FnOnce(Receiver<(usize, P)>) -> Result<T, LoadError> + Send,
) -> Result<T, LoadError>
where
    P: Weigh + Send,
    T: Send,
{
    let (queue, pieces) = sync_channel(QUEUE);
    let sink = Queue { encode, queue: Mutex::new(queue) };
    thread::scope(|scope| {
        let writer = scope.spawn(move || write(pieces));
        // With the queue's end the writer ends, too.
        let made = run.pour(source, sink);
        let written = writer.join().unwrap_or_else(|panicked| panic::resume_unwind(panicked))?;
        // A writer that failed is the reason why the run could not go on, and so comes first.
        made.map_err(|error| LoadError::of_run(place, error))?;
        Ok(written)
    })
}

struct Queue<E, P> {
    encode: E,
    queue: Mutex<SyncSender<(usize, P)>>,
}

impl<E, P> Sink for Queue<E, P>
where
    E: Fn(usize, RecordBatch) -> io::Result<P> + Sync,
    P: Weigh + Send,
{
    type Piece = P;
    type Done = ();

    fn encode(&self, table: usize, batch: RecordBatch) -> io::Result<P> {
        (self.encode)(table, batch)
    }

    fn write(&self, table: usize, piece: P) -> io::Result<()> {
        let queue = self.queue.lock().unwrap_or_else(PoisonError::into_inner);
        let gone = |_| io::Error::other("the writer has stopped");
        queue.send((table, piece)).map_err(gone)
    }

    fn finish(self) -> io::Result<()> {
        Ok(())
    }
}
