//! A folder that adloom fills and puts in its place at once: a class, or its grades.
//!
//! It is written in a workplace beside the place and renamed when it is complete. A list inside it
//! names every file, by which it is known again: a folder that holds anything else is never
//! touched, and one that adloom wrote only with leave to replace it.

use std::collections::BTreeSet;
use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::sinks::folder::{Workplace, at, clean, lock};

/// A folder on its way to its place.
pub struct Draft {
    workplace: Workplace,
    parent: PathBuf,
    place: PathBuf,
    /// The place as the user wrote it.
    shown: PathBuf,
    list: &'static str,
    force: bool,
}

/// Why a folder is not there.
#[derive(Debug)]
pub enum NotPlaced {
    /// The place is taken; the text says by what, and what would do.
    Refused(String),
    /// It could not be written.
    Io(io::Error),
}

impl Draft {
    /// Claims a place, unless it is taken. `list` is the file in it that names all its files.
    pub fn begin(out: &Path, list: &'static str, force: bool) -> Result<Draft, NotPlaced> {
        let place =
            if out.exists() { out.canonicalize().map_err(|e| at(out, e))? } else { out.to_owned() };
        let Some(name) = place.file_name().and_then(|name| name.to_str()) else {
            let why = "this needs a folder with a name; choose another --out";
            return Err(NotPlaced::Refused(format!("{}: {why}", out.display())));
        };
        let parent = match place.parent() {
            Some(parent) if parent != Path::new("") => parent.to_owned(),
            _ => PathBuf::from("."),
        };
        fs::create_dir_all(&parent).map_err(|error| at(&parent, error))?;
        let _lock = lock(&parent);
        clean(&parent)?;
        is_taken(&place, out, list, force)?;
        let workplace = Workplace::create(&parent, name)?;
        let shown = out.to_owned();
        Ok(Draft { workplace, parent, place, shown, list, force })
    }

    /// The folder to write into.
    pub fn folder(&self) -> PathBuf {
        self.workplace.new_folder()
    }

    /// Puts the complete folder in its place.
    pub fn publish(self) -> Result<(), NotPlaced> {
        let _lock = lock(&self.parent);
        let taken = is_taken(&self.place, &self.shown, self.list, self.force)?;
        Ok(self.workplace.move_in(&self.place, taken)?)
    }
}

/// Whether there is something that may be replaced; an error where it may not.
fn is_taken(place: &Path, shown: &Path, list: &str, force: bool) -> Result<bool, NotPlaced> {
    let refuse = |why: String| Err(NotPlaced::Refused(format!("{}: {why}", shown.display())));
    match standing(place, list)? {
        Standing::Free => Ok(false),
        Standing::Ours if force => Ok(true),
        Standing::Ours => refuse("it is there already; --force makes it again".to_owned()),
        Standing::Foreign(file) if file == Path::new("") => {
            refuse("it is no folder of adloom's; choose another --out".to_owned())
        }
        Standing::Foreign(file) => {
            refuse(format!("{} is not adloom's; choose another --out", file.display()))
        }
    }
}

/// What lies in a place.
enum Standing {
    /// Nothing, or an empty folder.
    Free,
    /// What a list there names, and nothing else.
    Ours,
    /// Something else; this for one, inside the place.
    Foreign(PathBuf),
}

/// The part of a list that names files.
#[derive(Deserialize)]
struct List {
    files: BTreeSet<PathBuf>,
}

fn standing(place: &Path, list: &str) -> io::Result<Standing> {
    match fs::symlink_metadata(place) {
        Ok(metadata) if metadata.is_dir() => {}
        Ok(_) => return Ok(Standing::Foreign(PathBuf::new())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Standing::Free),
        Err(error) => return Err(at(place, error)),
    }
    let found = files(place)?;
    if found.is_empty() {
        return Ok(Standing::Free);
    }
    let own = fs::read(place.join(list)).ok();
    let own = own.and_then(|text| serde_json::from_slice::<List>(&text).ok());
    let own = own.map(|list| list.files).unwrap_or_default();
    Ok(match found.into_iter().find(|file| !own.contains(file)) {
        Some(foreign) => Standing::Foreign(foreign),
        None => Standing::Ours,
    })
}

