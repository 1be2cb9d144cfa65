//! Which days and which regions an experiment is read on.

use std::ops::Range;

use super::effect::TEST_BLOCKS;
use super::reason::NotComputed;
use crate::features::panel::{Experiment, Panel};

/// Days after a test over which its effect is still summed. They cover the carry-over of channels
/// that are forgotten within a week or two: 91 % of what is left at a decay of 0.84 per day.
const COOL_DOWN_DAYS: usize = 14;
/// Most blocks before the test that are used: three times its length. The effect's error would
/// fall by 13 % more with for ever, which reaches back to times when regions moved differently.
const MOST_BLOCKS_BEFORE: usize = 3 * TEST_BLOCKS;
/// Fewest blocks before the test: half its length.
const FEWEST_BLOCKS_BEFORE: usize = 2;
/// Fewest control regions, since one alone may have had luck of its own.
const FEWEST_CONTROLS: usize = 2;

/// The part of a panel on which an experiment is read, in places of periods and regions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Window {
    /// Periods before the test, a whole number of blocks.
    pub before: Range<usize>,
    /// Periods of the test and its cool-down: four blocks.
    pub test: Range<usize>,
    /// Periods of it in which spend was changed.
    pub changed: Range<usize>,
    /// Periods in a block.
    pub block: usize,
    /// Untreated regions that can serve as comparison.
    pub controls: Vec<usize>,
    /// Untreated regions that cannot.
    pub left_out: Vec<usize>,
    /// Whether the data, or the next experiment, end the test or its cool-down early.
    pub cut_short: bool,
}

/// Lays out the window of `experiment` so that no other experiment disturbs it.
pub(super) fn window(
    panel: &Panel,
    experiment: &Experiment,
    others: &[&Experiment],
) -> Result<Window, NotComputed> {
    check_plan(panel, experiment)?;
    let changed = periods(panel, experiment).ok_or(NotComputed::OutsideTheData)?;
    let planned = planned_periods(panel, experiment, changed.start);
    let end = undisturbed_end(panel, experiment, others, &changed)?;
    let room = (end - changed.start).min(planned.next_multiple_of(TEST_BLOCKS));
    let block = room / TEST_BLOCKS;
    if block == 0 {
        return Err(NotComputed::TooShort { periods: room, needed: TEST_BLOCKS });
    }
    let test = changed.start..changed.start + block * TEST_BLOCKS;
    let from = |blocks: usize| changed.start - blocks * block;
    let undisturbed = |region: usize, span: Range<usize>| {
        !others.iter().any(|other| disturbs(panel, other, region, &span))
    };
    let most = (0..=(changed.start / block).min(MOST_BLOCKS_BEFORE))
        .take_while(|&blocks| {
            experiment.treated.iter().all(|&r| undisturbed(r, from(blocks)..changed.start))
        })
        .last()
        .unwrap_or(0);
    if most < FEWEST_BLOCKS_BEFORE {
        return Err(NotComputed::NoPeriodBefore { blocks: most, needed: FEWEST_BLOCKS_BEFORE });
    }
    let controls = |blocks: usize| -> Vec<usize> {
        (0..panel.regions.len())
            .filter(|r| !experiment.treated.contains(r))
            .filter(|&r| undisturbed(r, from(blocks)..test.end))
            .filter(|&r| check_orders(panel, r, from(blocks)..test.start, test.end).is_ok())
            .collect()
    };
    let variance = |blocks: usize, controls: &[usize]| {
        relative_variance(panel, &experiment.treated, controls, from(blocks)..changed.start, blocks)
    };
    // Going further back can cost controls that another experiment had then.
    let (.., blocks, controls) = (FEWEST_BLOCKS_BEFORE..=most)
        .map(|blocks| (blocks, controls(blocks)))
        .map(|(blocks, controls)| (variance(blocks, &controls), blocks, controls))
        .min_by(|a, b| a.0.total_cmp(&b.0))
        .unwrap_or_default();
    if controls.len() < FEWEST_CONTROLS {
        let needed = FEWEST_CONTROLS;
        return Err(NotComputed::TooFewControls { controls: controls.len(), needed });
    }
    let before = from(blocks)..changed.start;
    for &region in &experiment.treated {
        check_orders(panel, region, before.clone(), test.end)?;
    }
    let compared = |r: &usize| experiment.treated.contains(r) || controls.contains(r);
    Ok(Window {
        left_out: (0..panel.regions.len()).filter(|r| !compared(r)).collect(),
        cut_short: test.len() < planned,
        changed: changed.start..changed.end.min(test.end),
        before,
        test,
        block,
        controls,
    })
}

