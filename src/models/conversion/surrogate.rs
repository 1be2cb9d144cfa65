//! A shallow tree that imitates the forest.
//!
//! It is grown by our own engine, as a regression tree on the forest's scores. linfa-trees 0.8.1
//! would not do: it knows classes only, and at a few per cent of positives the tree of hard labels
//! is a single leaf; it loses splits between equal values in all nodes but the root, and here most
//! columns are categories or small whole numbers; and it can part a node into everything and
//! nothing for ever where two neighbouring values have no number between them.

use linfa::dataset::DatasetBase;
use linfa::traits::Fit as _;

use super::error::ConversionError;
use super::result::{Rule, Surrogate};
use super::split::Parts;
use crate::models::forest::{
    ClassificationForest, FeaturesPerNode, RandomForestRegressor, RegressionForest,
};
use crate::models::metrics::{Ranking, RegressionMetrics};
use crate::random::Key;
use crate::random::names::CONVERSION_SURROGATE;

/// Most conditions on the way to a rule: as many as a sentence carries.
const DEPTH: usize = 3;
/// Least share of the training rows under a rule.
const LEAST_SHARE: f64 = 0.02;
/// Training rows that the imitation is grown on, about.
const ROWS: usize = 100_000;

/// Grows the imitation on training rows and judges it on the test rows; none where the forest gives
/// all of them one score.
pub(super) fn imitate(
    forest: &ClassificationForest,
    parts: &Parts,
    test_scores: &[f64],
    seed: u64,
) -> Result<Option<Surrogate>, ConversionError> {
    let rows = parts.train.rows();
    let key = Key::seed(seed).of(CONVERSION_SURROGATE);
    let share = ROWS as f64 / rows as f64;
    let some: Vec<usize> = (0..rows).filter(|&row| key.at(row as u64).happens(share)).collect();
    let table = parts.train.select(&some);
    let scores = forest.scores(&table)?;
    let params = RandomForestRegressor::new()
        .trees(1)
        .bootstrap(false)
        .features_per_node(FeaturesPerNode::All)
        .max_depth(DEPTH)
        .min_leaf(((some.len() as f64 * LEAST_SHARE) as usize).max(1))
        .seed(seed);
    let tree = params.fit(&DatasetBase::new(table, scores))?;
    let leaves = tree.leaves(0, &parts.test)?;
    let rules = rules(&tree, &leaves, &parts.test_converted);
    if rules.len() < 2 {
        return Ok(None);
    }
    let imitated: Vec<f64> = tree.scores(&parts.test)?.iter().map(|&s| f64::from(s)).collect();
    Ok(Some(Surrogate {
        depth: DEPTH,
        rules,
        fidelity_r2: RegressionMetrics::of(&imitated, test_scores).and_then(|metrics| metrics.r2),
        auc: Ranking::new(&imitated, &parts.test_converted).and_then(|ranking| ranking.auc()),
    }))
}

/// The leaves as rules, by falling predicted rate.
fn rules(tree: &RegressionForest, leaves: &[usize], converted: &[bool]) -> Vec<Rule> {
    let mut rules: Vec<Rule> = tree
        .leaf_rules(0)
        .into_iter()
        .map(|rule| {
            let under = || leaves.iter().zip(converted).filter(|(leaf, _)| **leaf == rule.leaf);
            let count = under().count() as f64;
            let positives = under().filter(|(_, converted)| **converted).count() as f64;
            Rule {
                conditions: rule.conditions,
                share: if leaves.is_empty() { 0.0 } else { count / leaves.len() as f64 },
                predicted_rate: rule.value,
                observed_rate: (count > 0.0).then(|| positives / count),
            }
        })
        .collect();
    rules.sort_by(|a, b| b.predicted_rate.total_cmp(&a.predicted_rate));
    rules
}
