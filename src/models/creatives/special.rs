//! Special functions to full precision where the counts of advertising need them: incomplete beta
//! functions with parameters up to 10⁹, and their quantiles.

use libm::{erfc, exp, lgamma, log, log1p, sqrt};

pub use statrs::function::gamma::digamma;

/// Quantile of the standard normal distribution that a 90 % interval reaches to either side.
pub const Z90: f64 = 1.644_853_626_951_472_2;
/// Most terms of a continued fraction; it needs about √max(a, b).
const MOST_TERMS: usize = 200_000;

/// ψ′(x), the second derivative of ln Γ, for x > 0: the recurrence ψ′(x) = ψ′(x + 1) + 1/x² up to
/// 12, and the asymptotic series from there (Abramowitz and Stegun 6.4.12).
pub fn trigamma(x: f64) -> f64 {
    let (mut x, mut sum) = (x, 0.0);
    while x < 12.0 {
        sum += 1.0 / (x * x);
        x += 1.0;
    }
    let y = 1.0 / (x * x);
    let series = 1.0 / 6.0
        - y * (1.0 / 30.0
            - y * (1.0 / 42.0 - y * (1.0 / 30.0 - y * (5.0 / 66.0 - y * 691.0 / 2730.0))));
    sum + 1.0 / x + 0.5 * y + y / x * series
}

/// Distribution function of the standard normal.
pub fn normal_cdf(z: f64) -> f64 {
    0.5 * erfc(-z / std::f64::consts::SQRT_2)
}

/// Distribution function of Beta(a, b): the regularised incomplete beta function I_x(a, b), by its
/// continued fraction (DLMF 8.17.22) with Lentz's method.
pub fn beta_cdf(a: f64, b: f64, x: f64) -> f64 {
    if x <= 0.0 {
        0.0
    } else if x >= 1.0 {
        1.0
    } else if x < (a + 1.0) / (a + b + 2.0) {
        kernel(a, b, x, 1.0 - x) * fraction(a, b, x) / a
    } else {
        1.0 - kernel(a, b, x, 1.0 - x) * fraction(b, a, 1.0 - x) / b
    }
}

/// Quantile of Beta(a, b), by Newton's method on the logit within a bracket.
pub fn beta_quantile(a: f64, b: f64, probability: f64) -> f64 {
    let logistic = |t: f64| if t < 0.0 { exp(t) / (1.0 + exp(t)) } else { 1.0 / (1.0 + exp(-t)) };
    let (mut low, mut high) = (-700.0, 700.0);
    let mut t = log(a / b).clamp(-600.0, 600.0);
    for _ in 0..200 {
        let x = logistic(t);
        let miss = beta_cdf(a, b, x) - probability;
        if miss > 0.0 {
            high = t;
        } else {
            low = t;
        }
        // On the logit the density is the kernel.
        let step = miss / kernel(a, b, x, logistic(-t));
        let next = t - step;
        let next = if next > low && next < high { next } else { 0.5 * (low + high) };
        if (next - t).abs() <= 1e-15 * t.abs() || high - low < 1e-14 {
            return logistic(next);
        }
        t = next;
    }
    logistic(t)
}

/// x^a y^b / B(a, b) with y = 1 − x, without cancellation between large logarithms: with
/// n = a + b, it is √(ab / 2πn) · e^(δ(n) − δ(a) − δ(b)) · e^(a ℓ(nx/a − 1) + b ℓ(ny/b − 1)), where
/// ℓ(e) = ln(1 + e) − e and δ is the error of Stirling's formula (after Loader 2000).
fn kernel(a: f64, b: f64, x: f64, y: f64) -> f64 {
    let n = a + b;
    let deviance = a * log1p_minus(n * x / a - 1.0) + b * log1p_minus(n * y / b - 1.0);
    let errors = stirling_error(n) - stirling_error(a) - stirling_error(b);
    sqrt(a / n * b / std::f64::consts::TAU) * exp(errors + deviance)
}

/// ln(1 + e) − e.
fn log1p_minus(e: f64) -> f64 {
    if e.abs() > 0.02 {
        return log1p(e) - e;
    }
    // The series −e²/2 + e³/3 − …; ten terms leave less than 0.02¹⁰.
    let mut sum = 0.0;
    for k in (2..=11).rev() {
        let sign = if k % 2 == 0 { -1.0 } else { 1.0 };
        sum = sign / f64::from(k) + e * sum;
    }
    e * e * sum
}

/// δ(z) = ln Γ(z) − ((z − ½) ln z − z + ½ ln 2π).
fn stirling_error(z: f64) -> f64 {
    if z < 16.0 {
        let half_log_tau = 0.918_938_533_204_672_8;
        return lgamma(z) - ((z - 0.5) * log(z) - z + half_log_tau);
    }
    let y = 1.0 / (z * z);
    (1.0 / 12.0 - y * (1.0 / 360.0 - y * (1.0 / 1260.0 - y * (1.0 / 1680.0 - y / 1188.0)))) / z
}

/// The continued fraction of the incomplete beta function, by the modified method of Lentz
/// (Thompson and Barnett 1986).
fn fraction(a: f64, b: f64, x: f64) -> f64 {
    const TINY: f64 = 1e-300;
    let keep = |value: f64| if value.abs() < TINY { TINY } else { value };
    let mut c = 1.0;
    let mut d = 1.0 / keep(1.0 - (a + b) * x / (a + 1.0));
    let mut value = d;
    for term in 1..MOST_TERMS {
        let m = term as f64;
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        d = 1.0 / keep(1.0 + even * d);
        c = keep(1.0 + even / c);
        value *= d * c;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = 1.0 / keep(1.0 + odd * d);
        c = keep(1.0 + odd / c);
        let change = d * c;
        value *= change;
        if (change - 1.0).abs() < 1e-16 {
            break;
        }
    }
    value
}
