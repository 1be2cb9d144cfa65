//! Data on which least squares has no answer, or only part of one.

use ndarray::Array1;

use super::{close, example, normals};
use crate::models::least_squares::{Design, DroppedBecause, LeastSquares, LeastSquaresError, fit};

fn fit_simply(design: &Design, target: &Array1<f64>) -> Result<(), LeastSquaresError> {
    fit(design, target, &LeastSquares::default()).map(|_| ())
}

#[test]
fn redundant_columns_are_dropped_by_name_and_change_nothing() {
    let (design, y) = example(60);
    let clean = fit(&design, &y, &LeastSquares::default()).unwrap();
    let (a, c) = (design.columns[0].values.clone(), design.columns[2].values.clone());
    let mut full = Design::with_intercept().column("flat", Array1::from_elem(60, 0.1));
    full.columns.push(design.columns[0].clone());
    full = full.column("a again", &a * -3.0);
    full.columns.extend(design.columns[1..].iter().cloned());
    full = full.column("sum", &a + &(&c * 1e-3) + 5.0).column("nothing", Array1::zeros(60));
    let fitted = fit(&full, &y, &LeastSquares::default()).unwrap();
    let dropped: Vec<_> = fitted.regression.dropped.iter().map(|d| d.name.as_str()).collect();
    assert_eq!(dropped, ["flat", "a again", "sum", "nothing"]);
    let because = |i: usize| fitted.regression.dropped[i].because.clone();
    let combination = |names: &[&str]| {
        DroppedBecause::CombinationOf(names.iter().map(|&name| name.to_owned()).collect())
    };
    assert_eq!(because(0), DroppedBecause::Constant);
    assert_eq!(because(1), combination(&["a"]));
    assert_eq!(because(2), combination(&["a", "c"]));
    for coefficient in &clean.regression.coefficients {
        let same = fitted.estimate(&coefficient.name).unwrap();
        assert!(close(same, coefficient.estimate, 1e-10));
    }
}

#[test]
fn a_close_but_honest_column_is_kept() {
    let (design, y) = example(60);
    let near = &design.columns[0].values + &(normals(9, 60) * 1e-3);
    let fitted = fit(&design.column("near", near), &y, &LeastSquares::default()).unwrap();
    assert!(fitted.regression.dropped.is_empty());
    let inflation = fitted.regression.coefficient("near").unwrap().variance_inflation.unwrap();
    assert!(inflation > 1e6, "{inflation}");
}

#[test]
fn a_level_far_from_zero_costs_no_digits() {
    let (mut design, y) = example(60);
    let near = fit(&design, &y, &LeastSquares::default()).unwrap();
    design.columns[2].values.mapv_inplace(|x| x * 2f64.powi(-20) + 2f64.powi(20));
    let far = fit(&design, &y, &LeastSquares::default()).unwrap();
    let (near, far) = (near.estimate("c").unwrap(), far.estimate("c").unwrap());
    assert!(close(far, near * 2f64.powi(20), 1e-8), "{far} {near}");
}

#[test]
fn too_few_rows_are_refused() {
    let (design, y) = example(4);
    let refused = LeastSquaresError::TooFewRows { rows: 4, coefficients: 4 };
    assert_eq!(fit_simply(&design, &y), Err(refused));
    let nothing = LeastSquaresError::TooFewRows { rows: 0, coefficients: 1 };
    assert_eq!(fit_simply(&Design::with_intercept(), &Array1::zeros(0)), Err(nothing));
}

#[test]
fn five_rows_for_four_coefficients_will_do() {
    let (design, y) = example(5);
    let regression = fit(&design, &y, &LeastSquares::default()).unwrap().regression;
    assert_eq!(regression.goodness.degrees_of_freedom, 1);
}

