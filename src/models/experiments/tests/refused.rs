//! Experiments that cannot be read, and those that can be read in part.

use jiff::ToSpan;
use jiff::civil::date;

use super::{SEED, computed, first_day, holdout, world};
use crate::features::panel::{Experiment, Panel};
use crate::models::experiments::{NotComputed, Outcome, read};

fn reason(panel: &Panel) -> NotComputed {
    match read(panel, 1).swap_remove(0).outcome {
        Outcome::NotComputed(why) => why,
        Outcome::Computed(_) => panic!("it was read"),
    }
}

fn planned(change: impl Fn(&mut Experiment)) -> Panel {
    let mut experiment = holdout();
    change(&mut experiment);
    let mut panel = world(SEED, 0.05, &holdout());
    panel.experiments = vec![experiment];
    panel
}

#[test]
fn no_experiments_give_no_readings() {
    let mut panel = world(SEED, 0.05, &holdout());
    panel.experiments.clear();
    assert!(read(&panel, 1).is_empty());
}

#[test]
fn days_outside_the_data_are_a_reason() {
    let later = planned(|e| (e.start, e.end) = (date(2030, 1, 1), date(2030, 2, 1)));
    assert_eq!(reason(&later), NotComputed::OutsideTheData);
    let earlier = planned(|e| (e.start, e.end) = (date(2020, 1, 1), date(2020, 2, 1)));
    assert_eq!(reason(&earlier), NotComputed::OutsideTheData);
    let mut empty = planned(|_| {});
    empty.dates.clear();
    empty.orders = ndarray::Array2::zeros((0, 7));
    empty.spend = ndarray::Array3::zeros((0, 7, 1));
    assert_eq!(reason(&empty), NotComputed::OutsideTheData);
}

#[test]
fn a_test_that_the_data_begin_with_has_nothing_to_compare() {
    let first = planned(|e| e.start = first_day());
    assert_eq!(reason(&first), NotComputed::NoPeriodBefore { blocks: 0, needed: 2 });
    let before = planned(|e| e.start = date(2023, 11, 1));
    assert!(matches!(reason(&before), NotComputed::NoPeriodBefore { .. }));
}

#[test]
fn a_test_of_two_last_days_is_too_short() {
    let last_day = first_day() + 419.days();
    let short = planned(|e| (e.start, e.end) = (last_day - 1.day(), last_day + 30.days()));
    assert_eq!(reason(&short), NotComputed::TooShort { periods: 2, needed: 4 });
}

#[test]
fn a_test_that_the_data_cut_off_is_read_so_far() {
    let last_day = first_day() + 419.days();
    let cut = planned(|e| (e.start, e.end) = (last_day - 41.days(), last_day + 30.days()));
    let reading = computed(&cut);
    assert!(reading.cut_short);
    assert_eq!(reading.block_days, 10);
    assert_eq!(reading.read_until, last_day - 2.days());
    assert!(!computed(&planned(|_| {})).cut_short);
}

#[test]
fn plans_that_change_nothing_are_a_reason() {
    let nothing = |panel: &Panel| matches!(reason(panel), NotComputed::NoChange { .. });
    assert!(nothing(&planned(|e| e.multiplier = 1.0)));
    assert!(nothing(&planned(|e| e.multiplier = f64::NAN)));
    assert!(nothing(&planned(|e| e.treated.clear())));
    assert!(nothing(&planned(|e| e.treated.push(99))));
    assert!(nothing(&planned(|e| e.end = e.start - 1.day())));
}

#[test]
fn a_region_named_twice_counts_once() {
    let once = computed(&planned(|_| {}));
    let twice = computed(&planned(|e| e.treated = vec![5, 3, 1, 3]));
    let told = |reading: &crate::models::experiments::Reading| {
        (reading.spend.unwrap().change, reading.synthetic_control.orders)
    };
    assert_eq!(told(&once), told(&twice));
}

#[test]
fn one_control_region_is_too_few() {
    let most = planned(|e| e.treated = vec![0, 1, 2, 3, 4, 5]);
    assert_eq!(reason(&most), NotComputed::TooFewControls { controls: 1, needed: 2 });
    let all = planned(|e| e.treated = (0..7).collect());
    assert_eq!(reason(&all), NotComputed::TooFewControls { controls: 0, needed: 2 });
}

