//! Scores of training rows by the trees that did not see them.

use rayon::prelude::*;

use super::bootstrap::{BLOCK, draws};
use super::columns::Columns;
use super::error::ForestError;
use super::params::ForestKind;
use super::predict::Forest;
use crate::features::table::FeatureTable;
use crate::random::Key;
use crate::random::names::FOREST_TREE;

/// Out-of-bag scores: an honest judgement without a second set of rows.
/// The code of a row's categories rests on the other rows, too.
#[derive(Debug, Clone, PartialEq)]
pub struct OutOfBag {
    /// Rows that at least one tree did not see, rising.
    pub rows: Vec<usize>,
    /// The mean of those trees, for each of these rows.
    pub scores: Vec<f64>,
}

impl<K: ForestKind> Forest<K> {
    /// Scores of about `at_most` rows, spread evenly over the table, which must be the one that the
    /// forest was grown on. Empty where trees saw all rows.
    pub fn out_of_bag(
        &self,
        table: &FeatureTable,
        at_most: usize,
    ) -> Result<OutOfBag, ForestError> {
        let mut at_depths = self.out_of_bag_at(table, &[self.params.max_depth], at_most)?;
        Ok(at_depths.pop().unwrap_or(OutOfBag { rows: Vec::new(), scores: Vec::new() }))
    }

    /// The same, were all trees cut off at each of some rising depths. A tree grown to a smaller
    /// depth is the same tree cut off, so one forest judges many.
    pub fn out_of_bag_at(
        &self,
        table: &FeatureTable,
        depths: &[usize],
        at_most: usize,
    ) -> Result<Vec<OutOfBag>, ForestError> {
        let columns = Columns::of_table(table)?;
        if columns.rows != self.rows {
            return Err(ForestError::OtherRows { rows: columns.rows, grown_on: self.rows });
        }
        let encoder = self.binning.training_encoder(&columns)?;
        let blocks = self.rows.div_ceil(BLOCK);
        let wanted = at_most.div_ceil(BLOCK).min(blocks);
        let judged: Vec<Block> = (0..wanted)
            .into_par_iter()
            .map(|i| {
                let block = i * blocks / wanted;
                let (start, end) = (block * BLOCK, self.rows.min((block + 1) * BLOCK));
                let codes = self.codes(&encoder, start, end);
                self.judge(block, start, end - start, &codes.bytes, codes.stride, depths)
            })
            .collect();
        let at = |place: usize| {
            let rows = judged.iter().flat_map(|block| block.rows.iter().copied()).collect();
            let scores = judged.iter().flat_map(|block| block.scores[place].iter().copied());
            OutOfBag { rows, scores: scores.collect() }
        };
        Ok((0..depths.len()).map(at).collect())
    }

    /// The rows of one block of the bootstrap, whose draws can be asked for again.
    fn judge(
        &self,
        block: usize,
        start: usize,
        count: usize,
        codes: &[u8],
        stride: usize,
        depths: &[usize],
    ) -> Block {
        let key = Key::seed(self.params.seed).of(FOREST_TREE);
        let mut sums = vec![[0.0; BLOCK]; depths.len()];
        let mut unseen = [0_u32; BLOCK];
        for (number, tree) in self.trees.iter().enumerate() {
            let draws = draws(key.at(number as u64), block);
            // A tree of a handful of rows that drew none of them saw them all.
            let saw_all = !self.params.bootstrap
                || (self.rows <= BLOCK && draws[..count].iter().all(|&draws| draws == 0));
            if saw_all {
                continue;
            }
            for row in (0..count).filter(|&row| draws[row] == 0) {
                unseen[row] += 1;
                tree.values_at(codes, row * stride, depths, |place, value| {
                    sums[place][row] += f64::from(value);
                });
            }
        }
        let rows: Vec<usize> = (0..count).filter(|&row| unseen[row] > 0).collect();
        let mean = |sums: &[f64; BLOCK]| {
            rows.iter().map(|&row| sums[row] / f64::from(unseen[row])).collect()
        };
        let scores = sums.iter().map(mean).collect();
        Block { rows: rows.iter().map(|row| start + row).collect(), scores }
    }
}

/// Rows of one block and their scores at each depth.
struct Block {
    rows: Vec<usize>,
    scores: Vec<Vec<f64>>,
}
