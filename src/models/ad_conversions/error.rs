//! Why daily orders of ads could not be regressed.

use std::fmt;

use crate::models::forest::ForestError;

/// Why daily orders of ads could not be regressed.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum AdConversionsError {
    /// A feature that is the answer under another name.
    Leak {
        /// Its name.
        feature: String,
    },
    /// There are too few days to learn from some and test on others.
    TooFewDays {
        /// Days there are.
        days: usize,
    },
    /// No ad brought an order.
    NoOrders,
    /// The forest could not be grown.
    Forest(ForestError),
}

impl fmt::Display for AdConversionsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            AdConversionsError::Leak { feature } => {
                write!(f, "`{feature}` counts the orders that are to be predicted; leave it out")
            }
            AdConversionsError::TooFewDays { days } => {
                write!(
                    f,
                    "{days} days of ads are too few: some to learn from, later ones to test on"
                )
            }
            AdConversionsError::NoOrders => write!(f, "no ad brought an order"),
            AdConversionsError::Forest(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for AdConversionsError {}

impl From<ForestError> for AdConversionsError {
    fn from(error: ForestError) -> Self {
        AdConversionsError::Forest(error)
    }
}
