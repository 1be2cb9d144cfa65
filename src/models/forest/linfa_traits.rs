//! Forests as linfa models.

use linfa::dataset::{AsSingleTargets, DatasetBase, Pr, Records};
use linfa::traits::{Fit, PredictInplace};
use ndarray::{Array1, ArrayBase, Data, Ix2};

use super::columns::Columns;
use super::error::ForestError;
use super::params::{Classification, ForestValidParams, Regression};
use super::predict::Forest;
use crate::features::table::FeatureTable;

impl Records for FeatureTable {
    type Elem = f32;

    fn nsamples(&self) -> usize {
        self.rows()
    }

    fn nfeatures(&self) -> usize {
        self.features.len()
    }
}

/// Fitting uses the dataset's weights, where it has any.
macro_rules! fit {
    ($kind:ty, $target:ty) => {
        impl<T: AsSingleTargets<Elem = $target>> Fit<FeatureTable, T, ForestError>
            for ForestValidParams<$kind>
        {
            type Object = Forest<$kind>;

            fn fit(
                &self,
                data: &DatasetBase<FeatureTable, T>,
            ) -> Result<Self::Object, ForestError> {
                let columns = Columns::of_table(&data.records)?;
                self.fit_columns(&columns, data.targets.as_single_targets(), data.weights())
            }
        }

        impl<D: Data<Elem = f32>, T: AsSingleTargets<Elem = $target>>
            Fit<ArrayBase<D, Ix2>, T, ForestError> for ForestValidParams<$kind>
        {
            type Object = Forest<$kind>;

            fn fit(
                &self,
                data: &DatasetBase<ArrayBase<D, Ix2>, T>,
            ) -> Result<Self::Object, ForestError> {
                let columns = Columns::of_array(data.records.view());
                self.fit_columns(&columns, data.targets.as_single_targets(), data.weights())
            }
        }
    };
}

fit!(Classification, bool);
fit!(Regression, f32);

/// linfa's prediction cannot fail: it panics, as linfa's own models do, where the records lack a
/// feature or the targets have another length. [`Forest::scores`] returns an error instead.
macro_rules! predict {
    ($kind:ty, $target:ty, $from:expr) => {
        impl PredictInplace<FeatureTable, Array1<$target>> for Forest<$kind> {
            fn predict_inplace(&self, table: &FeatureTable, targets: &mut Array1<$target>) {
                write(self.scores(table), targets, $from);
            }

            fn default_target(&self, table: &FeatureTable) -> Array1<$target> {
                Array1::default(table.rows())
            }
        }

        impl<D: Data<Elem = f32>> PredictInplace<ArrayBase<D, Ix2>, Array1<$target>>
            for Forest<$kind>
        {
            fn predict_inplace(&self, array: &ArrayBase<D, Ix2>, targets: &mut Array1<$target>) {
                write(self.array_scores(array.view()), targets, $from);
            }

            fn default_target(&self, array: &ArrayBase<D, Ix2>) -> Array1<$target> {
                Array1::default(array.nrows())
            }
        }
    };
}

predict!(Classification, Pr, |score: f32| Pr::new(score.clamp(0.0, 1.0)));
predict!(Regression, f32, |score: f32| score);

fn write<T>(
    scores: Result<Array1<f32>, ForestError>,
    targets: &mut Array1<T>,
    from: impl Fn(f32) -> T,
) {
    let scores = scores.unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(scores.len(), targets.len(), "one target for each row");
    targets.iter_mut().zip(scores).for_each(|(target, score)| *target = from(score));
}
