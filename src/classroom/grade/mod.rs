//! Grading: submissions in, marks out.
//!
//! Each recipient's key lies in the class; what they handed in is found by name ([`find`]), read in
//! whatever way it was saved ([`submission`]), and marked by the rules of [`super::marks`]. Nothing
//! that a student hands in can stop the run: what cannot be read is refused with the reason, for
//! that student alone.

mod find;
pub mod outcome;
mod submission;

pub use outcome::{Grades, Outcome, Status};

use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::cleaning::{self, Score};
use super::key::Key;
use super::manifest::{Entry, Manifest};
use super::marks::{Mark, cents, mark};
use find::{Found, Handed, Index};
use submission::Submission;

/// The id of the mark for repaired tables.
pub const CLEANING: &str = "cleaning";

/// Marks everything that was handed in for a class.
pub fn grade(class: &Path, submissions: &Path) -> Result<Grades, String> {
    let manifest = Manifest::read(class)?;
    let index = Index::read(submissions)?;
    let found = manifest.recipients.iter().map(|entry| index.of(&entry.recipient));
    let found = found.collect::<Vec<_>>();
    let taken = found.iter().flat_map(Found::paths).cloned().collect::<Vec<_>>();
    let strangers = index.others(&taken);
    // Each on its own, and in the order of the roster.
    let outcome = |(entry, found): (&Entry, Found)| {
        let private = class.join(Entry::private_folder(&entry.recipient.folder));
        let key = read_key(&private.join("key.json"))?;
        Ok(one(class, entry, &key, found))
    };
    let outcomes = manifest.recipients.par_iter().zip(found).map(outcome);
    let outcomes = outcomes.collect::<Result<Vec<_>, String>>()?;
    Ok(Grades { manifest, outcomes, strangers })
}

/// Reads a key.
pub fn read_key(path: &Path) -> Result<Key, String> {
    let failed = |why: String| format!("{}: {why}", path.display());
    let text = std::fs::read_to_string(path).map_err(|error| failed(error.to_string()))?;
    serde_json::from_str(&text).map_err(|error| failed(error.to_string()))
}

/// Marks what one recipient handed in.
fn one(class: &Path, entry: &Entry, key: &Key, found: Found) -> Outcome {
    let mut outcome = Outcome {
        recipient: entry.recipient.clone(),
        status: Status::Missing,
        file: None,
        notes: Vec::new(),
        marks: Vec::new(),
        repair: None,
    };
    let handed = match found {
        Found::Nothing => None,
        Found::Several(paths) => {
            outcome.status = Status::Refused(format!(
                "several submissions: {}; keep one of them",
                paths.iter().map(|path| name_of(path)).collect::<Vec<_>>().join(", ")
            ));
            None
        }
        Found::One(handed) => Some(handed),
    };
    let answers = handed.as_ref().and_then(|handed| {
        outcome.file = Some(name_of(&handed.path));
        outcome.status = Status::Graded;
        answers(handed, key, &mut outcome)
    });
    let answers = answers.unwrap_or_default();
    for entry in &key.answers {
        outcome.marks.push(mark(entry, answers.of(&entry.id)));
    }
    outcome.notes.extend(answers.strangers(key));
    if let Some(points) = key.cleaning_points {
        let folder = handed.as_ref().and_then(|handed| handed.folder.as_deref());
        let repaired = match folder {
            Some(folder) => cleaning::score_submission(class, entry, &key.cleaning_tables, folder),
            None => Err("no folder with repaired tables".to_owned()),
        };
        outcome.marks.push(repair_mark(&repaired, points));
        outcome.repair = repaired.ok();
    }
    outcome
}

/// The answers that were handed in; a reason in the outcome where they cannot be read.
fn answers(handed: &Handed, key: &Key, outcome: &mut Outcome) -> Option<Submission> {
    let known = key.answers.iter().map(|entry| entry.id.as_str()).collect::<Vec<_>>();
    let Some(file) = &handed.answers else {
        if !key.answers.is_empty() {
            let why = "there is no answers.csv or answers.json in it".to_owned();
            match key.cleaning_points {
                Some(_) => outcome.notes.push(why),
                None => outcome.status = Status::Refused(why),
            }
        }
        return None;
    };
    match submission::read(file, &known) {
        Ok(submission) => Some(submission),
        Err(why) => {
            outcome.status = Status::Refused(format!("{}: {why}", name_of(file)));
            None
        }
    }
}

/// The mark for repaired tables.
fn repair_mark(repaired: &Result<Score, String>, most: f64) -> Mark {
    let (share, why) = match repaired {
        Ok(score) => (score.overall(), score.in_a_line()),
        Err(why) => (0.0, why.clone()),
    };
    Mark { id: CLEANING.to_owned(), most, points: cents(share * most), why }
}

fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// Where grades lie when no other place is named: beside the class.
pub fn usual_place(class: &Path) -> PathBuf {
    let class = class.canonicalize().unwrap_or_else(|_| class.to_owned());
    let name = format!("{}-grades", name_of(&class));
    class.with_file_name(name)
}
