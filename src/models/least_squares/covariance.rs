//! How uncertain the coefficients are, under three assumptions about the errors.

use ndarray::{Array1, Array2, s};
use schemars::JsonSchema;
use serde::Serialize;

/// What the standard errors assume about the errors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CovarianceKind {
    /// Independent errors of equal variance.
    Plain,
    /// Independent errors of any variance (MacKinnon and White 1985).
    Hc3,
    /// Errors of any variance that remember earlier rows (Newey and West 1987).
    NeweyWest,
}

/// The Newey-West lag for `rows` rows where none is given: `⌊4 (n / 100)^(2/9)⌋`, the rule that
/// Newey and West (1994) start from, and statsmodels' default.
///
/// ```
/// use adloom::models::least_squares::automatic_lag;
/// assert_eq!([50, 100, 365, 1096].map(automatic_lag), [3, 4, 5, 6]);
/// ```
pub fn automatic_lag(rows: usize) -> usize {
    (4.0 * libm::pow(rows as f64 / 100.0, 2.0 / 9.0)).floor() as usize
}

/// `s² W W'` with `s² = e'e / (n − p)`. The influence `W`, coefficients × rows, is how much each
/// row's target moves each coefficient: `b = W y`.
pub(super) fn plain(influence: &Array2<f64>, variance: f64) -> Array2<f64> {
    influence.dot(&influence.t()) * variance
}

/// `W diag(e_i² / (1 − h_i)²) W'`; none where a row alone fixes a coefficient (`h_i = 1`).
pub(super) fn hc3(
    influence: &Array2<f64>,
    residuals: &Array1<f64>,
    leverage: &Array1<f64>,
) -> Option<Array2<f64>> {
    if leverage.iter().any(|&h| 1.0 - h < FIXED) {
        return None;
    }
    let scores = influence * &(residuals / &(1.0 - leverage));
    Some(scores.dot(&scores.t()))
}

/// What is left of a row's freedom below which it is fitted exactly.
const FIXED: f64 = 1e-10;

/// `Γ_0 + Σ_{ℓ=1..L} (1 − ℓ/(L+1)) (Γ_ℓ + Γ_ℓ')` with `Γ_ℓ = Σ_t (W_t e_t)(W_{t−ℓ} e_{t−ℓ})'`:
/// Bartlett's kernel, without a small-sample correction. Rows stand in the order of time.
pub(super) fn newey_west(
    influence: &Array2<f64>,
    residuals: &Array1<f64>,
    lag: usize,
) -> Array2<f64> {
    let scores = influence * residuals;
    let mut sum = scores.dot(&scores.t());
    for l in 1..=lag {
        let weight = 1.0 - l as f64 / (lag + 1) as f64;
        let gamma = scores.slice(s![.., l..]).dot(&scores.slice(s![.., ..-(l as isize)]).t());
        sum += &((&gamma + &gamma.t()) * weight);
    }
    sum
}
