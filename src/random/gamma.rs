//! Gamma variates by inversion: one uniform number in, one variate out, in the same order.
//!
//! Inversion lets a caller reject on a cheap bound before it pays for the variate, which keeps the
//! thinning of the customer base fast.

use super::maths::{exp, ln, ln_gamma};

/// Steps of the table over `w = −ln(1 − u)`.
const STEPS: usize = 4_096;
/// Largest `w`: uniform numbers above 1 − e^−16 (one in nine million) get the last value.
const REACH: f64 = 16.0;

/// Parts of the uniform numbers with a bound of their own.
const PARTS: usize = 256;

/// Newton's steps for a quantile: three or four do, from its neighbour on.
const NEWTON_STEPS: usize = 50;
/// A step of this part of a quantile is rounding.
const CLOSE: f64 = 1e-13;

/// Quantiles of a Gamma distribution with scale one, interpolated linearly in `−ln(1 − u)`, in
/// which its tail is almost straight.
#[derive(Debug, Clone)]
pub struct GammaQuantiles {
    table: Vec<f64>,
    /// The largest variate of each of 256 equal parts of the uniform numbers.
    bounds: Vec<f64>,
}

impl GammaQuantiles {
    /// Tabulates the quantiles of Gamma(shape, 1).
    pub fn new(shape: f64) -> Self {
        let mut table = Vec::with_capacity(STEPS + 1);
        let mut x = 0.0;
        for step in 0..=STEPS {
            let w = REACH * step as f64 / STEPS as f64;
            x = if step == 0 { 0.0 } else { quantile(shape, w, x) };
            table.push(x);
        }
        let mut quantiles = GammaQuantiles { table, bounds: Vec::new() };
        quantiles.bounds =
            (1..=PARTS).map(|part| quantiles.at(part as f64 / PARTS as f64)).collect();
        quantiles
    }

    /// The variate at `u` in [0, 1).
    #[inline]
    pub fn at(&self, u: f64) -> f64 {
        // At one the logarithm has no end, and the table has its last value.
        let w = (-ln(1.0 - u) * (STEPS as f64 / REACH)).min(STEPS as f64);
        let step = (w as usize).min(STEPS - 1);
        let part = (w - step as f64).min(1.0);
        self.table[step] + part * (self.table[step + 1] - self.table[step])
    }

    /// A variate that the one at `u` does not exceed, without a logarithm.
    #[inline]
    pub fn bound(&self, u: f64) -> f64 {
        self.bounds[(u * PARTS as f64) as usize]
    }

    /// The largest variate that [`GammaQuantiles::at`] gives.
    #[inline]
    pub fn cap(&self) -> f64 {
        self.table[STEPS]
    }
}

/// Solves Q(shape, x) = e^−w for x by Newton's method on `ln Q(shape, x) + w`, whose slope is the
/// hazard `−x^(shape−1) e^−x / (Γ(shape) Q(shape, x))`, from a lower bound.
fn quantile(shape: f64, w: f64, lower: f64) -> f64 {
    // P(shape, x) ≤ x^shape / Γ(shape + 1), which is all of it where x is small.
    let log_gamma = ln_gamma(shape);
    let small = exp((ln(1.0 - exp(-w)) + ln(shape) + log_gamma) / shape);
    let mut x = lower.max(small).max(f64::MIN_POSITIVE);
    for _ in 0..NEWTON_STEPS {
        let log_tail = ln(upper_tail(shape, x));
        let hazard = exp((shape - 1.0) * ln(x) - x - log_gamma - log_tail);
        let next = (x + (log_tail + w) / hazard).max(lower);
        if (next - x).abs() <= CLOSE * next {
            return next;
        }
        x = next;
    }
    x
}

/// Q(a, x) = Γ(a, x) / Γ(a): series for small x, Lentz's continued fraction for others (Numerical
/// Recipes, 6.2).
pub fn upper_tail(a: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 1.0;
    }
    let front = exp(a * ln(x) - x - ln_gamma(a));
    if x < a + 1.0 {
        let (mut term, mut sum, mut n) = (1.0 / a, 1.0 / a, a);
        while term > sum * 1e-16 {
            n += 1.0;
            term *= x / n;
            sum += term;
        }
        return 1.0 - front * sum;
    }
    const TINY: f64 = 1e-300;
    let mut b = x + 1.0 - a;
    let mut c = 1.0 / TINY;
    let mut d = 1.0 / b;
    let mut h = d;
    for i in 1..500 {
        let i = f64::from(i);
        let an = -i * (i - a);
        b += 2.0;
        d = an * d + b;
        d = 1.0 / if d.abs() < TINY { TINY } else { d };
        c = b + an / c;
        c = if c.abs() < TINY { TINY } else { c };
        let delta = d * c;
        h *= delta;
        if (delta - 1.0).abs() < 1e-15 {
            break;
        }
    }
    front * h
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shape_one_is_the_exponential_distribution() {
        let table = GammaQuantiles::new(1.0);
        for u in [0.0, 0.01, 0.5, 0.9, 0.999, 0.999_99] {
            assert!((table.at(u) + ln(1.0 - u)).abs() < 1e-9, "{u}");
        }
    }

    #[test]
    fn quantiles_invert_the_tail_and_keep_the_moments() {
        for shape in [0.25, 0.55, 2.0] {
            let table = GammaQuantiles::new(shape);
            let n = 1_000_000;
            let draws = (0..n).map(|i| table.at((f64::from(i) + 0.5) / f64::from(n)));
            let (sum, squares) =
                draws.fold((0.0, 0.0), |(sum, squares), x| (sum + x, squares + x * x));
            let mean = sum / f64::from(n);
            assert!((mean / shape - 1.0).abs() < 1e-3, "{shape} {mean}");
            let variance = squares / f64::from(n) - mean * mean;
            assert!((variance / shape - 1.0).abs() < 2e-3, "{shape} {variance}");
            assert!((0..1_000).all(|i| {
                let u = f64::from(i) / 1_000.0;
                table.bound(u) >= table.at(u)
            }));
            let x = table.at(0.97);
            assert!((upper_tail(shape, x) - 0.03).abs() < 1e-6, "{shape}");
        }
    }
}
