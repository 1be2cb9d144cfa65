//! What is true, where the data were made and the answer key lies beside them; and how near the
//! estimates come to it.

mod comparison;
mod creatives;
mod media;
mod ranks;
#[cfg(test)]
mod tests;

pub use comparison::{Beside, Comparison, compare};
pub use media::ChannelComparison;

use crate::models::conversion::TruthGap;

/// The answer key. Each part is empty, or none, where it is not known.
#[derive(Debug, Clone, Default)]
pub struct Truth {
    /// What each platform's ads did: `truth/channels`.
    pub channels: Vec<TrueChannel>,
    /// Response curves over all regions: `truth/response_curves`, by platform and rising spend.
    pub curves: Vec<TrueCurvePoint>,
    /// What each experiment changed: `truth/experiments`.
    pub experiments: Vec<TrueExperiment>,
    /// Latent quality of each creative: `truth/creatives`.
    pub creatives: Vec<TrueCreative>,
    /// The conversion forest's ranking of its test visits beside that of `truth/sessions`.
    pub conversion: Option<TruthGap>,
    /// The same for the forest that knows what happened in the visit.
    pub conversion_in_visit: Option<TruthGap>,
}

/// What one platform's ads truly did in the window.
#[derive(Debug, Clone, PartialEq)]
pub struct TrueChannel {
    /// Platform, as the analyses name it.
    pub platform: String,
    /// θ of the adstock, per day.
    pub decay: f64,
    /// K of the Hill curve: effective spend per day and region, in currency.
    pub half_spend: f64,
    /// α of the Hill curve.
    pub slope: f64,
    /// β: ceiling of incremental orders per day over all regions.
    pub ceiling: f64,
    /// Spend in the window, in currency.
    pub spend: f64,
    /// Expected incremental orders in the window.
    pub expected_orders: f64,
    /// Orders in the window that it caused.
    pub realised_orders: f64,
    /// Expected revenue of the incremental orders, in currency.
    pub expected_revenue: f64,
    /// Revenue of the orders that it caused, in currency.
    pub realised_revenue: f64,
    /// Share of the orders that it caused which were their customers' first; the others were of
    /// customers that the shop had already. None where that is not known, or it caused none.
    pub first_orders: Option<f64>,
    /// The same share of their revenue.
    pub first_orders_of_revenue: Option<f64>,
    /// Expected revenue / spend; none without spend.
    pub roas: Option<f64>,
    /// Expected revenue of one unit of spend more; none without spend.
    pub marginal_roas: Option<f64>,
}

/// A point of a platform's true response curve, summed over regions.
#[derive(Debug, Clone, PartialEq)]
pub struct TrueCurvePoint {
    /// Platform.
    pub platform: String,
    /// Effective spend per day over all regions, in currency.
    pub spend: f64,
    /// Expected incremental orders per day.
    pub orders: f64,
}

/// What one experiment truly changed on one platform in one treated region.
#[derive(Debug, Clone, PartialEq)]
pub struct TrueExperiment {
    /// Experiment.
    pub id: String,
    /// Platform under test.
    pub platform: String,
    /// Treated region.
    pub region: String,
    /// Days of it inside the window.
    pub days: u32,
    /// Expected incremental orders from its first day to the window's end, as it was.
    pub expected_orders: f64,
    /// The same had it not been held.
    pub expected_orders_without: f64,
    /// Orders that it added; below 0 for a hold-out.
    pub lift_orders: f64,
    /// Spend that it added or, below 0, withheld, in currency.
    pub spend_change: f64,
}

/// What one creative truly is.
#[derive(Debug, Clone, PartialEq)]
pub struct TrueCreative {
    /// Creative, as the analyses name it.
    pub id: String,
    /// Log CTR relative to the average ad of its platform, format, objective and tactic.
    pub quality: f64,
    /// Causal effect of a unit of spend relative to the average ad.
    pub effect: f64,
}
