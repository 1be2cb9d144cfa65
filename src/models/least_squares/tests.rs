//! Least squares against statsmodels, against certified figures, and against the slow way.

mod degenerate;
mod exploratory;
mod published;

use linfa::DatasetBase;
use linfa::traits::{Fit, Predict};
use ndarray::{Array1, Array2};

use super::*;
use crate::random::Key;
use crate::random::distributions::normal_at;
use crate::random::names::DEMAND_SHARED;

/// Independent standard normal numbers.
fn normals(key: u64, rows: usize) -> Array1<f64> {
    let key = Key::seed(key).of(DEMAND_SHARED);
    (0..rows as u64).map(|i| normal_at(key.at(i))).collect()
}

/// A design with three correlated columns of different scale, and its target.
fn example(rows: usize) -> (Design, Array1<f64>) {
    let a = normals(1, rows) * 40.0 + 300.0;
    let b = &a * 2e-4 + normals(2, rows) * 0.01;
    let c = normals(3, rows) * 1e5 - 2e5;
    let y = 3.0 + &a * 0.2 - &b * 50.0 + &c * 1e-5 + normals(4, rows);
    (Design::with_intercept().column("a", a).column("b", b).column("c", c), y)
}

fn close(a: f64, b: f64, tolerance: f64) -> bool {
    (a - b).abs() <= tolerance * b.abs().max(1e-300)
}

#[test]
fn residuals_are_orthogonal_to_every_column_and_leverages_sum_to_the_rank() {
    let (design, y) = example(90);
    let fitted = fit(&design, &y, &LeastSquares::default()).unwrap();
    for Column { values, .. } in &design.columns {
        let cosine = fitted.residuals.dot(values) / values.dot(values).sqrt();
        assert!(cosine.abs() < 1e-9, "{cosine}");
    }
    assert!(fitted.residuals.sum().abs() < 1e-9);
    assert!((fitted.leverage.sum() - 4.0).abs() < 1e-12);
    assert!((&fitted.fitted + &fitted.residuals - &y).iter().all(|x| x.abs() < 1e-10));
}

#[test]
fn variance_inflation_is_that_of_the_regression_on_the_other_columns() {
    let (design, y) = example(90);
    let fitted = fit(&design, &y, &LeastSquares::default()).unwrap();
    for j in 0..3 {
        let mut others = design.clone();
        let column = others.columns.remove(j);
        let auxiliary = fit(&others, &column.values, &LeastSquares::default()).unwrap();
        let slow = 1.0 / (1.0 - auxiliary.regression.goodness.r_squared);
        let fast = fitted.regression.coefficient(&column.name).unwrap().variance_inflation;
        assert!(close(fast.unwrap(), slow, 1e-9), "{fast:?} {slow}");
    }
}

#[test]
fn newey_west_without_lags_is_whites_covariance() {
    let (design, y) = example(60);
    let fitted = fit(&design, &y, &LeastSquares { lag: Some(0), ..Default::default() }).unwrap();
    let factor = Factor::new(&design, 60).unwrap();
    let influence = factor.transform().dot(&factor.basis.t());
    let slow: f64 = (0..60).map(|i| (influence[[1, i]] * fitted.residuals[i]).powi(2)).sum();
    let fast = fitted.covariance(CovarianceKind::NeweyWest).unwrap()[[1, 1]];
    assert!(close(fast, slow, 1e-10));
}

#[test]
fn a_whole_weight_is_as_many_equal_rows() {
    let (design, y) = example(40);
    let counts: Vec<usize> = (0..40).map(|i| 1 + i % 3).collect();
    let repeat = |values: &Array1<f64>| -> Array1<f64> {
        counts.iter().enumerate().flat_map(|(i, &n)| vec![values[i]; n]).collect()
    };
    let mut repeated = design.clone();
    repeated.columns.iter_mut().for_each(|c| c.values = repeat(&c.values));
    let weighted = design.weighted(counts.iter().map(|&n| n as f64).collect());
    let one = fit(&weighted, &y, &LeastSquares::default()).unwrap().regression;
    let many = fit(&repeated, &repeat(&y), &LeastSquares::default()).unwrap().regression;
    for (a, b) in one.coefficients.iter().zip(&many.coefficients) {
        assert!(close(a.estimate, b.estimate, 1e-9));
    }
    assert!(close(one.goodness.r_squared, many.goodness.r_squared, 1e-10));
}

#[test]
fn taking_the_controls_out_of_target_and_column_leaves_the_coefficient_the_same() {
    let (design, y) = example(80);
    let whole = fit(&design, &y, &LeastSquares::default()).unwrap().estimate("c").unwrap();
    let mut controls = design.clone();
    let column = controls.columns.pop().unwrap().values;
    let factor = Factor::new(&controls, 80).unwrap();
    let (y, c) = (factor.residuals(&y), factor.residuals(&column));
    assert!(close(c.dot(&y) / c.dot(&c), whole, 1e-9));
}

#[test]
fn a_combination_that_picks_one_coefficient_has_its_interval() {
    let (design, y) = example(50);
    let fitted = fit(&design, &y, &LeastSquares::default()).unwrap();
    let pick = |name: &str| if name == "b" { -2.0 } else { 0.0 };
    let interval = fitted.combination(CovarianceKind::Hc3, pick).unwrap();
    let b = fitted.regression.coefficient("b").unwrap();
    let hc3 = b.hc3.unwrap();
    assert!(close(interval.estimate, -2.0 * b.estimate, 1e-12));
    assert!(close(interval.low, -2.0 * hc3.high, 1e-9));
    assert!(close(interval.high, -2.0 * hc3.low, 1e-9));
}

#[test]
fn it_fits_and_predicts_as_a_linfa_model() {
    let (design, y) = example(50);
    let columns: Vec<_> = design.columns.iter().map(|c| c.values.view()).collect();
    let records: Array2<f64> = ndarray::stack(ndarray::Axis(1), &columns).unwrap();
    let names = vec!["a", "b", "c"];
    let data = DatasetBase::new(records, y.clone()).with_feature_names(names);
    let model = LeastSquares::default().fit(&data).unwrap();
    let plain = fit(&design, &y, &LeastSquares::default()).unwrap();
    assert_eq!(model.regression.coefficients.len(), 4);
    assert_eq!(model.estimate("b"), plain.estimate("b"));
    let predicted: Array1<f64> = model.predict(&data.records);
    assert!((&predicted - &plain.fitted).iter().all(|x| x.abs() < 1e-9));
}

#[test]
fn intervals_for_errors_with_memory_must_be_newey_wests() {
    // AR(1) errors and regressor with φ = 0.8: plain intervals are far too short.
    let rows = 400;
    let remember = |z: Array1<f64>| {
        let mut state = 0.0;
        z.mapv(|z| {
            state = 0.8 * state + z;
            state
        })
    };
    let trials = 200;
    let (mut plain, mut robust) = (0, 0);
    for trial in 0..trials {
        let x = remember(normals(1000 + trial, rows));
        let y = remember(normals(5000 + trial, rows));
        let design = Design::with_intercept().column("x", x);
        let how = LeastSquares { lag: Some(25), ..Default::default() };
        let x = fit(&design, &y, &how).unwrap().regression.coefficients[1].clone();
        let holds_zero = |i: Inference| usize::from(i.low < 0.0 && i.high > 0.0);
        plain += holds_zero(x.plain.unwrap());
        robust += holds_zero(x.newey_west.unwrap());
    }
    assert!(plain < 150, "plain intervals held the truth {plain} times of {trials}");
    assert!(robust > 170, "robust intervals held the truth {robust} times of {trials}");
}
