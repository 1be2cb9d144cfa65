//! The exploratory step on worlds whose truth is known.

use jiff::ToSpan;
use jiff::civil::date;
use ndarray::{Array1, Array2, Array3};

use super::normals;
use crate::features::panel::Panel;
use crate::models::least_squares::{Exploratory, LeastSquaresError, exploratory};

/// Orders per unit of spend that the ads truly cause.
const TRUTH: f64 = 0.05;

/// Two years of one region. Half of demand is the season's; `chase` is how much spend follows it.
fn world(days: usize, chase: f64) -> Panel {
    let season: Array1<f64> =
        (0..days).map(|t| (std::f64::consts::TAU * t as f64 / 365.25).cos()).collect();
    let spend = &season * (chase * 60.0) + 200.0 + normals(21, days) * 15.0;
    let orders = &season * 25.0 + 80.0 + &spend * TRUTH + normals(22, days) * 3.0;
    panel(orders, &[spend])
}

fn panel(orders: Array1<f64>, spend: &[Array1<f64>]) -> Panel {
    let days = orders.len();
    let first = date(2024, 1, 1);
    Panel {
        dates: (0..days as i64).map(|t| first + t.days()).collect(),
        step_days: 1,
        regions: vec!["all".to_owned()],
        channels: (0..spend.len()).map(|p| format!("channel {p}")).collect(),
        revenue: Some(Array2::from_shape_fn((days, 1), |(t, _)| orders[t] * 40.0)),
        orders: orders.insert_axis(ndarray::Axis(1)),
        spend: Array3::from_shape_fn((days, 1, spend.len()), |(t, _, p)| spend[p][t]),
        events: Vec::new(),
        experiments: Vec::new(),
    }
}

fn per_1000(fit: &Exploratory) -> (f64, f64) {
    let controlled = fit.controlled.as_ref().unwrap();
    let estimate = |step: &super::Step| step.channels[0].orders_per_1000.unwrap().estimate;
    (estimate(&fit.naive), estimate(controlled))
}

#[test]
fn the_naive_fit_credits_ads_with_the_season_and_the_controlled_one_does_not() {
    let (naive, controlled) = per_1000(&exploratory(&world(731, 1.0)).unwrap());
    assert!(naive > 5.0 * 1000.0 * TRUTH, "naive {naive}");
    assert!((controlled / (1000.0 * TRUTH) - 1.0).abs() < 0.2, "controlled {controlled}");
}

#[test]
fn where_budgets_do_not_follow_demand_the_naive_fit_is_right_too() {
    let (naive, _) = per_1000(&exploratory(&world(731, 0.0)).unwrap());
    assert!((naive / (1000.0 * TRUTH) - 1.0).abs() < 0.7, "naive {naive}");
}

#[test]
fn roas_and_share_follow_from_the_coefficient() {
    let found = exploratory(&world(731, 1.0)).unwrap();
    let channel = &found.naive.channels[0];
    let per_1000 = channel.orders_per_1000.unwrap();
    assert!((found.average_order_value.unwrap() - 40.0).abs() < 1e-9);
    assert!((channel.roas.unwrap().low - per_1000.low * 40.0 / 1000.0).abs() < 1e-9);
    let share = found.naive.attributed_share.unwrap();
    let orders: f64 = world(731, 1.0).orders.sum();
    let by_hand = per_1000.estimate / 1000.0 * channel.spend / orders;
    assert!((share.estimate - by_hand).abs() < 1e-12);
    assert!(share.low < share.estimate && share.estimate < share.high);
}

#[test]
fn a_month_has_no_season_and_says_so() {
    let found = exploratory(&world(33, 1.0)).unwrap();
    assert_eq!(found.controls_left_out, ["season: less than a year of data"]);
    assert!(found.controlled.is_some());
}

#[test]
fn a_week_has_no_controlled_fit_and_says_so() {
    let found = exploratory(&world(7, 1.0)).unwrap();
    assert!(found.controlled.is_none());
    assert!(found.controlled_missing.unwrap().contains("too few"));
}

#[test]
fn a_channel_that_never_changes_has_no_effect_to_report() {
    let mut flat = world(100, 0.0);
    flat.spend.fill(10.0);
    let found = exploratory(&flat).unwrap();
    assert_eq!(found.naive.channels[0].orders_per_1000, None);
    assert_eq!(found.naive.regression.dropped[0].name, "channel 0");
}

#[test]
fn nothing_one_day_and_no_orders_are_refused() {
    let refused = |panel: &Panel| exploratory(panel).map(|_| ()).unwrap_err();
    assert!(matches!(refused(&world(0, 1.0)), LeastSquaresError::TooFewRows { .. }));
    assert!(matches!(refused(&world(1, 1.0)), LeastSquaresError::TooFewRows { .. }));
    let idle = panel(Array1::zeros(50), &[normals(3, 50)]);
    assert_eq!(refused(&idle), LeastSquaresError::ConstantTarget);
}

#[test]
fn days_without_a_number_are_left_out_and_counted() {
    let mut holed = world(200, 0.0);
    holed.orders[[5, 0]] = f64::NAN;
    holed.spend[[9, 0, 0]] = f64::INFINITY;
    let found = exploratory(&holed).unwrap();
    assert_eq!(found.naive.regression.incomplete_rows, 2);
    assert_eq!(found.naive.regression.rows, 198);
}
