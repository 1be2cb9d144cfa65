//! From a table to a forest.

use std::sync::{Mutex, PoisonError};

use linfa::ParamGuard;
use ndarray::{Array1, ArrayView1, ArrayView2};
use rayon::prelude::*;

use super::binning::{Binning, Target};
use super::bundles::Bundles;
use super::codes::CHUNK;
use super::columns::{Columns, same_length};
use super::error::ForestError;
use super::grow::{Grower, Grown, Limits, Training};
use super::params::{
    ClassWeight, Classification, ForestKind, ForestParams, ForestValidParams, Regression,
};
use super::predict::Forest;
use super::row::{Carried, Packed, Placed, Row, WIDEST};
use super::tally::{Weighted, YesNo};
use crate::features::table::FeatureTable;
use crate::random::Key;
use crate::random::names::FOREST_TREE;

impl ForestParams<Classification> {
    /// Grows a forest on a table and whether each of its rows is positive.
    pub fn fit_table(
        &self,
        table: &FeatureTable,
        positive: &Array1<bool>,
    ) -> Result<Forest<Classification>, ForestError> {
        self.check_ref()?.fit_columns(&Columns::of_table(table)?, positive.view(), None)
    }

    /// Grows a forest on an array of numbers, one row per case.
    pub fn fit_array(
        &self,
        array: ArrayView2<f32>,
        positive: &Array1<bool>,
    ) -> Result<Forest<Classification>, ForestError> {
        self.check_ref()?.fit_columns(&Columns::of_array(array), positive.view(), None)
    }
}

impl ForestParams<Regression> {
    /// Grows a forest on a table and the number of each of its rows.
    pub fn fit_table(
        &self,
        table: &FeatureTable,
        target: &Array1<f32>,
    ) -> Result<Forest<Regression>, ForestError> {
        self.check_ref()?.fit_columns(&Columns::of_table(table)?, target.view(), None)
    }

    /// Grows a forest on an array of numbers, one row per case.
    pub fn fit_array(
        &self,
        array: ArrayView2<f32>,
        target: &Array1<f32>,
    ) -> Result<Forest<Regression>, ForestError> {
        self.check_ref()?.fit_columns(&Columns::of_array(array), target.view(), None)
    }
}

impl ForestValidParams<Classification> {
    /// Grows the forest; rows of unequal weight, or class weights, go by way of weighted sums.
    pub(super) fn fit_columns(
        &self,
        columns: &Columns,
        positive: ArrayView1<bool>,
        weights: Option<&[f32]>,
    ) -> Result<Forest<Classification>, ForestError> {
        check(columns, positive.len(), weights)?;
        let y = |row: usize| f32::from(u8::from(positive[row]));
        if weights.is_none() && self.class_weight.is_none() {
            let target = |row| (1.0, f64::from(y(row)));
            let samples = Samples::new(self, columns, &target)?;
            let grown = samples.grow_yes_no(columns, |row| YesNo(u8::from(positive[row])))?;
            return Ok(samples.forest(grown));
        }
        let [negative, by_positive] = class_weights(self.class_weight, positive, weights);
        let weight = |row: usize| {
            let class = if positive[row] { by_positive } else { negative };
            class * weights.map_or(1.0, |weights| weights[row])
        };
        let target = |row| (f64::from(weight(row)), f64::from(y(row)));
        let samples = Samples::new(self, columns, &target)?;
        let grown = samples.grow_weighted(columns, |row| Weighted::once(weight(row), y(row)))?;
        Ok(samples.forest(grown))
    }
}

