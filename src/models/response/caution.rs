//! What the data cannot tell, as data: the report finds the words.

use schemars::JsonSchema;
use serde::Serialize;

/// A parameter of a channel's curve.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Shape {
    /// θ, the carry-over.
    Decay,
    /// K, the half-saturation spend.
    HalfSpend,
    /// α, the slope.
    Slope,
}

/// A limit of what the fit can say.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Caution {
    /// Fewer periods than the model would need: read every figure as a sketch.
    ShortHistory {
        /// Periods in the data.
        periods: usize,
        /// Periods from which on this is not said.
        enough: usize,
    },
    /// One region only: what happened everywhere on a day cannot be told from what spend did.
    OneRegion,
    /// The interval of a channel's effect is too wide to be of use.
    EffectUnknown {
        /// Channel.
        channel: String,
        /// Width of the 90 % interval of its orders, relative to the figure that the rule names.
        relative_width: f64,
    },
    /// A channel's estimate is zero: its orders cannot be told from none.
    NoEffectSeen {
        /// Channel.
        channel: String,
    },
    /// The data do not narrow a shape parameter down: its value is mostly the prior's.
    ShapeUnknown {
        /// Channel.
        channel: String,
        /// Which parameter.
        shape: Shape,
    },
    /// A shape parameter lies on the bound of what was searched.
    ShapeOnBound {
        /// Channel.
        channel: String,
        /// Which parameter.
        shape: Shape,
        /// The bound.
        bound: f64,
    },
    /// Channels that moved together: their sum is known better than either.
    Collinear {
        /// Channel.
        channel: String,
        /// The channel it moved with most.
        with: String,
        /// Correlation of the two effects after the controls.
        correlation: f64,
        /// Variance inflation of the first.
        variance_inflation: f64,
    },
    /// A channel that was never off or nearly so: what no spend at all would do is read off the
    /// curve's assumed form, not off the data.
    NeverOff {
        /// Channel.
        channel: String,
        /// Lowest carried-over spend relative to its mean (the 2 % quantile over the cells).
        lowest: f64,
    },
    /// Budgets move with demand, so an uncorrected comparison of spend with orders flatters ads.
    BudgetsFollowDemand {
        /// Elasticity of spend to expected demand, averaged over the channels.
        elasticity: f64,
    },
    /// The media's orders exceed what is plausible beside the baseline.
    BaselineSmall {
        /// Baseline's share of the fitted orders.
        share: f64,
    },
    /// Negative spend (corrections in the ad account) was taken as none.
    NegativeSpend {
        /// Channel.
        channel: String,
        /// Cells.
        cells: usize,
    },
    /// The model foresees no better than repeating the last season.
    ForesightPoor {
        /// Model's mean absolute percentage error, as a fraction.
        model: f64,
        /// That of the seasonal-naive forecast.
        naive: f64,
    },
    /// What noise is left has a memory that the noise model does not have.
    NoiseRemembers {
        /// Lag in periods.
        lag: usize,
        /// Autocorrelation at that lag.
        autocorrelation: f64,
    },
    /// Different starts of the search ended in equally good fits with other shapes.
    SeveralOptima {
        /// Starts that agreed with the best.
        agreeing: usize,
        /// All starts.
        starts: usize,
    },
}
