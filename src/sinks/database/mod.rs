//! Loads tables into a database: SQLite, PostgreSQL, MySQL and MariaDB.
//!
//! ```text
//! begin(url) ─► Load ── fill(plain tables) ── fill(a layout's tables) ── … ── finish ─► visible
//!    connect, look, claim          many workers encode, one appends        keys, indexes, views
//! ```
//!
//! A load is there whole or not at all: whatever goes wrong before [`Load::finish`] returns, the
//! database looks as it did before. A [`Load`] that is dropped takes back what it did. What adloom
//! made says so in a table named [`MANIFEST_TABLE`], which lists every table and view of the load;
//! nothing else in the database is ever replaced or dropped.

mod error;
pub(crate) mod keys;
mod manifest;
pub mod mysql;
mod one_writer;
pub mod postgres;
pub mod quoting;
pub mod sqlite;
mod tls;
mod url;

pub use error::LoadError;
pub use manifest::{MANIFEST_TABLE, Manifest, Relation, RelationKind, StoredTable};
pub use url::{DatabaseUrl, Password, ServerUrl};

use std::sync::atomic::{AtomicBool, Ordering};

use crate::engine::{self, Sink, Source, Watch};
use crate::sinks::Copies;
use crate::sinks::folder::About;
use crate::sinks::tee::Tee;
use crate::tables::spec::{Column, Table};

/// How a load treats what it finds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// The schema to load into, where the database has schemas [default: `adloom`].
    pub schema: Option<String>,
    /// Whether what adloom made before is replaced.
    pub force: bool,
}

/// How rows are made and who looks on.
#[derive(Clone, Copy)]
pub struct Run<'a> {
    /// How many threads may work at once.
    pub threads: usize,
    /// Sees batches and blocks go by.
    pub watch: &'a dyn Watch,
    /// Set when somebody asks to stop.
    pub interrupted: &'a AtomicBool,
    /// Tables that are written to files as well while they are loaded, with the files.
    pub copies: &'a Copies,
}

impl Run<'_> {
    /// Makes the rows of a source and writes them, and returns what the sink says at its end.
    fn pour<K: Sink>(&self, source: &dyn Source, sink: K) -> Result<K::Done, engine::Error> {
        let sink = Tee::new(sink, source.tables(), self.copies, self.threads)?;
        let blocks = 0..source.blocks();
        engine::run(source, blocks, self.threads, &sink, self.watch, self.interrupted)?;
        Ok(sink.finish()?)
    }

    /// Ends what somebody asked to stop.
    pub fn go_on(&self) -> Result<(), LoadError> {
        match self.interrupted.load(Ordering::Relaxed) {
            true => Err(LoadError::Interrupted),
            false => Ok(()),
        }
    }
}

/// A view: a query over the plain tables that every database understands as it stands.
#[derive(Debug, Clone, Copy)]
pub struct View {
    /// Its name.
    pub name: &'static str,
    /// One `SELECT`, which calls the tables by their plain names.
    pub sql: &'static str,
    /// What it shows, in one or two sentences.
    pub doc: &'static str,
    /// Its columns, in order.
    pub columns: &'static [Column],
}

/// A load under way.
///
/// Each database encodes batches on many workers and appends them on one thread, by an
/// [`engine::Sink`](crate::engine::Sink) inside [`Load::fill`]. A source may turn from
/// one table to another and back at any batch.
pub trait Load {
    /// Creates the tables of a source and loads all its rows. Sources come one after the other:
    /// the plain tables first, then those of layouts.
    fn fill(&mut self, source: &dyn Source, run: &Run) -> Result<(), LoadError>;

    /// Adds keys, indexes, comments and those views whose tables are there, writes the manifest
    /// and makes all of it visible at once.
    fn finish(
        self: Box<Self>,
        about: &About,
        views: &[View],
        run: &Run,
    ) -> Result<Manifest, LoadError>;
}

/// Connects to a database, and claims the place for a load: what stands there already and is not
/// adloom's is refused, and so is what is adloom's unless [`Options::force`] is set. `tables` are
/// all that will be loaded.
pub fn begin(
    url: &DatabaseUrl,
    options: &Options,
    tables: &[&'static Table],
) -> Result<Box<dyn Load>, LoadError> {
    Ok(match url {
        DatabaseUrl::Sqlite(path) => Box::new(sqlite::Sqlite::begin(path, options)?),
        DatabaseUrl::Postgres(server) => {
            Box::new(postgres::Postgres::begin(server, options, tables)?)
        }
        DatabaseUrl::Mysql(server) => Box::new(mysql::Mysql::begin(server, options, tables)?),
    })
}
