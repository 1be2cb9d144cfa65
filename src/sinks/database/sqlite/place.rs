//! The place of a SQLite file: what stands there, and the step that puts a new one in.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags};

use super::super::manifest::{MANIFEST_COLUMN, MANIFEST_TABLE, Manifest};
use super::super::{DatabaseUrl, LoadError};
use super::APPLICATION_ID;
use crate::sinks::folder::{Workplace, clean};

/// A place that was claimed.
pub struct Place {
    path: PathBuf,
    force: bool,
    workplace: Workplace,
}

impl Place {
    /// Claims a place, unless it is taken. Removes what killed runs left beside it.
    pub fn claim(url: &DatabaseUrl, path: &Path, force: bool) -> Result<Place, LoadError> {
        let at = |error: io::Error| LoadError::failed(url, error);
        // A link is followed: what it leads to is replaced, not the link.
        let path = if path.exists() { path.canonicalize().map_err(at)? } else { path.to_owned() };
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else {
            return Err(LoadError::input(url, "it is not the path of a file"));
        };
        let parent = match path.parent() {
            Some(parent) if parent != Path::new("") => parent,
            _ => Path::new("."),
        };
        if !parent.is_dir() {
            let what = format!("there is no folder {}; make it first", parent.display());
            return Err(LoadError::input(url, what));
        }
        look(url, &path, force)?;
        clean(parent).map_err(at)?;
        let workplace = Workplace::create(parent, name).map_err(at)?;
        Ok(Place { path, force, workplace })
    }

    /// Where the new file is written.
    pub fn draft(&self) -> PathBuf {
        self.workplace.new_folder().join("draft.sqlite")
    }

    /// Puts the complete file in its place.
    pub fn publish(self, url: &DatabaseUrl) -> Result<(), LoadError> {
        look(url, &self.path, self.force)?;
        fs::rename(self.draft(), &self.path).map_err(|error| LoadError::failed(url, error))
    }
}

/// Refuses a place that is taken, unless by a file of ours that may be replaced.
fn look(url: &DatabaseUrl, path: &Path, force: bool) -> Result<(), LoadError> {
    if fs::symlink_metadata(path).is_err() {
        return Ok(());
    }
    let refuse = |what: String| Err(LoadError::input(url, what));
    match standing(path) {
        Standing::Foreign(what) => {
            refuse(format!("{what}; it is not adloom's to replace, so choose another path"))
        }
        Standing::Busy => refuse("another program is working on the file; close it first".into()),
        Standing::Ours if force => Ok(()),
        Standing::Ours => refuse("a dataset is already there; --force replaces it".into()),
    }
}

enum Standing {
    Ours,
    Foreign(String),
    Busy,
}

fn standing(path: &Path) -> Standing {
    if !path.is_file() {
        return Standing::Foreign("a folder is there".to_owned());
    }
    // Changes that stand beside the file would be lost, or mixed into the new one.
    let beside = ["-wal", "-journal"].map(|ending| {
        let mut name = path.as_os_str().to_owned();
        name.push(ending);
        PathBuf::from(name)
    });
    let Ok(manifest) = manifest_of(path) else {
        return Standing::Foreign("a file that adloom did not make is there".to_owned());
    };
    if beside.iter().any(|path| fs::metadata(path).is_ok_and(|file| file.len() > 0)) {
        return Standing::Busy;
    }
    match stranger(path, &manifest) {
        Ok(None) => Standing::Ours,
        Ok(Some(name)) => Standing::Foreign(format!("somebody added `{name}` to the file")),
        Err(_) => Standing::Busy,
    }
}

/// The manifest of a file that adloom made.
pub fn manifest_of(path: &Path) -> Result<Manifest, String> {
    let connection = open_to_read(path).map_err(|error| error.to_string())?;
    let mark: i32 = connection
        .pragma_query_value(None, "application_id", |row| row.get(0))
        .map_err(|error| error.to_string())?;
    let sql = format!("SELECT {MANIFEST_COLUMN} FROM {MANIFEST_TABLE}");
    let text = connection.query_row(&sql, [], |row| row.get::<_, String>(0));
    match text {
        Ok(text) if mark == APPLICATION_ID => {
            Manifest::from_json(&text).map_err(|error| format!("its manifest: {error}"))
        }
        _ => Err("adloom did not make it".to_owned()),
    }
}

/// Something in the file that its manifest does not list.
fn stranger(path: &Path, manifest: &Manifest) -> rusqlite::Result<Option<String>> {
    let connection = open_to_read(path)?;
    let mut statement = connection.prepare(
        "SELECT name, tbl_name FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
    )?;
    let names = statement
        .query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    // An index is lost with its table and made again by whoever wants it: it counts with the table.
    Ok(names.into_iter().find(|(_, table)| !manifest.made(None, table)).map(|(name, _)| name))
}

fn open_to_read(path: &Path) -> rusqlite::Result<Connection> {
    Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)
}
