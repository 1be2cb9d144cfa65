//! What the level of a rate is owed to.

use schemars::JsonSchema;
use serde::Serialize;

use super::Estimate;

/// What the level of a rate is owed to, besides luck: effects on its logarithm.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct RateEffects {
    /// Attributes of the creatives: what pays, and what does not.
    pub attributes: Vec<Kind>,
    /// Where they ran: adjusted for.
    pub context: Vec<Kind>,
    /// Platform, format, and both together: adjusted for.
    pub groups: Vec<Kind>,
    /// Within creatives, by platform: device, audience, region, …: adjusted for.
    pub mix: Vec<MixLevel>,
    /// Standard deviation of log rates between concepts, all else equal; none where concepts are not
    /// known, or have one creative each.
    pub concept_sd: Option<f64>,
    /// Standard deviation of log rates between creatives that is owed to none of them.
    pub unexplained_sd: f64,
    /// Standard deviation of log rates between creatives of the same platform, format and context:
    /// what attributes, concepts and the unexplained part make together.
    pub quality_sd: f64,
    /// Rounds until the variances settled.
    pub steps: usize,
    /// Whether they did.
    pub converged: bool,
}

/// One kind of level, such as the hook, and how much it matters.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Kind {
    /// Name of the kind.
    pub name: String,
    /// Estimated standard deviation of the effects of its levels: how much it matters.
    pub sd: f64,
    /// Its levels, best first.
    pub levels: Vec<Level>,
}

/// One level and its effect on the logarithm of a rate.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Level {
    /// Name of the level.
    pub name: String,
    /// Creatives that have it.
    pub creatives: usize,
    /// Effect against the average creative that has a level of this kind, all else equal,
    /// shrunken: 0.1 is about 10 % more.
    pub effect: Estimate,
    /// Probability that it is above zero.
    pub above: f64,
}

/// One level of the mix within creatives.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct MixLevel {
    /// Platform.
    pub platform: String,
    /// Kind, such as `device`.
    pub kind: String,
    /// Level, such as `mobile`.
    pub level: String,
    /// Trials in it.
    pub trials: u64,
    /// Factor on the rate, relative to the platform's average over its trials.
    pub factor: f64,
}
