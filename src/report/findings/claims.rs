//! What the platforms claim, against what happened and what the model finds.

use super::wording::{Amounts, platforms};
use super::{Finding, Tone};
use crate::analysis::Analysis;
use crate::models::kpis::KpiTable;
use crate::models::response::{ChannelResponse, Estimate, Explained};
use crate::report::numbers::{about, count, interval, rough_percent, times};
use crate::report::text::{orders, platform};

/// All claims together against all orders that there were.
pub fn more_than_there_were(analysis: &Analysis, amounts: &Amounts) -> Option<Finding> {
    let kpis = analysis.kpis.done()?;
    let claimed = kpis.total.sums.claimed_conversions?;
    let modelled = analysis.response.done().filter(|fit| !fit.channels.is_empty());
    let all = kpis.total.sums.orders.filter(|_| kpis.blended);
    let last_click = kpis.paid.sums.orders;
    let beside = match (modelled, last_click) {
        (Some(fit), _) => format!(
            "the response model finds that ads brought {} {} (90% interval {})",
            about(fit.media.orders.value),
            orders(fit.explained),
            interval(fit.media.orders.low, fit.media.orders.high, about)
        ),
        (None, Some(orders)) => format!("{} visits from ads ended in an order", count(orders)),
        (None, None) => format!("the shop had {} in all", count(all?)),
    };
    let says = format!("The platforms claim {} orders; {beside}.", count(claimed));
    let mut because = Vec::new();
    match all {
        Some(all) if claimed > all => because.push(format!(
            "That is more than all {} orders of the shop: each platform counts an order that it \
             touched, whoever else did, and whether or not it would have come anyway.",
            count(all)
        )),
        Some(all) if all > 0.0 => because.push(format!(
            "Claims are {} of all {} orders of the shop. Each platform counts an order that it \
             touched, whoever else did, and whether or not it would have come anyway.",
            rough_percent(claimed / all),
            count(all)
        )),
        _ => {}
    }
    if let (Some(_), Some(orders)) = (modelled, last_click) {
        because.push(format!("By last click, ads brought {} orders.", count(orders)));
    }
    let revenue = modelled.and_then(|fit| fit.media.revenue).map(|r| r.value);
    let beside = revenue.or(kpis.paid.sums.revenue);
    let over = kpis.total.sums.claimed_revenue.zip(beside).map(|(claimed, real)| claimed - real);
    let tone = if over.is_some_and(|over| over > 0.0) { Tone::Warning } else { Tone::Fact };
    let finding = Finding::new("Claims", tone, says, because.join(" "));
    Some(match over {
        Some(over) if over > 0.0 => {
            let than = if revenue.is_some() { "the model finds" } else { "last clicks brought" };
            finding.at_stake(
                over,
                format!("{} more revenue is claimed than {than}", amounts.short(over)),
            )
        }
        _ => finding,
    })
}

/// The identified channel whose claim lies furthest outside of what the model finds.
pub fn against_the_model(analysis: &Analysis, amounts: &Amounts) -> Option<Finding> {
    let table = analysis.kpis.done()?.by(&["platform"])?;
    let fit = analysis.response.done()?;
    let judged: Vec<Claim> =
        fit.channels.iter().filter_map(|channel| Claim::of(channel, table)).collect();
    let worst = judged.iter().max_by(|a, b| a.apart().abs().total_cmp(&b.apart().abs()))?;
    let Claim { channel, claimed, roas, spend } = worst;
    let (verb, tone) = match worst.apart() > 0.0 {
        true => ("claims", Tone::Warning),
        false => ("claims only", Tone::Chance),
    };
    let says = format!(
        "{} {verb} a ROAS of {}; the response model finds {} (90% interval {}).",
        platform(channel),
        times(*claimed),
        times(roas.value),
        interval(roas.low, roas.high, times)
    );
    let others: Vec<&str> =
        judged.iter().filter(|c| c.channel != *channel).map(|c| c.channel).collect();
    let mut because = match others.len() {
        0 => "No other channel whose effect is identified claims what its interval excludes."
            .to_owned(),
        _ => format!("The claims of {} lie outside of their intervals too.", platforms(&others)),
    };
    if fit.explained == Explained::NewCustomers {
        because += " Claims count repeat orders too, the model first orders only.";
    }
    let stake = format!("{} of spend times the difference", amounts.short(*spend));
    Some(Finding::new("Claims", tone, says, because).at_stake(worst.apart() * spend, stake))
}

/// A claimed ROAS that the model's interval excludes.
struct Claim<'a> {
    channel: &'a str,
    claimed: f64,
    roas: Estimate,
    spend: f64,
}

impl<'a> Claim<'a> {
    fn of(channel: &'a ChannelResponse, table: &KpiTable) -> Option<Claim<'a>> {
        let row = table.rows.iter().find(|row| row.keys.first() == Some(&channel.channel))?;
        let claimed = row.ratios.claimed_roas?;
        let roas = channel.attribution.roas.filter(|_| channel.identification.effect)?;
        let outside = claimed > roas.high || claimed < roas.low;
        let spend = channel.attribution.spend;
        outside.then_some(Claim { channel: &channel.channel, claimed, roas, spend })
    }

    fn apart(&self) -> f64 {
        self.claimed - self.roas.value
    }
}
