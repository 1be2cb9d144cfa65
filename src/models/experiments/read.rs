//! From a panel to the readings of its experiments.

use ndarray::{Array2, Axis, s};
use rayon::prelude::*;

use super::comparison::{Comparison, Method, comparison};
use super::effect::Blocks;
use super::index::Regions;
use super::placebo::{in_space, in_time, minimal_detectable_change};
use super::reading::{
    Certificate, Day, Estimate, ExperimentReading, Outcome, Reading, RegionWeight, Spend,
};
use super::reason::NotComputed;
use super::window::{Window, window};
use crate::features::panel::{Experiment, Panel};
use crate::models::least_squares::Interval;
use crate::random::Key;
use crate::random::names::PLACEBO_REGIONS;

/// Spend for which the effect is also stated, in currency.
const STATED_SPEND: f64 = 1000.0;
/// Change of spend, as a share of what was expected, below which nothing is divided by it.
const NO_CHANGE: f64 = 0.01;

/// Reads every experiment of a panel, in their order. Channels of one experiment, changed together
/// in the same regions on the same days, are read together, since nothing can tell them apart.
///
/// `seed` decides which placebo regions are drawn where there are too many to take all.
pub fn read(panel: &Panel, seed: u64) -> Vec<ExperimentReading> {
    let tests = tests(panel);
    let read_one = |(place, (experiment, channels)): (usize, &(&Experiment, Vec<String>))| {
        let others: Vec<&Experiment> = tests
            .iter()
            .enumerate()
            .filter(|(other, _)| *other != place)
            .map(|(_, (other, _))| *other)
            .collect();
        let key = Key::seed(seed).of(PLACEBO_REGIONS).text(&experiment.id);
        let outcome = match reading(panel, experiment, channels, &others, key) {
            Ok(reading) => Outcome::Computed(Box::new(reading)),
            Err(why) => Outcome::NotComputed(why),
        };
        ExperimentReading {
            id: experiment.id.clone(),
            channels: channels.clone(),
            treated: names(panel, &distinct(&experiment.treated)),
            start: experiment.start,
            end: experiment.end,
            multiplier: experiment.multiplier,
            outcome,
        }
    };
    tests.par_iter().enumerate().map(read_one).collect()
}

/// The experiments with the channels that each changes.
fn tests(panel: &Panel) -> Vec<(&Experiment, Vec<String>)> {
    let mut tests: Vec<(&Experiment, Vec<String>)> = Vec::new();
    for experiment in &panel.experiments {
        let same = |known: &Experiment| {
            known.id == experiment.id
                && known.treated == experiment.treated
                && (known.start, known.end) == (experiment.start, experiment.end)
                && known.multiplier == experiment.multiplier
        };
        match tests.iter_mut().find(|(known, _)| same(known)) {
            Some((_, channels)) => channels.push(experiment.channel.clone()),
            None => tests.push((experiment, vec![experiment.channel.clone()])),
        }
    }
    tests
}

fn reading(
    panel: &Panel,
    experiment: &Experiment,
    channels: &[String],
    others: &[&Experiment],
    key: Key,
) -> Result<Reading, NotComputed> {
    let window = window(panel, experiment, others)?;
    let treated = distinct(&experiment.treated);
    let spend = spend(panel, &treated, channels, &window);
    let value = average_order_value(panel, &treated, &window);
    let scene = Scene::new(panel, &treated, &window, key);
    let (differences, expected) = scene.estimate(Method::DifferenceInDifferences, spend, value)?;
    let (synthetic_control, synthetic) = scene.estimate(Method::SyntheticControl, spend, value)?;
    let actual = scene.regions.total(&scene.treated);
    let dates = &panel.dates[window.before.start..window.test.end];
    let days = dates.iter().enumerate().map(|(t, &date)| Day {
        date,
        actual: actual[t],
        expected: expected.expected[t],
        synthetic: synthetic.expected[t],
        gap: actual[t] - synthetic.expected[t],
    });
    let last_period = panel.dates[window.test.end - 1];
    let rest_of_it = jiff::Span::new().days(panel.step_days as i64 - 1);
    Ok(Reading {
        controls: names(panel, &window.controls),
        left_out: names(panel, &window.left_out),
        before_from: panel.dates[window.before.start],
        read_until: last_period.saturating_add(rest_of_it),
        cut_short: window.cut_short,
        block_days: window.block * panel.step_days,
        blocks_before: window.before.len() / window.block,
        spend,
        average_order_value: value,
        difference_in_differences: differences,
        synthetic_control,
        days: days.collect(),
    })
}

/// The regions of one experiment, treated first, over its window.
struct Scene {
    regions: Regions,
    treated: Vec<usize>,
    controls: Vec<usize>,
    control_names: Vec<String>,
    before: usize,
    block: usize,
    key: Key,
}

