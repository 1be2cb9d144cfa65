//! Tables that stand in a database that adloom loaded, read where they are.
//!
//! A table is asked for the columns that a query needs and streams by, batch by batch; everything
//! else is done here, by the same engine and to the same result as over files.

mod columns;
mod mysql;
mod postgres;
mod provider;
mod sqlite;

use std::fmt::Debug;
use std::path::PathBuf;
use std::sync::Arc;

use datafusion::arrow::array::RecordBatch;
use jiff::ToSpan;
use jiff::civil::Date;

use super::manifest::{Manifest, WrittenFile, WrittenTable, altered};
use super::{DatasetError, Session};
use crate::sinks::database::{self, DatabaseUrl, LoadError, Relation, StoredTable};
use crate::tables::columns::{TRUTH_DEFECTS, find};
use crate::tables::spec::{Column, Folder, Table};

use provider::DatabaseTable;

/// Rows of a batch: few enough to stay in the cache while they are put together.
const BATCH_ROWS: usize = 8192;

/// Reads tables of one kind of database.
///
/// Each call has a connection of its own, so that several tables can be read at once.
pub trait Reader: Debug + Send + Sync {
    /// Reads some columns of a table from its first row to its last, a batch at a time, until `give`
    /// says that no more are wanted. The batches have the columns' types as
    /// [`reading_schema`](super::reading_schema) names them.
    fn read(
        &self,
        table: &Relation,
        columns: &[Column],
        give: &mut dyn FnMut(RecordBatch) -> bool,
    ) -> Result<(), String>;

    /// Counts the rows of a table.
    fn count(&self, table: &Relation) -> Result<usize, String>;
}

/// Opens what adloom loaded: what it says of itself, and its tables in a session.
pub(super) fn open(
    url: &DatabaseUrl,
    session: &Session,
) -> Result<(Manifest, Vec<&'static Table>), DatasetError> {
    let (manifest, reader): (database::Manifest, Arc<dyn Reader>) = match url {
        DatabaseUrl::Sqlite(path) => sqlite::open(url, path)?,
        DatabaseUrl::Postgres(server) => postgres::open(url, server)?,
        DatabaseUrl::Mysql(server) => mysql::open(url, server)?,
    };
    let (mut readable, mut own_tables) = (Vec::new(), Vec::new());
    for stored in &manifest.tables {
        let folder = Folder::named(&stored.folder);
        let own = own_description(url, stored)?;
        own_tables.push(own);
        if let Some(table) = own.or_else(|| find(folder, &stored.name)) {
            let provider = DatabaseTable::new(reader.clone(), table, stored.stored_as.clone());
            session.register(folder.name(), table.name, Arc::new(provider))?;
            readable.push(table);
        }
    }
    Ok((described(&manifest, &own_tables), readable))
}

/// The manifest as readers of a dataset know it. In place of a file a table has its name.
fn described(manifest: &database::Manifest, own: &[Option<&'static Table>]) -> Manifest {
    let first_day = manifest.window.start.parse::<Date>().ok();
    let span = (i64::from(manifest.window.days) - 1).days();
    let tables = manifest.tables.iter().zip(own).map(|(stored, &altered)| {
        let place = &stored.stored_as;
        let schema = place.schema.as_ref().map(|schema| format!("{schema}.")).unwrap_or_default();
        let file = WrittenFile {
            path: PathBuf::from(schema + &place.name),
            rows: stored.rows,
            bytes: 0,
            checksum: String::new(),
        };
        WrittenTable {
            folder: Folder::named(&stored.folder),
            name: stored.name.clone(),
            files: vec![file],
            altered,
        }
    });
    let is_log = |stored: &&StoredTable| {
        stored.folder == TRUTH_DEFECTS.folder.name() && stored.name == TRUTH_DEFECTS.name
    };
    let log = manifest.tables.iter().find(is_log);
    Manifest {
        name: Some(manifest.scenario.name.clone()),
        first_day,
        last_day: first_day.and_then(|day| day.checked_add(span).ok()),
        // What stands in layouts are the same rows in other shapes.
        tables: tables.filter(|table| !matches!(table.folder, Folder::Layout(_))).collect(),
        layouts: Vec::new(),
        planted: manifest.planted.clone(),
        log_rows: log.map(|stored| stored.rows),
    }
}

/// The description of a table that is not as the catalogue has it.
fn own_description(
    url: &DatabaseUrl,
    stored: &StoredTable,
) -> Result<Option<&'static Table>, DatasetError> {
    let leads = stored.foreign_keys.iter().map(String::as_str).collect::<Vec<_>>();
    let folder = Folder::named(&stored.folder);
    altered(folder, &stored.name, &stored.columns, &stored.primary_key, &leads)
        .map_err(|why| LoadError::input(url, why).into())
}

impl From<LoadError> for DatasetError {
    fn from(error: LoadError) -> Self {
        DatasetError::Database(error)
    }
}
