//! What a forest is asked to be.

use std::marker::PhantomData;

use linfa::ParamGuard;
use serde::{Deserialize, Serialize};

use super::error::ForestError;

/// Greatest depth that may be asked for. A tree this deep has told every row apart long before.
const DEEPEST: usize = 128;
/// Fewest and most codes of a feature's real values; one more is for missing ones.
const BINS: std::ops::RangeInclusive<usize> = 2..=254;

/// What a forest foretells: [`Classification`] or [`Regression`].
pub trait ForestKind: Clone + std::fmt::Debug + Default + Send + Sync + 'static {
    /// Its name, as a saved forest states it.
    const NAME: &'static str;
    /// Codes of a feature's real values, unless asked otherwise.
    const BINS: usize;
    /// Features tried at each node, unless asked otherwise.
    const FEATURES: FeaturesPerNode;
    /// Fewest draws in a leaf, unless asked otherwise.
    const LEAF: usize;
}

/// Yes or no; scores are probabilities of yes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Classification;

/// A number.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Regression;

impl ForestKind for Classification {
    const NAME: &'static str = "classification";
    // With the code of missing values, 64 fill six bits, so that a dozen features fit one word.
    // More were no better: on 1 000 000 sessions AUC was 0.7958 with 32, 0.7955 with 63, 0.7953
    // with 254.
    const BINS: usize = 63;
    const FEATURES: FeaturesPerNode = FeaturesPerNode::SquareRoot;
    const LEAF: usize = 20;
}

impl ForestKind for Regression {
    const NAME: &'static str = "regression";
    // Where a number depends on a number, finer cuts do pay.
    const BINS: usize = 254;
    const FEATURES: FeaturesPerNode = FeaturesPerNode::Third;
    const LEAF: usize = 5;
}

/// How many features a node draws. Those of them that vary in the node are tried, and always one if any
/// does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum FeaturesPerNode {
    /// √p, rounded down, at least 1.
    SquareRoot,
    /// p / 3, rounded down, at least 1.
    Third,
    /// All of them: the trees differ by their bootstrap samples only.
    All,
    /// So many.
    Exactly(usize),
}

impl FeaturesPerNode {
    /// The number for so many features.
    pub fn of(self, features: usize) -> usize {
        match self {
            FeaturesPerNode::SquareRoot => features.isqrt().max(1),
            FeaturesPerNode::Third => (features / 3).max(1),
            FeaturesPerNode::All => features,
            FeaturesPerNode::Exactly(count) => count.min(features),
        }
    }
}

/// How much a row of each class weighs. Scores of a weighted forest rank, but are no longer
/// probabilities.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub enum ClassWeight {
    /// Both classes weigh the same in total.
    Balanced,
    /// As given.
    Given {
        /// Weight of a negative row.
        negative: f32,
        /// Weight of a positive row.
        positive: f32,
    },
}

/// Settings of a forest, not yet checked.
#[derive(Debug, Clone, PartialEq)]
pub struct ForestParams<K>(ForestValidParams<K>);

/// Settings of a forest of probabilities: 100 trees of depth 12 with leaves of 20 draws, √p features
/// at each node, 63 codes.
pub type RandomForestClassifier = ForestParams<Classification>;

/// Settings of a forest of numbers: 100 trees of depth 12 with leaves of 5 draws, p / 3 features at
/// each node, 254 codes.
pub type RandomForestRegressor = ForestParams<Regression>;

/// Settings of a forest that are in range.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ForestValidParams<K> {
    pub(super) trees: usize,
    pub(super) max_depth: usize,
    pub(super) min_leaf: usize,
    pub(super) features_per_node: FeaturesPerNode,
    pub(super) bins: usize,
    pub(super) bootstrap: bool,
    pub(super) class_weight: Option<ClassWeight>,
    pub(super) seed: u64,
    #[serde(skip)]
    pub(super) kind: PhantomData<K>,
}

