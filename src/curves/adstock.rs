//! Carry-over of an effect from day to day.

/// Geometric adstock as a running state: `X_t = (1 − θ) x_t + θ X_{t−1}`, which is
/// `(1 − θ) Σ_ℓ θ^ℓ x_{t−ℓ}`.
#[derive(Debug, Clone, Copy)]
pub struct Adstock {
    decay: f64,
    state: f64,
}

impl Adstock {
    /// Starts in the steady state of a constant `x`.
    pub fn steady(decay: f64, x: f64) -> Self {
        Adstock { decay, state: x }
    }

    /// Takes the next day's `x` and gives its `X`.
    pub fn next(&mut self, x: f64) -> f64 {
        self.state = (1.0 - self.decay) * x + self.decay * self.state;
        self.state
    }
}

/// Geometric adstock of a series that began in the steady state of its first value.
///
/// ```
/// // The slow way: the sum over lags, with the first value going on for ever before the start.
/// let (x, theta) = ([3.0, 0.0, 5.0, 1.0], 0.6_f64);
/// let slow = |t: usize| -> f64 {
///     (0..500)
///         .map(|lag| (1.0 - theta) * theta.powi(lag) * x[t.saturating_sub(lag as usize)])
///         .sum()
/// };
/// let fast = adloom::curves::adstock(&x, theta);
/// assert!((0..4).all(|t| (fast[t] - slow(t)).abs() < 1e-12));
/// ```
pub fn adstock(x: &[f64], decay: f64) -> Vec<f64> {
    let mut state = Adstock::steady(decay, x.first().copied().unwrap_or(0.0));
    x.iter().map(|&x| state.next(x)).collect()
}
