//! What campaigns are made of: audiences, devices, objectives, tactics, formats, creatives, and
//! the experiments run on them.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::day::Day;

/// An audience segment; an ad set targets one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Audience {
    /// Short id.
    #[schemars(regex(pattern = r"^[a-z0-9][a-z0-9_-]{0,62}$"))]
    pub id: String,
    /// Name as it stands in the ad account.
    #[schemars(length(min = 1, max = 80))]
    pub name: String,
    /// Size relative to a platform's whole audience.
    #[schemars(range(min = 0.000_1, max = 1.0))]
    pub size: f64,
    /// Youngest age targeted.
    #[schemars(range(min = 13, max = 100))]
    pub age_min: u8,
    /// Oldest age targeted.
    #[schemars(range(min = 13, max = 100))]
    pub age_max: u8,
    /// Gender targeted: `all`, `female` or `male`.
    pub gender: TargetGender,
    /// Click-through rate relative to the average.
    #[schemars(range(min = 0.01, max = 20.0))]
    pub ctr: f64,
    /// Conversion propensity relative to the average.
    #[schemars(range(min = 0.01, max = 20.0))]
    pub conversion: f64,
}

/// Whom an audience targets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum TargetGender {
    All,
    Female,
    Male,
}

/// How phones, desktops and tablets differ.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DeviceMix {
    /// Phones.
    pub mobile: Device,
    /// Desktops and laptops.
    pub desktop: Device,
    /// Tablets.
    pub tablet: Device,
}

/// What a device does to cost, clicks and conversion.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Device {
    /// Auction price relative to the average.
    #[schemars(range(min = 0.01, max = 20.0))]
    pub cpm: f64,
    /// Click-through rate relative to the average.
    #[schemars(range(min = 0.01, max = 20.0))]
    pub ctr: f64,
    /// Share of landings relative to the platform's own rate.
    #[schemars(range(min = 0.01, max = 2.0))]
    pub landing: f64,
    /// Conversion propensity relative to the average.
    #[schemars(range(min = 0.01, max = 20.0))]
    pub conversion: f64,
}

/// What a campaign is optimised for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Objective {
    /// Incremental effect of a unit of spend, relative to a sales campaign.
    #[schemars(range(min = 0.0, max = 10.0))]
    pub effect: f64,
    /// Auction price relative to the average.
    #[schemars(range(min = 0.01, max = 20.0))]
    pub cpm: f64,
    /// Click-through rate relative to the average.
    #[schemars(range(min = 0.0, max = 20.0))]
    pub ctr: f64,
    /// Share of landings that leave a lead (a form, a newsletter sign-up).
    #[schemars(range(min = 0.0, max = 1.0))]
    pub lead_rate: f64,
}

/// Whom a campaign is after.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Tactic {
    /// Incremental effect of a unit of spend, relative to prospecting.
    #[schemars(range(min = 0.0, max = 10.0))]
    pub effect: f64,
    /// Auction price relative to the average.
    #[schemars(range(min = 0.01, max = 50.0))]
    pub cpm: f64,
    /// Click-through rate relative to the average.
    #[schemars(range(min = 0.0, max = 50.0))]
    pub ctr: f64,
    /// How readily orders of new customers that it did not cause pass through its ads.
    #[schemars(range(min = 0.0, max = 50.0))]
    pub intercept_new: f64,
    /// How readily orders of existing customers that it did not cause pass through its ads.
    #[schemars(range(min = 0.0, max = 50.0))]
    pub intercept_existing: f64,
    /// Share of the orders it causes that existing customers place.
    #[schemars(range(min = 0.0, max = 0.95))]
    pub existing_share: f64,
}

/// An ad format.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Format {
    /// Click-through rate relative to the average.
    #[schemars(range(min = 0.0, max = 50.0))]
    pub ctr: f64,
    /// Auction price relative to the average.
    #[schemars(range(min = 0.01, max = 50.0))]
    pub cpm: f64,
    /// Whether it plays: video metrics are reported only then.
    pub video: bool,
    /// Share of impressions that are interacted with (likes, comments, saves, shares).
    #[schemars(range(min = 0.0, max = 1.0))]
    pub engagement_rate: f64,
}

/// A period in which the spend of some platforms is multiplied in some regions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Experiment {
    /// Short id.
    #[schemars(regex(pattern = r"^[a-z0-9][a-z0-9_-]{0,62}$"))]
    pub id: String,
    /// Name as it stands in the test plan.
    #[schemars(length(min = 1, max = 120))]
    pub name: String,
    /// Platforms under test.
    #[schemars(length(min = 1, max = 30))]
    pub platforms: Vec<String>,
    /// Treated regions; all others are the control.
    #[schemars(length(min = 1, max = 100))]
    pub regions: Vec<String>,
    /// First day.
    #[schemars(with = "Day")]
    pub start: Date,
    /// Last day.
    #[schemars(with = "Day")]
    pub end: Date,
    /// Spend multiplier in the treated regions: 0 is a hold-out, 2 doubles.
    #[schemars(range(min = 0.0, max = 20.0))]
    pub multiplier: f64,
}

/// How creatives differ, tire and are replaced.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Creative {
    /// Spread of latent quality between concepts: standard deviation of log CTR.
    #[schemars(range(min = 0.0, max = 3.0))]
    pub concept_sd: f64,
    /// Spread between variants of one concept: standard deviation of log CTR.
    #[schemars(range(min = 0.0, max = 3.0))]
    pub variant_sd: f64,
    /// Spread of the causal effect of a unit of spend between ads (log scale).
    #[schemars(range(min = 0.0, max = 3.0))]
    pub effect_sd: f64,
    /// Correlation of an ad's effect with its click quality.
    #[schemars(range(min = -1.0, max = 1.0))]
    pub effect_correlation: f64,
    /// Scales what the attributes (hook, call to action, length, …) do to log CTR.
    #[schemars(range(min = 0.0, max = 10.0))]
    pub attribute_strength: f64,
    /// Fatigue: log CTR lost for each exposure of the average person beyond the first.
    #[schemars(range(min = 0.0, max = 5.0))]
    pub fatigue: f64,
    /// Average days between refreshes: a new creative takes the old one's place.
    #[schemars(range(min = 3.0, max = 3_650.0))]
    pub refresh_days: f64,
    /// How strongly delivery favours the ads that do well: spend share ∝ performance^this.
    #[schemars(range(min = 0.0, max = 10.0))]
    pub optimiser: f64,
    /// Spread of delivery that has no reason in performance (log scale).
    #[schemars(range(min = 0.0, max = 3.0))]
    pub delivery_sd: f64,
}
