//! A single cell, taken out of its column: what a defect reads, and what it leaves behind.

use std::fmt;

use arrow_array::cast::AsArray;
use arrow_array::types::{
    Date32Type, Decimal128Type, Float64Type, Int16Type, Int32Type, Int64Type,
    TimestampMillisecondType,
};
use arrow_array::{Array, ArrayRef};

use crate::tables::spec::{Kind, MONEY_PRECISION};
use crate::world::clock::date_of;

/// Milliseconds of a day.
pub const DAY_MILLIS: i64 = 86_400_000;

/// Cents of an amount.
const CENTS: u128 = 100;

/// A value with its type. Its text is what a CSV file shows before quoting.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// An id or a count.
    Whole(i64),
    /// A double.
    Float(f64),
    /// Hundredths.
    Money(i128),
    /// True or false.
    Bool(bool),
    /// Text or a label.
    Text(String),
    /// Days since 1970-01-01.
    Day(i32),
    /// Milliseconds since 1970-01-01 UTC.
    Moment(i64),
    /// The same, in a column without a zone.
    Clock(i64),
}

impl Cell {
    /// The cell of a column of a kind, at a row.
    pub fn of(array: &ArrayRef, kind: Kind, row: usize) -> Cell {
        if array.is_null(row) {
            return Cell::Empty;
        }
        match kind {
            Kind::Id | Kind::Long => Cell::Whole(array.as_primitive::<Int64Type>().value(row)),
            Kind::Int => Cell::Whole(array.as_primitive::<Int32Type>().value(row).into()),
            Kind::Float => Cell::Float(array.as_primitive::<Float64Type>().value(row)),
            Kind::Money => Cell::Money(array.as_primitive::<Decimal128Type>().value(row)),
            Kind::Bool => Cell::Bool(array.as_boolean().value(row)),
            Kind::Text => Cell::Text(array.as_string::<i32>().value(row).to_owned()),
            Kind::Label => Cell::Text(label(array, row).to_owned()),
            Kind::Date => Cell::Day(array.as_primitive::<Date32Type>().value(row)),
            Kind::Time => Cell::Moment(millis(array, row)),
            Kind::Clock => Cell::Clock(millis(array, row)),
        }
    }

    /// Its text, if there is one.
    pub fn text(&self) -> Option<&str> {
        if let Cell::Text(text) = self { Some(text) } else { None }
    }

    /// Its number; money in its unit.
    pub fn number(&self) -> Option<f64> {
        match self {
            Cell::Whole(value) => Some(*value as f64),
            Cell::Float(value) => Some(*value),
            Cell::Money(hundredths) => Some(*hundredths as f64 / CENTS as f64),
            _ => None,
        }
    }

    /// The number `value` in this cell's type, if its column, of this kind, can hold it.
    pub fn with_number(&self, kind: Kind, value: f64) -> Option<Cell> {
        if !value.is_finite() {
            return None;
        }
        let cell = match self {
            // Rounded doubles below 2^53 are exact; `fits` refuses what lies beyond.
            Cell::Whole(_) if value.abs() < 9e15 => Cell::Whole(value.round() as i64),
            Cell::Float(_) => Cell::Float(value),
            Cell::Money(_) if value.abs() < 9e13 => {
                Cell::Money((value * CENTS as f64).round() as i128)
            }
            _ => return None,
        };
        cell.fits(kind).then_some(cell)
    }

    /// This number times another, exact where both are whole.
    pub fn times(&self, kind: Kind, factor: f64) -> Option<Cell> {
        let cell = match self {
            Cell::Whole(value) if factor.fract() == 0.0 => {
                Cell::Whole(value.checked_mul(factor as i64)?)
            }
            Cell::Money(value) if factor.fract() == 0.0 => {
                Cell::Money(value.checked_mul(factor as i128)?)
            }
            _ => return self.with_number(kind, self.number()? * factor),
        };
        cell.fits(kind).then_some(cell)
    }

