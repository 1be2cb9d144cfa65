//! Checks the files themselves against what the manifest says of them.

use std::fs::File;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::reading::Reading;
use super::{Check, Outcome};
use crate::dataset::{Dataset, DatasetError, WrittenFile};

/// Whether the files can be read, are as they were written, and have as many rows as they had.
pub fn check(dataset: &Dataset, reading: &Reading) -> Vec<Check> {
    vec![readable(dataset, reading), unchanged(dataset), row_counts(dataset, reading)]
}

fn named(name: &str, dataset: &Dataset, what: &str, outcome: Outcome) -> Check {
    Check {
        id: "files".into(),
        name: name.into(),
        tables: dataset.manifest().tables.iter().map(|t| t.qualified_name()).collect(),
        what: what.into(),
        outcome,
    }
}

fn readable(dataset: &Dataset, reading: &Reading) -> Check {
    let offenders = reading.unreadable.iter().map(|(table, error)| match error {
        DatasetError::BadTable { file, why, .. } => {
            vec![file.display().to_string(), table.clone(), why.clone()]
        }
        other => vec![String::new(), table.clone(), other.to_string()],
    });
    let outcome = Outcome::of(&["file", "table", "problem"], offenders.collect());
    let what = "Every file is there, whole, and holds the columns and types of its table.";
    named("readable", dataset, what, outcome)
}

fn row_counts(dataset: &Dataset, reading: &Reading) -> Check {
    let offenders = dataset.manifest().tables.iter().filter_map(|written| {
        let name = written.qualified_name();
        let rows = reading.tables.get(&name)?.rows;
        let stated = written.rows();
        (rows != stated).then(|| vec![name, rows.to_string(), stated.to_string()])
    });
    let outcome = Outcome::of(&["table", "rows", "rows_in_manifest"], offenders.collect());
    let what = "Every table has as many rows as the manifest states.";
    named("row_counts", dataset, what, outcome)
}

fn unchanged(dataset: &Dataset) -> Check {
    let what = "Every file has the size and the BLAKE3 checksum that the manifest states.";
    let Some(root) = dataset.root() else {
        let outcome = Outcome::Skipped("a database has no files of ours".into());
        return named("unchanged", dataset, what, outcome);
    };
    let manifest = dataset.manifest();
    let written = manifest.tables.iter().chain(&manifest.layouts);
    let files: Vec<&WrittenFile> = written.flat_map(|table| &table.files).collect();
    // Those of plain tables that cannot be opened are reported as unreadable already.
    let plain: usize = manifest.tables.iter().map(|table| table.files.len()).sum();
    let next = AtomicUsize::new(0);
    let worker = || {
        let mut offenders = Vec::new();
        loop {
            let place = next.fetch_add(1, Ordering::Relaxed);
            let Some(file) = files.get(place) else { break };
            let problem = match File::open(root.join(&file.path)) {
                Ok(found) => difference(found, file),
                Err(error) => (place >= plain).then(|| error.to_string()),
            };
            if let Some(problem) = problem {
                offenders.push(vec![file.path.display().to_string(), problem]);
            }
        }
        offenders
    };
    let mut offenders: Vec<Vec<String>> = std::thread::scope(|scope| {
        let workers: Vec<_> =
            (0..dataset.session().threads()).map(|_| scope.spawn(worker)).collect();
        // A worker only reads files and has nothing to panic about; if it did, it goes on here.
        workers
            .into_iter()
            .flat_map(|w| w.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            .collect()
    });
    offenders.sort();
    let outcome = Outcome::of(&["file", "problem"], offenders);
    named("unchanged", dataset, what, outcome)
}

/// How a file differs from what was written.
fn difference(file: File, written: &WrittenFile) -> Option<String> {
    let bytes = file.metadata().ok()?.len();
    if bytes != written.bytes {
        return Some(format!("{bytes} bytes, where the manifest states {}", written.bytes));
    }
    let mut hasher = blake3::Hasher::new();
    if let Err(e) = hasher.update_reader(file) {
        return Some(e.to_string());
    }
    let checksum = hasher.finalize().to_hex();
    let stated = written.checksum.trim_start_matches("blake3:");
    (checksum.as_str() != stated)
        .then(|| format!("checksum {checksum}, where the manifest states {stated}"))
}
