//! Scores repaired tables against the log of planted flaws.
//!
//! Rows are matched by primary key, cells compared by value, whatever the formats of the files. What
//! the log does not name was clean, so changing it is a false alarm. Per kind of flaw:
//!
//! - *recall*: the share of its cells that were changed, or of its rows that were removed;
//! - *precision*: of the changes to the flaw's own cells and to clean ones, in the columns that it
//!   struck, the share that it deserved; for rows, of all rows that were removed from the tables
//!   that it struck;
//! - *repair*: the share of its cells that have their clean value again.
//!
//! The overall score is the mean over kinds of F1 and repair, times the share of all clean cells that
//! are as they were; rows that nobody had count as cells that are not.

mod file;
mod grid;
mod log;
mod place;
mod score;
mod tally;
mod values;

pub use place::find_log;
pub use tally::{KindScore, Score, TableScore};

use std::path::{Path, PathBuf};

use super::manifest::{Entry, MANIFEST};
use crate::tables::columns;
use crate::tables::spec::{Folder, Table};
use file::TableFile;
use log::Log;

/// The folder of the log, inside a dataset and inside a recipient's private folder.
const LOG_FOLDER: &str = "truth";
/// The log among the tables there.
const LOG: &str = "defects";

/// Scores what a recipient handed in: the tables of their folder against those that they got.
pub fn score_submission(
    class: &Path,
    entry: &Entry,
    tables: &[String],
    handed_in: &Path,
) -> Result<Score, String> {
    let folder = &entry.recipient.folder;
    let log = grid::find(&class.join(Entry::private_folder(folder)).join(LOG_FOLDER), LOG)?;
    let dirty = class.join(Entry::public_folder(folder)).join("data");
    // `data/` may be kept in what is handed in.
    let inside = handed_in.join("data");
    let cleaned = if inside.is_dir() { inside } else { handed_in.to_owned() };
    score(&dirty, &cleaned, &log, tables)
}

/// Scores a cleaned file or folder against a dirty one. `tables` are those to score; all with flaws,
/// if there are none.
pub fn score(dirty: &Path, cleaned: &Path, log: &Path, tables: &[String]) -> Result<Score, String> {
    if let Some(missing) = [dirty, cleaned].into_iter().find(|path| !path.exists()) {
        return Err(format!("{}: there is no such file or folder", missing.display()));
    }
    let log = Log::read(log)?;
    let mut names: Vec<String> = log.tables().map(str::to_owned).collect();
    if !tables.is_empty() {
        names.retain(|name| tables.contains(name));
    }
    // A single file says by its name which table it is.
    let single = [dirty, cleaned].into_iter().find(|path| !path.is_dir());
    if let Some(file) = single {
        let own = table_name(file);
        names.retain(|name| *name == own);
        if names.is_empty() {
            return Err(format!("{}: the log has no flaws in `{own}`", file.display()));
        }
    }
    let mut score = Score::default();
    for name in names {
        let Some(table) = described(&name) else { continue };
        // A table that was not handed out has no flaws to find.
        let Ok(dirty_file) = file_of(dirty, &name) else { continue };
        let before = TableFile::read(&dirty_file, table)?;
        let after = file_of(cleaned, &name).and_then(|file| TableFile::read(&file, table));
        let scored = match after {
            Ok(after) => score::table(table, log.of(&name), &before, &after),
            Err(why) if single.is_some() => return Err(why),
            Err(why) => score::untouched(table, log.of(&name), &before, why),
        };
        score.tables.push(scored);
    }
    match score.tables.is_empty() {
        true => Err(format!("{}: there is no table with flaws", dirty.display())),
        false => Ok(score),
    }
}

fn described(name: &str) -> Option<&'static Table> {
    columns::ALL.iter().copied().find(|table| table.folder == Folder::Data && table.name == name)
}

/// The file of a table: the path itself, or the one in that folder, whatever its format.
fn file_of(path: &Path, table: &str) -> Result<PathBuf, String> {
    if !path.is_dir() {
        return Ok(path.to_owned());
    }
    let inside = path.join("data");
    grid::find(if inside.is_dir() { &inside } else { path }, table)
}

/// The table that a file is named after: `orders_clean.csv` is `orders`.
fn table_name(file: &Path) -> String {
    let stem = file.file_stem().unwrap_or_default().to_string_lossy().to_lowercase();
    let data = columns::ALL.iter().filter(|table| table.folder == Folder::Data);
    let known = data.map(|table| table.name).filter(|name| stem.starts_with(name));
    known.max_by_key(|name| name.len()).map_or(stem.clone(), str::to_owned)
}

/// Whether a folder is a class.
fn is_class(folder: &Path) -> bool {
    folder.join(MANIFEST).is_file()
}
