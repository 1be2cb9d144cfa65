//! Fatigue: how a creative's click-through rate falls as wear grows.

use std::collections::BTreeMap;

use libm::{exp, log, sqrt};

use super::daily::{Decomposition, Row};
use super::result::{DaysToHalf, Estimate, Fatigue, FatiguePrior, RawSlope, Scope, WearAxis};
use super::special::{Z90, normal_cdf};
use super::track::Track;
use super::wear::{Wear, days_between};

/// Fewest days from which a slope is measured.
const FEWEST_DAYS: usize = 7;
/// Fewest clicks from which a slope is measured.
const FEWEST_CLICKS: u64 = 10;
/// Fewest slopes from which a platform's are learnt.
const FEWEST_SLOPES: usize = 5;
/// Standard error of the logarithm over the whole range of wear above which a slope tells nothing.
const LARGEST_ERROR: f64 = 3.0;
/// How much the logarithm of a creative's rate drifts over the time it is shown for reasons other
/// than wear: a slope is not known better than this over the range of wear that was seen.
const DRIFT: f64 = 0.1;
/// Standard deviation of a platform's mean slope around zero before anything is known. Agencies put
/// wear at 7 to 12 % an exposure, and tell to refresh after one to three weeks.
const MEAN_SLOPE_SD: [(WearAxis, f64); 2] =
    [(WearAxis::CumulativeFrequency, 0.25), (WearAxis::DaysLive, 0.05)];
/// Days over which the present pace of wear is measured.
const PACE_DAYS: f64 = 14.0;
/// Share of the fresh rate whose loss counts as worn.
const WORN: f64 = 0.2;

/// Slopes of all creatives.
#[derive(Debug, Clone)]
pub struct Slopes {
    /// As their own days give them.
    pub raw: Vec<Option<RawSlope>>,
    /// Shrunken; none where nothing is known on the platform.
    pub shrunken: Vec<Option<Estimate>>,
    /// What they are shrunken to, by platform.
    pub priors: Vec<FatiguePrior>,
}

/// Measures slopes, given what the days did to all, and shrinks them.
///
/// `rows` have their exposures *before* wear, and the creative's own days follow each other.
pub fn slopes(tracks: &[Track], wear: &Wear, rows: &[Row], parts: &Decomposition) -> Slopes {
    let mut by_creative: Vec<Vec<Point>> = vec![Vec::new(); tracks.len()];
    for (row, &extra) in rows.iter().zip(&parts.extra_variance) {
        let i = row.creative;
        let x = wear.by_day[i][by_creative[i].len()];
        let offset = row.exposure * parts.shocks[row.day];
        by_creative[i].push(Point { x, offset, successes: row.successes, extra });
    }
    let measured = |(track, points): (&Track, &Vec<Point>)| {
        let enough = points.len() >= FEWEST_DAYS && track.clicks >= FEWEST_CLICKS;
        enough.then(|| measure(points)).flatten()
    };
    let raw: Vec<Option<RawSlope>> = tracks.iter().zip(&by_creative).map(measured).collect();
    let priors = learn(tracks, wear, &raw);
    let shrunken = tracks.iter().zip(&raw).map(|(track, raw)| {
        let prior = priors.iter().find(|prior| prior.platform == track.about.platform)?;
        Some(shrink(raw.as_ref(), prior))
    });
    let shrunken = shrunken.collect();
    Slopes { raw, shrunken, priors }
}

/// One day of one creative.
#[derive(Debug, Clone, Copy)]
struct Point {
    /// Wear.
    x: f64,
    /// Exposure × shock.
    offset: f64,
    successes: f64,
    /// Variance of the log rate beyond counting.
    extra: f64,
}

