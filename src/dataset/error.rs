//! What can be wrong with a dataset, in words that name the thing.

use std::fmt;
use std::path::{Path, PathBuf};

use crate::sinks::database::LoadError;

/// Why a dataset, or one table of it, cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DatasetError {
    /// The path is no folder that adloom wrote.
    NotADataset {
        /// The path as given.
        path: PathBuf,
        /// What speaks against it.
        why: String,
    },
    /// A table's file is missing, cut short, or has other columns or values than it should.
    BadTable {
        /// `data.orders`: the table.
        table: String,
        /// The file inside the dataset.
        file: PathBuf,
        /// What is wrong with it.
        why: String,
    },
    /// A query could not be answered.
    Query(String),
    /// Somebody asked to stop.
    Interrupted,
    /// A database cannot be read; the text says where and why, and what would do.
    Database(LoadError),
}

impl DatasetError {
    pub(super) fn not_a_dataset(path: &Path, why: impl Into<String>) -> Self {
        DatasetError::NotADataset { path: path.to_owned(), why: why.into() }
    }

    /// What would help, if that is known.
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            DatasetError::NotADataset { .. } => Some(
                "give a folder that `adloom gen` wrote: it holds manifest.json, data/ and truth/",
            ),
            DatasetError::BadTable { .. } => {
                Some("write the dataset again with `adloom gen --force`")
            }
            DatasetError::Query(_) | DatasetError::Interrupted | DatasetError::Database(_) => None,
        }
    }
}

impl fmt::Display for DatasetError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DatasetError::NotADataset { path, why } => {
                write!(f, "{}: not a dataset: {why}", path.display())
            }
            DatasetError::BadTable { table, file, why } => {
                write!(f, "{}: table {table} cannot be read: {why}", file.display())
            }
            DatasetError::Query(why) => write!(f, "the query failed: {why}"),
            DatasetError::Interrupted => write!(f, "interrupted"),
            DatasetError::Database(error) => write!(f, "{error}"),
        }
    }
}

impl std::error::Error for DatasetError {}
