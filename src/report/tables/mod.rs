//! Every table of the report as a CSV file: numbers unrounded, an empty cell where there is none.

mod conversion;
mod creatives;
mod experiments;
mod kpis;
mod least_squares;
mod response;
mod truth;

use std::ops::Range;

use jiff::civil::Date;
use serde::Serialize;

use super::truth::Comparison;
use crate::analysis::Analysis;
use crate::charts::figure::{self, Figure};

/// A table: columns of equal length.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// Short name, also that of its file.
    pub name: String,
    columns: Vec<(String, Vec<Cell>)>,
}

/// A table in the making: its rows, and the columns so far.
pub struct Rows<'a, T> {
    rows: &'a [T],
    table: Table,
}

/// What stands in a row and a column.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Nothing.
    None,
    /// A number; nothing if it is not finite.
    Number(f64),
    /// A whole number.
    Whole(i128),
    /// Text out of the data or of the program.
    Text(String),
}

/// All tables of an analysis.
pub fn all(analysis: &Analysis, truth: Option<&Comparison>) -> Vec<Table> {
    let mut tables = Vec::new();
    if let Some(kpis) = analysis.kpis.done() {
        tables.extend(kpis::tables(kpis));
    }
    if let Some(cohorts) = analysis.cohorts.done() {
        tables.push(kpis::cohorts(cohorts));
    }
    if let Some(exploratory) = analysis.exploratory.done() {
        tables.extend(least_squares::tables(exploratory));
    }
    if let Some(response) = analysis.response.done() {
        tables.extend(response::tables(response));
    }
    if let Some(experiments) = analysis.experiments.done() {
        tables.extend(experiments::tables(experiments));
    }
    if let Some(creatives) = analysis.creatives.done() {
        tables.extend(creatives::tables(creatives));
    }
    let forests = [&analysis.conversion, &analysis.conversion_in_visit];
    let forests: Vec<_> = forests.into_iter().filter_map(|outcome| outcome.done()).collect();
    if !forests.is_empty() {
        tables.extend(conversion::tables(&forests));
    }
    if let Some(ads) = analysis.ad_conversions.done() {
        tables.extend(conversion::ad_tables(ads));
    }
    if let Some(truth) = truth {
        tables.extend(truth::tables(truth));
    }
    tables
}

/// What a chart shows, as CSV.
pub fn of_figure(figure: &Figure) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(figure::Table::COLUMNS)?;
    for row in &figure.table().rows {
        writer.write_record(row.iter().map(|cell| harmless(cell)))?;
    }
    writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))
}

impl Table {
    /// A table with a row for each thing.
    pub fn of<'a, T>(name: impl Into<String>, rows: &'a [T]) -> Rows<'a, T> {
        Rows { rows, table: Table { name: name.into(), columns: Vec::new() } }
    }

    /// Its columns with their names.
    pub fn columns(&self) -> impl Iterator<Item = (&str, &[Cell])> {
        self.columns.iter().map(|(name, cells)| (name.as_str(), cells.as_slice()))
    }

    /// The number of its rows.
    pub fn rows(&self) -> usize {
        self.columns.first().map_or(0, |(_, cells)| cells.len())
    }

    /// The table as CSV, with a header.
    pub fn csv(&self) -> Result<Vec<u8>, csv::Error> {
        let rows = self.rows();
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(self.columns.iter().map(|(name, _)| harmless(name)))?;
        for row in 0..rows {
            writer.write_record(self.columns.iter().map(|(_, cells)| cells[row].text()))?;
        }
        writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))
    }
}

