//! Single visits: what was known of each, and whether it ended in an order.

use std::collections::BTreeMap;

use datafusion::arrow::array::{Array, AsArray, RecordBatch, StringArray};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{
    DataType, Date32Type, Float32Type, TimeUnit, TimestampMillisecondType,
};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use ndarray::Array1;

use super::super::marts::{FeatureError, Marts, VISITS};
use crate::dataset::DatasetError;
use crate::features::table::{Feature, FeatureTable, Values};
use crate::random::Key;

/// Which columns are used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Known {
    /// What is known when the visit begins.
    AtStart,
    /// That, and what the visitor did until the order or the end.
    Later,
}

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
    /// The same visits with the columns that were known at a time.
    pub fn known(&self, marts: &Marts, known: Known) -> FeatureTable {
        let later = &marts.visit_columns().during;
        let keep = |f: &&Feature| known == Known::Later || !later.contains(&f.name);
        FeatureTable { features: self.features.features.iter().filter(keep).cloned().collect() }
    }
}

/// Features that are not columns but are read off the start.
const HOUR: &str = "hour";
const WEEKDAY: &str = "weekday";
const WEEKDAYS: [&str; 7] =
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
/// The longest text that is a category; longer ones are notes that no two rows share.
const MOST_CATEGORIES: usize = 5_000;

/// Reads visits, at most about `most` of them: the keyed hash of the visit's key decides which, so
/// that they are the same ones on any number of threads.
pub fn visits(marts: &Marts, most: usize, seed: u64) -> Result<VisitSample, FeatureError> {
    marts.need(VISITS, &["converted"])?;
    let columns: Vec<String> =
        marts.visit_columns().start.iter().chain(&marts.visit_columns().during).cloned().collect();
    let timed = marts.has(VISITS, "started_at");
    let dated = marts.has(VISITS, "date");
    let mut list = vec!["visit".to_owned(), "converted".to_owned()];
    list.extend(timed.then(|| "started_at".to_owned()));
    list.extend(dated.then(|| "date".to_owned()));
    list.extend(columns.iter().map(|column| format!("\"{}\"", column.replace('"', "\"\""))));
    let query = format!("SELECT {} FROM mart.visits", list.join(", "));

    let start =
        Gathered { columns: vec![Gathering::default(); columns.len()], ..Default::default() };
    let names = columns.clone();
    let parts = marts.visits_session().fold(
        &query,
        move || start.clone(),
        move |gathered: &mut Gathered, batch| gathered.take(&batch, &names, most, seed),
    )?;
    let mut whole =
        Gathered { columns: vec![Gathering::default(); columns.len()], ..Default::default() };
    for part in parts {
        whole.join(part)?;
    }
    whole.thin_to(most);
    Ok(whole.finish(marts, &columns))
}

/// What one thread has kept so far.
#[derive(Clone, Default)]
struct Gathered {
    /// Rows whose hash has this many low zero bits are kept.
    bits: u32,
    seen: u64,
    failure: Option<DatasetError>,
    keys: Vec<u64>,
    hashes: Vec<u64>,
    converted: Vec<bool>,
    days: Vec<i32>,
    starts: Vec<i64>,
    columns: Vec<Gathering>,
}

/// One column: numbers, or texts by their place in a list.
#[derive(Clone, Default)]
struct Gathering {
    numbers: Vec<f32>,
    codes: Vec<u32>,
    places: BTreeMap<String, u32>,
}

impl Gathered {
    fn take(&mut self, batch: &RecordBatch, columns: &[String], most: usize, seed: u64) {
        if self.failure.is_some() {
            return;
        }
        if let Err(error) = self.try_take(batch, columns, seed) {
            self.failure = Some(error);
        }
        // Twice as many are let in before every other one goes, so that this happens seldom.
        if self.keys.len() > most.saturating_mul(2) {
            self.thin_to(most);
        }
    }