/// Fits `ln E[successes] = ln offset + c + s x` by quasi-likelihood with variance μ + extra μ²,
/// by Fisher scoring. None if the slope cannot be told.
fn measure(points: &[Point]) -> Option<RawSlope> {
    let (low, high) = points
        .iter()
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), p| (low.min(p.x), high.max(p.x)));
    let range = high - low;
    if range <= 1e-6 {
        return None;
    }
    let total: f64 = points.iter().map(|p| p.successes).sum();
    let offsets: f64 = points.iter().map(|p| p.offset).sum();
    let (mut level, mut slope) = (log(total / offsets), 0.0);
    let mut se = f64::INFINITY;
    for _ in 0..50 {
        let (mut s0, mut s1, mut i00, mut i01, mut i11) = (0.0, 0.0, 0.0, 0.0, 0.0);
        for p in points {
            let mean = p.offset * exp((level + slope * p.x).min(30.0));
            let damp = 1.0 + p.extra * mean;
            let (miss, weight) = ((p.successes - mean) / damp, mean / damp);
            s0 += miss;
            s1 += miss * p.x;
            i00 += weight;
            i01 += weight * p.x;
            i11 += weight * p.x * p.x;
        }
        let determinant = i00 * i11 - i01 * i01;
        if determinant <= 1e-12 * i00 * i11 {
            return None;
        }
        // No step moves the logarithm by more than 1 over the range of wear.
        let step = ((i00 * s1 - i01 * s0) / determinant).clamp(-1.0 / range, 1.0 / range);
        let step_level = ((i11 * s0 - i01 * s1) / determinant).clamp(-2.0, 2.0);
        (level, slope) = (level + step_level, slope + step);
        se = sqrt(i00 / determinant);
        if (step * range).abs() + step_level.abs() < 1e-10 {
            break;
        }
    }
    let se = libm::hypot(se, DRIFT / range);
    (se * range < LARGEST_ERROR && slope.is_finite()).then_some(RawSlope { slope, se })
}

/// What the slopes of each platform have in common; platforms with few borrow from all with the
/// same axis.
fn learn(tracks: &[Track], wear: &Wear, raw: &[Option<RawSlope>]) -> Vec<FatiguePrior> {
    let mut platforms: BTreeMap<&str, (WearAxis, Vec<RawSlope>)> = BTreeMap::new();
    let mut by_axis: BTreeMap<WearAxis, Vec<RawSlope>> = BTreeMap::new();
    for ((track, &axis), raw) in tracks.iter().zip(&wear.axis).zip(raw) {
        let platform = platforms.entry(&track.about.platform).or_insert((axis, Vec::new()));
        platform.1.extend(*raw);
        by_axis.entry(axis).or_default().extend(*raw);
    }
    let prior = |(platform, (axis, own)): (&str, (WearAxis, Vec<RawSlope>))| {
        let (scope, from) = if own.len() >= FEWEST_SLOPES {
            (Scope::Platform, &own)
        } else {
            (Scope::All, by_axis.get(&axis)?)
        };
        if from.len() < FEWEST_SLOPES {
            return None;
        }
        let (mean, se, sd) = random_effects(from, axis);
        let platform = platform.to_owned();
        Some(FatiguePrior { platform, axis, scope, learnt_from: from.len(), mean, se, sd })
    };
    platforms.into_iter().filter_map(prior).collect()
}

/// Mean of true slopes, its standard error, and their standard deviation τ, such that
/// `Σ (slope − mean)² / (se² + τ²) = n − 1` (Paule and Mandel 1982); τ = 0 if they differ no more
/// than their errors would have it. The mean is weighted by 1 / (se² + τ²) and drawn to zero by
/// [`MEAN_SLOPE_SD`].
fn random_effects(slopes: &[RawSlope], axis: WearAxis) -> (f64, f64, f64) {
    let prior = MEAN_SLOPE_SD.iter().find(|(of, _)| *of == axis).map_or(1.0, |(_, sd)| *sd);
    let drawn = 1.0 / (prior * prior);
    let at = |variance: f64| {
        let weights = slopes.iter().map(|s| 1.0 / (s.se * s.se + variance));
        let (total, sum) = weights
            .clone()
            .zip(slopes)
            .fold((drawn, 0.0), |(total, sum), (w, s)| (total + w, sum + w * s.slope));
        let mean = sum / total;
        let spread: f64 = weights.zip(slopes).map(|(w, s)| w * (s.slope - mean).powi(2)).sum();
        (mean, 1.0 / sqrt(total), spread)
    };
    let freedom = slopes.len() as f64 - 1.0;
    let squares = slopes.iter().map(|s| s.slope * s.slope).sum::<f64>();
    // The spread falls with the variance; at this one every term is below freedom / n.
    let (mut low, mut high) = (0.0, 4.0 * squares + 1e-300);
    if at(0.0).2 > freedom {
        for _ in 0..200 {
            let middle = 0.5 * (low + high);
            if at(middle).2 > freedom {
                low = middle;
            } else {
                high = middle;
            }
        }
    }
    let (mean, se, _) = at(low);
    (mean, se, sqrt(low))
}