impl<'a, T> Rows<'a, T> {
    /// Adds a column.
    pub fn column<C: Into<Cell>>(mut self, name: &str, cell: impl Fn(&'a T) -> C) -> Self {
        let cells = self.rows.iter().map(|row| cell(row).into()).collect();
        self.table.columns.push((name.to_owned(), cells));
        self
    }

    /// Adds several columns whose cells come together.
    pub fn columns<C: Into<Cell>, const N: usize>(
        mut self,
        names: [&str; N],
        cells: impl Fn(&'a T) -> [C; N],
    ) -> Self {
        let mut columns = names.map(|name| (name.to_owned(), Vec::with_capacity(self.rows.len())));
        for row in self.rows {
            for (column, cell) in columns.iter_mut().zip(cells(row)) {
                column.1.push(cell.into());
            }
        }
        self.table.columns.extend(columns);
        self
    }

    /// The table.
    pub fn table(self) -> Table {
        self.table
    }
}

impl Cell {
    /// A choice by the name that it has in `metrics.json`.
    pub fn choice(value: &impl Serialize) -> Cell {
        match serde_json::to_value(value) {
            Ok(serde_json::Value::String(name)) => Cell::Text(name),
            _ => Cell::None,
        }
    }

    /// As it stands in a file.
    pub fn text(&self) -> String {
        match self {
            Cell::Number(value) if value.is_finite() => number(*value),
            Cell::None | Cell::Number(_) => String::new(),
            Cell::Whole(value) => value.to_string(),
            Cell::Text(text) => harmless(text),
        }
    }
}

/// Magnitudes that are written digit by digit. Others have an exponent: a p-value may be 10⁻³⁰⁰.
const WRITTEN_OUT: Range<f64> = 1e-6..1e16;

/// The shortest text that reads back as the same number.
fn number(value: f64) -> String {
    match value == 0.0 || WRITTEN_OUT.contains(&value.abs()) {
        true => value.to_string(),
        false => format!("{value:e}"),
    }
}

/// Text that no spreadsheet takes for a formula: an apostrophe goes before what begins like one,
/// unless it is a number.
///
/// See OWASP, "CSV Injection".
pub fn harmless(text: &str) -> String {
    let like_a_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    match like_a_formula && text.parse::<f64>().is_err() {
        true => format!("'{text}"),
        false => text.to_owned(),
    }
}

impl From<f64> for Cell {
    fn from(value: f64) -> Cell {
        Cell::Number(value)
    }
}

impl From<bool> for Cell {
    fn from(value: bool) -> Cell {
        Cell::Text(value.to_string())
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Cell {
        Cell::Text(text.to_owned())
    }
}

impl From<&String> for Cell {
    fn from(text: &String) -> Cell {
        Cell::Text(text.clone())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Cell {
        Cell::Text(text)
    }
}

impl From<Date> for Cell {
    fn from(date: Date) -> Cell {
        Cell::Text(date.to_string())
    }
}

impl<T: Into<Cell>> From<Option<T>> for Cell {
    fn from(some: Option<T>) -> Cell {
        some.map_or(Cell::None, Into::into)
    }
}

macro_rules! whole_numbers {
    ($($kind:ty),*) => {
        $(impl From<$kind> for Cell {
            fn from(value: $kind) -> Cell {
                // Every count fits: the widest has 64 bits.
                Cell::Whole(value as i128)
            }
        })*
    };
}

whole_numbers!(u32, u64, usize);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_unrounded_and_none_is_empty() {
        let rows = [(1.0 / 3.0, Some("a, b")), (f64::NAN, None)];
        let table = Table::of("t", &rows)
            .column("number", |row| row.0)
            .column("text", |row| row.1)
            .columns(["twice", "whole"], |row| [Cell::from(2.0 * row.0), Cell::from(7_usize)])
            .table();
        let csv = String::from_utf8(table.csv().unwrap()).unwrap();
        let expected = "number,text,twice,whole\n\
                        0.3333333333333333,\"a, b\",0.6666666666666666,7\n,,,7\n";
        assert_eq!(csv, expected);
    }

    #[test]
    fn very_small_and_very_large_numbers_have_an_exponent() {
        let texts = [0.0, 1e-6, 8.125e-301, -2.5e-7, 1e15, 3e20].map(|n| Cell::Number(n).text());
        assert_eq!(texts, ["0", "0.000001", "8.125e-301", "-2.5e-7", "1000000000000000", "3e20"]);
    }

    #[test]
    fn text_that_begins_like_a_formula_is_made_harmless() {
        assert_eq!(harmless("=1+1"), "'=1+1");
        assert_eq!(harmless("@sum(a)"), "'@sum(a)");
        assert_eq!(harmless("-3.5"), "-3.5");
        assert_eq!(harmless("-3.5|cmd"), "'-3.5|cmd");
        assert_eq!(harmless("plain"), "plain");
    }

    #[test]
    fn choices_have_their_names() {
        use crate::models::kpis::Verdict;
        assert_eq!(Cell::choice(&Verdict::Scale), Cell::Text("scale".into()));
    }
}