impl ForestValidParams<Regression> {
    /// Grows the forest. Targets are taken relative to their mean, so that sums keep their digits.
    pub(super) fn fit_columns(
        &self,
        columns: &Columns,
        target: ArrayView1<f32>,
        weights: Option<&[f32]>,
    ) -> Result<Forest<Regression>, ForestError> {
        check(columns, target.len(), weights)?;
        if let Some(row) = target.iter().position(|y| !y.is_finite()) {
            return Err(ForestError::Target { row });
        }
        let weight = |row: usize| weights.map_or(1.0, |weights| weights[row]);
        let total = |of: &dyn Fn(usize) -> f64| (0..target.len()).map(of).sum::<f64>();
        let centre = total(&|row| f64::from(weight(row)) * f64::from(target[row]))
            / total(&|row| f64::from(weight(row)));
        let y = |row: usize| (f64::from(target[row]) - centre) as f32;
        let by_row = |row: usize| (f64::from(weight(row)), f64::from(y(row)));
        let mut samples = Samples::new(self, columns, &by_row)?;
        samples.centre = centre;
        let grown = samples.grow_weighted(columns, |row| Weighted::once(weight(row), y(row)))?;
        Ok(samples.forest(grown))
    }
}

/// Refuses what cannot be learnt from.
fn check(columns: &Columns, targets: usize, weights: Option<&[f32]>) -> Result<(), ForestError> {
    if columns.columns.is_empty() {
        return Err(ForestError::NoFeatures);
    }
    if columns.columns.len() > usize::from(u16::MAX) {
        return Err(ForestError::TooManyFeatures(columns.columns.len()));
    }
    if columns.rows == 0 {
        return Err(ForestError::NoRows);
    }
    same_length("the target", targets, columns.rows)?;
    let Some(weights) = weights else { return Ok(()) };
    same_length("the weights", weights.len(), columns.rows)?;
    if let Some(row) = weights.iter().position(|w| !(w.is_finite() && *w >= 0.0)) {
        return Err(ForestError::Weight { row: Some(row) });
    }
    if weights.iter().all(|&weight| weight == 0.0) {
        return Err(ForestError::Weight { row: None });
    }
    Ok(())
}

/// Weights of a negative and a positive row. Balanced ones are `n / (2 n_class)`, by weight.
fn class_weights(
    class_weight: Option<ClassWeight>,
    positive: ArrayView1<bool>,
    weights: Option<&[f32]>,
) -> [f32; 2] {
    match class_weight {
        None => [1.0, 1.0],
        Some(ClassWeight::Given { negative, positive }) => [negative, positive],
        Some(ClassWeight::Balanced) => {
            let mut totals = [0.0_f64; 2];
            for (row, &positive) in positive.iter().enumerate() {
                totals[usize::from(positive)] += weights.map_or(1.0, |w| f64::from(w[row]));
            }
            let half = 0.5 * (totals[0] + totals[1]);
            totals.map(|total| if total > 0.0 { (half / total) as f32 } else { 1.0 })
        }
    }
}

/// What every tree's sample is drawn from, but for the rows themselves.
struct Samples<'a, K> {
    params: &'a ForestValidParams<K>,
    binning: Binning,
    rows: usize,
    /// What the targets are relative to.
    centre: f64,
}

impl<'a, K: ForestKind> Samples<'a, K> {
    fn new(
        params: &'a ForestValidParams<K>,
        columns: &Columns,
        target: Target,
    ) -> Result<Self, ForestError> {
        let binning = Binning::new(columns, target, params.bins, params.seed);
        Ok(Samples { params, binning, rows: columns.rows, centre: 0.0 })
    }

    fn grow_yes_no(
        &self,
        columns: &Columns,
        load: impl Fn(usize) -> YesNo + Sync,
    ) -> Result<Vec<Grown>, ForestError> {
        let bundles = self.bundles(columns)?;
        // One byte more for the yes or no.
        Ok(match 1 + bundles.count() {
            ..=8 => self.grow::<Packed<1>>(bundles, load),
            9..=16 => self.grow::<Packed<2>>(bundles, load),
            17..=WIDEST => self.grow::<Packed<4>>(bundles, load),
            _ => self.grow::<Placed<YesNo>>(bundles, load),
        })
    }

    fn grow_weighted(
        &self,
        columns: &Columns,
        load: impl Fn(usize) -> Weighted + Sync,
    ) -> Result<Vec<Grown>, ForestError> {
        let bundles = self.bundles(columns)?;
        Ok(match bundles.count() {
            ..=8 => self.grow::<Carried<1>>(bundles, load),
            9..=16 => self.grow::<Carried<2>>(bundles, load),
            17..=WIDEST => self.grow::<Carried<4>>(bundles, load),
            _ => self.grow::<Placed<Weighted>>(bundles, load),
        })
    }

