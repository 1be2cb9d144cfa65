//! From values to one-byte codes.

mod levels;
mod numeric;

use std::collections::BTreeMap;

use ndarray::ArrayView1;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::columns::{Column, Columns};
use super::error::ForestError;
use crate::random::Key;
use crate::random::names::{FOREST_BINS, FOREST_FOLD};
use levels::{FOLDS, LevelSums, order};

/// Rows of a column that are encoded at a time.
const PIECE: usize = 1 << 16;

/// The code of a missing number; real values begin at 1.
pub(super) const MISSING: u8 = 0;

/// How the values of each feature become codes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Binning {
    /// What the folds of the training rows are drawn from.
    seed: u64,
    pub(super) features: Vec<FeatureBins>,
}

/// How one feature's values become codes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct FeatureBins {
    pub(super) name: String,
    pub(super) bins: Bins,
}

/// The bins of a feature.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) enum Bins {
    /// Code `i + 1` holds the values above cut `i − 1` and up to cut `i`; the highest code those
    /// above all cuts.
    Numeric {
        /// Rising cuts, all finite.
        cuts: Vec<f32>,
        /// Whether a value was missing.
        missing: bool,
    },
    /// A code for each label.
    Category {
        /// The labels that were known.
        labels: Vec<String>,
        /// Their codes.
        codes: Vec<u8>,
        /// Their codes for the rows of each fold that the forest was grown on.
        by_fold: [Vec<u8>; FOLDS],
        /// The code of any other label.
        unseen: u8,
    },
}

/// A row's weight and target.
pub(super) type Target<'a> = &'a (dyn Fn(usize) -> (f64, f64) + Sync);

impl Binning {
    /// Bins with at most `limit` codes for real values. Categories are ordered by the target.
    pub(super) fn new(columns: &Columns, target: Target, limit: usize, seed: u64) -> Binning {
        let key = Key::seed(seed).of(FOREST_BINS);
        let bins = |(place, (name, column)): (usize, &(String, Column))| {
            let bins = match column {
                Column::Numeric(values) => {
                    let cuts = numeric::cuts(*values, limit - 1, key.at(place as u64));
                    Bins::Numeric { cuts, missing: values.iter().any(|value| value.is_nan()) }
                }
                Column::Category(codes, labels) => {
                    let order = order(&sums(*codes, labels.len(), target, folds(seed)), limit);
                    Bins::Category {
                        labels: labels.to_vec(),
                        codes: order.codes,
                        by_fold: order.by_fold,
                        unseen: order.unseen,
                    }
                }
            };
            FeatureBins { name: name.clone(), bins }
        };
        Binning { seed, features: columns.columns.par_iter().enumerate().map(bins).collect() }
    }

    /// Number of codes of each feature, the one for missing values included.
    pub(super) fn counts(&self) -> Vec<u16> {
        self.features.iter().map(|feature| u16::from(feature.highest()) + 1).collect()
    }

    /// What turns the columns of a table into codes.
    pub(super) fn encoder<'a>(&self, columns: &Columns<'a>) -> Result<Encoder<'a>, ForestError> {
        self.encoder_with(columns, None)
    }

    /// The same for the rows that the forest is grown on: no code rests on the row's own target.
    pub(super) fn training_encoder<'a>(
        &self,
        columns: &Columns<'a>,
    ) -> Result<Encoder<'a>, ForestError> {
        self.encoder_with(columns, Some(folds(self.seed)))
    }

    fn encoder_with<'a>(
        &self,
        columns: &Columns<'a>,
        folds: Option<Key>,
    ) -> Result<Encoder<'a>, ForestError> {
        let names = self.features.iter().map(|feature| feature.name.as_str());
        let pairs = self.features.iter().zip(columns.named(names)?);
        let encoders = pairs.map(|(feature, column)| feature.encoder(column, folds.is_some()));
        Ok(Encoder { folds, columns: encoders.collect::<Result<_, _>>()? })
    }
}

/// The key of a row's fold, given its place.
fn folds(seed: u64) -> Key {
    Key::seed(seed).of(FOREST_FOLD)
}

fn fold(folds: Key, row: usize) -> usize {
    folds.at(row as u64).below(FOLDS as u64) as usize
}

