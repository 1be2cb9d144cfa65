//! Which file or folder is whose.
//!
//! A submission is `<name>.csv`, `<name>.json`, or a folder `<name>` with `answers.csv` or
//! `answers.json` in it, where the name is the student's folder in the class or their id, whatever
//! its case. Nothing else is opened, and no link is followed.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::classroom::folder_name::folder_name;
use crate::classroom::roster::Recipient;

/// Extensions of submissions.
const EXTENSIONS: [&str; 4] = ["csv", "json", "txt", "tsv"];

/// What was handed in, by name in lower case.
pub struct Index {
    entries: BTreeMap<String, Vec<PathBuf>>,
    others: Vec<PathBuf>,
}

/// A submission.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handed {
    /// The file or folder.
    pub path: PathBuf,
    /// The file with answers.
    pub answers: Option<PathBuf>,
    /// The folder with tables.
    pub folder: Option<PathBuf>,
    /// Everything that it was found as: a folder and a file beside it, or copies of a file.
    pub found: Vec<PathBuf>,
}

/// What was found of a recipient.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// Nothing.
    Nothing,
    /// A submission.
    One(Handed),
    /// More than one.
    Several(Vec<PathBuf>),
}

impl Found {
    /// The files and folders that are somebody's.
    pub fn paths(&self) -> &[PathBuf] {
        match self {
            Found::Nothing => &[],
            Found::One(handed) => &handed.found,
            Found::Several(paths) => paths,
        }
    }
}

impl Index {
    /// Lists a folder of submissions.
    pub fn read(folder: &Path) -> Result<Index, String> {
        let failed = |error: std::io::Error| format!("{}: {error}", folder.display());
        let mut index = Index { entries: BTreeMap::new(), others: Vec::new() };
        let entries = fs::read_dir(folder).map_err(failed)?;
        for entry in entries.collect::<Result<Vec<_>, _>>().map_err(failed)? {
            let kind = entry.file_type().map_err(failed)?;
            let path = entry.path();
            let name = if kind.is_dir() {
                path.file_name()
            } else if kind.is_file() && is_submission(&path) {
                path.file_stem()
            } else {
                None
            };
            match name {
                Some(name) => {
                    let name = name.to_string_lossy().to_lowercase();
                    index.entries.entry(name).or_default().push(path);
                }
                None => index.others.push(path),
            }
        }
        Ok(index)
    }

    /// What a recipient handed in; for a group, any of its members may have.
    pub fn of(&self, recipient: &Recipient) -> Found {
        let mut names = vec![recipient.folder.to_lowercase()];
        names.extend(recipient.group.iter().map(|group| group.to_lowercase()));
        for student in &recipient.students {
            names.push(student.id.to_lowercase());
            names.push(folder_name(&student.id).to_lowercase());
        }
        names.sort();
        names.dedup();
        let mut paths: Vec<&PathBuf> =
            names.iter().filter_map(|name| self.entries.get(name)).flatten().collect();
        paths.sort();
        match paths.as_slice() {
            [] => Found::Nothing,
            [one] => Found::One(handed(one)),
            // A folder of tables and a file of answers beside it make one submission.
            [first, second] if first.is_dir() != second.is_dir() => {
                let (folder, file) = if first.is_dir() { (first, second) } else { (second, first) };
                let inside = handed(folder);
                match inside.answers {
                    None => Found::One(Handed {
                        answers: Some((*file).clone()),
                        found: vec![(*folder).clone(), (*file).clone()],
                        ..inside
                    }),
                    Some(_) => Found::Several(paths.into_iter().cloned().collect()),
                }
            }
            // Members of a group may each hand in the same file.
            [first, others @ ..] if others.iter().all(|other| is_copy(first, other)) => {
                let found = paths.iter().map(|path| (*path).clone()).collect();
                Found::One(Handed { found, ..handed(first) })
            }
            _ => Found::Several(paths.into_iter().cloned().collect()),
        }
    }

    /// The names of what belongs to nobody.
    pub fn others(&self, taken: &[PathBuf]) -> Vec<String> {
        let named = self.entries.values().flatten().filter(|path| !taken.contains(path));
        let mut names: Vec<String> =
            named.chain(&self.others).map(|path| super::name_of(path)).collect();
        names.sort();
        names
    }
}

