//! Why an experiment could not be read.

use std::fmt;

use schemars::JsonSchema;
use serde::Serialize;

use crate::models::least_squares::LeastSquaresError;

/// Why an experiment could not be read.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum NotComputed {
    /// None of its days lies in the data.
    OutsideTheData,
    /// Its dates, regions or multiplier are no plan of a change.
    NoChange {
        /// What is wrong with the plan.
        why: String,
    },
    /// Too few of its periods lie in the data.
    TooShort {
        /// Periods of the test and its cool-down that can be used.
        periods: usize,
        /// Periods needed.
        needed: usize,
    },
    /// Too little undisturbed time lies before it.
    NoPeriodBefore {
        /// Undisturbed blocks before it, each a quarter of the test with its cool-down.
        blocks: usize,
        /// Blocks needed.
        needed: usize,
    },
    /// Too few regions are left to compare with.
    TooFewControls {
        /// Untreated regions with orders and without another experiment.
        controls: usize,
        /// Regions needed.
        needed: usize,
    },
    /// Another experiment changed the same regions at the same time.
    Overlaps {
        /// Id of the other one.
        with: String,
    },
    /// A treated region, or all controls together, had no orders for too long.
    NoOrders {
        /// Where.
        r#where: String,
    },
    /// Orders are missing or infinite in a region.
    NotFinite {
        /// The region.
        region: String,
    },
    /// The regression over the blocks has no answer.
    Regression {
        /// What it says.
        why: String,
    },
}

impl fmt::Display for NotComputed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NotComputed::OutsideTheData => write!(f, "none of its days lies in the data"),
            NotComputed::NoChange { why } => write!(f, "{why}"),
            NotComputed::TooShort { periods, needed } => {
                write!(f, "only {periods} of its periods can be used; {needed} are needed")
            }
            NotComputed::NoPeriodBefore { blocks, needed } => write!(
                f,
                "{blocks} undisturbed blocks lie before it; {needed} are needed, each a quarter \
                 as long as the test with its cool-down"
            ),
            NotComputed::TooFewControls { controls, needed } => {
                write!(f, "{controls} regions are left to compare with; {needed} are needed")
            }
            NotComputed::Overlaps { with } => {
                write!(f, "{with} changed the same regions at the same time")
            }
            NotComputed::NoOrders { r#where } => write!(f, "{where} had no orders to compare"),
            NotComputed::NotFinite { region } => {
                write!(f, "orders of {region} are missing on some days")
            }
            NotComputed::Regression { why } => write!(f, "the comparison has no answer: {why}"),
        }
    }
}

impl From<LeastSquaresError> for NotComputed {
    fn from(error: LeastSquaresError) -> Self {
        NotComputed::Regression { why: error.to_string() }
    }
}
