//! The manifest as its readers need it: which files make up which table, and what they should hold.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Component, Path, PathBuf};

use jiff::civil::Date;
use serde::Deserialize;

use super::DatasetError;
use crate::sinks::folder::{ColumnEntry, DefectStamp, ForeignKey};
use crate::tables::columns;
use crate::tables::spec::{Column, Folder, Kind, Table};

/// What a dataset says of itself.
#[derive(Debug, Clone)]
pub struct Manifest {
    /// The name of its scenario, if it has one.
    pub name: Option<String>,
    /// The first day that was written.
    pub first_day: Option<Date>,
    /// The last day that was written.
    pub last_day: Option<Date>,
    /// Tables in which flaws were planted, such as `data.orders`.
    pub planted: Vec<String>,
    /// The rows of `truth.defects` that say so, if it was written.
    pub log_rows: Option<u64>,
    /// Its tables.
    pub tables: Vec<WrittenTable>,
    /// The tables of its layouts: the same rows in other shapes, which nothing here reads.
    pub layouts: Vec<WrittenTable>,
}

/// A table that was written.
#[derive(Debug, Clone)]
pub struct WrittenTable {
    /// Where it lies.
    pub folder: Folder,
    /// Its name.
    pub name: String,
    /// Its files, in the order in which they make up the whole.
    pub files: Vec<WrittenFile>,
    /// Its own description, where it is not that of the catalogue.
    pub altered: Option<&'static Table>,
}

/// A file as it was when it was written.
#[derive(Debug, Clone)]
pub struct WrittenFile {
    /// Its path inside the dataset.
    pub path: PathBuf,
    /// Its rows.
    pub rows: u64,
    /// Its size.
    pub bytes: u64,
    /// Its BLAKE3 checksum in hexadecimal digits.
    pub checksum: String,
}

impl WrittenTable {
    /// `data.orders`: its name among all tables.
    pub fn qualified_name(&self) -> String {
        format!("{}.{}", self.folder.name(), self.name)
    }

    /// The rows of all its files.
    pub fn rows(&self) -> u64 {
        self.files.iter().map(|file| file.rows).sum()
    }
}

impl Manifest {
    /// Reads `manifest.json`, or the manifests of all parts.
    pub fn read(root: &Path) -> Result<Manifest, DatasetError> {
        let bad = |why: String| DatasetError::not_a_dataset(root, why);
        let mut parts = Vec::new();
        for path in manifest_paths(root)? {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let text = fs::read_to_string(&path).map_err(|e| bad(format!("{name}: {e}")))?;
            let raw: RawManifest =
                serde_json::from_str(&text).map_err(|e| bad(format!("{name}: {e}")))?;
            parts.push(raw);
        }
        if parts
            .windows(2)
            .any(|two| two[0].origin != two[1].origin || two[0].window != two[1].window)
        {
            return Err(bad("its parts come from different runs".into()));
        }
        let name = parts.first().and_then(|part| {
            Some(part.origin.scenario.as_ref()?.get("name")?.as_str()?.to_owned())
        });
        let window = parts.first().and_then(|part| part.window.as_ref());
        let first_day = window.map(|w| w.start);
        let last_day = window.and_then(RawWindow::last_day);

        let stamps = || parts.iter().filter_map(|part| part.defects.as_ref());
        let planted = stamps().next().map(|stamp| stamp.tables.clone()).unwrap_or_default();
        let log_rows = stamps().map(|stamp| stamp.log_rows).sum::<Option<u64>>();
        let log_rows = log_rows.filter(|_| !planted.is_empty());

        // The parts of a table are kept in the order of the manifests.
        let mut order = Vec::new();
        let mut files: BTreeMap<(&str, String), Vec<WrittenFile>> = BTreeMap::new();
        for raw in parts.into_iter().flat_map(|part| part.tables) {
            let folder = Folder::named(&raw.folder);
            let path = place(root, &raw).map_err(bad)?;
            let key = (folder.name(), raw.name.clone());
            if !files.contains_key(&key) {
                let leads = raw.foreign_keys.iter().map(|key| key.column.as_str());
                let leads = leads.collect::<Vec<_>>();
                let altered = altered(folder, &raw.name, &raw.columns, &raw.primary_key, &leads)
                    .map_err(bad)?;
                order.push((folder, raw.name, altered));
            }
            files.entry(key).or_default().push(WrittenFile {
                path,
                rows: raw.rows,
                bytes: raw.bytes,
                checksum: raw.checksum,
            });
        }
        let tables = order.into_iter().map(|(folder, name, altered)| {
            let files = files.remove(&(folder.name(), name.clone())).unwrap_or_default();
            WrittenTable { folder, name, files, altered }
        });
        let (layouts, tables) = tables.partition(|table| matches!(table.folder, Folder::Layout(_)));
        Ok(Manifest { name, first_day, last_day, planted, log_rows, tables, layouts })
    }

    /// What can be said of tables whose files nobody has listed.
    pub(super) fn without_files(name: &str) -> Manifest {
        Manifest {
            name: Some(name.to_owned()),
            first_day: None,
            last_day: None,
            planted: Vec::new(),
            log_rows: None,
            tables: Vec::new(),
            layouts: Vec::new(),
        }
    }

    /// The rows of all tables together, those of layouts not counted.
    pub fn rows(&self) -> u64 {
        self.tables.iter().map(WrittenTable::rows).sum()
    }
}

