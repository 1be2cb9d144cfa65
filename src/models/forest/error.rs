//! Why a forest could not be grown or asked.

use std::fmt;

/// Why a forest could not be grown or asked.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum ForestError {
    /// There is no row.
    NoRows,
    /// There is no feature.
    NoFeatures,
    /// There are more features than nodes can name.
    TooManyFeatures(usize),
    /// A column, the target or the weights have another length than the table.
    Length {
        /// Which.
        what: String,
        /// Its length.
        length: usize,
        /// The table's number of rows.
        rows: usize,
    },
    /// A target is not a finite number.
    Target {
        /// Its row.
        row: usize,
    },
    /// A weight is negative or not a finite number, or all are 0.
    Weight {
        /// Its row; none where all are 0.
        row: Option<usize>,
    },
    /// A setting is out of range.
    Parameter {
        /// Its name.
        name: &'static str,
        /// What is allowed, in words.
        allowed: &'static str,
    },
    /// The forest was grown on a feature that the table lacks, or has in another kind.
    Feature {
        /// Its name.
        name: String,
        /// Whether it is there, but numbers in one place and categories in the other.
        other_kind: bool,
    },
    /// Out-of-bag scores were asked for a table that the forest was not grown on.
    OtherRows {
        /// Rows of the table.
        rows: usize,
        /// Rows that the forest was grown on.
        grown_on: usize,
    },
    /// An error of linfa.
    Linfa(String),
}

impl fmt::Display for ForestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ForestError::NoRows => write!(f, "there is no row to learn from"),
            ForestError::NoFeatures => write!(f, "there is no feature to learn from"),
            ForestError::TooManyFeatures(count) => {
                write!(f, "{count} features are more than a forest can name (65 535)")
            }
            ForestError::Length { what, length, rows } => {
                write!(f, "{what} has {length} values where the table has {rows} rows")
            }
            ForestError::Target { row } => {
                write!(f, "the target of row {row} is not a finite number")
            }
            ForestError::Weight { row: Some(row) } => {
                write!(f, "the weight of row {row} is negative or not a finite number")
            }
            ForestError::Weight { row: None } => write!(f, "all weights are 0"),
            ForestError::Parameter { name, allowed } => write!(f, "{name} must be {allowed}"),
            ForestError::Feature { name, other_kind: false } => {
                write!(f, "the table lacks the feature `{name}` that the forest was grown on")
            }
            ForestError::Feature { name, other_kind: true } => write!(
                f,
                "the feature `{name}` holds numbers here and categories in the forest, or the reverse"
            ),
            ForestError::OtherRows { rows, grown_on } => write!(
                f,
                "out-of-bag scores need the table that the forest was grown on: \
                 {grown_on} rows, not {rows}"
            ),
            ForestError::Linfa(message) => write!(f, "{message}"),
        }
    }
}

impl std::error::Error for ForestError {}

impl From<linfa::Error> for ForestError {
    fn from(error: linfa::Error) -> Self {
        ForestError::Linfa(error.to_string())
    }
}