#[test]
fn two_tests_of_the_same_regions_and_days_cannot_be_told_apart() {
    let mut panel = planned(|_| {});
    panel.experiments.push(Experiment {
        id: "other".to_owned(),
        treated: vec![3],
        start: date(2024, 11, 20),
        end: date(2024, 12, 10),
        ..holdout()
    });
    assert_eq!(reason(&panel), NotComputed::Overlaps { with: "other".to_owned() });
}

#[test]
fn a_region_in_another_test_is_no_control_meanwhile() {
    let mut panel = planned(|_| {});
    panel.experiments.push(Experiment {
        id: "other".to_owned(),
        treated: vec![6],
        start: date(2024, 10, 20),
        end: date(2024, 12, 10),
        ..holdout()
    });
    let reading = computed(&panel);
    assert_eq!(reading.left_out, ["region 6"]);
    assert!(!reading.controls.contains(&"region 6".to_owned()));
}

#[test]
fn an_earlier_test_of_the_same_region_shortens_the_time_before() {
    let whole = computed(&planned(|_| {}));
    let mut panel = planned(|_| {});
    let earlier = Experiment {
        id: "earlier".to_owned(),
        treated: vec![3],
        start: date(2024, 4, 1),
        end: date(2024, 5, 15),
        ..holdout()
    };
    panel.experiments.push(earlier.clone());
    let reading = computed(&panel);
    assert!(reading.blocks_before < whole.blocks_before);
    assert!(reading.before_from > earlier.end + 14.days());
}

#[test]
fn regions_without_orders_are_no_controls_and_cannot_be_treated() {
    let mut panel = planned(|_| {});
    panel.orders.column_mut(6).fill(0.0);
    assert_eq!(computed(&panel).left_out, ["region 6"]);
    panel.orders.column_mut(3).fill(0.0);
    assert_eq!(reason(&panel), NotComputed::NoOrders { r#where: "region 3".to_owned() });
}

#[test]
fn missing_orders_leave_a_control_out_and_are_a_reason_in_a_treated_region() {
    let mut panel = planned(|_| {});
    panel.orders[[300, 0]] = f64::NAN;
    assert_eq!(computed(&panel).left_out, ["region 0"]);
    panel.orders[[300, 5]] = f64::INFINITY;
    assert_eq!(reason(&panel), NotComputed::NotFinite { region: "region 5".to_owned() });
}

#[test]
fn unknown_channels_and_missing_revenue_leave_only_the_orders() {
    let mut panel = planned(|e| e.channel = "unknown".to_owned());
    panel.revenue = None;
    let reading = computed(&panel);
    let estimate = &reading.difference_in_differences;
    assert!(reading.spend.is_none() && reading.average_order_value.is_none());
    assert!(estimate.orders_per_1000.is_none() && estimate.incremental_roas.is_none());
    assert!(estimate.orders.estimate < 0.0);
}

#[test]
fn many_regions_draw_their_placebos_from_the_seed() {
    let mut panel = world(SEED, 0.05, &holdout());
    // Each region three times over: 21 regions, 54,264 choices of six.
    let triple = |r: usize| r % 7;
    let days = panel.dates.len();
    panel.orders = ndarray::Array2::from_shape_fn((days, 21), |(t, r)| {
        panel.orders[[t, triple(r)]] * (1.0 + 0.05 * ((t * (r + 3)) as f64).sin())
    });
    panel.spend =
        ndarray::Array3::from_shape_fn((days, 21, 1), |(t, r, _)| panel.spend[[t, triple(r), 0]]);
    panel.revenue = None;
    panel.regions = (0..21).map(|r| format!("region {r}")).collect();
    panel.experiments[0].treated = vec![1, 3, 5, 8, 10, 12];
    let in_space = || computed(&panel).difference_in_differences.in_space.unwrap();
    let placebos = in_space();
    assert_eq!((placebos.placebos, placebos.exhaustive), (999, false));
    assert!((placebos.smallest_p - 0.001).abs() < 1e-12);
    assert_eq!(placebos, in_space());
}
