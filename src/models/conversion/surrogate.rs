//! A shallow tree that imitates the forest, grown by linfa-trees on the forest's scores (see
//! [`ClassificationForest::imitation`] for how its faults are kept away), and judged by how much of
//! the scores of later visits it explains.

use super::error::ConversionError;
use super::result::{Rule, Surrogate};
use super::split::Parts;
use crate::models::forest::{ClassificationForest, RegressionForest};
use crate::models::metrics::{Ranking, RegressionMetrics};
use crate::random::Key;
use crate::random::names::CONVERSION_SURROGATE;

/// Most conditions on the way to a rule: as many as a sentence carries.
const DEPTH: usize = 3;
/// Least share of the training rows under a rule.
const LEAST_SHARE: f64 = 0.02;
/// Training rows that the imitation is grown on, about: more make it no more faithful.
const ROWS: usize = 40_000;

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
    let leaf = ((some.len() as f64 * LEAST_SHARE) as usize).max(1);
    let tree = forest.imitation(&table, DEPTH, leaf)?;
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
