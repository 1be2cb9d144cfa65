//! How a creative tires as the same people see it again.

use crate::random::maths::exp;

/// Average exposures of a person reached so far, when `impressions` fell at random on an audience
/// of `size`: `u / (1 − e^−u)` with `u = impressions / size`. It starts at one.
///
/// ```
/// use adloom::curves::cumulative_frequency;
/// assert_eq!(cumulative_frequency(0.0, 1000.0), 1.0);
/// let u: f64 = 2.5;
/// assert!((cumulative_frequency(2500.0, 1000.0) - u / (1.0 - (-u).exp())).abs() < 1e-12);
/// ```
pub fn cumulative_frequency(impressions: f64, size: f64) -> f64 {
    let u = impressions / size;
    if u < 1e-9 { 1.0 } else { u / (1.0 - exp(-u)) }
}

/// What is left of a creative's click-through rate: `exp(−k (frequency − 1))`.
///
/// ```
/// assert!((adloom::curves::fatigue(5.0, 0.1) - (-0.4f64).exp()).abs() < 1e-15);
/// ```
pub fn fatigue(frequency: f64, k: f64) -> f64 {
    exp(-k * (frequency - 1.0))
}
