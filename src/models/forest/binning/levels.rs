//! In which order a categorical feature's levels are cut.
//!
//! A tree cuts an ordered axis in two. Where the levels of a category stand in the order of their
//! mean target, the best of all ways to part them into two groups is among the cuts (Fisher, 1958;
//! Breiman et al., 1984, theorem 4.5), so no other order does better at a node.
//!
//! Means of rare levels are mostly noise, and an order by noise is a leak: the axis looks informative
//! on the very rows that made it. Three things keep that away.
//!
//! * Means are shrunk toward the overall mean `μ` by their reliability. With `σ²` the variance within
//!   levels, `τ²` the variance between their true means, estimated by moments (analysis of variance
//!   with unequal groups), and `n` rows in a level of mean `m`,
//!   `B = τ² / (τ² + σ²/n)`, shrunk mean `μ + B (m − μ)`, its standard deviation `√((1 − B) τ²)`.
//! * Levels that cannot be told apart share a code; if no difference is real, all do.
//! * The rows that trees are grown on lie in folds, and the code of a row rests on the other folds
//!   alone, never on its own target.
//!
//! Where there are few levels each holds many rows, and an order of so few places can leak next to
//! nothing. They keep a code each: what tells them apart may be another feature, beside which their
//! means are alike. And all rows of a level have the same code: were it to rest on the other folds,
//! a fold in which the level did well by chance would have a lower code than the others, and trees
//! would learn that from it.
//!
//! A level that was never seen is `n = 0`: it gets the code of the overall mean.

use std::ops::{Add, Sub};

/// Folds of the training rows.
pub(super) const FOLDS: usize = 5;
/// Most levels that keep a code each.
const FEW: usize = 24;
/// Standard deviations by which the differences between levels must exceed those of chance.
const SURE: f64 = 2.0;
/// Levels within this many standard deviations of their shrunk mean share a code.
const SAME: f64 = 0.25;

/// A code for each level.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct LevelCodes {
    /// From all rows.
    pub(super) codes: Vec<u8>,
    /// For the rows of each fold, from the rows of the others.
    pub(super) by_fold: [Vec<u8>; FOLDS],
    /// Of a level that was never seen.
    pub(super) unseen: u8,
}

/// Sums over the rows of one level.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct LevelSums {
    /// n: their number, or weight.
    pub(super) rows: f64,
    /// Σ y.
    pub(super) sum: f64,
    /// Σ y².
    pub(super) squares: f64,
}

impl Add for LevelSums {
    type Output = LevelSums;

    fn add(self, other: LevelSums) -> LevelSums {
        LevelSums {
            rows: self.rows + other.rows,
            sum: self.sum + other.sum,
            squares: self.squares + other.squares,
        }
    }
}

impl Sub for LevelSums {
    type Output = LevelSums;

    fn sub(self, other: LevelSums) -> LevelSums {
        LevelSums {
            rows: self.rows - other.rows,
            sum: self.sum - other.sum,
            squares: self.squares - other.squares,
        }
    }
}

/// Codes from 1 to at most `limit`, by rising shrunk mean, from the sums of each level by fold.
pub(super) fn order(by_fold: &[Vec<LevelSums>; FOLDS], limit: usize) -> LevelCodes {
    let levels = by_fold[0].len();
    let total = |level: usize| by_fold.iter().fold(LevelSums::default(), |sum, f| sum + f[level]);
    let totals: Vec<LevelSums> = (0..levels).map(total).collect();
    if levels <= FEW.min(limit) {
        return one_each(&totals);
    }
    let Some(shrinkage) = Shrinkage::of(&totals) else {
        let one = vec![1; levels];
        return LevelCodes {
            codes: one.clone(),
            by_fold: [(); FOLDS].map(|()| one.clone()),
            unseen: 1,
        };
    };
    let cuts = cuts(totals.iter().map(|level| shrinkage.of_level(*level)).collect(), limit);
    let code = |sums: LevelSums| {
        1 + cuts.partition_point(|&cut| cut < shrinkage.of_level(sums).mean) as u8
    };
    let without = |fold: &Vec<LevelSums>| {
        totals.iter().zip(fold).map(|(&all, &own)| code(all - own)).collect()
    };
    LevelCodes {
        codes: totals.iter().map(|&level| code(level)).collect(),
        by_fold: by_fold.each_ref().map(without),
        unseen: code(LevelSums::default()),
    }
}

