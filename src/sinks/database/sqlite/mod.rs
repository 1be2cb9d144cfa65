//! SQLite: one file that is a whole warehouse.
//!
//! It is written beside its place and renamed when it is complete, so that it is there whole or
//! not at all. One thread writes, since SQLite lets no more do so; the others make rows ready for
//! it. Besides the plain tables and the answer key (`truth_…`) it holds
//!
//! - the star schema (`dim_…`, `fact_…`), where the layout is loaded;
//! - a staging layer, where the exports are loaded: `stage_…`, each cell as raw text, just as a
//!   platform delivers it; `clean_…`, the same with types; `anomalies`, what cleaning could not
//!   make sense of;
//! - views.

mod cells;
mod place;
mod schema;
mod staging;
mod writer;

use std::path::Path;

use rusqlite::{Connection, OpenFlags};

use self::cells::Piece;
use self::place::Place;
use super::keys::foreign_keys;
use super::manifest::{MANIFEST_COLUMN, MANIFEST_TABLE, Manifest, Relation, StoredTable};
use super::{DatabaseUrl, Load, LoadError, Options, Run, View, one_writer};
use crate::engine::Source;
use crate::sinks::database::quoting::quoted;
use crate::sinks::folder::About;
use crate::tables::spec::Table;

pub use place::manifest_of;

/// Marks a file as adloom's in its header, where tools such as `file` see it: "adlm" in ASCII.
const APPLICATION_ID: i32 = 0x6164_6c6d;

/// Bytes of a page. Twice SQLite's default, since most rows are wide and are read in bulk.
const PAGE_BYTES: u32 = 8192;

/// Memory for pages while loading, in KiB: enough to sort the keys of a day and of an index.
const CACHE_KIB: u32 = 192 << 10;

/// A SQLite file that is being loaded.
pub struct Sqlite {
    url: DatabaseUrl,
    place: Place,
    connection: Connection,
    loaded: Vec<Loaded>,
}

/// A table whose rows are in.
struct Loaded {
    table: &'static Table,
    name: String,
    rows: u64,
}

impl Sqlite {
    /// Claims the place of a file.
    pub fn begin(path: &Path, options: &Options) -> Result<Sqlite, LoadError> {
        let url = DatabaseUrl::Sqlite(path.to_owned());
        if options.schema.is_some() {
            let what = "a SQLite file has no schemas; leave --schema out";
            return Err(LoadError::input(&url, what));
        }
        let place = Place::claim(&url, path, options.force)?;
        let sql = |error| failed(&url, error);
        // One thread at a time uses the connection, which the compiler sees to.
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
            | OpenFlags::SQLITE_OPEN_CREATE
            | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(place.draft(), flags).map_err(sql)?;
        // Nobody else sees the draft, and one that is broken off is thrown away: no journal, no
        // waiting for the disk. Keys are checked by whoever made the rows.
        connection
            .execute_batch(&format!(
                "PRAGMA page_size = {PAGE_BYTES};
                 PRAGMA application_id = {APPLICATION_ID};
                 PRAGMA journal_mode = OFF;
                 PRAGMA synchronous = OFF;
                 PRAGMA locking_mode = EXCLUSIVE;
                 PRAGMA foreign_keys = OFF;
                 PRAGMA cache_size = -{CACHE_KIB};
                 PRAGMA threads = 4;"
            ))
            .map_err(sql)?;
        Ok(Sqlite { url, place, connection, loaded: Vec::new() })
    }

    fn execute(&self, sql: &str) -> Result<(), LoadError> {
        self.connection.execute_batch(sql).map_err(|error| failed(&self.url, error))
    }

    fn has(&self, name: &str) -> bool {
        self.loaded.iter().any(|loaded| loaded.name == name)
    }

    /// Creates those views whose tables are there: a query over others cannot be prepared.
    fn create_views(&self, views: &[View], manifest: &mut Manifest) -> Result<(), LoadError> {
        for view in views {
            if self.connection.prepare(view.sql).is_err() {
                continue;
            }
            let name = quoted(view.name);
            self.execute(&format!("CREATE VIEW {name} AS\n{}", view.sql.trim()))?;
            manifest.relations.push(Relation::view(view.name));
        }
        Ok(())
    }

