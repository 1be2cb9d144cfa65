//! The run itself: workers, order and back-pressure.
//!
//! There is no writer thread. The blocks between the *head* (the block being written) and the
//! next one to be made are in work. Whichever worker makes the head block writes its pieces as
//! they come; the others hold theirs back, up to a limit by weight, and then wait until their
//! block is the head. So the head never waits for anybody, one worker is enough, and memory is
//! bounded however large a block is.

use std::collections::VecDeque;
use std::io;
use std::mem;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

use arrow_array::RecordBatch;

use super::{Error, Sink, Source, Stopped, Watch, Weigh};

/// How many blocks may be in work per worker: enough that blocks of unequal size do not make
/// workers wait, few enough that small blocks do not pile up.
const BLOCKS_PER_WORKER: usize = 8;

/// The weight of pieces that may be held back, per worker, in bytes.
const HELD_PER_WORKER: usize = 16 << 20;

/// What is said of a source that stops without a word.
const NO_REASON: &str = "the rows could not be made";

/// Makes a range of blocks with a number of workers, and writes all their rows in order.
///
/// Returns once all is written (though not yet finished: the sink is the caller's), or with the
/// first thing that went wrong. `interrupted` is looked at before every batch.
pub fn run<S, K>(
    source: &S,
    blocks: Range<usize>,
    threads: usize,
    sink: &K,
    watch: &dyn Watch,
    interrupted: &AtomicBool,
) -> Result<(), Error>
where
    S: Source + ?Sized,
    K: Sink,
{
    let workers = threads.clamp(1, blocks.len().max(1));
    let run = Run {
        source,
        sink,
        watch,
        interrupted,
        end: blocks.end,
        ahead: workers * BLOCKS_PER_WORKER,
        limit: workers * HELD_PER_WORKER,
        state: Mutex::new(State {
            head: blocks.start,
            next: blocks.start,
            held: VecDeque::new(),
            weight: 0,
            failed: None,
        }),
        changed: Condvar::new(),
    };
    thread::scope(|scope| {
        for _ in 1..workers {
            scope.spawn(|| run.work());
        }
        run.work();
    });
    match run.state.into_inner().unwrap_or_else(PoisonError::into_inner).failed {
        Some(error) => Err(error),
        None => Ok(()),
    }
}

struct Run<'a, S: ?Sized, K: Sink> {
    source: &'a S,
    sink: &'a K,
    watch: &'a dyn Watch,
    interrupted: &'a AtomicBool,
    end: usize,
    ahead: usize,
    limit: usize,
    state: Mutex<State<K::Piece>>,
    changed: Condvar,
}

/// What the workers share.
struct State<P> {
    /// The block whose pieces are being written.
    head: usize,
    /// The next block to be made.
    next: usize,
    /// What is held back of the blocks `head..next`.
    held: VecDeque<Held<P>>,
    /// The weight of all that is held back.
    weight: usize,
    /// The first thing that went wrong.
    failed: Option<Error>,
}

/// The pieces of one block that wait for their turn.
struct Held<P> {
    pieces: Vec<(usize, P)>,
    made: bool,
}

