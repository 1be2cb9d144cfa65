//! Which features a forest rests on.

use rayon::prelude::*;

use super::codes::Codes;
use super::columns::Columns;
use super::error::ForestError;
use super::params::ForestKind;
use super::predict::Forest;
use crate::features::table::FeatureTable;
use crate::random::Key;
use crate::random::names::{FOREST_ROWS, FOREST_SHUFFLE};

/// How features are shuffled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shuffles {
    /// Rows that are scored, about: a random sample of the table.
    pub rows: usize,
    /// How often each feature is shuffled.
    pub repeats: usize,
    /// Seed of the sample and the shuffles.
    pub seed: u64,
}

impl Default for Shuffles {
    fn default() -> Self {
        Shuffles { rows: 20_000, repeats: 3, seed: 0 }
    }
}

/// How much worse the scores become when a feature is shuffled.
#[derive(Debug, Clone, PartialEq)]
pub struct PermutationImportance {
    /// Name of the feature.
    pub feature: String,
    /// Fall of the metric, mean over the shuffles; none where the metric has no value.
    pub fall: Option<f64>,
    /// Standard deviation between the shuffles; none with fewer than two.
    pub deviation: Option<f64>,
}

impl<K: ForestKind> Forest<K> {
    /// Each feature's share of all impurity decrease in training, by name; sums to 1 unless no tree
    /// has a split. It flatters features with many values, and features that overfit.
    pub fn gain_importance(&self) -> Vec<(&str, f64)> {
        self.features().into_iter().zip(self.gains.iter().copied()).collect()
    }

    /// How far `metric` falls when the values of a feature are shuffled among the rows, which breaks
    /// its tie with the target and with the other features (Breiman, 2001). The table should hold
    /// rows that the forest was not grown on. `metric` is given rows of the table and their scores;
    /// more must be better.
    pub fn permutation_importance(
        &self,
        table: &FeatureTable,
        shuffles: Shuffles,
        metric: impl Fn(&[usize], &[f64]) -> Option<f64> + Sync,
    ) -> Result<Vec<PermutationImportance>, ForestError> {
        let (rows, codes) = self.sample(table, shuffles.rows, shuffles.seed)?;
        let ways = self.ways(&codes);
        let whole = metric(&rows, &ways.means());
        let key = Key::seed(shuffles.seed).of(FOREST_SHUFFLE);
        let fall = |(feature, repeat): (usize, usize)| {
            let key = key.at(feature as u64).at(repeat as u64);
            let shuffled = shuffled(&codes, feature, key);
            Some(whole? - metric(&rows, &ways.means_with(feature, shuffled.into_iter()))?)
        };
        let pairs: Vec<(usize, usize)> = (0..codes.stride.min(self.binning.features.len()))
            .flat_map(|feature| (0..shuffles.repeats).map(move |repeat| (feature, repeat)))
            .collect();
        let falls: Vec<Option<f64>> = pairs.into_par_iter().map(fall).collect();
        let importance = |(feature, falls): (&str, &[Option<f64>])| {
            let falls: Option<Vec<f64>> = falls.iter().copied().collect();
            let (fall, deviation) = falls.map_or((None, None), |falls| mean_and_deviation(&falls));
            PermutationImportance { feature: feature.to_owned(), fall, deviation }
        };
        let by_feature = falls.chunks(shuffles.repeats.max(1));
        Ok(self.features().into_iter().zip(by_feature).map(importance).collect())
    }

    /// About `at_most` rows of a table, drawn at random and rising, and their codes.
    pub(super) fn sample(
        &self,
        table: &FeatureTable,
        at_most: usize,
        seed: u64,
    ) -> Result<(Vec<usize>, Codes), ForestError> {
        let all = table.rows();
        let (rows, part) = if all <= at_most {
            ((0..all).collect(), None)
        } else {
            let key = Key::seed(seed).of(FOREST_ROWS);
            let share = at_most as f64 / all as f64;
            let happens = |row: &usize| key.at(*row as u64).happens(share);
            let rows: Vec<usize> = (0..all).filter(happens).collect();
            let part = table.select(&rows);
            (rows, Some(part))
        };
        let columns = Columns::of_table(part.as_ref().unwrap_or(table))?;
        let encoder = self.binning.encoder(&columns)?;
        let codes = Codes::all(&encoder, self.binning.features.len(), columns.rows);
        Ok((rows, codes))
    }
}

/// The codes of one feature, shuffled among the rows (Fisher and Yates).
fn shuffled(codes: &Codes, feature: usize, key: Key) -> Vec<u8> {
    let mut column: Vec<u8> = (0..codes.rows()).map(|row| codes.row(row)[feature]).collect();
    for last in (1..column.len()).rev() {
        column.swap(last, key.at(last as u64).below(last as u64 + 1) as usize);
    }
    column
}

fn mean_and_deviation(values: &[f64]) -> (Option<f64>, Option<f64>) {
    if values.is_empty() {
        return (None, None);
    }
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
    (Some(mean), (values.len() > 1).then(|| (squares / (count - 1.0)).sqrt()))
}