    fn try_take(
        &mut self,
        batch: &RecordBatch,
        columns: &[String],
        seed: u64,
    ) -> Result<(), DatasetError> {
        let typed = |name: &str, to: &DataType| crate::features::answer::typed(batch, name, to);
        let keys = typed("visit", &DataType::Int64)?;
        let keys = keys.as_primitive::<datafusion::arrow::datatypes::Int64Type>();
        let converted = typed("converted", &DataType::Boolean)?;
        let converted = converted.as_boolean();
        let salt = Key::seed(seed).of(crate::random::names::VISIT_SAMPLE);
        let mask = (1u64 << self.bits) - 1;
        let mut kept = Vec::new();
        for row in 0..batch.num_rows() {
            // A visit of which it is not known how it ended teaches nothing.
            if keys.is_null(row) || converted.is_null(row) {
                continue;
            }
            self.seen += 1;
            let key = keys.value(row) as u64;
            let hash = salt.at(key).bits();
            if hash & mask == 0 {
                kept.push(row);
                self.keys.push(key);
                self.hashes.push(hash);
                self.converted.push(converted.value(row));
            }
        }
        if batch.column_by_name("date").is_some() {
            let days = typed("date", &DataType::Date32)?;
            let days = days.as_primitive::<Date32Type>();
            self.days.extend(
                kept.iter().map(|&row| if days.is_null(row) { 0 } else { days.value(row) }),
            );
        }
        if batch.column_by_name("started_at").is_some() {
            let starts = typed("started_at", &DataType::Timestamp(TimeUnit::Millisecond, None))?;
            let starts = starts.as_primitive::<TimestampMillisecondType>();
            self.starts.extend(
                kept.iter().map(|&row| if starts.is_null(row) { 0 } else { starts.value(row) }),
            );
        }
        for (name, column) in columns.iter().zip(&mut self.columns) {
            column.take(batch, name, &kept)?;
        }
        Ok(())
    }

    fn thin_to(&mut self, most: usize) {
        while self.keys.len() > most && self.bits < 63 {
            self.keep_bits(self.bits + 1);
        }
    }

    fn keep_bits(&mut self, bits: u32) {
        if bits <= self.bits {
            return;
        }
        self.bits = bits;
        let mask = (1u64 << bits) - 1;
        let keep: Vec<bool> = self.hashes.iter().map(|hash| hash & mask == 0).collect();
        retain(&mut self.keys, &keep);
        retain(&mut self.hashes, &keep);
        retain(&mut self.converted, &keep);
        retain(&mut self.days, &keep);
        retain(&mut self.starts, &keep);
        for column in &mut self.columns {
            retain(&mut column.numbers, &keep);
            retain(&mut column.codes, &keep);
        }
    }

    fn join(&mut self, mut other: Gathered) -> Result<(), DatasetError> {
        if let Some(failure) = other.failure {
            return Err(failure);
        }
        let bits = self.bits.max(other.bits);
        self.keep_bits(bits);
        other.keep_bits(bits);
        self.seen += other.seen;
        self.keys.extend(other.keys);
        self.hashes.extend(other.hashes);
        self.converted.extend(other.converted);
        self.days.extend(other.days);
        self.starts.extend(other.starts);
        for (ours, theirs) in self.columns.iter_mut().zip(other.columns) {
            ours.join(theirs);
        }
        Ok(())
    }

    /// Sorts by day, then by hash: an order that no number of threads changes.
    fn finish(self, marts: &Marts, names: &[String]) -> VisitSample {
        let mut order: Vec<usize> = (0..self.keys.len()).collect();
        let day = |i: usize| self.days.get(i).copied().unwrap_or(0);
        order.sort_unstable_by_key(|&i| (day(i), self.hashes[i], self.keys[i]));
        let mut features = Vec::new();
        if !self.starts.is_empty() {
            let regions =
                names.iter().position(|name| name == "region").map(|at| &self.columns[at]);
            let hours = local_hours(&self.starts, regions, &marts.about().timezones);
            let hours = order.iter().map(|&i| hours[i]);
            features
                .push(Feature { name: HOUR.to_owned(), values: Values::Numeric(hours.collect()) });
        }
        if !self.days.is_empty() {
            // 1970-01-01 was a Thursday.
            let codes = order.iter().map(|&i| (day(i) + 3).rem_euclid(7) as u32).collect();
            let labels = WEEKDAYS.map(str::to_owned).to_vec();
            features.push(Feature {
                name: WEEKDAY.to_owned(),
                values: Values::Category { codes, labels },
            });
        }
        for (name, column) in names.iter().zip(&self.columns) {
            if let Some(values) = column.values(&order) {
                features.push(Feature { name: name.clone(), values });
            }
        }
        VisitSample {
            features: FeatureTable { features },
            converted: order.iter().map(|&i| self.converted[i]).collect(),
            days: (!self.days.is_empty()).then(|| order.iter().map(|&i| day(i)).collect()),
            visits: order.iter().map(|&i| self.keys[i]).collect(),
            population: self.seen,
        }
    }
}

