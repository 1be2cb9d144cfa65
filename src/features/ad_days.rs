//! Each ad's day: what it was given, and the orders that its visits ended in.

use jiff::civil::Date;
use ndarray::Array1;

use super::table::FeatureTable;

/// Rows of a regression of daily orders per ad, in the order of ads and days.
#[derive(Debug, Clone)]
pub struct AdDays {
    /// What is known of the day without its orders.
    pub features: FeatureTable,
    /// The ad of each row.
    pub ads: Vec<String>,
    /// The day of each row.
    pub dates: Vec<Date>,
    /// The orders of each row.
    pub orders: Array1<f32>,
}
