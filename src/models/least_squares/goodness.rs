//! How well a fit describes its target.

use ndarray::Array1;
use schemars::JsonSchema;
use serde::Serialize;

use super::error::LeastSquaresError;
use super::factor::Factor;
use super::inference::f_tail;
use super::scaling::length;

/// Part of a vector's length below which what is left of it is rounding.
const ROUNDING: f64 = 1e-13;
/// Part of the constant outside the span of the columns below which it lies inside.
const IN_SPAN: f64 = 1e-10;
/// Sizes of a target whose squares, and sums of squares, are safe in a double.
const SQUARABLE: std::ops::RangeInclusive<f64> = 1e-140..=1e140;

/// How well a fit describes its target. With weights, squares are weighted squares.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Goodness {
    /// Rows less coefficients: degrees of freedom of the residuals, and of every t.
    pub degrees_of_freedom: usize,
    /// Standard deviation of the errors (of a row of weight 1), `√(e'e / (n − p))`, in the unit of
    /// the target.
    pub residual_standard_error: f64,
    /// Share of the target's squares explained: about its mean where the columns can make a
    /// constant, else about 0.
    pub r_squared: f64,
    /// R² less what as many useless columns would give, `1 − (1 − R²)(n − c)/(n − p)`, with c = 1
    /// where the columns can make a constant, else 0.
    pub adjusted_r_squared: f64,
    /// F of the hypothesis that every coefficient but the constant is 0, for independent errors
    /// of equal variance; none where there is only a constant.
    pub f: Option<f64>,
    /// Its p-value.
    pub f_p: Option<f64>,
    /// Log-likelihood of independent normal errors, at the estimates.
    pub log_likelihood: f64,
    /// Akaike's criterion, `2p − 2 log L`, p counting the coefficients.
    pub aic: f64,
    /// Schwarz's criterion, `p log n − 2 log L`.
    pub bic: f64,
    /// Durbin and Watson's statistic, `Σ (e_t − e_{t−1})² / Σ e_t²`: 2 where errors do not remember
    /// the row before, towards 0 where each resembles it.
    pub durbin_watson: f64,
}

/// The goodness of a fit from its (weighted) residuals.
///
/// # Errors
/// Where the target does not vary, where nothing is left of it, or where squares overflow.
pub(super) fn goodness(
    factor: &Factor,
    target: &Array1<f64>,
    errors: &Array1<f64>,
) -> Result<Goodness, LeastSquaresError> {
    let (n, p) = (factor.rows() as f64, factor.rank() as f64);
    let roots = &factor.root_weights;
    let weighted = target * roots;
    let largest = weighted.iter().fold(0.0_f64, |largest, y| largest.max(y.abs()));
    if largest > 0.0 && !SQUARABLE.contains(&largest) {
        return Err(LeastSquaresError::OutOfRange);
    }
    let size = length(&weighted);
    let with_constant =
        length(&factor.residuals(&Array1::ones(target.len()))) <= IN_SPAN * length(roots);
    let around = if with_constant { weighted.dot(roots) / roots.dot(roots) } else { 0.0 };
    let spread = length(&((target - around) * roots));
    if spread <= ROUNDING * size {
        return Err(LeastSquaresError::ConstantTarget);
    }
    if length(errors) <= ROUNDING * size {
        return Err(LeastSquaresError::ExactFit);
    }
    let (total, unexplained) = (spread * spread, errors.dot(errors));
    let constants = if with_constant { 1.0 } else { 0.0 };
    let degrees = n - p;
    let variance = unexplained / degrees;
    let r_squared = 1.0 - unexplained / total;
    let f = (p > constants).then(|| (total - unexplained) / (p - constants) / variance);
    let log_likelihood = -0.5 * n * ((std::f64::consts::TAU * unexplained / n).ln() + 1.0)
        + roots.mapv(f64::ln).sum();
    let steps = errors.iter().zip(errors.iter().skip(1)).map(|(a, b)| (b - a) * (b - a));
    let goodness = Goodness {
        degrees_of_freedom: factor.rows() - factor.rank(),
        residual_standard_error: variance.sqrt(),
        r_squared,
        adjusted_r_squared: 1.0 - (1.0 - r_squared) * (n - constants) / degrees,
        f,
        f_p: f.and_then(|f| f_tail(f, p - constants, degrees)),
        log_likelihood,
        aic: 2.0 * p - 2.0 * log_likelihood,
        bic: p * n.ln() - 2.0 * log_likelihood,
        durbin_watson: steps.sum::<f64>() / unexplained,
    };
    let figures = [goodness.residual_standard_error, log_likelihood, r_squared];
    if figures.iter().all(|figure| figure.is_finite()) {
        Ok(goodness)
    } else {
        Err(LeastSquaresError::OutOfRange)
    }
}
