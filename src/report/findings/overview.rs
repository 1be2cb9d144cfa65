//! How things stand.

use super::wording::Amounts;
use super::{Finding, Tone};
use crate::analysis::Analysis;
use crate::report::numbers::{count, percent, times};

/// Spend, revenue and orders of the whole period, and what was left.
pub fn overview(analysis: &Analysis, amounts: &Amounts) -> Option<Finding> {
    let kpis = analysis.kpis.done()?;
    let (sums, ratios) = (&kpis.total.sums, &kpis.total.ratios);
    let spend = sums.spend.map(|spend| format!("{} went into ads", amounts.short(spend)));
    let revenue = sums.revenue.map(|revenue| {
        let orders = match sums.orders {
            Some(orders) => format!(" with {} orders", count(orders)),
            None => String::new(),
        };
        let who = if kpis.blended { "the shop took" } else { "paid last clicks brought" };
        format!("{who} {}{orders}", amounts.short(revenue))
    });
    let says = match (spend, revenue) {
        (Some(spend), Some(revenue)) => format!("{spend}; {revenue}."),
        (Some(one), None) => format!("{one}; what they brought is not known."),
        (None, Some(one)) => format!("{}.", super::wording::capital(&one)),
        (None, None) => return None,
    };
    let mut because = Vec::new();
    if let Some(profit) = ratios.profit {
        let left = if profit >= 0.0 { "were left" } else { "were lost" };
        because.push(format!(
            "After the cost of goods and of the ads, {} {left}.",
            amounts.short(profit.abs())
        ));
    }
    if let (Some(roas), true) = (ratios.roas, kpis.blended) {
        because.push(format!(
            "Each {} of ads stood beside {} of revenue, which is not to say that it caused them.",
            amounts.unit(),
            times(roas)
        ));
    }
    if let Some(share) = ratios.new_customer_rate {
        because.push(format!("{} of the orders were first orders.", percent(share)));
    }
    Some(Finding::new("Overview", Tone::Fact, says, because.join(" ")))
}
