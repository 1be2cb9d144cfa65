//! Experiments on panels whose truth is known.

mod effect;
mod placebo;
mod refused;
mod simplex;

use jiff::ToSpan;
use jiff::civil::{Date, date};
use ndarray::{Array2, Array3};

use super::*;
use crate::curves::adstock;
use crate::features::panel::{Experiment, Panel};
use crate::models::least_squares::Interval;
use crate::random::Key;
use crate::random::distributions::normal_at;
use crate::random::names::DEMAND_SHARED;

/// Orders per day of each region.
const SIZES: [f64; 7] = [60.0, 45.0, 40.0, 30.0, 25.0, 20.0, 16.0];
/// Spend per order that would be there anyway, in currency.
const SPEND_RATE: f64 = 3.0;
/// Orders per unit of currency spent.
const EFFECT: f64 = 0.05;
/// Carry-over per day.
const DECAY: f64 = 0.7;

/// A seed, for tests that need one world only.
const SEED: u64 = 11;

fn first_day() -> Date {
    date(2024, 1, 1)
}

/// A year and more of regions that share their demand. One channel spends in proportion to demand
/// and causes `effect` orders per unit of carried-over spend; `experiment` changes its spend.
fn world(seed: u64, effect: f64, experiment: &Experiment) -> Panel {
    let (days, regions) = (420, SIZES.len());
    let key = Key::seed(seed).of(DEMAND_SHARED);
    let demand: Vec<f64> = (0..days)
        .map(|t| {
            let season = 1.0 + 0.3 * (t as f64 / 58.0).sin();
            season * (0.1 * normal_at(key.at(t as u64))).exp()
        })
        .collect();
    let mut spend = Array3::zeros((days, regions, 1));
    let mut orders = Array2::zeros((days, regions));
    for (r, size) in SIZES.iter().enumerate() {
        for t in 0..days {
            let day = first_day() + (t as i64).days();
            let tested = experiment.treated.contains(&r)
                && (experiment.start..=experiment.end).contains(&day);
            let multiplier = if tested { experiment.multiplier } else { 1.0 };
            spend[[t, r, 0]] = SPEND_RATE * size * demand[t] * multiplier;
        }
        let carried = adstock(&spend.slice(ndarray::s![.., r, 0]).to_vec(), DECAY);
        for t in 0..days {
            let mean = size * demand[t] + effect * carried[t];
            let noise = normal_at(key.at(1_000 + r as u64).at(t as u64));
            orders[[t, r]] = (mean + mean.sqrt() * noise).max(0.0);
        }
    }
    Panel {
        dates: (0..days as i64).map(|t| first_day() + t.days()).collect(),
        step_days: 1,
        regions: (0..regions).map(|r| format!("region {r}")).collect(),
        channels: vec!["tested".to_owned()],
        revenue: Some(&orders * 50.0),
        orders,
        spend,
        events: Vec::new(),
        experiments: vec![experiment.clone()],
    }
}

/// Eight weeks without spend in three regions.
fn holdout() -> Experiment {
    Experiment {
        id: "holdout".to_owned(),
        channel: "tested".to_owned(),
        treated: vec![1, 3, 5],
        start: date(2024, 10, 1),
        end: date(2024, 11, 25),
        multiplier: 0.0,
    }
}

/// Orders that the experiment truly cost or added: all carry-over ends before the data do.
fn truth(panel: &Panel, experiment: &Experiment) -> f64 {
    let mut never = experiment.clone();
    never.treated.clear();
    EFFECT * (panel.spend.sum() - world(SEED, EFFECT, &never).spend.sum())
}

fn computed(panel: &Panel) -> Reading {
    match read(panel, 1).swap_remove(0).outcome {
        Outcome::Computed(reading) => *reading,
        Outcome::NotComputed(why) => panic!("{why}"),
    }
}

fn both(reading: &Reading) -> [&Estimate; 2] {
    [&reading.difference_in_differences, &reading.synthetic_control]
}

