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

mod error;
mod manifest;
mod provider;
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
pub use session::{Reads, Session};
pub use shape::in_words;

use crate::tables::columns;
use crate::tables::spec::{Folder, Table};

/// A folder of tables.
pub struct Dataset {
    root: PathBuf,
    manifest: Manifest,
    session: Session,
    readable: Vec<&'static Table>,
    damaged: BTreeMap<String, DatasetError>,
}

impl Dataset {
    /// Opens a folder that `adloom gen` wrote; any table that cannot be read is an error.
    pub fn open(root: &Path, threads: usize) -> Result<Dataset, DatasetError> {
        let mut dataset = Dataset::open_damaged(root, threads)?;
        match dataset.damaged.pop_first() {
            None => Ok(dataset),
            Some((_, error)) => Err(error),
        }
    }

    /// Opens such a folder although some of its tables may be unreadable; [`Dataset::damaged`]
    /// says which.
    pub fn open_damaged(root: &Path, threads: usize) -> Result<Dataset, DatasetError> {
        let manifest = Manifest::read(root)?;
        let session = Session::new(threads)?;
        let (mut readable, mut damaged) = (Vec::new(), BTreeMap::new());
        for written in &manifest.tables {
            // A table that the catalogue does not know has no types to be read with.
            let Some(table) = catalogued(written.folder, &written.name) else { continue };
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
        Ok(Dataset { root: root.to_owned(), manifest, session, readable, damaged })
    }

    /// Answers a query over its tables, within bounded memory.
    pub fn sql(&self, query: &str) -> Result<Vec<RecordBatch>, DatasetError> {
        self.session.sql(query)
    }

    /// The folder it lies in.
    pub fn root(&self) -> &Path {
        &self.root
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
        catalogued(listed.folder, &listed.name)
    }

    /// Its tables that cannot be read, by name.
    pub fn damaged(&self) -> &BTreeMap<String, DatasetError> {
        &self.damaged
    }
}

/// The description of a table, if the catalogue has it.
fn catalogued(folder: Folder, name: &str) -> Option<&'static Table> {
    columns::ALL.iter().copied().find(|table| table.folder == folder && table.name == name)
}
