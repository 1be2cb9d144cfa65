//! An advertising platform: its budget, its auction, what its ads cause, and what it claims.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::day::Day;

/// An advertising platform. Keys that are left out follow the built-in platform of the same id,
/// or the one named by `like`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Platform {
    /// Name as people know it.
    #[schemars(length(min = 1, max = 80))]
    pub name: String,
    /// Total daily budget in the reporting currency, which its campaigns share. 0 switches the
    /// platform off.
    #[schemars(range(min = 0.0, max = 1_000_000_000.0))]
    #[schemars(extend("x-why" = "a budget is money to spend; 0 switches the platform off"))]
    pub budget: f64,
    /// The most by which a day's spend may exceed a campaign's daily budget, as a fraction, when
    /// demand is high.
    #[schemars(range(min = 0.0, max = 5.0))]
    pub over_delivery: f64,
    /// Spread of a campaign's daily spend around its plan (log scale).
    #[schemars(range(min = 0.0, max = 2.0))]
    pub pacing_sd: f64,
    /// How strongly this platform's budgets chase demand; left out, the scenario's own
    /// `demand_following`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0.0, max = 1.0))]
    pub demand_following: Option<f64>,
    /// Whether its ads can be clicked. Television, radio and out-of-home cannot.
    pub clickable: bool,
    /// Share of the orders it causes whose touch is a view and no click.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub view_share: f64,
    /// People its ads can reach per day over all regions, at scale 1.
    #[schemars(range(min = 100.0, max = 10_000_000_000.0))]
    pub audience: f64,
    /// Carry-over of its effect.
    pub adstock: Adstock,
    /// Diminishing returns of its effect.
    pub saturation: Saturation,
    /// The ceiling β of incremental orders per day over all regions, at endless spend.
    #[schemars(range(min = 0.0, max = 10_000_000.0))]
    pub incremental_orders: f64,
    /// Negative-binomial dispersion of a region's daily incremental orders.
    #[schemars(range(min = 0.0, max = 5.0))]
    pub dispersion: f64,
    /// Auction prices.
    pub cpm: Cpm,
    /// Click-through.
    pub ctr: Ctr,
    /// Share of clicks that become a visit.
    #[schemars(range(min = 0.01, max = 1.0))]
    #[schemars(extend("x-hint" = "a fraction of clicks: search 0.8 to 0.9, social 0.65 to 0.8"))]
    pub landing_rate: f64,
    /// Share of clicks that are suspected invalid; they never land.
    #[schemars(range(min = 0.0, max = 0.9))]
    pub invalid_click_rate: f64,
    /// Attribution windows.
    pub windows: Windows,
    /// Orders it did not cause that pass through its ads all the same.
    pub intercept: Intercept,
    /// Formats it runs, with shares.
    #[schemars(length(min = 1, max = 20))]
    pub formats: Vec<FormatShare>,
    /// How its devices differ from the region's: factor on the share of phones.
    #[schemars(range(min = 0.0, max = 20.0))]
    pub mobile_tilt: f64,
    /// `utm_source` of its visits.
    #[schemars(length(min = 1, max = 40))]
    pub source: String,
    /// `utm_medium` of its visits.
    #[schemars(length(min = 1, max = 40))]
    pub medium: String,
    /// The click id it appends to landing pages.
    pub click_id: ClickId,
    /// Campaigns, which share the budget.
    #[schemars(length(min = 1, max = 200))]
    pub campaigns: Vec<Campaign>,
}

/// Geometric carry-over.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Adstock {
    /// θ: the part of an effect that is left a day later.
    #[schemars(range(min = 0.0, max = 0.98))]
    #[schemars(extend("x-why" = "it is the part of an effect left a day later: at 1 an ad would work for ever",
        "x-hint" = "daily values: search 0.1 to 0.3, social 0.3 to 0.6, television 0.7 to 0.9"))]
    pub decay: f64,
}

/// Hill saturation of adstocked daily effective spend per region.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Saturation {
    /// K: effective spend per day and region at which half the ceiling is reached.
    #[schemars(range(min = 0.01, max = 1_000_000_000.0))]
    #[schemars(extend("x-why" = "half the ceiling must be reached at some positive spend"))]
    pub half_spend: f64,
    /// α: steepness; above 1 the curve is S-shaped.
    #[schemars(range(min = 0.1, max = 10.0))]
    #[schemars(extend("x-why" = "a slope below 0 makes sales fall as spend rises, and one near 0 or far above 3 makes a step",
        "x-hint" = "typical values are 0.8 to 2.5"))]
    pub slope: f64,
}

/// The price of a thousand impressions:
/// `base · country · season · (spend / reference_spend)^elasticity · noise`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Cpm {
    /// Price level in the reporting currency.
    #[schemars(range(min = 0.01, max = 10_000.0))]
    pub base: f64,
    /// Spend per day over all regions at which the base price holds.
    #[schemars(range(min = 0.01, max = 1_000_000_000.0))]
    pub reference_spend: f64,
    /// κ: how the price rises with spend.
    #[schemars(range(min = 0.0, max = 2.0))]
    pub elasticity: f64,
    /// Standard deviation of the logarithm from day to day. Real accounts show 0.12 to 0.2.
    #[schemars(range(min = 0.0, max = 2.0))]
    pub noise_sd: f64,
    /// Correlation of that noise from one day to the next.
    #[schemars(range(min = 0.0, max = 0.999))]
    pub persistence: f64,
}

