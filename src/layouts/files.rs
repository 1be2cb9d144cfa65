//! The files of a layout, wherever they come from.

use std::fs;
use std::io;
use std::path::Path;

use super::error::LayoutError;

/// Names of files that a layout is made of end like this; all others are left alone.
const ENDINGS: [&str; 2] = ["sql", "toml"];

/// A file of a layout.
#[derive(Debug, Clone)]
pub struct File {
    /// Its path, as messages name it.
    pub shown: String,
    /// The folder that it lies in inside the layout, if it does.
    pub schema: Option<String>,
    /// Its name.
    pub name: String,
    /// What it says.
    pub text: String,
}

/// The files of a folder and of the folders in it, in the order of their paths.
pub fn read(folder: &Path) -> Result<Vec<File>, LayoutError> {
    let mut files = Vec::new();
    list(folder, None, &mut files)?;
    Ok(files)
}

fn list(folder: &Path, schema: Option<&str>, files: &mut Vec<File>) -> Result<(), LayoutError> {
    let bad = |path: &Path, why: String| LayoutError::at(path.display().to_string(), why);
    let entries = fs::read_dir(folder).and_then(Iterator::collect::<io::Result<Vec<_>>>);
    let mut entries = entries.map_err(|error| bad(folder, error.to_string()))?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let path = entry.path();
        let Some(name) = entry.file_name().to_str().map(str::to_owned) else { continue };
        if name.starts_with('.') {
            continue;
        }
        if path.is_dir() {
            if schema.is_some() {
                let why = "a layout's folders are schemas, and hold no folders themselves";
                return Err(bad(&path, why.to_owned()));
            }
            named(&path, &name)?;
            list(&path, Some(&name), files)?;
            continue;
        }
        let Some((stem, ending)) = name.rsplit_once('.') else { continue };
        if !ENDINGS.contains(&ending) {
            continue;
        }
        named(&path, stem)?;
        let text = fs::read_to_string(&path).map_err(|error| bad(&path, error.to_string()))?;
        files.push(File {
            shown: path.display().to_string(),
            schema: schema.map(str::to_owned),
            name,
            text,
        });
    }
    Ok(())
}

fn named(path: &Path, name: &str) -> Result<(), LayoutError> {
    match is_name(name) {
        true => Ok(()),
        false => Err(LayoutError::at(
            path.display().to_string(),
            "its name would be that of a table, and so may hold letters, digits, _ and - only",
        )),
    }
}

/// Whether a text can name a table, a schema or a layout wherever they go.
pub fn is_name(name: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    !name.is_empty() && name.chars().all(plain)
}