impl<K: ForestKind> ForestParams<K> {
    /// The usual settings of this kind.
    pub fn new() -> Self {
        ForestParams(ForestValidParams {
            trees: 100,
            max_depth: 12,
            min_leaf: K::LEAF,
            features_per_node: K::FEATURES,
            bins: K::BINS,
            bootstrap: true,
            class_weight: None,
            seed: 0,
            kind: PhantomData,
        })
    }

    /// Number of trees, at least 1. More never harm but take longer.
    pub fn trees(mut self, trees: usize) -> Self {
        self.0.trees = trees;
        self
    }

    /// Greatest number of splits on the way to a leaf, 0 to 128.
    pub fn max_depth(mut self, depth: usize) -> Self {
        self.0.max_depth = depth;
        self
    }

    /// Fewest draws of the bootstrap in a leaf, at least 1. A row drawn twice counts twice.
    pub fn min_leaf(mut self, draws: usize) -> Self {
        self.0.min_leaf = draws;
        self
    }

    /// How many features a node tries.
    pub fn features_per_node(mut self, features: FeaturesPerNode) -> Self {
        self.0.features_per_node = features;
        self
    }

    /// Most codes of a feature's real values, 2 to 254.
    pub fn bins(mut self, bins: usize) -> Self {
        self.0.bins = bins;
        self
    }

    /// Whether each tree sees a bootstrap sample, or every row once.
    pub fn bootstrap(mut self, bootstrap: bool) -> Self {
        self.0.bootstrap = bootstrap;
        self
    }

    /// The seed of all that is random.
    pub fn seed(mut self, seed: u64) -> Self {
        self.0.seed = seed;
        self
    }
}

impl ForestParams<Classification> {
    /// Weights of the classes.
    pub fn class_weight(mut self, weight: ClassWeight) -> Self {
        self.0.class_weight = Some(weight);
        self
    }
}

impl<K: ForestKind> Default for ForestParams<K> {
    fn default() -> Self {
        Self::new()
    }
}

impl<K> ForestValidParams<K> {
    /// Number of trees.
    pub fn trees(&self) -> usize {
        self.trees
    }

    /// Greatest number of splits on the way to a leaf.
    pub fn max_depth(&self) -> usize {
        self.max_depth
    }

    /// Fewest draws of the bootstrap in a leaf.
    pub fn min_leaf(&self) -> usize {
        self.min_leaf
    }

    /// How many features a node tries.
    pub fn features_per_node(&self) -> FeaturesPerNode {
        self.features_per_node
    }

    fn problem(&self) -> Option<ForestError> {
        let parameter = |name, allowed| Some(ForestError::Parameter { name, allowed });
        if self.trees == 0 {
            return parameter("trees", "at least 1");
        }
        if self.max_depth > DEEPEST {
            return parameter("max_depth", "at most 128");
        }
        if self.min_leaf == 0 {
            return parameter("min_leaf", "at least 1");
        }
        if self.features_per_node == FeaturesPerNode::Exactly(0) {
            return parameter("features_per_node", "at least 1");
        }
        if !BINS.contains(&self.bins) {
            return parameter("bins", "2 to 254");
        }
        if let Some(ClassWeight::Given { negative, positive }) = self.class_weight {
            let fine = |weight: f32| weight.is_finite() && weight > 0.0;
            if !(fine(negative) && fine(positive)) {
                return parameter("class_weight", "finite and above 0 for both classes");
            }
        }
        None
    }
}

impl<K: ForestKind> ParamGuard for ForestParams<K> {
    type Checked = ForestValidParams<K>;
    type Error = ForestError;

    fn check_ref(&self) -> Result<&ForestValidParams<K>, ForestError> {
        self.0.problem().map_or(Ok(&self.0), Err)
    }

    fn check(self) -> Result<ForestValidParams<K>, ForestError> {
        self.0.problem().map_or(Ok(self.0), Err)
    }
}
