//! Growing one tree.
//!
//! A node sums its rows by code for each feature that it tries, finds the best cut, and parts its
//! rows in place. All passes over the rows run through memory in order. What a node draws depends
//! on the way from the root to it alone; so a tree grown to a smaller depth is the same tree, cut
//! off.

use super::bootstrap::{BLOCK, EXPECTED_ROWS, draws};
use super::row::{Field, Row, WIDEST};
use super::split::{Split, improve};
use super::tally::{Load, Tally};
use super::tree::{Node, Tree};
use crate::random::{Key, Stream};

/// Features whose sums are made in one pass over a node's rows.
const AT_ONCE: usize = 4;
/// Nodes with fewer rows note which codes occur, and look at those only.
const SMALL: usize = 96;
/// Nodes with more rows are summed by whole bytes, codes being told apart afterwards.
const LARGE: usize = 1024;
/// Rows that are looked at before asking whether all features have been seen to vary.
const LOOK: usize = 512;
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

impl Limits {
    /// Whether a node may be split.
    fn allow<T: Tally>(self, node: &Open<T>) -> bool {
        let enough = node.total.draws() >= 2.0 * self.leaf as f64;
        node.depth < self.depth && enough && !node.total.is_pure()
    }
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
    fn byte(&self, row: &R, field: Field) -> u8 {
        row.byte(self.codes, self.fields.len(), field)
    }

    fn field(&self, feature: u16) -> Field {
        self.fields[usize::from(feature)]
    }

