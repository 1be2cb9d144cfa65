//! Turns batches into files: CSV, JSON lines and Parquet, and the dataset folder around them.
//!
//! A sink gets batches of tables that a [`crate::tables::spec`] describes, and makes bytes. It
//! knows nothing of what they mean. [`folder::write`] makes a whole dataset: the files, what
//! stands beside them (manifest, data package, dictionary), and the step that puts all of it in
//! its place at once.

pub mod answer;
pub mod database;
pub mod diagram;
pub mod folder;
pub mod objects;
mod output;
mod parquet;
mod tee;
pub mod text;

pub use output::Written;
pub use parquet::Parquet;
pub use tee::Copies;

use std::fmt;
use std::str::FromStr;

/// A file format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// Comma-separated values, as in RFC 4180, in UTF-8, with a header line.
    Csv,
    /// Columnar, typed and compressed.
    Parquet,
    /// One JSON object per line.
    Jsonl,
}

impl Format {
    /// All formats.
    pub const ALL: [Format; 3] = [Format::Csv, Format::Parquet, Format::Jsonl];

    /// Its name, which is also the extension of its files.
    pub fn extension(self) -> &'static str {
        match self {
            Format::Csv => "csv",
            Format::Parquet => "parquet",
            Format::Jsonl => "jsonl",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.extension())
    }
}

impl FromStr for Format {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        Format::ALL
            .into_iter()
            .find(|format| format.extension() == name)
            .ok_or_else(|| format!("`{name}` is none of csv, parquet and jsonl"))
    }
}