/// Posterior of a slope, normal with mean `w raw + (1 − w) prior`, w = τ² / (τ² + se²), and
/// variance `w se² + (1 − w)² · variance of the prior's mean`.
fn shrink(raw: Option<&RawSlope>, prior: &FatiguePrior) -> Estimate {
    let spread = prior.sd * prior.sd;
    let (weight, slope, variance) = match raw {
        Some(raw) => {
            let weight = spread / (spread + raw.se * raw.se);
            (weight, raw.slope, weight * raw.se * raw.se)
        }
        None => (0.0, 0.0, spread),
    };
    let mean = weight * slope + (1.0 - weight) * prior.mean;
    Estimate::normal(mean, sqrt(variance + ((1.0 - weight) * prior.se).powi(2)))
}

/// What a creative's slope says of it today.
pub fn fatigue(i: usize, track: &Track, wear: &Wear, slopes: &Slopes) -> Option<Fatigue> {
    let slope = slopes.shrunken[i]?;
    let by_day = &wear.by_day[i];
    let today = by_day.last().copied()?;
    let pace = pace(track, by_day, wear.axis[i]);
    let worn = if today > 0.0 { probability_below(slope, log(1.0 - WORN) / today) } else { 0.0 };
    Some(Fatigue {
        axis: wear.axis[i],
        raw: slopes.raw[i],
        slope,
        falling: probability_below(slope, 0.0),
        wear: today,
        pace,
        lost: 1.0 - exp(slope.mean * today),
        worn,
        days_to_half: days_to_half(slope, pace),
    })
}

fn probability_below(slope: Estimate, limit: f64) -> f64 {
    if slope.sd > 0.0 {
        normal_cdf((limit - slope.mean) / slope.sd)
    } else {
        f64::from(u8::from(slope.mean < limit))
    }
}

/// Growth of wear per day over the last [`PACE_DAYS`] shown.
fn pace(track: &Track, by_day: &[f64], axis: WearAxis) -> f64 {
    let (Some(last), Some(wear)) = (track.days.last(), by_day.last()) else { return 0.0 };
    if axis == WearAxis::DaysLive {
        return 1.0;
    }
    let recent = track.days.iter().position(|day| days_between(day, last) <= PACE_DAYS);
    let from = recent.unwrap_or(0);
    let days = days_between(&track.days[from], last);
    if days > 0.0 { (wear - by_day[from]) / days } else { 0.0 }
}

/// ln 2 / (−slope · pace), with the ends of the slope's interval.
fn days_to_half(slope: Estimate, pace: f64) -> Option<DaysToHalf> {
    let days = |slope: f64| (slope < 0.0).then(|| std::f64::consts::LN_2 / (-slope * pace));
    let (falls, grows) = (slope.mean < 0.0, pace > 0.0);
    let found = || {
        Some(DaysToHalf { days: days(slope.mean)?, low: days(slope.low)?, high: days(slope.high) })
    };
    if falls && grows { found().filter(|found| found.days.is_finite()) } else { None }
}

impl Estimate {
    /// A normal posterior.
    pub(super) fn normal(mean: f64, sd: f64) -> Estimate {
        Estimate { mean, sd, low: mean - Z90 * sd, high: mean + Z90 * sd }
    }
}
