//! Checks the identities that hold in every dataset: keys, funnels, money, claims, truth.
//!
//! Most identities are a query in `identities/` that returns the rows that break it. Those about
//! keys follow from the descriptions of the tables. Every file is parsed once, whole, on the way;
//! where the dataset is small enough, what the queries need of it is kept in memory meanwhile.

mod defects;
mod files;
mod identities;
mod keys;
mod query;
mod reading;
#[cfg(test)]
mod tests;

use crate::dataset::{Dataset, DatasetError};

/// A dataset of up to so many rows is kept in memory while it is checked, at about 150 bytes a row;
/// a larger one is read again for every query.
const KEPT_ROWS: u64 = 6_000_000;

/// How many offending rows a check shows.
pub const SHOWN_ROWS: usize = 5;

/// One identity, and whether it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// The number of its identity, or `files` or `stock`.
    pub id: String,
    /// Its own name, such as `order_totals`.
    pub name: String,
    /// The tables that it is about, such as `data.orders`.
    pub tables: Vec<String>,
    /// What must hold, in words.
    pub what: String,
    /// How it went.
    pub outcome: Outcome,
}

/// How a check went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It holds.
    Held,
    /// It does not.
    Broken {
        /// How many rows, or keys, break it.
        count: usize,
        /// The names of what is shown of each; the key comes first.
        columns: Vec<String>,
        /// The first of them.
        rows: Vec<Vec<String>>,
    },
    /// It could not be checked, for this reason.
    Skipped(String),
}

impl Outcome {
    /// Whether it is broken.
    pub fn is_broken(&self) -> bool {
        matches!(self, Outcome::Broken { .. })
    }

    /// Held without offenders, else broken by them.
    fn of(columns: &[&str], offenders: Vec<Vec<String>>) -> Outcome {
        if offenders.is_empty() {
            return Outcome::Held;
        }
        Outcome::Broken {
            count: offenders.len(),
            columns: columns.iter().map(|&c| c.to_owned()).collect(),
            rows: offenders.into_iter().take(SHOWN_ROWS).collect(),
        }
    }
}

/// Checks every identity. Only an engine that fails outright is an error; a file that cannot be
/// read is a broken check.
pub fn verify(dataset: &Dataset) -> Result<Vec<Check>, DatasetError> {
    verify_within(dataset, KEPT_ROWS)
}

/// Checks every identity, and keeps the tables in memory if they have no more rows than that.
fn verify_within(dataset: &Dataset, kept_rows: u64) -> Result<Vec<Check>, DatasetError> {
    let planned = query::plan(dataset)?;
    let keep = dataset.manifest().rows() <= kept_rows;
    let reading = reading::read(dataset, keep.then_some(&planned.reads))?;
    let mut checks = files::check(dataset, &reading);
    checks.extend(keys::not_null(dataset, &reading));
    checks.extend(query::run(dataset, &reading, planned)?);
    checks.extend(defects::check(dataset));
    Ok(checks)
}
