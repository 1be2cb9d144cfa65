//! A batch made ready for SQLite, column by column, so that the thread that writes has only to
//! hand values over.

use std::io;

use arrow_array::cast::AsArray;
use arrow_array::types::{
    Date32Type, Decimal128Type, Float64Type, Int16Type, Int32Type, Int64Type,
    TimestampMillisecondType,
};
use arrow_array::{Array, ArrayRef, RecordBatch, StringArray};
use arrow_buffer::{BooleanBuffer, NullBuffer, ScalarBuffer};
use arrow_schema::{DataType, TimeUnit};
use rusqlite::Statement;

use crate::engine::Weigh;
use crate::sinks::text::raw_texts;
use crate::sinks::text::times::DayText;
use crate::tables::spec::MONEY_SCALE;

const MILLIS_PER_DAY: i64 = 86_400_000;
const CENTS: f64 = 100.0;
/// `2026-02-18`.
const DATE_BYTES: usize = 10;
/// `2026-02-18 09:14:02`.
const CLOCK_BYTES: usize = 19;

/// Rows made ready.
pub struct Piece {
    rows: usize,
    weight: usize,
    columns: Vec<(Option<NullBuffer>, Cells)>,
}

/// The values of a column.
enum Cells {
    Long(ScalarBuffer<i64>),
    Int(ScalarBuffer<i32>),
    Float(ScalarBuffer<f64>),
    Money(ScalarBuffer<i128>),
    Bool(BooleanBuffer),
    Text(StringArray),
    Label {
        keys: ScalarBuffer<i16>,
        values: StringArray,
    },
    /// Days and moments: texts that are all of one length.
    Even {
        bytes: usize,
        text: String,
    },
}

impl Weigh for Piece {
    fn weight(&self) -> usize {
        self.weight
    }
}

impl Piece {
    /// A batch, each cell with its type.
    pub fn typed(batch: &RecordBatch) -> io::Result<Piece> {
        Piece::new(batch, Cells::of)
    }

    /// A batch, each cell as the text that a file would have.
    pub fn staged(batch: &RecordBatch) -> io::Result<Piece> {
        Piece::new(batch, |array| raw_texts(array).map(Cells::Text))
    }

    fn new(
        batch: &RecordBatch,
        cells: impl Fn(&ArrayRef) -> io::Result<Cells>,
    ) -> io::Result<Piece> {
        let columns = batch.columns().iter().map(|array| {
            let nulls = array.nulls().filter(|nulls| nulls.null_count() > 0).cloned();
            Ok((nulls, cells(array)?))
        });
        let columns = columns.collect::<io::Result<Vec<_>>>()?;
        let weight = batch.get_array_memory_size();
        Ok(Piece { rows: batch.num_rows(), weight, columns })
    }

    /// The rows.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Inserts the rows by a statement that has one parameter for each column.
    pub fn insert(&self, statement: &mut Statement) -> rusqlite::Result<()> {
        for row in 0..self.rows {
            for (parameter, (nulls, cells)) in (1..).zip(&self.columns) {
                match nulls {
                    Some(nulls) if nulls.is_null(row) => {
                        statement.raw_bind_parameter(parameter, rusqlite::types::Null)?;
                    }
                    _ => cells.bind(row, parameter, statement)?,
                }
            }
            statement.raw_execute()?;
        }
        Ok(())
    }
}

impl Cells {
    fn of(array: &ArrayRef) -> io::Result<Cells> {
        Ok(match array.data_type() {
            DataType::Int64 => Cells::Long(array.as_primitive::<Int64Type>().values().clone()),
            DataType::Int32 => Cells::Int(array.as_primitive::<Int32Type>().values().clone()),
            DataType::Float64 => Cells::Float(array.as_primitive::<Float64Type>().values().clone()),
            DataType::Decimal128(_, MONEY_SCALE) => {
                Cells::Money(array.as_primitive::<Decimal128Type>().values().clone())
            }
            DataType::Boolean => Cells::Bool(array.as_boolean().values().clone()),
            DataType::Utf8 => Cells::Text(array.as_string::<i32>().clone()),
            DataType::Dictionary(key, value)
                if **key == DataType::Int16 && **value == DataType::Utf8 =>
            {
                let labels = array.as_dictionary::<Int16Type>();
                Cells::Label {
                    keys: labels.keys().values().clone(),
                    values: labels.values().as_string::<i32>().clone(),
                }
            }
            DataType::Date32 => days(array.as_primitive::<Date32Type>().values()),
            DataType::Timestamp(TimeUnit::Millisecond, _) => {
                clocks(array.as_primitive::<TimestampMillisecondType>().values())
            }
            other => {
                let message = format!("SQLite has no way to store a column of type {other}");
                return Err(io::Error::new(io::ErrorKind::Unsupported, message));
            }
        })
    }

    #[inline]
    fn bind(&self, row: usize, at: usize, statement: &mut Statement) -> rusqlite::Result<()> {
        match self {
            Cells::Long(values) => statement.raw_bind_parameter(at, values[row]),
            Cells::Int(values) => statement.raw_bind_parameter(at, values[row]),
            Cells::Float(values) => statement.raw_bind_parameter(at, values[row]),
            // The double nearest to the amount: it shows and rounds as the amount does.
            Cells::Money(values) => statement.raw_bind_parameter(at, values[row] as f64 / CENTS),
            Cells::Bool(values) => statement.raw_bind_parameter(at, values.value(row)),
            Cells::Text(values) => statement.raw_bind_parameter(at, values.value(row)),
            Cells::Label { keys, values } => {
                // Arrow checks that the keys of a dictionary array are positions of its values.
                statement.raw_bind_parameter(at, values.value(keys[row] as usize))
            }
            Cells::Even { bytes, text } => {
                statement.raw_bind_parameter(at, &text[row * bytes..(row + 1) * bytes])
            }
        }
    }
}

fn days(days: &[i32]) -> Cells {
    let (mut day, mut text) = (DayText::default(), Vec::with_capacity(days.len() * DATE_BYTES));
    for &days in days {
        text.extend_from_slice(day.of(days));
    }
    even(DATE_BYTES, text)
}

fn clocks(millis: &[i64]) -> Cells {
    let (mut day, mut text) = (DayText::default(), Vec::with_capacity(millis.len() * CLOCK_BYTES));
    for &millis in millis {
        // A day count fits 32 bits for any moment within five million years.
        let (days, millis) = (millis.div_euclid(MILLIS_PER_DAY), millis.rem_euclid(MILLIS_PER_DAY));
        day.write_clock(days as i32, millis as u32, &mut text);
    }
    even(CLOCK_BYTES, text)
}

fn even(bytes: usize, text: Vec<u8>) -> Cells {
    // Digits, dashes, colons and spaces: always UTF-8.
    Cells::Even { bytes, text: String::from_utf8(text).unwrap_or_default() }
}
