//! Order values, whose mean differs between creatives.

use libm::{exp, lgamma, log};

use super::super::newton::{Local, maximise};
use super::super::special::{digamma, trigamma};
use super::{Convergence, LARGEST_SHAPE, SMALLEST_SHAPE};

/// One creative's orders and revenue, by day and in all.
#[derive(Debug, Clone, Default)]
pub struct Amounts {
    /// Orders and their revenue on each day that had both.
    pub days: Vec<(f64, f64)>,
}

impl Amounts {
    /// All orders, and all revenue.
    pub fn totals(&self) -> (f64, f64) {
        self.days.iter().fold((0.0, 0.0), |sum, day| (sum.0 + day.0, sum.1 + day.1))
    }
}

/// A fitted gamma-gamma model.
#[derive(Debug, Clone, Copy)]
pub struct GammaGammaFit {
    /// Shape p of the values of single orders.
    pub p: f64,
    /// Shape q of the prior of ν.
    pub q: f64,
    /// Rate v of the prior of ν.
    pub v: f64,
    /// Whether the creatives differ at all: false if the likelihood is largest where they do not.
    pub differs: bool,
    /// How the search ended.
    pub convergence: Convergence,
}

/// Fits the gamma-gamma model by maximum likelihood: an order of a creative is worth
/// Gamma(p, rate ν), and ν ~ Gamma(q, rate v) differs between creatives, so that the mean value of
/// a creative's orders is p/ν.
///
/// Orders add up within a day, so a day with x of them is worth z ~ Gamma(p x, rate ν). With
/// X = Σx and Z = Σz over a creative's days, and ν integrated out,
/// `ℓ = Σ_days [p x ln z − ln Γ(p x)] + ln Γ(q + pX) − ln Γ(q) + q ln v − (q + pX) ln(v + Z)`
/// up to a term without parameters, climbed by Newton's method in (ln p, ln m, ln(q − 1)), where
/// m = p v / (q − 1) is the mean order value. The days within a creative tell p, the creatives
/// tell q. None without orders of some value.
pub fn fit_gamma_gamma(amounts: &[Amounts]) -> Option<GammaGammaFit> {
    let (orders, revenue) = amounts
        .iter()
        .map(Amounts::totals)
        .fold((0.0, 0.0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
    let mean = revenue / orders;
    if !(mean > 0.0 && mean.is_finite()) {
        return None;
    }
    let start = log(mean);
    let found = maximise(
        [0.0, start, log(10.0)],
        [log(0.05), start - 8.0, log(SMALLEST_SHAPE)],
        [log(1e4), start + 8.0, log(LARGEST_SHAPE)],
        |&[log_p, log_mean, log_r]| local(amounts, log_p, log_mean, log_r),
    );
    let (p, r) = (exp(found.at[0]), exp(found.at[2]));
    let v = exp(found.at[1]) * r / p;
    let convergence = found.convergence;
    Some(GammaGammaFit { p, q: r + 1.0, v, differs: !found.at_upper[2], convergence })
}

/// ℓ and its derivatives by (ln p, ln m, ln r), with r = q − 1 and v = m r / p.
///
/// They follow by the chain rule from those by (p, q, ln v), with dp = p d ln p,
/// dq = r d ln r and d ln v = d ln m + d ln r − d ln p.
fn local(amounts: &[Amounts], log_p: f64, log_mean: f64, log_r: f64) -> Local<3> {
    let (p, r) = (exp(log_p), exp(log_r));
    let q = r + 1.0;
    let log_v = log_mean + log_r - log_p;
    let v = exp(log_v);
    let mut value = 0.0;
    // First and second derivatives by p, q and ln v.
    let (mut g, mut h) = ([0.0; 3], [[0.0; 3]; 3]);
    for creative in amounts {
        let (orders, revenue) = creative.totals();
        for &(x, z) in &creative.days {
            value += p * x * log(z) - lgamma(p * x);
            g[0] += x * (log(z) - digamma(p * x));
            h[0][0] -= x * x * trigamma(p * x);
        }
        let shape = q + p * orders;
        let sum = v + revenue;
        value += lgamma(shape) - lgamma(q) + q * log_v - shape * log(sum);
        let (psi, psi_one) = (digamma(shape), trigamma(shape));
        g[0] += orders * (psi - log(sum));
        g[1] += psi - digamma(q) + log_v - log(sum);
        g[2] += q - shape * v / sum;
        h[0][0] += orders * orders * psi_one;
        h[0][1] += orders * psi_one;
        h[0][2] -= orders * v / sum;
        h[1][1] += psi_one - trigamma(q);
        h[1][2] += 1.0 - v / sum;
        h[2][2] -= shape * v * revenue / (sum * sum);
    }
    (h[1][0], h[2][0], h[2][1]) = (h[0][1], h[0][2], h[1][2]);
    // Rows: how p, q and ln v move with ln p, ln m and ln r.
    let jacobian = [[p, 0.0, 0.0], [0.0, 0.0, r], [-1.0, 1.0, 1.0]];
    let gradient = std::array::from_fn(|i| (0..3).map(|a| jacobian[a][i] * g[a]).sum());
    let mut hessian = [[0.0; 3]; 3];
    for (i, row) in hessian.iter_mut().enumerate() {
        for (j, entry) in row.iter_mut().enumerate() {
            for a in 0..3 {
                for b in 0..3 {
                    *entry += jacobian[a][i] * h[a][b] * jacobian[b][j];
                }
            }
        }
    }
    // p and q move along exponentials, which bend.
    hessian[0][0] += p * g[0];
    hessian[2][2] += r * g[1];
    (value, gradient, hessian)
}
