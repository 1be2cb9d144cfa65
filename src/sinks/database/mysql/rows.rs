//! Rows as the server takes them: as the text of `LOAD DATA`, and as the values of an `INSERT`.

use std::io;

use arrow_array::RecordBatch;

use crate::engine::Weigh;
use crate::sinks::text::{Dialect, Encoder};
use crate::tables::spec::Table;

/// Rows of a batch that are encoded before it is looked whether a statement is full.
const ROWS_PER_STEP: usize = 256;

/// How rows travel to the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// As the text of a file that `LOAD DATA LOCAL INFILE` reads: the fastest, where it is allowed.
    File,
    /// As `INSERT` statements of at most so many bytes.
    Inserts {
        /// The most bytes of a statement's values, by a wide margin below what the server takes.
        most: usize,
    },
}

/// Encodes the rows of one table.
pub enum RowEncoder {
    File(Encoder<File>),
    Inserts(Encoder<Values>, usize),
}

impl RowEncoder {
    /// An encoder for a table.
    pub fn new(way: Way, table: &Table) -> RowEncoder {
        match way {
            Way::File => RowEncoder::File(Encoder::new(table)),
            Way::Inserts { most } => RowEncoder::Inserts(Encoder::new(table), most),
        }
    }

    /// Makes a batch ready.
    pub fn encode(&self, batch: &RecordBatch) -> io::Result<Piece> {
        let rows = batch.num_rows() as u64;
        let mut texts = vec![Vec::new()];
        match self {
            RowEncoder::File(encoder) => encoder.encode(batch, &mut texts[0])?,
            RowEncoder::Inserts(encoder, most) => {
                for from in (0..batch.num_rows()).step_by(ROWS_PER_STEP) {
                    let step = batch.slice(from, ROWS_PER_STEP.min(batch.num_rows() - from));
                    let mut text = Vec::new();
                    encoder.encode(&step, &mut text)?;
                    match texts.last_mut() {
                        Some(last) if last.len() + text.len() <= *most => last.append(&mut text),
                        _ => texts.push(text),
                    }
                }
            }
        }
        texts.retain(|text| !text.is_empty());
        Ok(Piece { rows, texts })
    }
}

/// Rows made ready.
pub struct Piece {
    /// How many.
    pub rows: u64,
    /// The text of each statement.
    pub texts: Vec<Vec<u8>>,
}

impl Weigh for Piece {
    fn weight(&self) -> usize {
        self.texts.iter().map(Vec::capacity).sum()
    }
}

/// Cells set apart by tabs, with backslashes before what would be taken for something else.
pub struct File;

impl Dialect for File {
    const NULL: &'static [u8] = b"\\N";
    const QUOTE: &'static [u8] = b"";
    const ROW_END: &'static [u8] = b"\n";
    const TRUE: &'static [u8] = b"1";
    const FALSE: &'static [u8] = b"0";
    const SHOWS_ZONE: bool = false;

    fn header(_table: &Table) -> Vec<u8> {
        Vec::new()
    }

    fn before(_column: &str, first: bool) -> Vec<u8> {
        if first { Vec::new() } else { b"\t".to_vec() }
    }

    fn add_before(before: &[u8], out: &mut Vec<u8>) {
        out.extend_from_slice(before);
    }

    fn is_special(byte: u8) -> bool {
        matches!(byte, b'\t' | b'\n' | b'\r' | b'\\' | 0)
    }

    fn plain(text: &[u8], out: &mut Vec<u8>) {
        out.extend_from_slice(text);
    }

    fn escaped(text: &[u8], out: &mut Vec<u8>) {
        escape::<File>(text, out);
    }
}

/// `(1,'a',NULL),`: the comma behind the last row is cut off where the statement is made.
pub struct Values;

impl Dialect for Values {
    const NULL: &'static [u8] = b"NULL";
    const QUOTE: &'static [u8] = b"'";
    const ROW_END: &'static [u8] = b"),";
    const TRUE: &'static [u8] = b"1";
    const FALSE: &'static [u8] = b"0";
    const SHOWS_ZONE: bool = false;

