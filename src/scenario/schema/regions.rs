//! Where the shop sells.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{PaymentMethod, Weekday};

/// A region: a country, a state, or any part of one. Keys that are left out follow its country.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Region {
    /// Short id, such as a country or state code.
    #[schemars(regex(pattern = r"^[A-Za-z0-9][A-Za-z0-9_-]{0,15}$"))]
    pub id: String,
    /// Name as people know it.
    #[schemars(length(min = 1, max = 80))]
    pub name: String,
    /// ISO 3166 country code; the country's own defaults fill in what is left out.
    #[schemars(regex(pattern = r"^[A-Z]{2}$"))]
    #[schemars(extend("x-hint" = "two capital letters, such as SA, AE or US"))]
    pub country: String,
    /// Share of the market, relative to the other regions.
    #[schemars(range(min = 0.000_001, max = 1_000_000.0))]
    #[schemars(extend("x-why" = "a region without weight would have neither demand nor ads; leave it out instead"))]
    pub weight: f64,
    /// IANA time zone.
    pub timezone: String,
    /// Weekend days.
    #[schemars(length(max = 7))]
    pub weekend: Vec<Weekday>,
    /// Demand by weekday, Monday to Sunday, relative to the average.
    #[schemars(inner(range(min = 0.01, max = 100.0)))]
    pub week: [f64; 7],
    /// Hour profile in `traffic.hours` that people here follow.
    pub hours: String,
    /// Local currency, as an ISO 4217 code (facts are in the scenario's reporting currency).
    #[schemars(regex(pattern = r"^[A-Z]{3}$"))]
    pub local_currency: String,
    /// Units of local currency for one unit of the reporting currency.
    #[schemars(range(min = 0.000_001, max = 1_000_000.0))]
    #[schemars(extend("x-hint" = "units of local currency for one unit of the reporting currency; only between common currencies is it built in"))]
    pub exchange_rate: f64,
    /// Sales tax or VAT as a fraction, added at checkout.
    #[schemars(range(min = 0.0, max = 0.5))]
    #[schemars(extend("x-hint" = "a fraction, not a percentage: 0.15 is 15 %"))]
    pub tax_rate: f64,
    /// Auction price level here, relative to the platforms' base CPM.
    #[schemars(range(min = 0.01, max = 100.0))]
    pub cpm_factor: f64,
    /// Average order value here, relative to the catalogue.
    #[schemars(range(min = 0.05, max = 20.0))]
    pub price_factor: f64,
    /// Share of visits by phone.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub mobile_share: f64,
    /// Share of visits by tablet; the rest are desktops.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub tablet_share: f64,
    /// Return rate here, relative to the categories' own.
    #[schemars(range(min = 0.0, max = 10.0))]
    pub return_factor: f64,
    /// Peoples' origins, as shares: which lists their names come from.
    pub cultures: std::collections::BTreeMap<String, f64>,
    /// Languages of shoppers as shares, by ISO 639-1 code (`ar`, `en`, …).
    pub languages: std::collections::BTreeMap<String, f64>,
    /// How orders are paid.
    #[schemars(length(min = 1, max = 12))]
    pub payments: Vec<PaymentShare>,
    /// Cities; empty to take the built-in list of the country or state.
    #[serde(default)]
    #[schemars(length(max = 1_000))]
    pub cities: Vec<City>,
}

/// A city and its size.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct City {
    /// Name in Latin script.
    #[schemars(length(min = 1, max = 80))]
    pub name: String,
    /// Name in the local script.
    #[serde(default)]
    pub native_name: String,
    /// Share of the region, relative to its other cities.
    #[schemars(range(min = 0.000_001, max = 1_000_000_000.0))]
    pub weight: f64,
    /// Degrees north.
    #[serde(default)]
    #[schemars(range(min = -90.0, max = 90.0))]
    pub latitude: f64,
    /// Degrees east.
    #[serde(default)]
    #[schemars(range(min = -180.0, max = 180.0))]
    pub longitude: f64,
}

/// A payment method and the share of orders that use it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PaymentShare {
    /// The method.
    pub method: PaymentMethod,
    /// Share of orders, relative to the other methods.
    #[schemars(range(min = 0.0, max = 1_000.0))]
    pub share: f64,
}
