//! Whether a creative's clicks differ from those of the rest of its group, by permutation.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rayon::prelude::*;

use super::result::Lift;
use super::scope::Groups;
use super::track::Track;
use crate::random::Key;

/// Most days whose changes of sign are all counted, rather than drawn.
const MOST_COUNTED: usize = 12;
/// Smallest p-value that is told apart from 0.
const LEAST_P: f64 = 1e-300;

/// Compares each creative with the rest of its platform and format; none where there is no rest.
pub fn lifts(tracks: &[Track], groups: &Groups, key: Key, draws: usize) -> Vec<Option<Lift>> {
    let totals: Vec<BTreeMap<Date, (f64, f64)>> =
        groups.all.iter().map(|group| by_date(tracks, &group.members)).collect();
    let sums: Vec<(u64, u64)> = groups
        .all
        .iter()
        .map(|group| {
            group.members.iter().fold((0u64, 0u64), |(clicks, shown), &i| {
                let track = &tracks[i];
                (clicks.saturating_add(track.clicks), shown.saturating_add(track.impressions))
            })
        })
        .collect();
    let mut lifts: Vec<Option<Lift>> = tracks
        .par_iter()
        .enumerate()
        .map(|(i, track)| {
            let (clicks, shown) = sums[groups.of[i]];
            if shown <= track.impressions {
                return None;
            }
            let rest = (clicks - track.clicks) as f64 / (shown - track.impressions) as f64;
            let own = track.clicks as f64 / track.impressions as f64;
            let beyond = beyond(track, &totals[groups.of[i]]);
            let key = key.text(&track.about.platform).text(&track.about.id);
            Some(Lift {
                lift: (rest > 0.0).then(|| own / rest - 1.0),
                impressions_p: dealt(track.clicks, track.impressions, clicks, shown),
                impressions_q: 1.0,
                days_p: flipped(&beyond, key, draws),
                days: beyond.len(),
            })
        })
        .collect();
    adjust(&mut lifts);
    lifts
}

/// Clicks and impressions of some creatives by date.
fn by_date(tracks: &[Track], members: &[usize]) -> BTreeMap<Date, (f64, f64)> {
    let mut totals: BTreeMap<Date, (f64, f64)> = BTreeMap::new();
    for day in members.iter().flat_map(|&i| &tracks[i].days) {
        let total = totals.entry(day.date).or_default();
        total.0 += day.clicks as f64;
        total.1 += day.impressions as f64;
    }
    totals
}

/// A creative's clicks beyond the group's rate, on each day on which others were shown too.
fn beyond(track: &Track, totals: &BTreeMap<Date, (f64, f64)>) -> Vec<f64> {
    let of_day = |day: &crate::features::creatives::CreativeDay| {
        let &(clicks, shown) = totals.get(&day.date)?;
        let own = day.impressions as f64;
        (shown > own).then(|| day.clicks as f64 - own * clicks / shown)
    };
    track.days.iter().filter_map(of_day).collect()
}

/// `P(|K − E K| ≥ |k − E K|)`, where K of the group's clicks fall to `n` of its impressions when all
/// `clicks` are dealt at random over all `shown`: hypergeometric, so
/// `P(K + 1) / P(K) = (n − K)(clicks − K) / ((K + 1)(shown − n − clicks + K + 1))`.
pub(super) fn dealt(k: u64, n: u64, clicks: u64, shown: u64) -> f64 {
    let (least, most) = ((n + clicks).saturating_sub(shown), n.min(clicks));
    let mean = n as f64 * (clicks as f64 / shown as f64);
    let distance = (k as f64 - mean).abs();
    // Rounding of the mean must not decide whether the mirror image of k counts.
    let far = |other: u64| (other as f64 - mean).abs() >= distance * (1.0 - 1e-12) - 1e-9;
    let start = (mean as u64).clamp(least, most);
    let up = |k: u64| {
        let (a, b) = ((n - k) as f64, (clicks - k) as f64);
        a / (k + 1) as f64 * (b / ((shown - n) as f64 - clicks as f64 + (k + 1) as f64))
    };
    // Weights relative to the one at the mean, outward until they vanish.
    let (mut all, mut tails) = (1.0, if far(start) { 1.0 } else { 0.0 });
    let mut weight = 1.0;
    for other in start + 1..=most {
        weight *= up(other - 1);
        all += weight;
        tails += if far(other) { weight } else { 0.0 };
        if weight < f64::MIN_POSITIVE {
            break;
        }
    }
    weight = 1.0;
    for other in (least..start).rev() {
        weight /= up(other);
        all += weight;
        tails += if far(other) { weight } else { 0.0 };
        if weight < f64::MIN_POSITIVE {
            break;
        }
    }
    (tails / all).clamp(LEAST_P, 1.0)
}

/// `P(|Σ ± beyond| ≥ |Σ beyond|)` over independent signs: counted in full up to [`MOST_COUNTED`]
/// days, else from this many draws, of which the data themselves are one more.
pub(super) fn flipped(beyond: &[f64], key: Key, draws: usize) -> Option<f64> {
    if beyond.len() < 2 {
        return None;
    }
    let observed = beyond.iter().sum::<f64>().abs();
    let scale: f64 = beyond.iter().map(|b| b.abs()).sum();
    let far = |sum: f64| sum.abs() >= observed - 1e-12 * scale;
    let signed = |bits: &mut dyn FnMut() -> bool| {
        beyond.iter().map(|&b| if bits() { b } else { -b }).sum::<f64>()
    };
    if beyond.len() <= MOST_COUNTED {
        let all = 1u64 << beyond.len();
        let hits = (0..all).filter(|&signs| {
            let mut left = signs;
            let mut next = || {
                let bit = left & 1 == 1;
                left >>= 1;
                bit
            };
            far(signed(&mut next))
        });
        return Some(hits.count() as f64 / all as f64);
    }
    let mut stream = key.stream();
    let (mut bits, mut left) = (0u64, 0u32);
    let mut next = || {
        if left == 0 {
            (bits, left) = (stream.bits(), 64);
        }
        left -= 1;
        (bits >> left) & 1 == 1
    };
    let hits = (0..draws).filter(|_| far(signed(&mut next))).count();
    Some((hits + 1) as f64 / (draws + 1) as f64)
}

/// Adjusts `impressions_p` for the number of creatives: with the p-values in order,
/// `q_i = min over j ≥ i of p_j · m / j` (Benjamini and Hochberg 1995).
fn adjust(lifts: &mut [Option<Lift>]) {
    let mut found: Vec<&mut Lift> = lifts.iter_mut().flatten().collect();
    found.sort_by(|a, b| a.impressions_p.total_cmp(&b.impressions_p));
    let tests = found.len() as f64;
    let mut least = 1.0f64;
    for (place, lift) in found.iter_mut().enumerate().rev() {
        least = least.min(lift.impressions_p * tests / (place + 1) as f64);
        lift.impressions_q = least;
    }
}
