//! What the figures say, in plain sentences.
//!
//! Each finding is a pure function of the analysis, and none where the figures it needs were not
//! computed or say nothing. A sentence about an estimate names its interval, or what the data
//! cannot tell.

mod campaigns;
mod claims;
mod creatives;
mod customers;
mod days;
mod experiments;
mod media;
mod overview;
#[cfg(test)]
mod tests;
mod visits;
mod wording;

use schemars::JsonSchema;
use serde::Serialize;

use self::wording::Amounts;
use crate::analysis::Analysis;

pub use wording::{capital, listed, plain, platforms};

/// One thing that the figures say.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Finding {
    /// What it is about, in one or two words.
    pub about: &'static str,
    /// Which way it points.
    pub tone: Tone,
    /// The finding, as a sentence or two.
    pub says: String,
    /// The evidence, its uncertainty and its limits.
    pub because: String,
    /// The money that it is about; none where no sum can be named.
    pub at_stake: Option<Stake>,
}

/// Which way a finding points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Tone {
    /// Money that could be made.
    Chance,
    /// Money that is lost, or figures that mislead.
    Warning,
    /// What the data cannot tell.
    Unknown,
    /// How things stand.
    Fact,
}

/// The money that a finding is about.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Stake {
    /// How much, in currency, over the whole period.
    pub amount: f64,
    /// What this money is.
    pub of: String,
}

/// What makes a finding.
type Find = fn(&Analysis, &Amounts) -> Option<Finding>;

/// Everything that may be found, in the order in which findings without a sum are printed.
const ALL: [Find; 22] = [
    claims::more_than_there_were,
    claims::against_the_model,
    media::share_of_orders,
    media::profit_of_ads,
    media::losing_at_the_margin,
    media::room_at_the_margin,
    media::shift,
    media::unknown,
    experiments::readings,
    campaigns::to_pause,
    campaigns::to_scale,
    campaigns::to_fix,
    campaigns::concentration,
    creatives::fatigued,
    creatives::best,
    creatives::attribute,
    customers::cost,
    customers::retention,
    days::growth,
    days::outages,
    days::anomalies,
    visits::likeliest_tenth,
];

/// The state of things in one finding, where the key figures are known.
pub fn overview(analysis: &Analysis) -> Option<Finding> {
    overview::overview(analysis, &Amounts::of(analysis))
}

/// All findings, the one with the most money at stake first, those without a sum last.
pub fn findings(analysis: &Analysis) -> Vec<Finding> {
    let amounts = Amounts::of(analysis);
    let mut found: Vec<Finding> = ALL.iter().filter_map(|find| find(analysis, &amounts)).collect();
    let stake = |finding: &Finding| {
        finding.at_stake.as_ref().map_or(f64::NEG_INFINITY, |stake| stake.amount)
    };
    found.sort_by(|a, b| stake(b).total_cmp(&stake(a)));
    found
}

impl Finding {
    fn new(about: &'static str, tone: Tone, says: String, because: String) -> Finding {
        Finding { about, tone, says, because, at_stake: None }
    }

    /// The same finding with the money that it is about, if that is a sum worth a name.
    fn at_stake(self, amount: f64, of: impl Into<String>) -> Finding {
        let stake = Stake { amount: amount.abs(), of: of.into() };
        Finding { at_stake: (amount.is_finite() && amount != 0.0).then_some(stake), ..self }
    }
}
