//! The whole of it: split, tune, grow, judge, explain.

use ndarray::Array1;

use super::error::ConversionError;
use super::result::{ConversionResult, Tuning};
use super::split::Parts;
use super::{explain, logistic, surrogate, tune};
use crate::features::table::FeatureTable;
use crate::models::forest::{ClassificationForest, RandomForestClassifier};
use crate::models::metrics::{ClassifierMetrics, Ranking, probability};

/// Trees of the forest. More never harm; beyond this the log loss changes by less than a thousandth.
const TREES: usize = 100;
/// Points of the drawn curves, about.
const CURVE_POINTS: usize = 200;
/// Shares of sessions that the thresholds flag, beside the one with the greatest F1.
const FLAGGED: [f64; 7] = [0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5];
/// Training sessions that are judged out of bag, about.
const OUT_OF_BAG_ROWS: usize = 50_000;

/// Learns which sessions convert from the earlier days and judges it on the later ones.
///
/// `days` are local days since 1970-01-01, one for each session; without them, or where all are one
/// day, a random quarter of the sessions is for the test. `feature_set` says what the table knows,
/// such as `at session start`.
///
/// # Errors
/// With columns of unequal length, without features, or with fewer than ten sessions of either kind
/// to learn from or none to judge by.
pub fn fit(
    table: &FeatureTable,
    converted: &Array1<bool>,
    days: Option<&[i32]>,
    feature_set: &str,
    seed: u64,
) -> Result<ConversionResult, ConversionError> {
    let parts = Parts::of(table, converted, days, seed)?;
    let tuned = tune::tune(&parts.train, &parts.train_converted, seed)?;
    let params = RandomForestClassifier::new()
        .trees(TREES)
        .max_depth(tuned.depth)
        .min_leaf(tuned.leaf)
        .seed(seed);
    // The two have nothing to do with each other, and the second is work for one thread only.
    let (forest, logistic) = rayon::join(
        || params.fit_table(&parts.train, &parts.train_converted),
        || logistic::fit_and_judge(&parts, seed),
    );
    let forest = forest?;
    let scores: Vec<f64> = forest.scores(&parts.test)?.iter().map(|&s| f64::from(s)).collect();
    let truth = &parts.test_converted;
    let ranking = Ranking::new(&scores, truth).ok_or(ConversionError::NoScores)?;
    let judged =
        |scores: &[f64]| ClassifierMetrics::of(scores, truth).ok_or(ConversionError::NoScores);
    let base_rate = parts.split.train_conversions as f64 / parts.split.train_rows as f64;
    let mut caveats = parts.split.caveats();
    if let Err(why) = &logistic {
        caveats.push(format!("Logistic regression was not fitted: {why}."));
    }
    let importance = explain::importance(&forest, &parts, seed)?;
    Ok(ConversionResult {
        feature_set: feature_set.to_owned(),
        features: table.features.iter().map(|feature| feature.name.clone()).collect(),
        tuning: Tuning {
            trees: TREES,
            depth: tuned.depth,
            leaf: tuned.leaf,
            features_per_node: forest.params().features_per_node().of(table.features.len()),
            ladder: tuned.ladder,
            judged_on: tuned.judged_on,
        },
        forest: judged(&scores)?,
        forest_out_of_bag: out_of_bag(&forest, &parts)?,
        logistic: logistic.ok(),
        base_rate: judged(&vec![base_rate; truth.len()])?,
        roc: ranking.roc(CURVE_POINTS),
        precision_recall: ranking.precision_recall(CURVE_POINTS),
        calibration: probability::calibration(&scores, truth, probability::CALIBRATION_BINS),
        deciles: ranking.deciles(),
        thresholds: ranking.thresholds(&FLAGGED),
        partial_dependence: explain::dependence(&forest, &parts, &importance)?,
        importance,
        surrogate: surrogate::imitate(&forest, &parts, &scores, seed)?,
        split: parts.split,
        caveats,
        model: forest,
        test_scores: scores,
        test_outcomes: parts.test_converted,
        test_rows: parts.test_rows,
    })
}

/// The forest on training sessions, each judged by the trees that did not see it.
fn out_of_bag(
    forest: &ClassificationForest,
    parts: &Parts,
) -> Result<Option<ClassifierMetrics>, ConversionError> {
    let judged = forest.out_of_bag(&parts.train, OUT_OF_BAG_ROWS)?;
    let truth: Vec<bool> = judged.rows.iter().map(|&row| parts.train_converted[row]).collect();
    Ok(ClassifierMetrics::of(&judged.scores, &truth).filter(|metrics| metrics.cases > 0))
}
