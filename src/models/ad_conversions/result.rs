//! What the regression of daily conversions found.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use crate::models::forest::RegressionForest;
use crate::models::metrics::RegressionMetrics;

/// Orders from an ad's visits, by ad and day: a forest against naive guesses, on later days.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct AdConversionsResult {
    /// Names of the features, in the order of the table.
    pub features: Vec<String>,
    /// First training day.
    pub train_from: Date,
    /// Last training day.
    pub train_to: Date,
    /// First test day.
    pub test_from: Date,
    /// Last test day.
    pub test_to: Date,
    /// Training rows, each one ad's day.
    pub train_rows: u64,
    /// Test rows.
    pub test_rows: u64,
    /// The forest, on the test days.
    pub forest: RegressionMetrics,
    /// Guess: the ad's own mean over its days before, or the overall mean on its first day.
    pub trailing_mean: RegressionMetrics,
    /// Guess: the mean of all training rows.
    pub overall_mean: RegressionMetrics,
    /// Trees, greatest depth and leaf size of the forest.
    pub trees: usize,
    /// Greatest depth of a tree.
    pub depth: usize,
    /// Fewest draws of the bootstrap in a leaf.
    pub leaf: usize,
    /// Features by falling permutation importance.
    pub importance: Vec<TargetImportance>,
    /// Actual and predicted conversions of each test day, over all ads.
    pub by_day: Vec<PredictedDay>,
    /// The fitted forest.
    #[serde(skip)]
    #[schemars(skip)]
    pub model: RegressionForest,
}

/// How much a feature matters to the regression.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct TargetImportance {
    /// Name of the feature.
    pub feature: String,
    /// Share of all decrease of the squared error in training; sums to 1.
    pub gain: f64,
    /// Fall of R² on test rows when the feature is shuffled, mean of several shuffles.
    pub permutation: Option<f64>,
}

/// A test day over all ads.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PredictedDay {
    /// The day.
    pub date: Date,
    /// Conversions that came.
    pub actual: f64,
    /// Conversions that the forest foretold.
    pub forest: f64,
    /// Conversions that the trailing means foretold.
    pub trailing_mean: f64,
}