    /// Whether a feature's code is among what rows were seen to differ in.
    fn varies(&self, feature: u16, seen: &[u8]) -> bool {
        let field = self.field(feature);
        field.code(seen[field.byte]) != 0
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
    /// By depth: the features that vary in the node above the one that is worked on there.
    live: Vec<Vec<u16>>,
    /// Bits in which the rows of a node differ.
    seen: Vec<u8>,
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
            seen: Vec::new(),
        }
    }

    /// Grows the tree of this key.
    pub(super) fn grow(&mut self, training: &Training<R>, key: Key) -> Grown {
        let mut sample = std::mem::take(&mut self.sample);
        draw_sample(&mut sample, training, key);
        let features = training.fields.len();
        self.live.resize(training.limits.depth + 2, Vec::new());
        self.live[0] = (0..features as u16).collect();
        self.seen.resize(features.max(WIDEST), 0);
        let mut total = TallyOf::<R>::EMPTY;
        sample.iter().for_each(|row| total += row.tally());
        let mut grown = Grown { tree: Tree::default(), gains: vec![0.0; features] };
        grown.tree.push_leaf(training.mean(total));
        // The numbers below count the blocks of the bootstrap.
        let root = Open { place: 0, depth: 0, total, key: key.at(u64::MAX) };
        if training.limits.allow(&root) {
            self.part(training, &mut grown, &mut sample, root);
        }
        self.sample = sample;
        grown
    }

    /// Splits a node that may be, and its descendants, for as long as that helps.
    fn part(
        &mut self,
        training: &Training<R>,
        grown: &mut Grown,
        rows: &mut [R],
        node: Open<TallyOf<R>>,
    ) {
        let Some(split) = self.search(training, rows, &node) else { return };

        let right_total = node.total - split.left;
        let left = grown.tree.push_leaf(training.mean(split.left));
        let right = grown.tree.push_leaf(training.mean(right_total));
        let parting = split.node(left);
        grown.tree.nodes[node.place] = parting;
        grown.tree.depth = grown.tree.depth.max(node.depth + 1);
        grown.gains[usize::from(split.feature)] += split.gain.value();

        let child = |place, total, side| Open {
            place,
            depth: node.depth + 1,
            total,
            key: node.key.at(side),
        };
        let children = [child(left, split.left, 0), child(right, right_total, 1)];
        // Most nodes end here: leaves need no rows.
        if !children.iter().any(|child| training.limits.allow(child)) {
            return;
        }
        let field = training.field(split.feature);
        let goes_right = |row: &R| parting.goes_right(field.code(training.byte(row, field)));
        let border = partition(rows, goes_right);
        let (left_rows, right_rows) = rows.split_at_mut(border);
        for (rows, child) in [left_rows, right_rows].into_iter().zip(children) {
            if training.limits.allow(&child) {
                self.part(training, grown, rows, child);
            }
        }
    }

    /// The best split by a few features, drawn at random. Those that do not vary in the node are
    /// drawn, too, and then lost, as in scikit-learn: deep nodes, where few vary, try fewer.
    fn search(
        &mut self,
        training: &Training<R>,
        rows: &[R],
        node: &Open<TallyOf<R>>,
    ) -> Option<Split<TallyOf<R>>> {
        let mut live = std::mem::take(&mut self.live[node.depth + 1]);
        self.keep_varying(training, rows, node.depth, &mut live);
        let mut stream = node.key.stream();
        let (all, drawn) = (training.fields.len(), training.limits.tried);
        let tried = varying_among(drawn, live.len(), all, &mut stream);
        shuffle_front(&mut live, tried, &mut stream);
        let leaf = training.limits.leaf as f64;
        let mut best = None;
        for features in live[..tried].chunks(AT_ONCE) {
            self.sum_by_code(training, rows, features);
            for (slot, &feature) in features.iter().enumerate() {
                self.collect(slot, training.bins[usize::from(feature)], rows.len());
                improve(&mut best, feature, &self.occupied, node.total, leaf);
            }
        }
        self.live[node.depth + 1] = live;
        best
    }

    /// Puts into `live` the features that vary in the node, given those that do in its parent.
    fn keep_varying(
        &mut self,
        training: &Training<R>,
        rows: &[R],
        depth: usize,
        live: &mut Vec<u16>,
    ) {
        live.clear();
        let above = &self.live[depth];
        let Some((first, rest)) = rows.split_first() else { return };
        self.seen.fill(0);
        for now in rest.chunks(LOOK) {
            R::differences(first, now, training.codes, training.fields.len(), &mut self.seen);
            if above.iter().all(|&feature| training.varies(feature, &self.seen)) {
                break;
            }
        }
        live.extend(above.iter().copied().filter(|&f| training.varies(f, &self.seen)));
    }

    /// Fills the histograms of up to [`AT_ONCE`] features.
    fn sum_by_code(&mut self, training: &Training<R>, rows: &[R], features: &[u16]) {
        let field = |feature| training.field(feature);
        match *features {
            [a] => self.fill(training, rows, [a].map(field)),
            [a, b] => self.fill(training, rows, [a, b].map(field)),
            [a, b, c] => self.fill(training, rows, [a, b, c].map(field)),
            [a, b, c, d] => self.fill(training, rows, [a, b, c, d].map(field)),
            _ => {}
        }
    }

    // Zipped, the innermost loop of all takes twice as long.
    #[expect(clippy::needless_range_loop, reason = "unrolled only so")]
    fn fill<const N: usize>(&mut self, training: &Training<R>, rows: &[R], fields: [Field; N]) {
        if rows.len() < LARGE {
            return self.fill_by_code(training, rows, fields);
        }
        for row in rows {
            let tally = row.tally();
            for slot in 0..N {
                let byte = training.byte(row, fields[slot]);
                self.histograms[slot][usize::from(byte)] += tally;
            }
        }
        for (histogram, field) in self.histograms.iter_mut().zip(fields) {
            gather(histogram, field);
        }
    }

    #[expect(clippy::needless_range_loop, reason = "unrolled only so")]
    fn fill_by_code<const N: usize>(
        &mut self,
        training: &Training<R>,
        rows: &[R],
        fields: [Field; N],
    ) {
        let small = rows.len() < SMALL;
        for row in rows {
            let tally = row.tally();
            for slot in 0..N {
                let code = fields[slot].code(training.byte(row, fields[slot]));
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

/// Sums by byte become sums by the code that stands in some bits of it.
fn gather<T: Tally>(histogram: &mut [T; CODES], field: Field) {
    if field.alone {
        return;
    }
    // No code exceeds its byte: where sums are added to, those of that byte have left before.
    for byte in 0..CODES {
        let code = usize::from(field.code(byte as u8));
        if code != byte {
            let tally = std::mem::replace(&mut histogram[byte], Tally::EMPTY);
            histogram[code] += tally;
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

/// How many of the features drawn vary in the node, where so many of all do: a hypergeometric
/// number, but at least one if any varies.
fn varying_among(drawn: usize, varying: usize, all: usize, stream: &mut Stream) -> usize {
    let mut left = varying;
    for n in 0..drawn.min(all) {
        let among = (all - n) as u64;
        let pick = ((u128::from(stream.bits()) * u128::from(among)) >> 64) as usize;
        left -= usize::from(pick < left);
    }
    (varying - left).max(1).min(varying)
}

/// Moves the rows that go left to the front and returns their number: Lomuto's partition, without
/// a branch, since which way a row goes cannot be foreseen. The first row is taken out, and each row
/// in turn moves the gap that it left; that takes two moves a row, where a swap takes three.
fn partition<R: Copy>(rows: &mut [R], goes_right: impl Fn(&R) -> bool) -> usize {
    let Some(&first) = rows.first() else { return 0 };
    let mut border = 0;
    for at in 1..rows.len() {
        let right = goes_right(&rows[at]);
        rows[at - 1] = rows[border];
        rows[border] = rows[at];
        border += usize::from(!right);
    }
    let last = rows.len() - 1;
    rows[last] = rows[border];
    rows[border] = first;
    border + usize::from(!goes_right(&first))
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
