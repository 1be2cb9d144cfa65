//! How creatives tire.

use schemars::JsonSchema;
use serde::Serialize;

use super::{Estimate, Scope};

/// How a creative tires.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Fatigue {
    /// What wear is measured on.
    pub axis: WearAxis,
    /// Slope of the logarithm of the click-through rate on the axis, net of what the platform's
    /// days did to all creatives; none where it was shown on too few days, or its wear hardly
    /// changed.
    pub raw: Option<RawSlope>,
    /// The slope, shrunken toward the platform's.
    pub slope: Estimate,
    /// Probability that the slope is below zero.
    pub falling: f64,
    /// Wear on the last day shown: cumulative frequency − 1, or days since the first.
    pub wear: f64,
    /// Growth of wear per day, over the last two weeks shown.
    pub pace: f64,
    /// Share of the fresh click-through rate that was lost by the last day shown:
    /// 1 − e^(slope · wear). Negative if it rose.
    pub lost: f64,
    /// Probability that more than a fifth was lost.
    pub worn: f64,
    /// Days, at that pace, in which the click-through rate halves; none where the slope or the pace
    /// is not on the falling side at all.
    pub days_to_half: Option<DaysToHalf>,
}

/// A slope as its own days give it.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
pub struct RawSlope {
    /// Quasi-likelihood estimate.
    pub slope: f64,
    /// Standard error, with the day-to-day variance of the group.
    pub se: f64,
}

/// Days in which the click-through rate halves.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
pub struct DaysToHalf {
    /// At the posterior mean of the slope: ln 2 / (−slope · pace).
    pub days: f64,
    /// At the steep end of the slope's interval.
    pub low: f64,
    /// At its flat end; none where that end does not fall, so that there is no upper limit.
    pub high: Option<f64>,
}

/// What wear is measured on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum WearAxis {
    /// How often a person reached had seen it when the day began, minus 1.
    CumulativeFrequency,
    /// Days since it was first shown.
    DaysLive,
}

/// How the creatives of a platform tire.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct FatiguePrior {
    /// Platform.
    pub platform: String,
    /// What wear is measured on.
    pub axis: WearAxis,
    /// Whose creatives it was learnt from: the platform's, or all with the same axis.
    pub scope: Scope,
    /// Creatives that it was learnt from.
    pub learnt_from: usize,
    /// Mean slope.
    pub mean: f64,
    /// Standard error of the mean slope.
    pub se: f64,
    /// Standard deviation of true slopes between creatives.
    pub sd: f64,
}
