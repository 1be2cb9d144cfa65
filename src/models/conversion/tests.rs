use ndarray::Array1;

use super::*;
use crate::features::table::{Feature, FeatureTable, Values};
use crate::random::Key;

/// Sessions whose chance depends on the hour and on the source, over forty days.
fn sessions(rows: usize) -> (FeatureTable, Array1<bool>, Vec<i32>, Vec<f64>) {
    let key = |row: usize, what: u64| Key::seed(11).at(row as u64).at(what);
    let hour = |row: usize| key(row, 0).below(24) as f32;
    let source = |row: usize| key(row, 1).below(3) as u32;
    let chance = |row: usize| {
        let evening = if hour(row) >= 18.0 { 3.0 } else { 1.0 };
        0.03 * evening * [1.0, 2.0, 0.5][source(row) as usize]
    };
    let features = vec![
        Feature { name: "hour".into(), values: Values::Numeric((0..rows).map(hour).collect()) },
        Feature {
            name: "source".into(),
            values: Values::Category {
                codes: (0..rows).map(source).collect(),
                labels: ["direct", "mail", "ads"].map(str::to_owned).to_vec(),
            },
        },
        Feature {
            name: "noise".into(),
            values: Values::Numeric((0..rows).map(|row| key(row, 3).unit() as f32).collect()),
        },
    ];
    let converted = (0..rows).map(|row| key(row, 2).happens(chance(row))).collect();
    let days = (0..rows).map(|row| 20_000 + (row * 40 / rows) as i32).collect();
    (FeatureTable { features }, converted, days, (0..rows).map(chance).collect())
}

#[test]
fn a_forest_comes_near_the_true_chances_on_days_it_has_not_seen() {
    let (table, converted, days, chance) = sessions(40_000);
    let result = fit(&table, &converted, Some(&days), "at session start", 1).unwrap();
    assert!(result.split.by_time && result.split.test_from > result.split.train_to);
    let truth: Vec<f64> = result.test_rows.iter().map(|&row| chance[row]).collect();
    let gap = truth_gap(&result, &truth).unwrap();
    assert!(gap.gap < 0.01, "{gap:?}");
    assert!(result.forest.auc.unwrap() > 0.65);
    assert!(result.forest.log_loss < result.base_rate.log_loss);
    // Bins of 500 cases that convert at 6 % scatter by 0.01 by themselves.
    assert!(result.forest.calibration_error.unwrap() < 0.02);
    // What matters comes first, and noise matters nothing.
    assert_eq!(result.importance[2].feature, "noise");
    assert!(result.importance[2].permutation.unwrap() < 0.01);
    let surrogate = result.surrogate.unwrap();
    assert!(surrogate.fidelity_r2.unwrap() > 0.9, "{surrogate:?}");
    let logistic = result.logistic.unwrap();
    assert!(logistic.converged, "{logistic:?}");
    assert!(logistic.metrics.auc.unwrap() > 0.6);
}

#[test]
fn outcomes_that_nothing_foretells_are_not_foretold() {
    let (table, _, days, _) = sessions(20_000);
    let converted: Array1<bool> =
        (0..20_000).map(|row| Key::seed(5).at(row).happens(0.05)).collect();
    let result = fit(&table, &converted, Some(&days), "at session start", 1).unwrap();
    let auc = result.forest.auc.unwrap();
    assert!((auc - 0.5).abs() < 0.04, "{auc}");
}

#[test]
fn without_days_the_split_is_random_and_said_so() {
    let (table, converted, _, _) = sessions(4_000);
    let result = fit(&table, &converted, None, "in session", 1).unwrap();
    assert!(!result.split.by_time && result.split.test_from.is_none());
    assert!(result.caveats.iter().any(|caveat| caveat.contains("at random")));
}

#[test]
fn all_or_none_converting_is_refused_in_words() {
    let (table, _, days, _) = sessions(500);
    for all in [true, false] {
        let converted = Array1::from_elem(500, all);
        assert!(fit(&table, &converted, Some(&days), "x", 1).is_err());
    }
    assert!(fit(&FeatureTable::default(), &Array1::from_elem(0, true), None, "x", 1).is_err());
}

#[test]
fn missing_and_constant_features_do_no_harm() {
    let (mut table, converted, days, _) = sessions(6_000);
    table.features[2].values = Values::Numeric(Array1::from_elem(6_000, f32::NAN));
    let constant = Values::Category { codes: Array1::zeros(6_000), labels: vec!["one".into()] };
    table.features.push(Feature { name: "constant".into(), values: constant });
    let result = fit(&table, &converted, Some(&days), "x", 1).unwrap();
    assert!(result.forest.auc.unwrap() > 0.55);
    assert!(result.logistic.is_some());
}
