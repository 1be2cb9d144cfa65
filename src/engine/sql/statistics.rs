//! What is known of a part of a table before it is made: how many rows, and from when to when.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::thread;

use datafusion::arrow::datatypes::SchemaRef;
use datafusion::common::stats::Precision;
use datafusion::common::{ColumnStatistics, ScalarValue, Statistics};

use super::scan::Share;
use crate::engine::{Known, Pick, Rows, Source};

/// Rows and bounds of a part of a table.
///
/// The number is exact where the plan knows it: for people, for tables with a row a day, and for
/// small tables. Where a query wants nothing else of a table than its number of rows, the events of
/// its days are drawn and counted, on so many threads, and no row is made. Everything else is an
/// estimate, by which the planner chooses how to join.
pub fn of(
    tables: &dyn Pick,
    share: &Share,
    source: &dyn Source,
    schema: &SchemaRef,
    threads: usize,
) -> Statistics {
    let mut statistics = Statistics::new_unknown(schema);
    let known: Vec<Rows> = share.units.iter().map(|&u| tables.rows(share.table, u)).collect();
    let exact = exactly(&known);
    let counts_only = share.columns.is_empty() && share.limit.is_none();
    let number = match exact {
        None if counts_only => count(source, threads),
        other => other,
    };
    let estimate = || {
        let about = |rows: &Rows| match rows {
            Rows::Exactly(rows) => *rows as f64,
            Rows::About(rows) => *rows,
        };
        known.iter().map(about).sum::<f64>() as usize
    };
    let limited = |rows: usize| share.limit.map_or(rows, |limit| rows.min(limit));
    statistics.num_rows = match number {
        Some(number) => Precision::Exact(limited(number as usize)),
        None => Precision::Inexact(limited(estimate())),
    };
    for (column, &at) in statistics.column_statistics.iter_mut().zip(&share.columns) {
        let described = &share.table.columns[at];
        if !described.nullable {
            column.null_count = Precision::Exact(0);
        }
        // Bounds are those of rows that are there: an empty day has none.
        if exact.is_some() && share.limit.is_none() {
            days(tables, share, &known, described.name, column);
        }
    }
    statistics
}

/// The sum, if all of them are exact.
fn exactly(known: &[Rows]) -> Option<u64> {
    let number = |rows: &Rows| match rows {
        Rows::Exactly(number) => Some(*number),
        Rows::About(_) => None,
    };
    known.iter().map(number).sum()
}

/// The first and the last day on which there are rows.
fn days(
    tables: &dyn Pick,
    share: &Share,
    known: &[Rows],
    name: &str,
    column: &mut ColumnStatistics,
) {
    let peopled = share.units.iter().zip(known).filter(|(_, rows)| **rows != Rows::Exactly(0));
    let days: Option<Vec<i32>> = peopled
        .map(|(&unit, _)| match tables.known(share.table, unit, name) {
            Known::Day(day) => Some(day),
            _ => None,
        })
        .collect();
    let days = days.unwrap_or_default();
    let exact = |day: Option<&i32>| match day {
        Some(day) => Precision::Exact(ScalarValue::Date32(Some(*day))),
        None => Precision::Absent,
    };
    column.min_value = exact(days.iter().min());
    column.max_value = exact(days.iter().max());
}

/// Counts the rows of a source of which no column is wanted; nothing, if that fails.
fn count(source: &dyn Source, threads: usize) -> Option<u64> {
    let (next, rows) = (AtomicUsize::new(0), AtomicU64::new(0));
    let work = || {
        loop {
            let block = next.fetch_add(1, Ordering::Relaxed);
            if block >= source.blocks() {
                return true;
            }
            let made = catch_unwind(AssertUnwindSafe(|| {
                source.make(block, &mut |_, batch| {
                    rows.fetch_add(batch.num_rows() as u64, Ordering::Relaxed);
                    Ok(())
                })
            }));
            if !matches!(made, Ok(Ok(()))) {
                return false;
            }
        }
    };
    let counted = thread::scope(|scope| {
        let others: Vec<_> = (1..threads.max(1)).map(|_| scope.spawn(work)).collect();
        let own = work();
        others.into_iter().fold(own, |all, other| other.join().unwrap_or(false) && all)
    });
    counted.then(|| rows.into_inner())
}
