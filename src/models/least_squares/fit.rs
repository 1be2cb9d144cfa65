//! The fit itself.

use ndarray::{Array1, Array2};

use super::covariance::{CovarianceKind, automatic_lag, hc3, newey_west, plain};
use super::design::Design;
use super::error::LeastSquaresError;
use super::factor::Factor;
use super::goodness::goodness;
use super::inference::{Inference, Interval};
use super::regression::{Coefficient, Regression};
use super::singular::condition_number;

/// How to fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LeastSquares {
    /// Whether a constant is fitted where the columns come from a linfa dataset; a [`Design`]
    /// says so itself.
    pub intercept: bool,
    /// Longest lag of the Newey-West errors, in rows; none for [`automatic_lag`].
    pub lag: Option<usize>,
}

impl Default for LeastSquares {
    fn default() -> Self {
        LeastSquares { intercept: true, lag: None }
    }
}

/// A fit, with all that its report and its charts need.
#[derive(Debug, Clone)]
pub struct Fitted {
    /// What is reported.
    pub regression: Regression,
    /// Fitted target of each row.
    pub fitted: Array1<f64>,
    /// Target less fitted target.
    pub residuals: Array1<f64>,
    /// How much each row pulls the fit towards itself, 0 to 1. They sum to the number of
    /// coefficients.
    pub leverage: Array1<f64>,
    /// Place in the design of each coefficient's column; none for the constant.
    pub(super) places: Vec<Option<usize>>,
    covariances: Covariances,
}

/// Covariances of the coefficients, in their order.
#[derive(Debug, Clone)]
struct Covariances {
    plain: Array2<f64>,
    hc3: Option<Array2<f64>>,
    newey_west: Array2<f64>,
}

/// Fits `target` on `design`. Rows stand in the order of time, one step apart, or the Newey-West
/// errors and the Durbin-Watson statistic mean nothing.
///
/// The figures are those of statsmodels: `OLS` (`WLS` with weights) with `use_t=True`; HC3 as
/// `cov_type="HC3"`; Newey-West as `cov_type="HAC"` with `maxlags` the lag and
/// `use_correction=False`; R² about the mean where the columns can make a constant; F for errors
/// of equal variance. Of nearly collinear columns (variance inflation above 10⁵ or so) they keep
/// more digits: there they equal those of 60-digit arithmetic to 1e-10, and the robust errors of
/// statsmodels to 1e-5.
///
/// # Errors
/// Where there is nothing to fit, or nothing to judge the fit by: see [`LeastSquaresError`].
pub fn fit(
    design: &Design,
    target: &Array1<f64>,
    how: &LeastSquares,
) -> Result<Fitted, LeastSquaresError> {
    let rows = target.len();
    let factor = Factor::new(design, rows)?;
    let lag = how.lag.unwrap_or_else(|| automatic_lag(rows).min(rows - 1));
    if lag >= rows {
        return Err(LeastSquaresError::LagTooLong { lag, rows });
    }
    let (estimates, refined) = factor.coefficients(target)?;
    let errors = factor.residuals(target);
    let goodness = goodness(&factor, target, &errors)?;
    let leverage: Array1<f64> = factor.basis.rows().into_iter().map(|q| q.dot(&q)).collect();
    let influence = factor.transform().dot(&factor.basis.t());
    let covariances = Covariances {
        plain: plain(&influence, goodness.residual_standard_error.powi(2)),
        hc3: hc3(&influence, &errors, &leverage),
        newey_west: newey_west(&influence, &errors, lag),
    };
    let inflation = design.intercept.then(|| factor.variance_inflation());
    let coefficients = factor.names.iter().enumerate().map(|(j, name)| {
        let inference = |kind| {
            let variance = covariances.of(kind)?[[j, j]];
            Inference::new(estimates[j], variance.sqrt(), goodness.degrees_of_freedom as f64)
        };
        Coefficient {
            name: name.clone(),
            estimate: estimates[j],
            plain: inference(CovarianceKind::Plain),
            hc3: inference(CovarianceKind::Hc3),
            newey_west: inference(CovarianceKind::NeweyWest),
            variance_inflation: inflation.as_ref().filter(|_| j > 0).map(|factors| factors[j]),
        }
    });
    let regression = Regression {
        rows,
        incomplete_rows: 0,
        coefficients: coefficients.collect(),
        dropped: factor.dropped.clone(),
        goodness,
        condition_number: condition_number(factor.coordinates()),
        newey_west_lag: lag,
        refined,
    };
    let residuals = &errors / &factor.root_weights;
    let constant = design.intercept.then_some(None);
    Ok(Fitted {
        regression,
        fitted: target - &residuals,
        residuals,
        leverage,
        places: constant.into_iter().chain(factor.kept.iter().map(|&place| Some(place))).collect(),
        covariances,
    })
}

impl Covariances {
    fn of(&self, kind: CovarianceKind) -> Option<&Array2<f64>> {
        match kind {
            CovarianceKind::Plain => Some(&self.plain),
            CovarianceKind::Hc3 => self.hc3.as_ref(),
            CovarianceKind::NeweyWest => Some(&self.newey_west),
        }
    }
}

impl Fitted {
    /// The estimate of a coefficient; none if it was dropped.
    pub fn estimate(&self, name: &str) -> Option<f64> {
        self.regression.coefficient(name).map(|c| c.estimate)
    }

    /// Covariance of the coefficients, in their order; none as for [`Coefficient::hc3`].
    pub fn covariance(&self, kind: CovarianceKind) -> Option<&Array2<f64>> {
        self.covariances.of(kind)
    }

    /// `c'b` with its 95 % interval, `c'b ± t √(c'Vc)`; `weight` gives c by name of coefficient.
    pub fn combination(
        &self,
        kind: CovarianceKind,
        weight: impl Fn(&str) -> f64,
    ) -> Option<Interval> {
        let coefficients = &self.regression.coefficients;
        let c: Array1<f64> = coefficients.iter().map(|b| weight(&b.name)).collect();
        let estimate = coefficients.iter().zip(&c).map(|(b, c)| b.estimate * c).sum();
        let variance = c.dot(&self.covariances.of(kind)?.dot(&c));
        let degrees = self.regression.goodness.degrees_of_freedom as f64;
        Interval::new(estimate, variance.sqrt(), degrees)
    }
}
