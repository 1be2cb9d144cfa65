//! How the mean score moves with one feature (Friedman, 2001).

use rayon::prelude::*;

use super::binning::{Bins, FeatureBins, MISSING};
use super::error::ForestError;
use super::importance::Shuffles;
use super::params::ForestKind;
use super::predict::Forest;
use crate::features::table::{FeatureTable, Values};

/// Partial dependence: the mean score of a table's rows with one feature set to each of some values,
/// the others as they are. Where features go together, it also asks about rows that do not occur.
#[derive(Debug, Clone, PartialEq)]
pub struct Dependence {
    /// Name of the feature.
    pub feature: String,
    /// Whether it is a category.
    pub categorical: bool,
    /// The values: rising numbers, with missing ones last; categories by falling share.
    pub points: Vec<DependenceAt>,
}

/// One value of the feature.
#[derive(Debug, Clone, PartialEq)]
pub struct DependenceAt {
    /// The category, `missing`, or the number as text.
    pub label: String,
    /// The number; none for a category and for missing numbers.
    pub value: Option<f64>,
    /// Share of rows that have this category or number; of many different numbers, the share that
    /// this one stands for.
    pub share: f64,
    /// Mean score.
    pub mean: f64,
}

/// A value to be asked about.
struct Asked {
    label: String,
    value: Option<f64>,
    share: f64,
    code: u8,
}

impl<K: ForestKind> Forest<K> {
    /// Partial dependence on a feature at up to `points` values, over about `rows` random rows of
    /// the table.
    pub fn partial_dependence(
        &self,
        table: &FeatureTable,
        feature: &str,
        points: usize,
        rows: usize,
    ) -> Result<Dependence, ForestError> {
        let missing = || ForestError::Feature { name: feature.to_owned(), other_kind: false };
        let place = self.features().iter().position(|name| *name == feature).ok_or_else(missing)?;
        let values = &table.feature(feature).ok_or_else(missing)?.values;
        let (_, codes) = self.sample(table, rows, Shuffles::default().seed)?;
        let bins = &self.binning.features[place].bins;
        let (categorical, asked) = match (bins, values) {
            (Bins::Numeric { cuts, .. }, Values::Numeric(values)) => {
                (false, numbers(cuts, values.iter().copied(), points))
            }
            (
                Bins::Category { labels, codes, unseen, .. },
                Values::Category { codes: own, labels: names },
            ) => {
                let code = |label: &String| {
                    labels.iter().position(|known| known == label).map_or(*unseen, |at| codes[at])
                };
                (true, categories(names, own.iter().copied(), points, code))
            }
            _ => return Err(ForestError::Feature { name: feature.to_owned(), other_kind: true }),
        };
        let ways = self.ways(&codes);
        let mean = |code: u8| {
            let means = ways.means_with(place, std::iter::repeat_n(code, codes.rows()));
            means.iter().sum::<f64>() / codes.rows() as f64
        };
        let points = asked.into_par_iter().map(|asked| DependenceAt {
            mean: mean(asked.code),
            label: asked.label,
            value: asked.value,
            share: asked.share,
        });
        Ok(Dependence { feature: feature.to_owned(), categorical, points: points.collect() })
    }
}

/// Each number if there are few; else the middles of groups with as many rows.
fn numbers(cuts: &[f32], values: impl Iterator<Item = f32>, points: usize) -> Vec<Asked> {
    let mut sorted: Vec<f32> = values.collect();
    let rows = sorted.len() as f64;
    sorted.retain(|value| !value.is_nan());
    let missing = rows - sorted.len() as f64;
    sorted.sort_unstable_by(f32::total_cmp);
    let mut distinct = sorted.clone();
    distinct.dedup();
    let groups: Vec<&[f32]> = if distinct.len() <= points {
        sorted.chunk_by(|a, b| a == b).collect()
    } else {
        sorted.chunks(sorted.len().div_ceil(points.max(1))).collect()
    };
    let mut asked: Vec<Asked> = Vec::new();
    for group in groups {
        let (middle, share) = (group[group.len() / 2], group.len() as f64 / rows);
        match asked.last_mut() {
            // Several groups of one number are one.
            Some(last) if last.value == Some(f64::from(middle)) => last.share += share,
            _ => asked.push(Asked {
                label: middle.to_string(),
                value: Some(f64::from(middle)),
                share,
                code: FeatureBins::code_of(cuts, middle),
            }),
        }
    }
    if missing > 0.0 {
        let label = "missing".to_owned();
        asked.push(Asked { label, value: None, share: missing / rows, code: MISSING });
    }
    asked
}

/// The most frequent categories.
fn categories(
    names: &[String],
    codes: impl Iterator<Item = u32>,
    points: usize,
    code: impl Fn(&String) -> u8,
) -> Vec<Asked> {
    let mut counts = vec![0_u64; names.len()];
    let mut rows = 0_u64;
    for code in codes {
        rows += 1;
        if let Some(count) = counts.get_mut(code as usize) {
            *count += 1;
        }
    }
    let mut places: Vec<usize> = (0..names.len()).filter(|&place| counts[place] > 0).collect();
    places.sort_by_key(|&place| (std::cmp::Reverse(counts[place]), place));
    places.truncate(points);
    let asked = |place: usize| Asked {
        label: names[place].clone(),
        value: None,
        share: counts[place] as f64 / rows as f64,
        code: code(&names[place]),
    };
    places.into_iter().map(asked).collect()
}
