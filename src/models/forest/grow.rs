//! Growing one tree.
//!
//! A node sums its rows by code for each feature that it tries, finds the best cut, and parts its
//! rows in place. All passes over the rows run through memory in order. What a node draws depends
//! on the way from the root to it alone; so a tree grown to a smaller depth is the same tree, cut
//! off.

use super::bootstrap::{BLOCK, EXPECTED_ROWS, draws};
use super::bundles::{BYTES, Field};
use super::histograms::{AT_ONCE, Histograms, Whole, is_large};
use super::row::{Row, TallyOf};
use super::split::{Split, improve};
use super::tally::Tally;
use super::tree::{Node, Tree};
use crate::random::{Key, Stream};

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
    /// All rows' bytes by bundle, where rows look them up; else empty.
    pub(super) columns: &'a [Vec<u8>],
    /// By feature.
    pub(super) fields: &'a [Field],
    /// Number of bundles.
    pub(super) bundles: usize,
    pub(super) limits: Limits,
    /// Whether trees see a bootstrap sample, or all rows once.
    pub(super) bootstrap: bool,
    /// What the targets are relative to.
    pub(super) centre: f64,
}

impl<R: Row> Training<'_, R> {
    #[inline(always)]
    pub(super) fn byte(&self, row: &R, bundle: usize) -> u8 {
        row.byte(self.columns, bundle)
    }

    fn mean(&self, total: TallyOf<R>) -> f64 {
        self.centre + if total.weight() > 0.0 { total.sum() / total.weight() } else { 0.0 }
    }
}

/// A grown tree and how far each feature's splits lowered the summed squared error.
#[derive(Debug, PartialEq)]
pub(super) struct Grown {
    pub(super) tree: Tree,
    pub(super) gains: Vec<f64>,
}

/// Buffers that one tree after another is grown in.
pub(super) struct Grower<R: Row> {
    sample: Vec<R>,
    histograms: Histograms<R>,
    /// By depth: the features that may vary in the node that is worked on there.
    live: Vec<Vec<u16>>,
}

/// A node that may be split yet.
struct Open<T> {
    place: usize,
    depth: usize,
    total: T,
    key: Key,
    /// Its sums by byte of all bundles, if they are known.
    whole: Option<Whole<T>>,
}

impl<R: Row> Grower<R> {
    pub(super) fn new() -> Self {
        Grower { sample: Vec::new(), histograms: Histograms::new(), live: Vec::new() }
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
        let mut root = Open { place: 0, depth: 0, total, key: key.at(u64::MAX), whole: None };
        if training.limits.allow(&root) {
            root.whole = self.histograms.whole(training, &sample);
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
        mut node: Open<TallyOf<R>>,
    ) {
        let split = self.search(training, rows, &node);
        let whole = node.whole.take();
        let Some(split) = split else { return self.histograms.release(whole) };

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
            whole: None,
        };
        let children = [child(left, split.left, 0), child(right, right_total, 1)];
        // Most nodes end here: leaves need no rows.
        if !children.iter().any(|child| training.limits.allow(child)) {
            return self.histograms.release(whole);
        }
        let field = &training.fields[usize::from(split.feature)];
        let goes_right: [bool; BYTES] = field.codes.map(|code| parting.goes_right(code));
        let border =
            partition(rows, |row| goes_right[usize::from(training.byte(row, field.bundle))]);
        let (left_rows, right_rows) = rows.split_at_mut(border);
        let [left, right] = children;
        let mut pairs = [(left_rows, left), (right_rows, right)];
        // The smaller one first: its sums give the other's, and few are kept at a time.
        if pairs[0].0.len() > pairs[1].0.len() {
            pairs.swap(0, 1);
        }
        if let Some(whole) = whole {
            let needed =
                pairs.each_ref().map(|(rows, c)| training.limits.allow(c) && is_large(rows.len()));
            let wholes = self.histograms.of_children(training, whole, pairs[0].0, needed);
            pairs.iter_mut().zip(wholes).for_each(|((_, child), whole)| child.whole = whole);
        }
        for (rows, child) in pairs {
            if training.limits.allow(&child) {
                self.part(training, grown, rows, child);
            }
        }
    }

    /// The best split by a few features, drawn at random. Those that do not vary in the node are
    /// drawn, too, and then lost, as in scikit-learn: deep nodes, where few vary, try fewer. But
    /// draws go on until one varies. Features that were seen not to vary are left out below the
    /// node, too.
    fn search(
        &mut self,
        training: &Training<R>,
        rows: &[R],
        node: &Open<TallyOf<R>>,
    ) -> Option<Split<TallyOf<R>>> {
        let mut live = std::mem::take(&mut self.live[node.depth + 1]);
        live.clone_from(&self.live[node.depth]);
        let mut stream = node.key.stream();
        let (all, drawn) = (training.fields.len(), training.limits.tried);
        let mut wanted = live_among(drawn, live.len(), all, &mut stream);
        let leaf = training.limits.leaf as f64;
        let mut best = None;
        // Features before this place have been tried.
        let mut tried = 0;
        while wanted > 0 && tried < live.len() {
            let now = wanted.min(AT_ONCE).min(live.len() - tried);
            shuffle_front(&mut live[tried..], now, &mut stream);
            let mut varies = [false; AT_ONCE];
            let features = &live[tried..tried + now];
            self.histograms.each(training, rows, node.whole.as_ref(), features, |n, occupied| {
                varies[n] = occupied.len() > 1;
                improve(&mut best, features[n], occupied, node.total, leaf);
            });
            let end = tried + now;
            let mut kept = tried;
            for (at, varies) in (tried..end).zip(varies) {
                if varies {
                    live.swap(kept, at);
                    kept += 1;
                }
            }
            live.drain(kept..end);
            tried = kept;
            wanted -= now;
            if wanted == 0 && tried == 0 {
                wanted = 1;
            }
        }
        self.live[node.depth + 1] = live;
        best
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

/// How many of the features drawn are live, where so many of all are: a hypergeometric number, but
/// at least one if any is.
fn live_among(drawn: usize, live: usize, all: usize, stream: &mut Stream) -> usize {
    let mut left = live;
    for n in 0..drawn.min(all) {
        let among = (all - n) as u64;
        let pick = ((u128::from(stream.bits()) * u128::from(among)) >> 64) as usize;
        left -= usize::from(pick < left);
    }
    (live - left).max(1).min(live)
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
