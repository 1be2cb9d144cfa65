//! A batch as PostgreSQL's binary COPY wants it: for each row the number of its cells, and for
//! each cell its length and its bytes, all big-endian. (PostgreSQL manual, "COPY", section "Binary
//! Format".)

use std::io;

use arrow_array::cast::AsArray;
use arrow_array::types::{
    Date32Type, Decimal128Type, Float64Type, Int16Type, Int32Type, Int64Type,
    TimestampMillisecondType,
};
use arrow_array::{Array, ArrayRef, RecordBatch, StringArray};
use arrow_buffer::{BooleanBuffer, NullBuffer};
use arrow_schema::{DataType, TimeUnit};

use crate::engine::Weigh;
use crate::tables::spec::MONEY_SCALE;

/// What a stream begins with: its signature, no flags, no header extension.
pub const HEADER: &[u8] = b"PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0";
/// What it ends with: a row of −1 cells.
pub const TRAILER: &[u8] = &(-1_i16).to_be_bytes();

/// The length of a cell without a value.
const NULL: [u8; 4] = (-1_i32).to_be_bytes();
/// Days from 1970-01-01 to 2000-01-01, where PostgreSQL begins to count.
const EPOCH_DAYS: i32 = 10_957;
/// The same in milliseconds.
const EPOCH_MILLIS: i64 = EPOCH_DAYS as i64 * 86_400_000;

/// Bytes of a cell with its length, to begin with.
const TYPICAL_CELL_BYTES: usize = 12;

/// Rows in the form of the protocol.
pub struct Piece {
    /// The rows.
    pub rows: u64,
    /// Their bytes.
    pub bytes: Vec<u8>,
}

impl Weigh for Piece {
    fn weight(&self) -> usize {
        self.bytes.capacity()
    }
}

impl Piece {
    /// Encodes a batch.
    pub fn new(batch: &RecordBatch) -> io::Result<Piece> {
        let columns = batch.columns().iter().map(|array| {
            let nulls = array.nulls().filter(|nulls| nulls.null_count() > 0);
            Ok((nulls, Cells::of(array)?))
        });
        let columns = columns.collect::<io::Result<Vec<(Option<&NullBuffer>, Cells)>>>()?;
        // A table has far fewer columns than fit: PostgreSQL takes 1600.
        let width = i16::try_from(columns.len()).unwrap_or(i16::MAX).to_be_bytes();
        let row_bytes = width.len() + columns.len() * TYPICAL_CELL_BYTES;
        let mut bytes = Vec::with_capacity(batch.num_rows() * row_bytes);
        for row in 0..batch.num_rows() {
            bytes.extend_from_slice(&width);
            for (nulls, cells) in &columns {
                match nulls {
                    Some(nulls) if nulls.is_null(row) => bytes.extend_from_slice(&NULL),
                    _ => cells.write(row, &mut bytes),
                }
            }
        }
        Ok(Piece { rows: batch.num_rows() as u64, bytes })
    }
}

