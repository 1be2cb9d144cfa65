//! What the shop sells and keeps in stock.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The product catalogue.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Catalog {
    /// Number of products.
    #[schemars(range(min = 1, max = 60_000))]
    pub products: u32,
    /// Ids of the built-in categories to draw from; empty for all.
    #[schemars(length(max = 200))]
    pub categories: Vec<String>,
    /// Price level: factor from the built-in categories' US dollar prices to the reporting
    /// currency.
    #[schemars(range(min = 0.001, max = 100_000.0))]
    pub price_level: f64,
    /// Spread of prices: factor on the standard deviation of the logarithm of price within each
    /// built-in category (0.45 to 0.8).
    #[schemars(range(min = 0.0, max = 3.0))]
    pub price_spread: f64,
    /// Spread of popularity: standard deviation of the logarithm of demand per product. Real
    /// shops show 1.4 to 1.8.
    #[schemars(range(min = 0.0, max = 4.0))]
    pub popularity_sd: f64,
    /// How strongly dear products sell less: popularity ∝ price^(−this).
    #[schemars(range(min = 0.0, max = 3.0))]
    pub price_sensitivity: f64,
}

/// Stock keeping: each product is counted and refilled every so many days, up to a level set for
/// what is expected to sell until the next time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Inventory {
    /// Shortest time between refills, in days.
    #[schemars(range(min = 1, max = 28))]
    pub review_days_min: u32,
    /// Longest time between refills, in days.
    #[schemars(range(min = 1, max = 28))]
    pub review_days_max: u32,
    /// Level after a refill as a multiple of expected sales, for the tightest products.
    #[schemars(range(min = 0.1, max = 50.0))]
    pub cover_min: f64,
    /// The same for the most amply stocked products.
    #[schemars(range(min = 0.1, max = 50.0))]
    pub cover_max: f64,
}
