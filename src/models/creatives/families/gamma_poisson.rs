//! Orders per unit of spend, at rates that differ between creatives.

use libm::{exp, lgamma, log};

use super::super::newton::{Local, maximise};
use super::super::special::{digamma, trigamma};
use super::{Convergence, Counts, LARGEST_SHAPE, SMALLEST_SHAPE};

/// A fitted prior Gamma(a, rate b).
#[derive(Debug, Clone, Copy)]
pub struct GammaFit {
    /// Shape a.
    pub a: f64,
    /// Rate b, in units of exposure.
    pub b: f64,
    /// Whether the creatives differ at all: false if the likelihood is largest where they do not.
    pub differs: bool,
    /// How the search ended.
    pub convergence: Convergence,
}

/// Fits Gamma(a, rate b) to rates that are seen through Poisson counts, by maximum likelihood.
///
/// With k events on an exposure s (`trials`) and the mean m = a/b, up to a term without a and b,
/// `ℓ = Σ ln Γ(a+k) − ln Γ(a) + a ln a + k ln m − (a+k) ln(a + m s)`,
/// climbed by Newton's method in (ln m, ln a). None if there is no event or no exposure.
pub fn fit_gamma_poisson(counts: &[Counts]) -> Option<GammaFit> {
    let events: f64 = counts.iter().map(|c| c.successes).sum();
    let exposure: f64 = counts.iter().map(|c| c.trials).sum();
    let pooled = events / exposure;
    if !(pooled > 0.0 && pooled.is_finite()) {
        return None;
    }
    let drawn = |c: &Counts| (c.successes + 1.0) / (c.trials + 1.0 / pooled);
    let start = log(counts.iter().map(drawn).sum::<f64>() / counts.len() as f64);
    let found = maximise(
        [start, log(2.0)],
        [start - 8.0, log(SMALLEST_SHAPE)],
        [start + 8.0, log(LARGEST_SHAPE)],
        |&[log_mean, log_a]| local(counts, log_mean, log_a),
    );
    let a = exp(found.at[1]);
    let b = a / exp(found.at[0]);
    Some(GammaFit { a, b, differs: !found.at_upper[1], convergence: found.convergence })
}

/// ℓ and its derivatives by (ln m, ln a).
fn local(counts: &[Counts], log_mean: f64, log_a: f64) -> Local<2> {
    let (mean, a) = (exp(log_mean), exp(log_a));
    let (mut value, mut gradient, mut hessian) = (0.0, [0.0; 2], [[0.0; 2]; 2]);
    for &Counts { successes: k, trials: s } in counts {
        let expected = mean * s;
        let sum = a + expected;
        value += lgamma(a + k) - lgamma(a) + a * log_a + k * log_mean - (a + k) * log(sum);
        let by_a = digamma(a + k) - digamma(a) + log_a + 1.0 - log(sum) - (a + k) / sum;
        let twice_a =
            trigamma(a + k) - trigamma(a) + 1.0 / a - 1.0 / sum - (expected - k) / (sum * sum);
        gradient[0] += a * (k - expected) / sum;
        gradient[1] += a * by_a;
        hessian[0][0] -= (a + k) * a * expected / (sum * sum);
        hessian[0][1] += a * expected * (k - expected) / (sum * sum);
        hessian[1][1] += a * a * twice_a + a * by_a;
    }
    hessian[1][0] = hessian[0][1];
    (value, gradient, hessian)
}
