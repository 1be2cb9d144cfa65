//! Cells as text without the quoting of any format: what a table of nothing but text holds.

use std::io;

use arrow_array::builder::StringBuilder;
use arrow_array::{Array, ArrayRef, StringArray};

use super::Dialect;
use super::cells::Cells;
use super::labels::LabelCache;
use crate::tables::spec::Table;

/// The cells of a column, each as it would stand in a CSV file before anything is quoted.
pub(in crate::sinks) fn raw_texts(array: &ArrayRef) -> io::Result<StringArray> {
    let labels = LabelCache::<Raw>::new(1);
    let mut cells = Cells::new::<Raw>(array, |values| labels.encoded(0, values))?;
    let mut texts = StringBuilder::with_capacity(array.len(), array.len() * TYPICAL_BYTES);
    let mut cell = Vec::new();
    for row in 0..array.len() {
        if array.is_null(row) {
            texts.append_null();
            continue;
        }
        cell.clear();
        cells.write::<Raw>(row, &mut cell);
        // Numbers and times are ASCII, and text comes from an array of text.
        texts.append_value(String::from_utf8_lossy(&cell));
    }
    Ok(texts.finish())
}

/// Bytes of a cell, to begin with.
const TYPICAL_BYTES: usize = 8;

/// Text as it is.
struct Raw;

impl Dialect for Raw {
    const NULL: &'static [u8] = b"";
    const QUOTE: &'static [u8] = b"";
    const ROW_END: &'static [u8] = b"";

    fn header(_table: &Table) -> Vec<u8> {
        Vec::new()
    }

    fn before(_column: &str, _first: bool) -> Vec<u8> {
        Vec::new()
    }

    fn add_before(_before: &[u8], _out: &mut Vec<u8>) {}

    fn is_special(_byte: u8) -> bool {
        false
    }

    fn plain(text: &[u8], out: &mut Vec<u8>) {
        out.extend_from_slice(text);
    }

    fn escaped(text: &[u8], out: &mut Vec<u8>) {
        out.extend_from_slice(text);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow_array::{Date32Array, Decimal128Array, Float64Array};

    use super::*;

    #[test]
    fn cells_are_what_a_file_would_have_without_its_quotes() {
        let texts = |array: ArrayRef| {
            let texts = raw_texts(&array).unwrap();
            texts.iter().map(|text| text.map(str::to_owned)).collect::<Vec<_>>()
        };
        let some = |text: &str| Some(text.to_owned());
        let money = Decimal128Array::from(vec![Some(1250), None, Some(-5)]);
        let money = money.with_precision_and_scale(14, 2).unwrap();
        assert_eq!(texts(Arc::new(money)), [some("12.50"), None, some("-0.05")]);
        assert_eq!(texts(Arc::new(Float64Array::from(vec![0.1, 3.0]))), [some("0.1"), some("3.0")]);
        assert_eq!(texts(Arc::new(Date32Array::from(vec![20_502]))), [some("2026-02-18")]);
        let text = StringArray::from(vec!["a \"b\", c", ""]);
        assert_eq!(texts(Arc::new(text)), [some("a \"b\", c"), some("")]);
    }
}
