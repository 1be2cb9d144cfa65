//! The report's folder, put in its place at once.
//!
//! Everything is written in a [`Workplace`] beside the place and renamed when it is complete, so
//! a report is there whole or not at all.

mod standing;
#[cfg(test)]
mod tests;

use std::fs;
use std::io;
use std::path::{Component, Path};

use self::standing::{Standing, standing};
use super::ReportError;
use crate::sinks::folder::{Workplace, at, clean, lock};

/// The file that lists all the others; a folder with one is a report.
pub const LIST: &str = "metrics.json";

/// A file of the report.
#[derive(Debug, Clone)]
pub struct File {
    /// Path inside the folder, with `/` between parts.
    pub path: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

impl File {
    /// A file of a report.
    pub fn new(path: impl Into<String>, bytes: impl Into<Vec<u8>>) -> File {
        File { path: path.into(), bytes: bytes.into() }
    }
}

/// Puts files into a folder, which then holds nothing else.
///
/// # Errors
/// Where the place holds anything that no earlier report put there, or a file cannot be written.
pub fn publish(files: &[File], out: &Path) -> Result<(), ReportError> {
    let refuse = |why: String| ReportError::Refused(format!("{}: {why}", out.display()));
    let place =
        if out.exists() { out.canonicalize().map_err(|e| at(out, e))? } else { out.to_owned() };
    let Some(name) = place.file_name().and_then(|name| name.to_str()) else {
        return Err(refuse("a report needs a folder with a name".to_owned()));
    };
    let parent = match place.parent() {
        Some(parent) if parent != Path::new("") => parent,
        _ => Path::new("."),
    };
    fs::create_dir_all(parent).map_err(|error| at(parent, error))?;
    let _lock = lock(parent);
    clean(parent)?;
    let replaced = match standing(&place)? {
        Standing::Free => false,
        Standing::Report => true,
        Standing::Foreign(file) => {
            let file = file.strip_prefix(&place).unwrap_or(&file);
            let what = if file == Path::new("") { "it".into() } else { file.display().to_string() };
            return Err(refuse(format!("{what} is not adloom's; choose another folder")));
        }
    };
    let workplace = Workplace::create(parent, name)?;
    for file in files {
        if !stays_inside(Path::new(&file.path)) {
            return Err(refuse(format!("{} would lie outside", file.path)));
        }
        put(file, &workplace.new_folder())?;
    }
    Ok(workplace.move_in(&place, replaced)?)
}

fn put(file: &File, folder: &Path) -> io::Result<()> {
    let path = folder.join(&file.path);
    if let Some(around) = path.parent() {
        fs::create_dir_all(around).map_err(|error| at(around, error))?;
    }
    fs::write(&path, &file.bytes).map_err(|error| at(&path, error))
}

fn stays_inside(path: &Path) -> bool {
    path.components().all(|part| matches!(part, Component::Normal(_))) && path.file_name().is_some()
}