/// All files and empty folders under a folder, relative to it, in order.
pub fn files(root: &Path) -> io::Result<Vec<PathBuf>> {
    fn walk(root: &Path, inside: &Path, found: &mut Vec<PathBuf>) -> io::Result<()> {
        let folder = root.join(inside);
        let entries = fs::read_dir(&folder).map_err(|error| at(&folder, error))?;
        let mut entries = entries.collect::<io::Result<Vec<_>>>()?;
        entries.sort_by_key(|entry| entry.file_name());
        if entries.is_empty() && inside != Path::new("") {
            found.push(inside.to_owned());
        }
        for entry in entries {
            let path = inside.join(entry.file_name());
            match entry.file_type()?.is_dir() {
                true => walk(root, &path, found)?,
                false => found.push(path),
            }
        }
        Ok(())
    }
    let mut found = Vec::new();
    walk(root, Path::new(""), &mut found)?;
    Ok(found)
}

/// Writes a file, with the folders that it needs.
pub fn put(root: &Path, path: &str, bytes: impl AsRef<[u8]>) -> io::Result<()> {
    let path = root.join(path);
    if let Some(around) = path.parent() {
        fs::create_dir_all(around).map_err(|error| at(around, error))?;
    }
    fs::write(&path, bytes).map_err(|error| at(&path, error))
}

impl fmt::Display for NotPlaced {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NotPlaced::Refused(why) => f.write_str(why),
            NotPlaced::Io(error) => write!(f, "{error}"),
        }
    }
}

impl From<io::Error> for NotPlaced {
    fn from(error: io::Error) -> Self {
        NotPlaced::Io(error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: &str = "in/list.json";

    fn fill(draft: &Draft, text: &str) {
        put(&draft.folder(), "a.txt", text).unwrap();
        put(&draft.folder(), LIST, r#"{"files": ["a.txt", "in/list.json"]}"#).unwrap();
    }

    #[test]
    fn nothing_is_there_before_all_of_it_is() {
        let around = tempfile::tempdir().unwrap();
        let out = around.path().join("class");
        let draft = Draft::begin(&out, LIST, false).unwrap();
        fill(&draft, "1");
        assert!(!out.exists());
        draft.publish().unwrap();
        assert_eq!(fs::read_to_string(out.join("a.txt")).unwrap(), "1");
        assert_eq!(fs::read_dir(around.path()).unwrap().count(), 1, "nothing is left beside it");
    }

    #[test]
    fn a_draft_that_is_dropped_leaves_what_was_there() {
        let around = tempfile::tempdir().unwrap();
        let out = around.path().join("class");
        let draft = Draft::begin(&out, LIST, false).unwrap();
        fill(&draft, "1");
        draft.publish().unwrap();
        fill(&Draft::begin(&out, LIST, true).unwrap(), "2");
        assert_eq!(fs::read_to_string(out.join("a.txt")).unwrap(), "1");
    }

    #[test]
    fn only_what_adloom_wrote_is_replaced_and_only_with_leave() {
        let around = tempfile::tempdir().unwrap();
        let out = around.path().join("class");
        let draft = Draft::begin(&out, LIST, false).unwrap();
        fill(&draft, "1");
        draft.publish().unwrap();
        let Err(NotPlaced::Refused(why)) = Draft::begin(&out, LIST, false) else { panic!() };
        assert!(why.contains("--force"));
        let draft = Draft::begin(&out, LIST, true).unwrap();
        fill(&draft, "2");
        draft.publish().unwrap();
        assert_eq!(fs::read_to_string(out.join("a.txt")).unwrap(), "2");
        fs::write(out.join("essay.txt"), "mine").unwrap();
        let Err(NotPlaced::Refused(why)) = Draft::begin(&out, LIST, true) else { panic!() };
        assert!(why.contains("essay.txt is not adloom's"));
    }
}
