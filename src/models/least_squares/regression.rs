//! A fit as it is reported.

use schemars::JsonSchema;
use serde::Serialize;

use super::design::Dropped;
use super::goodness::Goodness;
use super::inference::Inference;

/// A least-squares fit: coefficients, inference and diagnostics.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Regression {
    /// Rows of the fit.
    pub rows: usize,
    /// Rows left out because a number was missing.
    pub incomplete_rows: usize,
    /// The constant first, if there is one, then the columns that were kept, in their order.
    pub coefficients: Vec<Coefficient>,
    /// Columns without a coefficient, since others say the same.
    pub dropped: Vec<Dropped>,
    /// How well it describes the target.
    pub goodness: Goodness,
    /// Largest ÷ smallest singular value of the design as given, the constant among its columns.
    /// Large values come from collinear columns, and from columns of very different scale.
    pub condition_number: Option<f64>,
    /// Longest lag, in rows, over which the Newey-West errors let residuals be correlated.
    pub newey_west_lag: usize,
    /// Whether linfa's coefficients were ill conditioned and had to be refined by the QR.
    pub refined: bool,
}

/// One coefficient.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Coefficient {
    /// The column's name, or `constant`.
    pub name: String,
    /// Change of the target per unit of the column, all others held.
    pub estimate: f64,
    /// Inference for independent errors of equal variance.
    pub plain: Option<Inference>,
    /// Inference for independent errors of any variance (HC3); none where one row alone fixes a
    /// coefficient.
    pub hc3: Option<Inference>,
    /// Inference for errors of any variance that remember earlier rows (Newey-West).
    pub newey_west: Option<Inference>,
    /// Variance inflation factor: how many times larger the variance is than it would be were
    /// this column uncorrelated with the others. None for the constant, or without one.
    pub variance_inflation: Option<f64>,
}

impl Regression {
    /// The named coefficient.
    pub fn coefficient(&self, name: &str) -> Option<&Coefficient> {
        self.coefficients.iter().find(|c| c.name == name)
    }
}
