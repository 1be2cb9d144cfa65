//! Single cells as text for people: what a CSV file has, without its quotes.

use std::io;
use std::sync::Arc;

use arrow_array::{Array, ArrayRef};

use super::Dialect;
use super::cells::Cells;
use super::labels::Labels;
use crate::tables::spec::Table;

/// Text as it is, but for characters that would move a cursor. Line ends stay.
struct Plain;

impl Dialect for Plain {
    const NULL: &'static [u8] = b"";
    const QUOTE: &'static [u8] = b"";
    const ROW_END: &'static [u8] = b"\n";

    fn header(_table: &Table) -> Vec<u8> {
        Vec::new()
    }

    fn before(_column: &str, _first: bool) -> Vec<u8> {
        Vec::new()
    }

    fn add_before(_before: &[u8], _out: &mut Vec<u8>) {}

    fn is_special(byte: u8) -> bool {
        // Control characters beyond ASCII begin with this byte.
        byte < 0x20 || byte == 0x7f || byte == 0xc2
    }

    fn plain(text: &[u8], out: &mut Vec<u8>) {
        out.extend_from_slice(text);
    }

    fn escaped(text: &[u8], out: &mut Vec<u8>) {
        let text = String::from_utf8_lossy(text);
        for c in text.chars() {
            if c.is_control() && c != '\n' {
                out.extend_from_slice(c.escape_default().to_string().as_bytes());
            } else {
                out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
            }
        }
    }
}

/// The cells of a column, one text each; `null` stands for empty ones.
pub fn cell_texts(column: &ArrayRef, null: &str) -> io::Result<Vec<String>> {
    let mut cells = Cells::new::<Plain>(column, |values| Arc::new(Labels::new::<Plain>(values)))?;
    let mut texts = Vec::with_capacity(column.len());
    for row in 0..column.len() {
        let mut text = Vec::new();
        if column.is_null(row) {
            text.extend_from_slice(null.as_bytes());
        } else {
            cells.write::<Plain>(row, &mut text);
        }
        // Cells are written from text and ASCII.
        texts.push(String::from_utf8(text).unwrap_or_default());
    }
    Ok(texts)
}
