//! Distributions that must be portable to the bit, or that `rand_distr` lacks.

use super::maths::{cos, exp, ln, ln_gamma, pow, sqrt};
use super::{Key, Stream};

/// Standard normal by Box and Muller (1958): `√(−2 ln u₁) · cos(2π u₂)`.
#[inline]
pub fn normal(stream: &mut Stream) -> f64 {
    let radius = sqrt(-2.0 * ln(stream.open()));
    radius * cos(std::f64::consts::TAU * stream.unit())
}

/// Standard normal at an address.
#[inline]
pub fn normal_at(key: Key) -> f64 {
    normal(&mut key.stream())
}

/// `exp(sd·z − sd²/2)`: log-normal with mean one.
#[inline]
pub fn mean_one_lognormal(key: Key, sd: f64) -> f64 {
    if sd == 0.0 { 1.0 } else { exp(sd * normal_at(key) - 0.5 * sd * sd) }
}

/// Gamma with this shape and scale one, by Marsaglia and Tsang (2000).
pub fn gamma(stream: &mut Stream, shape: f64) -> f64 {
    if shape < 1.0 {
        let boost = pow(stream.open(), 1.0 / shape);
        return boost * gamma(stream, shape + 1.0);
    }
    let d = shape - 1.0 / 3.0;
    let c = 1.0 / sqrt(9.0 * d);
    loop {
        let z = normal(stream);
        let v = 1.0 + c * z;
        if v <= 0.0 {
            continue;
        }
        let v = v * v * v;
        let u = stream.open();
        if ln(u) < 0.5 * z * z + d - d * v + d * ln(v) {
            return d * v;
        }
    }
}

/// Gamma noise with mean one and this variance: the mixing that turns a Poisson count into a
/// negative-binomial one with variance `mean + dispersion · mean²`.
pub fn gamma_noise(key: Key, dispersion: f64) -> f64 {
    if dispersion <= 0.0 {
        return 1.0;
    }
    gamma(&mut key.stream(), 1.0 / dispersion) * dispersion
}

/// Beta(a, b).
pub fn beta(stream: &mut Stream, a: f64, b: f64) -> f64 {
    let x = gamma(stream, a);
    let y = gamma(stream, b);
    if x + y > 0.0 { x / (x + y) } else { 0.0 }
}

/// Poisson. Inversion for small means; Hörmann's transformed rejection (PTRS, 1993) for others.
pub fn poisson(stream: &mut Stream, mean: f64) -> u64 {
    if mean <= 0.0 {
        return 0;
    }
    if mean < 12.0 {
        let u = stream.unit();
        let mut term = exp(-mean);
        let mut cumulative = term;
        let mut k = 0u64;
        // The bound only guards against rounding in the far tail.
        while u >= cumulative && k < 200 {
            k += 1;
            term *= mean / k as f64;
            cumulative += term;
        }
        return k;
    }
    let b = 0.931 + 2.53 * sqrt(mean);
    let a = -0.059 + 0.024_83 * b;
    let inverse_alpha = 1.1239 + 1.1328 / (b - 3.4);
    let v_r = 0.9277 - 3.6224 / (b - 2.0);
    let ln_mean = ln(mean);
    loop {
        let u = stream.unit() - 0.5;
        let v = stream.open();
        let us = 0.5 - u.abs();
        let k = ((2.0 * a / us + b) * u + mean + 0.43).floor();
        if us >= 0.07 && v <= v_r {
            return k as u64;
        }
        if k < 0.0 || (us < 0.013 && v > us) {
            continue;
        }
        if ln(v * inverse_alpha / (a / (us * us) + b)) <= k * ln_mean - mean - ln_gamma(k + 1.0) {
            return k as u64;
        }
    }
}

/// Poisson at an address.
#[inline]
pub fn poisson_at(key: Key, mean: f64) -> u64 {
    if mean <= 0.0 { 0 } else { poisson(&mut key.stream(), mean) }
}

/// Binomial. Inversion where few successes are expected; Hörmann's BTRS (1993) for others.
pub fn binomial(stream: &mut Stream, n: u64, p: f64) -> u64 {
    if n == 0 || p <= 0.0 {
        return 0;
    }
    if p >= 1.0 {
        return n;
    }
    if p > 0.5 {
        return n - binomial(stream, n, 1.0 - p);
    }
    let count = n as f64;
    let q = 1.0 - p;
    if count * p < 10.0 {
        let u = stream.unit();
        let odds = p / q;
        let mut term = exp(count * ln(q));
        let mut cumulative = term;
        let mut k = 0u64;
        while u >= cumulative && k < n && k < 200 {
            k += 1;
            term *= odds * (count - k as f64 + 1.0) / k as f64;
            cumulative += term;
        }
        return k;
    }
    let spread = sqrt(count * p * q);
    let b = 1.15 + 2.53 * spread;
    let a = -0.0873 + 0.0248 * b + 0.01 * p;
    let c = count * p + 0.5;
    let v_r = 0.92 - 4.2 / b;
    let alpha = (2.83 + 5.1 / b) * spread;
    let ln_odds = ln(p / q);
    let mode = ((count + 1.0) * p).floor();
    let h = ln_gamma(mode + 1.0) + ln_gamma(count - mode + 1.0);
    loop {
        let u = stream.unit() - 0.5;
        let v = stream.open();
        let us = 0.5 - u.abs();
        let k = ((2.0 * a / us + b) * u + c).floor();
        if k < 0.0 || k > count {
            continue;
        }
        if us >= 0.07 && v <= v_r {
            return k as u64;
        }
        let v = ln(v * alpha / (a / (us * us) + b));
        if v <= h - ln_gamma(k + 1.0) - ln_gamma(count - k + 1.0) + (k - mode) * ln_odds {
            return k as u64;
        }
    }
}