fn handed(path: &Path) -> Handed {
    if !path.is_dir() {
        let path = path.to_owned();
        let (answers, found) = (Some(path.clone()), vec![path.clone()]);
        return Handed { path, answers, folder: None, found };
    }
    let answers = EXTENSIONS.iter().map(|ending| path.join(format!("answers.{ending}")));
    let is_plain_file =
        |path: &PathBuf| fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_file());
    let answers = answers.into_iter().find(is_plain_file);
    let path = path.to_owned();
    Handed { answers, folder: Some(path.clone()), found: vec![path.clone()], path }
}

/// Whether two files hold the same bytes.
fn is_copy(a: &Path, b: &Path) -> bool {
    let read = |path: &Path| fs::read(path).ok();
    let length =
        |path: &Path| fs::metadata(path).ok().filter(fs::Metadata::is_file).map(|m| m.len());
    length(a).is_some() && length(a) == length(b) && read(a) == read(b)
}

fn is_submission(path: &Path) -> bool {
    let extension = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    EXTENSIONS.contains(&extension.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::classroom::roster::Student;

    fn recipient(group: Option<&str>, ids: &[&str]) -> Recipient {
        let student =
            |id: &&str| Student { id: (*id).to_owned(), name: String::new(), email: String::new() };
        Recipient {
            folder: folder_name(group.unwrap_or(ids[0])),
            group: group.map(str::to_owned),
            students: ids.iter().map(student).collect(),
            reseed: String::new(),
        }
    }

    fn folder(files: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for file in files {
            let path = folder.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "x").unwrap();
        }
        folder
    }

    #[test]
    fn a_submission_goes_by_folder_or_id() {
        let there =
            folder(&["7.csv", "Ab.JSON", "x-d6b96a97.csv", "9/answers.csv", "8/orders.csv"]);
        let index = Index::read(there.path()).unwrap();
        let answers = |id: &str| match index.of(&recipient(None, &[id])) {
            Found::One(handed) => handed.answers.map(|path| super::super::name_of(&path)),
            other => panic!("{id}: {other:?}"),
        };
        assert_eq!(answers("7").unwrap(), "7.csv");
        assert_eq!(answers("AB").unwrap(), "Ab.JSON");
        assert_eq!(answers("../x").unwrap(), "x-d6b96a97.csv");
        assert_eq!(answers("9").unwrap(), "answers.csv");
        assert_eq!(answers("8"), None);
        assert_eq!(index.of(&recipient(None, &["6"])), Found::Nothing);
    }

    #[test]
    fn two_submissions_are_one_too_many() {
        let there = folder(&["7.csv", "7.json", "a.csv"]);
        fs::write(there.path().join("7.json"), "y").unwrap();
        let index = Index::read(there.path()).unwrap();
        assert!(matches!(index.of(&recipient(None, &["7"])), Found::Several(_)));
        assert!(matches!(index.of(&recipient(Some("G"), &["1", "a"])), Found::One(_)));
    }

    #[test]
    fn copies_of_one_file_are_one_submission() {
        let there = folder(&["1.csv", "a.csv", "7.csv"]);
        let index = Index::read(there.path()).unwrap();
        assert!(matches!(index.of(&recipient(Some("G"), &["1", "a"])), Found::One(_)));
    }

    #[test]
    fn what_belongs_to_nobody_is_named() {
        let there = folder(&["7.csv", "notes.docx", "8.csv"]);
        let index = Index::read(there.path()).unwrap();
        assert_eq!(index.others(&[there.path().join("7.csv")]), ["8.csv", "notes.docx"]);
    }

    #[cfg(unix)]
    #[test]
    fn no_link_is_followed() {
        let there = folder(&[]);
        std::os::unix::fs::symlink("/etc/passwd", there.path().join("7.csv")).unwrap();
        let index = Index::read(there.path()).unwrap();
        assert_eq!(index.of(&recipient(None, &["7"])), Found::Nothing);
    }
}
