//! The fitted model in words of levels.

use libm::sqrt;

use super::super::blocks::{Block, Role};
use super::super::result::{Estimate, Kind, Level};
use super::super::special::normal_cdf;
use super::Effects;
use super::solve::Model;

/// What the model says of levels and creatives.
pub fn effects(model: &Model, blocks: &[Block], steps: usize, converged: bool) -> Effects {
    let shares: Vec<Vec<f64>> = blocks.iter().map(|block| shares(model, block)).collect();
    let (mut reference, mut reference_variance) = (Vec::new(), Vec::new());
    for i in 0..model.observations.len() {
        let estimate = model.estimate(&average_creative(model, i, blocks, &shares));
        reference.push(estimate.mean);
        reference_variance.push(estimate.sd * estimate.sd);
    }
    let used = &model.design.used;
    let by_attributes = |&i: &usize| model.linear(i) - reference[i];
    let count = used.len() as f64;
    let mean = used.iter().map(by_attributes).sum::<f64>() / count;
    let spread = used.iter().map(|i| (by_attributes(i) - mean).powi(2)).sum::<f64>() / count;
    let described = blocks.iter().enumerate().map(|(k, b)| (b.role, kind(model, k, b, &shares[k])));
    Effects {
        kinds: described.collect(),
        concept_sd: model.design.has_concepts.then(|| sqrt(model.concept_variance)),
        unexplained_sd: sqrt(model.own_variance),
        quality_sd: sqrt(model.own_variance + model.concept_variance + spread),
        steps,
        converged,
        reference,
        reference_variance,
    }
}

/// Each level's share of the creatives that have one of this kind.
fn shares(model: &Model, block: &Block) -> Vec<f64> {
    let mut shares = vec![0.0; block.levels.len()];
    let levels = model.design.used.iter().filter_map(|&i| block.of[i]);
    levels.for_each(|level| shares[level] += 1.0);
    let total: f64 = shares.iter().sum();
    shares.iter_mut().for_each(|share| *share /= total.max(1.0));
    shares
}

/// The columns of a creative with the same platform, format and context, and with attributes in the
/// shares in which they occur.
fn average_creative(
    model: &Model,
    i: usize,
    blocks: &[Block],
    shares: &[Vec<f64>],
) -> Vec<(usize, f64)> {
    let mut contrast = vec![(0, 1.0)];
    for ((block, shares), &start) in blocks.iter().zip(shares).zip(&model.design.starts) {
        let Some(level) = block.of[i] else { continue };
        if block.role == Role::Attribute {
            contrast.extend(shares.iter().enumerate().map(|(l, &share)| (start + l, share)));
        } else {
            contrast.push((start + level, 1.0));
        }
    }
    contrast
}

fn kind(model: &Model, k: usize, block: &Block, shares: &[f64]) -> Kind {
    let start = model.design.starts[k];
    let level = |level: usize| {
        let minus = shares.iter().enumerate().map(|(l, share)| (start + l, -share));
        let contrast: Vec<(usize, f64)> = minus.chain([(start + level, 1.0)]).collect();
        let effect = model.estimate(&contrast);
        let creatives = model.design.used.iter().filter(|&&i| block.of[i] == Some(level)).count();
        let (name, above) = (block.levels[level].clone(), effect.above_zero());
        Level { name, creatives, effect, above }
    };
    let mut levels: Vec<Level> = (0..block.levels.len()).map(level).collect();
    levels.sort_by(|a, b| b.effect.mean.total_cmp(&a.effect.mean).then(a.name.cmp(&b.name)));
    Kind { name: block.name.clone(), sd: sqrt(model.kind_variance[k]), levels }
}

impl Model<'_> {
    /// A sum of coefficients, each times a number.
    fn estimate(&self, contrast: &[(usize, f64)]) -> Estimate {
        let mean = contrast.iter().map(|&(column, times)| times * self.beta[column]).sum();
        Estimate::normal(mean, sqrt(self.covariance_of(contrast, contrast).max(0.0)))
    }
}

impl Estimate {
    /// Probability that a normal estimate is above zero; a half where nothing is known of it.
    pub(in super::super) fn above_zero(&self) -> f64 {
        if self.sd > 0.0 { normal_cdf(self.mean / self.sd) } else { 0.5 }
    }
}
