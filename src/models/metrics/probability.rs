//! Scores as probabilities.

use schemars::JsonSchema;
use serde::Serialize;

/// Number of calibration bins, each with about as many cases.
pub const CALIBRATION_BINS: usize = 20;

/// Cases of like score, and how many of them are positive.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
pub struct CalibrationBin {
    /// Cases in the bin.
    pub cases: u64,
    /// Positive ones among them.
    pub positives: u64,
    /// Lowest score in the bin.
    pub lowest: f64,
    /// Highest score in the bin.
    pub highest: f64,
    /// Mean score: the predicted share of positives.
    pub predicted: f64,
    /// The observed share of positives.
    pub observed: f64,
    /// Lower end of the 90 % Wilson interval of the observed share.
    pub observed_low: f64,
    /// Upper end of it.
    pub observed_high: f64,
}

/// Scores are kept this far from 0 and 1 before their logarithm is taken.
const CLIP: f64 = 1e-15;
/// The 95th percentile of the standard normal distribution, for two-sided 90 % intervals.
const Z90: f64 = 1.644_853_626_951_472_2;

/// `−(1/n) Σ [y ln p + (1 − y) ln(1 − p)]`; none without cases or with scores that are no numbers.
pub fn log_loss(scores: &[f64], truth: &[bool]) -> Option<f64> {
    mean(scores, truth, |p, y| {
        let p = p.clamp(CLIP, 1.0 - CLIP);
        if y { -p.ln() } else { -(-p).ln_1p() }
    })
}

/// `(1/n) Σ (p − y)²`.
pub fn brier(scores: &[f64], truth: &[bool]) -> Option<f64> {
    mean(scores, truth, |p, y| (p - f64::from(u8::from(y))).powi(2))
}

fn mean(scores: &[f64], truth: &[bool], of: impl Fn(f64, bool) -> f64) -> Option<f64> {
    if scores.is_empty() || scores.len() != truth.len() {
        return None;
    }
    let sum: f64 = scores.iter().zip(truth).map(|(&p, &y)| of(p, y)).sum();
    sum.is_finite().then(|| sum / scores.len() as f64)
}

/// Bins of about as many cases each, by rising score. Equal scores are never parted, so there may be
/// fewer bins, of unequal size. Empty where scores are no numbers.
pub fn calibration(scores: &[f64], truth: &[bool], bins: usize) -> Vec<CalibrationBin> {
    if scores.len() != truth.len() || !scores.iter().all(|score| score.is_finite()) {
        return Vec::new();
    }
    let mut cases: Vec<(f64, bool)> = scores.iter().copied().zip(truth.iter().copied()).collect();
    cases.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
    let size = cases.len().div_ceil(bins.max(1));
    let mut result = Vec::new();
    let mut rest = cases.as_slice();
    while let Some(edge) = rest.get(size.min(rest.len()).saturating_sub(1)) {
        let end = rest.partition_point(|case| case.0 <= edge.0);
        let (bin, after) = rest.split_at(end);
        result.push(calibration_bin(bin));
        rest = after;
    }
    result
}

/// A bin of at least one case, by rising score.
fn calibration_bin(bin: &[(f64, bool)]) -> CalibrationBin {
    let cases = bin.len() as f64;
    let positives = bin.iter().filter(|(_, positive)| *positive).count() as u64;
    let observed = positives as f64 / cases;
    let (low, high) = wilson(observed, cases);
    CalibrationBin {
        cases: bin.len() as u64,
        positives,
        lowest: bin[0].0,
        highest: bin[bin.len() - 1].0,
        predicted: bin.iter().map(|(score, _)| score).sum::<f64>() / cases,
        observed,
        observed_low: low,
        observed_high: high,
    }
}

/// Wilson's 90 % score interval of a share:
/// `(p + z²/2n ± z √(p(1 − p)/n + z²/4n²)) / (1 + z²/n)`.
fn wilson(share: f64, cases: f64) -> (f64, f64) {
    let z2 = Z90 * Z90 / cases;
    let centre = share + z2 / 2.0;
    let width = Z90 * (share * (1.0 - share) / cases + z2 / (4.0 * cases)).sqrt();
    (((centre - width) / (1.0 + z2)).max(0.0), ((centre + width) / (1.0 + z2)).min(1.0))
}

/// Expected calibration error: `Σ_b (n_b / n) |predicted_b − observed_b|`; none without bins.
pub fn calibration_error(bins: &[CalibrationBin]) -> Option<f64> {
    let cases: u64 = bins.iter().map(|bin| bin.cases).sum();
    let gap = |bin: &CalibrationBin| bin.cases as f64 * (bin.predicted - bin.observed).abs();
    (cases > 0).then(|| bins.iter().map(gap).sum::<f64>() / cases as f64)
}