/// A code for each level, by rising mean; one without rows stands at the overall mean. A level that
/// is not known has the code of the one nearest to that.
fn one_each(levels: &[LevelSums]) -> LevelCodes {
    let all = levels.iter().fold(LevelSums::default(), |sum, level| sum + *level);
    let mean = |level: &LevelSums| if level.rows > 0.0 { level.sum / level.rows } else { f64::NAN };
    let overall = mean(&all);
    let mean_or_overall =
        |level: &LevelSums| Some(mean(level)).filter(|m| m.is_finite()).unwrap_or(overall);
    let means: Vec<f64> = levels.iter().map(mean_or_overall).collect();
    let mut order: Vec<usize> = (0..levels.len()).collect();
    order.sort_by(|&a, &b| means[a].total_cmp(&means[b]));
    let mut codes = vec![1; levels.len()];
    for (place, level) in order.into_iter().enumerate() {
        codes[level] = 1 + place as u8;
    }
    let distance = |level: &usize| (means[*level] - overall).abs();
    let nearest = (0..levels.len()).min_by(|a, b| distance(a).total_cmp(&distance(b)));
    let unseen = nearest.map_or(1, |level| codes[level]);
    LevelCodes { by_fold: [(); FOLDS].map(|()| codes.clone()), codes, unseen }
}

/// How far means are shrunk.
#[derive(Debug, Clone, Copy)]
struct Shrinkage {
    /// μ.
    overall: f64,
    /// σ².
    within: f64,
    /// τ².
    between: f64,
}

/// A level's shrunk mean and its standard deviation.
#[derive(Debug, Clone, Copy)]
struct Shrunk {
    mean: f64,
    deviation: f64,
}

impl Shrinkage {
    /// Estimated from all levels; none where nothing varies between them.
    fn of(levels: &[LevelSums]) -> Option<Shrinkage> {
        let total = levels.iter().fold(LevelSums::default(), |sum, level| sum + *level);
        let seen = || levels.iter().filter(|level| level.rows > 0.0);
        let (count, rows) = (seen().count() as f64, total.rows);
        if count < 2.0 || rows <= count {
            return None;
        }
        let overall = total.sum / rows;
        let explained = |level: &LevelSums| level.rows * (level.sum / level.rows - overall).powi(2);
        let explained: f64 = seen().map(explained).sum();
        let squares = total.squares - rows * overall * overall;
        let within = ((squares - explained) / (rows - count)).max(0.0);
        let effective = rows - seen().map(|level| level.rows * level.rows).sum::<f64>() / rows;
        let between = (explained - (count - 1.0) * within) / effective;
        // The F statistic of levels without meaning is about 1 ± √(2 / (levels − 1)).
        let chance = 1.0 + SURE * (2.0 / (count - 1.0)).sqrt();
        let real = explained > (count - 1.0) * within * chance;
        (effective > 0.0 && between > 0.0 && real).then_some(Shrinkage { overall, within, between })
    }

    fn of_level(&self, level: LevelSums) -> Shrunk {
        if level.rows <= 0.0 {
            return Shrunk { mean: self.overall, deviation: self.between.sqrt() };
        }
        let reliability = self.between / (self.between + self.within / level.rows);
        Shrunk {
            mean: self.overall + reliability * (level.sum / level.rows - self.overall),
            deviation: ((1.0 - reliability) * self.between).sqrt(),
        }
    }
}

/// Where the axis of shrunk means is cut, so that there are at most `limit` groups.
fn cuts(mut levels: Vec<Shrunk>, limit: usize) -> Vec<f64> {
    levels.sort_by(|a, b| a.mean.total_cmp(&b.mean));
    let mut same = SAME;
    loop {
        let cuts = cuts_between(&levels, same);
        if cuts.len() < limit {
            return cuts;
        }
        // Slowly coarser, until there are few enough.
        same *= 1.25;
    }
}

/// A level joins those before it if it is as good as their lowest.
fn cuts_between(sorted: &[Shrunk], same: f64) -> Vec<f64> {
    let mut cuts = Vec::new();
    let Some(first) = sorted.first() else { return cuts };
    let mut lowest = first.mean;
    for pair in sorted.windows(2) {
        let level = pair[1];
        if level.mean - lowest > same * level.deviation && level.mean > pair[0].mean {
            cuts.push(0.5 * (pair[0].mean + level.mean));
            lowest = level.mean;
        }
    }
    cuts
}
