//! What the level of a rate is owed to: platform, format, context, attributes, concept, and the
//! rest.
//!
//! Creative i has k_i successes on an exposure E_i, with variance D_i times that of counting:
//!
//! ```text
//! ln E[k_i] = ln E_i + β₀ + Σ_kinds β[kind, its level] + u[its concept] + q_i
//! β[kind, ·] ~ N(0, τ²_kind)      u ~ N(0, ω²)      q_i ~ N(0, σ²)
//! ```
//!
//! fitted by penalised quasi-likelihood (Breslow and Clayton 1993): the counts are linearised,
//! z_i = η_i + (k_i − μ_i)/μ_i with variance v_i = D_i/μ_i, the linear mixed model is solved, and
//! its variances move towards their restricted maximum likelihood by τ² ← Σ β² / γ, where γ, the
//! number of levels less tr(V)/τ², counts those that the data determine (MacKay 1992); in turn. To
//! the levels of a kind comes one more that differs as much as such levels do as a rule, a prior
//! that keeps few levels from being taken for equal (Chung et al. 2013).
//!
//! Variants of one concept are alike, which is why concepts are in it: ten variants of two concepts
//! tell little more of a platform's level than two creatives would.

mod describe;
mod design;
mod solve;

use super::blocks::{Block, Role};
use super::daily::{Decomposition, Row};
use super::result::Kind;
use design::Design;
use solve::Model;

/// Fewest creatives from which levels are told apart.
const FEWEST: usize = 6;
/// Most rounds.
const MOST_ROUNDS: usize = 500;
/// Largest change of a logarithm, relative of a standard deviation, in the last round.
const SETTLED: f64 = 1e-6;

/// What one creative shows.
#[derive(Debug, Clone, Copy)]
pub struct Observation {
    /// k: successes.
    pub successes: f64,
    /// E: exposure; 0 leaves it out.
    pub exposure: f64,
    /// D: variance of the successes over that of counting.
    pub design_effect: f64,
}

/// Adds up each creative's days, with exposures as their shocks make them.
pub fn observe(rows: &[Row], days: &Decomposition) -> Vec<Observation> {
    let start = |&design_effect: &f64| Observation { successes: 0.0, exposure: 0.0, design_effect };
    let mut observations: Vec<Observation> = days.design_effect.iter().map(start).collect();
    for row in rows {
        observations[row.creative].successes += row.successes;
        observations[row.creative].exposure += row.exposure * days.shocks[row.day];
    }
    observations
}

/// The fitted model.
#[derive(Debug, Clone)]
pub struct Effects {
    /// For each creative, the log rate of the average creative of its platform, format and
    /// context.
    pub reference: Vec<f64>,
    /// Variance of each reference.
    pub reference_variance: Vec<f64>,
    /// The kinds with their levels' effects.
    pub kinds: Vec<(Role, Kind)>,
    /// ω; none where concepts are not known, or have one creative each.
    pub concept_sd: Option<f64>,
    /// σ.
    pub unexplained_sd: f64,
    /// Standard deviation of the parts of attributes, concept and the rest together.
    pub quality_sd: f64,
    /// Rounds taken.
    pub steps: usize,
    /// Whether the variances settled.
    pub converged: bool,
}

/// What tells creatives apart.
#[derive(Debug, Clone, Copy)]
pub struct Kinds<'a> {
    /// Kinds of levels.
    pub blocks: &'a [Block],
    /// Each creative's concept.
    pub concepts: &'a [Option<usize>],
}

/// Fits the model; none with too few creatives, or no success.
pub fn fit(observations: &[Observation], kinds: Kinds) -> Option<Effects> {
    let Kinds { blocks, concepts } = kinds;
    let used: Vec<usize> =
        (0..observations.len()).filter(|&i| observations[i].exposure > 0.0).collect();
    let successes: f64 = used.iter().map(|&i| observations[i].successes).sum();
    if used.len() < FEWEST || successes <= 0.0 {
        return None;
    }
    let design = Design::new(observations.len(), blocks, concepts, used);
    let mut model = Model::new(observations, &design);
    let mut steps = 0;
    let mut converged = false;
    while steps < MOST_ROUNDS && !converged {
        steps += 1;
        converged = model.round()? < SETTLED;
    }
    Some(describe::effects(&model, blocks, steps, converged))
}
