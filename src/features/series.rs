//! Daily series that are watched for days that stand out.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

/// What is watched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Metric {
    /// Spend of a platform.
    Spend,
    /// Click-through rate of a platform.
    Ctr,
    /// Conversion rate of a platform's visits.
    Cvr,
    /// A traffic source's share of all visits: one that collapses while visits go on is a tracking
    /// outage.
    SourceShare,
}

/// A daily amount, or the two parts of a daily ratio.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// What it is.
    pub metric: Metric,
    /// Whose it is: a platform or a source.
    pub scope: String,
    /// Days, in order; days without a row are left out.
    pub dates: Vec<Date>,
    /// The amount, or the ratio's upper part.
    pub upper: Vec<f64>,
    /// The ratio's lower part; none for an amount.
    pub lower: Option<Vec<f64>>,
}