/// The description of a table that is not as the catalogue has it: `entries` are its columns, of
/// which those that `leads` names lead to other tables.
pub(super) fn altered(
    folder: Folder,
    name: &str,
    entries: &[ColumnEntry],
    primary_key: &[String],
    leads: &[&str],
) -> Result<Option<&'static Table>, String> {
    let Some(known) = columns::find(folder, name).filter(|_| !entries.is_empty()) else {
        return Ok(None);
    };
    let column = |entry: &ColumnEntry| {
        let kind = Kind::of_word(&entry.kind).ok_or_else(|| {
            format!("its manifest has a column of the unknown kind {}", entry.kind)
        })?;
        let like = known.columns.iter().find(|column| column.name == entry.name);
        let leads = leads.contains(&entry.name.as_str());
        Ok(Column {
            name: entry.name.clone().leak(),
            kind,
            nullable: entry.nullable,
            doc: like.map_or("", |column| column.doc),
            unit: like.map_or("", |column| column.unit),
            references: like.filter(|_| leads).map_or("", |column| column.references),
        })
    };
    let columns = entries.iter().map(column).collect::<Result<Vec<Column>, String>>()?;
    let is_key = |name: &&&str| primary_key.iter().any(|key| key == **name);
    let key: Vec<&'static str> = known.primary_key.iter().filter(is_key).copied().collect();
    let whole = key.len() == known.primary_key.len();
    let primary_key: &'static [&'static str] = if whole { known.primary_key } else { &[] };
    Ok(Some(Table { primary_key, columns: columns.leak(), ..*known }.kept()))
}

/// The one manifest, or those of all parts in their order; a part that is missing is an error.
fn manifest_paths(root: &Path) -> Result<Vec<PathBuf>, DatasetError> {
    let bad = |why: String| DatasetError::not_a_dataset(root, why);
    if !root.exists() {
        return Err(bad("there is no such folder".into()));
    }
    if !root.is_dir() {
        return Err(bad("it is a file, not a folder".into()));
    }
    let whole = root.join("manifest.json");
    if whole.is_file() {
        return Ok(vec![whole]);
    }
    let mut parts = Vec::new();
    for entry in fs::read_dir(root).map_err(|e| bad(e.to_string()))? {
        let path = entry.map_err(|e| bad(e.to_string()))?.path();
        if let Some(part) = path.file_name().and_then(|name| part_number(name.to_str()?)) {
            parts.push((part, path));
        }
    }
    parts.sort();
    let Some(&((_, of), _)) = parts.first() else {
        return Err(bad("it has no manifest.json".into()));
    };
    let there: Vec<u32> = parts.iter().map(|((part, _), _)| *part).collect();
    if parts.iter().any(|((_, total), _)| *total != of) {
        return Err(bad("its parts come from runs with different numbers of parts".into()));
    }
    if let Some(missing) = (1..=of).find(|part| !there.contains(part)) {
        return Err(bad(format!("part {missing} of {of} is missing")));
    }
    Ok(parts.into_iter().map(|(_, path)| path).collect())
}

/// `manifest.part-0002-of-0007.json` → (2, 7).
fn part_number(name: &str) -> Option<(u32, u32)> {
    let numbers = name.strip_prefix("manifest.part-")?.strip_suffix(".json")?;
    let (part, of) = numbers.split_once("-of-")?;
    Some((part.parse().ok()?, of.parse().ok()?))
}

/// Where a table's file lies inside the dataset; a manifest that leads outside is refused.
fn place(root: &Path, table: &RawTable) -> Result<PathBuf, String> {
    let file = Path::new(&table.file);
    if !file.components().all(|part| matches!(part, Component::Normal(_))) {
        return Err(format!("its manifest names a file outside it: {}", table.file));
    }
    let folder = Path::new(&table.folder);
    let already_there = file.starts_with(folder) || root.join(file).is_file();
    Ok(if already_there { file.to_owned() } else { folder.join(file) })
}

#[derive(Deserialize)]
struct RawManifest {
    window: Option<RawWindow>,
    #[serde(flatten)]
    origin: Origin,
    defects: Option<DefectStamp>,
    tables: Vec<RawTable>,
}

/// What the parts of one run have in common; absent in data that adloom did not make.
#[derive(Deserialize, PartialEq)]
struct Origin {
    scenario: Option<serde_json::Value>,
    seed: Option<serde_json::Value>,
}

#[derive(Deserialize, PartialEq)]
struct RawWindow {
    #[serde(alias = "first_day")]
    start: Date,
    #[serde(alias = "last_day")]
    end: Option<Date>,
    days: Option<i64>,
}

impl RawWindow {
    fn last_day(&self) -> Option<Date> {
        let from_days = || {
            let span = jiff::Span::new().try_days(self.days?.checked_sub(1)?).ok()?;
            self.start.checked_add(span).ok()
        };
        self.end.or_else(from_days)
    }
}

#[derive(Deserialize)]
struct RawTable {
    name: String,
    folder: String,
    file: String,
    rows: u64,
    bytes: u64,
    checksum: String,
    #[serde(default)]
    primary_key: Vec<String>,
    #[serde(default)]
    foreign_keys: Vec<ForeignKey>,
    #[serde(default)]
    columns: Vec<ColumnEntry>,
}