/// The values of a column.
enum Cells<'a> {
    Long(&'a [i64]),
    Int(&'a [i32]),
    Float(&'a [f64]),
    Money(&'a [i128]),
    Bool(&'a BooleanBuffer),
    Text(&'a StringArray),
    Label { keys: &'a [i16], values: &'a StringArray },
    Date(&'a [i32]),
    Moment(&'a [i64]),
}

impl<'a> Cells<'a> {
    fn of(array: &'a ArrayRef) -> io::Result<Cells<'a>> {
        Ok(match array.data_type() {
            DataType::Int64 => Cells::Long(array.as_primitive::<Int64Type>().values()),
            DataType::Int32 => Cells::Int(array.as_primitive::<Int32Type>().values()),
            DataType::Float64 => Cells::Float(array.as_primitive::<Float64Type>().values()),
            DataType::Decimal128(_, MONEY_SCALE) => {
                Cells::Money(array.as_primitive::<Decimal128Type>().values())
            }
            DataType::Boolean => Cells::Bool(array.as_boolean().values()),
            DataType::Utf8 => Cells::Text(array.as_string::<i32>()),
            DataType::Dictionary(key, value)
                if **key == DataType::Int16 && **value == DataType::Utf8 =>
            {
                let labels = array.as_dictionary::<Int16Type>();
                Cells::Label {
                    keys: labels.keys().values(),
                    values: labels.values().as_string::<i32>(),
                }
            }
            DataType::Date32 => Cells::Date(array.as_primitive::<Date32Type>().values()),
            DataType::Timestamp(TimeUnit::Millisecond, _) => {
                Cells::Moment(array.as_primitive::<TimestampMillisecondType>().values())
            }
            other => {
                let message = format!("PostgreSQL has no way to store a column of type {other}");
                return Err(io::Error::new(io::ErrorKind::Unsupported, message));
            }
        })
    }

    #[inline]
    fn write(&self, row: usize, out: &mut Vec<u8>) {
        match self {
            Cells::Long(values) => long(values[row], out),
            Cells::Int(values) => int(values[row], out),
            Cells::Float(values) => long(i64::from_be_bytes(values[row].to_be_bytes()), out),
            Cells::Money(values) => numeric(values[row], out),
            Cells::Bool(values) => {
                out.extend_from_slice(&[0, 0, 0, 1, u8::from(values.value(row))])
            }
            Cells::Text(values) => text(values.value(row), out),
            // Arrow checks that the keys of a dictionary array are positions of its values.
            Cells::Label { keys, values } => text(values.value(keys[row] as usize), out),
            Cells::Date(days) => int(days[row].saturating_sub(EPOCH_DAYS), out),
            // Moments are counted in microseconds, with or without a zone.
            Cells::Moment(millis) => {
                long(millis[row].saturating_sub(EPOCH_MILLIS).saturating_mul(1000), out);
            }
        }
    }
}

#[inline]
fn int(value: i32, out: &mut Vec<u8>) {
    out.extend_from_slice(&[0, 0, 0, 4]);
    out.extend_from_slice(&value.to_be_bytes());
}

#[inline]
fn long(value: i64, out: &mut Vec<u8>) {
    out.extend_from_slice(&[0, 0, 0, 8]);
    out.extend_from_slice(&value.to_be_bytes());
}

#[inline]
fn text(value: &str, out: &mut Vec<u8>) {
    // A cell is far below 2 GiB: a whole batch is.
    out.extend_from_slice(&(value.len() as u32).to_be_bytes());
    out.extend_from_slice(value.as_bytes());
}

/// The base of the digits of a `numeric`.
const BASE: u128 = 10_000;
/// Hundredths become the first of four decimals.
const HUNDREDTHS: u128 = 100;
/// Digits of the largest amount that an `i128` of hundredths can be.
const MOST_DIGITS: usize = 12;

/// An amount of hundredths as a `numeric`: the number of its digits in base 10 000, the power of
/// the first, its sign, its decimals, and the digits; zeros at either end are left out.
fn numeric(hundredths: i128, out: &mut Vec<u8>) {
    let size = hundredths.unsigned_abs();
    let mut digits = [0_i16; MOST_DIGITS];
    let mut first = MOST_DIGITS - 1;
    digits[first] = (size % HUNDREDTHS * HUNDREDTHS) as i16;
    let mut whole = size / HUNDREDTHS;
    while whole > 0 {
        first -= 1;
        digits[first] = (whole % BASE) as i16;
        whole /= BASE;
    }
    // The last place is worth 10 000⁻¹.
    let weight = (MOST_DIGITS - 2) as i16 - first as i16;
    let mut digits = &digits[first..];
    let mut weight = weight;
    while let [0, rest @ ..] = digits {
        digits = rest;
        weight -= 1;
    }
    while let [rest @ .., 0] = digits {
        digits = rest;
    }
    if digits.is_empty() {
        weight = 0;
    }
    let sign: i16 = if hundredths < 0 { 0x4000 } else { 0 };
    out.extend_from_slice(&(8 + 2 * digits.len() as u32).to_be_bytes());
    for value in [digits.len() as i16, weight, sign, i16::from(MONEY_SCALE)] {
        out.extend_from_slice(&value.to_be_bytes());
    }
    for digit in digits {
        out.extend_from_slice(&digit.to_be_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads a numeric back as text, by its definition.
    fn shown(bytes: &[u8]) -> f64 {
        let number = |at: usize| i16::from_be_bytes([bytes[at], bytes[at + 1]]);
        assert_eq!(u32::from_be_bytes(bytes[..4].try_into().unwrap()) as usize, bytes.len() - 4);
        let (count, weight, sign, scale) = (number(4), number(6), number(8), number(10));
        assert_eq!(scale, 2);
        let digits = (0..count).map(|i| {
            let digit = number(12 + 2 * i as usize);
            assert!((0..10_000).contains(&digit));
            f64::from(digit) * 10_000_f64.powi(i32::from(weight - i))
        });
        digits.sum::<f64>() * if sign == 0 { 1.0 } else { -1.0 }
    }

    #[test]
    fn money_is_what_its_digits_say() {
        for hundredths in
            [0, 1, -1, 99, 100, 12_345, -1_000_000, 100_000_000, 99_999_999_999_999, 1_000_000]
        {
            let mut bytes = Vec::new();
            numeric(hundredths, &mut bytes);
            assert_eq!((shown(&bytes) * 100.0).round() as i128, hundredths);
        }
        // Zero has no digits, and round numbers no zeros at their end.
        let mut bytes = Vec::new();
        numeric(0, &mut bytes);
        assert_eq!(bytes, [0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0, 2]);
        bytes.clear();
        numeric(1_000_000, &mut bytes);
        assert_eq!(bytes, [0, 0, 0, 10, 0, 1, 0, 1, 0, 0, 0, 2, 0, 1]);
    }

    #[test]
    fn the_largest_amount_fits() {
        let mut bytes = Vec::new();
        numeric(i128::MAX, &mut bytes);
        numeric(i128::MIN, &mut bytes);
        assert!(!bytes.is_empty());
    }
}
