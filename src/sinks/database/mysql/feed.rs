//! Streams of rows into the tables of a source: each table has a connection of its own, on which
//! the server loads while rows are made.
//!
//! ```text
//! Sink::write(table, piece) ──► channel of the table ──► LOAD DATA, or INSERTs in a transaction
//! ```

use std::io::{self, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, SyncSender};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};

use ::mysql::prelude::Queryable;
use ::mysql::{Conn, LocalInfileHandler};
use arrow_array::RecordBatch;

use super::super::LoadError;
use super::rows::{Piece, RowEncoder, Way};
use super::schema::name;
use super::server::Server;
use crate::engine::Sink;
use crate::tables::spec::Table;

/// Streams that are open at once. A server lets only so many connections in, and a table that
/// has not been written to for longest is most likely complete.
const MOST_OPEN: usize = 24;

/// Pieces that wait for the server, per table.
const WAITING: usize = 2;

/// The tables of a source, being filled.
pub struct Feeds<'a> {
    server: &'a Server,
    way: Way,
    /// The names under which the tables stand at the moment.
    names: &'a [String],
    encoders: Vec<RowEncoder>,
    state: Mutex<State>,
    /// Set when nothing more is wanted: streams break off.
    broken_off: Arc<AtomicBool>,
}

struct State {
    /// Open streams by table, the one that was written to last at the end.
    open: Vec<(usize, Stream)>,
    rows: Vec<u64>,
}

/// A connection that takes rows of one table.
struct Stream {
    pieces: SyncSender<Piece>,
    sent: u64,
    worker: JoinHandle<Result<u64, LoadError>>,
}

impl<'a> Feeds<'a> {
    /// Streams into tables that are there and empty.
    pub fn new(
        server: &'a Server,
        way: Way,
        tables: &[&'static Table],
        names: &'a [String],
    ) -> Feeds<'a> {
        Feeds {
            server,
            way,
            names,
            encoders: tables.iter().map(|table| RowEncoder::new(way, table)).collect(),
            state: Mutex::new(State { open: Vec::new(), rows: vec![0; tables.len()] }),
            broken_off: Arc::default(),
        }
    }

    fn open(&self, table: usize) -> Result<Stream, LoadError> {
        let (pieces, arriving) = mpsc::sync_channel(WAITING);
        let (server, way, into) = (self.server.clone(), self.way, name(&self.names[table]));
        let mut conn = server.connect()?;
        let broken_off = Arc::clone(&self.broken_off);
        let worker = thread::spawn(move || match way {
            Way::File => load_file(&server, &mut conn, &into, arriving, broken_off),
            Way::Inserts { .. } => insert(&server, &mut conn, &into, &arriving, &broken_off),
        });
        Ok(Stream { pieces, sent: 0, worker })
    }

    /// Ends a stream, and checks that the server has every row of it.
    fn close(&self, state: &mut State, table: usize, stream: Stream) -> Result<(), LoadError> {
        let Stream { pieces, sent, worker } = stream;
        drop(pieces);
        let taken = match worker.join() {
            Ok(taken) => taken?,
            Err(_) => return Err(self.server.failed("a stream of rows broke off")),
        };
        if taken != sent {
            let what = format!("the server took {taken} of {sent} rows of {}", self.names[table]);
            return Err(self.server.failed(what));
        }
        state.rows[table] += taken;
        Ok(())
    }

    fn send(&self, table: usize, piece: Piece) -> Result<(), LoadError> {
        let mut state = self.lock();
        let mut stream = match state.open.iter().position(|(of, _)| *of == table) {
            Some(at) => state.open.remove(at).1,
            None => {
                if state.open.len() == MOST_OPEN {
                    let (oldest, stream) = state.open.remove(0);
                    self.close(&mut state, oldest, stream)?;
                }
                self.open(table)?
            }
        };
        let rows = piece.rows;
        match stream.pieces.send(piece) {
            Ok(()) => {
                stream.sent += rows;
                state.open.push((table, stream));
                Ok(())
            }
            // The worker has stopped listening: it says why.
            Err(_) => {
                self.close(&mut state, table, stream)?;
                Err(self.server.failed("a stream of rows broke off"))
            }
        }
    }

