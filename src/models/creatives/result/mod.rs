//! What the scoring says: plain data, in the order in which a report would print it.

mod effects;
mod fatigue;
mod priors;
mod rates;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

pub use effects::{Kind, Level, MixLevel, RateEffects};
pub use fatigue::{DaysToHalf, Fatigue, FatiguePrior, RawSlope, WearAxis};
pub use priors::{Convergence, OrderPrior, RatePrior, Scope, Trials, ValuePrior};
pub use rates::{Estimate, Lift, RateScore, RoasScore};

/// Scores of all creatives, what they rest on, and what the words mean.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CreativeScores {
    /// The leaderboard, best score first.
    pub rows: Vec<CreativeScore>,
    /// Priors of the click-through rate by platform and format, in order of name.
    pub ctr_priors: Vec<RatePrior>,
    /// Priors of the conversion rate; empty where orders are not known.
    pub cvr_priors: Vec<RatePrior>,
    /// Priors of orders per unit of spend; empty where orders or spend are not known.
    pub order_priors: Vec<OrderPrior>,
    /// Priors of the order value; empty where revenue is not known.
    pub value_priors: Vec<ValuePrior>,
    /// What click-through rates are owed to; none with too few creatives to tell.
    pub ctr_effects: Option<RateEffects>,
    /// What conversion rates are owed to; none with too few creatives, or without orders.
    pub cvr_effects: Option<RateEffects>,
    /// What orders per unit of spend are owed to; none with too few creatives, or without orders.
    pub order_effects: Option<RateEffects>,
    /// How the creatives of each platform tire, in order of name; empty where no slope can be
    /// measured.
    pub fatigue_priors: Vec<FatiguePrior>,
    /// Creatives that are not scored, and why.
    pub left_out: Vec<LeftOut>,
    /// What a reader of the figures should know, as sentences.
    pub remarks: Vec<String>,
    /// Probability with which each interval is to hold: 0.9.
    pub interval: f64,
    /// Draws behind the probabilities of being best.
    pub draws: usize,
    /// Terms and their formulas, for the report.
    pub definitions: Vec<Definition>,
}

/// One creative's line in the leaderboard.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CreativeScore {
    /// Place by score, from 1.
    pub rank: usize,
    /// Key.
    pub id: String,
    /// Name in the ad account.
    pub name: String,
    /// Platform.
    pub platform: String,
    /// Format.
    pub format: String,
    /// Where it ran: objective, tactic, … as (kind, level).
    pub context: Vec<(String, String)>,
    /// Score, 0 to 100; 50 is the average creative of its platform, format and context.
    pub score: f64,
    /// What to make of it.
    pub class: Class,
    /// First day shown.
    pub first_day: Date,
    /// Last day shown.
    pub last_day: Date,
    /// Days on which it was shown.
    pub days: usize,
    /// Times shown.
    pub impressions: u64,
    /// Clicks.
    pub clicks: u64,
    /// Visits; none where they are not tracked.
    pub visits: Option<u64>,
    /// Orders; none where they are not known.
    pub orders: Option<u64>,
    /// Revenue, in the currency of the data; none where it is not known.
    pub revenue: Option<f64>,
    /// Spend, in the currency of the data.
    pub spend: f64,
    /// Click-through rate: clicks per impression.
    pub ctr: RateScore,
    /// Conversion rate: orders per visit, or per click where visits are not tracked; none where
    /// nobody came or orders are not known.
    pub cvr: Option<RateScore>,
    /// Return on ad spend: revenue per unit of spend; none where one of them is not known.
    pub roas: Option<RoasScore>,
    /// Clicks against those of the rest of its platform and format; none where there is no rest.
    pub lift: Option<Lift>,
    /// How it tires; none where nothing is known of that on its platform.
    pub fatigue: Option<Fatigue>,
}

/// The classes, in the order in which their rules are tried.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    serde::Deserialize,
    JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// Nothing can be said yet.
    TooLittleData,
    /// It has lost its pull on those who saw it.
    Fatigued,
    /// Better than its like in clicks and in revenue.
    HighPerformer,
    /// Better than its like in revenue, and still small.
    Scale,
    /// Worse than its like in clicks.
    LowCtr,
    /// Worse than its like in what its visitors buy.
    LowCvr,
    /// None of these.
    Steady,
}

impl Class {
    /// All classes, in the order in which their rules are tried.
    pub const ALL: [Class; 7] = [
        Class::TooLittleData,
        Class::Fatigued,
        Class::HighPerformer,
        Class::Scale,
        Class::LowCtr,
        Class::LowCvr,
        Class::Steady,
    ];

    /// The class as the report prints it.
    pub const fn name(self) -> &'static str {
        match self {
            Class::TooLittleData => "Too little data",
            Class::Fatigued => "Fatigued",
            Class::HighPerformer => "High performer",
            Class::Scale => "Scale",
            Class::LowCtr => "Low CTR",
            Class::LowCvr => "Low CVR",
            Class::Steady => "Steady",
        }
    }
}

/// A creative that is not scored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct LeftOut {
    /// Key.
    pub id: String,
    /// Name.
    pub name: String,
    /// Platform.
    pub platform: String,
    /// Why, in words.
    pub why: String,
}

/// A term of the leaderboard and what it means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Definition {
    /// The term.
    pub term: &'static str,
    /// What it means, with its formula.
    pub meaning: &'static str,
}
