//! A world of a few rows, made by hand, in which every identity holds. Tests write it, whole or
//! spoilt.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::json;

use crate::tables::columns;
use crate::tables::spec::{Column, Kind, Table};

/// The rows, of which only the columns that matter are given; the others get a value of their type.
const SMALL: &str = include_str!("testing/small.txt");

/// A row: column → cell as it stands in CSV.
type Row = BTreeMap<&'static str, String>;

/// Tables by qualified name.
pub struct World {
    tables: BTreeMap<String, Vec<Row>>,
}

impl World {
    /// Two platforms, four customers, five orders, six days.
    pub fn small() -> World {
        let mut tables = BTreeMap::new();
        for block in SMALL.split("\n\n") {
            let mut lines = block.lines().filter(|line| !line.starts_with('#'));
            let Some(head) = lines.next() else { continue };
            let mut words = head.split_whitespace();
            let table = described(words.next().unwrap());
            let names: Vec<&str> = words.collect();
            let rows = lines.map(|line| row(table, &names, line)).collect();
            tables.insert(table.qualified_name(), rows);
        }
        World { tables }
    }

    /// Changes one cell; rows count from 0.
    pub fn set(&mut self, table: &str, row: usize, column: &str, cell: &str) -> &mut World {
        let name = described(table).columns.iter().find(|c| c.name == column).unwrap().name;
        self.tables.get_mut(table).unwrap()[row].insert(name, cell.to_owned());
        self
    }

    /// Takes a row away.
    pub fn remove(&mut self, table: &str, row: usize) -> &mut World {
        self.tables.get_mut(table).unwrap().remove(row);
        self
    }

    /// Puts the same row in twice.
    pub fn repeat(&mut self, table: &str, row: usize) -> &mut World {
        let rows = self.tables.get_mut(table).unwrap();
        rows.push(rows[row].clone());
        self
    }

    /// Leaves a table out.
    pub fn without(&mut self, table: &str) -> &mut World {
        self.tables.remove(table).unwrap();
        self
    }

    /// Writes the files and their manifest, in CSV or JSON lines.
    pub fn write(&self, root: &Path, extension: &str) {
        let files = self.write_files(root, extension);
        write_manifest(root, "manifest.json", &files);
    }

    /// Writes the files alone, and returns the table and the rows of each.
    pub fn write_files(
        &self,
        root: &Path,
        extension: &str,
    ) -> Vec<(&'static Table, PathBuf, usize)> {
        let tables = columns::ALL.iter().filter_map(|&table| {
            let rows = self.tables.get(&table.qualified_name())?;
            let file = Path::new(table.folder.name()).join(format!("{}.{extension}", table.name));
            let text = if extension == "csv" { csv(table, rows) } else { jsonl(table, rows) };
            fs::create_dir_all(root.join(table.folder.name())).unwrap();
            fs::write(root.join(&file), text).unwrap();
            Some((table, file, rows.len()))
        });
        tables.collect()
    }
}

/// Writes a manifest of files that are already there.
pub fn write_manifest(root: &Path, name: &str, files: &[(&'static Table, PathBuf, usize)]) {
    let tables = files.iter().map(|(table, file, rows)| {
        let bytes = fs::read(root.join(file)).unwrap();
        json!({
            "name": table.name, "folder": table.folder.name(), "file": file,
            "rows": rows, "bytes": bytes.len(), "checksum": blake3::hash(&bytes).to_hex().as_str(),
        })
    });
    let manifest = json!({
        "seed": 1,
        "window": {"start": "2026-03-01", "end": "2026-03-06", "days": 6},
        "tables": tables.collect::<Vec<_>>(),
    });
    fs::write(root.join(name), manifest.to_string()).unwrap();
}

fn described(name: &str) -> &'static Table {
    columns::ALL.iter().find(|table| table.qualified_name() == name).unwrap()
}

fn row(table: &'static Table, names: &[&str], line: &str) -> Row {
    let cells: Vec<&str> = line.split_whitespace().collect();
    assert_eq!(cells.len(), names.len(), "{}: {line}", table.name);
    assert!(names.iter().all(|name| table.position(name).is_some()), "{}: {names:?}", table.name);
    let cell = |column: &Column| match names.iter().position(|name| *name == column.name) {
        Some(at) if cells[at] == "-" => String::new(),
        Some(at) => cells[at].to_owned(),
        None if column.nullable => String::new(),
        None => any(column.kind).to_owned(),
    };
    table.columns.iter().map(|column| (column.name, cell(column))).collect()
}

fn any(kind: Kind) -> &'static str {
    match kind {
        Kind::Id | Kind::Int | Kind::Long => "1",
        Kind::Float => "0.5",
        Kind::Money => "0.00",
        Kind::Bool => "false",
        Kind::Text | Kind::Label => "x",
        Kind::Date => "2026-03-01",
        Kind::Time => "2026-03-01T00:00:00Z",
        Kind::Clock => "2026-03-01 00:00:00",
    }
}

fn csv(table: &Table, rows: &[Row]) -> String {
    let names: Vec<&str> = table.columns.iter().map(|c| c.name).collect();
    let mut text = names.join(",") + "\n";
    for row in rows {
        let cells: Vec<&str> = names.iter().map(|name| row[name].as_str()).collect();
        text += &(cells.join(",") + "\n");
    }
    text
}

fn jsonl(table: &Table, rows: &[Row]) -> String {
    let cell = |row: &Row, column: &Column| match (row[column.name].as_str(), column.kind) {
        ("", _) => "null".to_owned(),
        (text, Kind::Text | Kind::Label | Kind::Date | Kind::Time | Kind::Clock) => {
            format!("\"{text}\"")
        }
        (bare, _) => bare.to_owned(),
    };
    let line = |row: &Row| {
        let cells = table.columns.iter().map(|c| format!("\"{}\":{}", c.name, cell(row, c)));
        format!("{{{}}}\n", cells.collect::<Vec<_>>().join(","))
    };
    rows.iter().map(line).collect()
}