impl<S: Source + ?Sized, K: Sink> Run<'_, S, K> {
    /// Makes blocks until there are none left.
    fn work(&self) {
        let _guard = StopOnPanic(self);
        while let Some(block) = self.claim() {
            let made =
                self.source.make(block, &mut |table, batch| self.hand_over(block, table, batch));
            if made.and_then(|()| self.complete(block)).is_err() {
                // Whoever stopped the run has noted why; nobody has if it was the source itself.
                self.fail_with(|| match self.interrupted.load(Ordering::Relaxed) {
                    true => Error::Interrupted,
                    false => Error::Source(self.source.failure().unwrap_or(NO_REASON.to_owned())),
                });
                return;
            }
        }
    }

    /// Takes the next block to make, waiting while too much is in work.
    fn claim(&self) -> Option<usize> {
        let mut state = self.lock();
        loop {
            if state.failed.is_some() || state.next == self.end {
                return None;
            }
            let in_work = state.next - state.head;
            if in_work == 0 || (in_work < self.ahead && state.weight < self.limit) {
                state.held.push_back(Held { pieces: Vec::new(), made: false });
                state.next += 1;
                return Some(state.next - 1);
            }
            state = self.wait(state);
        }
    }

    /// Takes a batch of a block: writes it if the block is the head, or else holds it back.
    fn hand_over(&self, block: usize, table: usize, batch: RecordBatch) -> Result<(), Stopped> {
        if self.interrupted.load(Ordering::Relaxed) {
            return Err(self.fail(Error::Interrupted));
        }
        self.watch.batch(table, &batch);
        let piece = self.check(self.sink.encode(table, batch))?;
        let mut state = self.lock();
        loop {
            if state.failed.is_some() {
                return Err(Stopped);
            }
            if state.head == block {
                self.write_held(state)?;
                return self.check(self.sink.write(table, piece));
            }
            if state.weight < self.limit {
                state.weight += piece.weight();
                let slot = block - state.head;
                state.held[slot].pieces.push((table, piece));
                return Ok(());
            }
            state = self.wait(state);
        }
    }

    /// Marks a block as made. If it is the head, it and all made blocks after it are written.
    fn complete(&self, block: usize) -> Result<(), Stopped> {
        let mut state = self.lock();
        let slot = block - state.head;
        state.held[slot].made = true;
        if slot > 0 {
            return Ok(());
        }
        while state.held.front().is_some_and(|head| head.made) {
            self.write_held(state)?;
            self.watch.block();
            state = self.lock();
            state.held.pop_front();
            state.head += 1;
            self.changed.notify_all();
        }
        Ok(())
    }

    /// Writes what is held back of the head block. Only the worker that makes the head, or the
    /// one that completed the block before a head already made, comes here: one at a time.
    fn write_held(&self, mut state: MutexGuard<'_, State<K::Piece>>) -> Result<(), Stopped> {
        let Some(head) = state.held.front_mut() else { return Ok(()) };
        if head.pieces.is_empty() {
            return Ok(());
        }
        let pieces = mem::take(&mut head.pieces);
        drop(state);
        for (table, piece) in pieces {
            if self.interrupted.load(Ordering::Relaxed) {
                return Err(self.fail(Error::Interrupted));
            }
            let weight = piece.weight();
            self.check(self.sink.write(table, piece))?;
            self.lock().weight -= weight;
        }
        self.changed.notify_all();
        Ok(())
    }

    fn check<T>(&self, result: io::Result<T>) -> Result<T, Stopped> {
        result.map_err(|error| self.fail(Error::Sink(error)))
    }

    fn fail(&self, error: Error) -> Stopped {
        self.fail_with(|| error)
    }

    /// Notes why the run ends, unless that is known already.
    fn fail_with(&self, error: impl FnOnce() -> Error) -> Stopped {
        self.lock().failed.get_or_insert_with(error);
        self.changed.notify_all();
        Stopped
    }

    // A poisoned lock means that a worker panicked, which ends the run anyway: see StopOnPanic.
    fn lock(&self) -> MutexGuard<'_, State<K::Piece>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait<'s>(&self, state: MutexGuard<'s, State<K::Piece>>) -> MutexGuard<'s, State<K::Piece>> {
        self.changed.wait(state).unwrap_or_else(PoisonError::into_inner)
    }
}

/// Wakes the other workers when one panics, so that the panic is seen instead of a standstill.
struct StopOnPanic<'r, 'a, S: Source + ?Sized, K: Sink>(&'r Run<'a, S, K>);

impl<S: Source + ?Sized, K: Sink> Drop for StopOnPanic<'_, '_, S, K> {
    fn drop(&mut self) {
        if thread::panicking() {
            self.0.fail(Error::Interrupted);
        }
    }
}

#[cfg(test)]
#[path = "run_tests.rs"]
mod tests;
