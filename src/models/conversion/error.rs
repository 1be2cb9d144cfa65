//! Why conversion could not be predicted.

use std::fmt;

use crate::models::forest::ForestError;

/// Why conversion could not be predicted.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum ConversionError {
    /// The table has no feature.
    NoFeatures,
    /// A column has another length than the table.
    Length {
        /// Which.
        what: &'static str,
        /// Its length.
        length: usize,
        /// The table's number of rows.
        rows: usize,
    },
    /// There are too few sessions of one kind to learn from, or none to judge by.
    TooFewSessions {
        /// Sessions to learn from that converted.
        converted: u64,
        /// Sessions to learn from that did not.
        not_converted: u64,
        /// How many of each are needed.
        needed: u64,
        /// Sessions to judge by.
        test: u64,
    },
    /// The forest could not be grown.
    Forest(ForestError),
    /// The forest's scores are no numbers.
    NoScores,
}

impl fmt::Display for ConversionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ConversionError::NoFeatures => write!(f, "nothing is known of the sessions"),
            ConversionError::Length { what, length, rows } => {
                write!(f, "{what} has {length} values where the table has {rows} rows")
            }
            ConversionError::TooFewSessions { converted, not_converted, needed, test } => write!(
                f,
                "there are {converted} sessions to learn from that converted and {not_converted} \
                 that did not ({needed} of each are needed), and {test} to judge by"
            ),
            ConversionError::Forest(error) => write!(f, "{error}"),
            ConversionError::NoScores => write!(f, "the scores are no numbers"),
        }
    }
}

impl std::error::Error for ConversionError {}

impl From<ForestError> for ConversionError {
    fn from(error: ForestError) -> Self {
        ConversionError::Forest(error)
    }
}
