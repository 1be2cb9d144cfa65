//! Which rows a defect strikes: those whose own draw lies below its rate.
//!
//! The draw of a row is a function of (seed, table, row key, defect), so that neither threads nor
//! parts nor windows change it, and a higher rate strikes the same rows and more.

use std::collections::BTreeSet;

use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Int16Type, Int32Type, Int64Type, TimestampMillisecondType};
use arrow_array::{Array, ArrayRef, RecordBatch};

use super::cell::{Cell, DAY_MILLIS, label};
use crate::random::Key;
use crate::random::names::DEFECT_ROW;
use crate::tables::spec::{Kind, Table};

/// The rows that a defect may strike.
#[derive(Debug, Clone, Default)]
pub struct Rows {
    /// The first and the last day, counted from 1970-01-01, and the column that tells a row's day.
    pub days: Option<(usize, i32, i32)>,
    /// Label columns and the value that each must have.
    pub labels: Vec<(usize, String)>,
}

impl Rows {
    /// Whether a row is one of them.
    pub fn has(&self, table: &Table, batch: &RecordBatch, row: usize) -> bool {
        let in_days = self.days.is_none_or(|(column, first, last)| {
            let day = day_of(batch.column(column), table.columns[column].kind, row);
            day.is_some_and(|day| (first..=last).contains(&day))
        });
        in_days
            && self.labels.iter().all(|(column, value)| {
                let array = batch.column(*column);
                array.is_valid(row) && label(array, row) == value
            })
    }
}

/// A condition on one column.
#[derive(Debug, Clone)]
pub enum Condition {
    /// The column is one of these values.
    Among(usize, Vec<String>),
    /// The column's number lies within these bounds.
    Within(usize, f64, f64),
}

impl Condition {
    fn holds(&self, table: &Table, batch: &RecordBatch, row: usize) -> bool {
        let cell = |column: usize| Cell::of(batch.column(column), table.columns[column].kind, row);
        match self {
            Condition::Among(column, values) => {
                let cell = cell(*column);
                cell.text().is_some_and(|text| values.iter().any(|value| value == text))
            }
            Condition::Within(column, least, most) => {
                cell(*column).number().is_some_and(|number| (*least..=*most).contains(&number))
            }
        }
    }
}

/// How likely a row is struck.
#[derive(Debug, Clone)]
pub enum Chance {
    /// With this probability.
    Rate(f64),
    /// With the first probability where the condition holds, with the second elsewhere.
    Depends(Condition, f64, f64),
    /// If its draw is at most this: the draw of the last of a stated number of rows. `None` where
    /// no row is eligible.
    UpTo(Option<u64>),
}

impl Chance {
    /// Whether a row with this draw may be struck, whatever it holds: cheap, for all rows.
    #[inline]
    pub fn may(&self, draw: Key) -> bool {
        match self {
            Chance::Rate(rate) => draw.unit() < *rate,
            Chance::Depends(_, rate, otherwise) => draw.unit() < rate.max(*otherwise),
            Chance::UpTo(last) => last.is_some_and(|last| draw.bits() <= last),
        }
    }

    /// Whether such a row is struck, being what it is.
    pub fn strikes(&self, draw: Key, table: &Table, batch: &RecordBatch, row: usize) -> bool {
        match self {
            Chance::Depends(condition, rate, otherwise) => {
                draw.unit() < if condition.holds(table, batch, row) { *rate } else { *otherwise }
            }
            _ => true,
        }
    }
}

/// A number for each row of a batch that follows from its primary key alone.
pub fn row_keys(table: &Table, seed: Key, batch: &RecordBatch) -> Vec<u64> {
    let start = seed.of(DEFECT_ROW).text(table.name);
    let mut keys = vec![start; batch.num_rows()];
    for name in table.primary_key {
        // A table has the columns of its key.
        let Some(column) = table.position(name) else { continue };
        add(&mut keys, batch.column(column), table.columns[column].kind);
    }
    keys.into_iter().map(Key::bits).collect()
}

