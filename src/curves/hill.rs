//! Diminishing returns.

use crate::random::maths::pow;

/// Hill saturation: `h(X) = X^α / (X^α + K^α)`, 0 without spend, one half at `X = K`.
///
/// ```
/// use adloom::curves::hill;
/// assert_eq!(hill(0.0, 100.0, 1.5), 0.0);
/// assert!((hill(100.0, 100.0, 1.5) - 0.5).abs() < 1e-15);
/// let slow = 50f64.powf(1.5) / (50f64.powf(1.5) + 100f64.powf(1.5));
/// assert!((hill(50.0, 100.0, 1.5) - slow).abs() < 1e-15);
/// ```
pub fn hill(x: f64, half: f64, slope: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    1.0 / (1.0 + pow(half / x, slope))
}

/// `h'(X) · X = α h (1 − h)`: what one per cent more of `X` adds, per per cent.
///
/// ```
/// use adloom::curves::{hill, hill_elasticity};
/// let (x, half, slope, step) = (70.0, 100.0, 1.3, 1e-4);
/// let slow = (hill(x + step, half, slope) - hill(x - step, half, slope)) / (2.0 * step) * x;
/// assert!((hill_elasticity(x, half, slope) - slow).abs() < 1e-8);
/// ```
pub fn hill_elasticity(x: f64, half: f64, slope: f64) -> f64 {
    let h = hill(x, half, slope);
    slope * h * (1.0 - h)
}
