//! A shallow tree that imitates a forest, grown by linfa-trees.
//!
//! linfa-trees 0.8.1 knows classes and their weights, not numbers. So each row goes in twice: as a
//! yes that weighs as much as the row's score, and as a no that weighs as much as the rest. Gini's
//! impurity of the two is then the squared error of the scores, and its best split is theirs.
//!
//! It is asked for one split at a time, on the rows of one node, which keeps three of its faults
//! away. A whole tree of it is pruned where two leaves have the same more frequent class, and at a
//! few per cent of conversions that is everywhere; here scores are moved and stretched about one
//! half in each node first, which changes no split, and the two leaves of a split then differ. It
//! loses splits between equal values in all nodes but the root; here every node is a root. And it
//! can part a node into all and nothing for ever where two values have no number between them; here
//! values are whole numbers below 256, the codes of the forest.

use linfa::dataset::DatasetBase;
use linfa::traits::Fit as _;
use linfa_trees::{DecisionTree, SplitQuality};
use ndarray::{Array1, Array2};

use super::binning::{Bins, MISSING};
use super::codes::Codes;
use super::columns::Columns;
use super::error::ForestError;
use super::params::RandomForestRegressor;
use super::predict::{ClassificationForest, Forest, RegressionForest};
use super::tree::{Node, Tree};
use crate::features::table::FeatureTable;

/// Least fall of the impurity that makes a split, on the stretched scores: a tenth of what
/// linfa-trees takes for one, since a few high scores stretch little; the rounding of its sums of
/// 32 bits is below.
const LEAST_FALL: f64 = 1e-6;
/// Where missing numbers stand when they go with the greatest.
const ABOVE_ALL: f64 = 256.0;

impl ClassificationForest {
    /// A tree of at most `depth` conditions in a row that imitates the forest's scores of a table's
    /// rows, with at least `leaf` of them in each leaf.
    ///
    /// # Errors
    /// Where the table lacks a feature of the forest, or linfa-trees refuses it.
    pub fn imitation(
        &self,
        table: &FeatureTable,
        depth: usize,
        leaf: usize,
    ) -> Result<RegressionForest, ForestError> {
        let columns = Columns::of_table(table)?;
        let encoder = self.binning.encoder(&columns)?;
        let codes = self.codes(&encoder, 0, columns.rows);
        let scores = self.means(&codes);
        let imitation = Imitation { asked: self.questions(), codes: &codes, scores, leaf };
        let mut tree = Tree::default();
        let all: Vec<usize> = (0..columns.rows).collect();
        tree.push_leaf(imitation.mean(&all));
        imitation.part(&mut tree, 0, all, depth)?;
        let tree = Tree::new(tree.nodes, tree.values);
        let params = RandomForestRegressor::new().trees(1).bootstrap(false).max_depth(depth);
        Ok(Forest {
            params: linfa::ParamGuard::check(params.min_leaf(leaf))?,
            binning: self.binning.clone(),
            trees: vec![tree],
            gains: vec![0.0; self.binning.features.len()],
            rows: columns.rows,
            kind: std::marker::PhantomData,
        })
    }

    /// What a split may ask: each feature, and again with its missing values above all others.
    fn questions(&self) -> Vec<Question> {
        let ask = |feature: usize, missing_right: bool| Question { feature, missing_right };
        let of = |(feature, bins): (usize, &Bins)| {
            let missing = matches!(bins, Bins::Numeric { missing: true, .. });
            std::iter::once(ask(feature, false)).chain(missing.then(|| ask(feature, true)))
        };
        self.binning.features.iter().map(|f| &f.bins).enumerate().flat_map(of).collect()
    }
}

/// A feature, and on which side of its values the missing ones stand.
#[derive(Debug, Clone, Copy)]
struct Question {
    feature: usize,
    missing_right: bool,
}

impl Question {
    fn value(self, codes: &[u8]) -> f64 {
        match codes[self.feature] {
            MISSING if self.missing_right => ABOVE_ALL,
            code => f64::from(code),
        }
    }
}

struct Imitation<'a> {
    asked: Vec<Question>,
    codes: &'a Codes,
    scores: Vec<f64>,
    leaf: usize,
}

impl Imitation<'_> {
    fn mean(&self, rows: &[usize]) -> f64 {
        rows.iter().map(|&row| self.scores[row]).sum::<f64>() / rows.len().max(1) as f64
    }

    /// Splits a node and its descendants for as long as that helps.
    fn part(
        &self,
        tree: &mut Tree,
        at: usize,
        rows: Vec<usize>,
        depth: usize,
    ) -> Result<(), ForestError> {
        if depth == 0 || rows.len() < 2 * self.leaf {
            return Ok(());
        }
        let Some(node) = self.split(&rows)? else { return Ok(()) };
        let code = |row: usize| self.codes.row(row)[usize::from(node.feature)];
        let (right, left): (Vec<usize>, Vec<usize>) =
            rows.into_iter().partition(|&row| node.goes_right(code(row)));
        let next = tree.push_leaf(self.mean(&left));
        tree.push_leaf(self.mean(&right));
        tree.nodes[at] = Node { next: next as u32, ..node };
        self.part(tree, next, left, depth - 1)?;
        self.part(tree, next + 1, right, depth - 1)
    }

    /// The best split of some rows, if any.
    fn split(&self, rows: &[usize]) -> Result<Option<Node>, ForestError> {
        let mean = self.mean(rows);
        let apart = rows.iter().map(|&row| (self.scores[row] - mean).abs()).fold(0.0, f64::max);
        if apart == 0.0 {
            return Ok(None);
        }
        let stretched = |row: usize| 0.5 + (self.scores[row] - mean) / (2.0 * apart);
        // Every row as a yes, then every row as a no.
        let x = Array2::from_shape_fn((2 * rows.len(), self.asked.len()), |(i, question)| {
            self.asked[question].value(self.codes.row(rows[i % rows.len()]))
        });
        let yes = Array1::from_shape_fn(2 * rows.len(), |i| i < rows.len());
        let weights = rows.iter().map(|&row| stretched(row) as f32);
        let weights: Array1<f32> =
            weights.clone().chain(weights.map(|weight| 1.0 - weight)).collect();
        let stump = DecisionTree::<f64, bool>::params()
            .split_quality(SplitQuality::Gini)
            .max_depth(Some(1))
            .min_weight_leaf(self.leaf as f32)
            .min_impurity_decrease(LEAST_FALL)
            .fit(&DatasetBase::new(x, yes).with_weights(weights))?;
        let root = stump.root_node();
        if root.is_leaf() {
            return Ok(None);
        }
        let (place, value, _) = root.split();
        let Question { feature, missing_right } = self.asked[place];
        // A code goes left that is at most the value; codes lie half of one away from it, or more.
        let greatest = value.floor().clamp(0.0, f64::from(u8::MAX - 1)) as u8;
        let missing_right_too = u8::from(missing_right);
        Ok(Some(Node {
            feature: feature as u16,
            cut: greatest - missing_right_too.min(greatest),
            missing_right: missing_right_too,
            next: 0,
        }))
    }
}
