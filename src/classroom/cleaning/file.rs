//! A table's file as somebody saved it.

use std::path::Path;

use csv::StringRecord;

use super::values::canonical;
use crate::classroom::spreadsheet::{plain, text};
use crate::tables::spec::Table;

/// The largest file that is scored, in bytes.
const MOST_BYTES: u64 = 2 << 30;

/// The rows of a table, whatever the order of its columns.
pub struct TableFile {
    /// The header, as it is compared.
    header: Vec<String>,
    /// The rows.
    pub rows: Vec<StringRecord>,
    /// Where each column of the description stands.
    places: Vec<Option<usize>>,
    /// The positions of the key's columns in the description.
    keys: Vec<usize>,
}

impl TableFile {
    /// Reads a CSV file. The error names it.
    pub fn read(path: &Path, table: &Table) -> Result<TableFile, String> {
        let text = text(path, MOST_BYTES);
        let text = text.map_err(|why| format!("{}: {why}", path.display()))?;
        TableFile::parse(&text, table).map_err(|why| format!("{}: {why}", path.display()))
    }

    /// Reads a text.
    pub fn parse(text: &str, table: &Table) -> Result<TableFile, String> {
        let first = text.lines().next().unwrap_or_default();
        let count = |separator: u8| first.bytes().filter(|byte| *byte == separator).count();
        let separator =
            [b',', b';', b'\t'].into_iter().max_by_key(|one| (count(*one), *one == b','));
        let mut reader = csv::ReaderBuilder::new()
            .flexible(true)
            .delimiter(separator.unwrap_or(b','))
            .from_reader(text.as_bytes());
        let header = reader.headers().map_err(|error| error.to_string())?;
        let header = header.iter().map(plain).collect::<Vec<_>>();
        let rows = reader.records().collect::<Result<Vec<_>, _>>();
        let rows = rows.map_err(|error| error.to_string())?;
        let place = |name: &str| header.iter().position(|own| *own == plain(name));
        let places = table.columns.iter().map(|column| place(column.name)).collect::<Vec<_>>();
        let keys = table.primary_key.iter().filter_map(|key| table.position(key));
        let keys = keys.collect::<Vec<_>>();
        if let Some(missing) = keys.iter().find(|at| places[**at].is_none()) {
            let name = table.columns[*missing].name;
            return Err(format!("there is no column `{name}`, by which rows are matched"));
        }
        Ok(TableFile { header, rows, places, keys })
    }

    /// Whether it has a column of this name.
    pub fn has(&self, column: &str) -> bool {
        self.header.contains(&plain(column))
    }

    /// Whether it has a column of the description.
    pub fn has_place(&self, column: usize) -> bool {
        self.places[column].is_some()
    }

    /// A cell by the column's position in the description.
    pub fn cell<'r>(&self, row: &'r StringRecord, column: usize) -> &'r str {
        self.places[column].and_then(|at| row.get(at)).unwrap_or_default()
    }

    /// A cell by the column's name.
    pub fn named<'r>(&self, row: &'r StringRecord, column: &str) -> &'r str {
        let place = self.header.iter().position(|own| *own == plain(column));
        place.and_then(|at| row.get(at)).unwrap_or_default()
    }

    /// The key of a row, by value.
    pub fn key(&self, row: &StringRecord, table: &Table) -> String {
        let part = |at: &usize| canonical(table.columns[*at].kind, self.cell(row, *at));
        self.keys.iter().map(part).collect::<Vec<_>>().join("|")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::columns::CITIES;

    #[test]
    fn columns_stand_in_any_order_and_keys_are_compared_by_value() {
        let text = "name;City_ID;extra\nRiyadh;1.0;x\n";
        let file = TableFile::parse(text, &CITIES).unwrap();
        assert_eq!(file.key(&file.rows[0], &CITIES), "1");
        let name = CITIES.position("name").unwrap();
        assert_eq!(file.cell(&file.rows[0], name), "Riyadh");
        assert!(file.has("extra") && !file.has("region_id"));
    }

    #[test]
    fn a_file_without_the_key_is_refused() {
        let refused = TableFile::parse("name\nRiyadh\n", &CITIES).err().unwrap();
        assert!(refused.contains("city_id"), "{refused}");
    }
}
