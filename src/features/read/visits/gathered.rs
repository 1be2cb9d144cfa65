//! What has been kept of the visits read so far.

use datafusion::arrow::array::{Array, AsArray, RecordBatch};
use datafusion::arrow::datatypes::{
    DataType, Date32Type, Int64Type, TimeUnit, TimestampMillisecondType,
};

use super::gathering::{Gathering, Reading, retain};
use super::hours::local_hours;
use crate::dataset::DatasetError;
use crate::features::answer::typed;
use crate::features::marts::Marts;
use crate::features::table::{Feature, FeatureTable, Values};
use crate::random::Key;
use crate::random::names::VISIT_SAMPLE;

/// Features that are not columns but are read off the start.
const HOUR: &str = "hour";
const WEEKDAY: &str = "weekday";
const WEEKDAYS: [&str; 7] =
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// What one thread has kept so far.
#[derive(Clone, Default)]
pub(super) struct Gathered {
    seed: u64,
    /// Visits whose hash is at most this are kept.
    limit: u64,
    /// Visits that were seen.
    pub(super) seen: u64,
    pub(super) failure: Option<DatasetError>,
    pub(super) keys: Vec<u64>,
    hashes: Vec<u64>,
    /// Whether each ended in an order; empty where that was not asked.
    pub(super) converted: Vec<bool>,
    days: Vec<i32>,
    starts: Vec<i64>,
    columns: Vec<(String, Gathering)>,
}

impl Gathered {
    /// Nothing yet of these columns.
    pub(super) fn new(names: &[String], seed: u64) -> Gathered {
        let columns = names.iter().map(|name| (name.clone(), Gathering::default())).collect();
        Gathered { columns, seed, limit: u64::MAX, ..Gathered::default() }
    }

    /// Takes a batch in; what goes wrong is kept for later.
    pub(super) fn take(&mut self, batch: &RecordBatch, most: usize) {
        if self.failure.is_some() {
            return;
        }
        if let Err(error) = self.try_take(batch) {
            self.failure = Some(error);
        }
        // A quarter more are let in before any go, so that this happens seldom.
        if self.keys.len() > most.saturating_add(most / 4) {
            self.thin_to(most);
        }
    }

    fn try_take(&mut self, batch: &RecordBatch) -> Result<(), DatasetError> {
        let typed = |name: &str, to: &DataType| typed(batch, name, to);
        let has = |name: &str| batch.column_by_name(name).is_some();
        let keys = typed("visit", &DataType::Int64)?;
        let keys = keys.as_primitive::<Int64Type>();
        let outcomes = has("converted").then(|| typed("converted", &DataType::Boolean));
        let outcomes = outcomes.transpose()?;
        let outcomes = outcomes.as_ref().map(|array| array.as_boolean());
        let salt = Key::seed(self.seed).of(VISIT_SAMPLE);
        let mut kept = Vec::new();
        for row in 0..batch.num_rows() {
            // A visit of which it is not known how it ended teaches nothing.
            if keys.is_null(row) || outcomes.is_some_and(|outcomes| outcomes.is_null(row)) {
                continue;
            }
            self.seen += 1;
            let key = keys.value(row) as u64;
            let hash = salt.at(key).bits();
            if hash <= self.limit {
                kept.push(row);
                self.keys.push(key);
                self.hashes.push(hash);
                self.converted.extend(outcomes.map(|outcomes| outcomes.value(row)));
            }
        }
        if has("date") {
            let days = typed("date", &DataType::Date32)?;
            let days = days.as_primitive::<Date32Type>();
            self.days.extend(
                kept.iter().map(|&row| if days.is_null(row) { 0 } else { days.value(row) }),
            );
        }
        if has("started_at") {
            let starts = typed("started_at", &DataType::Timestamp(TimeUnit::Millisecond, None))?;
            let starts = starts.as_primitive::<TimestampMillisecondType>();
            self.starts.extend(
                kept.iter().map(|&row| if starts.is_null(row) { 0 } else { starts.value(row) }),
            );
        }
        for (name, column) in &mut self.columns {
            column.take(batch, name, &kept)?;
        }
        Ok(())
    }

    /// Leaves at most so many, those with the smallest hashes.
    pub(super) fn thin_to(&mut self, most: usize) {
        if self.keys.len() > most {
            let mut hashes = self.hashes.clone();
            let (_, first_out, _) = hashes.select_nth_unstable(most);
            let limit = first_out.saturating_sub(1);
            self.keep_up_to(limit);
        }
    }

    fn keep_up_to(&mut self, limit: u64) {
        if limit >= self.limit {
            return;
        }
        self.limit = limit;
        let keep: Vec<bool> = self.hashes.iter().map(|hash| *hash <= limit).collect();
        retain(&mut self.keys, &keep);
        retain(&mut self.hashes, &keep);
        retain(&mut self.converted, &keep);
        retain(&mut self.days, &keep);
        retain(&mut self.starts, &keep);
        for (_, column) in &mut self.columns {
            column.retain(&keep);
        }
    }

    /// Adds what another thread has kept.
    pub(super) fn join(&mut self, mut other: Gathered) -> Result<(), DatasetError> {
        if let Some(failure) = other.failure {
            return Err(failure);
        }
        let limit = self.limit.min(other.limit);
        self.keep_up_to(limit);
        other.keep_up_to(limit);
        self.seen += other.seen;
        self.keys.extend(other.keys);
        self.hashes.extend(other.hashes);
        self.converted.extend(other.converted);
        self.days.extend(other.days);
        self.starts.extend(other.starts);
        for ((_, ours), (_, theirs)) in self.columns.iter_mut().zip(other.columns) {
            ours.join(theirs);
        }
        Ok(())
    }

    /// Their places by day, then by hash: an order that no number of threads changes.
    pub(super) fn by_day(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.keys.len()).collect();
        order.sort_unstable_by_key(|&i| (self.day(i), self.hashes[i], self.keys[i]));
        order
    }

    /// Whether the data know the day of a visit.
    pub(super) fn is_dated(&self) -> bool {
        !self.days.is_empty()
    }

    /// A visit's day since 1970-01-01, 0 where it is not known.
    pub(super) fn day(&self, visit: usize) -> i32 {
        self.days.get(visit).copied().unwrap_or(0)
    }

    /// The visits at some places as a table.
    pub(super) fn table(
        &self,
        order: &[usize],
        marts: &Marts,
        reading: &dyn Fn(&str) -> Reading,
    ) -> FeatureTable {
        let mut features = Vec::new();
        let mut add = |name: &str, values: Values| {
            features.push(Feature { name: name.to_owned(), values });
        };
        if !self.starts.is_empty() {
            let regions = self.columns.iter().find(|(name, _)| name == "region").map(|(_, of)| of);
            let hours = local_hours(&self.starts, regions, &marts.about().timezones);
            add(HOUR, Values::Numeric(order.iter().map(|&i| hours[i]).collect()));
        }
        if self.is_dated() {
            // 1970-01-01 was a Thursday.
            let codes = order.iter().map(|&i| (self.day(i) + 3).rem_euclid(7) as u32).collect();
            add(WEEKDAY, Values::Category { codes, labels: WEEKDAYS.map(str::to_owned).to_vec() });
        }
        for (name, column) in &self.columns {
            if let Some(values) = column.values(order, reading(name)) {
                add(name, values);
            }
        }
        FeatureTable { features }
    }
}
