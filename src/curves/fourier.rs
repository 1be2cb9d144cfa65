//! The shape of a year.

use crate::random::maths::{cos, sin};

/// A Fourier series of the part `u` of the year that has passed, in [0, 1):
/// `Σ_k a_k cos(2πku) + b_k sin(2πku)`, with terms given as (k, a, b).
///
/// ```
/// let terms = [(1, 0.3, -0.1), (2, 0.0, 0.2)];
/// let slow = 0.3 * (0.5f64 * std::f64::consts::PI).cos() - 0.1 + 0.2 * std::f64::consts::PI.sin();
/// assert!((adloom::curves::fourier(&terms, 0.25) - slow).abs() < 1e-12);
/// ```
pub fn fourier(terms: &[(u32, f64, f64)], u: f64) -> f64 {
    terms
        .iter()
        .map(|&(k, a, b)| {
            let angle = std::f64::consts::TAU * f64::from(k) * u;
            a * cos(angle) + b * sin(angle)
        })
        .sum()
}
