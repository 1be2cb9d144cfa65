//! Successes out of trials, at rates that differ between creatives.

use libm::{exp, lgamma, log};

use super::super::newton::{Local, maximise};
use super::super::special::{digamma, trigamma};
use super::{Convergence, LARGEST_SHAPE, SMALLEST_SHAPE};

/// What one creative shows; neither need be whole.
#[derive(Debug, Clone, Copy)]
pub struct Counts {
    /// Successes, 0 or more.
    pub successes: f64,
    /// Trials, at least as many.
    pub trials: f64,
}

/// A fitted prior Beta(α, β).
#[derive(Debug, Clone, Copy)]
pub struct BetaFit {
    /// α.
    pub alpha: f64,
    /// β.
    pub beta: f64,
    /// Whether the creatives differ at all: false if the likelihood is largest where they do not.
    pub differs: bool,
    /// How the search ended.
    pub convergence: Convergence,
}

/// Fits Beta(α, β) to rates that are seen through binomial counts, by maximum likelihood.
///
/// With k successes out of n, up to a term without α and β,
/// `ℓ = Σ ln Γ(α+k) − ln Γ(α) + ln Γ(β+n−k) − ln Γ(β) + ln Γ(α+β) − ln Γ(α+β+n)`,
/// climbed by Newton's method in the logit of the mean, μ = α/(α+β), and ln M, M = α + β. None if
/// the counts hold no success, or nothing else.
pub fn fit_beta_binomial(counts: &[Counts]) -> Option<BetaFit> {
    let successes: f64 = counts.iter().map(|c| c.successes).sum();
    let trials: f64 = counts.iter().map(|c| c.trials).sum();
    let pooled = successes / trials;
    if !(pooled > 0.0 && pooled < 1.0) {
        return None;
    }
    // Mean of rates, each drawn to the pooled one by one success: where the search starts.
    let drawn = |c: &Counts| (c.successes + 1.0) / (c.trials + 1.0 / pooled);
    let start = counts.iter().map(drawn).sum::<f64>() / counts.len() as f64;
    let logit = log(start / (1.0 - start));
    let smaller = start.min(1.0 - start);
    let limits = [SMALLEST_SHAPE, LARGEST_SHAPE].map(|shape| log(shape / smaller));
    let found = maximise(
        [logit, log(2.0 / smaller)],
        [logit - 8.0, limits[0]],
        [logit + 8.0, limits[1]],
        |&[logit, log_m]| local(counts, logit, log_m),
    );
    let (alpha, beta) = shapes(found.at[0], found.at[1]);
    Some(BetaFit { alpha, beta, differs: !found.at_upper[1], convergence: found.convergence })
}

fn shapes(logit: f64, log_m: f64) -> (f64, f64) {
    let m = exp(log_m);
    (m / (1.0 + exp(-logit)), m / (1.0 + exp(logit)))
}

/// ℓ and its derivatives by (logit μ, ln M), for which dα = Mμ(1−μ) d logit + α d ln M and
/// dβ = −Mμ(1−μ) d logit + β d ln M.
fn local(counts: &[Counts], logit: f64, log_m: f64) -> Local<2> {
    let (alpha, beta) = shapes(logit, log_m);
    let m = alpha + beta;
    let mean = alpha / m;
    let across = m * mean * (1.0 - mean);
    let (mut value, mut first, mut second) = (0.0, [0.0; 3], [0.0; 3]);
    for &Counts { successes: k, trials: n } in counts {
        let places = [(alpha, alpha + k, 1.0), (beta, beta + n - k, 1.0), (m, m + n, -1.0)];
        for (i, (from, to, sign)) in places.into_iter().enumerate() {
            value += sign * (lgamma(to) - lgamma(from));
            first[i] += sign * (digamma(to) - digamma(from));
            second[i] += sign * (trigamma(to) - trigamma(from));
        }
    }
    let by_logit = across * (first[0] - first[1]);
    let by_log_m = alpha * first[0] + beta * first[1] + m * first[2];
    let twice_logit = across * across * (second[0] + second[1]) + (1.0 - 2.0 * mean) * by_logit;
    let mixed = by_logit + across * (alpha * second[0] - beta * second[1]);
    let twice_log_m =
        by_log_m + alpha * alpha * second[0] + beta * beta * second[1] + m * m * second[2];
    (value, [by_logit, by_log_m], [[twice_logit, mixed], [mixed, twice_log_m]])
}
