//! What device, audience, region, … do to a rate within creatives.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::result::{MixLevel, Trials};
use super::track::Track;

/// Successes by which a level's factor is drawn to 1: one with as many moves half of the way.
const PRIOR_SUCCESSES: f64 = 20.0;
/// Rounds after which the factors are taken as they are.
const MOST_ROUNDS: usize = 100;
/// Largest relative change of a factor in the last round.
const SETTLED: f64 = 1e-6;

/// The mix within creatives.
#[derive(Debug, Clone)]
pub struct Mix {
    /// For each creative, what its mix does to its rate relative to the platform's average mix.
    pub factors: Vec<f64>,
    /// Factors of the levels.
    pub levels: Vec<MixLevel>,
}

/// One cell: its creative among those of the platform, its levels, and its counts.
struct Cell {
    creative: usize,
    levels: Vec<usize>,
    trials: f64,
    successes: f64,
}

/// Estimates factors per platform in the multiplicative Poisson model
/// `E[successes] = trials · rate of the creative · Π factor of the cell's levels`,
/// by fitting one kind after the other in turn (iterative proportional fitting, which climbs to the
/// maximum of the likelihood). Each factor has a Gamma prior with mean 1 that weighs as much as
/// [`PRIOR_SUCCESSES`]; creatives' own rates have none, so that only differences *within* creatives
/// count, and an audience is not credited with the creatives that were shown to it.
pub fn mix(tracks: &[Track], trials: Trials) -> Mix {
    let mut platforms: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (i, track) in tracks.iter().enumerate() {
        platforms.entry(&track.about.platform).or_default().push(i);
    }
    let platforms: Vec<(&str, Vec<usize>)> = platforms.into_iter().collect();
    let fitted: Vec<(Vec<f64>, Vec<MixLevel>)> = platforms
        .par_iter()
        .map(|(platform, members)| fit_platform(platform, members, tracks, trials))
        .collect();
    let mut mix = Mix { factors: vec![1.0; tracks.len()], levels: Vec::new() };
    for ((_, members), (factors, levels)) in platforms.iter().zip(fitted) {
        for (&i, factor) in members.iter().zip(factors) {
            mix.factors[i] = factor;
        }
        mix.levels.extend(levels);
    }
    mix
}

fn fit_platform(
    platform: &str,
    members: &[usize],
    tracks: &[Track],
    trials: Trials,
) -> (Vec<f64>, Vec<MixLevel>) {
    let (names, cells) = cells(members, tracks, trials);
    let mut rates = vec![0.0; members.len()];
    let mut factors = vec![1.0; names.len()];
    for _ in 0..MOST_ROUNDS {
        let mut sums = vec![(0.0, 0.0); members.len()];
        for cell in &cells {
            sums[cell.creative].0 += cell.successes;
            sums[cell.creative].1 += cell.trials * product(cell, &factors);
        }
        for (rate, (successes, expected)) in rates.iter_mut().zip(sums) {
            *rate = if expected > 0.0 { successes / expected } else { 0.0 };
        }
        let mut change = 0.0f64;
        for (kind, range) in kinds(&names) {
            let mut sums = vec![(PRIOR_SUCCESSES, PRIOR_SUCCESSES); range.len()];
            for cell in &cells {
                let Some(&level) = cell.levels.iter().find(|level| range.contains(level)) else {
                    continue;
                };
                let others = product(cell, &factors) / factors[level];
                let sum = &mut sums[level - range.start];
                sum.0 += cell.successes;
                sum.1 += cell.trials * rates[cell.creative] * others;
            }
            debug_assert!(names[range.start].0 == kind);
            for (level, (successes, expected)) in range.zip(sums) {
                let next = successes / expected;
                change = change.max((next / factors[level] - 1.0).abs());
                factors[level] = next;
            }
        }
        if change < SETTLED {
            break;
        }
    }
    let shown = trials_by_level(&cells, names.len());
    center(&names, &shown, &mut factors);
    let of_creative = creative_factors(&cells, members.len(), &factors);
    let levels =
        names.iter().zip(&factors).zip(&shown).map(|((name, &factor), &trials)| MixLevel {
            platform: platform.to_owned(),
            kind: name.0.to_owned(),
            level: name.1.to_owned(),
            trials: trials as u64,
            factor,
        });
    (of_creative, levels.collect())
}

