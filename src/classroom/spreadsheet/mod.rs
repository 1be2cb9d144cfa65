//! CSV as people's spreadsheets save it: any usual encoding, any usual separator.
//!
//! Rosters, submissions and cleaned tables come from programs that nobody chose for their CSV. So
//! the encoding is told from the bytes ([`decode`]), the separator from the header line, and every
//! row keeps the number of the line that it starts on, by which messages name it.

mod encoding;
mod safe;

pub use encoding::{decode, decoded};
pub use safe::{CsvText, safe};

use std::fs::File;
use std::io::Read;
use std::path::Path;

/// Separators that spreadsheets write, the usual one first.
const SEPARATORS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// A table of text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Spreadsheet {
    /// The header's cells, trimmed.
    pub header: Vec<String>,
    /// The rows below it; blank ones are left out.
    pub rows: Vec<Line>,
}

/// A row of text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Line {
    /// The number of the line on which it starts, from 1 on.
    pub number: u64,
    /// Its cells, trimmed.
    pub cells: Vec<String>,
}

impl Spreadsheet {
    /// Reads a file of at most `most` bytes. The error says why not, without the file's name.
    pub fn read(path: &Path, most: u64) -> Result<Spreadsheet, String> {
        Ok(Spreadsheet::parse(&text(path, most)?))
    }

    /// Reads a text.
    pub fn parse(text: &str) -> Spreadsheet {
        let lines = without_hint(text);
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(lines.separator)
            .from_reader(lines.text.as_bytes());
        let mut sheet = Spreadsheet::default();
        let mut numbers = LineNumbers { text: lines.text.as_bytes(), at: 0, number: 1 };
        // The text is UTF-8 and rows may differ in length, so no record can be an error.
        for record in reader.records().flatten() {
            let start = record.position().map_or(0, csv::Position::byte);
            let number = numbers.of(start as usize) + lines.skipped;
            let cells = record.iter().map(|cell| cell.trim().to_owned()).collect::<Vec<_>>();
            if cells.iter().all(String::is_empty) {
                continue;
            }
            match sheet.header.is_empty() {
                true => sheet.header = cells,
                false => sheet.rows.push(Line { number, cells }),
            }
        }
        sheet
    }

    /// The position of the first column whose name is one of `names`, whatever its case.
    pub fn column(&self, names: &[&str]) -> Option<usize> {
        names.iter().find_map(|wanted| self.header.iter().position(|name| plain(name) == *wanted))
    }
}

impl Line {
    /// A cell; one that the row is too short for is empty.
    pub fn cell(&self, column: Option<usize>) -> &str {
        column.and_then(|at| self.cells.get(at)).map_or("", String::as_str)
    }
}

/// Reads a file as text, whatever its encoding.
pub fn text(path: &Path, most: u64) -> Result<String, String> {
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(|error| format!("it cannot be read: {error}"))?;
    let read = file.take(most + 1).read_to_end(&mut bytes);
    read.map_err(|error| format!("it cannot be read: {error}"))?;
    if bytes.len() as u64 > most {
        return Err(format!("it is larger than {} MiB", most >> 20));
    }
    decode(&bytes)
}

/// Whether a file is no Unicode, so that [`text`] guesses its script. One that cannot be read is not
/// judged: whoever reads it will say so.
pub fn is_guessed(path: &Path) -> bool {
    std::fs::read(path).is_ok_and(|bytes| encoding::is_guessed(&bytes))
}

/// A column's name as it is compared: lower case, one space or underscore like another.
pub fn plain(name: &str) -> String {
    let words = name.split(|c: char| c.is_whitespace() || c == '_' || c == '-');
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ").to_lowercase()
}

/// Numbers of lines, counted as far as was asked: the reader's own are those of the blank lines
/// before a row.
struct LineNumbers<'a> {
    text: &'a [u8],
    at: usize,
    number: u64,
}

impl LineNumbers<'_> {
    /// The number of the first line that is not blank from a byte on. Bytes come in their order.
    fn of(&mut self, byte: usize) -> u64 {
        while let Some(&next) = self.text.get(self.at) {
            if self.at >= byte && !matches!(next, b'\r' | b'\n') {
                break;
            }
            self.number += u64::from(next == b'\n');
            self.at += 1;
        }
        self.number
    }
}

/// A text without the line by which Excel is told the separator.
struct Body<'a> {
    text: &'a str,
    separator: u8,
    /// Lines that were left out.
    skipped: u64,
}

fn without_hint(text: &str) -> Body<'_> {
    if let Some(rest) = text.strip_prefix("sep=")
        && let Some((hint, rest)) = rest.split_once('\n')
        && let [separator] = hint.trim_end_matches('\r').as_bytes()
    {
        return Body { text: rest, separator: *separator, skipped: 1 };
    }
    Body { text, separator: separator(text), skipped: 0 }
}

/// The separator that stands most often in the header line, outside quotes.
fn separator(text: &str) -> u8 {
    let header = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let mut quoted = false;
    let mut counts = [0; SEPARATORS.len()];
    for byte in header.bytes() {
        quoted ^= byte == b'"';
        if let Some(at) = SEPARATORS.iter().position(|one| *one == byte && !quoted) {
            counts[at] += 1;
        }
    }
    // The first of equals is the usual one.
    let best = (0..SEPARATORS.len()).rev().max_by_key(|at| counts[*at]).unwrap_or(0);
    SEPARATORS[best]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_keep_the_number_of_their_line_over_blank_lines_and_quoted_breaks() {
        let sheet = Spreadsheet::parse("\n id , name\n1,\"a\nb\"\n\n , \n2,c\n");
        assert_eq!(sheet.header, ["id", "name"]);
        let numbers = sheet.rows.iter().map(|row| row.number).collect::<Vec<_>>();
        assert_eq!(numbers, [3, 7]);
        assert_eq!(sheet.rows[0].cells, ["1", "a\nb"]);
    }

    #[test]
    fn the_separator_is_told_from_the_header_or_from_its_hint() {
        for text in ["a;b\n1,5;2\n", "sep=;\na;b\n1,5;2\n", "a\tb\n1,5\t2\n"] {
            let sheet = Spreadsheet::parse(text);
            assert_eq!(sheet.header, ["a", "b"], "{text:?}");
            assert_eq!(sheet.rows[0].cells, ["1,5", "2"], "{text:?}");
        }
        assert_eq!(Spreadsheet::parse("\"a;b;c\",d\n1,2\n").header, ["a;b;c", "d"]);
    }

    #[test]
    fn columns_are_found_by_any_of_their_names() {
        let sheet = Spreadsheet::parse("Student_ID,Full Name\n1,x\n");
        assert_eq!(sheet.column(&["id", "student id"]), Some(0));
        assert_eq!(sheet.column(&["email"]), None);
        assert_eq!(sheet.rows[0].cell(None), "");
        assert_eq!(sheet.rows[0].cell(Some(9)), "");
    }

    #[test]
    fn nothing_is_no_header_and_no_rows() {
        assert_eq!(Spreadsheet::parse(""), Spreadsheet::default());
        assert_eq!(Spreadsheet::parse("\n , ,\n"), Spreadsheet::default());
    }
}
