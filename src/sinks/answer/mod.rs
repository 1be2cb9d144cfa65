//! Answers of queries: batches under a schema of their own, written one after the other as they
//! come, for people or for programs.
//!
//! Cells look as they do in a dataset's files: days as `2026-02-18`, moments as
//! `2026-02-18T09:14:02Z`, money with two decimals.

mod file;
mod grid;
mod shape;
#[cfg(test)]
mod tests;

pub use file::NewFile;

use std::fmt;
use std::io::{self, Write};

use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_writer::ArrowWriterOptions;
use parquet::basic::Compression;
use parquet::file::properties::WriterProperties;

use self::grid::Grid;
use self::shape::Shape;
use super::text::{Csv, Encoder, JsonLines};

/// How an answer is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Aligned columns, for people.
    Table,
    /// Comma-separated values with a header, as a dataset's.
    Csv,
    /// One JSON array of objects.
    Json,
    /// One JSON object per line.
    Jsonl,
    /// Columnar, typed and compressed.
    Parquet,
}

impl Style {
    /// All styles.
    pub const ALL: [Style; 5] =
        [Style::Table, Style::Csv, Style::Json, Style::Jsonl, Style::Parquet];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Style::Table => "table",
            Style::Csv => "csv",
            Style::Json => "json",
            Style::Jsonl => "jsonl",
            Style::Parquet => "parquet",
        }
    }

    /// The style of a file with this ending.
    pub fn of_extension(extension: &str) -> Option<Style> {
        match extension.to_ascii_lowercase().as_str() {
            "txt" => Some(Style::Table),
            "ndjson" => Some(Style::Jsonl),
            other => Style::ALL.into_iter().find(|style| style.name() == other),
        }
    }
}

impl fmt::Display for Style {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// An answer being written.
pub enum Answer<W: Write + Send> {
    /// Aligned columns.
    Table(Shape, Grid<W>),
    /// Comma-separated values.
    Csv(Shape, Encoder<Csv>, W),
    /// An array of objects; whether one has been written already.
    Json(Shape, Encoder<JsonLines>, W, bool),
    /// Objects line by line.
    Jsonl(Shape, Encoder<JsonLines>, W),
    /// Parquet.
    Parquet(Box<ArrowWriter<W>>),
}

impl<W: Write + Send> Answer<W> {
    /// Begins an answer. A table is cut to `width` columns of text, where there is a width.
    pub fn begin(
        style: Style,
        schema: &SchemaRef,
        mut out: W,
        width: Option<usize>,
    ) -> io::Result<Answer<W>> {
        let shape = Shape::new(schema);
        Ok(match style {
            Style::Table => {
                let grid = Grid::new(out, shape.table(), width);
                Answer::Table(shape, grid)
            }
            Style::Csv => {
                out.write_all(&csv_header(schema))?;
                let encoder = Encoder::new(shape.table());
                Answer::Csv(shape, encoder, out)
            }
            Style::Json => {
                out.write_all(b"[")?;
                let encoder = Encoder::new(shape.table());
                Answer::Json(shape, encoder, out, false)
            }
            Style::Jsonl => {
                let encoder = Encoder::new(shape.table());
                Answer::Jsonl(shape, encoder, out)
            }
            Style::Parquet => {
                let snappy = WriterProperties::builder().set_compression(Compression::SNAPPY);
                let options = ArrowWriterOptions::new().with_properties(snappy.build());
                let writer = ArrowWriter::try_new_with_options(out, schema.clone(), options);
                Answer::Parquet(Box::new(writer.map_err(io::Error::other)?))
            }
        })
    }

    /// Writes the next rows.
    pub fn write(&mut self, batch: &RecordBatch) -> io::Result<()> {
        match self {
            Answer::Table(shape, grid) => grid.write(&shape.fit(batch)?),
            Answer::Csv(shape, encoder, out) => {
                encode(encoder, &shape.fit(batch)?).and_then(|text| out.write_all(&text))
            }
            Answer::Jsonl(shape, encoder, out) => {
                encode(encoder, &shape.fit(batch)?).and_then(|text| out.write_all(&text))
            }
            Answer::Json(shape, encoder, out, begun) => {
                let text = encode(encoder, &shape.fit(batch)?)?;
                // No line end stands inside an object: text has them escaped.
                for object in text.split(|&byte| byte == b'\n').filter(|line| !line.is_empty()) {
                    out.write_all(if *begun { b",\n " } else { b"\n " })?;
                    out.write_all(object)?;
                    *begun = true;
                }
                Ok(())
            }
            Answer::Parquet(writer) => writer.write(batch).map_err(io::Error::other),
        }
    }

    /// Writes what stands at the end. Tells how many columns a table had no room for.
    pub fn finish(self) -> io::Result<usize> {
        match self {
            Answer::Table(_, grid) => grid.finish(),
            Answer::Csv(_, _, mut out) | Answer::Jsonl(_, _, mut out) => out.flush().map(|()| 0),
            Answer::Json(_, _, mut out, begun) => {
                out.write_all(if begun { b"\n]\n" } else { b"]\n" })?;
                out.flush().map(|()| 0)
            }
            Answer::Parquet(writer) => {
                let mut out = writer.into_inner().map_err(io::Error::other)?;
                out.flush().map(|()| 0)
            }
        }
    }
}

fn encode<D: super::text::Dialect>(
    encoder: &Encoder<D>,
    batch: &RecordBatch,
) -> io::Result<Vec<u8>> {
    let mut text = Vec::new();
    encoder.encode(batch, &mut text)?;
    Ok(text)
}

/// The header line. Names of a query's columns may hold anything, so they are quoted where needed.
fn csv_header(schema: &SchemaRef) -> Vec<u8> {
    use super::text::Dialect;
    let mut header = Vec::new();
    for (n, field) in schema.fields().iter().enumerate() {
        if n > 0 {
            header.push(b',');
        }
        Csv::escaped(field.name().as_bytes(), &mut header);
    }
    header.push(b'\n');
    header
}
