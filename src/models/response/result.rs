//! What the response model says: plain data, in the units of the shop.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::caution::Caution;

/// A figure and its 90 % interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
pub struct Estimate {
    /// The estimate.
    pub value: f64,
    /// Lower end of the interval: 5 % of the bootstrap's values lie below.
    pub low: f64,
    /// Upper end: 5 % lie above.
    pub high: f64,
}

/// The fitted response model.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ResponseFit {
    /// Which orders are explained; all orders in this result are of this kind.
    pub explained: Explained,
    /// First day of the first period.
    pub first: Date,
    /// First day of the last period.
    pub last: Date,
    /// Days in a period: 1, or 7 where the data are weekly.
    pub step_days: usize,
    /// Number of periods.
    pub periods: usize,
    /// Regions.
    pub regions: Vec<String>,
    /// What each channel did, in the panel's order.
    pub channels: Vec<ChannelResponse>,
    /// Channels that could not be in the model at all, and why.
    pub left_out: Vec<LeftOut>,
    /// All channels of the model together.
    pub media: Attribution,
    /// Orders by period, split into the baseline and each channel's part.
    pub contributions: Contributions,
    /// Seasonal and calendar terms.
    pub controls: Vec<Control>,
    /// How close the fitted orders are to the actual ones, inside the sample.
    pub accuracy: Accuracy,
    /// How well it foresees what it has not seen; none where the data are too short.
    pub validation: Option<Validation>,
    /// Residuals of the periods' totals, for diagnostic charts.
    pub residuals: Residuals,
    /// The noise that the fit found.
    pub noise: Noise,
    /// How budgets moved with demand, and what was done about it.
    pub budgets: Budgets,
    /// How the search for the shapes ended.
    pub search: Search,
    /// How the intervals were made.
    pub bootstrap: Bootstrap,
    /// What the data cannot tell.
    pub cautions: Vec<Caution>,
}

/// Which orders a fit explains.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Explained {
    /// Orders of new customers. What ads do to the orders of those who were customers before is
    /// not counted.
    NewCustomers,
    /// Orders of all customers. Some of what won customers order later is credited to ads.
    AllOrders,
}

/// One channel's response.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ChannelResponse {
    /// Channel.
    pub channel: String,
    /// Whether the data tell what its spend brought, by the rule of `Identification`.
    pub identification: Identification,
    /// What its spend brought in the window.
    pub attribution: Attribution,
    /// θ: share of the effect that is left one period later.
    pub decay: Estimate,
    /// K: steady spend, in currency per day and region, at half of the ceiling.
    pub half_spend: Estimate,
    /// α: slope of the Hill curve.
    pub slope: Estimate,
    /// Orders per day over all regions at endless spend and an average season.
    pub ceiling: Estimate,
    /// Orders per day at steady spend.
    pub curve: ResponseCurve,
}

/// What some spend brought in the window.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Attribution {
    /// Spend, in currency.
    pub spend: f64,
    /// Orders that it brought.
    pub orders: Estimate,
    /// Its part of all orders, 0 to 1.
    pub share_of_orders: Estimate,
    /// Revenue that it brought, in currency: orders of each region times the region's average
    /// order revenue. None where the data have no revenue.
    pub revenue: Option<Estimate>,
    /// Revenue that it brought, per unit of spend.
    pub roas: Option<Estimate>,
    /// Revenue of one unit of spend more, spread over the window as the spend was.
    pub marginal_roas: Option<Estimate>,
    /// Orders that it brought, per 1000 of spend.
    pub orders_per_thousand: Estimate,
    /// Orders that 1000 of spend more would bring.
    pub marginal_orders_per_thousand: Estimate,
}

/// Whether the data tell a channel's effect. The rule: the 90 % interval of the attributed orders
/// is no wider than 1.5 times the larger of two figures, the interval's lower end and the orders
/// that the channel would have brought at the average return of all channels; and at least 2 % of
/// the variation of its carried-over, saturated spend is free of the controls. The width does not
/// depend on luck as the estimate does, so a lucky estimate does not make an effect known.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Identification {
    /// Whether the effect is identified.
    pub effect: bool,
    /// Width of the interval over the figure that the rule names.
    pub relative_width: f64,
    /// Which of the three shape parameters the data narrow down (interval at most 60 % as wide as
    /// the prior's).
    pub decay: bool,
    /// See `decay`.
    pub half_spend: bool,
    /// See `decay`.
    pub slope: bool,
    /// Variance inflation of the channel's effect by the other channels, after the controls: 1
    /// where they are unrelated.
    pub variance_inflation: f64,
    /// Share of the variance of its carried-over, saturated spend that the controls (calendar,
    /// trend, regions) do not explain, 0 to 1.
    pub free_variation: f64,
}

/// Orders per day over all regions against steady spend per day over all regions, split over the
/// regions as it was, in an average season.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ResponseCurve {
    /// The curve, from no spend on.
    pub points: Vec<CurvePoint>,
    /// The middle 90 % of the spend per day on the days with spend.
    pub observed: [f64; 2],
    /// Mean spend per day on the days with spend.
    pub usual: f64,
}

/// A point of a response curve.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
pub struct CurvePoint {
    /// Spend per day, in currency.
    pub spend: f64,
    /// Orders per day.
    pub orders: Estimate,
}

