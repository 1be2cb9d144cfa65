//! What lies where a dataset shall go.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::manifest::Manifest;
use super::workplace::are_leavings;
use super::{DICTIONARY_FILE, PACKAGE_FILE, SCENARIO_FILE, data_file, load};
use crate::sinks::output::at;

/// Folders of a dataset that may hold anything, because adloom fills them later.
const OWN_FOLDERS: [&str; 1] = ["model"];

/// What lies in a place.
pub enum Standing {
    /// Nothing, or an empty folder.
    Free,
    /// A dataset, or parts of one, and nothing else.
    Dataset(Vec<Manifest>),
    /// Something that adloom did not write; this for one.
    Foreign(PathBuf),
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
    // A killed `adloom model` leaves its workplace in the dataset.
    let left = |file: &Path| file.iter().next().is_some_and(|top| are_leavings(&place.join(top)));
    files.retain(|file| !left(file));
    Ok(match judge(files, |file| fs::read_to_string(place.join(file)).ok()) {
        Standing::Foreign(file) => Standing::Foreign(place.join(file)),
        standing => standing,
    })
}

/// Tells what files in a place make it. `read` gives the text of one of them.
pub fn judge(files: Vec<PathBuf>, read: impl Fn(&Path) -> Option<String>) -> Standing {
    if files.is_empty() {
        return Standing::Free;
    }
    let manifests = manifests(&files, read);
    let own = manifests.iter().flat_map(own_files).collect::<BTreeSet<_>>();
    let is_own = |file: &PathBuf| {
        let by_folder = || OWN_FOLDERS.iter().any(|f| file.starts_with(f));
        own.contains(file) || (!own.is_empty() && by_folder())
    };
    match files.into_iter().find(|file| !is_own(file)) {
        Some(foreign) => Standing::Foreign(foreign),
        None => Standing::Dataset(manifests),
    }
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

/// The manifests among the files. One that cannot be read is foreign: it makes nothing ours.
fn manifests(files: &[PathBuf], read: impl Fn(&Path) -> Option<String>) -> Vec<Manifest> {
    let named = files.iter().filter(|file| file.to_str().is_some_and(Manifest::is_named));
    let read = |file: &PathBuf| {
        let manifest = Manifest::from_json(&read(file)?).ok()?;
        (Path::new(&manifest.file_name()) == file).then_some(manifest)
    };
    named.filter_map(read).collect()
}

/// The files that belong to a manifest, those of its fellow parts included: a part that was
/// stopped while it moved in has files there, but no manifest yet.
pub fn own_files(manifest: &Manifest) -> Vec<PathBuf> {
    let beside = [SCENARIO_FILE, PACKAGE_FILE, DICTIONARY_FILE, load::FOLDER, "data", "truth"];
    let mut own = beside.map(PathBuf::from).to_vec();
    own.extend(load::files(manifest.format).map(PathBuf::from));
    own.push(manifest.file_name().into());
    for part in manifest.part().all() {
        for table in &manifest.tables {
            own.push(data_file(&table.folder, &table.name, part, manifest.format).into());
        }
    }
    own
}
