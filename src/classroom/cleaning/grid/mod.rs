//! A table's cells as text, whatever the format of its file.
//!
//! Whoever repairs a table saves it with whatever program they have. So nothing is asked of the
//! types here, as a dataset does: an amount may stand as a double, a day as a moment, a key as text.
//! Every cell is brought to text, and text is compared by the kind of its column.

mod delimited;
mod json;
mod parquet;

use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

use ::csv::StringRecord;

use crate::classroom::spreadsheet::{plain, text};
use crate::tables::spec::Kind;

/// The largest file that is scored, in bytes; no table may be larger as text either.
const MOST_BYTES: u64 = 2 << 30;

/// The endings under which a table may be handed in, the usual one first.
const ENDINGS: [&str; 5] = ["csv", "parquet", "jsonl", "ndjson", "json"];

/// Cells in rows and columns.
#[derive(Debug, Default)]
pub struct Grid {
    /// The names of the columns.
    pub header: Vec<String>,
    /// The rows; a row that is too short has empty cells at its end.
    pub rows: Vec<StringRecord>,
}

/// What a column holds, as far as anybody knows.
pub type KindOf<'a> = &'a dyn Fn(&str) -> Option<Kind>;

impl Grid {
    /// Reads a file: Parquet by its first bytes, JSON by its name, and else CSV. The error says why
    /// not, without the file's name.
    pub fn read(path: &Path, kind_of: KindOf) -> Result<Grid, String> {
        let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
        let ending = ending.to_ascii_lowercase();
        if is_parquet(path)? || ending == "parquet" {
            return parquet::read(path, kind_of);
        }
        let text = text(path, MOST_BYTES)?;
        match ending.as_str() {
            "jsonl" | "ndjson" | "json" => json::read(&text, kind_of),
            _ => delimited::read(&text),
        }
    }

    /// Reads CSV.
    #[cfg(test)]
    pub fn csv(text: &str) -> Result<Grid, String> {
        delimited::read(text)
    }

    /// The position of a column, whatever the case of its name.
    pub fn position(&self, column: &str) -> Option<usize> {
        self.header.iter().position(|own| plain(own) == plain(column))
    }
}

fn is_parquet(path: &Path) -> Result<bool, String> {
    let mut start = Vec::new();
    let file = File::open(path).map_err(|error| format!("it cannot be read: {error}"))?;
    let read = file.take(parquet::START.len() as u64).read_to_end(&mut start);
    read.map_err(|error| format!("it cannot be read: {error}"))?;
    Ok(start == parquet::START)
}

/// The file of a table in a folder, whatever its format. The error says what there is instead.
pub fn find(folder: &Path, table: &str) -> Result<PathBuf, String> {
    let at = |why: String| format!("{}: {why}", folder.display());
    let entries = fs::read_dir(folder).map_err(|error| at(error.to_string()))?;
    let (mut found, mut unread) = (Vec::new(), Vec::new());
    for entry in entries {
        let path = entry.map_err(|error| at(error.to_string()))?.path();
        let part = |part: Option<&std::ffi::OsStr>| {
            part.map(|part| part.to_string_lossy().to_ascii_lowercase()).unwrap_or_default()
        };
        if part(path.file_stem()) != table || !path.is_file() {
            continue;
        }
        match ENDINGS.contains(&part(path.extension()).as_str()) {
            true => found.push(path),
            false => unread.push(path),
        }
    }
    found.sort();
    unread.sort();
    let name = |path: &PathBuf| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    match (found.as_slice(), unread.first()) {
        ([one], _) => Ok(one.clone()),
        ([one, other, ..], _) => {
            let (one, other) = (name(one), name(other));
            Err(at(format!("{one} and {other} are both there; leave one of them")))
        }
        ([], Some(other)) => Err(at(format!(
            "{} is not read; save the table as {table}.csv, .parquet or .jsonl",
            name(other)
        ))),
        ([], None) => Err(at(format!("there is no {table}.csv, .parquet or .jsonl"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NO_KIND: KindOf = &|_| None;

    #[test]
    fn a_table_is_found_whatever_its_format_and_only_once() {
        let folder = tempfile::tempdir().unwrap();
        let put = |name: &str| fs::write(folder.path().join(name), "x").unwrap();
        let find = || find(folder.path(), "orders");
        assert!(find().unwrap_err().contains("no orders.csv, .parquet or .jsonl"));
        put("orders.xlsx");
        assert!(find().unwrap_err().contains("orders.xlsx is not read"));
        put("orders_old.csv");
        put("Orders.JSONL");
        assert!(find().unwrap().ends_with("Orders.JSONL"));
        put("orders.csv");
        assert!(find().unwrap_err().contains("Orders.JSONL and orders.csv are both there"));
    }

    #[test]
    fn parquet_is_known_by_its_bytes_and_no_parquet_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("orders.parquet");
        for bytes in [&b""[..], b"a,b\n1,2\n", b"PAR1", b"PAR1 cut short"] {
            fs::write(&path, bytes).unwrap();
            let why = Grid::read(&path, NO_KIND).unwrap_err();
            assert!(why.contains("Parquet"), "{why}");
        }
        let named_csv = folder.path().join("orders.csv");
        fs::write(&named_csv, b"PAR1 cut short").unwrap();
        assert!(Grid::read(&named_csv, NO_KIND).unwrap_err().contains("no whole Parquet"));
        assert!(Grid::read(&folder.path().join("none.csv"), NO_KIND).is_err());
    }
}
