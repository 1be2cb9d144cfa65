//! A dataset: a folder with the tables' files and what explains them, put in its place at once.
//!
//! ```text
//! output/gcc/
//!   data/orders.csv …       what a company would have
//!   truth/orders.csv …      the answer key
//!   truth/scenario.toml     the resolved scenario
//!   datapackage.json        names, types and keys, as a Frictionless data package
//!   DICTIONARY.md           the same for people
//!   manifest.json           what was written, with checksums: written last
//! ```
//!
//! One of several parts writes `orders.part-0002-of-0007.csv` and so on into the same folder,
//! and `manifest.part-0002-of-0007.json`; the dataset is complete when all manifests are there.
//! Text parts put together in order are byte for byte the whole file; Parquet parts hold the same
//! rows in the same order, but are files of their own.

mod dictionary;
mod draft;
mod keys;
mod leavings;
mod manifest;
mod package;
mod standing;

pub use keys::target;
pub use manifest::{ForeignKey, Manifest, PartStamp, ScenarioStamp, TableEntry, Window};

use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use self::draft::Draft;
use super::output::{Written, at};
use super::text::{Csv, JsonLines, Text};
use super::{Format, Parquet};
use crate::engine::{self, Part, Sink, Source, Watch};
use crate::tables::spec::{Folder, Table};

/// Where the resolved scenario lies inside a dataset.
const SCENARIO_FILE: &str = "truth/scenario.toml";
const PACKAGE_FILE: &str = "datapackage.json";
const DICTIONARY_FILE: &str = "DICTIONARY.md";

/// What to write, and where.
#[derive(Debug, Clone)]
pub struct Order {
    /// The folder.
    pub out: PathBuf,
    /// The format of the tables' files.
    pub format: Format,
    /// Which part of the rows.
    pub part: Part,
    /// How many threads may work at once.
    pub threads: usize,
    /// Whether a dataset that is there already is replaced.
    pub force: bool,
    /// Where the rows come from.
    pub about: About,
}

/// What the manifest says of the rows' origin.
#[derive(Debug, Clone)]
pub struct About {
    /// The scenario's name.
    pub name: String,
    /// One line that says what this world is.
    pub title: String,
    /// The resolved scenario, as TOML.
    pub scenario: String,
    /// Its hash.
    pub hash: String,
    /// The seed.
    pub seed: u64,
    /// The first day, as `2026-02-18`.
    pub start: String,
    /// The number of days.
    pub days: u32,
}

/// Writes a dataset from a source, and puts it in its place once it is complete.
///
/// Whatever goes wrong, what lay in the place before still lies there, and nothing else does.
pub fn write<S: Source + ?Sized>(
    source: &S,
    order: &Order,
    watch: &dyn Watch,
    interrupted: &AtomicBool,
) -> Result<Manifest, Error> {
    let tables = source.tables();
    let mut manifest = Manifest::outline(order, tables);
    let draft = Draft::begin(&order.out, &manifest, order.force)?;
    let root = draft.folder();
    for folder in [Folder::Data, Folder::Truth] {
        let path = root.join(folder.name());
        fs::create_dir(&path).map_err(|error| at(&path, error))?;
    }
    let paths = manifest.tables.iter().map(|table| root.join(&table.file)).collect::<Vec<_>>();
    let files = || tables.iter().copied().zip(paths.iter().map(PathBuf::as_path));
    let fill = Fill { source, order, watch, interrupted };
    let written = match order.format {
        Format::Csv => fill.run(Text::<Csv>::create(files(), order.part)?)?,
        Format::Jsonl => fill.run(Text::<JsonLines>::create(files(), order.part)?)?,
        Format::Parquet => fill.run(Parquet::create(files(), order.threads)?)?,
    };
    put(&root.join(SCENARIO_FILE), &order.about.scenario)?;
    put(
        &root.join(PACKAGE_FILE),
        &package::package(order, tables, |table| source.is_empty(table)),
    )?;
    put(&root.join(DICTIONARY_FILE), &dictionary::dictionary(&order.about, tables))?;
    manifest.record(&written);
    put(&root.join(manifest.file_name()), &manifest.to_json())?;
    draft.publish(&manifest)?;
    Ok(manifest)
}

struct Fill<'a, S: ?Sized> {
    source: &'a S,
    order: &'a Order,
    watch: &'a dyn Watch,
    interrupted: &'a AtomicBool,
}

impl<S: Source + ?Sized> Fill<'_, S> {
    fn run<K: Sink<Done = Vec<Written>>>(&self, sink: K) -> Result<Vec<Written>, engine::Error> {
        let blocks = self.order.part.blocks(self.source.blocks());
        let threads = self.order.threads;
        engine::run(self.source, blocks, threads, &sink, self.watch, self.interrupted)?;
        Ok(sink.finish()?)
    }
}

/// Where a table's file lies inside a dataset, such as `data/orders.csv`.
fn data_file(table: &Table, part: Part, format: Format) -> String {
    let name = part.file_name(&table.name.replace('.', "/"), format.extension());
    format!("{}/{name}", table.folder.name())
}

fn put(path: &Path, text: &str) -> io::Result<()> {
    fs::write(path, text).map_err(|error| at(path, error))
}

/// Why there is no dataset.
#[derive(Debug)]
pub enum Error {
    /// The place is taken; the text says by what, and what would do.
    Refused(String),
    /// Making or writing it failed.
    Run(engine::Error),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Refused(reason) => write!(f, "{reason}"),
            Error::Run(error) => write!(f, "{error}"),
        }
    }
}

impl std::error::Error for Error {}

impl From<engine::Error> for Error {
    fn from(error: engine::Error) -> Self {
        Error::Run(error)
    }
}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        Error::Run(error.into())
    }
}

#[cfg(test)]
#[path = "folder_tests.rs"]
mod tests;
