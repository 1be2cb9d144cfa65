//! What the models of visits were judged on.

use super::text;
use crate::models::conversion::{ConversionResult, Split};

/// What the charts of one model have in common.
#[derive(Debug, Clone, Copy)]
pub struct Judged<'a> {
    /// Added to the names of its figures: empty for the first model.
    pub ending: &'a str,
    /// What it was allowed to know, such as `at session start`.
    pub feature_set: &'a str,
    /// On which visits.
    pub split: &'a Split,
}

impl<'a> Judged<'a> {
    /// That of a result.
    pub fn of(result: &'a ConversionResult, ending: &'a str) -> Judged<'a> {
        Judged { ending, feature_set: &result.feature_set, split: &result.split }
    }

    /// A figure's name.
    pub fn name(&self, chart: &str) -> String {
        format!("{chart}{}", self.ending)
    }

    /// The caption of its figures.
    pub fn caption(&self) -> String {
        let period = self.split.test_from.zip(self.split.test_to);
        let period = period.map(|(first, last)| text::period(first, last));
        let (visits, conversions) = (self.split.test_rows, self.split.test_conversions);
        text::visits::judged(self.feature_set, period, visits, conversions)
    }
}
