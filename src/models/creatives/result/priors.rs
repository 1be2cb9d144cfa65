//! What creatives of a kind have in common.

use schemars::JsonSchema;
use serde::Serialize;

/// Whose creatives a prior was learnt from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// The creatives of the platform and format.
    Group,
    /// Those of the platform: the group is too small, or does not differ within.
    Platform,
    /// All: the platform is too small too, or does not differ within.
    All,
    /// None: there are too few creatives to learn from. The prior has the overall rate and weighs
    /// as much as one success.
    Unlearnt,
}

/// A beta prior, Beta(α, β), of a rate among creatives of a platform and format.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct RatePrior {
    /// Platform.
    pub platform: String,
    /// Format.
    pub format: String,
    /// Creatives of this platform and format that have trials.
    pub creatives: usize,
    /// What trials are.
    pub trials: Trials,
    /// Whose creatives the prior was learnt from.
    pub scope: Scope,
    /// Why it is not the group itself, in words; none if it is.
    pub fallback: Option<String>,
    /// Creatives that it was learnt from.
    pub learnt_from: usize,
    /// α.
    pub alpha: f64,
    /// β.
    pub beta: f64,
    /// Mean rate, α / (α + β).
    pub mean: f64,
    /// Standard deviation of the log rate between creatives, √(ψ′(α) − ψ′(α + β)).
    pub log_sd: f64,
    /// Rate of an average creative under the prior's conditions, from which quality is measured:
    /// see [`RateEffects`](super::RateEffects).
    pub reference: f64,
    /// Variance of a day's log rate around its expectation, beyond counting.
    pub day_variance: f64,
    /// How the search for the maximum of the likelihood ended; none where there was none.
    pub convergence: Option<Convergence>,
}

/// What a rate's trials are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Trials {
    /// Times shown.
    Impressions,
    /// Visits.
    Visits,
    /// Clicks, where visits are not tracked.
    Clicks,
}

/// A gamma prior, Gamma(a, rate b), of orders per unit of spend.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct OrderPrior {
    /// Platform.
    pub platform: String,
    /// Format.
    pub format: String,
    /// Creatives of this platform and format that have spend and known orders.
    pub creatives: usize,
    /// Whose creatives the prior was learnt from.
    pub scope: Scope,
    /// Why it is not the group itself, in words; none if it is.
    pub fallback: Option<String>,
    /// Creatives that it was learnt from.
    pub learnt_from: usize,
    /// Shape a.
    pub a: f64,
    /// Rate b, in units of spend.
    pub b: f64,
    /// Mean orders per unit of spend, a / b.
    pub mean: f64,
    /// Orders per unit of spend of an average creative under the prior's conditions, from which
    /// quality is measured.
    pub reference: f64,
    /// Variance of a day's log rate around its expectation, beyond counting.
    pub day_variance: f64,
    /// How the search for the maximum of the likelihood ended; none where there was none.
    pub convergence: Option<Convergence>,
}

/// The gamma-gamma model of order values (Fader, Hardie and Lee 2005).
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ValuePrior {
    /// Platform.
    pub platform: String,
    /// Format.
    pub format: String,
    /// Creatives of this platform and format that have orders and revenue.
    pub creatives: usize,
    /// Whose creatives the prior was learnt from.
    pub scope: Scope,
    /// Why it is not the group itself, in words; none if it is.
    pub fallback: Option<String>,
    /// Creatives that it was learnt from.
    pub learnt_from: usize,
    /// Shape p of the values of single orders.
    pub p: f64,
    /// Shape q of the prior of ν.
    pub q: f64,
    /// Rate v of the prior of ν, in currency.
    pub v: f64,
    /// Mean order value, p v / (q − 1), in currency.
    pub mean: f64,
    /// How the search for the maximum of the likelihood ended; none where there was none.
    pub convergence: Option<Convergence>,
}

/// How a search for a maximum ended.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
pub struct Convergence {
    /// Steps taken.
    pub steps: usize,
    /// Log likelihood at the end, without terms that do not depend on the parameters.
    pub log_likelihood: f64,
    /// Largest element of its gradient by the logarithms of the parameters, but for those that
    /// ended at a limit.
    pub gradient: f64,
    /// Whether that gradient vanished.
    pub converged: bool,
}
