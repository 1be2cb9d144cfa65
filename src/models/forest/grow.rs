//! Growing one tree.
//!
//! A node sums its rows by code for each feature that it tries, finds the best cut, and parts its
//! rows in place. All passes over the rows run through memory in order. What a node draws depends
//! on the way from the root to it alone; so a tree grown to a smaller depth is the same tree, cut
//! off.

use super::bootstrap::{BLOCK, EXPECTED_ROWS, draws};
use super::row::{Field, Row};
use super::split::{Split, improve};
use super::tally::{Load, Tally};
use super::tree::{Node, Tree};
use crate::random::{Key, Stream};

/// Features whose sums are made in one pass over a node's rows.
const AT_ONCE: usize = 4;
/// Nodes with fewer rows note which codes occur, and look at those only.
const SMALL: usize = 96;
/// Codes of a byte.
const CODES: usize = 256;

/// What bounds a tree.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    /// Greatest number of splits on the way to a leaf.
    pub(super) depth: usize,
    /// Fewest draws in a leaf.
    pub(super) leaf: usize,
    /// Features tried at a node, constant ones not counted.
    pub(super) tried: usize,
}

/// What trees are grown on.
pub(super) struct Training<'a, R> {
    /// Every row once.
    pub(super) base: &'a [R],
    /// All codes, where rows look them up; else empty.
    pub(super) codes: &'a [u8],
    pub(super) fields: &'a [Field],
    /// Number of codes of each feature.
    pub(super) bins: &'a [u16],
    pub(super) limits: Limits,
    /// Whether trees see a bootstrap sample, or all rows once.
    pub(super) bootstrap: bool,
    /// What the targets are relative to.
    pub(super) centre: f64,
}

impl<R: Row> Training<'_, R> {
    #[inline(always)]
    fn code(&self, row: &R, field: Field) -> u8 {
        row.code(self.codes, self.fields.len(), field)
    }

    fn mean(&self, total: TallyOf<R>) -> f64 {
        self.centre + if total.weight() > 0.0 { total.sum() / total.weight() } else { 0.0 }
    }
}

/// The sums that go with a kind of row.
type TallyOf<R> = <<R as Row>::Load as Load>::Tally;

/// A grown tree and how far each feature's splits lowered the summed squared error.
pub(super) struct Grown {
    pub(super) tree: Tree,
    pub(super) gains: Vec<f64>,
}

/// Buffers that one tree after another is grown in.
pub(super) struct Grower<R: Row> {
    sample: Vec<R>,
    /// All zero between uses.
    histograms: Box<[[TallyOf<R>; CODES]; AT_ONCE]>,
    /// Which codes occur, as bits; all zero between uses.
    masks: [[u64; CODES / 64]; AT_ONCE],
    /// Codes that occur and their sums.
    occupied: Vec<(u8, TallyOf<R>)>,
    /// By depth: the features that may vary in the node that is worked on there.
    live: Vec<Vec<u16>>,
}

/// A node that may be split yet.
struct Open<T> {
    place: usize,
    depth: usize,
    total: T,
    key: Key,
}

impl<R: Row> Grower<R> {
    pub(super) fn new() -> Self {
        Grower {
            sample: Vec::new(),
            histograms: Box::new([[Tally::EMPTY; CODES]; AT_ONCE]),
            masks: [[0; CODES / 64]; AT_ONCE],
            occupied: Vec::with_capacity(CODES),
            live: Vec::new(),
        }
    }

    /// Grows the tree of this key.
    pub(super) fn grow(&mut self, training: &Training<R>, key: Key) -> Grown {
        let mut sample = std::mem::take(&mut self.sample);
        draw_sample(&mut sample, training, key);
        let features = training.fields.len();
        self.live.resize(training.limits.depth + 2, Vec::new());
        self.live[0] = (0..features as u16).collect();
        let mut total = TallyOf::<R>::EMPTY;
        sample.iter().for_each(|row| total += row.tally());
        let mut grown = Grown { tree: Tree::default(), gains: vec![0.0; features] };
        grown.tree.push_leaf(training.mean(total));
        // The numbers below count the blocks of the bootstrap.
        let root = Open { place: 0, depth: 0, total, key: key.at(u64::MAX) };
        self.part(training, &mut grown, &mut sample, root);
        self.sample = sample;
        grown
    }

    /// Splits a node and its descendants for as long as that helps.
    fn part(
        &mut self,
        training: &Training<R>,
        grown: &mut Grown,
        rows: &mut [R],
        node: Open<TallyOf<R>>,
    ) {
        let Limits { depth, leaf, .. } = training.limits;
        if node.depth >= depth || node.total.draws() < 2.0 * leaf as f64 || node.total.is_pure() {
            return;
        }
        let Some(split) = self.search(training, rows, &node) else { return };

        let right_total = node.total - split.left;
        let left = grown.tree.push_leaf(training.mean(split.left));
        let right = grown.tree.push_leaf(training.mean(right_total));
        let parting = split.node(left);
        grown.tree.nodes[node.place] = parting;
        grown.tree.depth = grown.tree.depth.max(node.depth + 1);
        grown.gains[usize::from(split.feature)] += split.gain.value();

        let field = training.fields[usize::from(split.feature)];
        let border = partition(rows, |row| parting.goes_right(training.code(row, field)));
        let (left_rows, right_rows) = rows.split_at_mut(border);
        let child = |place, total, side| Open {
            place,
            depth: node.depth + 1,
            total,
            key: node.key.at(side),
        };
        self.part(training, grown, left_rows, child(left, split.left, 0));
        self.part(training, grown, right_rows, child(right, right_total, 1));
    }