/// Sums of the target by fold and level.
fn sums(
    codes: ArrayView1<u32>,
    levels: usize,
    target: Target,
    folds: Key,
) -> [Vec<LevelSums>; FOLDS] {
    let mut sums = [(); FOLDS].map(|()| vec![LevelSums::default(); levels]);
    for (row, &code) in codes.iter().enumerate() {
        if let Some(level) = sums[fold(folds, row)].get_mut(code as usize) {
            let (weight, y) = target(row);
            level.rows += weight;
            level.sum += weight * y;
            level.squares += weight * y * y;
        }
    }
    sums
}

impl FeatureBins {
    /// The highest code.
    pub(super) fn highest(&self) -> u8 {
        match &self.bins {
            // At most 253 cuts.
            Bins::Numeric { cuts, .. } => cuts.len() as u8 + 1,
            Bins::Category { codes, .. } => codes.iter().copied().max().unwrap_or(1),
        }
    }

    /// The code of a number.
    pub(super) fn code_of(cuts: &[f32], value: f32) -> u8 {
        if value.is_nan() { MISSING } else { 1 + cuts.partition_point(|&cut| cut < value) as u8 }
    }

    fn encoder<'a>(
        &self,
        column: Column<'a>,
        training: bool,
    ) -> Result<ColumnEncoder<'a>, ForestError> {
        match (&self.bins, column) {
            (Bins::Numeric { cuts, .. }, Column::Numeric(values)) => {
                Ok(ColumnEncoder::Numeric { cuts: cuts.clone(), values })
            }
            (Bins::Category { labels, codes, by_fold, unseen }, Column::Category(values, own)) => {
                let places: BTreeMap<&String, usize> = labels.iter().zip(0..).collect();
                let translated = |codes: &Vec<u8>| {
                    let code = |label| places.get(label).map_or(*unseen, |&place| codes[place]);
                    own.iter().map(code).collect::<Vec<u8>>()
                };
                let codes = if training {
                    by_fold.iter().map(translated).collect()
                } else {
                    vec![translated(codes)]
                };
                Ok(ColumnEncoder::Category { codes, unseen: *unseen, values })
            }
            _ => Err(ForestError::Feature { name: self.name.clone(), other_kind: true }),
        }
    }
}

/// Turns rows of a table into codes.
pub(super) struct Encoder<'a> {
    /// Where the fold of a row is drawn, if its codes depend on that.
    folds: Option<Key>,
    columns: Vec<ColumnEncoder<'a>>,
}

enum ColumnEncoder<'a> {
    Numeric {
        cuts: Vec<f32>,
        values: ArrayView1<'a, f32>,
    },
    Category {
        /// By fold, or for all rows alike: the code of each of the table's own labels.
        codes: Vec<Vec<u8>>,
        unseen: u8,
        values: ArrayView1<'a, u32>,
    },
}

impl Encoder<'_> {
    /// The codes of one feature, of the first `rows` rows.
    pub(super) fn column(&self, feature: usize, rows: usize) -> Vec<u8> {
        let mut codes = vec![0; rows];
        codes.par_chunks_mut(PIECE).enumerate().for_each(|(piece, codes)| {
            self.write(feature, piece * PIECE, codes.iter_mut());
        });
        codes
    }

    fn write<'c>(&self, feature: usize, start: usize, to: impl Iterator<Item = &'c mut u8>) {
        match &self.columns[feature] {
            ColumnEncoder::Numeric { cuts, values } => {
                for (to, &value) in to.zip(values.iter().skip(start)) {
                    *to = FeatureBins::code_of(cuts, value);
                }
            }
            ColumnEncoder::Category { codes, unseen, values } => {
                for ((to, &value), row) in to.zip(values.iter().skip(start)).zip(start..) {
                    let fold = self.folds.map_or(0, |folds| fold(folds, row));
                    *to = codes[fold].get(value as usize).copied().unwrap_or(*unseen);
                }
            }
        }
    }

    /// Writes the codes of the rows from `start` on, row by row, each `stride` bytes after the one
    /// before, until `codes` is full.
    pub(super) fn encode(&self, start: usize, stride: usize, codes: &mut [u8]) {
        for feature in 0..self.columns.len() {
            self.write(feature, start, codes.iter_mut().skip(feature).step_by(stride));
        }
    }
}
