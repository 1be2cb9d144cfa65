//! Customers by the month of their first order.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

/// How many customers of a cohort ordered so many months later.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct CohortCell {
    /// First day of the month of their first order.
    pub cohort: Date,
    /// Months since then; 0 is that month itself.
    pub month: u32,
    /// Customers of the cohort who ordered in that month.
    pub customers: f64,
    /// Share of the cohort; none if the cohort's own month is not in the data.
    pub share: Option<f64>,
    /// Revenue of their orders in that month, in currency.
    pub revenue: f64,
}
