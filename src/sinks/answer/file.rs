//! A file that is there whole or not at all.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process;

use crate::sinks::output::at;

/// A file on its way to its place: written beside it, and renamed when it is complete. Dropped
/// before that, it leaves nothing behind.
pub struct NewFile {
    place: PathBuf,
    draft: PathBuf,
    file: Option<File>,
    force: bool,
}

impl NewFile {
    /// Begins a file, unless another is there that may not be replaced.
    pub fn create(place: &Path, force: bool) -> io::Result<NewFile> {
        free(place, force)?;
        let Some(name) = place.file_name() else {
            return Err(at(place, io::Error::new(io::ErrorKind::InvalidInput, "no file name")));
        };
        let mut draft = std::ffi::OsString::from(".");
        draft.push(name);
        draft.push(format!(".adloom-{}", process::id()));
        let draft = place.with_file_name(draft);
        let file = File::create(&draft).map_err(|error| at(&draft, error))?;
        Ok(NewFile { place: place.to_owned(), draft, file: Some(file), force })
    }

    /// Puts the complete file in its place.
    pub fn publish(mut self) -> io::Result<()> {
        if let Some(file) = self.file.take() {
            file.sync_all().map_err(|error| at(&self.draft, error))?;
        }
        free(&self.place, self.force)?;
        fs::rename(&self.draft, &self.place).map_err(|error| at(&self.place, error))
    }
}

fn free(place: &Path, force: bool) -> io::Result<()> {
    if place.is_dir() {
        let why = io::Error::new(io::ErrorKind::AlreadyExists, "it is a folder");
        return Err(at(place, why));
    }
    if !force && place.symlink_metadata().is_ok() {
        let why = "a file is already there; --force replaces it";
        return Err(at(place, io::Error::new(io::ErrorKind::AlreadyExists, why)));
    }
    Ok(())
}

impl Write for &NewFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &self.file {
            Some(file) => (&*file).write(bytes).map_err(|error| at(&self.place, error)),
            None => Ok(bytes.len()),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Drop for NewFile {
    fn drop(&mut self) {
        // Renamed already, or of no use to anybody.
        let _ = fs::remove_file(&self.draft);
    }
}
