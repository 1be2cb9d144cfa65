//! Rows on their way into the tables of one source.

use std::io::{self, Write};
use std::mem;
use std::sync::mpsc::Receiver;

use postgres::Client;

use super::super::manifest::Relation;
use super::cells::{HEADER, Piece, TRAILER};
use super::schema;
use crate::engine::Weigh;

/// Bytes of a COPY: enough that its round trip does not count.
const COPY_BYTES: usize = 4 << 20;

/// Bytes that may gather in all tables together.
const GATHERED_BYTES: usize = 64 << 20;

/// The rows of one source, which gather per table until they make a COPY.
pub struct Copies<'a> {
    client: &'a mut Client,
    tables: Vec<Gathering>,
    bytes: usize,
}

/// The rows of one table that wait.
struct Gathering {
    copy: String,
    pieces: Vec<Piece>,
    bytes: usize,
    rows: u64,
}

impl Gathering {
    fn new(place: &Relation) -> Gathering {
        // Nobody else has seen a table of this transaction: its rows need no later visit.
        let copy =
            format!("COPY {} FROM STDIN WITH (FORMAT binary, FREEZE)", schema::qualified(place));
        Gathering { copy, pieces: Vec::new(), bytes: 0, rows: 0 }
    }
}

impl<'a> Copies<'a> {
    /// Copies into tables that this transaction has made.
    pub fn new(client: &'a mut Client, places: &[Relation]) -> Copies<'a> {
        Copies { client, tables: places.iter().map(Gathering::new).collect(), bytes: 0 }
    }

    /// Takes all pieces, and keeps the last of them back.
    pub fn take(mut self, pieces: Receiver<(usize, Piece)>) -> io::Result<Self> {
        for (table, piece) in pieces {
            self.add(table, piece)?;
        }
        Ok(self)
    }

    /// Sends what was kept back, and returns the rows of each table.
    pub fn finish(mut self) -> io::Result<Vec<u64>> {
        for table in 0..self.tables.len() {
            self.copy(table)?;
        }
        Ok(self.tables.iter().map(|table| table.rows).collect())
    }

    fn add(&mut self, table: usize, piece: Piece) -> io::Result<()> {
        let waiting = &mut self.tables[table];
        waiting.bytes += piece.weight();
        self.bytes += piece.weight();
        waiting.pieces.push(piece);
        if self.tables[table].bytes >= COPY_BYTES {
            self.copy(table)?;
        }
        while self.bytes > GATHERED_BYTES {
            let largest = (0..self.tables.len()).max_by_key(|&table| self.tables[table].bytes);
            let Some(largest) = largest else { break };
            self.copy(largest)?;
        }
        Ok(())
    }

    /// Sends what waits for one table.
    fn copy(&mut self, table: usize) -> io::Result<()> {
        let waiting = &mut self.tables[table];
        let pieces = mem::take(&mut waiting.pieces);
        if pieces.is_empty() {
            return Ok(());
        }
        self.bytes -= mem::take(&mut waiting.bytes);
        let mut copy = self.client.copy_in(&waiting.copy).map_err(io::Error::other)?;
        copy.write_all(HEADER)?;
        for piece in pieces {
            copy.write_all(&piece.bytes)?;
            waiting.rows += piece.rows;
        }
        copy.write_all(TRAILER)?;
        copy.finish().map(drop).map_err(io::Error::other)
    }
}
