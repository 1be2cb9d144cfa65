//! Why least squares has no answer.

use std::fmt;

/// Why a fit was not made.
#[derive(Debug, Clone, PartialEq)]
pub enum LeastSquaresError {
    /// There are not more rows than coefficients, so nothing is left to judge the fit by.
    TooFewRows {
        /// Rows with complete numbers.
        rows: usize,
        /// Coefficients asked for.
        coefficients: usize,
    },
    /// There is neither a constant nor a column that varies.
    NoRegressors,
    /// A column has another number of rows than the target.
    OtherLength {
        /// The column.
        column: String,
        /// Its rows.
        rows: usize,
        /// The target's rows.
        expected: usize,
    },
    /// A column, or the target, holds missing or infinite numbers.
    NotFinite {
        /// The column.
        column: String,
        /// How many of its rows are affected.
        rows: usize,
    },
    /// A weight is 0 or below.
    WeightNotPositive,
    /// The target never changes, so there is nothing to explain.
    ConstantTarget,
    /// The columns give the target exactly, so there is no error to judge the coefficients by.
    ExactFit,
    /// The Newey-West lag is not below the number of rows.
    LagTooLong {
        /// The lag asked for.
        lag: usize,
        /// Rows of the fit.
        rows: usize,
    },
    /// The numbers are so large or so small that their squares leave the range of a double.
    OutOfRange,
    /// linfa refused.
    Solver(String),
}

impl fmt::Display for LeastSquaresError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            LeastSquaresError::TooFewRows { rows, coefficients } => {
                write!(f, "{rows} rows are too few for {coefficients} coefficients")
            }
            LeastSquaresError::NoRegressors => write!(f, "no column varies"),
            LeastSquaresError::OtherLength { column, rows, expected } => {
                write!(f, "{column} has {rows} rows where the target has {expected}")
            }
            LeastSquaresError::NotFinite { column, rows } => {
                write!(f, "{column} is missing or infinite in {rows} rows")
            }
            LeastSquaresError::WeightNotPositive => write!(f, "every weight must be above 0"),
            LeastSquaresError::ConstantTarget => write!(f, "the target never changes"),
            LeastSquaresError::ExactFit => {
                write!(f, "the columns give the target exactly: no error is left to judge by")
            }
            LeastSquaresError::LagTooLong { lag, rows } => {
                write!(f, "a lag of {lag} needs more than {rows} rows")
            }
            LeastSquaresError::OutOfRange => {
                write!(f, "the numbers are too large or too small to be squared")
            }
            LeastSquaresError::Solver(why) => write!(f, "the solver failed: {why}"),
        }
    }
}

impl std::error::Error for LeastSquaresError {}

impl From<linfa::Error> for LeastSquaresError {
    fn from(error: linfa::Error) -> Self {
        LeastSquaresError::Solver(error.to_string())
    }
}

impl From<linfa_linalg::LinalgError> for LeastSquaresError {
    fn from(error: linfa_linalg::LinalgError) -> Self {
        LeastSquaresError::Solver(error.to_string())
    }
}
