//! Single visits: what was known of each, and whether it ended in an order.

mod gathered;
mod gathering;
mod hours;

use std::ops::ControlFlow;

use ndarray::Array1;

use crate::features::marts::{FeatureError, Marts, VISITS};
use crate::features::table::{Feature, FeatureTable};
use gathered::Gathered;
pub use gathering::Reading;

/// Visits, or a keyed sample of them.
#[derive(Debug, Clone)]
pub struct VisitSample {
    /// One row per visit.
    pub features: FeatureTable,
    /// Whether it ended in an order.
    pub converted: Array1<bool>,
    /// Days since 1970-01-01; none where the data know no day.
    pub days: Option<Vec<i32>>,
    /// The visit's key.
    pub visits: Vec<u64>,
    /// Visits in the data.
    pub population: u64,
}

impl VisitSample {
    /// Takes the columns out that were known only while the visits lasted.
    pub fn take_later(&mut self, marts: &Marts) -> Vec<Feature> {
        let later = &marts.visit_columns().during;
        let all = std::mem::take(&mut self.features.features);
        let (taken, kept) = all.into_iter().partition(|feature| later.contains(&feature.name));
        self.features.features = kept;
        taken
    }
}

/// Reads visits, at most about `most` of them: the keyed hash of the visit's key decides which, so
/// that they are the same ones on any number of threads. They are in the order of their days, and
/// of their hashes within a day.
pub fn visits(marts: &Marts, most: usize, seed: u64) -> Result<VisitSample, FeatureError> {
    marts.need(VISITS, &["converted"])?;
    let columns: Vec<String> =
        marts.visit_columns().start.iter().chain(&marts.visit_columns().during).cloned().collect();
    let query = query(marts, &["visit", "converted"], &columns);
    let start = Gathered::new(&columns, seed);
    let empty = start.clone();
    let parts = marts.visits_session().fold(
        &query,
        move || start.clone(),
        move |gathered: &mut Gathered, batch| gathered.take(&batch, most),
    )?;
    let mut whole = empty;
    for part in parts {
        whole.join(part)?;
    }
    whole.thin_to(most);
    let order = whole.by_day();
    let features = whole.table(&order, marts, &|_| Reading::Guessed);
    Ok(VisitSample {
        features,
        converted: order.iter().map(|&i| whole.converted[i]).collect(),
        days: whole.is_dated().then(|| order.iter().map(|&i| whole.day(i)).collect()),
        visits: order.iter().map(|&i| whole.keys[i]).collect(),
        population: whole.seen,
    })
}

/// Visits that are read and handed on together.
const PART: usize = 1 << 16;

/// Hands on all visits in the order of their files, some tens of thousands at a time, until told to
/// stop: their keys, and those columns of which `reading` says how they are read.
pub fn each_visit(
    marts: &Marts,
    reading: &dyn Fn(&str) -> Option<Reading>,
    mut step: impl FnMut(&[u64], &FeatureTable) -> ControlFlow<()>,
) -> Result<(), FeatureError> {
    marts.need(VISITS, &["visit"])?;
    let known = marts.visit_columns();
    let all = known.start.iter().chain(&known.during);
    // The region is where the clock of the hour stands.
    let columns: Vec<String> =
        all.filter(|name| reading(name).is_some() || *name == "region").cloned().collect();
    let query = query(marts, &["visit"], &columns);
    let mut part = Gathered::new(&columns, 0);
    let mut pass = |part: &mut Gathered| {
        let order: Vec<usize> = (0..part.keys.len()).collect();
        let table = part.table(&order, marts, &|name| reading(name).unwrap_or(Reading::Labels));
        let go_on = step(&part.keys, &table);
        *part = Gathered::new(&columns, 0);
        go_on
    };
    let mut failure = None;
    let stopped = marts.sequential_session().each(&query, |batch| {
        part.take(&batch, usize::MAX);
        if let Some(error) = part.failure.take() {
            failure = Some(error);
            return ControlFlow::Break(());
        }
        if part.keys.len() < PART { ControlFlow::Continue(()) } else { pass(&mut part) }
    })?;
    match failure {
        Some(error) => Err(error.into()),
        None => {
            if stopped.is_continue() && !part.keys.is_empty() {
                let _ = pass(&mut part);
            }
            Ok(())
        }
    }
}

/// The query for some columns, and for the start and day of a visit where the data know them.
fn query(marts: &Marts, first: &[&str], columns: &[String]) -> String {
    let mut list: Vec<String> = first.iter().map(|name| (*name).to_owned()).collect();
    let timed = ["started_at", "date"].into_iter().filter(|name| marts.has(VISITS, name));
    list.extend(timed.map(str::to_owned));
    list.extend(columns.iter().map(|column| format!("\"{}\"", column.replace('"', "\"\""))));
    format!("SELECT {} FROM mart.visits", list.join(", "))
}
