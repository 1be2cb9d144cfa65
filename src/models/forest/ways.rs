//! What scores would be, were one feature another.
//!
//! Importance by shuffling and partial dependence ask for the same rows' scores again and again, with
//! one feature changed. A row's way through a tree changes only where that feature is asked for on
//! it; a way asks for a few of the features. So each way is kept, and walked anew only then.

use rayon::prelude::*;

use super::codes::Codes;
use super::params::ForestKind;
use super::predict::Forest;
use super::tree::{Tree, feature_bit};

/// Rows and their ways through every tree.
pub(super) struct Ways<'a> {
    codes: &'a Codes,
    trees: Vec<Walked<'a>>,
    /// Summed over the trees in order, for each row.
    sums: Vec<f64>,
}

/// The rows' ways through a tree.
struct Walked<'a> {
    tree: &'a Tree,
    /// See [`Tree::asked`].
    asked: Vec<u64>,
    /// The leaf of each row.
    leaves: Vec<u32>,
}

impl<K: ForestKind> Forest<K> {
    /// The ways of all rows.
    pub(super) fn ways<'a>(&'a self, codes: &'a Codes) -> Ways<'a> {
        let walked = |tree: &'a Tree| {
            let starts = (0..codes.rows()).map(|row| row * codes.stride);
            let mut leaves = Vec::with_capacity(codes.rows());
            tree.walk(&codes.bytes, starts, |leaf| leaves.push(leaf as u32));
            Walked { tree, asked: tree.asked(), leaves }
        };
        let trees: Vec<Walked> = self.trees.par_iter().map(walked).collect();
        let mut sums = vec![0.0; codes.rows()];
        for Walked { tree, leaves, .. } in &trees {
            for (sum, &leaf) in sums.iter_mut().zip(leaves) {
                *sum += f64::from(tree.values[leaf as usize]);
            }
        }
        Ways { codes, trees, sums }
    }
}

impl Ways<'_> {
    /// The mean of the trees for each row.
    pub(super) fn means(&self) -> Vec<f64> {
        self.over_trees(self.sums.clone())
    }

    /// The same with one feature's code as given for each row.
    pub(super) fn means_with(&self, feature: usize, code: impl Iterator<Item = u8>) -> Vec<f64> {
        let stride = self.codes.stride;
        let mut bytes = self.codes.bytes.clone();
        for (to, code) in bytes.iter_mut().skip(feature).step_by(stride).zip(code) {
            *to = code;
        }
        let mut sums = self.sums.clone();
        let mut places = vec![0; self.codes.rows()];
        for Walked { tree, asked, leaves } in &self.trees {
            let asks = |asked: &u64| asked & feature_bit(feature) != 0;
            let rows = chosen(&mut places, leaves, &asked.iter().map(asks).collect::<Vec<bool>>());
            let mut next = rows.iter();
            tree.walk(&bytes, rows.iter().map(|&row| row as usize * stride), |leaf| {
                if let Some(&row) = next.next() {
                    let before = tree.values[leaves[row as usize] as usize];
                    sums[row as usize] += f64::from(tree.values[leaf]) - f64::from(before);
                }
            });
        }
        self.over_trees(sums)
    }

    fn over_trees(&self, mut sums: Vec<f64>) -> Vec<f64> {
        sums.iter_mut().for_each(|sum| *sum /= self.trees.len() as f64);
        sums
    }
}

/// The rows whose leaves are wanted, put into `places`. Without a branch, which could not be
/// foreseen.
fn chosen<'a>(places: &'a mut [u32], leaves: &[u32], wanted: &[bool]) -> &'a [u32] {
    let mut count = 0;
    for (row, &leaf) in leaves.iter().enumerate() {
        places[count] = row as u32;
        count += usize::from(wanted[leaf as usize]);
    }
    &places[..count]
}
