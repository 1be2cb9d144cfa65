//! A dataset on its way to its place.
//!
//! It is written in a folder beside the place and renamed when it is complete, so a dataset is
//! there whole or not at all. The few steps that look at the place and then change it are made
//! under a lock on the folder around it, since parts of one dataset may end at the same moment.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::manifest::Manifest;
use super::standing::{Standing, standing};
use super::workplace::{Workplace, clean, lock};
use super::{DICTIONARY_FILE, Error, PACKAGE_FILE, SCENARIO_FILE, load};
use crate::sinks::output::at;

/// A dataset that is being written.
pub struct Draft {
    workplace: Workplace,
    parent: PathBuf,
    place: PathBuf,
    /// The place as the user wrote it.
    shown: PathBuf,
    force: bool,
}

impl Draft {
    /// Claims a place, unless it is taken. Removes what killed runs left beside it.
    pub fn begin(out: &Path, manifest: &Manifest, force: bool) -> Result<Draft, Error> {
        let place =
            if out.exists() { out.canonicalize().map_err(|e| at(out, e))? } else { out.to_owned() };
        let refuse = |why: &str| Error::Refused(format!("{}: {why}", out.display()));
        let Some(name) = place.file_name().and_then(|name| name.to_str()) else {
            return Err(refuse("a dataset needs a folder with a name; choose another --out"));
        };
        let parent = match place.parent() {
            Some(parent) if parent != Path::new("") => parent.to_owned(),
            _ => PathBuf::from("."),
        };
        fs::create_dir_all(&parent).map_err(|error| at(&parent, error))?;
        if is_mount_point(&place, &parent) {
            return Err(refuse(
                "a mount point cannot be put in place at once; choose a folder in it",
            ));
        }
        let _lock = lock(&parent);
        clean(&parent)?;
        step(&place, out, manifest, force)?;
        let workplace = Workplace::create(&parent, name)?;
        Ok(Draft { workplace, parent, place, shown: out.to_owned(), force })
    }

    /// The folder to write into.
    pub fn folder(&self) -> PathBuf {
        self.workplace.new_folder()
    }

    /// A folder for what is only needed meanwhile; it is not there yet.
    pub fn aside(&self) -> PathBuf {
        self.workplace.aside_folder()
    }

    /// Puts the complete dataset in its place.
    pub fn publish(self, manifest: &Manifest) -> Result<(), Error> {
        let _lock = lock(&self.parent);
        let place = self.place.as_path();
        match step(place, &self.shown, manifest, self.force)? {
            Step::Move => self.workplace.move_in(place, false)?,
            Step::Join => join(&self.folder(), place, manifest)?,
            Step::Replace => self.workplace.move_in(place, true)?,
        }
        Ok(())
    }
}

/// What it takes to put a dataset in its place.
pub enum Step {
    /// Nothing is there.
    Move,
    /// Other parts of the same dataset are there.
    Join,
    /// Another dataset is there, and may go.
    Replace,
}

fn step(place: &Path, shown: &Path, new: &Manifest, force: bool) -> Result<Step, Error> {
    let standing = match standing(place)? {
        Standing::Foreign(file) => {
            Standing::Foreign(file.strip_prefix(place).unwrap_or(&file).to_owned())
        }
        other => other,
    };
    decide(standing, shown, new, force)
}

/// Decides what a new dataset does to what stands in its place, or refuses it.
pub fn decide(
    standing: Standing,
    shown: &Path,
    new: &Manifest,
    force: bool,
) -> Result<Step, Error> {
    let refuse = |why: String| Err(Error::Refused(format!("{}: {why}", shown.display())));
    let there = match standing {
        Standing::Free => return Ok(Step::Move),
        Standing::Foreign(file) => {
            let what = if file == Path::new("") { "it".into() } else { file.display().to_string() };
            return refuse(format!("{what} is not adloom's; choose another --out"));
        }
        Standing::Dataset(there) => there,
    };
    let is_part = !new.part().is_whole();
    if is_part && there.iter().all(|other| other.is_same_run(new)) {
        return match there.iter().any(|other| other.part == new.part) && !force {
            true => refuse(format!("{} is already there; --force replaces it", new.part())),
            false => Ok(Step::Join),
        };
    }
    match force {
        true => Ok(Step::Replace),
        false => refuse("a dataset is already there; --force replaces it".to_owned()),
    }
}

/// Moves the files of a part in beside those of other parts, its manifest last.
fn join(new: &Path, place: &Path, manifest: &Manifest) -> io::Result<()> {
    let beside = [SCENARIO_FILE, PACKAGE_FILE, DICTIONARY_FILE].map(str::to_owned);
    let files = manifest.tables.iter().map(|table| table.file.clone());
    let scripts = load::files(manifest.format).map(str::to_owned);
    for file in files.chain(beside).chain(scripts).chain([manifest.file_name()]) {
        let target = place.join(file.as_str());
        if let Some(folder) = target.parent() {
            fs::create_dir_all(folder).map_err(|error| at(folder, error))?;
        }
        fs::rename(new.join(&file), &target).map_err(|error| at(&target, error))?;
    }
    Ok(())
}

#[cfg(unix)]
fn is_mount_point(place: &Path, parent: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let device = |path: &Path| fs::metadata(path).map(|metadata| metadata.dev()).ok();
    device(place).is_some_and(|own| device(parent).is_some_and(|around| around != own))
}

#[cfg(not(unix))]
fn is_mount_point(_place: &Path, _parent: &Path) -> bool {
    false
}
