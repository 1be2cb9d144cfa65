//! The manifest: what was written, from what, with the checksum of every file.

use serde::{Deserialize, Serialize};

use super::{Order, data_file, keys};
use crate::engine::Part;
use crate::sinks::{Format, Written};
use crate::tables::columns;
use crate::tables::spec::{Column, Table};

/// Version of the manifest's own layout.
const FORMAT_VERSION: u32 = 1;

/// The stem of the file's name.
const STEM: &str = "manifest";

/// What a dataset, or one part of it, says of itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// Version of this layout.
    pub format_version: u32,
    /// The version of adloom that wrote it.
    pub adloom: String,
    /// The scenario.
    pub scenario: ScenarioStamp,
    /// The seed.
    pub seed: u64,
    /// The days that were written.
    pub window: Window,
    /// The format of the tables' files.
    pub format: Format,
    /// Which part this is; 1 of 1 is the whole.
    pub part: PartStamp,
    /// The method of all checksums.
    pub checksums: String,
    /// What was spoilt on purpose; absent where nothing was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub defects: Option<DefectStamp>,
    /// The tables.
    pub tables: Vec<TableEntry>,
}

/// What was spoilt on purpose.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DefectStamp {
    /// The tables, such as `data.orders`.
    pub tables: Vec<String>,
    /// The rows of `truth/defects`, which says how; absent if it was not written.
    pub log_rows: Option<u64>,
}

/// Which scenario it was.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ScenarioStamp {
    /// Its name.
    pub name: String,
    /// The hash of the resolved scenario.
    pub hash: String,
}

/// A window of days.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Window {
    /// The first day.
    pub start: String,
    /// The number of days.
    pub days: u32,
}

/// Which part of how many.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct PartStamp {
    /// Which, counted from 1.
    pub index: usize,
    /// How many there are.
    pub of: usize,
}

/// A table's file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TableEntry {
    /// The table's name.
    pub name: String,
    /// `data`, `truth`, or the name of a layout.
    pub folder: String,
    /// The file, inside the dataset.
    pub file: String,
    /// Its rows.
    pub rows: u64,
    /// Its bytes.
    pub bytes: u64,
    /// Its checksum, in hexadecimal.
    pub checksum: String,
    /// The columns that identify a row.
    pub primary_key: Vec<String>,
    /// Columns that lead to other tables of this dataset.
    pub foreign_keys: Vec<ForeignKey>,
    /// Its columns, where they are not those that tables of this name have.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<ColumnEntry>,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ColumnEntry {
    /// Its name.
    pub name: String,
    /// The word of its kind.
    pub kind: String,
    /// Whether it may be empty.
    pub nullable: bool,
}

/// A column that leads to another table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ForeignKey {
    /// The column.
    pub column: String,
    /// The table it leads to, such as `data.regions`.
    pub table: String,
    /// The column there.
    pub key: String,
}

impl Manifest {
    /// What is known before anything is written.
    pub fn outline(order: &Order, tables: &[&'static Table]) -> Manifest {
        let (about, part) = (&order.about, order.part);
        Manifest {
            format_version: FORMAT_VERSION,
            adloom: env!("CARGO_PKG_VERSION").to_owned(),
            scenario: ScenarioStamp { name: about.name.clone(), hash: about.hash.clone() },
            seed: about.seed,
            window: Window { start: about.start.clone(), days: about.days },
            format: order.format,
            part: PartStamp { index: part.index(), of: part.of() },
            checksums: "blake3".to_owned(),
            defects: None,
            tables: tables
                .iter()
                .map(|table| TableEntry {
                    name: table.name.to_owned(),
                    folder: table.folder.name().to_owned(),
                    file: data_file(table.folder.name(), table.name, part, order.format),
                    rows: 0,
                    bytes: 0,
                    checksum: String::new(),
                    primary_key: table.primary_key.iter().map(|&key| key.to_owned()).collect(),
                    foreign_keys: foreign_keys(table, tables),
                    columns: altered_columns(table),
                })
                .collect(),
        }
    }

    /// Notes down what was written, table by table.
    pub fn record(&mut self, written: &[Written]) {
        for (entry, written) in self.tables.iter_mut().zip(written) {
            entry.rows = written.rows;
            entry.bytes = written.bytes;
            entry.checksum.clone_from(&written.checksum);
        }
        let is_log = |entry: &&TableEntry| entry.folder == "truth" && entry.name == "defects";
        let log_rows = self.tables.iter().find(is_log).map(|log| log.rows);
        if let Some(stamp) = &mut self.defects {
            stamp.log_rows = log_rows;
        }
    }

    /// Notes down which tables were spoilt on purpose, by their names in `data`.
    pub fn spoilt(&mut self, tables: &[&str]) {
        let tables: Vec<String> = tables.iter().map(|name| format!("data.{name}")).collect();
        self.defects = (!tables.is_empty()).then_some(DefectStamp { tables, log_rows: None });
    }

    /// The name of its file.
    pub fn file_name(&self) -> String {
        self.part().file_name(STEM, "json")
    }

    /// Whether a file is named like the manifest of a dataset or of a part.
    pub fn is_named(file: &str) -> bool {
        let middle = file.strip_prefix(STEM).and_then(|rest| rest.strip_suffix(".json"));
        middle.is_some_and(|middle| middle.is_empty() || middle.starts_with(".part-"))
    }

    /// Its text.
    pub fn to_json(&self) -> String {
        // Strings and numbers only: there is nothing in it that JSON could not hold.
        serde_json::to_string_pretty(self).expect("a manifest is JSON") + "\n"
    }

    /// Reads what [`Manifest::to_json`] wrote.
    pub fn from_json(text: &str) -> Result<Manifest, serde_json::Error> {
        serde_json::from_str(text)
    }

    /// Which part this is.
    pub fn part(&self) -> Part {
        Part::new(self.part.index, self.part.of).unwrap_or(Part::WHOLE)
    }

    /// Whether the two are parts of the same rows.
    pub fn is_same_run(&self, other: &Manifest) -> bool {
        let names = |m: &Manifest| {
            m.tables.iter().map(|t| (t.folder.clone(), t.name.clone())).collect::<Vec<_>>()
        };
        self.part.of == other.part.of
            && self.adloom == other.adloom
            && self.scenario == other.scenario
            && self.seed == other.seed
            && self.window == other.window
            && self.format == other.format
            && names(self) == names(other)
    }

    /// The rows of all its tables.
    pub fn rows(&self) -> u64 {
        self.tables.iter().map(|table| table.rows).sum()
    }

    /// The bytes of all its tables.
    pub fn bytes(&self) -> u64 {
        self.tables.iter().map(|table| table.bytes).sum()
    }
}

/// The columns of a table that is not as the catalogue has it.
pub fn altered_columns(table: &'static Table) -> Vec<ColumnEntry> {
    let known = columns::find(table.folder, table.name);
    if known.is_none_or(|known| std::ptr::eq(known, table)) {
        return Vec::new();
    }
    let entry = |column: &Column| ColumnEntry {
        name: column.name.to_owned(),
        kind: column.kind.word().to_owned(),
        nullable: column.nullable,
    };
    table.columns.iter().map(entry).collect()
}

fn foreign_keys(table: &Table, tables: &[&'static Table]) -> Vec<ForeignKey> {
    let keys = table.columns.iter().filter_map(|column| {
        let (target, key) = keys::target(column, table.folder, tables)?;
        Some(ForeignKey {
            column: column.name.to_owned(),
            table: target.qualified_name(),
            key: key.to_owned(),
        })
    });
    keys.collect()
}
