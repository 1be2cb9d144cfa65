//! The keys of a scenario file: the one place where each is named, typed, bounded and explained.
//!
//! `serde` reads a scenario into these types, `schemars` turns the same doc comments and ranges
//! into the JSON Schema that `adloom check --schema` prints, and the checker walks that schema
//! to report every problem of a file at once. Values are complete: what a file leaves out has
//! already been filled in from `defaults.toml`.

mod catalog;
mod customers;
mod day;
mod defects;
mod demand;
mod media;
mod platforms;
mod regions;
mod shop;
mod traffic;

pub use catalog::{Catalog, Inventory};
pub use customers::{Customers, Lifetime, PurchaseRate};
pub use defects::{
    DateFormat, Defect, Drift, DuplicateMode, MissingMode, OutlierMode, ReadAs, Rule, Slip, Target,
    Variant,
};
pub use demand::{Demand, Event, Harmonic, Noise, Weekday, When};
pub use media::{
    Audience, Creative, Device, DeviceMix, Experiment, Format, Objective, Tactic, TargetGender,
};
pub use platforms::{
    Adstock, Campaign, ClickId, Cpm, Ctr, FormatShare, Intercept, Pause, Platform, Saturation,
    Windows,
};
pub use regions::{City, PaymentShare, Region};
pub use shop::{Basket, Discounts, Fulfilment, Payment, PaymentMethod, Returns, Shipping};
pub use traffic::{Tracking, Traffic, VisitSource};

use std::collections::BTreeMap;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use day::Day;

/// A synthetic advertising world: one shop, the regions it sells to, the platforms it advertises
/// on, and the window of days to write.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// Short name: lower-case letters, digits and hyphens. Names the output folder.
    #[schemars(regex(pattern = r"^[a-z0-9][a-z0-9-]{0,62}$"))]
    #[schemars(extend("x-why" = "the name becomes a folder under output/"))]
    pub name: String,
    /// One line that says what this world is.
    #[schemars(length(max = 200))]
    pub title: String,
    /// Everything random follows from this number: same scenario and seed, same bytes.
    #[schemars(range(min = 0, max = 9_007_199_254_740_991i64))]
    #[schemars(extend("x-why" = "seeds are whole numbers that a double can hold exactly"))]
    pub seed: u64,
    /// Reporting currency of all money, as an ISO 4217 code.
    #[schemars(regex(pattern = r"^[A-Z]{3}$"))]
    #[schemars(extend("x-hint" = "three capital letters, such as USD, SAR or AED"))]
    pub currency: String,
    /// First day of the world: the shop opens and customers begin to exist. The horizon is a
    /// window on what follows.
    #[schemars(with = "Day")]
    pub launch: Date,
    /// How strongly daily budgets chase demand, from 0 (flat) to 1 (in proportion). This is what
    /// confounds spend with orders, as in real accounts.
    #[schemars(range(min = 0.0, max = 1.0))]
    #[schemars(extend("x-why" = "it is an elasticity: 0 ignores demand, 1 follows it in proportion"))]
    pub demand_following: f64,
    /// Multiplies volume (spend, audiences, demand, response ceilings) and keeps every rate.
    #[schemars(range(min = 0.001, max = 100_000.0))]
    #[schemars(extend("x-hint" = "1 is the scenario as written; 50 is fifty times the rows"))]
    pub scale: f64,
    /// The days to write.
    pub horizon: Horizon,
    /// Orders that no ad causes.
    pub demand: Demand,
    /// Calendar events that move demand, auction prices and shopping hours.
    #[schemars(length(max = 500))]
    pub events: Vec<Event>,
    /// The regions the shop sells to: countries, states or cities.
    #[schemars(length(min = 1, max = 100))]
    #[schemars(extend("x-why" = "a shop sells somewhere",
        "x-hint" = "add [[regions]] with id = \"SA\", or another country"))]
    pub regions: Vec<Region>,
    /// Audience segments that ad sets target.
    #[schemars(length(min = 1, max = 50))]
    pub audiences: Vec<Audience>,
    /// What each device does to traffic and conversion.
    pub devices: DeviceMix,
    /// Advertising platforms by id.
    #[schemars(extend("minProperties" = 1, "maxProperties" = 30,
        "propertyNames" = { "pattern": "^[a-z][a-z0-9_]{0,30}$" },
        "x-why" = "a world without a platform has nothing to measure",
        "x-hint" = "add [platforms.meta], or another; budget = 0 switches it off"))]
    pub platforms: BTreeMap<String, Platform>,
    /// Campaign objectives by id, and what they do to cost, clicks and effect.
    #[schemars(extend("propertyNames" = { "pattern": "^[a-z0-9][a-z0-9_-]{0,62}$" }))]
    pub objectives: BTreeMap<String, Objective>,
    /// Campaign tactics by id, and what they do to cost, clicks and effect.
    #[schemars(extend("propertyNames" = { "pattern": "^[a-z0-9][a-z0-9_-]{0,62}$" }))]
    pub tactics: BTreeMap<String, Tactic>,
    /// Ad formats by id.
    #[schemars(extend("propertyNames" = { "pattern": "^[a-z0-9][a-z0-9_-]{0,62}$" }))]
    pub formats: BTreeMap<String, Format>,
    /// Geo experiments: periods in which the spend of some platforms is multiplied in some regions.
    #[schemars(length(max = 500))]
    pub experiments: Vec<Experiment>,
    /// How creatives differ, tire and are replaced.
    pub creative: Creative,
    /// How customers come back (Pareto/NBD) and who registers.
    pub customers: Customers,
    /// What the shop sells.
    pub catalog: Catalog,
    /// Stock keeping.
    pub inventory: Inventory,
    /// What is in an order.
    pub basket: Basket,
    /// Payment, cancellation and returns.
    pub fulfilment: Fulfilment,
    /// Visits that no ad brings, and how visits behave.
    pub traffic: Traffic,
    /// What the ad log keeps.
    pub tracking: Tracking,
    /// Flaws that are planted in the data; the clean world is the same with them and without.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 200))]
    pub defects: Vec<Defect>,
}

/// The window of days that is written.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Horizon {
    /// First day.
    #[schemars(with = "Day")]
    pub start: Date,
    /// Number of days.
    #[schemars(range(min = 1, max = 7_305))]
    #[schemars(extend("x-why" = "a window holds at least one day and at most twenty years"))]
    pub days: u32,
}
