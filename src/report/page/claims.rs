//! What the platforms claim, what happened by last click, and what the model finds.

use super::html::{Html, el};
use super::table::{grid, with_interval};
use crate::analysis::Analysis;
use crate::models::kpis::KpiRow;
use crate::models::response::{ChannelResponse, Explained, LeftOut, Reason};
use crate::report::numbers::{NONE, count, or_none, short, times};
use crate::report::text::sections::{CLAIMS, Section};
use crate::report::text::{not_counted, platform};

/// One platform and all that is said of it.
struct Row<'a> {
    name: String,
    kpis: Option<&'a KpiRow>,
    response: Option<&'a ChannelResponse>,
    left_out: Option<&'a LeftOut>,
}

/// The table of platforms.
pub fn section(analysis: &Analysis) -> (Section, Html) {
    let rows = rows(analysis);
    let modelled = analysis.response.done();
    let sums = |row: &Row| row.kpis.map(|kpis| kpis.sums);
    let ratios = |row: &Row| row.kpis.map(|kpis| kpis.ratios);
    let number = |value: Option<f64>, print: fn(f64) -> String| value.map(|v| print(v).into());
    let mut table = grid(&rows)
        .text("Platform", |row| platform(&row.name))
        .number("Spend", |row| {
            let spend = sums(row).and_then(|sums| sums.spend);
            or_none(spend, short)
        })
        .number_if_any("Orders claimed", |row| {
            number(sums(row).and_then(|s| s.claimed_conversions), count)
        })
        .number_if_any("by last click", |row| number(sums(row).and_then(|s| s.orders), count));
    if let Some(fit) = modelled {
        let heading = match fit.explained {
            Explained::NewCustomers => "first orders by the model",
            Explained::AllOrders => "by the model",
        };
        table = table.number(heading, |row| match row.response {
            Some(r) => {
                let orders = r.attribution.orders;
                with_interval(orders.value, orders.low, orders.high, count)
            }
            None => NONE.into(),
        });
    }
    table = table
        .number_if_any("ROAS claimed", |row| {
            number(ratios(row).and_then(|r| r.claimed_roas), times)
        })
        .number_if_any("by last click", |row| number(ratios(row).and_then(|r| r.roas), times));
    if modelled.is_some() {
        table = table
            .number("by the model", |row| {
                row.response.and_then(|r| r.attribution.roas).map_or(NONE.into(), |roas| {
                    with_interval(roas.value, roas.low, roas.high, times)
                })
            })
            .words("Reading", |row| reading(row));
    }
    let table = table.under("By platform, over the whole period");
    let missing = (modelled.is_none() && !table.is_empty()).then(|| {
        let why = analysis.response.why_not().unwrap_or("it was not asked for");
        el("p", format!("The response model has no figures here: {why}."))
    });
    let counted = modelled
        .map(|fit| el("p", not_counted(fit.explained)).class("note"))
        .filter(|_| !table.is_empty());
    (CLAIMS, (table, missing, counted).into())
}

fn rows(analysis: &Analysis) -> Vec<Row<'_>> {
    let platforms = analysis.kpis.done().and_then(|kpis| kpis.by(&["platform"]));
    let fit = analysis.response.done();
    let mut rows: Vec<Row> = Vec::new();
    for kpis in platforms.map_or(&[][..], |table| &table.rows) {
        let Some(name) = kpis.keys.first() else { continue };
        let response = fit.and_then(|fit| fit.channels.iter().find(|c| c.channel == *name));
        let left_out = fit.and_then(|fit| fit.left_out.iter().find(|c| c.channel == *name));
        rows.push(Row { name: name.clone(), kpis: Some(kpis), response, left_out });
    }
    for channel in fit.map_or(&[][..], |fit| &fit.channels) {
        if !rows.iter().any(|row| row.name == channel.channel) {
            let (name, response) = (channel.channel.clone(), Some(channel));
            rows.push(Row { name, kpis: None, response, left_out: None });
        }
    }
    let spend = |row: &Row| row.kpis.and_then(|kpis| kpis.sums.spend).unwrap_or(0.0);
    rows.sort_by(|a, b| spend(b).total_cmp(&spend(a)));
    rows
}

/// What the three figures of a platform say together.
fn reading(row: &Row) -> String {
    let Some(response) = row.response else {
        return match row.left_out {
            Some(left_out) => format!("not in the model: {}", reason(left_out.reason)),
            None => "not in the model".to_owned(),
        };
    };
    if !response.identification.effect {
        return "the data cannot tell its effect".to_owned();
    }
    let claimed = row.kpis.and_then(|kpis| kpis.ratios.claimed_roas);
    match (claimed, response.attribution.roas) {
        (Some(claimed), Some(roas)) if claimed > roas.high && roas.value > 0.0 => {
            format!("claims {} times what the model finds", times(claimed / roas.value))
        }
        (Some(claimed), Some(roas)) if claimed > roas.high => {
            "claims what the model does not find".to_owned()
        }
        (Some(claimed), Some(roas)) if claimed < roas.low => {
            "claims less than the model finds".to_owned()
        }
        (Some(_), Some(_)) => "its claim lies within the interval".to_owned(),
        _ => String::new(),
    }
}

/// Why a channel is not in the model, in words.
pub fn reason(reason: Reason) -> &'static str {
    match reason {
        Reason::NoSpend => "it spent nothing",
        Reason::ConstantSpend => "its spend never changed, so nothing can be compared",
        Reason::TooFewPeriods => "it spent in too few periods",
        Reason::NoFreeVariation => "its spend moved only with the calendar and with other channels",
    }
}