/// The position drawn from weights, none below zero: `i` with probability `w_i / Σ w`.
///
/// Where the weights sum to nothing, or rounding leaves nothing, it is the last.
pub fn weighted(key: Key, weights: impl Iterator<Item = f64> + Clone) -> usize {
    let mut left = key.unit() * weights.clone().sum::<f64>();
    let mut last = 0;
    for (position, weight) in weights.enumerate() {
        left -= weight;
        last = position;
        if left < 0.0 {
            break;
        }
    }
    last
}

/// Geometric count of successes before the first failure, each with this chance, at most `limit`.
pub fn geometric(key: Key, chance: f64, limit: u32) -> u32 {
    if chance <= 0.0 {
        return 0;
    }
    let u = 1.0 - key.unit();
    ((ln(u) / ln(chance)) as u32).min(limit)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moments(draw: impl Fn(&mut Stream) -> f64) -> (f64, f64) {
        let n = 200_000;
        let mut stream = Key::seed(11).stream();
        let (mut sum, mut squares) = (0.0, 0.0);
        for _ in 0..n {
            let x = draw(&mut stream);
            sum += x;
            squares += x * x;
        }
        let mean = sum / n as f64;
        (mean, squares / n as f64 - mean * mean)
    }

    fn close(got: (f64, f64), mean: f64, variance: f64) {
        // Five standard errors of the mean, and 3 % of the variance.
        assert!((got.0 - mean).abs() < 5.0 * (variance / 200_000.0).sqrt(), "{got:?} {mean}");
        assert!((got.1 / variance - 1.0).abs() < 0.03, "{got:?} {variance}");
    }

    #[test]
    fn distributions_have_their_textbook_moments() {
        close(moments(normal), 0.0, 1.0);
        for shape in [0.3, 0.55, 1.0, 4.0, 60.0] {
            close(moments(|s| gamma(s, shape)), shape, shape);
        }
        for mean in [0.2, 3.0, 11.9, 12.1, 40.0, 9_000.0] {
            close(moments(|s| poisson(s, mean) as f64), mean, mean);
        }
        for (n, p) in [(3, 0.2), (40, 0.1), (400, 0.1), (1_000, 0.9), (100_000, 0.013)] {
            let mean = n as f64 * p;
            close(moments(|s| binomial(s, n, p) as f64), mean, mean * (1.0 - p));
        }
        close(moments(|s| beta(s, 2.0, 6.0)), 0.25, 0.25 * 0.75 / 9.0);
    }

    #[test]
    fn a_gamma_mixed_poisson_is_negative_binomial() {
        let key = Key::seed(3);
        let (mean, dispersion) = (20.0, 0.1);
        let counts: Vec<f64> = (0..100_000)
            .map(|n| poisson_at(key.at(n), mean * gamma_noise(key.at(n + 1_000_000), dispersion)))
            .map(|n| n as f64)
            .collect();
        let average = counts.iter().sum::<f64>() / 1e5;
        let variance = counts.iter().map(|c| (c - average).powi(2)).sum::<f64>() / 1e5;
        assert!((average - mean).abs() < 0.2, "{average}");
        assert!((variance / (mean + dispersion * mean * mean) - 1.0).abs() < 0.04, "{variance}");
    }

    #[test]
    fn weighted_positions_come_in_proportion_and_never_without_weight() {
        let key = Key::seed(6);
        let weights = [0.0, 3.0, 0.0, 1.0, 0.0];
        let mut counts = [0.0_f64; 5];
        for n in 0..100_000 {
            counts[weighted(key.at(n), weights.into_iter())] += 1e-5;
        }
        assert_eq!((counts[0], counts[2], counts[4]), (0.0, 0.0, 0.0));
        assert!((counts[1] - 0.75).abs() < 0.01, "{counts:?}");
        assert_eq!(weighted(key, [0.0; 3].into_iter()), 2);
        assert_eq!(weighted(key, std::iter::empty()), 0);
    }

    #[test]
    fn geometric_counts_have_the_mean_of_their_chance() {
        let key = Key::seed(5);
        let mean =
            (0..100_000).map(|n| f64::from(geometric(key.at(n), 0.5, 50))).sum::<f64>() / 1e5;
        assert!((mean - 1.0).abs() < 0.02, "{mean}");
    }
}
