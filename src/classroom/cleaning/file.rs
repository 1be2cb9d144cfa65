//! A table's file as somebody saved it.

use std::path::Path;

use csv::StringRecord;

use super::grid::Grid;
use super::values::canonical;
use crate::classroom::spreadsheet::plain;
use crate::tables::spec::Table;

/// The rows of a table, whatever the format of the file and the order of its columns.
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
    /// Reads a file. The error names it.
    pub fn read(path: &Path, table: &Table) -> Result<TableFile, String> {
        let kind_of = |name: &str| {
            let column = table.columns.iter().find(|column| plain(column.name) == plain(name));
            column.map(|column| column.kind)
        };
        let file = Grid::read(path, &kind_of).and_then(|grid| TableFile::of(grid, table));
        file.map_err(|why| format!("{}: {why}", path.display()))
    }

    /// Takes cells for the rows of a table.
    pub fn of(grid: Grid, table: &Table) -> Result<TableFile, String> {
        let header = grid.header.iter().map(|name| plain(name)).collect::<Vec<_>>();
        let place = |name: &str| header.iter().position(|own| *own == plain(name));
        let places = table.columns.iter().map(|column| place(column.name)).collect::<Vec<_>>();
        let keys = table.primary_key.iter().filter_map(|key| table.position(key));
        let keys = keys.collect::<Vec<_>>();
        if let Some(missing) = keys.iter().find(|at| places[**at].is_none()) {
            let name = table.columns[*missing].name;
            return Err(format!("there is no column `{name}`, by which rows are matched"));
        }
        Ok(TableFile { header, rows: grid.rows, places, keys })
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
        let grid = Grid::csv("name;City_ID;extra\nRiyadh;1.0;x\n").unwrap();
        let file = TableFile::of(grid, &CITIES).unwrap();
        assert_eq!(file.key(&file.rows[0], &CITIES), "1");
        let name = CITIES.position("name").unwrap();
        assert_eq!(file.cell(&file.rows[0], name), "Riyadh");
        assert!(file.has("extra") && !file.has("region_id"));
    }

    #[test]
    fn a_file_without_the_key_is_refused() {
        let grid = Grid::csv("name\nRiyadh\n").unwrap();
        let refused = TableFile::of(grid, &CITIES).err().unwrap();
        assert!(refused.contains("city_id"), "{refused}");
    }
}
