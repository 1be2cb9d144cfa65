//! Predicted numbers against what came.

use schemars::JsonSchema;
use serde::Serialize;

/// How close predictions come to the truth.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct RegressionMetrics {
    /// Number of cases judged.
    pub cases: u64,
    /// `1 − Σ(y − ŷ)² / Σ(y − ȳ)²`, with the mean of the judged cases; below 0 where that mean
    /// would have been better. None where the truth does not vary.
    pub r2: Option<f64>,
    /// Mean absolute error, in units of the target.
    pub mae: Option<f64>,
    /// Root mean squared error, in units of the target.
    pub rmse: Option<f64>,
    /// Mean of |y − ŷ| / |y| over the cases whose truth is not 0; none where all are 0.
    pub mape: Option<f64>,
    /// Cases left out of `mape` because their truth is 0.
    pub zeros: u64,
}

impl RegressionMetrics {
    /// Judges predictions; none where there is no case, lengths differ or a number is not finite.
    pub fn of(predicted: &[f64], truth: &[f64]) -> Option<RegressionMetrics> {
        let finite = |values: &[f64]| values.iter().all(|value| value.is_finite());
        if truth.is_empty()
            || predicted.len() != truth.len()
            || !finite(predicted)
            || !finite(truth)
        {
            return None;
        }
        let cases = truth.len() as f64;
        let errors = || predicted.iter().zip(truth).map(|(p, y)| y - p);
        let mean = truth.iter().sum::<f64>() / cases;
        let total: f64 = truth.iter().map(|y| (y - mean).powi(2)).sum();
        let left: f64 = errors().map(|error| error * error).sum();
        let relative: Vec<f64> = errors()
            .zip(truth)
            .filter(|(_, y)| **y != 0.0)
            .map(|(error, y)| (error / y).abs())
            .collect();
        let some = |value: f64| value.is_finite().then_some(value);
        Some(RegressionMetrics {
            cases: truth.len() as u64,
            r2: (total > 0.0).then(|| 1.0 - left / total).and_then(some),
            mae: some(errors().map(f64::abs).sum::<f64>() / cases),
            rmse: some((left / cases).sqrt()),
            mape: (!relative.is_empty())
                .then(|| relative.iter().sum::<f64>() / relative.len() as f64)
                .and_then(some),
            zeros: (truth.len() - relative.len()) as u64,
        })
    }
}