    /// Whether a column of this kind has room for the number.
    fn fits(&self, kind: Kind) -> bool {
        match (self, kind) {
            (Cell::Whole(value), Kind::Int) => i32::try_from(*value).is_ok(),
            (Cell::Money(value), _) => value.unsigned_abs() < 10u128.pow(MONEY_PRECISION.into()),
            _ => true,
        }
    }

    /// What a CSV file shows, or nothing where the cell is empty.
    pub fn shown(&self) -> Option<String> {
        (*self != Cell::Empty).then(|| self.to_string())
    }
}

impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Cell::Empty => Ok(()),
            Cell::Whole(value) => write!(f, "{value}"),
            Cell::Float(value) if !value.is_finite() => Ok(()),
            Cell::Float(value) => f.write_str(zmij::Buffer::new().format_finite(*value)),
            Cell::Money(value) => {
                let (sign, size) = (if *value < 0 { "-" } else { "" }, value.unsigned_abs());
                write!(f, "{sign}{}.{:02}", size / CENTS, size % CENTS)
            }
            Cell::Bool(value) => write!(f, "{value}"),
            Cell::Text(text) => f.write_str(text),
            Cell::Day(day) => write!(f, "{}", date_of(*day)),
            Cell::Moment(millis) => {
                let (day, hour, minute, second) = parts(*millis);
                write!(f, "{}T{hour:02}:{minute:02}:{second:02}", date_of(day))?;
                let rest = millis.rem_euclid(1_000);
                if rest > 0 {
                    write!(f, ".{rest:03}")?;
                }
                f.write_str("Z")
            }
            Cell::Clock(millis) => {
                let (day, hour, minute, second) = parts(*millis);
                write!(f, "{} {hour:02}:{minute:02}:{second:02}", date_of(day))
            }
        }
    }
}

/// The value of a label column at a row that is not null.
pub fn label(array: &ArrayRef, row: usize) -> &str {
    let dictionary = array.as_dictionary::<Int16Type>();
    dictionary.values().as_string::<i32>().value(dictionary.keys().value(row) as usize)
}

/// Day, hour, minute and second of a moment.
pub fn parts(millis: i64) -> (i32, i64, i64, i64) {
    let second = millis.rem_euclid(DAY_MILLIS) / 1_000;
    (millis.div_euclid(DAY_MILLIS) as i32, second / 3_600, second / 60 % 60, second % 60)
}

fn millis(array: &ArrayRef, row: usize) -> i64 {
    array.as_primitive::<TimestampMillisecondType>().value(row)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_read_as_they_stand_in_a_file() {
        for (cell, text) in [
            (Cell::Empty, ""),
            (Cell::Whole(-7), "-7"),
            (Cell::Float(0.1), "0.1"),
            (Cell::Float(3.0), "3.0"),
            (Cell::Money(-5), "-0.05"),
            (Cell::Money(12_345), "123.45"),
            (Cell::Bool(true), "true"),
            (Cell::Day(20_502), "2026-02-18"),
            (Cell::Moment(20_502 * DAY_MILLIS + 33_242_000), "2026-02-18T09:14:02Z"),
            (Cell::Clock(20_502 * DAY_MILLIS + 33_242_000), "2026-02-18 09:14:02"),
        ] {
            assert_eq!(cell.to_string(), text);
        }
    }

    #[test]
    fn a_number_that_a_column_cannot_hold_is_none() {
        assert_eq!(Cell::Whole(1 << 20).times(Kind::Int, 1e6), None);
        assert_eq!(
            Cell::Whole(1 << 20).times(Kind::Long, 1e6),
            Some(Cell::Whole((1 << 20) * 1_000_000))
        );
        assert_eq!(Cell::Money(1_000_000_000).times(Kind::Money, 1e6), None);
        assert_eq!(Cell::Money(1_050).times(Kind::Money, 0.1), Some(Cell::Money(105)));
    }
}
