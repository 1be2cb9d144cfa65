//! What goes into a fit: named columns, and whether there is a constant.

use ndarray::Array1;
use schemars::JsonSchema;
use serde::Serialize;

use super::error::LeastSquaresError;

/// Name of the constant's coefficient.
pub const CONSTANT: &str = "constant";

/// The regressors of a fit, in order, and the weights of its rows.
#[derive(Debug, Clone, Default)]
pub struct Design {
    /// Whether a constant is fitted too.
    pub intercept: bool,
    /// The regressors without the constant.
    pub columns: Vec<Column>,
    /// How much each row counts, above 0: one over its error variance, up to a factor. None where
    /// all count the same.
    pub weights: Option<Array1<f64>>,
}

/// A regressor.
#[derive(Debug, Clone)]
pub struct Column {
    /// Name, as the report prints it.
    pub name: String,
    /// One value per row.
    pub values: Array1<f64>,
}

/// A column that tells nothing that the columns before it do not tell.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Dropped {
    /// Name of the column.
    pub name: String,
    /// Why no coefficient can be found for it.
    pub because: DroppedBecause,
}

/// Why a column has no coefficient of its own.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DroppedBecause {
    /// It never changes (or, without a constant in the fit, is always 0).
    Constant,
    /// It is a linear combination of these columns, and of the constant if there is one.
    CombinationOf(Vec<String>),
}

impl Design {
    /// Only a constant.
    pub fn with_intercept() -> Self {
        Design { intercept: true, ..Design::default() }
    }

    /// Nothing yet: a fit through the origin.
    pub fn through_origin() -> Self {
        Design::default()
    }

    /// Adds a regressor.
    pub fn column(mut self, name: impl Into<String>, values: Array1<f64>) -> Self {
        self.columns.push(Column { name: name.into(), values });
        self
    }

    /// Makes row i count `weights[i]`.
    pub fn weighted(mut self, weights: Array1<f64>) -> Self {
        self.weights = Some(weights);
        self
    }

    /// The design and the target without the rows in which a number is missing or infinite, and
    /// how many rows those were.
    pub fn complete_rows(&self, target: &Array1<f64>) -> (Design, Array1<f64>, usize) {
        let rows = target.len();
        let complete = |i: usize| {
            target[i].is_finite()
                && self.columns.iter().all(|c| c.values.get(i).is_none_or(|x| x.is_finite()))
        };
        let kept: Vec<usize> = (0..rows).filter(|&i| complete(i)).collect();
        if kept.len() == rows {
            return (self.clone(), target.clone(), 0);
        }
        let pick = |values: &Array1<f64>| -> Array1<f64> {
            kept.iter().filter_map(|&i| values.get(i).copied()).collect()
        };
        let design = Design {
            intercept: self.intercept,
            columns: self
                .columns
                .iter()
                .map(|c| Column { name: c.name.clone(), values: pick(&c.values) })
                .collect(),
            weights: self.weights.as_ref().map(pick),
        };
        (design, pick(target), rows - kept.len())
    }

    /// Refuses columns of another length than `rows`, numbers that are none, and weights that
    /// are not above 0.
    pub(super) fn check(&self, rows: usize) -> Result<(), LeastSquaresError> {
        for Column { name, values } in &self.columns {
            check_values(name, values, rows)?;
        }
        if let Some(weights) = &self.weights {
            check_values("weights", weights, rows)?;
            if weights.iter().any(|&w| w <= 0.0) {
                return Err(LeastSquaresError::WeightNotPositive);
            }
        }
        Ok(())
    }
}

/// Refuses a column of another length than `rows`, or with a number that is none.
pub(super) fn check_values(
    name: &str,
    values: &Array1<f64>,
    rows: usize,
) -> Result<(), LeastSquaresError> {
    if values.len() != rows {
        return Err(LeastSquaresError::OtherLength {
            column: name.to_owned(),
            rows: values.len(),
            expected: rows,
        });
    }
    let bad = values.iter().filter(|x| !x.is_finite()).count();
    if bad > 0 {
        return Err(LeastSquaresError::NotFinite { column: name.to_owned(), rows: bad });
    }
    Ok(())
}
