//! What conversion prediction found: all that the report, the charts and `metrics.json` show.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use crate::models::forest::ClassificationForest;
use crate::models::metrics::{
    CalibrationBin, ClassifierMetrics, Decile, PrPoint, RocPoint, Threshold,
};

/// Which sessions convert, as a forest sees it, judged on days that it has not seen.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ConversionResult {
    /// What the model was allowed to know, such as `at session start`.
    pub feature_set: String,
    /// Names of the features, in the order of the table.
    pub features: Vec<String>,
    /// How the cases were split by time.
    pub split: Split,
    /// The forest's depth, leaf size and number of trees, and how they were chosen.
    pub tuning: Tuning,
    /// The forest, on the test days.
    pub forest: ClassifierMetrics,
    /// The forest on training rows, each judged by the trees that did not see it.
    pub forest_out_of_bag: Option<ClassifierMetrics>,
    /// Logistic regression on the same rows; none where it could not be fitted.
    pub logistic: Option<LogisticResult>,
    /// Every session gets the training days' conversion rate.
    pub base_rate: ClassifierMetrics,
    /// ROC curve of the forest, thinned.
    pub roc: Vec<RocPoint>,
    /// Precision-recall curve of the forest, thinned.
    pub precision_recall: Vec<PrPoint>,
    /// Predicted against observed rates of the forest.
    pub calibration: Vec<CalibrationBin>,
    /// Lift and gain of the forest by tenth of the sessions.
    pub deciles: Vec<Decile>,
    /// What each threshold would flag.
    pub thresholds: Vec<Threshold>,
    /// Features by falling permutation importance.
    pub importance: Vec<FeatureImportance>,
    /// Partial dependence of the most important features.
    pub partial_dependence: Vec<PartialDependence>,
    /// A shallow tree that imitates the forest; none where its scores do not vary.
    pub surrogate: Option<Surrogate>,
    /// What a reader should know before trusting the figures, each a sentence.
    pub caveats: Vec<String>,
    /// The fitted forest.
    #[serde(skip)]
    #[schemars(skip)]
    pub model: ClassificationForest,
    /// The forest's score of each test row, in the order of `test_rows`.
    #[serde(skip)]
    #[schemars(skip)]
    pub test_scores: Vec<f64>,
    /// Whether each test row converted.
    #[serde(skip)]
    #[schemars(skip)]
    pub test_outcomes: Vec<bool>,
    /// The test rows, as places in the table that was passed in.
    #[serde(skip)]
    #[schemars(skip)]
    pub test_rows: Vec<usize>,
}

/// How cases were split: by time where days are known, so that all test days come after all training
/// days; else at random.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Split {
    /// Whether it was by time.
    pub by_time: bool,
    /// First training day.
    pub train_from: Option<Date>,
    /// Last training day.
    pub train_to: Option<Date>,
    /// First test day.
    pub test_from: Option<Date>,
    /// Last test day.
    pub test_to: Option<Date>,
    /// Sessions to train on.
    pub train_rows: u64,
    /// Conversions among them.
    pub train_conversions: u64,
    /// Sessions to test on, all judged.
    pub test_rows: u64,
    /// Conversions among them.
    pub test_conversions: u64,
}

/// The forest's shape and how it was chosen.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Tuning {
    /// Trees.
    pub trees: usize,
    /// Greatest depth of a tree.
    pub depth: usize,
    /// Fewest draws of the bootstrap in a leaf.
    pub leaf: usize,
    /// Features tried at each node.
    pub features_per_node: usize,
    /// Every rung of the ladder that was tried, in order.
    pub ladder: Vec<Rung>,
    /// Training rows that the rungs were judged on, out of bag.
    pub judged_on: u64,
}

/// One depth and leaf size, judged out of bag.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
pub struct Rung {
    /// Greatest depth of a tree.
    pub depth: usize,
    /// Fewest draws of the bootstrap in a leaf.
    pub leaf: usize,
    /// Log loss on training rows, each judged by the trees that did not see it, in nats.
    pub out_of_bag_log_loss: f64,
}

/// Logistic regression on the same features: standardised numbers, 0/1 columns for categories.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct LogisticResult {
    /// On the test days.
    pub metrics: ClassifierMetrics,
    /// Columns of the design, without the intercept.
    pub columns: usize,
    /// Training rows used.
    pub rows: u64,
    /// Whether the gradient at the solution is as good as 0.
    pub converged: bool,
    /// Largest component of the mean gradient at the solution; 0 at the optimum.
    pub largest_gradient: f64,
}

/// How much a feature matters to the forest.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct FeatureImportance {
    /// Name of the feature.
    pub feature: String,
    /// Share of all impurity decrease in training; sums to 1. Flatters features with many values.
    pub gain: f64,
    /// Fall of the AUC on test rows when the feature is shuffled, mean of several shuffles.
    pub permutation: Option<f64>,
    /// Standard deviation between the shuffles.
    pub permutation_sd: Option<f64>,
}

/// Mean predicted rate with one feature set to each of some values, the others as they are.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PartialDependence {
    /// Name of the feature.
    pub feature: String,
    /// Whether `points` are categories, which have no order but their share of cases.
    pub categorical: bool,
    /// The values, in rising order for numbers, by falling share of cases for categories.
    pub points: Vec<DependencePoint>,
}

/// One value of a feature and the mean prediction there.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct DependencePoint {
    /// The category, or the number as text.
    pub label: String,
    /// The number; none for a category.
    pub value: Option<f64>,
    /// Share of cases in this category, or nearer to this number than to the others.
    pub share: f64,
    /// Mean predicted conversion rate.
    pub rate: f64,
}

/// A shallow tree grown on the forest's scores, as rules.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Surrogate {
    /// Greatest number of conditions on the way to a rule.
    pub depth: usize,
    /// One rule for each leaf, by falling predicted rate.
    pub rules: Vec<Rule>,
    /// R² of the rules' scores to the forest's scores on the test rows: how faithfully they
    /// imitate it.
    pub fidelity_r2: Option<f64>,
    /// AUC of the rules on the test rows.
    pub auc: Option<f64>,
}

/// A leaf of the surrogate tree.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Rule {
    /// All of these hold, such as `device is mobile or tablet` or `hour > 18.5`.
    pub conditions: Vec<String>,
    /// Share of test sessions to which it applies.
    pub share: f64,
    /// Mean score of the forest for training sessions under this rule.
    pub predicted_rate: f64,
    /// Share of test sessions under this rule that converted; none where it applies to none.
    pub observed_rate: Option<f64>,
}

/// The forest's ranking beside that of the true propensity, which only a synthetic world knows.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
pub struct TruthGap {
    /// AUC of the forest.
    pub forest_auc: f64,
    /// AUC of the true propensity: what no model can beat but by luck.
    pub truth_auc: f64,
    /// The true propensity's AUC less the forest's.
    pub gap: f64,
    /// `(forest − ½) / (truth − ½)`: how much of the distance from chance the forest covers.
    pub share_reached: Option<f64>,
}
