//! What the instructor keeps of a class: who got which seed, and the checksum of every file.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::roster::Recipient;
use crate::sinks::Format;

/// Version of the manifest's own layout.
const FORMAT_VERSION: u32 = 1;

/// The manifest's place inside a class.
pub const MANIFEST: &str = "instructor/manifest.json";
/// The folder with a folder for each recipient, to be handed out.
pub const STUDENTS: &str = "students";
/// The folder that stays with the instructor.
pub const INSTRUCTOR: &str = "instructor";

/// What a class is made of.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// Version of this layout.
    pub format_version: u32,
    /// The version of adloom that made it.
    pub adloom: String,
    /// The assignment's name.
    pub assignment: String,
    /// The assignment's heading.
    pub title: String,
    /// The name of the scenario that everyone started from.
    pub scenario: String,
    /// The most points.
    pub points: f64,
    /// The format of the tables.
    pub format: Format,
    /// The method of all checksums.
    pub checksums: String,
    /// Tables whose files are the same for some students.
    pub shared_tables: Vec<String>,
    /// Who got what, in the order of the roster.
    pub recipients: Vec<Entry>,
    /// Every file of the class.
    pub files: Vec<String>,
}

/// What one recipient got.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// Who.
    #[serde(flatten)]
    pub recipient: Recipient,
    /// The seed of the dataset.
    pub seed: u64,
    /// How often the variant was drawn again, because a question made no sense in it.
    pub redrawn: u32,
    /// Why, each time.
    pub reasons: Vec<String>,
    /// The overrides that make this scenario out of the one that everyone started from.
    pub overrides: Vec<String>,
    /// The files that were handed out.
    pub public: Vec<FileEntry>,
    /// The files that stay.
    pub private: Vec<FileEntry>,
}

/// A file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileEntry {
    /// Its path inside the class, with `/` between parts.
    pub path: String,
    /// Its bytes.
    pub bytes: u64,
    /// Its checksum, in hexadecimal.
    pub checksum: String,
}

impl FileEntry {
    /// A file that holds these bytes.
    pub fn of(path: String, bytes: &[u8]) -> FileEntry {
        let checksum = blake3::hash(bytes).to_hex().to_string();
        FileEntry { path, bytes: bytes.len() as u64, checksum }
    }
}

impl Entry {
    /// The folder that is handed out, inside the class.
    pub fn public_folder(folder: &str) -> String {
        format!("{STUDENTS}/{folder}")
    }

    /// The folder with the key, inside the class.
    pub fn private_folder(folder: &str) -> String {
        format!("{INSTRUCTOR}/{STUDENTS}/{folder}")
    }
}

impl Manifest {
    /// A manifest without recipients.
    pub fn new(assignment: &str, title: &str, scenario: &str, points: f64, format: Format) -> Self {
        Manifest {
            format_version: FORMAT_VERSION,
            adloom: env!("CARGO_PKG_VERSION").to_owned(),
            assignment: assignment.to_owned(),
            title: title.to_owned(),
            scenario: scenario.to_owned(),
            points,
            format,
            checksums: "blake3".to_owned(),
            shared_tables: Vec::new(),
            recipients: Vec::new(),
            files: Vec::new(),
        }
    }

    /// Reads the manifest of a class.
    pub fn read(class: &Path) -> Result<Manifest, String> {
        let path = class.join(MANIFEST);
        let failed = |why: String| format!("{}: not a class: {MANIFEST}: {why}", class.display());
        let text = std::fs::read_to_string(&path).map_err(|error| failed(error.to_string()))?;
        serde_json::from_str(&text).map_err(|error| failed(error.to_string()))
    }

    /// Its text.
    pub fn to_json(&self) -> String {
        // Text and numbers only: there is nothing in it that JSON could not hold.
        serde_json::to_string_pretty(self).expect("a manifest is JSON") + "\n"
    }
}