/// Refuses a plan that changes nothing.
fn check_plan(panel: &Panel, experiment: &Experiment) -> Result<(), NotComputed> {
    let refuse = |why: &str| Err(NotComputed::NoChange { why: why.to_owned() });
    if experiment.end < experiment.start {
        return refuse("its last day lies before its first");
    }
    if experiment.treated.is_empty() {
        return refuse("it treats no region");
    }
    if experiment.treated.iter().any(|&region| region >= panel.regions.len()) {
        return refuse("it treats a region that the data do not have");
    }
    let multiplier = experiment.multiplier;
    if !multiplier.is_finite() || multiplier < 0.0 || multiplier == 1.0 {
        return refuse("its multiplier changes no spend");
    }
    Ok(())
}

/// Periods that share a day with an experiment; none if there is none.
fn periods(panel: &Panel, experiment: &Experiment) -> Option<Range<usize>> {
    let last_day = panel.step_days as i32 - 1;
    let start =
        panel.dates.iter().position(|&first| (experiment.start - first).get_days() <= last_day)?;
    let end = panel.dates.partition_point(|&first| first <= experiment.end);
    (start < end).then_some(start..end)
}

/// Periods of a test that begins with period `first`, and of its cool-down, as planned.
fn planned_periods(panel: &Panel, experiment: &Experiment, first: usize) -> usize {
    let days = panel.dates.get(first).map_or(0, |&day| (experiment.end - day).get_days());
    days as usize / panel.step_days.max(1) + 1 + cool_down(panel)
}

/// Periods of a cool-down.
fn cool_down(panel: &Panel) -> usize {
    COOL_DOWN_DAYS.div_ceil(panel.step_days.max(1))
}

/// Where the data, or another experiment in the same regions, end the reading.
fn undisturbed_end(
    panel: &Panel,
    experiment: &Experiment,
    others: &[&Experiment],
    changed: &Range<usize>,
) -> Result<usize, NotComputed> {
    let mut end = panel.dates.len();
    for other in others {
        let shared = other.treated.iter().any(|region| experiment.treated.contains(region));
        let Some(theirs) = periods(panel, other).filter(|_| shared) else { continue };
        if theirs.start < changed.end && changed.start < theirs.end {
            return Err(NotComputed::Overlaps { with: other.id.clone() });
        }
        if theirs.start >= changed.end {
            end = end.min(theirs.start);
        }
    }
    Ok(end)
}

/// Whether an experiment, or its cool-down, touches a region within a span of periods.
fn disturbs(panel: &Panel, other: &Experiment, region: usize, span: &Range<usize>) -> bool {
    other.treated.contains(&region)
        && periods(panel, other).is_some_and(|theirs| {
            theirs.start < span.end && span.start < theirs.end + cool_down(panel)
        })
}

/// Variance of a change of the ratio of treated orders T to control orders C, in units of that of
/// one block of T, if orders were Poisson counts: `(1/4 + 1/blocks) (1 + T / C)`. Infinite without
/// enough controls.
fn relative_variance(
    panel: &Panel,
    treated: &[usize],
    controls: &[usize],
    before: Range<usize>,
    blocks: usize,
) -> f64 {
    if controls.len() < FEWEST_CONTROLS {
        return f64::INFINITY;
    }
    let orders = |regions: &[usize]| -> f64 {
        regions.iter().flat_map(|&r| before.clone().map(move |t| panel.orders[[t, r]])).sum()
    };
    let time = 1.0 / TEST_BLOCKS as f64 + 1.0 / blocks as f64;
    time * (1.0 + orders(treated) / orders(controls))
}

/// Refuses a region without orders before a test, or with numbers that are none until `end`.
fn check_orders(
    panel: &Panel,
    region: usize,
    before: Range<usize>,
    end: usize,
) -> Result<(), NotComputed> {
    let orders = panel.orders.column(region);
    let name = || panel.regions[region].clone();
    if (before.start..end).any(|t| !orders[t].is_finite()) {
        return Err(NotComputed::NotFinite { region: name() });
    }
    if before.map(|t| orders[t]).sum::<f64>() <= 0.0 {
        return Err(NotComputed::NoOrders { r#where: name() });
    }
    Ok(())
}
