//! How good scores and predictions are. Everything is computed in 64 bits, on cases that the model
//! has not seen; a figure that has no meaning for the cases at hand is `None`, never 0 or `NaN`.
//!
//! * [`Ranking`] sorts the scores once, with ties kept together, and yields all that depends on
//!   the order only: AUC, average precision, the ROC and precision-recall curves, the table of
//!   thresholds, lift and gain.
//! * [`probability`] judges scores as probabilities: log loss, Brier score, calibration.
//! * [`regression`] judges numbers: R², mean absolute error, root mean squared error, MAPE.

pub mod probability;
pub mod ranking;
pub mod regression;
#[cfg(test)]
mod tests;

use schemars::JsonSchema;
use serde::Serialize;

pub use probability::CalibrationBin;
pub use ranking::{Decile, PrPoint, Ranking, RocPoint, Threshold};
pub use regression::RegressionMetrics;

/// How well scores between 0 and 1 foretell which cases are positive.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ClassifierMetrics {
    /// Number of cases judged.
    pub cases: u64,
    /// Number of positive cases among them.
    pub positives: u64,
    /// Area under the ROC curve: the probability that a positive case has a higher score than a
    /// negative one, ties counting one half. None where a class is empty.
    pub auc: Option<f64>,
    /// Average precision, the area under the precision-recall curve by steps. Scores that know
    /// nothing reach the share of positives. None without positives.
    pub average_precision: Option<f64>,
    /// Mean negative log-likelihood in nats, scores clipped to 1e-15 from 0 and 1.
    pub log_loss: Option<f64>,
    /// Mean squared difference between score and outcome.
    pub brier: Option<f64>,
    /// Expected calibration error: mean |predicted − observed| over calibration bins, weighted by
    /// their cases.
    pub calibration_error: Option<f64>,
    /// Mean score.
    pub mean_score: Option<f64>,
    /// Share of positives.
    pub base_rate: Option<f64>,
}

impl ClassifierMetrics {
    /// Judges scores; none where there is no case, lengths differ or a score is not a finite number.
    pub fn of(scores: &[f64], truth: &[bool]) -> Option<ClassifierMetrics> {
        let ranking = Ranking::new(scores, truth)?;
        let bins = probability::calibration(scores, truth, probability::CALIBRATION_BINS);
        let mean = |sum: f64| (!scores.is_empty()).then(|| sum / scores.len() as f64);
        Some(ClassifierMetrics {
            cases: ranking.cases(),
            positives: ranking.positives(),
            auc: ranking.auc(),
            average_precision: ranking.average_precision(),
            log_loss: probability::log_loss(scores, truth),
            brier: probability::brier(scores, truth),
            calibration_error: probability::calibration_error(&bins),
            mean_score: mean(scores.iter().sum()),
            base_rate: mean(ranking.positives() as f64),
        })
    }
}
