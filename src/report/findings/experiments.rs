//! What the geo experiments showed.

use super::wording::{Amounts, capital, listed, platforms};
use super::{Finding, Tone};
use crate::analysis::Analysis;
use crate::models::experiments::{ExperimentReading, Outcome, Reading};
use crate::report::numbers::{count, date, interval, p_value, percent, significant};

/// p-values up to this are called an effect.
const LEVEL: f64 = 0.05;

/// The experiment on the most spend that could be read, and how many others there were.
pub fn readings(analysis: &Analysis, amounts: &Amounts) -> Option<Finding> {
    let experiments = analysis.experiments.done()?;
    let read: Vec<(&ExperimentReading, &Reading)> = experiments
        .iter()
        .filter_map(|experiment| match &experiment.outcome {
            Outcome::Computed(reading) => Some((experiment, reading.as_ref())),
            Outcome::NotComputed(_) => None,
        })
        .collect();
    let size = |reading: &Reading| reading.spend.map_or(0.0, |spend| spend.change.abs());
    let (experiment, reading) = *read.iter().max_by(|a, b| size(a.1).total_cmp(&size(b.1)))?;
    let effect = &reading.difference_in_differences;
    let p = effect.in_time.p;
    let what = format!(
        "{} {} in {} from {} to {}",
        change_of_spend(experiment.multiplier),
        platforms(&experiment.channels),
        listed(&experiment.treated),
        date(experiment.start),
        date(experiment.end)
    );
    let orders = effect.orders;
    let (says, tone) = if p <= LEVEL {
        let verb = if orders.estimate < 0.0 { "cost" } else { "brought" };
        (
            format!(
                "{} {verb} {} orders (95% interval {}).",
                capital(&what),
                count(orders.estimate.abs()),
                ends(orders.low, orders.high)
            ),
            Tone::Fact,
        )
    } else {
        (
            format!(
                "{} made no difference that can be told from chance: {} orders (95% interval {}).",
                capital(&what),
                signed_count(orders.estimate),
                interval(orders.low, orders.high, signed_count)
            ),
            Tone::Unknown,
        )
    };
    let synthetic = &reading.synthetic_control;
    let mut because = format!(
        "By difference-in-differences, p = {}, {} of the orders expected; by synthetic control \
         {} orders, p = {}.",
        p_value(p),
        percent(effect.relative.estimate),
        signed_count(synthetic.orders.estimate),
        p_value(synthetic.in_time.p)
    );
    if let Some(least) = effect.minimal_detectable_orders.filter(|_| p > LEVEL) {
        because += &format!(
            " A test like this one finds effects from about {} orders on.",
            significant(least, 2)
        );
    }
    if experiments.len() > 1 {
        because += &format!(
            " {} of {} experiments could be read; all stand in the table.",
            count(read.len() as f64),
            count(experiments.len() as f64)
        );
    }
    let finding = Finding::new("Experiment", tone, says, because);
    Some(match reading.spend {
        Some(spend) => finding.at_stake(
            spend.change,
            format!(
                "{} of spend was {}",
                amounts.short(spend.change.abs()),
                match spend.change < 0.0 {
                    true => "withheld",
                    false => "added",
                }
            ),
        ),
        None => finding,
    })
}

fn change_of_spend(multiplier: f64) -> String {
    if multiplier == 0.0 {
        "switching off".to_owned()
    } else if multiplier < 1.0 {
        format!("cutting by {}", percent(1.0 - multiplier))
    } else {
        format!("raising by {}", percent(multiplier - 1.0))
    }
}

/// The ends of an interval of orders that are counted without their sign.
fn ends(low: f64, high: f64) -> String {
    match high <= 0.0 {
        true => interval(-high, -low, count),
        false => interval(low, high, signed_count),
    }
}

fn signed_count(value: f64) -> String {
    crate::report::numbers::signed(value, count(value))
}