/// A channel that is not in the model.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct LeftOut {
    /// Channel.
    pub channel: String,
    /// Its spend, in currency.
    pub spend: f64,
    /// Why.
    pub reason: Reason,
}

/// Why a channel is not in the model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// It spent nothing.
    NoSpend,
    /// Its spend never changed, so nothing can be compared.
    ConstantSpend,
    /// It spent in fewer than four periods.
    TooFewPeriods,
    /// What is left of its variation after the controls is next to nothing.
    NoFreeVariation,
}

/// Orders by period over all regions. `fitted = baseline + Σ channels`, in every period.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Contributions {
    /// First day of each period.
    pub dates: Vec<Date>,
    /// Orders.
    pub observed: Vec<f64>,
    /// Fitted orders.
    pub fitted: Vec<f64>,
    /// Orders that no channel brought.
    pub baseline: Vec<f64>,
    /// What each channel brought, in the order of `ResponseFit::channels`.
    pub channels: Vec<ChannelSeries>,
}

/// A channel's part of the orders.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ChannelSeries {
    /// Channel.
    pub channel: String,
    /// Orders by period.
    pub orders: Vec<f64>,
}

/// A term of the season.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Control {
    /// What it is, such as `Friday` or `Ramadan, day 8`.
    pub name: String,
    /// Its effect on log orders, all else equal.
    pub log_effect: f64,
}

/// How close two series of totals are.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
pub struct Accuracy {
    /// `1 − Σ(y − ŷ)² / Σ(y − ȳ)²`; none where the orders never change.
    pub r_squared: Option<f64>,
    /// Mean of |y − ŷ| / y over the periods with orders, as a fraction; none without any.
    pub mape: Option<f64>,
}

/// Rolling validation: fitted on what came before, judged on what came next.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Validation {
    /// Periods in each fold.
    pub horizon: usize,
    /// First day of each fold, oldest first.
    pub folds: Vec<Date>,
    /// First day of each foreseen period.
    pub dates: Vec<Date>,
    /// Orders of the foreseen periods.
    pub observed: Vec<f64>,
    /// What the model foresaw, given the spend.
    pub foreseen: Vec<f64>,
    /// What the seasonal-naive forecast said: the latest known period of the same weekday (or, in
    /// weekly data, of the same week a year ago where it is known, else the latest week).
    pub naive: Vec<f64>,
    /// The model's accuracy over all folds.
    pub model: Accuracy,
    /// The seasonal-naive forecast's.
    pub seasonal_naive: Accuracy,
}

/// Residuals of the periods' totals.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Residuals {
    /// First day of each period.
    pub dates: Vec<Date>,
    /// Fitted orders over all regions.
    pub fitted: Vec<f64>,
    /// (orders − fitted) / √variance, each with mean square one if the noise model holds.
    pub standardised: Vec<f64>,
    /// Sorted standardised residuals against normal quantiles: (theory, sample).
    pub quantiles: Vec<[f64; 2]>,
    /// Autocorrelation of the innovations at lags 1, 2, …: near zero where the noise model holds.
    pub autocorrelation: Vec<f64>,
    /// Bound that 95 % of the autocorrelations of pure noise keep: 1.96 / √periods.
    pub bound: f64,
}

/// The noise that the fit found.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
pub struct Noise {
    /// Variance of a region's orders over their mean, after shared shocks: 1 is Poisson.
    pub dispersion: f64,
    /// Variance of the days' shared component over its mean: what regions have in common.
    pub shared_dispersion: f64,
    /// Lag-one autocorrelation of the shared component.
    pub shared_persistence: f64,
    /// Lag-one autocorrelation of the regions' own components; none with one region.
    pub local_persistence: Option<f64>,
}

/// How budgets moved with demand. A budget that chases demand makes spend and orders move
/// together although neither causes the other; what the channels' budgets do in common on a day is
/// therefore a control.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Budgets {
    /// Elasticity of each channel's spend to the calendar's expected demand, in the order of
    /// `ResponseFit::channels`: 1 is in proportion, 0 not at all; none where it cannot be told.
    pub following: Vec<Option<f64>>,
    /// Whether the budgets' common movement is a control.
    pub controlled: bool,
    /// Elasticity of baseline orders to the budgets' common movement over the dates, and its
    /// standard error; none where it is not a control.
    pub shared: Option<[f64; 2]>,
    /// The same for movements of single regions on a date.
    pub local: Option<[f64; 2]>,
}

/// How the search ended.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
pub struct Search {
    /// Starting points.
    pub starts: usize,
    /// How many of them ended within 0.1 (in −log likelihood) of the best.
    pub agreeing: usize,
    /// Evaluations of the profile likelihood.
    pub evaluations: u64,
    /// Rounds of reweighting, and whether the fitted orders had settled (to 0.1 %).
    pub rounds: usize,
    /// See `rounds`.
    pub settled: bool,
    /// Largest violation of the optimality conditions of the non-negative least squares, relative
    /// to the gradient's scale.
    pub optimality_gap: f64,
    /// Largest error of the tabulated curves at the estimate, relative to the curve's norm.
    pub table_error: f64,
}

/// How the intervals were made.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
pub struct Bootstrap {
    /// Replicates.
    pub replicates: usize,
    /// Periods in a block.
    pub block: usize,
}
