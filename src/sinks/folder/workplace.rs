//! The folder in which a run works, and what killed runs left of theirs.
//!
//! A run works in `.<name>.adloom-partial-…` beside the place where its files shall go, and holds a
//! lock on a marker file in there as long as it lives. A folder with such a marker whose
//! lock is free is the leavings of a run that was killed.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process;

use crate::sinks::output::at;

const INFIX: &str = ".adloom-partial-";
const MARKER: &str = "adloom.lock";
const MARKER_TEXT: &str =
    "A run of adloom works here. Once it is gone, the next one removes this folder.\n";
/// What is being written.
const NEW: &str = "new";
/// What is being replaced, from when it leaves its place until the new one is there. It bears this
/// name only while it is whole.
const OLD: &str = "old";
/// What was replaced, while it is deleted.
const GONE: &str = "gone";
/// What is only needed meanwhile.
const ASIDE: &str = "aside";

/// A folder to work in, removed with all that is left in it when dropped.
pub struct Workplace {
    path: PathBuf,
    marker: Option<File>,
}

impl Workplace {
    /// Makes one beside a place. The caller holds the lock on the parent folder.
    pub fn create(parent: &Path, name: &str) -> io::Result<Workplace> {
        let mut attempt = 0;
        let path = loop {
            let path = parent.join(format!(".{name}{INFIX}{}-{attempt}", process::id()));
            match fs::create_dir(&path) {
                Ok(()) => break path,
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => attempt += 1,
                Err(error) => return Err(at(&path, error)),
            }
        };
        let mut workplace = Workplace { path, marker: None };
        let marker_path = workplace.path.join(MARKER);
        let mut marker = File::create_new(&marker_path).map_err(|error| at(&marker_path, error))?;
        // Without locks (some network file systems have none) leavings just stay where they are.
        let _ = marker.try_lock();
        marker.write_all(MARKER_TEXT.as_bytes()).map_err(|error| at(&marker_path, error))?;
        workplace.marker = Some(marker);
        fs::create_dir(workplace.new_folder()).map_err(|error| at(&workplace.path, error))?;
        Ok(workplace)
    }

    /// Where the new files are written.
    pub fn new_folder(&self) -> PathBuf {
        self.path.join(NEW)
    }

    /// Where things lie that nobody else needs.
    pub fn aside_folder(&self) -> PathBuf {
        self.path.join(ASIDE)
    }

    /// Puts the new folder in a place, instead of what is `taken` there. Whatever goes wrong, what
    /// lay there before still does. The caller holds the lock on the parent folder.
    pub fn move_in(&self, place: &Path, taken: bool) -> io::Result<()> {
        let (new, old) = (self.new_folder(), self.path.join(OLD));
        if !taken {
            // An empty folder may be there; only some systems rename over it.
            let _ = fs::remove_dir(place);
            return fs::rename(&new, place).map_err(|error| at(place, error));
        }
        fs::rename(place, &old).map_err(|error| at(place, error))?;
        fs::rename(&new, place).or_else(|error| {
            fs::rename(&old, place).map_err(|error| at(place, error))?;
            Err(at(place, error))
        })?;
        // The new folder is in its place; what cannot be let go of now, the next run lets go of.
        let _ = give_up(&self.path);
        Ok(())
    }
}

impl Drop for Workplace {
    fn drop(&mut self) {
        // What cannot be removed now, the next run removes.
        let _ = remove(&self.path, self.marker.take());
    }
}

/// Removes what killed runs left in a folder. The caller holds the lock on it.
///
/// What such a run had put aside, and not yet replaced, goes back to its place. Every command that
/// replaces a folder does it here, so what lies aside is known to be whole by its name alone,
/// whatever it is: a dataset, a class, its grades, a report.
pub fn clean(parent: &Path) -> io::Result<()> {
    for entry in fs::read_dir(parent).map_err(|error| at(parent, error))? {
        let entry = entry?;
        let file_name = entry.file_name();
        let Some((name, _)) = file_name.to_str().and_then(|name| name.split_once(INFIX)) else {
            continue;
        };
        let Some(name) = name.strip_prefix('.') else { continue };
        let path = entry.path();
        let Some(marker) = free_marker(&path) else { continue };
        if let Some(old) = put_aside(&path) {
            let place = parent.join(name);
            match fs::symlink_metadata(&place) {
                Ok(_) => give_up(&path)?,
                Err(_) => fs::rename(&old, &place).map_err(|error| at(&old, error))?,
            }
        }
        remove(&path, Some(marker)).map_err(|error| at(&path, error))?;
    }
    Ok(())
}

/// What a run has put aside and not replaced: it is whole, since whatever is deleted loses its name
/// first.
fn put_aside(workplace: &Path) -> Option<PathBuf> {
    let old = workplace.join(OLD);
    fs::symlink_metadata(&old).is_ok().then_some(old)
}

/// Lets go of what was put aside: from here on it may be deleted, and is not whole any more.
fn give_up(workplace: &Path) -> io::Result<()> {
    let old = workplace.join(OLD);
    fs::rename(&old, workplace.join(GONE)).map_err(|error| at(&old, error))
}

/// Holds a lock on a folder while it lives, where the system has such locks.
pub fn lock(folder: &Path) -> Option<File> {
    let folder = File::open(folder).ok()?;
    folder.lock().ok()?;
    Some(folder)
}

/// Whether a folder is what a killed run left, of whichever command.
pub fn are_leavings(folder: &Path) -> bool {
    let name = folder.file_name().and_then(|name| name.to_str());
    name.is_some_and(|name| name.contains(INFIX)) && free_marker(folder).is_some()
}

/// The locked marker of a folder whose run is gone.
fn free_marker(folder: &Path) -> Option<File> {
    let mut marker = File::options().read(true).write(true).open(folder.join(MARKER)).ok()?;
    marker.try_lock().ok()?;
    let mut text = String::new();
    marker.read_to_string(&mut text).ok()?;
    // A run that was killed between making the marker and writing to it left it empty.
    MARKER_TEXT.starts_with(&text).then_some(marker)
}

/// Removes a workplace: the marker goes last, so that whatever is left can still be told. What was
/// put aside and found no way back stays, for the next run to put in its place.
fn remove(path: &Path, marker: Option<File>) -> io::Result<()> {
    for folder in [NEW, GONE, ASIDE] {
        match fs::remove_dir_all(path.join(folder)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    drop(marker);
    if put_aside(path).is_some() {
        return Ok(());
    }
    match fs::remove_file(path.join(MARKER)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    fs::remove_dir(path)
}
