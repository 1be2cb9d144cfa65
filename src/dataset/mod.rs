//! Opens what a sink wrote, as named tables that SQL can be asked about.
//!
//! A [`Dataset`] knows nothing of how its rows were made. Its tables carry the types of the
//! catalogue in [`crate::tables`], whatever the format of the files:
//!
//! ```no_run
//! # fn main() -> Result<(), adloom::dataset::DatasetError> {
//! let dataset = adloom::dataset::Dataset::open("output/gcc".as_ref(), 2)?;
//! let batches = dataset.sql("SELECT region_id, sum(total) FROM orders GROUP BY region_id")?;
//! # Ok(()) }
//! ```
//!
//! Tables are named `data.orders` and `truth.orders`; plain `orders` is the one in `data`.

pub mod database;
mod error;
mod manifest;
mod provider;
mod query;
mod session;
mod shape;
#[cfg(test)]
pub mod testing;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use datafusion::arrow::array::RecordBatch;

pub use error::DatasetError;
pub use manifest::{Manifest, WrittenFile, WrittenTable};
pub use provider::reading_schema;
pub use query::{Fault, QueryError, Rows};
pub use session::{Reads, Session};
pub use shape::in_words;

use crate::sinks::database::{DatabaseUrl, LoadError};
use crate::tables::columns;
use crate::tables::spec::Table;

/// A folder of tables, or a database that holds them.
pub struct Dataset {
    root: Option<PathBuf>,
    manifest: Manifest,
    session: Session,
    readable: Vec<&'static Table>,
    damaged: BTreeMap<String, DatasetError>,
}

impl Dataset {
    /// Opens what `adloom gen` made: a folder, the path of a SQLite file, or the address of a
    /// database. Any table that cannot be read is an error.
    pub fn open(root: &Path, threads: usize) -> Result<Dataset, DatasetError> {
        let mut dataset = Dataset::open_damaged(root, threads)?;
        match dataset.damaged.pop_first() {
            None => Ok(dataset),
            Some((_, error)) => Err(error),
        }
    }

    /// Opens such a dataset although some of its tables may be unreadable; [`Dataset::damaged`]
    /// says which.
    pub fn open_damaged(root: &Path, threads: usize) -> Result<Dataset, DatasetError> {
        if let Some(url) = DatabaseUrl::detect(root) {
            let url = url.map_err(|why| LoadError::Input(why.to_string()))?;
            return Dataset::of_database(&url, threads);
        }
        let manifest = Manifest::read(root)?;
        let session = Session::new(threads)?;
        let (mut readable, mut damaged) = (Vec::new(), BTreeMap::new());
        for written in &manifest.tables {
            // A table that the catalogue does not know has no types to be read with.
            let Some(table) = described(written) else { continue };
            let files: Vec<PathBuf> = written.files.iter().map(|f| f.path.clone()).collect();
            match provider::open(&session, root, table, &files) {
                Ok(provider) => {
                    session.register(table.folder.name(), table.name, provider)?;
                    readable.push(table);
                }
                Err((file, why)) => {
                    let name = table.qualified_name();
                    let error = DatasetError::BadTable { table: name.clone(), file, why };
                    damaged.insert(name, error);
                }
            }
        }
        Ok(Dataset { root: Some(root.to_owned()), manifest, session, readable, damaged })
    }

    /// A dataset out of tables that are written in full, inside a folder without a manifest. Each
    /// comes with its file, whose path begins with `root`.
    pub fn over(
        name: &str,
        root: &Path,
        tables: &[(&'static Table, PathBuf)],
        threads: usize,
    ) -> Result<Dataset, DatasetError> {
        let session = session_over(root, tables, threads)?;
        let readable = tables.iter().map(|(table, _)| *table).collect();
        let (root, manifest) = (Some(root.to_owned()), Manifest::without_files(name));
        Ok(Dataset { root, manifest, session, readable, damaged: BTreeMap::new() })
    }

    /// Opens what `adloom gen --to` loaded.
    pub fn of_database(url: &DatabaseUrl, threads: usize) -> Result<Dataset, DatasetError> {
        let session = Session::new(threads)?;
        let (manifest, readable) = database::open(url, &session)?;
        Ok(Dataset { root: None, manifest, session, readable, damaged: BTreeMap::new() })
    }

    /// Answers a query over its tables, within bounded memory.
    pub fn sql(&self, query: &str) -> Result<Vec<RecordBatch>, DatasetError> {
        self.session.sql(query)
    }

    /// The folder it lies in, unless it stands in a database.
    pub fn root(&self) -> Option<&Path> {
        self.root.as_deref()
    }

    /// What it says of itself.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// The query engine over its tables.
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// Its tables that can be read, in the order of its manifest.
    pub fn tables(&self) -> &[&'static Table] {
        &self.readable
    }

    /// Whether it holds a table, named like `data.orders`, that can be read.
    pub fn has(&self, table: &str) -> bool {
        self.readable.iter().any(|t| t.qualified_name() == table)
    }

    /// The description of a table that its manifest lists, named like `data.orders`.
    pub fn catalogued(&self, table: &str) -> Option<&'static Table> {
        let listed = self.manifest.tables.iter().find(|t| t.qualified_name() == table)?;
        described(listed)
    }

    /// Its tables that cannot be read, by name.
    pub fn damaged(&self) -> &BTreeMap<String, DatasetError> {
        &self.damaged
    }
}

/// The query engine over tables that are written in full, inside a folder that is not a dataset
/// yet. Each comes with its file, whose path begins with `root`.
pub fn session_over(
    root: &Path,
    tables: &[(&'static Table, PathBuf)],
    threads: usize,
) -> Result<Session, DatasetError> {
    let session = Session::new(threads)?;
    for (table, file) in tables {
        let inside = file.strip_prefix(root).unwrap_or(file).to_owned();
        let provider =
            provider::open(&session, root, table, &[inside]).map_err(|(file, why)| {
                DatasetError::BadTable { table: table.qualified_name(), file, why }
            })?;
        session.register(table.folder.name(), table.name, provider)?;
    }
    Ok(session)
}

/// The description of a table: its own, or the catalogue's if that has it.
fn described(written: &WrittenTable) -> Option<&'static Table> {
    written.altered.or_else(|| columns::find(written.folder, &written.name))
}
