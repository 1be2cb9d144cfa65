//! Truth beside estimate, for data that were made.

use super::html::{Html, el, name};
use super::table::{grid, with_interval};
use crate::models::conversion::TruthGap;
use crate::report::numbers::{NONE, count, fixed, or_none, percent, signed, times};
use crate::report::text::platform;
use crate::report::text::sections::{Section, TRUTH};
use crate::report::truth::{Beside, ChannelComparison, Comparison};

/// All comparisons; nothing where the truth is not known.
pub fn section(truth: Option<&Comparison>) -> (Section, Html) {
    let Some(truth) = truth else { return (TRUTH, Html::default()) };
    let body: Html = [
        channels(&truth.channels),
        claims(&truth.channels),
        shapes(&truth.channels),
        coverage(truth),
        experiments(truth),
        creatives(truth),
        propensity(truth),
    ]
    .into_iter()
    .collect();
    let none = body.is_empty().then(|| el("p", "Nothing that was estimated has a known truth."));
    (TRUTH, (body, none).into())
}

fn channels(channels: &[ChannelComparison]) -> Html {
    let known = |c: &ChannelComparison| match c.identified {
        Some(true) => "identified",
        Some(false) => "not identified",
        None => "not in the model",
    };
    grid(channels)
        .text("Platform", |c| (platform(&c.channel), el("br", ()), el("small", known(c))))
        .number_if_any("True ROAS, all its orders", |c| {
            all(c, c.all_orders_roas).map(|v| times(v).into())
        })
        .number("True ROAS", |c| truth(c.roas.as_ref(), times))
        .number("Estimate", |c| estimate(c.roas.as_ref(), times))
        .text("Held", |c| held(c.roas.as_ref()))
        .number("True marginal ROAS", |c| truth(c.marginal_roas.as_ref(), times))
        .number("Estimate", |c| estimate(c.marginal_roas.as_ref(), times))
        .text("Held", |c| held(c.marginal_roas.as_ref()))
        .number_if_any("All its orders", |c| all(c, Some(c.all_orders)).map(|v| count(v).into()))
        .number("True orders", |c| truth(c.orders.as_ref(), count))
        .number("Estimate", |c| estimate(c.orders.as_ref(), count))
        .text("Held", |c| held(c.orders.as_ref()))
        .under(if channels.iter().any(|c| c.first_orders_only) {
            "The response model against the truth; 90% intervals, and whether they hold it. The \
             model explains first orders, so the truth beside it counts first orders; all that ads \
             caused, orders of existing customers too, stands before it"
        } else {
            "The response model against the truth; 90% intervals, and whether they hold it"
        })
}

/// What all orders come to, where the truth beside the estimate counts first ones only.
fn all(channel: &ChannelComparison, of_all: Option<f64>) -> Option<f64> {
    of_all.filter(|_| channel.first_orders_only)
}

fn claims(channels: &[ChannelComparison]) -> Html {
    grid(channels)
        .text("Platform", |c| platform(&c.channel))
        .number("True ROAS", |c| truth(c.roas.as_ref(), times))
        .number_if_any("Claimed", |c| c.claimed_roas.map(|v| times(v).into()))
        .number_if_any("Claimed / true", |c| {
            let real = c.roas.as_ref()?.truth;
            (real > 0.0).then(|| c.claimed_roas.map(|v| times(v / real).into()))?
        })
        .number_if_any("Last click", |c| c.last_click_roas.map(|v| times(v).into()))
        .number("Least squares", |c| estimate(c.naive_roas.as_ref(), times))
        .text("Held", |c| held(c.naive_roas.as_ref()))
        .number("with the calendar", |c| estimate(c.controlled_roas.as_ref(), times))
        .text("Held", |c| held(c.controlled_roas.as_ref()))
        .under("What others would have said of the same ROAS; least squares with 95% intervals")
}

