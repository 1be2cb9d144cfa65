//! Least squares as a linfa model: `LeastSquares::default().fit(&dataset)?.predict(&records)`.

use linfa::DatasetBase;
use linfa::traits::{Fit, PredictInplace};
use ndarray::{Array1, Array2};

use super::design::Design;
use super::error::LeastSquaresError;
use super::fit::{Fitted, LeastSquares, fit};

impl Fit<Array2<f64>, Array1<f64>, LeastSquaresError> for LeastSquares {
    type Object = Fitted;

    /// Fits the dataset's target on its records, by its feature names (or `x1`, `x2`, … where it
    /// has none) and its weights, if it has any.
    fn fit(
        &self,
        dataset: &DatasetBase<Array2<f64>, Array1<f64>>,
    ) -> Result<Fitted, LeastSquaresError> {
        let mut design = Design { intercept: self.intercept, ..Design::default() };
        let names = dataset.feature_names();
        for (j, values) in dataset.records().columns().into_iter().enumerate() {
            let name = names.get(j).cloned().unwrap_or_else(|| format!("x{}", j + 1));
            design = design.column(name, values.to_owned());
        }
        if !dataset.weights.is_empty() {
            design = design.weighted(dataset.weights.mapv(f64::from));
        }
        fit(&design, dataset.targets(), self)
    }
}

impl PredictInplace<Array2<f64>, Array1<f64>> for Fitted {
    /// `b_0 + Σ b_j x_j` for records whose columns are those of the design, dropped ones included.
    fn predict_inplace(&self, records: &Array2<f64>, target: &mut Array1<f64>) {
        *target = self.default_target(records);
        for (coefficient, place) in self.regression.coefficients.iter().zip(&self.places) {
            match place {
                None => *target += coefficient.estimate,
                Some(column) => target.scaled_add(coefficient.estimate, &records.column(*column)),
            }
        }
    }

    fn default_target(&self, records: &Array2<f64>) -> Array1<f64> {
        Array1::zeros(records.nrows())
    }
}
