//! Making a part of a table without the rest: some days and regions, and some columns.

use std::sync::Arc;

use super::Source;
use crate::tables::spec::Table;

/// A day and region: the smallest part of a table that can be made alone. A table that does not
/// grow with the days is one unit as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unit {
    /// Day of the plan.
    pub t: usize,
    /// Position of the region.
    pub r: usize,
}

/// What is known of a column's values in a unit before the unit is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Known<'a> {
    /// Nothing.
    Nothing,
    /// It is this day, since 1970-01-01, in every row.
    Day(i32),
    /// It is this text in every row.
    Label(&'a str),
    /// It is no moment before the first, nor after the last if there is a last: UTC seconds.
    Moments(i64, Option<i64>),
}

/// How many rows a unit has, as far as that is known before it is made.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Rows {
    /// So many.
    Exactly(u64),
    /// About so many.
    About(f64),
}

/// Tables that can be made in part.
pub trait Pick: Send + Sync + 'static {
    /// The tables.
    fn tables(&self) -> &[&'static Table];

    /// The units of a table, in the order of its rows.
    fn units(&self, table: &'static Table) -> Vec<Unit>;

    /// What is known of a column of a table in a unit.
    fn known(&self, table: &'static Table, unit: Unit, column: &str) -> Known<'_>;

    /// How many rows a table has in a unit.
    fn rows(&self, table: &'static Table, unit: Unit) -> Rows;

    /// The columns at these positions, of these units of a table. Where no column is wanted, rows
    /// are counted and not made.
    fn source(
        &self,
        table: &'static Table,
        columns: &[usize],
        units: &[Unit],
    ) -> Arc<dyn Source + Send>;
}
