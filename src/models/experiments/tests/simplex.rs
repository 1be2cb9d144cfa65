//! Least squares on the simplex.

use ndarray::{Array1, Array2, array};

use crate::models::experiments::nearest_in_hull;
use crate::random::Key;
use crate::random::distributions::normal_at;
use crate::random::names::DEMAND_SHARED;

fn random_points(seed: u64, dimensions: usize, points: usize) -> Array2<f64> {
    let key = Key::seed(seed).of(DEMAND_SHARED);
    Array2::from_shape_fn((dimensions, points), |(i, j)| {
        0.5 + normal_at(key.at(i as u64).at(j as u64))
    })
}

/// Projected gradient, many small steps: slow, and sure to converge for a convex problem.
fn slow(points: &Array2<f64>) -> f64 {
    let gram = points.t().dot(points);
    let step = 1.0 / gram.diag().sum();
    let mut w = Array1::from_elem(gram.nrows(), 1.0 / gram.nrows() as f64);
    for _ in 0..200_000 {
        w = onto_simplex(&(&w - &(gram.dot(&w) * step)));
    }
    w.dot(&gram.dot(&w))
}

/// Nearest point of the simplex: a shift that leaves a sum of one (bisection).
fn onto_simplex(v: &Array1<f64>) -> Array1<f64> {
    let (mut low, mut high) = (-10.0, 10.0);
    for _ in 0..60 {
        let shift = (low + high) / 2.0;
        let sum: f64 = v.iter().map(|x| (x - shift).max(0.0)).sum();
        if sum > 1.0 { low = shift } else { high = shift }
    }
    v.mapv(|x| (x - (low + high) / 2.0).max(0.0))
}

#[test]
fn it_finds_what_the_slow_method_finds_and_proves_it() {
    for (seed, dimensions, points) in [(1, 5, 4), (2, 8, 7), (3, 20, 12), (4, 3, 15), (5, 2, 9)] {
        let p = random_points(seed, dimensions, points);
        let fit = nearest_in_hull(&p.t().dot(&p)).unwrap();
        assert!((fit.weights.sum() - 1.0).abs() < 1e-12);
        assert!(fit.weights.iter().all(|&w| w >= 0.0));
        assert!(fit.gap <= 1e-12, "gap {}", fit.gap);
        let slow = slow(&p);
        assert!(fit.squares <= slow + 1e-9, "{} is worse than {slow}", fit.squares);
        assert!(fit.squares >= slow - 1e-4, "{} cannot be below {slow}", fit.squares);
    }
}

#[test]
fn a_target_inside_the_hull_is_met_exactly() {
    // Points around the origin: a square.
    let square = array![[1.0, 1.0, -1.0, -1.0], [1.0, -1.0, 1.0, -1.0]];
    let fit = nearest_in_hull(&square.t().dot(&square)).unwrap();
    assert!(fit.squares < 1e-24);
    assert!(square.dot(&fit.weights).iter().all(|x| x.abs() < 1e-12));
}

#[test]
fn a_target_beyond_a_corner_gets_that_corner() {
    let points = array![[1.0, 3.0, 2.0], [1.0, 1.0, 4.0]];
    let fit = nearest_in_hull(&points.t().dot(&points)).unwrap();
    assert_eq!(fit.weights, array![1.0, 0.0, 0.0]);
    assert_eq!(fit.squares, 2.0);
}

#[test]
fn equal_points_do_no_harm() {
    let one = random_points(7, 10, 5);
    let mut twice = Array2::zeros((10, 10));
    for j in 0..10 {
        twice.column_mut(j).assign(&one.column(j % 5));
    }
    let (one, twice) = (one.t().dot(&one), twice.t().dot(&twice));
    let (one, twice) = (nearest_in_hull(&one).unwrap(), nearest_in_hull(&twice).unwrap());
    assert!((one.squares - twice.squares).abs() < 1e-12);
}

#[test]
fn a_hundred_points_take_few_steps() {
    let p = random_points(9, 60, 100);
    let fit = nearest_in_hull(&p.t().dot(&p)).unwrap();
    assert!(fit.gap <= 1e-12 && fit.steps < 300, "{} steps, gap {}", fit.steps, fit.gap);
}

#[test]
fn no_point_and_no_number_have_no_answer() {
    assert_eq!(nearest_in_hull(&Array2::zeros((0, 0))), None);
    assert_eq!(nearest_in_hull(&array![[f64::NAN]]), None);
    assert_eq!(nearest_in_hull(&array![[0.0]]).unwrap().weights, array![1.0]);
}