/// Click-through rate:
/// `base · format · objective · tactic · exp(quality) · fatigue · device · segment · day`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Ctr {
    /// Clicks per impression of an average ad.
    #[schemars(range(min = 0.0, max = 1.0))]
    #[schemars(extend("x-hint" = "a fraction, not a percentage: 0.012 is 1.2 %"))]
    pub base: f64,
    /// Standard deviation of the log day effect. Real accounts show 0.15 to 0.3.
    #[schemars(range(min = 0.0, max = 2.0))]
    pub noise_sd: f64,
    /// Correlation of the day effect from one day to the next.
    #[schemars(range(min = 0.0, max = 0.999))]
    pub persistence: f64,
    /// Beta-binomial concentration: the larger, the closer to binomial.
    #[schemars(range(min = 1.0, max = 1_000_000_000.0))]
    pub concentration: f64,
}

/// Within how many days of a touch the platform claims an order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Windows {
    /// Days after a click.
    #[schemars(range(min = 0, max = 30))]
    #[schemars(extend("x-why" = "no platform looks back further than 30 days"))]
    pub click_days: u32,
    /// Days after a logged view.
    #[schemars(range(min = 0, max = 7))]
    pub view_days: u32,
}

/// Orders that a platform did not cause but touches: probability
/// `click · s/(s + half_spend) · tactic`, with `s` the day's spend there.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Intercept {
    /// Share of such orders with a click, at endless spend.
    #[schemars(range(min = 0.0, max = 0.9))]
    pub click: f64,
    /// Share of such orders with a logged view and no click, at endless spend.
    #[schemars(range(min = 0.0, max = 0.9))]
    pub view: f64,
    /// Spend per day over all regions at which half of that is reached.
    #[schemars(range(min = 0.01, max = 1_000_000_000.0))]
    pub half_spend: f64,
    /// Weight of a touch a day earlier, relative to the day of the order.
    #[schemars(range(min = 0.0, max = 0.95))]
    pub lag_decay: f64,
}

/// A format and its share of ads.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FormatShare {
    /// Id of a format.
    pub format: String,
    /// Share of ads, relative to the other formats.
    #[schemars(range(min = 0.000_1, max = 1_000.0))]
    pub share: f64,
}

/// The click id that a platform appends to landing pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum ClickId {
    /// Google.
    Gclid,
    /// Meta.
    Fbclid,
    /// TikTok.
    Ttclid,
    /// Snapchat.
    Sccid,
    /// Microsoft.
    Msclkid,
    /// X.
    Twclid,
    /// LinkedIn.
    Lifatid,
    /// Pinterest.
    Epik,
    /// Any other.
    Clickid,
}

/// A campaign. Its daily budget is its share of the platform's.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Campaign {
    /// Name as it stands in the ad account.
    #[schemars(length(min = 1, max = 120))]
    pub name: String,
    /// Id of an objective.
    pub objective: String,
    /// Id of a tactic.
    pub tactic: String,
    /// Share of the platform's budget, relative to its other campaigns.
    #[serde(default = "unit")]
    #[schemars(range(min = 0.0, max = 1_000_000.0))]
    pub share: f64,
    /// Regions it runs in; empty for all.
    #[serde(default)]
    #[schemars(length(max = 100))]
    pub regions: Vec<String>,
    /// Audiences it targets, one ad set each; empty for all.
    #[serde(default)]
    #[schemars(length(max = 50))]
    pub audiences: Vec<String>,
    /// Formats it uses; empty for the platform's.
    #[serde(default)]
    #[schemars(length(max = 50))]
    pub formats: Vec<String>,
    /// Ads that run side by side in each ad set.
    #[serde(default = "three")]
    #[schemars(range(min = 1, max = 100))]
    pub ads: u32,
    /// First day of its flight; left out, it ran before launch.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Day>")]
    pub start: Option<Date>,
    /// Last day of its flight; left out, it never ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Day>")]
    pub end: Option<Date>,
    /// Breaks in its flight.
    #[serde(default)]
    #[schemars(length(max = 500))]
    pub pauses: Vec<Pause>,
    /// Every so many days it runs `on_days` and rests: bursts, as television is bought. 0 for none.
    #[serde(default)]
    #[schemars(range(min = 0, max = 365))]
    pub burst_every: u32,
    /// Days of each burst.
    #[serde(default)]
    #[schemars(range(min = 0, max = 365))]
    pub burst_days: u32,
}

fn unit() -> f64 {
    1.0
}

fn three() -> u32 {
    3
}

/// A break in a campaign's flight, both days included.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Pause {
    /// First day without delivery.
    #[schemars(with = "Day")]
    pub start: Date,
    /// Last day without delivery.
    #[schemars(with = "Day")]
    pub end: Date,
}
