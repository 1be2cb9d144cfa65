//! What to do with campaigns, by the stated rules.

use super::wording::{Amounts, capital, listed};
use super::{Finding, Tone};
use crate::analysis::Analysis;
use crate::models::kpis::{CampaignVerdict, Verdict};
use crate::report::numbers::{count, counted, percent, times};

/// Campaigns that return too little to be mended.
pub fn to_pause(analysis: &Analysis, amounts: &Amounts) -> Option<Finding> {
    judged(analysis, amounts, Verdict::Pause, |found, spend, returned| {
        let says = format!(
            "{} {} less than half of break-even: {}.",
            capital(&counted(found.len(), "campaign", "campaigns")),
            if found.len() == 1 { "returns" } else { "return" },
            listed(&campaigns(found))
        );
        let stake = format!("{spend} of spend");
        (Tone::Warning, says, format!("{spend} went into them and came back as {returned}."), stake)
    })
}

/// Campaigns that return much more than they cost.
pub fn to_scale(analysis: &Analysis, amounts: &Amounts) -> Option<Finding> {
    judged(analysis, amounts, Verdict::Scale, |found, spend, returned| {
        let says = format!(
            "{} {} at least 1.5 times break-even and {} room for more: {}.",
            capital(&counted(found.len(), "campaign", "campaigns")),
            if found.len() == 1 { "returns" } else { "return" },
            if found.len() == 1 { "has" } else { "have" },
            listed(&campaigns(found))
        );
        let stake = format!("{spend} of spend");
        (Tone::Chance, says, format!("{spend} went into them and came back as {returned}."), stake)
    })
}

/// Campaigns that do not pay yet, but are worth mending.
pub fn to_fix(analysis: &Analysis, amounts: &Amounts) -> Option<Finding> {
    judged(analysis, amounts, Verdict::Fix, |found, spend, returned| {
        let says = format!(
            "{} {} less than break-even, though more than half of it: {}.",
            capital(&counted(found.len(), "campaign", "campaigns")),
            if found.len() == 1 { "returns" } else { "return" },
            listed(&campaigns(found))
        );
        let stake = format!("{spend} of spend");
        let because = format!(
            "{spend} went into them and came back as {returned}. The table of campaigns names the \
             weaker half: clicks or conversion."
        );
        (Tone::Chance, says, because, stake)
    })
}

/// How few campaigns bring most of the revenue.
pub fn concentration(analysis: &Analysis, _: &Amounts) -> Option<Finding> {
    /// With fewer campaigns, some share of them brings most whatever they do.
    const FEWEST: usize = 5;
    let pareto = analysis.kpis.done()?.pareto.as_ref().filter(|p| p.rows.len() >= FEWEST)?;
    let first = pareto.rows.first()?;
    let measure = match pareto.measure.as_str() {
        "revenue" => "the revenue by last click",
        "claimed_revenue" => "the revenue that platforms claim",
        _ => "the spend",
    };
    let says = format!(
        "{} of {} campaigns make up 80% of {measure}.",
        count(pareto.to_four_fifths as f64),
        count(pareto.rows.len() as f64)
    );
    let because = format!(
        "The largest, {}, has {} of it.",
        listed(&first.keys.get(1).map_or_else(Vec::new, |campaign| vec![campaign])),
        percent(first.cumulative)
    );
    Some(Finding::new("Concentration", Tone::Fact, says, because))
}

/// A finding about the campaigns with one verdict: the tone, what it says, why, and the stake, from
/// the campaigns and what they cost and returned in words.
fn judged(
    analysis: &Analysis,
    amounts: &Amounts,
    verdict: Verdict,
    words: impl Fn(&[&CampaignVerdict], &str, &str) -> (Tone, String, String, String),
) -> Option<Finding> {
    let kpis = analysis.kpis.done()?;
    let found: Vec<&CampaignVerdict> =
        kpis.verdicts.iter().filter(|campaign| campaign.verdict == verdict).collect();
    let first = found.first()?;
    let spend: f64 = found.iter().map(|campaign| campaign.spend).sum();
    let returned: f64 = found.iter().map(|c| c.spend * c.roas.unwrap_or(0.0)).sum();
    let by = match kpis.paid.sums.revenue {
        Some(_) => "by last click",
        None => "as the platforms claim",
    };
    let returned = format!("{} of revenue {by}", amounts.short(returned));
    let (tone, says, because, stake) = words(&found, &amounts.short(spend), &returned);
    let because = format!(
        "{because} Break-even is a ROAS of {}. Last clicks and claims are not causes: read the \
         modelled ROAS of the platform beside this.",
        times(first.break_even)
    );
    Some(Finding::new("Campaigns", tone, says, because).at_stake(spend, stake))
}

fn campaigns<'a>(found: &[&'a CampaignVerdict]) -> Vec<&'a str> {
    found.iter().filter_map(|campaign| Some(campaign.keys.get(1)?.as_str())).collect()
}
