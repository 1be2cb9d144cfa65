//! Why a response model could not be fitted.

use std::fmt;

/// Why a response model could not be fitted.
#[derive(Debug, Clone, PartialEq)]
pub enum ResponseError {
    /// Fewer periods than anything could be learnt from.
    TooFewPeriods {
        /// Periods in the data.
        periods: usize,
        /// The least that is tried.
        least: usize,
    },
    /// No orders at all, or fewer than anything could be learnt from.
    TooFewOrders {
        /// Orders in the data.
        orders: f64,
        /// The least that is tried.
        least: f64,
    },
    /// A figure that is not a number, or infinite, or negative where that has no meaning.
    NotUsable {
        /// Which series: `orders`, `revenue` or a channel's name.
        series: String,
    },
    /// The panel's arrays differ in shape.
    Ragged,
    /// No channel can be told apart from the baseline.
    NoUsableChannel,
    /// The controls could not be solved for, which does not happen with finite data.
    Singular,
}

impl fmt::Display for ResponseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ResponseError::TooFewPeriods { periods, least } => {
                write!(f, "{periods} periods are too few: at least {least} are needed")
            }
            ResponseError::TooFewOrders { orders, least } => {
                write!(f, "{orders} orders are too few: at least {least} are needed")
            }
            ResponseError::NotUsable { series } => {
                write!(f, "`{series}` holds a value that is no usable number")
            }
            ResponseError::Ragged => write!(f, "orders, revenue and spend differ in shape"),
            ResponseError::NoUsableChannel => {
                write!(f, "no channel's spend varies enough to compare anything")
            }
            ResponseError::Singular => write!(f, "the controls could not be solved for"),
        }
    }
}

impl std::error::Error for ResponseError {}
