//! What the forest rests on.

use super::error::ConversionError;
use super::result::{DependencePoint, FeatureImportance, PartialDependence};
use super::split::Parts;
use crate::models::forest::{ClassificationForest, Shuffles};
use crate::models::metrics::Ranking;

/// Test rows whose features are shuffled, about.
const SHUFFLED_ROWS: usize = 8_000;
/// How often each feature is shuffled.
const REPEATS: usize = 3;
/// Features whose partial dependence is worked out.
const DEPENDENCE_FEATURES: usize = 6;
/// Values of a feature in partial dependence, at most.
const DEPENDENCE_POINTS: usize = 24;
/// Test rows that partial dependence is a mean over, about.
const DEPENDENCE_ROWS: usize = 2_000;

/// Gain and permutation importance, by falling permutation importance on the test rows.
pub(super) fn importance(
    forest: &ClassificationForest,
    parts: &Parts,
    seed: u64,
) -> Result<Vec<FeatureImportance>, ConversionError> {
    let shuffles = Shuffles { rows: SHUFFLED_ROWS, repeats: REPEATS, seed };
    let auc = |rows: &[usize], scores: &[f64]| {
        let truth: Vec<bool> = rows.iter().map(|&row| parts.test_converted[row]).collect();
        Ranking::new(scores, &truth)?.auc()
    };
    let permuted = forest.permutation_importance(&parts.test, shuffles, auc)?;
    let gains = forest.gain_importance();
    let both = permuted.into_iter().zip(gains).map(|(permuted, (_, gain))| FeatureImportance {
        feature: permuted.feature,
        gain,
        permutation: permuted.fall,
        permutation_sd: permuted.deviation,
    });
    let mut importance: Vec<FeatureImportance> = both.collect();
    let rank = |one: &FeatureImportance| one.permutation.unwrap_or(f64::NEG_INFINITY);
    importance.sort_by(|a, b| rank(b).total_cmp(&rank(a)).then(b.gain.total_cmp(&a.gain)));
    Ok(importance)
}

/// Partial dependence of the most important features.
pub(super) fn dependence(
    forest: &ClassificationForest,
    parts: &Parts,
    importance: &[FeatureImportance],
) -> Result<Vec<PartialDependence>, ConversionError> {
    let one = |feature: &FeatureImportance| {
        let dependence = forest.partial_dependence(
            &parts.test,
            &feature.feature,
            DEPENDENCE_POINTS,
            DEPENDENCE_ROWS,
        )?;
        let points = dependence.points.into_iter().map(|point| DependencePoint {
            label: point.label,
            value: point.value,
            share: point.share,
            rate: point.mean,
        });
        Ok(PartialDependence {
            feature: dependence.feature,
            categorical: dependence.categorical,
            points: points.collect(),
        })
    };
    importance.iter().filter(|f| f.gain > 0.0).take(DEPENDENCE_FEATURES).map(one).collect()
}
