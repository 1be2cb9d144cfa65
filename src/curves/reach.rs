//! How many different people some impressions reach.

use crate::random::maths::exp;

/// Expected people reached when `impressions` fall at random on an audience of `size`:
/// `A (1 − e^(−impressions / A))`.
///
/// ```
/// let slow = 1000.0 * (1.0 - (-0.5f64).exp());
/// assert!((adloom::curves::reach(500.0, 1000.0) - slow).abs() < 1e-9);
/// ```
pub fn reach(impressions: f64, size: f64) -> f64 {
    size * (1.0 - exp(-impressions / size))
}