fn shapes(channels: &[ChannelComparison]) -> Html {
    let digits = |value: f64| fixed(value, 2);
    grid(channels)
        .text("Platform", |c| platform(&c.channel))
        .number("True θ", |c| truth(c.decay.as_ref(), digits))
        .number("Estimate", |c| estimate(c.decay.as_ref(), digits))
        .text("Held", |c| held(c.decay.as_ref()))
        .number("True K", |c| truth(c.half_spend.as_ref(), times))
        .number("Estimate", |c| estimate(c.half_spend.as_ref(), times))
        .text("Held", |c| held(c.half_spend.as_ref()))
        .number("True α", |c| truth(c.slope.as_ref(), digits))
        .number("Estimate", |c| estimate(c.slope.as_ref(), digits))
        .text("Held", |c| held(c.slope.as_ref()))
        .under(
            "Shapes of the response. The true K counts spend weighted by the ads that it went \
             into, so it and the estimate agree only about",
        )
}

fn coverage(truth: &Comparison) -> Html {
    grid(&truth.coverage)
        .text("Intervals of", |row| row.of.clone())
        .number("should hold it", |row| percent(row.nominal))
        .number("hold it", |row| format!("{} of {}", row.covered, row.intervals))
        .under("How often intervals hold the truth; a few intervals of one dataset say little")
}

fn experiments(truth: &Comparison) -> Html {
    let orders = |value: f64| signed(value, count(value));
    grid(&truth.experiments)
        .text("Experiment", |e| name(&e.id))
        .number("True change of orders", |e| orders(e.difference_in_differences.truth))
        .number("Diff-in-diff", |e| estimate(Some(&e.difference_in_differences), orders))
        .text("Held", |e| held(Some(&e.difference_in_differences)))
        .number("Synthetic control", |e| estimate(Some(&e.synthetic_control), orders))
        .text("Held", |e| held(Some(&e.synthetic_control)))
        .under(
            "Experiments; 95% intervals. The truth counts the orders that the change of spend \
             itself added or cost, up to the end of the data. It leaves out what the customers who \
             were won or lost by it went on to order, of which the readings see a part",
        )
}

fn creatives(truth: &Comparison) -> Html {
    let Some(creatives) = &truth.creatives else { return Html::default() };
    let table = grid(&creatives.rankings)
        .text("Ranked by", |ranking| ranking.by.clone())
        .number("Rank correlation with latent quality", |ranking| {
            or_none(ranking.correlation, |r| fixed(r, 3))
        })
        .under("Creatives: Spearman's rank correlation with their latent quality");
    let held = format!(
        "Over {} creatives. {} of {} intervals of log quality hold the truth; {} should.",
        count(creatives.creatives as f64),
        count(creatives.coverage.covered as f64),
        count(creatives.coverage.intervals as f64),
        percent(creatives.coverage.nominal)
    );
    (table, el("p", held).class("note")).into()
}

fn propensity(truth: &Comparison) -> Html {
    let gaps: Vec<(&str, &TruthGap)> = [
        ("at session start", truth.conversion.as_ref()),
        ("in session", truth.conversion_in_visit.as_ref()),
    ]
    .into_iter()
    .filter_map(|(known, gap)| Some((known, gap?)))
    .collect();
    grid(&gaps)
        .text("Forest that knows", |(known, _)| *known)
        .number("AUC of the forest", |(_, gap)| fixed(gap.forest_auc, 4))
        .number("of the true propensity", |(_, gap)| fixed(gap.truth_auc, 4))
        .number("Gap", |(_, gap)| fixed(gap.gap, 4))
        .number("of what can be told", |(_, gap)| or_none(gap.share_reached, percent))
        .under(
            "Conversion prediction against the true propensity at the visit's start. That knows \
             demand, ads and the visit, but not the customer: a forest that knows earlier orders \
             can rank better than it",
        )
}

fn truth(beside: Option<&Beside>, print: impl Fn(f64) -> String) -> String {
    or_none(beside.map(|b| b.truth), print)
}

fn estimate(beside: Option<&Beside>, print: impl Fn(f64) -> String) -> Html {
    match beside.map(|b| (b.estimate, b.low, b.high)) {
        Some((Some(value), Some(low), Some(high))) => with_interval(value, low, high, print),
        _ => NONE.into(),
    }
}

fn held(beside: Option<&Beside>) -> Html {
    match beside.and_then(|b| b.covered) {
        Some(true) => el("span", "yes").class("yes").into(),
        Some(false) => el("span", "no").class("no").into(),
        None => NONE.into(),
    }
}
