use std::sync::LazyLock;

use super::shop::visits;
use super::{bar_values, sound};
use crate::charts::judged::Judged;
use crate::charts::{calibration_and_lift, importance, partial_dependence, roc_and_pr};
use crate::models::conversion::{ConversionResult, PartialDependence, fit};

static RESULT: LazyLock<ConversionResult> = LazyLock::new(|| {
    let (table, converted, days) = visits(6000);
    fit(&table, &converted, Some(&days), "at session start", 1).unwrap()
});

fn judged() -> Judged<'static> {
    Judged::of(&RESULT, "-in-visit")
}

#[test]
fn every_chart_of_a_model_of_visits_is_sound() {
    let r = &*RESULT;
    let logistic = r.logistic.as_ref().map(|logistic| &logistic.metrics);
    let (j, roc, pr) = (judged(), &r.roc, &r.precision_recall);
    sound(&roc_and_pr::roc_and_pr(&j, &r.forest, logistic, roc, pr).unwrap());
    sound(&roc_and_pr::roc_and_pr(&j, &r.forest, None, roc, pr).unwrap());
    let lift = calibration_and_lift::calibration_and_lift;
    sound(&lift(&j, &r.forest, &r.calibration, &r.deciles).unwrap());
    sound(&importance::importance(&j, &r.importance).unwrap());
    sound(&partial_dependence::partial_dependence(&j, &r.partial_dependence).unwrap());
}

#[test]
fn what_was_not_computed_is_not_drawn() {
    let r = &*RESULT;
    let mut forest = r.forest.clone();
    forest.auc = None;
    assert!(roc_and_pr::roc_and_pr(&judged(), &forest, None, &r.roc, &r.precision_recall).is_err());
    assert!(roc_and_pr::roc_and_pr(&judged(), &r.forest, None, &[], &[]).is_err());
    let lift = calibration_and_lift::calibration_and_lift;
    assert!(lift(&judged(), &r.forest, &[], &r.deciles).is_err());
    assert!(lift(&judged(), &r.forest, &r.calibration, &[]).is_err());
    assert!(importance::importance(&judged(), &[]).is_err());
    assert!(partial_dependence::partial_dependence(&judged(), &[]).is_err());
}

#[test]
fn the_feature_that_matters_most_comes_first_and_is_named() {
    let figure = importance::importance(&judged(), &RESULT.importance).unwrap();
    assert_eq!(figure.name, "importance-in-visit");
    let values = bar_values(&figure.panels[0]);
    assert!(values[0].is_sorted_by(|a, b| a >= b), "{values:?}");
    let first = &figure.panels[0].y.names().unwrap()[0];
    assert!(figure.title.contains(&format!("“{first}”")), "{}", figure.title);
    // Without permutations the gain is shown.
    let mut gains = RESULT.importance.clone();
    gains.iter_mut().for_each(|feature| feature.permutation = None);
    let figure = importance::importance(&judged(), &gains).unwrap();
    sound(&figure);
    let sum: f64 = bar_values(&figure.panels[0])[0].iter().sum();
    assert!((sum - 1.0).abs() < 1e-6);
}

#[test]
fn dependence_compares_the_ends_of_the_strongest_feature() {
    let features = &RESULT.partial_dependence;
    let figure = partial_dependence::partial_dependence(&judged(), features).unwrap();
    // Whichever is named, no other that is shown has ends farther apart.
    let apart = |feature: &PartialDependence| {
        let large = feature.points.iter().filter(|p| !feature.categorical || p.share >= 0.02);
        let rates: Vec<f64> = large.map(|point| point.rate).collect();
        let ends = |pick: fn(f64, f64) -> f64| rates.iter().copied().reduce(pick).unwrap();
        ends(f64::max) / ends(f64::min)
    };
    let strongest = features.iter().max_by(|a, b| apart(a).total_cmp(&apart(b))).unwrap();
    assert!(figure.title.contains(&format!("“{}” is", strongest.feature)), "{}", figure.title);
    assert!(figure.title.contains(&format!("{:.1} times", apart(strongest))), "{}", figure.title);
}