#[test]
fn missing_and_infinite_numbers_are_refused_or_left_out_and_counted() {
    let (mut design, mut y) = example(40);
    design.columns[1].values[7] = f64::NAN;
    design.columns[1].values[8] = f64::INFINITY;
    let refused = LeastSquaresError::NotFinite { column: "b".to_owned(), rows: 2 };
    assert_eq!(fit_simply(&design, &y), Err(refused));
    y[30] = f64::NAN;
    let (complete, y, left_out) = design.complete_rows(&y);
    assert_eq!((left_out, y.len()), (3, 37));
    assert_eq!(fit_simply(&complete, &y), Ok(()));
}

#[test]
fn columns_of_another_length_and_weights_of_nothing_are_refused() {
    let (design, y) = example(40);
    let short = design.clone().column("short", Array1::zeros(39));
    let length =
        LeastSquaresError::OtherLength { column: "short".to_owned(), rows: 39, expected: 40 };
    assert_eq!(fit_simply(&short, &y), Err(length));
    let mut weights = Array1::ones(40);
    weights[3] = 0.0;
    let refused = Err(LeastSquaresError::WeightNotPositive);
    assert_eq!(fit_simply(&design.weighted(weights), &y), refused);
}

#[test]
fn a_target_that_never_changes_or_is_met_exactly_is_refused() {
    let (design, _) = example(40);
    for level in [0.0, 7.3] {
        let flat = Array1::from_elem(40, level);
        assert_eq!(fit_simply(&design, &flat), Err(LeastSquaresError::ConstantTarget));
    }
    let exact = &design.columns[0].values * 2.0 + 1.0;
    assert_eq!(fit_simply(&design, &exact), Err(LeastSquaresError::ExactFit));
}

#[test]
fn a_target_of_zeros_is_refused_through_the_origin_too() {
    let design = Design::through_origin().column("x", normals(1, 20));
    let refused = Err(LeastSquaresError::ConstantTarget);
    assert_eq!(fit_simply(&design, &Array1::zeros(20)), refused);
    assert_eq!(
        fit_simply(&Design::through_origin(), &normals(2, 20)),
        Err(LeastSquaresError::NoRegressors)
    );
}

#[test]
fn numbers_whose_squares_overflow_are_refused() {
    let (design, y) = example(40);
    assert_eq!(fit_simply(&design, &(&y * 1e200)), Err(LeastSquaresError::OutOfRange));
    assert_eq!(fit_simply(&design, &(&y * 1e-200)), Err(LeastSquaresError::OutOfRange));
    let huge = design.columns[0].values.mapv(|x| x * 1e300);
    let fitted = fit(&design.column("huge", huge), &y, &LeastSquares::default()).unwrap();
    assert_eq!(fitted.regression.dropped[0].name, "huge");
}

#[test]
fn a_row_that_alone_fixes_a_coefficient_has_no_hc3() {
    let (design, y) = example(40);
    let mut only = Array1::zeros(40);
    only[12] = 1.0;
    let fitted = fit(&design.column("launch", only), &y, &LeastSquares::default()).unwrap();
    let launch = fitted.regression.coefficient("launch").unwrap();
    assert!(launch.hc3.is_none() && launch.plain.is_some());
    assert!(close(fitted.leverage[12], 1.0, 1e-12));
}

#[test]
fn only_a_constant_is_the_mean_and_has_no_f() {
    let y = normals(5, 30);
    let regression =
        fit(&Design::with_intercept(), &y, &LeastSquares::default()).unwrap().regression;
    assert!((regression.coefficients[0].estimate - y.sum() / 30.0).abs() < 1e-12);
    assert_eq!((regression.goodness.f, regression.goodness.f_p), (None, None));
    assert!(regression.goodness.r_squared.abs() < 1e-12);
}

#[test]
fn a_lag_beyond_the_rows_is_refused() {
    let (design, y) = example(40);
    let how = LeastSquares { lag: Some(40), ..Default::default() };
    let refused = LeastSquaresError::LagTooLong { lag: 40, rows: 40 };
    assert_eq!(fit(&design, &y, &how).map(|_| ()), Err(refused));
}