/// The levels that occur, by kind and name, and the cells that have trials. A kind with one level
/// says nothing and is left out.
fn cells<'a>(
    members: &[usize],
    tracks: &[Track<'a>],
    trials: Trials,
) -> (Vec<(&'a str, &'a str)>, Vec<Cell>) {
    let counted = members.iter().enumerate().flat_map(|(creative, &i)| {
        tracks[i].about.cells.iter().filter_map(move |cell| {
            let (trials, successes) = match trials {
                Trials::Impressions => (Some(cell.impressions), Some(cell.clicks)),
                Trials::Visits => (cell.visits, cell.orders),
                Trials::Clicks => (Some(cell.clicks), cell.orders),
            };
            let (trials, successes) = (trials? as f64, successes? as f64);
            (trials > 0.0).then_some((creative, cell, trials, successes))
        })
    });
    let counted: Vec<_> = counted.collect();
    let mut names: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for (_, cell, _, _) in &counted {
        names.extend(cell.levels.iter().map(|(kind, level)| ((kind.as_str(), level.as_str()), 0)));
    }
    let mut per_kind: BTreeMap<&str, usize> = BTreeMap::new();
    names.keys().for_each(|(kind, _)| *per_kind.entry(kind).or_default() += 1);
    names.retain(|(kind, _), _| per_kind.get(kind).is_some_and(|&levels| levels > 1));
    names.values_mut().enumerate().for_each(|(place, level)| *level = place);
    let ordered: Vec<(&str, &str)> = names.keys().copied().collect();
    let cells = counted.into_iter().map(|(creative, cell, trials, successes)| {
        let place = |(kind, level): &'a (String, String)| {
            names.get(&(kind.as_str(), level.as_str())).copied()
        };
        let mut levels: Vec<usize> = cell.levels.iter().filter_map(place).collect();
        // A kind that comes twice in a cell counts once.
        levels.sort_unstable();
        levels.dedup_by_key(|level| ordered[*level].0);
        Cell { creative, levels, trials, successes }
    });
    let cells = cells.collect();
    (ordered, cells)
}

/// Kinds and the range of places of their levels.
fn kinds<'a>(names: &[(&'a str, &str)]) -> Vec<(&'a str, std::ops::Range<usize>)> {
    let mut kinds: Vec<(&str, std::ops::Range<usize>)> = Vec::new();
    for (place, (kind, _)) in names.iter().enumerate() {
        match kinds.last_mut() {
            Some((last, range)) if last == kind => range.end = place + 1,
            _ => kinds.push((kind, place..place + 1)),
        }
    }
    kinds
}

fn product(cell: &Cell, factors: &[f64]) -> f64 {
    cell.levels.iter().map(|&level| factors[level]).product()
}

fn trials_by_level(cells: &[Cell], levels: usize) -> Vec<f64> {
    let mut shown = vec![0.0; levels];
    for cell in cells {
        cell.levels.iter().for_each(|&level| shown[level] += cell.trials);
    }
    shown
}

/// Scales each kind's factors so that they average 1 over its trials.
fn center(names: &[(&str, &str)], shown: &[f64], factors: &mut [f64]) {
    for (_, range) in kinds(names) {
        let trials: f64 = shown[range.clone()].iter().sum();
        let weighted: f64 = range.clone().map(|level| shown[level] * factors[level]).sum();
        factors[range].iter_mut().for_each(|factor| *factor *= trials / weighted);
    }
}

/// Mean of the product of factors over each creative's trials; 1 for one without cells.
fn creative_factors(cells: &[Cell], creatives: usize, factors: &[f64]) -> Vec<f64> {
    let mut sums = vec![(0.0, 0.0); creatives];
    for cell in cells {
        sums[cell.creative].0 += cell.trials * product(cell, factors);
        sums[cell.creative].1 += cell.trials;
    }
    sums.into_iter()
        .map(|(mixed, trials)| if trials > 0.0 { mixed / trials } else { 1.0 })
        .collect()
}
