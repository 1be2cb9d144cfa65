//! Tables that are made of those just written, and published with them.

use std::io;
use std::path::{Path, PathBuf};

use crate::engine::{Source, Watch};
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
