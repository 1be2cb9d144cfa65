//! What to do with each campaign, by stated rules.

use schemars::JsonSchema;
use serde::Serialize;

use super::{KpiRow, KpiTable};

/// What to do with a campaign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Give it more.
    Scale,
    /// Leave it as it is.
    Keep,
    /// It does not pay yet: mend its weaker half.
    Fix,
    /// Stop it.
    Pause,
}

/// A campaign and what to do with it.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct CampaignVerdict {
    /// Its platform and name.
    pub keys: Vec<String>,
    /// What to do.
    pub verdict: Verdict,
    /// The figures behind it, in one line.
    pub why: String,
    /// ROAS by last click, or the claimed one where last clicks are not known.
    pub roas: Option<f64>,
    /// ROAS at which gross profit pays for the ads: 1 / gross margin.
    pub break_even: f64,
    /// Spend, in currency.
    pub spend: f64,
    /// Orders behind the ROAS.
    pub orders: Option<f64>,
}

/// The rules, in the order in which they are tried, for the report.
pub const RULES: [&str; 7] = [
    "ROAS is by last click, or the claimed one where last clicks are not known. Break-even ROAS is 1 / gross margin, or 1 where the margin is not known.",
    "Keep, with too little to judge by: fewer than 20 orders, on less than 20 times the account's cost per order.",
    "Pause: ROAS below half of break-even.",
    "Fix: ROAS below break-even. CTR and conversion rate below 0.8 times those of the platform are named as weak.",
    "Keep: brand and retargeting campaigns, whose last clicks are mostly people who would have bought anyway.",
    "Scale: ROAS at least 1.5 times break-even, on no more than half of the platform's spend.",
    "Keep: everything else. Last clicks are not causes: read the modelled ROAS of the platform beside this.",
];

/// Orders from which a ROAS is more than luck: their relative standard error is then below 1/√20.
const ENOUGH_ORDERS: f64 = 20.0;
/// Share of break-even below which mending is not worth it.
const HOPELESS: f64 = 0.5;
/// Multiple of break-even from which more money is likely to pay although returns diminish.
const STRONG: f64 = 1.5;
/// A rate below this multiple of its platform's is weak.
const WEAK: f64 = 0.8;
/// A campaign with more than this share of its platform's spend has little room left.
const ROOM: f64 = 0.5;

/// Tactics that harvest demand rather than make it (incrementality in experiments is a fraction of
/// what last clicks say: Blake, Nosko and Tadelis, Econometrica 2015, for brand search).
const HARVESTING: [&str; 2] = ["brand", "retargeting"];

/// Judges each campaign of a table by platform and campaign. `tactics` has platform, campaign and
/// tactic of those whose tactic is known.
pub fn verdicts(
    campaigns: &KpiTable,
    platforms: &KpiTable,
    tactics: &[Vec<String>],
) -> Vec<CampaignVerdict> {
    let whole = campaigns.whole();
    let break_even = whole.ratios.gross_margin.filter(|m| *m > 0.0).map_or(1.0, |m| 1.0 / m);
    let spent = campaigns.rows.iter().filter(|row| row.sums.spend.is_some_and(|s| s > 0.0));
    let mut judged: Vec<CampaignVerdict> = spent
        .map(|row| {
            let platform = platforms
                .rows
                .iter()
                .find(|p| p.keys.first() == row.keys.first())
                .unwrap_or(&whole);
            let harvests = tactics.iter().any(|keys| {
                keys.starts_with(&row.keys)
                    && keys.last().is_some_and(|tactic| HARVESTING.contains(&tactic.as_str()))
            });
            judge(row, platform, &whole, break_even, harvests)
        })
        .collect();
    judged.sort_by(|a, b| a.verdict.cmp(&b.verdict).then(b.spend.total_cmp(&a.spend)));
    judged
}

fn judge(
    row: &KpiRow,
    platform: &KpiRow,
    whole: &KpiRow,
    break_even: f64,
    harvests: bool,
) -> CampaignVerdict {
    let claimed = row.ratios.roas.is_none();
    let roas = row.ratios.roas.or(row.ratios.claimed_roas);
    let orders = if claimed { row.sums.claimed_conversions } else { row.sums.orders };
    let spend = row.sums.spend.unwrap_or(0.0);
    let whole_orders = if claimed { whole.sums.claimed_conversions } else { whole.sums.orders };
    let cost_per_order = match (whole.sums.spend, whole_orders) {
        (Some(spend), Some(orders)) if orders > 0.0 => spend / orders,
        _ => f64::INFINITY,
    };
    let unclear = orders.unwrap_or(0.0) < ENOUGH_ORDERS && spend < ENOUGH_ORDERS * cost_per_order;
    let weak = |ours: Option<f64>, theirs: Option<f64>| {
        ours.zip(theirs).is_some_and(|(ours, theirs)| ours < WEAK * theirs)
    };
    let (weak_ctr, weak_cvr) = (
        weak(row.ratios.ctr, platform.ratios.ctr),
        weak(
            row.ratios.cvr.or(row.ratios.claimed_cvr),
            platform.ratios.cvr.or(platform.ratios.claimed_cvr),
        ),
    );
    let share = platform.sums.spend.filter(|s| *s > 0.0).map(|s| spend / s);
    let kind = if claimed { "claimed ROAS" } else { "ROAS" };
    let (verdict, why) = match roas {
        None => (Verdict::Keep, "no revenue is known for it".to_owned()),
        Some(roas) if unclear => (
            Verdict::Keep,
            format!(
                "too little to judge by: {kind} {roas:.2} on {:.0} orders",
                orders.unwrap_or(0.0)
            ),
        ),
        Some(roas) if roas < HOPELESS * break_even => (
            Verdict::Pause,
            format!("{kind} {roas:.2} is below half of the break-even {break_even:.2}"),
        ),
        Some(roas) if roas < break_even => {
            let weak = match (weak_ctr, weak_cvr) {
                (true, true) => "; its CTR and conversion rate are weak for its platform",
                (true, false) => "; its CTR is weak for its platform",
                (false, true) => "; its conversion rate is weak for its platform",
                (false, false) => "",
            };
            (
                Verdict::Fix,
                format!("{kind} {roas:.2} is below the break-even {break_even:.2}{weak}"),
            )
        }
        Some(roas) if harvests => (
            Verdict::Keep,
            format!("{kind} {roas:.2}, but its buyers had mostly made up their minds already"),
        ),
        Some(roas) if roas >= STRONG * break_even && share.is_none_or(|s| s <= ROOM) => (
            Verdict::Scale,
            format!(
                "{kind} {roas:.2} is {:.1} times the break-even {break_even:.2}",
                roas / break_even
            ),
        ),
        Some(roas) => {
            (Verdict::Keep, format!("{kind} {roas:.2} against a break-even of {break_even:.2}"))
        }
    };
    CampaignVerdict { keys: row.keys.clone(), verdict, why, roas, break_even, spend, orders }
}
