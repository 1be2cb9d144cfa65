//! The cells of a column, ready to be written row by row.

use std::io;
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{
    Date32Type, Decimal128Type, Float64Type, Int16Type, Int32Type, Int64Type,
    TimestampMillisecondType,
};
use arrow_array::{Array, ArrayRef};
use arrow_buffer::BooleanBuffer;
use arrow_schema::{DataType, TimeUnit};

use super::Dialect;
use super::labels::Labels;
use super::numbers::{write_float, write_int, write_long, write_money};
use super::times::DayText;
use crate::tables::spec::MONEY_SCALE;

const MILLIS_PER_DAY: i64 = 86_400_000;

/// A column's values, and what of them is worth remembering from row to row.
pub enum Cells<'a> {
    Long(&'a [i64]),
    Int(&'a [i32]),
    Float(&'a [f64]),
    Money(&'a [i128]),
    Bool(&'a BooleanBuffer),
    PlainText { ends: &'a [i32], text: &'a [u8] },
    Text { ends: &'a [i32], text: &'a [u8] },
    Label { keys: &'a [i16], labels: Arc<Labels> },
    Date { days: &'a [i32], day: DayText },
    Time { millis: &'a [i64], day: DayText },
    Clock { millis: &'a [i64], day: DayText },
}

impl<'a> Cells<'a> {
    /// The cells of an array. `labels` encodes the values of a dictionary.
    pub fn new<D: Dialect>(
        array: &'a ArrayRef,
        labels: impl FnOnce(&ArrayRef) -> Arc<Labels>,
    ) -> io::Result<Cells<'a>> {
        Ok(match array.data_type() {
            DataType::Int64 => Cells::Long(array.as_primitive::<Int64Type>().values()),
            DataType::Int32 => Cells::Int(array.as_primitive::<Int32Type>().values()),
            DataType::Float64 => Cells::Float(array.as_primitive::<Float64Type>().values()),
            DataType::Decimal128(_, MONEY_SCALE) => {
                Cells::Money(array.as_primitive::<Decimal128Type>().values())
            }
            DataType::Boolean => Cells::Bool(array.as_boolean().values()),
            DataType::Utf8 => {
                let strings = array.as_string::<i32>();
                text::<D>(strings.value_offsets(), strings.value_data())
            }
            DataType::Dictionary(key, value)
                if **key == DataType::Int16 && **value == DataType::Utf8 =>
            {
                let dictionary = array.as_dictionary::<Int16Type>();
                let labels = labels(dictionary.values());
                Cells::Label { keys: dictionary.keys().values(), labels }
            }
            DataType::Date32 => {
                let days = array.as_primitive::<Date32Type>().values();
                Cells::Date { days, day: DayText::default() }
            }
            DataType::Timestamp(TimeUnit::Millisecond, zone) => {
                let millis = array.as_primitive::<TimestampMillisecondType>().values();
                let day = DayText::default();
                match zone {
                    Some(_) => Cells::Time { millis, day },
                    None => Cells::Clock { millis, day },
                }
            }
            other => {
                let message = format!("a text file has no way to write a column of type {other}");
                return Err(io::Error::new(io::ErrorKind::Unsupported, message));
            }
        })
    }

    /// Adds the cell of a row that is not null.
    #[inline]
    pub fn write<D: Dialect>(&mut self, row: usize, out: &mut Vec<u8>) {
        match self {
            Cells::Long(values) => write_long(values[row], out),
            Cells::Int(values) => write_int(values[row], out),
            Cells::Float(values) => write_float(values[row], D::NULL, out),
            Cells::Money(values) => write_money(values[row], out),
            Cells::Bool(values) => {
                out.extend_from_slice(if values.value(row) { D::TRUE } else { D::FALSE });
            }
            Cells::PlainText { ends, text } => D::plain(cut(ends, text, row), out),
            Cells::Text { ends, text } => D::escaped(cut(ends, text, row), out),
            Cells::Label { keys, labels } => {
                out.extend_from_slice(labels.get(keys[row]).unwrap_or(D::NULL));
            }
            Cells::Date { days, day } => {
                out.extend_from_slice(D::QUOTE);
                out.extend_from_slice(day.of(days[row]));
                out.extend_from_slice(D::QUOTE);
            }
            Cells::Time { millis, day } => {
                let (date, since_midnight) = split(millis[row]);
                out.extend_from_slice(D::QUOTE);
                match D::SHOWS_ZONE {
                    true => day.write_moment(date, since_midnight, out),
                    false => day.write_clock(date, since_midnight, out),
                }
                out.extend_from_slice(D::QUOTE);
            }
            Cells::Clock { millis, day } => {
                let (date, since_midnight) = split(millis[row]);
                out.extend_from_slice(D::QUOTE);
                day.write_clock(date, since_midnight, out);
                out.extend_from_slice(D::QUOTE);
            }
        }
    }
}

/// The day and the milliseconds since its midnight.
fn split(millis: i64) -> (i32, u32) {
    // A day count fits 32 bits for any moment within five million years.
    (millis.div_euclid(MILLIS_PER_DAY) as i32, millis.rem_euclid(MILLIS_PER_DAY) as u32)
}

/// Text as it is, if nothing in the whole column needs more.
fn text<'a, D: Dialect>(ends: &'a [i32], text: &'a [u8]) -> Cells<'a> {
    // An offsets buffer always holds at least one offset.
    let used = &text[ends[0] as usize..ends[ends.len() - 1] as usize];
    // Runs without an early exit are checked many bytes at a time.
    let special = |run: &[u8]| run.iter().fold(false, |found, &byte| found | D::is_special(byte));
    match used.chunks(256).any(special) {
        true => Cells::Text { ends, text },
        false => Cells::PlainText { ends, text },
    }
}

fn cut<'a>(ends: &[i32], text: &'a [u8], row: usize) -> &'a [u8] {
    &text[ends[row] as usize..ends[row + 1] as usize]
}