#[test]
fn a_hold_out_costs_what_the_ads_had_brought() {
    let panel = world(SEED, EFFECT, &holdout());
    let truth = truth(&panel, &holdout());
    let reading = computed(&panel);
    assert_eq!(reading.controls, ["region 0", "region 2", "region 4", "region 6"]);
    for estimate in both(&reading) {
        let orders = estimate.orders;
        assert!(orders.low < truth && truth < orders.high, "{orders:?} misses {truth}");
        assert!((orders.estimate / truth - 1.0).abs() < 0.25, "{orders:?} is far from {truth}");
        assert!(estimate.p < 0.01 && estimate.in_time.p < 0.01);
        assert!(estimate.minimal_detectable_orders.unwrap() < -truth);
    }
}

#[test]
fn a_hold_out_of_ads_that_do_nothing_is_not_mistaken_for_an_effect() {
    // 24 worlds: at 5 % one or two may look significant, five may not.
    let worlds = 24;
    let mut significant = [0; 4];
    for seed in 0..worlds {
        let reading = computed(&world(100 + seed, 0.0, &holdout()));
        let [did, synthetic] = both(&reading);
        let ps = [did.p, synthetic.p, did.in_time.p, synthetic.in_time.p];
        for (count, p) in significant.iter_mut().zip(ps) {
            *count += usize::from(p <= 0.05);
        }
    }
    assert!(significant.iter().all(|&count| count <= 4), "{significant:?} of {worlds}");
}

#[test]
fn intervals_hold_the_truth_about_as_often_as_they_say() {
    let worlds = 40;
    let mut held = [0; 2];
    for seed in 0..worlds {
        let panel = world(200 + seed, EFFECT, &holdout());
        let mut never = holdout();
        never.treated.clear();
        let without = world(200 + seed, EFFECT, &never).spend.sum();
        let truth = EFFECT * (panel.spend.sum() - without);
        let reading = computed(&panel);
        for (count, estimate) in held.iter_mut().zip(both(&reading)) {
            let Interval { low, high, .. } = estimate.orders;
            *count += usize::from(low < truth && truth < high);
        }
    }
    assert!(held.iter().all(|&count| count >= 35), "{held:?} of {worlds}");
}

#[test]
fn more_spend_is_read_as_well_as_none() {
    let more = Experiment { multiplier: 3.0, ..holdout() };
    let panel = world(SEED, EFFECT, &more);
    let reading = computed(&panel);
    let orders = reading.difference_in_differences.orders;
    let truth = truth(&panel, &more);
    assert!(truth > 0.0 && orders.low < truth && truth < orders.high, "{orders:?} {truth}");
}

#[test]
fn the_spend_withheld_is_what_the_controls_say_it_would_have_been() {
    let panel = world(SEED, EFFECT, &holdout());
    let reading = computed(&panel);
    let spend = reading.spend.unwrap();
    let truth = truth(&panel, &holdout()) / EFFECT;
    assert_eq!(spend.actual, 0.0);
    assert!((spend.change / truth - 1.0).abs() < 1e-9, "{spend:?} {truth}");
    let estimate = &reading.synthetic_control;
    let per_1000 = estimate.orders.estimate / spend.change * 1000.0;
    assert!((estimate.orders_per_1000.unwrap().estimate - per_1000).abs() < 1e-9);
    assert!((reading.average_order_value.unwrap() - 50.0).abs() < 1e-9);
    let roas = estimate.incremental_roas.unwrap();
    assert!((roas.estimate - per_1000 / 1000.0 * 50.0).abs() < 1e-9);
    assert!(roas.low < roas.high && estimate.orders.low < estimate.orders.high);
}

#[test]
fn the_series_carries_the_effect_and_adds_up_to_it() {
    let reading = computed(&world(SEED, EFFECT, &holdout()));
    let days = &reading.days;
    assert_eq!(days.first().unwrap().date, reading.before_from);
    assert_eq!(days.last().unwrap().date, reading.read_until);
    let sum = |from: Date, value: fn(&Day) -> f64| -> f64 {
        days.iter().filter(|day| day.date >= from).map(value).sum()
    };
    let effect = sum(holdout().start, |day| day.actual - day.expected);
    assert!((effect - reading.difference_in_differences.orders.estimate).abs() < 1e-6);
    let effect = sum(holdout().start, |day| day.gap);
    assert!((effect - reading.synthetic_control.orders.estimate).abs() < 1e-6);
    let all = sum(first_day(), |day| day.gap);
    assert!((all - effect).abs() < 1e-6, "before the test the gaps sum to nothing");
}