fn add(keys: &mut [Key], array: &ArrayRef, kind: Kind) {
    fn each(keys: &mut [Key], values: impl Iterator<Item = u64>) {
        keys.iter_mut().zip(values).for_each(|(key, value)| *key = key.at(value));
    }
    match kind {
        Kind::Id | Kind::Long => {
            each(keys, array.as_primitive::<Int64Type>().values().iter().map(|&v| v as u64));
        }
        Kind::Int => {
            each(keys, array.as_primitive::<Int32Type>().values().iter().map(|&v| v as u64));
        }
        Kind::Date => {
            each(keys, array.as_primitive::<Date32Type>().values().iter().map(|&v| v as u64));
        }
        Kind::Label => {
            let dictionary = array.as_dictionary::<Int16Type>();
            let values = dictionary.values().as_string::<i32>();
            let hash = |value: Option<&str>| Key::seed(0).text(value.unwrap_or_default()).bits();
            let hashes: Vec<u64> = values.iter().map(hash).collect();
            each(
                keys,
                dictionary
                    .keys()
                    .values()
                    .iter()
                    .map(|&k| hashes.get(k as usize).copied().unwrap_or(0)),
            );
        }
        _ => {
            let text = |row| Key::seed(0).text(&Cell::of(array, kind, row).to_string()).bits();
            each(keys, (0..array.len()).map(text));
        }
    }
}

/// The primary key of a row as the log shows it.
pub fn shown_key(table: &Table, batch: &RecordBatch, row: usize) -> String {
    let cells = table.primary_key.iter().filter_map(|name| {
        let column = table.position(name)?;
        Some(Cell::of(batch.column(column), table.columns[column].kind, row).to_string())
    });
    cells.collect::<Vec<_>>().join("|")
}

/// The day of a row, counted from 1970-01-01.
pub fn day_of(array: &ArrayRef, kind: Kind, row: usize) -> Option<i32> {
    array.is_valid(row).then(|| match kind {
        Kind::Date => array.as_primitive::<Date32Type>().value(row),
        _ => {
            let millis = array.as_primitive::<TimestampMillisecondType>().value(row);
            millis.div_euclid(DAY_MILLIS) as i32
        }
    })
}

/// Finds the draws of a stated number of rows: the lowest among all.
#[derive(Debug)]
pub struct Lowest {
    count: usize,
    draws: BTreeSet<u64>,
}

impl Lowest {
    /// Nothing seen yet.
    pub fn new(count: usize) -> Lowest {
        Lowest { count, draws: BTreeSet::new() }
    }

    /// Whether a draw would be among the lowest, so far.
    pub fn wants(&self, draw: u64) -> bool {
        self.draws.len() < self.count || self.draws.last().is_some_and(|last| draw < *last)
    }

    /// Takes a draw.
    pub fn add(&mut self, draw: u64) {
        self.draws.insert(draw);
        if self.draws.len() > self.count {
            self.draws.pop_last();
        }
    }

    /// The lowest of both.
    pub fn join(&mut self, other: Lowest) {
        other.draws.into_iter().for_each(|draw| self.add(draw));
    }

    /// The highest of the lowest.
    pub fn last(&self) -> Option<u64> {
        self.draws.last().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lowest_draws_are_kept_whatever_their_order() {
        let draws = [9, 3, 7, 1, 8, 2];
        let (mut forth, mut back) = (Lowest::new(3), Lowest::new(3));
        draws.iter().for_each(|&draw| forth.add(draw));
        draws.iter().rev().filter(|&&d| d > 2).for_each(|&draw| back.add(draw));
        assert_eq!((forth.last(), back.last()), (Some(3), Some(8)));
        back.join(forth);
        assert_eq!(back.last(), Some(3));
        assert!(back.wants(2) && !back.wants(4));
    }

    #[test]
    fn a_higher_rate_strikes_the_same_rows_and_more() {
        let key = Key::seed(5);
        let struck = |rate: f64| {
            (0..1_000).filter(|&n| Chance::Rate(rate).may(key.at(n))).collect::<Vec<_>>()
        };
        let (few, many) = (struck(0.1), struck(0.3));
        assert!(few.len() > 50 && few.iter().all(|row| many.contains(row)));
    }
}
