//! Will this session convert?
//!
//! A random forest on what is known of a session, judged on days that come after all that it has
//! seen: a random split would let it learn the day's own luck. Beside it stand logistic regression
//! on the same sessions and the plain conversion rate, so that a reader sees what the forest adds;
//! a shallow tree that imitates the forest says in words what it does.

mod error;
mod explain;
mod fit;
mod logistic;
mod newton;
mod result;
mod split;
mod surrogate;
#[cfg(test)]
mod tests;
mod truth;
mod tune;

pub use error::ConversionError;
pub use fit::fit;
pub use result::{
    ConversionResult, DependencePoint, FeatureImportance, LogisticResult, PartialDependence, Rule,
    Rung, Split, Surrogate, TruthGap, Tuning,
};
pub use truth::truth_gap;
