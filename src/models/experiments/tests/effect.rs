//! The effect over blocks of time.

use ndarray::{Array1, array};

use super::{SEED, computed, holdout, world};
use crate::models::experiments::effect::Blocks;
use crate::models::experiments::reason::NotComputed;
use crate::models::least_squares::{Design, LeastSquares, fit};

/// Six blocks before a test and four in it.
pub(super) fn ten_blocks() -> Blocks {
    Blocks {
        actual: array![101., 96., 110., 105., 99., 104., 84., 88., 79., 90.],
        expected: array![100., 98., 104., 103., 101., 100., 99., 105., 97., 102.],
    }
}

#[test]
fn it_is_the_change_of_the_ratio_of_sums() {
    let effect = ten_blocks().effect().unwrap();
    let by_hand = 341.0 / 403.0 - 615.0 / 606.0;
    assert!((effect.change - by_hand).abs() < 1e-12);
    assert!((effect.ratio_before - 615.0 / 606.0).abs() < 1e-12);
    assert!((ten_blocks().change_in(&[6, 7, 8, 9]) - by_hand).abs() < 1e-12);
}

#[test]
fn its_error_is_that_of_weighted_least_squares_in_statsmodels() {
    // WLS(Y / C, [1, test], weights=C).
    let inference = ten_blocks().effect().unwrap().inference;
    let theirs = [
        0.019553936235878134,
        -8.627298205316706,
        2.5262046512140788e-05,
        -0.21378909681412228,
        -0.12360618117521516,
    ];
    let ours = [inference.standard_error, inference.t, inference.p, inference.low, inference.high];
    for (ours, theirs) in ours.into_iter().zip(theirs) {
        assert!((ours / theirs - 1.0).abs() < 1e-9, "{ours} is not {theirs}");
    }
}

#[test]
fn it_is_the_coefficient_of_the_regression_with_region_and_day_effects() {
    let panel = world(SEED, 0.05, &holdout());
    let reading = computed(&panel);
    let from = panel.dates.iter().position(|&day| day == reading.before_from).unwrap();
    let start = panel.dates.iter().position(|&day| day == holdout().start).unwrap();
    let until = panel.dates.iter().position(|&day| day == reading.read_until).unwrap() + 1;
    // Ten-day sums keep the dummies few; the test starts with a new one.
    let step = 12;
    let (first, last) = (start - (start - from) / step * step, until - (until - start) % step);
    assert_eq!((first, last), (from, until), "whole steps fill the window");
    let times: Vec<usize> = (first..last).step_by(step).collect();
    let regions = panel.regions.len();
    let level =
        |r: usize| panel.orders.slice(ndarray::s![from..start, r]).sum() / (start - from) as f64;
    let cells: Vec<(usize, usize)> =
        times.iter().flat_map(|&t| (0..regions).map(move |r| (t, r))).collect();
    let column = |value: &dyn Fn(usize, usize) -> f64| -> Array1<f64> {
        cells.iter().map(|&(t, r)| value(t, r)).collect()
    };
    let flag = |yes: bool| f64::from(u8::from(yes));
    let treated = |r: usize| holdout().treated.contains(&r);
    let mut design = Design::with_intercept()
        .column("effect", column(&|t, r| flag(t >= start && treated(r))))
        .weighted(column(&|_, r| level(r)));
    for region in 1..regions {
        design = design.column(format!("region {region}"), column(&|_, r| flag(r == region)));
    }
    for &time in &times[1..] {
        design = design.column(format!("time {time}"), column(&|t, _| flag(t == time)));
    }
    let index = column(&|t, r| panel.orders.slice(ndarray::s![t..t + step, r]).sum() / level(r));
    let fitted = fit(&design, &index, &LeastSquares::default()).unwrap();
    // Index points per step, back to orders of the treated regions over the test.
    let levels: f64 = holdout().treated.iter().map(|&r| level(r)).sum();
    let steps = times.iter().filter(|&&t| t >= start).count() as f64;
    let orders = fitted.estimate("effect").unwrap() * levels * steps;
    let ours = reading.difference_in_differences.orders.estimate;
    assert!((orders / ours - 1.0).abs() < 1e-9, "{orders} is not {ours}");
}

#[test]
fn a_comparison_without_orders_gives_a_reason() {
    let mut blocks = ten_blocks();
    blocks.expected[2] = 0.0;
    assert!(matches!(blocks.effect(), Err(NotComputed::NoOrders { .. })));
}

#[test]
fn blocks_without_noise_give_a_reason() {
    let mut blocks = ten_blocks();
    blocks.actual = &blocks.expected * 2.0;
    assert!(matches!(blocks.effect(), Err(NotComputed::Regression { .. })));
}