    fn header(_table: &Table) -> Vec<u8> {
        Vec::new()
    }

    fn before(_column: &str, first: bool) -> Vec<u8> {
        vec![if first { b'(' } else { b',' }]
    }

    fn add_before(before: &[u8], out: &mut Vec<u8>) {
        out.extend_from_slice(before);
    }

    fn is_special(byte: u8) -> bool {
        matches!(byte, b'\'' | b'\n' | b'\r' | b'\\' | 0)
    }

    fn plain(text: &[u8], out: &mut Vec<u8>) {
        out.push(b'\'');
        out.extend_from_slice(text);
        out.push(b'\'');
    }

    fn escaped(text: &[u8], out: &mut Vec<u8>) {
        out.push(b'\'');
        escape::<Values>(text, out);
        out.push(b'\'');
    }
}

/// Puts a backslash before every special byte; line ends and zeroes become letters.
fn escape<D: Dialect>(text: &[u8], out: &mut Vec<u8>) {
    for &byte in text {
        match byte {
            b'\n' => out.extend_from_slice(b"\\n"),
            b'\r' => out.extend_from_slice(b"\\r"),
            0 => out.extend_from_slice(b"\\0"),
            byte if D::is_special(byte) => out.extend_from_slice(&[b'\\', byte]),
            byte => out.push(byte),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow_array::{
        BooleanArray, Float64Array, Int64Array, StringArray, TimestampMillisecondArray,
    };

    use super::*;
    use crate::tables::spec::{Column, Folder, Kind};

    static TABLE: Table = Table {
        name: "odd",
        folder: Folder::Data,
        doc: "",
        grain: "",
        primary_key: &["id"],
        columns: &[
            Column::new("id", Kind::Id, ""),
            Column::new("text", Kind::Text, "").nullable(),
            Column::new("at", Kind::Time, ""),
            Column::new("yes", Kind::Bool, ""),
            Column::new("rate", Kind::Float, ""),
        ],
    };

    fn batch(texts: Vec<Option<&str>>) -> RecordBatch {
        let rows = texts.len();
        let at = TimestampMillisecondArray::from(vec![33_242_000; rows]).with_timezone("UTC");
        RecordBatch::try_new(
            TABLE.schema(),
            vec![
                Arc::new(Int64Array::from((0..rows as i64).collect::<Vec<_>>())),
                Arc::new(StringArray::from(texts)),
                Arc::new(at),
                Arc::new(BooleanArray::from(vec![true; rows])),
                Arc::new(Float64Array::from(vec![0.5; rows])),
            ],
        )
        .unwrap()
    }

    fn text(way: Way, batch: &RecordBatch) -> Vec<String> {
        let piece = RowEncoder::new(way, &TABLE).encode(batch).unwrap();
        assert_eq!(piece.rows, batch.num_rows() as u64);
        piece.texts.into_iter().map(|text| String::from_utf8(text).unwrap()).collect()
    }

    #[test]
    fn nothing_in_a_text_ends_its_cell() {
        let odd = batch(vec![Some("a\tb\n'c'\\N\0"), None]);
        let file = text(Way::File, &odd);
        let end = "1970-01-01 09:14:02\t1\t0.5\n";
        assert_eq!(file, [format!("0\ta\\\tb\\n'c'\\\\N\\0\t{end}1\t\\N\t{end}")]);
        let values = text(Way::Inserts { most: 1000 }, &odd);
        let end = "'1970-01-01 09:14:02',1,0.5),";
        assert_eq!(values, [format!("(0,'a\tb\\n\\'c\\'\\\\N\\0',{end}(1,NULL,{end}")]);
    }

    #[test]
    fn statements_stay_below_the_limit_and_hold_every_row() {
        let many = batch(vec![Some("text"); 5 * ROWS_PER_STEP + 3]);
        let most = 30_000;
        let texts = text(Way::Inserts { most }, &many);
        assert!(texts.len() > 1);
        assert!(texts.iter().all(|text| text.len() <= most && text.starts_with('(')));
        let rows = texts.iter().map(|text| text.matches("),").count()).sum::<usize>();
        assert_eq!(rows, many.num_rows());
    }
}