    fn bundles(&self, columns: &Columns) -> Result<Bundles, ForestError> {
        let encoder = self.binning.training_encoder(columns)?;
        Ok(Bundles::new(&encoder, &self.binning.counts(), self.rows))
    }

    /// Grows all trees, each from its own key; whichever thread is free takes the next.
    fn grow<R: Row>(&self, bundles: Bundles, load: impl Fn(usize) -> R::Load + Sync) -> Vec<Grown> {
        let base = self.base::<R>(&bundles, load);
        let count = bundles.count();
        let Bundles { fields, mut columns } = bundles;
        if !R::LOOKS_UP {
            columns = Vec::new();
        }
        let tried = self.params.features_per_node.of(fields.len());
        let training = Training {
            base: &base,
            columns: &columns,
            fields: &fields,
            bundles: count,
            limits: Limits { depth: self.params.max_depth, leaf: self.params.min_leaf, tried },
            bootstrap: self.params.bootstrap,
            centre: self.centre,
        };
        let key = Key::seed(self.params.seed).of(FOREST_TREE);
        let free: Mutex<Vec<Grower<R>>> = Mutex::new(Vec::new());
        let lock = || free.lock().unwrap_or_else(PoisonError::into_inner);
        let one = |tree: usize| {
            let own = lock().pop();
            let mut grower = own.unwrap_or_else(Grower::new);
            let grown = grower.grow(&training, key.at(tree as u64));
            lock().push(grower);
            grown
        };
        (0..self.params.trees).into_par_iter().map(one).collect()
    }

    /// Every row once, packed.
    fn base<R: Row>(&self, bundles: &Bundles, load: impl Fn(usize) -> R::Load + Sync) -> Vec<R> {
        let carried = if R::LOOKS_UP { 0 } else { bundles.count() };
        let pack = |chunk: usize| {
            let mut bytes = [0; WIDEST];
            let row = |row| {
                bundles.row(row, &mut bytes[..carried]);
                R::new(row, load(row), &bytes[..carried])
            };
            let start = chunk * CHUNK;
            (start..self.rows.min(start + CHUNK)).map(row).collect::<Vec<R>>()
        };
        let chunks: Vec<Vec<R>> =
            (0..self.rows.div_ceil(CHUNK)).into_par_iter().map(pack).collect();
        chunks.concat()
    }

    fn forest(self, grown: Vec<Grown>) -> Forest<K> {
        Forest::new(self.params.clone(), self.binning, self.rows, grown)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::models::forest::tests::visits;

    #[test]
    fn rows_of_any_width_give_the_same_trees() {
        let (train, converted, _) = visits(3_000, 38);
        let columns = Columns::of_table(&train).unwrap();
        let y = |row: usize| f32::from(u8::from(converted[row]));
        let target = |row| (1.0, f64::from(y(row)));

        let params = ForestParams::<Classification>::new().trees(3);
        let params = params.check_ref().unwrap();
        let samples = Samples::new(params, &columns, &target).unwrap();
        let bundles = || samples.bundles(&columns).unwrap();
        let load = |row: usize| YesNo(u8::from(converted[row]));
        let narrow = samples.grow::<Packed<1>>(bundles(), load);
        assert!(narrow.iter().all(|grown| grown.tree.nodes.len() > 20));
        assert!(narrow == samples.grow::<Packed<2>>(bundles(), load));
        assert!(narrow == samples.grow::<Packed<4>>(bundles(), load));
        assert!(narrow == samples.grow::<Placed<YesNo>>(bundles(), load));

        let weighted = |row: usize| Weighted::once(1.0, y(row));
        let narrow = samples.grow::<Carried<1>>(bundles(), weighted);
        assert!(narrow == samples.grow::<Carried<2>>(bundles(), weighted));
        assert!(narrow == samples.grow::<Carried<4>>(bundles(), weighted));
        assert!(narrow == samples.grow::<Placed<Weighted>>(bundles(), weighted));
    }
}
