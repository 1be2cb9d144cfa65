//! The earlier days to learn from, the later ones to judge by.

use jiff::Span;
use jiff::civil::{Date, date};
use ndarray::Array1;

use super::error::ConversionError;
use super::result::Split;
use crate::features::table::FeatureTable;
use crate::random::Key;
use crate::random::names::CONVERSION_ROWS;

/// Share of the days, from the last one back, or of the sessions, that is for the test.
const TEST_SHARE: f64 = 0.25;
/// Sessions of each kind that there must be to learn from.
const NEEDED: u64 = 10;
/// Test conversions below which the figures are said to be uncertain.
const FEW_TEST_CONVERSIONS: u64 = 100;

/// The two parts of the sessions.
pub(super) struct Parts {
    pub(super) train: FeatureTable,
    pub(super) train_converted: Array1<bool>,
    pub(super) test: FeatureTable,
    pub(super) test_converted: Vec<bool>,
    /// The test rows as places in the whole table.
    pub(super) test_rows: Vec<usize>,
    pub(super) split: Split,
}

impl Parts {
    pub(super) fn of(
        table: &FeatureTable,
        converted: &Array1<bool>,
        days: Option<&[i32]>,
        seed: u64,
    ) -> Result<Parts, ConversionError> {
        let rows = table.rows();
        if table.features.is_empty() {
            return Err(ConversionError::NoFeatures);
        }
        let lengths = [("`converted`", converted.len()), ("`days`", days.map_or(rows, <[_]>::len))];
        for (what, length) in lengths {
            if length != rows {
                return Err(ConversionError::Length { what, length, rows });
            }
        }
        let days = days.and_then(|days| Some((days, first_test_day(days)?)));
        let key = Key::seed(seed).of(CONVERSION_ROWS);
        let for_test = |row: &usize| match days {
            Some((days, first)) => days[*row] >= first,
            None => key.at(*row as u64).happens(TEST_SHARE),
        };
        let (test, train): (Vec<usize>, Vec<usize>) = (0..rows).partition(for_test);
        let count = |rows: &[usize]| rows.iter().filter(|&&row| converted[row]).count() as u64;
        let (learnt, conversions) = (train.len() as u64, count(&train));
        if conversions < NEEDED || learnt - conversions < NEEDED || test.is_empty() {
            return Err(ConversionError::TooFewSessions {
                converted: conversions,
                not_converted: learnt - conversions,
                needed: NEEDED,
                test: test.len() as u64,
            });
        }
        let day = |rows: &[usize], pick: fn(i32, i32) -> i32| {
            let (days, _) = days?;
            calendar_day(rows.iter().map(|&row| days[row]).reduce(pick)?)
        };
        Ok(Parts {
            split: Split {
                by_time: days.is_some(),
                train_from: day(&train, i32::min),
                train_to: day(&train, i32::max),
                test_from: day(&test, i32::min),
                test_to: day(&test, i32::max),
                train_rows: learnt,
                train_conversions: conversions,
                test_rows: test.len() as u64,
                test_conversions: count(&test),
            },
            train: table.select(&train),
            train_converted: train.iter().map(|&row| converted[row]).collect(),
            test: table.select(&test),
            test_converted: test.iter().map(|&row| converted[row]).collect(),
            test_rows: test,
        })
    }
}

impl Split {
    /// What the split means for the figures, each a sentence.
    pub(super) fn caveats(&self) -> Vec<String> {
        let mut caveats = Vec::new();
        if !self.by_time {
            caveats.push(
                "The sessions are not of different days, so the test sessions were drawn at random: \
                 sessions of one person or one sale may stand on both sides, which flatters every \
                 model."
                    .to_owned(),
            );
        }
        if self.test_conversions < FEW_TEST_CONVERSIONS {
            caveats.push(format!(
                "Only {} test sessions converted: differences of a few hundredths in AUC are within \
                 chance.",
                self.test_conversions
            ));
        }
        caveats
    }
}

/// The first of the last quarter of the days that have sessions; none with a single day.
fn first_test_day(days: &[i32]) -> Option<i32> {
    let mut different = days.to_vec();
    different.sort_unstable();
    different.dedup();
    let test = ((different.len() as f64 * TEST_SHARE).round() as usize).max(1);
    let first = different.len().checked_sub(test).filter(|&train| train > 0)?;
    different.get(first).copied()
}

fn calendar_day(days: i32) -> Option<Date> {
    date(1970, 1, 1).checked_add(Span::new().try_days(days).ok()?).ok()
}