    // A poisoned lock means that a worker panicked; the run ends with that panic anyway.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Sink for Feeds<'_> {
    type Piece = Piece;
    /// The rows of each table.
    type Done = Vec<u64>;

    fn encode(&self, table: usize, batch: RecordBatch) -> io::Result<Piece> {
        self.encoders[table].encode(&batch)
    }

    fn write(&self, table: usize, piece: Piece) -> io::Result<()> {
        Ok(self.send(table, piece)?)
    }

    fn finish(self) -> io::Result<Vec<u64>> {
        let mut state = self.lock();
        while let Some((table, stream)) = state.open.pop() {
            self.close(&mut state, table, stream)?;
        }
        Ok(std::mem::take(&mut state.rows))
    }
}

impl Drop for Feeds<'_> {
    fn drop(&mut self) {
        self.broken_off.store(true, Ordering::Relaxed);
        for (_, Stream { pieces, worker, .. }) in self.lock().open.drain(..) {
            drop(pieces);
            // Why the run ended is known already.
            let _ = worker.join();
        }
    }
}

/// One `LOAD DATA` whose file is the pieces as they arrive. Tells how many rows the server took.
fn load_file(
    server: &Server,
    conn: &mut Conn,
    into: &str,
    pieces: Receiver<Piece>,
    broken_off: Arc<AtomicBool>,
) -> Result<u64, LoadError> {
    let pieces = Mutex::new(pieces);
    conn.set_local_infile_handler(Some(LocalInfileHandler::new(move |_, file| {
        // Nobody else ever holds the lock; it only makes the receiver fit to be shared.
        let pieces = pieces.lock().unwrap_or_else(PoisonError::into_inner);
        for piece in pieces.iter() {
            for text in piece.texts {
                if broken_off.load(Ordering::Relaxed) {
                    return Err(io::Error::other("the load was broken off"));
                }
                file.write_all(&text)?;
            }
        }
        match broken_off.load(Ordering::Relaxed) {
            true => Err(io::Error::other("the load was broken off")),
            false => Ok(()),
        }
    })));
    let sql = format!(
        "LOAD DATA LOCAL INFILE 'adloom' INTO TABLE {into} CHARACTER SET utf8mb4 \
         FIELDS TERMINATED BY '\\t' ESCAPED BY '\\\\' LINES TERMINATED BY '\\n'"
    );
    server.execute(conn, sql)?;
    // A file of the client's is loaded as if errors were to be ignored: they are only warned of.
    if conn.warnings() > 0 {
        let warned: Option<(String, u16, String)> =
            conn.query_first("SHOW WARNINGS").map_err(|error| server.error(error))?;
        let warning = warned.map(|(_, _, message)| message).unwrap_or_default();
        return Err(server.failed(format!("the server does not take a row as it is: {warning}")));
    }
    Ok(conn.affected_rows())
}

/// `INSERT`s in one transaction. Tells how many rows the server took.
fn insert(
    server: &Server,
    conn: &mut Conn,
    into: &str,
    pieces: &Receiver<Piece>,
    broken_off: &AtomicBool,
) -> Result<u64, LoadError> {
    let begin = format!("INSERT INTO {into} VALUES ").into_bytes();
    let mut taken = 0;
    server.execute(conn, "START TRANSACTION")?;
    for piece in pieces {
        for text in piece.texts {
            if broken_off.load(Ordering::Relaxed) {
                return Err(LoadError::Interrupted);
            }
            // Without the comma behind the last row.
            let values = text.strip_suffix(b",").unwrap_or(&text);
            let sql = String::from_utf8([begin.as_slice(), values].concat());
            let sql = sql.map_err(|_| server.failed("a text is not in UTF-8"))?;
            server.execute(conn, sql)?;
            taken += conn.affected_rows();
        }
    }
    server.execute(conn, "COMMIT")?;
    Ok(taken)
}