    /// The best split by a few features that vary in the node, drawn at random. Features that do
    /// not vary are left out below it, too.
    fn search(
        &mut self,
        training: &Training<R>,
        rows: &[R],
        node: &Open<TallyOf<R>>,
    ) -> Option<Split<TallyOf<R>>> {
        let mut live = std::mem::take(&mut self.live[node.depth + 1]);
        live.clone_from(&self.live[node.depth]);
        let mut stream = node.key.stream();
        let leaf = training.limits.leaf as f64;
        let mut wanted = training.limits.tried;
        let mut best = None;
        // Features before this place have been tried.
        let mut tried = 0;
        while wanted > 0 && tried < live.len() {
            let now = wanted.min(AT_ONCE).min(live.len() - tried);
            shuffle_front(&mut live[tried..], now, &mut stream);
            let mut fields = [Field::default(); AT_ONCE];
            for (field, &feature) in fields.iter_mut().zip(&live[tried..tried + now]) {
                *field = training.fields[usize::from(feature)];
            }
            self.sum_by_code(training, rows, &fields[..now]);
            let mut kept = tried;
            for slot in 0..now {
                let feature = live[tried + slot];
                self.collect(slot, training.bins[usize::from(feature)], rows.len());
                if self.occupied.len() > 1 {
                    improve(&mut best, feature, &self.occupied, node.total, leaf);
                    live[kept] = feature;
                    kept += 1;
                    wanted -= 1;
                }
            }
            live.drain(kept..tried + now);
            tried = kept;
        }
        self.live[node.depth + 1] = live;
        best
    }

    /// Fills the histograms of up to [`AT_ONCE`] features.
    fn sum_by_code(&mut self, training: &Training<R>, rows: &[R], fields: &[Field]) {
        match *fields {
            [a] => self.fill(training, rows, [a]),
            [a, b] => self.fill(training, rows, [a, b]),
            [a, b, c] => self.fill(training, rows, [a, b, c]),
            [a, b, c, d] => self.fill(training, rows, [a, b, c, d]),
            _ => {}
        }
    }

    #[inline]
    fn fill<const N: usize>(&mut self, training: &Training<R>, rows: &[R], fields: [Field; N]) {
        let small = rows.len() < SMALL;
        for row in rows {
            let tally = row.tally();
            for (slot, field) in fields.into_iter().enumerate() {
                let code = training.code(row, field);
                self.histograms[slot][usize::from(code)] += tally;
                if small {
                    self.masks[slot][usize::from(code / 64)] |= 1 << (code % 64);
                }
            }
        }
    }

    /// Moves the codes that occur, with their sums, out of a histogram and leaves it empty.
    fn collect(&mut self, slot: usize, bins: u16, rows: usize) {
        let histogram = &mut self.histograms[slot];
        let occupied = &mut self.occupied;
        occupied.clear();
        let mut take = |code: usize| {
            let tally = std::mem::replace(&mut histogram[code], Tally::EMPTY);
            if !tally.is_empty() {
                occupied.push((code as u8, tally));
            }
        };
        if rows >= SMALL {
            (0..usize::from(bins)).for_each(take);
            return;
        }
        for (word, mask) in self.masks[slot].iter_mut().enumerate() {
            while *mask != 0 {
                take(word * 64 + mask.trailing_zeros() as usize);
                *mask &= *mask - 1;
            }
        }
    }
}

impl<T: Tally> Split<T> {
    /// The inner node that parts rows so, with its left child at this place.
    fn node(&self, left: usize) -> Node {
        let missing_right = u8::from(self.missing_right);
        Node {
            feature: self.feature,
            cut: self.cut - missing_right,
            missing_right,
            next: left as u32,
        }
    }
}

/// Draws `count` of the features to the front, without replacement.
fn shuffle_front(features: &mut [u16], count: usize, stream: &mut Stream) {
    for next in 0..count {
        let left = (features.len() - next) as u64;
        let pick = ((u128::from(stream.bits()) * u128::from(left)) >> 64) as usize;
        features.swap(next, next + pick);
    }
}

/// Moves the rows that go left to the front and returns their number: Lomuto's partition, without
/// a branch, since which way a row goes cannot be foreseen.
fn partition<R: Copy>(rows: &mut [R], goes_right: impl Fn(&R) -> bool) -> usize {
    let mut border = 0;
    for at in 0..rows.len() {
        let right = goes_right(&rows[at]);
        rows.swap(at, border);
        border += usize::from(!right);
    }
    border
}

/// Makes a tree's sample, in the order of the rows.
fn draw_sample<R: Row>(sample: &mut Vec<R>, training: &Training<R>, key: Key) {
    let base = training.base;
    sample.clear();
    if let (true, [first, ..]) = (training.bootstrap, base) {
        sample.reserve((base.len() as f64 * EXPECTED_ROWS) as usize + BLOCK);
        let mut drawn = [*first; BLOCK];
        for (block, rows) in base.chunks(BLOCK).enumerate() {
            let mut count = 0;
            for (row, &draws) in rows.iter().zip(&draws(key, block)) {
                drawn[count] = row.drawn(draws);
                count += usize::from(draws > 0);
            }
            sample.extend_from_slice(&drawn[..count]);
        }
    }
    // A handful of rows may go without any draw; then each is taken once.
    if sample.is_empty() {
        sample.extend(base.iter().map(|row| row.drawn(1)));
    }
}
