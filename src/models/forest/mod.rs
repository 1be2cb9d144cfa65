//! Random forests (Breiman, 2001) for hundreds of thousands of sessions, as linfa models.
//!
//! * Every value becomes a one-byte code: numbers by quantile cuts, categories by their shrunken
//!   mean target, a missing number its own code ([`binning`]).
//! * Features of which few combinations occur share a byte of a row ([`bundles`]).
//! * Each tree sees a bootstrap sample, as a number of draws per row ([`bootstrap`]); each node
//!   tries a few features at random and takes the cut that lowers the squared error most, which for
//!   a yes or no is Gini's criterion ([`split`], [`grow`]).
//! * A leaf holds the mean target of its rows. The forest's answer is the mean over its trees: a
//!   probability, not a vote, so that a class of 3 % is found.
//! * What a tree draws depends on the seed, its number and the node, never on a thread.
//!
//! ```
//! use adloom::features::table::{Feature, FeatureTable, Values};
//! use adloom::models::forest::RandomForestClassifier;
//! use ndarray::Array1;
//!
//! let hours = Array1::from_iter((0..1000).map(|i| (i % 24) as f32));
//! let bought = hours.mapv(|hour| hour >= 18.0);
//! let hour = Feature { name: "hour".into(), values: Values::Numeric(hours) };
//! let table = FeatureTable { features: vec![hour] };
//!
//! let forest = RandomForestClassifier::new().trees(10).fit_table(&table, &bought)?;
//! let scores = forest.scores(&table)?;
//! assert!(scores[3] < 0.01 && scores[20] > 0.99);
//! # Ok::<(), adloom::models::forest::ForestError>(())
//! ```
//!
//! What is deliberately absent: more than two classes, and boosting.

mod binning;
mod bootstrap;
mod bundles;
mod codes;
mod columns;
mod dependence;
mod error;
mod file;
mod fit;
mod grow;
mod histograms;
mod imitation;
mod importance;
mod linfa_traits;
mod out_of_bag;
mod params;
mod predict;
mod row;
mod rules;
mod split;
mod tally;
#[cfg(test)]
mod tests;
mod tree;
mod ways;

pub use dependence::{Dependence, DependenceAt};
pub use error::ForestError;
pub use file::ForestFileError;
pub use importance::{PermutationImportance, Shuffles};
pub use out_of_bag::OutOfBag;
pub use params::{
    ClassWeight, Classification, FeaturesPerNode, ForestKind, ForestParams, ForestValidParams,
    RandomForestClassifier, RandomForestRegressor, Regression,
};
pub use predict::{ClassificationForest, Forest, RegressionForest};
pub use rules::LeafRule;
