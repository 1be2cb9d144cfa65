//! What the response model found of each channel.

use super::part;
use crate::models::response::{Accuracy, ChannelResponse, Estimate, Explained, ResponseFit};
use crate::report::numbers::{
    count, counted, fixed, money, or_none, percent, short, significant, times,
};
use crate::report::page::html::{Html, el};
use crate::report::page::table::{grid, with_interval};
use crate::report::text::platform;

/// Returns, shapes, and how well the model fits and foresees.
pub fn response(fit: &ResponseFit) -> Html {
    part("Response to spend", (returns(fit), shapes(fit), el("p", accuracy(fit)).class("note")))
}

fn returns(fit: &ResponseFit) -> Html {
    let estimate =
        |e: Estimate, print: fn(f64) -> String| with_interval(e.value, e.low, e.high, print);
    let orders = match fit.explained {
        Explained::NewCustomers => "First orders",
        Explained::AllOrders => "Orders",
    };
    grid(&fit.channels)
        .text("Channel", |c| platform(&c.channel))
        .number("Spend", |c| short(c.attribution.spend))
        .number(orders, |c| estimate(c.attribution.orders, count))
        .number("of all", |c| estimate(c.attribution.share_of_orders, percent))
        .number_if_any("ROAS", |c| Some(estimate(c.attribution.roas?, times)))
        .number_if_any("Marginal ROAS", |c| Some(estimate(c.attribution.marginal_roas?, times)))
        .number("Orders per 1,000", |c| estimate(c.attribution.orders_per_thousand, times))
        .text("Effect", |c| match c.identification.effect {
            true => el("span", "identified").class("yes"),
            false => el("span", "not identified").class("no"),
        })
        .under("What spend brought, and what a little more would; 90% intervals")
}

fn shapes(fit: &ResponseFit) -> Html {
    let period = if fit.step_days == 7 { "week" } else { "day" };
    let shape = |e: Estimate, known: bool, print: &dyn Fn(f64) -> String| -> Html {
        let mark = (!known).then(|| el("small", "mostly assumed").class("no"));
        (with_interval(e.value, e.low, e.high, print), mark).into()
    };
    let amount = |value: f64| money(value, None);
    let digits = |value: f64| fixed(value, 2);
    grid(&fit.channels)
        .text("Channel", |c: &ChannelResponse| platform(&c.channel))
        .number("Carry-over θ", |c| shape(c.decay, c.identification.decay, &digits))
        .number("Half-saturation K", |c| shape(c.half_spend, c.identification.half_spend, &amount))
        .number("Slope α", |c| shape(c.slope, c.identification.slope, &digits))
        .number("Ceiling, orders a day", |c| {
            with_interval(c.ceiling.value, c.ceiling.low, c.ceiling.high, count)
        })
        .number("Usual spend a day", |c| amount(c.curve.usual))
        .number("VIF", |c| significant(c.identification.variance_inflation, 3))
        .under(&format!(
            "Shapes: θ is the share left one {period} later; K the spend per day and region at \
             half of the ceiling; 90% intervals"
        ))
}

fn accuracy(fit: &ResponseFit) -> String {
    let words = |a: &Accuracy| {
        format!(
            "R² {}, mean absolute percentage error {}",
            or_none(a.r_squared, |r| fixed(r, 3)),
            or_none(a.mape, percent)
        )
    };
    let mut line = format!("Inside the sample: {}.", words(&fit.accuracy));
    line += &match &fit.validation {
        Some(v) => format!(
            " On {} that it had not seen ({} of {}): {}; repeating the last season: {}.",
            counted(v.dates.len(), "period", "periods"),
            counted(v.folds.len(), "fold", "folds"),
            count(v.horizon as f64),
            words(&v.model),
            words(&v.seasonal_naive)
        ),
        None => " The data are too short to judge it on periods that it has not seen.".to_owned(),
    };
    line
}
