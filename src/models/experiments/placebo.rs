//! How large an effect of nothing looks.

use rayon::prelude::*;

use super::choices;
use super::comparison::{Method, comparison};
use super::effect::{Blocks, Effect, TEST_BLOCKS};
use super::index::Regions;
use super::reading::Placebos;
use crate::random::Key;

/// Most choices of regions that are compared; where there are more, this many are drawn.
const MOST_CHOICES: usize = 999;
/// Part of an effect within which another counts as equally large.
const TIE: f64 = 1e-9;
/// Level of significance that the minimal detectable effect must reach.
const LEVEL: f64 = 0.05;
/// Share of tests in which it must be reached.
const POWER: f64 = 0.80;

/// The test against every other choice of four blocks as a pretended test.
///
/// Were there no effect, the blocks would be exchangeable, and the real choice one like any other;
/// so the share of choices with at least its change is an exact p-value. Blocks as long as a
/// quarter of the test keep nearly all memory of the noise within them. (Moving one window of the
/// test's length over the days before it looks more natural, but its last place, next to the test,
/// is not like the others: in simulations with independent days it called 8 to 13 % of empty tests
/// significant at 5 %.)
pub(super) fn in_time(blocks: &Blocks) -> Placebos {
    let real = blocks.change_in(&blocks.test()).abs();
    let changes = changes(blocks);
    let at_least = changes.iter().filter(|change| change.abs() >= real * (1.0 - TIE)).count();
    // With as many blocks before as in the test, the opposite choice has the opposite change.
    let ties = if blocks.len() == 2 * TEST_BLOCKS { 2.0 } else { 1.0 };
    Placebos {
        placebos: changes.len() - 1,
        exhaustive: true,
        p: at_least as f64 / changes.len() as f64,
        smallest_p: ties / changes.len() as f64,
    }
}

/// The change of every choice of blocks, the real one among them.
fn changes(blocks: &Blocks) -> Vec<f64> {
    choices::all(blocks.len(), TEST_BLOCKS).map(|chosen| blocks.change_in(&chosen)).collect()
}

/// Smallest change of the ratio that is significant at 5 % in four tests of five: the 95 % point
/// of the placebos' sizes plus the 80 % point of the placebos, both with the effect taken out.
/// None where even the largest effect would not be significant.
pub(super) fn minimal_detectable_change(blocks: &Blocks, effect: &Effect) -> Option<f64> {
    if in_time(blocks).smallest_p > LEVEL {
        return None;
    }
    let changes = changes(&blocks.without(effect));
    let sizes = changes.iter().map(|change| change.abs()).collect();
    Some(quantile(sizes, 1.0 - LEVEL)? + quantile(changes, POWER)?)
}

/// The smallest value that at least this share of the values do not exceed.
fn quantile(mut values: Vec<f64>, share: f64) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let place = (share * values.len() as f64).ceil() as usize;
    values.get(place.saturating_sub(1)).copied()
}

/// The treated regions against other choices of as many of the regions compared: Fisher's
/// randomisation test of the change of the ratio, over `Comparison::noise` so that small and
/// large groups compare.
///
/// `treated` and all other columns of `regions` are permuted, treated regions too: had the test
/// had no effect, they would be like any other. A choice that shares regions with the real one
/// shares part of its effect, which can only make the p-value larger. It is exact where the
/// regions were chosen by lot. Choices without an answer are left out.
pub(super) fn in_space(
    regions: &Regions,
    treated: &[usize],
    block: usize,
    method: Method,
    key: Key,
) -> Option<Placebos> {
    let n = regions.level.len();
    let size_of = |chosen: &[usize]| {
        let rest: Vec<usize> = (0..n).filter(|r| !chosen.contains(r)).collect();
        let comparison = comparison(regions, chosen, &rest, method)?;
        let blocks = Blocks::new(&regions.total(chosen), &comparison.expected, block);
        let size = blocks.change_in(&blocks.test()).abs() / comparison.noise;
        size.is_finite().then_some(size)
    };
    let real = size_of(treated)?;
    let exhaustive = choices::count(n, treated.len(), MOST_CHOICES + 2) <= MOST_CHOICES + 1;
    let others: Vec<Vec<usize>> = if exhaustive {
        choices::all(n, treated.len()).filter(|chosen| chosen != treated).collect()
    } else {
        (0..MOST_CHOICES as u64).map(|i| draw(n, treated.len(), key.at(i))).collect()
    };
    let sizes: Vec<f64> = others.par_iter().filter_map(|chosen| size_of(chosen)).collect();
    let at_least = sizes.iter().filter(|&&size| size >= real * (1.0 - TIE)).count();
    let all = (sizes.len() + 1) as f64;
    Some(Placebos {
        placebos: sizes.len(),
        exhaustive,
        p: (at_least + 1) as f64 / all,
        smallest_p: 1.0 / all,
    })
}

/// `k` of `0..n`, each choice equally likely, in ascending order (Floyd's method).
fn draw(n: usize, k: usize, key: Key) -> Vec<usize> {
    let mut chosen: Vec<usize> = Vec::with_capacity(k);
    for last in n - k..n {
        let candidate = key.at(last as u64).below(last as u64 + 1) as usize;
        chosen.push(if chosen.contains(&candidate) { last } else { candidate });
    }
    chosen.sort_unstable();
    chosen
}
