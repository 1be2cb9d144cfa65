//! How deep the trees go and how small their leaves are.
//!
//! Both are chosen by the log loss of training rows, each judged by the trees that did not see it.
//! The ladder of leaf sizes is descended from coarse to fine and left as soon as a rung is worse
//! than the best so far. A tree grown to a smaller depth is the same tree cut off, so one forest
//! judges all depths of its leaf size at once.

use ndarray::{Array1, Axis};

use super::error::ConversionError;
use super::result::Rung;
use crate::features::table::FeatureTable;
use crate::models::forest::RandomForestClassifier;
use crate::models::metrics::probability::log_loss;
use crate::random::Key;
use crate::random::names::CONVERSION_TUNING;

/// Leaf sizes in draws of the bootstrap, from coarse to fine.
const LEAVES: [usize; 6] = [1000, 300, 100, 30, 10, 3];
/// Depths.
const DEPTHS: [usize; 8] = [2, 4, 6, 8, 10, 12, 16, 20];
/// Trees of a forest on the ladder: each row is judged by about a third of them.
const TREES: usize = 30;
/// Most rows that the ladder is descended on. The best leaf grows slowly with the rows.
const ROWS: usize = 120_000;
/// Most rows that a rung is judged on.
const JUDGED: usize = 30_000;

/// What was chosen.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Tuned {
    pub(super) depth: usize,
    pub(super) leaf: usize,
    pub(super) ladder: Vec<Rung>,
    pub(super) judged_on: u64,
}

/// Descends the ladder.
pub(super) fn tune(
    table: &FeatureTable,
    converted: &Array1<bool>,
    seed: u64,
) -> Result<Tuned, ConversionError> {
    let rows = table.rows();
    if rows > ROWS {
        let key = Key::seed(seed).of(CONVERSION_TUNING);
        let share = ROWS as f64 / rows as f64;
        let some: Vec<usize> = (0..rows).filter(|&row| key.at(row as u64).happens(share)).collect();
        return descend(&table.select(&some), &converted.select(Axis(0), &some), seed);
    }
    descend(table, converted, seed)
}

fn descend(
    table: &FeatureTable,
    converted: &Array1<bool>,
    seed: u64,
) -> Result<Tuned, ConversionError> {
    let deepest = DEPTHS[DEPTHS.len() - 1];
    let mut ladder = Vec::new();
    let mut judged_on = 0;
    let mut best: Option<Rung> = None;
    for leaf in LEAVES {
        let params = RandomForestClassifier::new().trees(TREES).max_depth(deepest).min_leaf(leaf);
        let forest = params.seed(seed).fit_table(table, converted)?;
        let before = best.map(|best| best.out_of_bag_log_loss);
        for (judged, depth) in forest.out_of_bag_at(table, &DEPTHS, JUDGED)?.into_iter().zip(DEPTHS)
        {
            let truth: Vec<bool> = judged.rows.iter().map(|&row| converted[row]).collect();
            judged_on = truth.len() as u64;
            let Some(loss) = log_loss(&judged.scores, &truth) else { continue };
            let rung = Rung { depth, leaf, out_of_bag_log_loss: loss };
            ladder.push(rung);
            if best.is_none_or(|best| loss < best.out_of_bag_log_loss) {
                best = Some(rung);
            }
        }
        let better = best.map(|best| best.out_of_bag_log_loss) != before;
        if before.is_some() && !better {
            break;
        }
    }
    // A handful of rows has no judgement; then a stump is as much as they can carry.
    let (depth, leaf) = best.map_or((1, 1), |best| (best.depth, best.leaf));
    Ok(Tuned { depth, leaf, ladder, judged_on })
}
