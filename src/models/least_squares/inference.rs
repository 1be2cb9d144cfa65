//! From an estimate and its standard error to t, p and an interval.

use schemars::JsonSchema;
use serde::Serialize;
use statrs::distribution::{ContinuousCDF, FisherSnedecor, StudentsT};

/// How likely an interval is to hold the truth.
const CONFIDENCE: f64 = 0.95;

/// An estimate and its 95 % interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
pub struct Interval {
    /// The estimate.
    pub estimate: f64,
    /// Lower end of the 95 % interval.
    pub low: f64,
    /// Upper end of the 95 % interval.
    pub high: f64,
}

/// What a standard error says about a coefficient.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
pub struct Inference {
    /// Standard error, in the unit of the coefficient.
    pub standard_error: f64,
    /// Estimate ÷ standard error.
    pub t: f64,
    /// Probability of a t at least this far from 0 if the coefficient were 0: two-sided, by
    /// Student's t with as many degrees of freedom as the residuals have.
    pub p: f64,
    /// Lower end of the 95 % interval.
    pub low: f64,
    /// Upper end of the 95 % interval.
    pub high: f64,
}

impl Inference {
    /// `t = b / se`, `p = 2 P(T > |t|)`, `b ± t_{0.975} se`; none where the standard error is 0 or
    /// no number, or there are no degrees of freedom.
    pub fn new(estimate: f64, standard_error: f64, degrees: f64) -> Option<Inference> {
        if !(standard_error > 0.0 && standard_error.is_finite() && estimate.is_finite()) {
            return None;
        }
        let t = estimate / standard_error;
        let half = t_quantile(0.5 + 0.5 * CONFIDENCE, degrees)? * standard_error;
        let p = 2.0 * StudentsT::new(0.0, 1.0, degrees).ok()?.sf(t.abs());
        Some(Inference { standard_error, t, p, low: estimate - half, high: estimate + half })
    }
}

impl Interval {
    /// `estimate ± t_{0.975} se`; none as for [`Inference::new`].
    pub fn new(estimate: f64, standard_error: f64, degrees: f64) -> Option<Interval> {
        let Inference { low, high, .. } = Inference::new(estimate, standard_error, degrees)?;
        Some(Interval { estimate, low, high })
    }

    /// The interval of `factor` times what this is the interval of.
    pub fn times(self, factor: f64) -> Interval {
        let (a, b) = (self.low * factor, self.high * factor);
        Interval { estimate: self.estimate * factor, low: a.min(b), high: a.max(b) }
    }
}

/// The value below which Student's t with these degrees of freedom lies with this probability;
/// none where either is out of range.
pub fn t_quantile(probability: f64, degrees: f64) -> Option<f64> {
    if !(probability > 0.0 && probability < 1.0) {
        return None;
    }
    let quantile = StudentsT::new(0.0, 1.0, degrees).ok()?.inverse_cdf(probability);
    quantile.is_finite().then_some(quantile)
}

/// Probability of an F at least this large under the null.
pub(super) fn f_tail(f: f64, numerator: f64, denominator: f64) -> Option<f64> {
    let tail = FisherSnedecor::new(numerator, denominator).ok()?.sf(f);
    tail.is_finite().then_some(tail)
}
