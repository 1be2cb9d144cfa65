//! What an experiment showed.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::reason::NotComputed;
use crate::models::least_squares::Interval;

/// One experiment, and what the data say about it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ExperimentReading {
    /// Short id.
    pub id: String,
    /// Channels whose spend was changed together.
    pub channels: Vec<String>,
    /// Regions in which it was changed.
    pub treated: Vec<String>,
    /// First day of the change.
    pub start: Date,
    /// Last day of the change, as planned.
    pub end: Date,
    /// What spend was multiplied by: 0 is a hold-out.
    pub multiplier: f64,
    /// What it did.
    pub outcome: Outcome,
}

/// A reading, or why there is none.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The experiment could be read.
    Computed(Box<Reading>),
    /// It could not.
    NotComputed(NotComputed),
}

/// What changed in the treated regions, by two comparisons.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Reading {
    /// Untreated regions that serve as the comparison.
    pub controls: Vec<String>,
    /// Regions that are neither: without orders, or changed by another experiment meanwhile.
    pub left_out: Vec<String>,
    /// First day of the period before the test that it is compared with.
    pub before_from: Date,
    /// Last day over which the effect is summed: the test and its cool-down, as far as data go.
    pub read_until: Date,
    /// Whether the data end before the test or its cool-down do.
    pub cut_short: bool,
    /// Days in one block. The test with its cool-down is four blocks.
    pub block_days: usize,
    /// Blocks before the test.
    pub blocks_before: usize,
    /// Spend in the treated regions.
    pub spend: Option<Spend>,
    /// Revenue per order in the treated regions over all these days, in currency.
    pub average_order_value: Option<f64>,
    /// Orders of the treated regions against the sum of the control regions.
    pub difference_in_differences: Estimate,
    /// Orders of the treated regions against their synthetic control.
    pub synthetic_control: Estimate,
    /// The series behind the estimates, from `before_from` to `read_until`.
    pub days: Vec<Day>,
}

/// What happened to the spend under test.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
pub struct Spend {
    /// Spend in the treated regions during the test, in currency.
    pub actual: f64,
    /// What it would have been, had it kept its ratio to the control regions' spend.
    pub expected: f64,
    /// `actual − expected`: below 0 where spend was withheld.
    pub change: f64,
}

/// One comparison's answer.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Estimate {
    /// Weight of each control region, by share of the comparison before the test; they sum to 1.
    pub weights: Vec<RegionWeight>,
    /// How the weights were found optimal; none where nothing was optimised.
    pub certificate: Option<Certificate>,
    /// Root mean squared gap per period before the test, as a share of the treated regions' mean
    /// orders.
    pub fit_before: f64,
    /// Orders that the change of spend added (below 0: cost), summed to `read_until`.
    pub orders: Interval,
    /// Two-sided p-value of "no effect" by Student's t over the blocks.
    pub p: f64,
    /// The same as a share of the orders expected without it.
    pub relative: Interval,
    /// Orders per 1000 of currency that were added or withheld; none where spend did not change
    /// or is not known. The change of spend counts as known exactly.
    pub orders_per_1000: Option<Interval>,
    /// Revenue per unit of currency added or withheld, each order at the average order value.
    pub incremental_roas: Option<Interval>,
    /// The test against every other choice of as many blocks of time.
    pub in_time: Placebos,
    /// The treated regions against other choices of as many regions; none without an answer.
    pub in_space: Option<Placebos>,
    /// Smallest effect, in orders, that this test would find at the 5 % level four times in five;
    /// none where it could find none, however large.
    pub minimal_detectable_orders: Option<f64>,
}

/// A control region's part in a comparison.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct RegionWeight {
    /// Region.
    pub region: String,
    /// Its share of the comparison, 0 to 1.
    pub weight: f64,
}

/// Proof that weights are the best there are.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
pub struct Certificate {
    /// Regions that entered or left the active set until the end.
    pub steps: usize,
    /// Upper bound on how far the mean squared gap lies above the least possible, as a share of
    /// the largest that one region alone would leave.
    pub gap: f64,
}

/// How often an effect as large comes about by chance.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
pub struct Placebos {
    /// Choices compared, the real one not counted.
    pub placebos: usize,
    /// Whether these are all choices there are; if not, they were drawn.
    pub exhaustive: bool,
    /// Share of all choices, the real one among them, with an effect at least as large.
    pub p: f64,
    /// Smallest p that so many choices can give.
    pub smallest_p: f64,
}

/// One period of the series.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
pub struct Day {
    /// First day of the period.
    pub date: Date,
    /// Orders of the treated regions.
    pub actual: f64,
    /// What difference-in-differences expects of them without the test.
    pub expected: f64,
    /// What the synthetic control expects of them without the test.
    pub synthetic: f64,
    /// `actual − synthetic`.
    pub gap: f64,
}