    fn write_manifest(&self, manifest: &Manifest) -> Result<(), LoadError> {
        self.execute(&format!("CREATE TABLE {MANIFEST_TABLE} ({MANIFEST_COLUMN} TEXT NOT NULL)"))?;
        let sql = format!("INSERT INTO {MANIFEST_TABLE} VALUES (?1)");
        let inserted = self.connection.execute(&sql, [manifest.to_json()]);
        inserted.map(drop).map_err(|error| failed(&self.url, error))
    }
}

impl Load for Sqlite {
    fn fill(&mut self, source: &dyn Source, run: &Run) -> Result<(), LoadError> {
        let tables = source.tables();
        let names = tables.iter().map(|table| schema::stored_name(table)).collect::<Vec<_>>();
        self.execute("BEGIN")?;
        for (table, name) in tables.iter().zip(&names) {
            if self.has(name) {
                return Err(LoadError::input(&self.url, format!("two tables are named {name}")));
            }
            let keys = foreign_keys(table, tables);
            self.execute(&schema::create_table(table, name, &keys))?;
        }
        let encode = |table: usize, batch| match schema::is_staged(tables[table]) {
            true => Piece::staged(&batch),
            false => Piece::typed(&batch),
        };
        let (url, connection) = (&self.url, &mut self.connection);
        let rows = one_writer::fill(source, run, url, encode, |pieces| {
            writer::insert(connection, tables, &names, pieces).map_err(|error| failed(url, error))
        })?;
        self.execute("COMMIT")?;
        for ((&table, name), rows) in tables.iter().zip(names).zip(rows) {
            self.loaded.push(Loaded { table, name, rows });
        }
        Ok(())
    }

    fn finish(
        self: Box<Self>,
        about: &About,
        views: &[View],
        run: &Run,
    ) -> Result<Manifest, LoadError> {
        let mut manifest = Manifest::new(about);
        self.execute("BEGIN")?;
        for Loaded { table, name, rows } in &self.loaded {
            run.go_on()?;
            for index in schema::indexes(table, name) {
                self.execute(&index)?;
            }
            let relation = Relation::table(name);
            manifest.relations.push(relation.clone());
            manifest.tables.push(StoredTable::new(table, *rows, relation));
        }
        let staged = self.loaded.iter().filter(|loaded| schema::is_staged(loaded.table));
        let staged = staged.map(|loaded| (loaded.table, loaded.name.as_str())).collect::<Vec<_>>();
        for made in staging::statements(&staged) {
            run.go_on()?;
            self.execute(&made.sql)?;
            manifest.relations.extend(made.table.map(Relation::table));
        }
        self.create_views(views, &mut manifest)?;
        manifest.relations.push(Relation::table(MANIFEST_TABLE));
        self.write_manifest(&manifest)?;
        // A thousand rows of each index tell a planner enough.
        self.execute("PRAGMA analysis_limit = 1000; ANALYZE; COMMIT")?;
        run.go_on()?;
        let Sqlite { url, place, connection, .. } = *self;
        connection.close().map_err(|(_, error)| failed(&url, error))?;
        place.publish(&url)?;
        Ok(manifest)
    }
}

/// An error of SQLite, in words that say what to do where that is known.
fn failed(url: &DatabaseUrl, error: rusqlite::Error) -> LoadError {
    use rusqlite::ErrorCode;
    let what = match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => "the disk is full; nothing was loaded".to_owned(),
        Some(ErrorCode::SystemIoFailure) => {
            format!("the file cannot be written ({error}); nothing was loaded")
        }
        Some(ErrorCode::CannotOpen) => {
            format!(
                "the file cannot be opened ({error}); is its folder there, and may you write to it?"
            )
        }
        _ => format!("{error}; nothing was loaded"),
    };
    LoadError::failed(url, what)
}
