//! Visits: those that no ad brings, and how all of them behave.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Visits to the shop.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Traffic {
    /// Visits that end without an order, and that no ad brought, for each expected organic order
    /// of a new customer.
    #[schemars(range(min = 0.0, max = 10_000.0))]
    pub visits_per_order: f64,
    /// Visits of existing customers that end without an order, for each expected repeat order.
    #[schemars(range(min = 0.0, max = 1_000.0))]
    pub visits_per_repeat: f64,
    /// Negative-binomial dispersion of daily visits by source.
    #[schemars(range(min = 0.0, max = 5.0))]
    pub dispersion: f64,
    /// Where visits that no ad brought come from.
    #[schemars(length(min = 1, max = 20))]
    pub sources: Vec<VisitSource>,
    /// Share of paid visits by existing customers.
    #[schemars(range(min = 0.0, max = 0.5))]
    pub paid_existing_share: f64,
    /// Visits by hour of the day, by name of profile: 24 weights from midnight on.
    pub hours: BTreeMap<String, [f64; 24]>,
    /// How readily a visit converts by hour of the day, relative to the average: 24 weights.
    #[schemars(inner(range(min = 0.01, max = 100.0)))]
    pub hour_conversion: [f64; 24],
    /// Share of visits by people without an account, and without an order, who were here before.
    #[schemars(range(min = 0.0, max = 0.9))]
    pub returning_share: f64,
    /// Spread of pages per visit (log scale).
    #[schemars(range(min = 0.01, max = 3.0))]
    pub pages_sd: f64,
    /// Spread of seconds per page (log scale).
    #[schemars(range(min = 0.01, max = 3.0))]
    pub seconds_sd: f64,
    /// Share of visits without an order that leave after one page.
    #[schemars(range(min = 0.0, max = 0.95))]
    pub bounce_rate: f64,
    /// Share of visits without an order, beyond the first page, that add to the cart.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub cart_rate: f64,
    /// Share of abandoned carts that reach the checkout.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub checkout_rate: f64,
}

/// Where visits that no ad brought come from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct VisitSource {
    /// `utm_source` or referrer, such as `google` or `(direct)`.
    #[schemars(length(min = 1, max = 40))]
    pub source: String,
    /// `utm_medium`, such as `organic`, `email` or `(none)`.
    #[schemars(length(min = 1, max = 40))]
    pub medium: String,
    /// Share of visits of people without an account.
    #[schemars(range(min = 0.0, max = 1_000.0))]
    pub share: f64,
    /// Share of visits of existing customers.
    #[schemars(range(min = 0.0, max = 1_000.0))]
    pub existing_share: f64,
    /// Share of the visits in which people whom an ad won days ago come back and order.
    #[schemars(range(min = 0.0, max = 1_000.0))]
    pub return_share: f64,
    /// Conversion propensity of its visits relative to the average.
    #[schemars(range(min = 0.01, max = 100.0))]
    pub conversion: f64,
    /// Days a week on which it is busy, as newsletters are sent; 0 for every day alike.
    #[serde(default)]
    #[schemars(range(min = 0, max = 6))]
    pub busy_days: u32,
}

/// What the ad log keeps.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Tracking {
    /// Share of impressions that are logged as rows. Those that a view claim rests on always are.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub impression_sample: f64,
}
