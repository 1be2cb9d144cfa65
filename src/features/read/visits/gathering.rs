//! One column of visits, as it is gathered from one batch after another.

use std::collections::BTreeMap;

use datafusion::arrow::array::{Array, AsArray, RecordBatch, StringArray};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{DataType, Float32Type};

use crate::dataset::DatasetError;
use crate::features::table::Values;

/// Most different texts of a category; a column with more holds keys or notes.
const MOST_CATEGORIES: usize = 5_000;

/// The label of what has none, such as the campaign of a visit that no ad brought.
const NO_VALUE: &str = "(no value)";

/// How a column of text is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// As numbers where all its texts are such, else as labels.
    Guessed,
    /// As numbers; what is none is missing.
    Numbers,
    /// As labels.
    Labels,
}

/// One column: numbers, or texts by their place in a list.
#[derive(Clone, Default)]
pub(super) struct Gathering {
    numbers: Vec<f32>,
    pub(super) codes: Vec<u32>,
    pub(super) places: BTreeMap<String, u32>,
}

impl Gathering {
    /// Takes in some rows of a batch.
    pub(super) fn take(
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

    /// Adds the rows of another.
    pub(super) fn join(&mut self, other: Gathering) {
        self.numbers.extend(other.numbers);
        let mut renamed = vec![0; other.places.len()];
        for (label, code) in other.places {
            let next = self.places.len() as u32;
            renamed[code as usize] = *self.places.entry(label).or_insert(next);
        }
        self.codes.extend(other.codes.into_iter().map(|code| renamed[code as usize]));
    }

    /// Leaves those rows of which it is said.
    pub(super) fn retain(&mut self, keep: &[bool]) {
        retain(&mut self.numbers, keep);
        retain(&mut self.codes, keep);
    }

    /// The column in some order. None for a text column with so many values that they are keys or
    /// notes rather than categories.
    pub(super) fn values(&self, order: &[usize], reading: Reading) -> Option<Values> {
        if self.codes.is_empty() {
            let number =
                |&i: &usize| Some(self.numbers[i]).filter(|n| n.is_finite()).unwrap_or(f32::NAN);
            return Some(Values::Numeric(order.iter().map(number).collect()));
        }
        // Labels in the order of the alphabet, and each code's place in it.
        let labels: Vec<String> = self.places.keys().cloned().collect();
        let mut place = vec![0u32; labels.len()];
        for (at, code) in self.places.values().enumerate() {
            place[*code as usize] = at as u32;
        }
        let numbers = match reading {
            Reading::Labels => None,
            Reading::Numbers => {
                Some(labels.iter().map(|label| number(label).unwrap_or(f32::NAN)).collect())
            }
            Reading::Guessed => {
                let read: Option<Vec<f32>> = labels.iter().map(|label| number(label)).collect();
                read.filter(|numbers| numbers.iter().any(|n| n.is_finite()))
            }
        };
        if let Some(numbers) = numbers {
            let of = |&i: &usize| numbers[place[self.codes[i] as usize] as usize];
            return Some(Values::Numeric(order.iter().map(of).collect()));
        }
        if reading == Reading::Guessed && labels.len() > MOST_CATEGORIES {
            return None;
        }
        let codes = order.iter().map(|&i| place[self.codes[i] as usize]).collect();
        let named = |label: String| if label.is_empty() { NO_VALUE.to_owned() } else { label };
        Some(Values::Category { codes, labels: labels.into_iter().map(named).collect() })
    }
}

/// The number that a text stands for; an empty one is a missing number.
fn number(text: &str) -> Option<f32> {
    match text.trim() {
        "" => Some(f32::NAN),
        text => text.parse::<f32>().ok().filter(|number| number.is_finite()),
    }
}

/// Leaves those values of which it is said.
pub(super) fn retain<T>(values: &mut Vec<T>, keep: &[bool]) {
    if values.len() == keep.len() {
        let mut keep = keep.iter();
        values.retain(|_| *keep.next().unwrap_or(&false));
    }
}