impl Gathering {
    fn take(
        &mut self,
        batch: &RecordBatch,
        name: &str,
        kept: &[usize],
    ) -> Result<(), DatasetError> {
        let failed = |why: String| DatasetError::Query(format!("column {name}: {why}"));
        let array = batch.column_by_name(name).ok_or_else(|| failed("it is missing".into()))?;
        if array.data_type().is_numeric() {
            let numbers = cast(array, &DataType::Float32).map_err(|e| failed(e.to_string()))?;
            let numbers = numbers.as_primitive::<Float32Type>();
            let value =
                |row: usize| if numbers.is_null(row) { f32::NAN } else { numbers.value(row) };
            self.numbers.extend(kept.iter().map(|&row| value(row)));
            return Ok(());
        }
        let texts = cast(array, &DataType::Utf8).map_err(|e| failed(e.to_string()))?;
        let texts: &StringArray = texts.as_string();
        for &row in kept {
            let text = if texts.is_null(row) { "" } else { texts.value(row) };
            let code = match self.places.get(text) {
                Some(code) => *code,
                None => {
                    let code = self.places.len() as u32;
                    self.places.insert(text.to_owned(), code);
                    code
                }
            };
            self.codes.push(code);
        }
        Ok(())
    }

    fn join(&mut self, other: Gathering) {
        self.numbers.extend(other.numbers);
        let mut renamed = vec![0; other.places.len()];
        for (label, code) in other.places {
            let next = self.places.len() as u32;
            renamed[code as usize] = *self.places.entry(label).or_insert(next);
        }
        self.codes.extend(other.codes.into_iter().map(|code| renamed[code as usize]));
    }

    /// The column in some order; texts that all read as numbers are numbers. None for a text column
    /// with so many values that they are keys or notes rather than categories.
    fn values(&self, order: &[usize]) -> Option<Values> {
        if self.codes.is_empty() {
            let number =
                |&i: &usize| Some(self.numbers[i]).filter(|n| n.is_finite()).unwrap_or(f32::NAN);
            return Some(Values::Numeric(order.iter().map(number).collect()));
        }
        let number = |text: &str| match text.trim() {
            "" => Some(f32::NAN),
            text => text.parse::<f32>().ok().filter(|number| number.is_finite()),
        };
        // Labels in the order of the alphabet, and each code's place in it.
        let labels: Vec<String> = self.places.keys().cloned().collect();
        let mut place = vec![0u32; labels.len()];
        for (at, code) in self.places.values().enumerate() {
            place[*code as usize] = at as u32;
        }
        let read: Option<Vec<f32>> = labels.iter().map(|label| number(label)).collect();
        if let Some(numbers) = read.filter(|numbers| numbers.iter().any(|n| n.is_finite())) {
            let of = |&i: &usize| numbers[place[self.codes[i] as usize] as usize];
            return Some(Values::Numeric(order.iter().map(of).collect()));
        }
        if labels.len() > MOST_CATEGORIES {
            return None;
        }
        let codes = order.iter().map(|&i| place[self.codes[i] as usize]).collect();
        Some(Values::Category { codes, labels })
    }
}

fn retain<T>(values: &mut Vec<T>, keep: &[bool]) {
    if values.len() == keep.len() {
        let mut keep = keep.iter();
        values.retain(|_| *keep.next().unwrap_or(&false));
    }
}

/// The hour of day where the visitor is, with minutes as its fraction.
fn local_hours(
    starts: &[i64],
    regions: Option<&Gathering>,
    timezones: &BTreeMap<String, String>,
) -> Vec<f32> {
    let zones: Vec<TimeZone> = match regions {
        None => Vec::new(),
        Some(regions) => {
            let mut zones = vec![TimeZone::UTC; regions.places.len()];
            for (region, code) in &regions.places {
                let zone = timezones.get(region).and_then(|name| TimeZone::get(name).ok());
                zones[*code as usize] = zone.unwrap_or(TimeZone::UTC);
            }
            zones
        }
    };
    let hour = |(i, start): (usize, &i64)| {
        let zone = regions.and_then(|regions| zones.get(*regions.codes.get(i)? as usize));
        let offset = zone.map_or(0, |zone| {
            Timestamp::from_millisecond(*start).map_or(0, |at| zone.to_offset(at).seconds())
        });
        let seconds = (start / 1000 + i64::from(offset)).rem_euclid(86_400);
        seconds as f32 / 3600.0
    };
    starts.iter().enumerate().map(hour).collect()
}
