//! The log of planted flaws, as scoring needs it.

use std::collections::BTreeMap;
use std::path::Path;

use super::grid::Grid;
use super::values::canonical;
use crate::tables::spec::Table;

/// The flaws of all tables.
#[derive(Debug, Default)]
pub struct Log {
    tables: BTreeMap<String, TableLog>,
}

/// The flaws of one table.
#[derive(Debug, Default)]
pub struct TableLog {
    /// Cells, by the clean row's key and the column.
    pub cells: BTreeMap<(String, String), Flaw>,
    /// Rows that were added.
    pub rows: Vec<AddedRow>,
    /// Columns that have another name from a day on, or stand twice.
    pub columns: Vec<Drift>,
}

/// A cell that was changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flaw {
    /// The kinds of flaw that changed it.
    pub kinds: Vec<String>,
    /// The clean value.
    pub clean: String,
    /// The value that it has now.
    pub dirty: String,
}

/// A row that was added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddedRow {
    /// The kind of flaw.
    pub kind: String,
    /// The key of the row that it follows.
    pub follows: String,
    /// Cells in which it differs from that row.
    pub cells: BTreeMap<String, String>,
}

/// A column under another name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drift {
    /// The kind of flaw.
    pub kind: String,
    /// The column.
    pub column: String,
    /// The other name.
    pub name: String,
    /// Whether cells moved there; or else they stand in both.
    pub moved: bool,
}

/// A line of the log.
#[derive(Debug)]
struct Line {
    kind: String,
    table: String,
    row_key: String,
    column: String,
    clean_value: String,
    dirty_value: String,
    action: String,
}

impl Log {
    /// Reads a log, in whatever format its dataset is. The error names the file.
    pub fn read(path: &Path) -> Result<Log, String> {
        let log = Grid::read(path, &|_| None).and_then(|grid| Log::from_grid(&grid));
        log.map_err(|why| format!("{}: the log of flaws cannot be read: {why}", path.display()))
    }

    /// Takes cells for the lines of a log.
    pub fn from_grid(grid: &Grid) -> Result<Log, String> {
        let place =
            |name: &str| grid.position(name).ok_or_else(|| format!("there is no column `{name}`"));
        let [kind, table, row_key, column, clean_value, dirty_value, action] =
            ["kind", "table", "row_key", "column", "clean_value", "dirty_value", "action"]
                .map(place);
        let (kind, table, row_key, column) = (kind?, table?, row_key?, column?);
        let (clean_value, dirty_value, action) = (clean_value?, dirty_value?, action?);
        let mut log = Log::default();
        for row in &grid.rows {
            let cell = |at: usize| row.get(at).unwrap_or_default().to_owned();
            let line = Line {
                kind: cell(kind),
                table: cell(table),
                row_key: cell(row_key),
                column: cell(column),
                clean_value: cell(clean_value),
                dirty_value: cell(dirty_value),
                action: cell(action),
            };
            log.tables.entry(line.table.clone()).or_default().add(line);
        }
        Ok(log)
    }

    /// The tables that have flaws.
    pub fn tables(&self) -> impl Iterator<Item = &str> {
        self.tables.keys().map(String::as_str)
    }

    /// The flaws of a table that has some.
    pub fn of(&self, table: &str) -> &TableLog {
        &self.tables[table]
    }
}

impl TableLog {
    fn add(&mut self, line: Line) {
        match (line.action.as_str(), line.row_key.is_empty(), line.column.is_empty()) {
            ("changed", false, false) => self.changed(line),
            ("added", false, true) => self.rows.push(AddedRow {
                kind: line.kind,
                follows: line.row_key,
                cells: BTreeMap::new(),
            }),
            ("added", false, false) => {
                // The cells of an added row follow its own line.
                let row = self.rows.last_mut().filter(|row| row.follows == line.row_key);
                if let Some(row) = row {
                    row.cells.insert(line.column, line.dirty_value);
                }
            }
            // A column of arrival times is no flaw: nobody has to take it out.
            ("added" | "renamed", true, false) if line.kind == "schema_drift" => {
                self.columns.push(Drift {
                    kind: line.kind,
                    column: line.column,
                    name: line.dirty_value,
                    moved: line.action == "renamed",
                });
            }
            _ => {}
        }
    }

    /// Of two flaws that wrote to one cell, the later one holds.
    fn changed(&mut self, line: Line) {
        let place = (line.row_key, line.column);
        let fresh = || Flaw { kinds: Vec::new(), clean: line.clean_value, dirty: String::new() };
        let flaw = self.cells.entry(place).or_insert_with(fresh);
        if !flaw.kinds.contains(&line.kind) {
            flaw.kinds.push(line.kind);
        }
        flaw.dirty = line.dirty_value;
    }

    /// The keys under which struck rows stand in the dirty file, where that is not their own.
    pub fn dirty_keys(&self, table: &Table) -> BTreeMap<String, String> {
        let mut struck: BTreeMap<&str, BTreeMap<&str, &str>> = BTreeMap::new();
        for ((key, column), flaw) in &self.cells {
            if table.primary_key.contains(&column.as_str()) {
                struck.entry(key).or_default().insert(column, &flaw.dirty);
            }
        }
        let dirty = |(key, cells): (&str, BTreeMap<&str, &str>)| {
            let dirty = replaced(key, table, |column| cells.get(column).copied());
            (dirty, clean_key(key, table))
        };
        struck.into_iter().map(dirty).collect()
    }
}

impl AddedRow {
    /// Its own key, and that of the row that it follows.
    pub fn keys(&self, table: &Table) -> (String, String) {
        let own =
            replaced(&self.follows, table, |column| self.cells.get(column).map(String::as_str));
        (own, clean_key(&self.follows, table))
    }
}

/// A key of the log, by value.
pub fn clean_key(key: &str, table: &Table) -> String {
    replaced(key, table, |_| None)
}

/// A key with some of its parts replaced, by value.
fn replaced<'c>(key: &str, table: &Table, cell: impl Fn(&str) -> Option<&'c str>) -> String {
    let parts = table.primary_key.iter().zip(key.split('|'));
    let part = |(column, part): (&&str, &str)| {
        let text = cell(column).unwrap_or(part).to_owned();
        table.position(column).map_or(text.clone(), |at| canonical(table.columns[at].kind, &text))
    };
    parts.map(part).collect::<Vec<_>>().join("|")
}
