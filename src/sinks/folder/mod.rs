//! A dataset: a folder with the tables' files and what explains them, put in its place at once.
//!
//! ```text
//! output/gcc/
//!   data/orders.csv …       what a company would have
//!   truth/orders.csv …      the answer key
//!   truth/scenario.toml     the resolved scenario
//!   star/fact_orders.csv …  the same world in another shape, if one was asked for
//!   datapackage.json        names, types and keys, as a Frictionless data package
//!   DICTIONARY.md           the same for people
//!   load/duckdb.sql …       scripts that load the files into a warehouse, beside Parquet only
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
mod load;
mod manifest;
mod package;
mod sequel;
mod standing;
mod workplace;

pub use dictionary::dictionary;
pub(in crate::sinks) use draft::{Step, decide};
pub use keys::target;
pub(in crate::sinks) use manifest::altered_columns;
pub use manifest::{
    ColumnEntry, DefectStamp, ForeignKey, Manifest, PartStamp, ScenarioStamp, TableEntry, Window,
};
pub use sequel::{Kept, Sequel, WrittenTables};
pub(in crate::sinks) use standing::{Standing, judge, own_files};
pub use workplace::{Workplace, clean, lock};

use std::collections::BTreeSet;
use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use self::draft::Draft;
pub use super::output::at;
use super::output::{OutputFile, Written};
use super::tee::{Copies, Tee};
use super::text::{Csv, JsonLines, Text};
use super::{Format, Parquet};
use crate::engine::{self, Part, Sink, Source, Watch};
use crate::tables::spec::Table;

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
#[derive(Debug, Clone, Default)]
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
    /// The tables in which flaws were planted, by their names in `data`.
    pub planted: Vec<String>,
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
    write_with(source, &[], order, watch, interrupted)
}

/// Writes a dataset from a source, and then the tables that are made of what was written; all of
/// it is put in its place together. `order` must be for the whole where there are such tables: a
/// part of the rows is not what they are made of.
pub fn write_with<S: Source + ?Sized>(
    source: &S,
    sequels: &[&dyn Sequel],
    order: &Order,
    watch: &dyn Watch,
    interrupted: &AtomicBool,
) -> Result<Manifest, Error> {
    let plain = source.tables();
    let later = sequels.iter().flat_map(|sequel| sequel.tables()).copied();
    let tables = plain.iter().copied().chain(later).collect::<Vec<_>>();
    let mut manifest = Manifest::outline(order, &tables);
    manifest.spoilt(source.planted());
    let draft = Draft::begin(&order.out, &manifest, order.force)?;
    let root = draft.folder();
    let files = tables.iter().copied().zip(manifest.tables.iter().map(|t| root.join(&t.file)));
    let files = files.collect::<Vec<_>>();
    make_folders(&root, &files, order.format)?;
    let fill = Fill { order, interrupted };
    let (own, later) = files.split_at(plain.len());
    let kept = match order.format {
        Format::Parquet => Kept::own(sequels, own),
        Format::Csv | Format::Jsonl => Kept::copies_in(draft.aside(), sequels, plain)?,
    };
    let mut written = fill.fill_keeping(source, open(own)?, kept.copies(), watch)?;
    for sequel in sequels {
        let source = sequel.source(&kept.written())?;
        let own = &later[written.len() - plain.len()..][..sequel.tables().len()];
        written.extend(fill.fill(source.as_ref(), open(own)?, sequel.watch())?);
    }
    let is_empty = |table| table < plain.len() && source.is_empty(table);
    let layouts = sequels.iter().map(|sequel| (sequel.folder(), sequel.doc())).collect::<Vec<_>>();
    for (file, text) in texts(order, &tables, is_empty, &layouts) {
        put(&root.join(file), &text)?;
    }
    manifest.record(&written);
    put(&root.join(manifest.file_name()), &manifest.to_json())?;
    draft.publish(&manifest)?;
    Ok(manifest)
}

/// Makes the folders that the files lie in; `data` and `truth` are always there.
fn make_folders(
    root: &Path,
    files: &[(&'static Table, PathBuf)],
    format: Format,
) -> io::Result<()> {
    let always = ["data", "truth"].map(|folder| root.join(folder));
    let scripts = load::files(format).map(|_| root.join(load::FOLDER));
    let others = files.iter().filter_map(|(_, file)| Some(file.parent()?.to_owned()));
    for folder in always.into_iter().chain(scripts).chain(others).collect::<BTreeSet<_>>() {
        fs::create_dir_all(&folder).map_err(|error| at(&folder, error))?;
    }
    Ok(())
}

/// The files, opened to be written.
fn open(files: &[(&'static Table, PathBuf)]) -> io::Result<Vec<(&'static Table, OutputFile)>> {
    files.iter().map(|(table, path)| Ok((*table, OutputFile::create(path)?))).collect()
}

/// Makes rows and writes them to files.
pub(in crate::sinks) struct Fill<'a> {
    /// Which rows, and in what format.
    pub order: &'a Order,
    /// Set when somebody asks to stop.
    pub interrupted: &'a AtomicBool,
}

impl Fill<'_> {
    /// Writes the tables of a source to their files.
    pub fn fill<S: Source + ?Sized>(
        &self,
        source: &S,
        files: Vec<(&'static Table, OutputFile)>,
        watch: &dyn Watch,
    ) -> Result<Vec<Written>, engine::Error> {
        self.fill_keeping(source, files, &[], watch)
    }

    /// The same, and keeps copies of some of the tables.
    fn fill_keeping<S: Source + ?Sized>(
        &self,
        source: &S,
        files: Vec<(&'static Table, OutputFile)>,
        copies: &Copies,
        watch: &dyn Watch,
    ) -> Result<Vec<Written>, engine::Error> {
        let Order { format, part, threads, .. } = *self.order;
        match format {
            Format::Csv => self.run(source, Text::<Csv>::over(files, part)?, copies, watch),
            Format::Jsonl => self.run(source, Text::<JsonLines>::over(files, part)?, copies, watch),
            Format::Parquet => self.run(source, Parquet::over(files, threads)?, copies, watch),
        }
    }

    fn run<S: Source + ?Sized, K: Sink<Done = Vec<Written>>>(
        &self,
        source: &S,
        sink: K,
        copies: &Copies,
        watch: &dyn Watch,
    ) -> Result<Vec<Written>, engine::Error> {
        let blocks = self.order.part.blocks(source.blocks());
        let threads = self.order.threads;
        let sink = Tee::new(sink, source.tables(), copies, threads)?;
        engine::run(source, blocks, threads, &sink, watch, self.interrupted)?;
        Ok(sink.finish()?)
    }
}

/// Where a table's file lies inside a dataset, such as `data/orders.csv`; a table in a schema of
/// its own lies in a folder of its own.
fn data_file(folder: &str, table: &str, part: Part, format: Format) -> String {
    let name = part.file_name(&table.replace('.', "/"), format.extension());
    format!("{folder}/{name}")
}

/// What stands beside the tables and explains them, as file and text. `layouts` are named with
/// what they are.
pub(in crate::sinks) fn texts(
    order: &Order,
    tables: &[&'static Table],
    is_empty: impl Fn(usize) -> bool,
    layouts: &[(&str, &str)],
) -> Vec<(&'static str, String)> {
    let mut texts = vec![
        (SCENARIO_FILE, order.about.scenario.clone()),
        (PACKAGE_FILE, package::package(order, tables, is_empty)),
        (DICTIONARY_FILE, dictionary(&order.about, tables, layouts)),
    ];
    texts.extend(load::scripts(order, tables));
    texts
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
mod tests;
