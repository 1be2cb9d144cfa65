//! Geo experiments, beside what the response model says of the same channel.

use super::part;
use crate::models::experiments::{Estimate, ExperimentReading, Outcome, Reading};
use crate::models::response::{self, ResponseFit};
use crate::report::findings::{listed, platforms};
use crate::report::numbers::{count, date, interval, or_none, p_value, percent, signed, times};
use crate::report::page::html::{Html, el, name};
use crate::report::page::table::{grid, with_interval};

/// All experiments; those that could not be read say why.
pub fn experiments(readings: &[ExperimentReading], fit: Option<&ResponseFit>) -> Html {
    let table = grid(readings)
        .text("Experiment", |e| {
            let where_and_when =
                format!("{}, {} to {}", listed(&e.treated), date(e.start), date(e.end));
            (name(&e.id), el("br", ()), el("small", where_and_when))
        })
        .text("Spend", |e| {
            format!(
                "{} × {}",
                platforms(&e.channels),
                crate::report::numbers::significant(e.multiplier, 2)
            )
        })
        .number("Orders, diff-in-diff", |e| orders(e, |r| &r.difference_in_differences))
        .number("Orders, synthetic control", |e| orders(e, |r| &r.synthetic_control))
        .number("Share of expected", |e| {
            let effect = read(e).map(|r| r.difference_in_differences.relative.estimate);
            or_none(effect, |share| signed(share, percent(share)))
        })
        .number("Orders per 1,000", |e| {
            let per = read(e).and_then(|r| r.difference_in_differences.orders_per_1000);
            per.map_or_else(none, |i| with_interval(i.estimate, i.low, i.high, times))
        })
        .number("by the model", |e| {
            modelled(e, fit).map_or_else(none, |i| with_interval(i.value, i.low, i.high, times))
        })
        .number("Smallest it could find", |e| {
            let least = read(e).and_then(|r| r.difference_in_differences.minimal_detectable_orders);
            or_none(least, count)
        })
        .words("Remarks", remarks)
        .under(
            "Change of orders in the treated regions, with 95% intervals (those of the model: \
             90%); p by placebo tests in time",
        );
    part("Experiments", table)
}

fn orders(e: &ExperimentReading, of: fn(&Reading) -> &Estimate) -> Html {
    let Some(estimate) = read(e).map(of) else { return none() };
    let i = estimate.orders;
    let print = |value: f64| signed(value, count(value));
    let below = format!("{}, p {}", interval(i.low, i.high, print), p_value(estimate.in_time.p));
    (print(i.estimate), el("small", below)).into()
}

/// The response model's orders per 1,000 of the same channel: the mean for a hold-out, which takes
/// all spend away, and the marginal ones for a change of spend.
fn modelled(e: &ExperimentReading, fit: Option<&ResponseFit>) -> Option<response::Estimate> {
    let [channel] = &e.channels[..] else { return None };
    let found = fit?.channels.iter().find(|c| c.channel == *channel)?;
    Some(match e.multiplier == 0.0 {
        true => found.attribution.orders_per_thousand,
        false => found.attribution.marginal_orders_per_thousand,
    })
}

fn remarks(e: &ExperimentReading) -> String {
    match &e.outcome {
        Outcome::NotComputed(why) => format!("not read: {why}"),
        Outcome::Computed(reading) => {
            let mut remarks = format!("against {}", listed(&reading.controls));
            if let Some(space) = reading.difference_in_differences.in_space {
                let (p, least) = (p_value(space.p), p_value(space.smallest_p));
                remarks += &format!("; p over regions {p} (at best {least})");
            }
            if reading.cut_short {
                remarks += "; cut short by the end of the data";
            }
            remarks
        }
    }
}

fn read(e: &ExperimentReading) -> Option<&Reading> {
    match &e.outcome {
        Outcome::Computed(reading) => Some(reading),
        Outcome::NotComputed(_) => None,
    }
}

fn none() -> Html {
    crate::report::numbers::NONE.into()
}
