//! A grown forest, and what it foretells.

use std::marker::PhantomData;

use ndarray::{Array1, ArrayView2};
use rayon::prelude::*;

use super::binning::{Binning, Bins, Encoder};
use super::codes::{CHUNK, Codes};
use super::columns::Columns;
use super::error::ForestError;
use super::grow::Grown;
use super::params::{Classification, ForestKind, ForestValidParams, Regression};
use super::tree::Tree;
use crate::features::table::FeatureTable;

/// A grown forest.
#[derive(Debug, Clone, PartialEq)]
pub struct Forest<K> {
    pub(super) params: ForestValidParams<K>,
    pub(super) binning: Binning,
    pub(super) trees: Vec<Tree>,
    /// Each feature's share of the summed gain, mean over the trees.
    pub(super) gains: Vec<f64>,
    /// Rows that it was grown on.
    pub(super) rows: usize,
    pub(super) kind: PhantomData<K>,
}

/// A forest of probabilities.
pub type ClassificationForest = Forest<Classification>;

/// A forest of numbers.
pub type RegressionForest = Forest<Regression>;

impl<K: ForestKind> Forest<K> {
    pub(super) fn new(
        params: ForestValidParams<K>,
        binning: Binning,
        rows: usize,
        grown: Vec<Grown>,
    ) -> Self {
        let mut gains = vec![0.0; binning.features.len()];
        for tree in &grown {
            let total: f64 = tree.gains.iter().sum();
            if total > 0.0 {
                gains.iter_mut().zip(&tree.gains).for_each(|(sum, gain)| *sum += gain / total);
            }
        }
        let total: f64 = gains.iter().sum();
        if total > 0.0 {
            gains.iter_mut().for_each(|gain| *gain /= total);
        }
        let trees = grown.into_iter().map(|grown| grown.tree).collect();
        Forest { params, binning, trees, gains, rows, kind: PhantomData }
    }

    /// The mean of the trees for each row of a table: a probability, or a number. The table needs
    /// the forest's features by name, in any order; a category that was never seen counts as one
    /// of the mean rate.
    pub fn scores(&self, table: &FeatureTable) -> Result<Array1<f32>, ForestError> {
        self.scores_of(&Columns::of_table(table)?)
    }

    /// The same for the rows of an array, whose columns are the forest's features in order.
    pub fn array_scores(&self, array: ArrayView2<f32>) -> Result<Array1<f32>, ForestError> {
        self.scores_of(&Columns::of_array(array))
    }

    /// Settings that the forest was grown with.
    pub fn params(&self) -> &ForestValidParams<K> {
        &self.params
    }

    /// Names of the features, in the order of the table that it was grown on.
    pub fn features(&self) -> Vec<&str> {
        self.binning.features.iter().map(|feature| feature.name.as_str()).collect()
    }

    /// Whether a feature is a number rather than a category; none for what it does not know.
    pub fn is_number(&self, feature: &str) -> Option<bool> {
        let known = self.binning.features.iter().find(|known| known.name == feature)?;
        Some(matches!(known.bins, Bins::Numeric { .. }))
    }

    /// Number of rows that it was grown on.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Number of trees.
    pub fn trees(&self) -> usize {
        self.trees.len()
    }

    /// Number of nodes of all trees.
    pub fn nodes(&self) -> usize {
        self.trees.iter().map(|tree| tree.nodes.len()).sum()
    }

    pub(super) fn scores_of(&self, columns: &Columns) -> Result<Array1<f32>, ForestError> {
        let encoder = self.binning.encoder(columns)?;
        let mut scores = Array1::zeros(columns.rows);
        let Some(slots) = scores.as_slice_mut() else { return Ok(scores) };
        slots.par_chunks_mut(CHUNK).enumerate().for_each(|(chunk, slots)| {
            let start = chunk * CHUNK;
            let codes = self.codes(&encoder, start, start + slots.len());
            for (slot, mean) in slots.iter_mut().zip(self.means(&codes)) {
                *slot = mean as f32;
            }
        });
        Ok(scores)
    }

    /// The codes of rows `start` to before `end`.
    pub(super) fn codes(&self, encoder: &Encoder, start: usize, end: usize) -> Codes {
        Codes::of(encoder, self.binning.features.len(), start, end)
    }

    /// The mean of the trees for each row, summed in the order of the trees.
    pub(super) fn means(&self, codes: &Codes) -> Vec<f64> {
        let mut sums = vec![0.0; codes.rows()];
        for tree in &self.trees {
            tree.add_values(&codes.bytes, codes.stride, &mut sums);
        }
        sums.iter_mut().for_each(|sum| *sum /= self.trees.len() as f64);
        sums
    }
}