#[test]
fn the_synthetic_control_follows_the_regions_that_move_alike() {
    let mut panel = world(SEED, EFFECT, &holdout());
    // Regions 0 and 2 get a wave of their own; the treated regions have region 2's.
    for t in 0..panel.dates.len() {
        let wave = (t as f64 / 20.0).sin();
        panel.orders[[t, 0]] *= 1.0 - 0.5 * wave;
        for r in [1, 2, 3, 5] {
            panel.orders[[t, r]] *= 1.0 + 0.5 * wave;
        }
    }
    let reading = computed(&panel);
    let [did, synthetic] = both(&reading);
    let weight = |estimate: &Estimate, region: &str| {
        estimate.weights.iter().find(|w| w.region == region).unwrap().weight
    };
    let (alike, against) = (weight(synthetic, "region 2"), weight(synthetic, "region 0"));
    assert!(alike > 0.75 && against < 0.05, "{:?}", synthetic.weights);
    assert!(weight(did, "region 2") < 0.35);
    assert!(synthetic.fit_before < 0.7 * did.fit_before);
    let width = |estimate: &Estimate| estimate.orders.high - estimate.orders.low;
    assert!(width(synthetic) < 0.7 * width(did));
    assert!(synthetic.certificate.unwrap().gap < 1e-12);
}

#[test]
fn channels_changed_together_are_read_together() {
    let mut panel = world(SEED, EFFECT, &holdout());
    let alone = computed(&panel);
    let (days, regions, _) = panel.spend.dim();
    panel.spend = Array3::from_shape_fn((days, regions, 2), |(t, r, _)| panel.spend[[t, r, 0]]);
    panel.channels.push("second".to_owned());
    panel.experiments.push(Experiment { channel: "second".to_owned(), ..holdout() });
    let readings = read(&panel, 1);
    assert_eq!(readings.len(), 1);
    assert_eq!(readings[0].channels, ["tested", "second"]);
    let together = computed(&panel);
    let change = |reading: &Reading| reading.spend.unwrap().change;
    assert!((change(&together) / change(&alone) - 2.0).abs() < 1e-12);
    let orders = |reading: &Reading| reading.difference_in_differences.orders.estimate;
    assert_eq!(orders(&together), orders(&alone));
}

#[test]
fn weeks_tell_the_same_as_days() {
    let daily = world(SEED, EFFECT, &holdout());
    let weeks = daily.dates.len() / 7;
    let sum = |values: &Array2<f64>| {
        Array2::from_shape_fn((weeks, SIZES.len()), |(w, r)| {
            values.slice(ndarray::s![7 * w..7 * w + 7, r]).sum()
        })
    };
    let weekly = Panel {
        dates: daily.dates.iter().step_by(7).take(weeks).copied().collect(),
        step_days: 7,
        orders: sum(&daily.orders),
        revenue: daily.revenue.as_ref().map(sum),
        spend: Array3::from_shape_fn((weeks, SIZES.len(), 1), |(w, r, p)| {
            daily.spend.slice(ndarray::s![7 * w..7 * w + 7, r, p]).sum()
        }),
        ..daily.clone()
    };
    let truth = truth(&daily, &holdout());
    let reading = computed(&weekly);
    let orders = reading.difference_in_differences.orders;
    assert!(orders.low < truth && truth < orders.high, "{orders:?} {truth}");
    assert_eq!(reading.block_days % 7, 0);
}

#[test]
fn the_answer_does_not_depend_on_the_number_of_threads() {
    let panel = world(SEED, EFFECT, &holdout());
    let with = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        serde_json::to_string(&pool.install(|| read(&panel, 5))).unwrap()
    };
    assert_eq!(with(1), with(3));
}
