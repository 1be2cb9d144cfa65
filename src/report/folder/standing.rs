//! What lies where a report shall go.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::LIST;
use crate::sinks::folder::at;

/// What lies in a place.
pub enum Standing {
    /// Nothing, or an empty folder.
    Free,
    /// A report, or a part of one, and nothing else.
    Report,
    /// Something that no report put there; this for one.
    Foreign(PathBuf),
}

/// The part of `metrics.json` that says which files are the report's.
#[derive(Deserialize)]
struct List {
    files: Vec<String>,
}

/// Looks at a place.
pub fn standing(place: &Path) -> io::Result<Standing> {
    let kind = match fs::symlink_metadata(place) {
        Ok(metadata) => metadata.file_type(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Standing::Free),
        Err(error) => return Err(at(place, error)),
    };
    if !kind.is_dir() {
        return Ok(Standing::Foreign(place.to_owned()));
    }
    let mut files = Vec::new();
    list(place, Path::new(""), &mut files)?;
    if files.is_empty() {
        return Ok(Standing::Free);
    }
    let own = own_files(place);
    Ok(match files.into_iter().find(|file| !own.contains(file)) {
        Some(foreign) => Standing::Foreign(place.join(foreign)),
        None => Standing::Report,
    })
}

/// All files and empty folders under a folder, relative to it, in order.
fn list(root: &Path, inside: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    let folder = root.join(inside);
    let entries = fs::read_dir(&folder).map_err(|error| at(&folder, error))?;
    let mut entries = entries.collect::<io::Result<Vec<_>>>()?;
    entries.sort_by_key(|entry| entry.file_name());
    if entries.is_empty() && inside != Path::new("") {
        files.push(inside.to_owned());
    }
    for entry in entries {
        let path = inside.join(entry.file_name());
        match entry.file_type()?.is_dir() {
            true => list(root, &path, files)?,
            false => files.push(path),
        }
    }
    Ok(())
}

/// The files that a report's list names; none where there is no list, or it cannot be read.
fn own_files(place: &Path) -> BTreeSet<PathBuf> {
    let read = || {
        let text = fs::read(place.join(LIST)).ok()?;
        serde_json::from_slice::<List>(&text).ok()
    };
    read().map_or_else(BTreeSet::new, |list| list.files.into_iter().map(PathBuf::from).collect())
}