impl Scene {
    fn new(panel: &Panel, treated: &[usize], window: &Window, key: Key) -> Self {
        let order: Vec<usize> = treated.iter().chain(&window.controls).copied().collect();
        let orders: Array2<f64> = panel
            .orders
            .slice(s![window.before.start..window.test.end, ..])
            .select(Axis(1), &order);
        Scene {
            regions: Regions::new(orders, 0..window.before.len()),
            treated: (0..treated.len()).collect(),
            controls: (treated.len()..order.len()).collect(),
            control_names: names(panel, &window.controls),
            before: window.before.len(),
            block: window.block,
            key,
        }
    }

    fn estimate(
        &self,
        method: Method,
        spend: Option<Spend>,
        value: Option<f64>,
    ) -> Result<(Estimate, Comparison), NotComputed> {
        let found = comparison(&self.regions, &self.treated, &self.controls, method);
        let comparison = found.ok_or_else(|| NotComputed::Regression {
            why: "no weights of the controls can be found".to_owned(),
        })?;
        let actual = self.regions.total(&self.treated);
        let blocks = Blocks::new(&actual, &comparison.expected, self.block);
        let effect = blocks.effect()?;
        let expected = blocks.expected_in_test();
        let inference = effect.inference;
        let change = Interval { estimate: effect.change, low: inference.low, high: inference.high };
        let orders = change.times(expected);
        let divisor = spend
            .filter(|spend| spend.change.abs() > NO_CHANGE * spend.expected)
            .map(|spend| spend.change);
        let per_unit = divisor.map(|change| orders.times(1.0 / change));
        let gap = (&actual - &comparison.expected).slice_move(s![..self.before]);
        let estimate = Estimate {
            weights: self.weights(&comparison),
            certificate: comparison
                .fit
                .as_ref()
                .map(|fit| Certificate { steps: fit.steps, gap: fit.gap }),
            fit_before: (gap.dot(&gap) / gap.len() as f64).sqrt() * gap.len() as f64
                / actual.slice(s![..self.before]).sum(),
            orders,
            p: inference.p,
            relative: change.times(1.0 / effect.ratio_before),
            orders_per_1000: per_unit.map(|orders| orders.times(STATED_SPEND)),
            incremental_roas: per_unit.zip(value).map(|(orders, value)| orders.times(value)),
            in_time: in_time(&blocks),
            in_space: in_space(&self.regions, &self.treated, self.block, method, self.key),
            minimal_detectable_orders: minimal_detectable_change(&blocks, &effect)
                .map(|change| change * expected),
        };
        Ok((estimate, comparison))
    }

    fn weights(&self, comparison: &Comparison) -> Vec<RegionWeight> {
        let parts = self.control_names.iter().zip(&comparison.weights);
        parts.map(|(region, &weight)| RegionWeight { region: region.clone(), weight }).collect()
    }
}

/// What happened to the spend under test; none where the channels are unknown, or the control
/// regions had none of it before the test.
fn spend(panel: &Panel, treated: &[usize], channels: &[String], window: &Window) -> Option<Spend> {
    let places: Option<Vec<usize>> =
        channels.iter().map(|name| panel.channels.iter().position(|c| c == name)).collect();
    let places = places?;
    let sum = |periods: &std::ops::Range<usize>, regions: &[usize]| -> f64 {
        let cells = |t: usize, r: usize| places.iter().map(move |&p| (t, r, p));
        periods
            .clone()
            .flat_map(|t| regions.iter().flat_map(move |&r| cells(t, r)))
            .map(|cell| panel.spend[cell])
            .sum()
    };
    let ratio = sum(&window.before, treated) / sum(&window.before, &window.controls);
    let actual = sum(&window.changed, treated);
    let expected = ratio * sum(&window.changed, &window.controls);
    let change = actual - expected;
    change.is_finite().then_some(Spend { actual, expected, change })
}

/// Revenue per order in the treated regions over the window; none without revenue or orders.
fn average_order_value(panel: &Panel, treated: &[usize], window: &Window) -> Option<f64> {
    let sum = |values: &Array2<f64>| -> f64 {
        let rows = values.slice(s![window.before.start..window.test.end, ..]);
        treated.iter().map(|&r| rows.column(r).sum()).sum()
    };
    let value = sum(panel.revenue.as_ref()?) / sum(&panel.orders);
    value.is_finite().then_some(value)
}

/// Places of regions in ascending order, each once.
fn distinct(regions: &[usize]) -> Vec<usize> {
    let mut regions = regions.to_vec();
    regions.sort_unstable();
    regions.dedup();
    regions
}

fn names(panel: &Panel, regions: &[usize]) -> Vec<String> {
    regions.iter().filter_map(|&r| panel.regions.get(r).cloned()).collect()
}
