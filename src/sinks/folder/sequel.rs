//! Tables that are made of those just written, and published with them.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::engine::{Source, Watch};
use crate::sinks::output::at;
use crate::sinks::{Copies, Format};
use crate::tables::spec::Table;

/// Makes tables out of a dataset's own files, before anybody sees it.
pub trait Sequel {
    /// The folder that they lie in.
    fn folder(&self) -> &str;

    /// What they are together, in one line, or "".
    fn doc(&self) -> &str;

    /// The tables, which are known before anything is written.
    fn tables(&self) -> &[&'static Table];

    /// The tables that it needs of those before.
    fn reads(&self) -> &[&'static Table];

    /// Their rows.
    fn source(&self, written: &WrittenTables) -> io::Result<Box<dyn Source>>;

    /// Sees them go by.
    fn watch(&self) -> &dyn Watch;
}

/// The tables that sequels read, in files of Parquet: what SQL asks for often is not parsed often.
pub struct WrittenTables<'a> {
    /// The folder that the files lie in.
    pub root: &'a Path,
    /// The tables with their files.
    pub files: &'a [(&'static Table, PathBuf)],
}

/// The tables that sequels read: a dataset's own files, or copies that are gone in the end.
pub struct Kept {
    root: PathBuf,
    files: Vec<(&'static Table, PathBuf)>,
    are_copies: bool,
}

impl Kept {
    /// Those of a dataset's own files, which are Parquet, that sequels read.
    pub(super) fn own(sequels: &[&dyn Sequel], files: &Copies) -> Kept {
        let read = files.iter().filter(|(table, _)| is_read(sequels, table)).cloned();
        Kept { root: PathBuf::new(), files: read.collect(), are_copies: false }
    }

    /// Copies of those tables that sequels read, in a folder that is made for them.
    pub fn copies_in(
        folder: PathBuf,
        sequels: &[&dyn Sequel],
        tables: &[&'static Table],
    ) -> io::Result<Kept> {
        let extension = Format::Parquet.extension();
        let copy = |table: &Table| folder.join(format!("{}.{extension}", table.name));
        let read = tables.iter().filter(|table| is_read(sequels, table));
        let files = read.map(|&table| (table, copy(table))).collect::<Vec<_>>();
        if !files.is_empty() {
            fs::create_dir_all(&folder).map_err(|error| at(&folder, error))?;
        }
        Ok(Kept { root: folder, files, are_copies: true })
    }

    /// The tables with their files.
    pub fn written(&self) -> WrittenTables<'_> {
        WrittenTables { root: &self.root, files: &self.files }
    }

    /// The copies that are still to be written, along with the tables themselves.
    pub fn copies(&self) -> &Copies {
        if self.are_copies { &self.files } else { &[] }
    }
}

fn is_read(sequels: &[&dyn Sequel], table: &Table) -> bool {
    sequels.iter().flat_map(|sequel| sequel.reads()).any(|read| read.is_named_like(table))
}
