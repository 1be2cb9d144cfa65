//! A dataset in an object store: the same files as in a folder, under a prefix of a bucket.
//!
//! A store has no folder to rename, but an upload in parts is seen by nobody until it is
//! completed. So all tables go up unseen while rows are made; only then is the old manifest
//! deleted, the uploads are completed, and the new manifest is put last. Whatever ends a run
//! before that leaves what was there as it was. A run that is killed in those last moments leaves
//! no manifest, and a note ([`NOTE`]) of the objects that are its own.

mod store;
mod upload;
mod url;

pub use url::ObjectUrl;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use self::store::Store;
use self::upload::Uploads;
use super::folder::{
    Error, Fill, Manifest, Order, Standing, Step, decide, judge, own_files, texts,
};
use super::output::OutputFile;
use crate::engine::{self, Source, Watch};

/// Lists the objects of a dataset whose manifest is not there yet.
const NOTE: &str = "adloom.unfinished.json";

/// Writes a dataset from a source under a prefix, and puts its manifest last.
pub fn write<S: Source + ?Sized>(
    source: &S,
    order: &Order,
    url: &ObjectUrl,
    watch: &dyn Watch,
    interrupted: &AtomicBool,
) -> Result<Manifest, Error> {
    let store = Store::open(url)?;
    let mut manifest = Manifest::outline(order, source.tables());
    manifest.spoilt(source.planted());
    let old = claim(&store, order, &manifest)?;
    let uploads = Uploads::new(&store);
    let tables = source.tables();
    let files = tables.iter().copied().zip(&manifest.tables).map(|(table, entry)| {
        let name = PathBuf::from(store.shown(&entry.file));
        (table, OutputFile::to(&name, Box::new(uploads.begin(&entry.file))))
    });
    let written = Fill { order, interrupted }.fill(source, files.collect(), watch)?;
    manifest.record(&written);
    if interrupted.load(Ordering::Relaxed) {
        return Err(engine::Error::Interrupted.into());
    }
    let texts = texts(order, tables, |table| source.is_empty(table), &[]);
    publish(&store, uploads, &manifest, &old, &texts)?;
    Ok(manifest)
}

/// Looks at the place, and tells the objects there that are to go or to be replaced.
fn claim(store: &Store, order: &Order, new: &Manifest) -> Result<Vec<String>, Error> {
    let there = store.list()?;
    let noted = match there.iter().any(|name| name == NOTE) {
        true => noted(store)?,
        false => Vec::new(),
    };
    if !noted.is_empty() && !order.force {
        let why = "an unfinished run is there, killed or still at work; --force replaces it";
        return Err(Error::Refused(format!("{}: {why}", order.out.display())));
    }
    let others = there.iter().filter(|name| *name != NOTE && !noted.contains(name));
    let others = others.map(PathBuf::from).collect::<Vec<_>>();
    let standing = judge(others, |file| store.get(file.to_str()?).ok());
    let kept = match &standing {
        Standing::Dataset(manifests) => manifests.clone(),
        Standing::Free | Standing::Foreign(_) => Vec::new(),
    };
    match decide(standing, &order.out, new, order.force)? {
        Step::Join => {
            let is_of_other_part = |name: &&String| {
                let own = kept.iter().filter(|m| m.part != new.part).flat_map(objects_of);
                own.collect::<Vec<_>>().contains(name)
            };
            let old = there.iter().filter(|name| *name != NOTE && !is_of_other_part(name));
            Ok(old.cloned().collect())
        }
        Step::Move | Step::Replace => Ok(there.into_iter().filter(|name| name != NOTE).collect()),
    }
}

/// The objects that a note of a killed run names, the note included.
fn noted(store: &Store) -> Result<Vec<String>, Error> {
    let mut noted: Vec<String> = serde_json::from_str(&store.get(NOTE)?).map_err(|_| {
        let why = format!("{NOTE} is not adloom's; choose another --out");
        Error::Refused(format!("{}: {why}", store.shown("")))
    })?;
    noted.push(NOTE.to_owned());
    Ok(noted)
}

/// The objects of a dataset.
fn objects_of(manifest: &Manifest) -> impl Iterator<Item = String> {
    own_files(manifest).into_iter().filter_map(|file| file.to_str().map(str::to_owned))
}

/// Makes a complete dataset visible: the old manifest goes first, the new one comes last.
fn publish(
    store: &Store,
    uploads: Uploads,
    manifest: &Manifest,
    old: &[String],
    texts: &[(&'static str, String)],
) -> Result<(), Error> {
    let new = || objects_of(manifest).filter(|name| Path::new(name).extension().is_some());
    let mut noted = old.to_vec();
    noted.extend(new().filter(|name| !old.contains(name)));
    let note = serde_json::to_string_pretty(&noted).map_err(std::io::Error::other)?;
    store.put(NOTE, note.into_bytes())?;
    for manifest in old.iter().filter(|name| Manifest::is_named(name)) {
        store.delete(manifest)?;
    }
    uploads.complete()?;
    for (file, text) in texts {
        store.put(file, text.clone().into_bytes())?;
    }
    let own = new().collect::<Vec<_>>();
    for stale in old.iter().filter(|name| !own.contains(name) && !Manifest::is_named(name)) {
        store.delete(stale)?;
    }
    store.put(&manifest.file_name(), manifest.to_json().into_bytes())?;
    store.delete(NOTE)?;
    Ok(())
}
