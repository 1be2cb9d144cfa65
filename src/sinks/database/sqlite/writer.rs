//! Puts rows into the tables of a SQLite file.

use std::sync::mpsc::Receiver;

use rusqlite::Connection;

use super::cells::Piece;
use crate::sinks::database::quoting::quoted;
use crate::tables::spec::Table;

/// Inserts all pieces, each into the table whose position it comes with, and returns the rows of
/// each table.
pub fn insert(
    connection: &mut Connection,
    tables: &[&'static Table],
    names: &[String],
    pieces: Receiver<(usize, Piece)>,
) -> rusqlite::Result<Vec<u64>> {
    let mut statements = Vec::new();
    for (table, name) in tables.iter().zip(names) {
        let cells = vec!["?"; table.columns.len()].join(", ");
        let sql = format!("INSERT INTO {} VALUES ({cells})", quoted(name));
        statements.push(connection.prepare(&sql)?);
    }
    let mut rows = vec![0; names.len()];
    for (table, piece) in pieces {
        piece.insert(&mut statements[table])?;
        rows[table] += piece.rows() as u64;
    }
    Ok(rows)
}
