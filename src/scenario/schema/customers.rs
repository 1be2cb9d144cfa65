//! How customers come back: the Pareto/NBD model of Schmittlein, Morrison and Colombo (1987).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The customer base.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Customers {
    /// Purchase rates across customers.
    pub purchase_rate: PurchaseRate,
    /// Lifetimes across customers.
    pub lifetime: Lifetime,
    /// How much a customer's favourite weekday stands out: 0 not at all, 1 twice the other days.
    #[schemars(range(min = 0.0, max = 5.0))]
    pub weekday_habit: f64,
    /// How far repeat purchases follow the season, events and noise of demand: the exponent on that
    /// pulse. At 0 they keep to the Pareto/NBD model exactly; at 1 they swing as new customers do.
    #[schemars(range(min = 0.0, max = 2.0))]
    pub seasonality: f64,
    /// Registered visitors who never buy, for each organic order of a new customer.
    #[schemars(range(min = 0.0, max = 100.0))]
    pub registered_only: f64,
    /// Share of customers who accept marketing e-mail.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub marketing_consent: f64,
}

/// Purchases while alive are Poisson with a rate λ per week that is Gamma across customers:
/// shape r, and rate α (the `scale_weeks`), so that the mean rate is r/α per week.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PurchaseRate {
    /// r: the smaller, the more customers differ.
    #[schemars(range(min = 0.05, max = 50.0))]
    pub shape: f64,
    /// α, in weeks.
    #[schemars(range(min = 0.05, max = 5_000.0))]
    pub scale_weeks: f64,
}

/// Lifetimes are exponential with a rate μ per week that is Gamma across customers: shape s, and
/// rate β (the `scale_weeks`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Lifetime {
    /// s: the smaller, the longer the loyal stay.
    #[schemars(range(min = 0.05, max = 50.0))]
    pub shape: f64,
    /// β, in weeks.
    #[schemars(range(min = 0.05, max = 5_000.0))]
    pub scale_weeks: f64,
}
