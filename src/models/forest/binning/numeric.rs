//! Where a numeric feature is cut into bins.

use ndarray::ArrayView1;

use crate::random::Key;

/// Values looked at to place each cut; more are sampled. With 63 cuts the rank of one is then off by
/// `√(q (1 − q) / 50 400)`, at most 0.22 % of the rows.
const SAMPLED: usize = 800;
/// Most cuts in each tail beyond the outermost of the even ones; at most a quarter of all.
const TAIL: usize = 48;
/// The part of the outermost even bin that lies beyond the last cut.
const TAIL_END: f64 = 0.002;

/// Rising cuts, at most `limit`: a value belongs to the first bin whose cut it does not exceed, or
/// to the last one.
///
/// Few distinct values are told apart exactly. Of many, each bin gets as many rows; in each tail
/// bins become geometrically narrower, since the few largest values may carry most of the signal.
pub(super) fn cuts(values: ArrayView1<f32>, limit: usize, key: Key) -> Vec<f32> {
    let sample = SAMPLED * limit;
    let mut sorted: Vec<f32> = if values.len() <= sample {
        values.iter().copied().filter(|value| !value.is_nan()).collect()
    } else {
        // One of each of as many stretches of rows, in the order in which they lie in memory.
        let start = |n: usize| n * values.len() / sample;
        let place = |n: usize| {
            let rows = (start(n + 1) - start(n)) as u64;
            start(n) + key.at(n as u64).below(rows) as usize
        };
        (0..sample).map(|n| values[place(n)]).filter(|value| !value.is_nan()).collect()
    };
    // Both zeros are one value, and an infinite one is as good as the greatest.
    sorted.iter_mut().for_each(|value| *value = value.clamp(f32::MIN, f32::MAX) + 0.0);
    sorted.sort_unstable_by(f32::total_cmp);
    let mut distinct = sorted.clone();
    distinct.dedup();
    if distinct.len() <= limit + 1 {
        return distinct.windows(2).map(|pair| between(pair[0], pair[1])).collect();
    }
    let mut cuts: Vec<f32> = ranks(sorted.len(), limit)
        .into_iter()
        .filter_map(|rank| {
            let at = *sorted.get(rank)?;
            let next = sorted[rank..].iter().find(|value| **value > at)?;
            Some(between(at, *next))
        })
        .collect();
    cuts.dedup();
    cuts
}

/// Ranks of the last value before each cut, rising.
fn ranks(count: usize, limit: usize) -> Vec<usize> {
    let tail = TAIL.min(limit / 4);
    let even = limit - 2 * tail;
    let last = (count - 1) as f64;
    let step = 1.0 / (even + 1) as f64;
    let mut shares: Vec<f64> = (1..=even).map(|i| i as f64 * step).collect();
    let tails = (1..=tail).map(|i| step * TAIL_END.powf(i as f64 / tail as f64));
    shares.extend(tails.flat_map(|share| [share, 1.0 - share]));
    let mut ranks: Vec<usize> =
        shares.iter().map(|share| (share * last).floor() as usize).collect();
    ranks.sort_unstable();
    ranks.dedup();
    ranks
}

/// A number from `a` on and below `b`, half way where there is one.
fn between(a: f32, b: f32) -> f32 {
    let middle = (0.5 * (f64::from(a) + f64::from(b))) as f32;
    if middle >= a && middle < b { middle } else { a }
}
