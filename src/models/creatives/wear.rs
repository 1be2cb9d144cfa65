//! How much of a creative's welcome is used up, day by day.

use std::collections::BTreeMap;

use super::result::WearAxis;
use super::track::Track;
use crate::curves::cumulative_frequency;
use crate::features::creatives::CreativeDay;

/// Wear of each creative on each of its days, on one axis per platform.
#[derive(Debug, Clone)]
pub struct Wear {
    /// The platform's axis, for each creative.
    pub axis: Vec<WearAxis>,
    /// Wear by creative and day: cumulative frequency − 1, or days since the first.
    pub by_day: Vec<Vec<f64>>,
}

/// Measures wear. A platform's axis is the cumulative frequency if that is known, or follows from
/// daily frequencies, on every day of all its creatives; else it is days live.
pub fn wear(tracks: &[Track]) -> Wear {
    let frequencies: Vec<Option<Vec<f64>>> =
        tracks.iter().map(|track| given(&track.days).or_else(|| implied(&track.days))).collect();
    let mut known: BTreeMap<&str, bool> = BTreeMap::new();
    for (track, frequency) in tracks.iter().zip(&frequencies) {
        *known.entry(&track.about.platform).or_insert(true) &= frequency.is_some();
    }
    let mut wear = Wear { axis: Vec::new(), by_day: Vec::new() };
    for (track, frequency) in tracks.iter().zip(frequencies) {
        let axis = match known.get(track.about.platform.as_str()) {
            Some(true) => WearAxis::CumulativeFrequency,
            _ => WearAxis::DaysLive,
        };
        wear.axis.push(axis);
        wear.by_day.push(match (axis, frequency) {
            (WearAxis::CumulativeFrequency, Some(frequency)) => frequency,
            _ => days_live(&track.days),
        });
    }
    wear
}

/// Cumulative frequency − 1 as the data give it; none unless they do on every day.
fn given(days: &[CreativeDay]) -> Option<Vec<f64>> {
    let sane = |f: f64| (f.is_finite() && f >= 1.0).then_some(f - 1.0);
    days.iter().map(|day| sane(day.cumulative_frequency?)).collect()
}

/// Cumulative frequency − 1 as daily frequencies imply it; none unless they are known on every day.
///
/// Impressions n that fall at random on an audience A reach A(1 − e^(−n/A)) ≈ n − n²/2A people, so
/// that A ≈ Σ n² / 2 Σ (n − reach) over the days; see [`cumulative_frequency`] for the rest. It
/// starts at the first day in the data: what was seen before is not known.
fn implied(days: &[CreativeDay]) -> Option<Vec<f64>> {
    let (mut squares, mut missed) = (0.0, 0.0);
    for day in days {
        let frequency = day.frequency.filter(|f| f.is_finite() && *f >= 1.0)?;
        let shown = day.impressions as f64;
        squares += shown * shown;
        missed += shown - shown / frequency;
    }
    let mut so_far = 0.0;
    let before = days.iter().map(|day| {
        let seen = so_far;
        so_far += day.impressions as f64;
        // Where no person was reached twice on any day, the audience has no visible end.
        if missed > 0.0 { cumulative_frequency(seen, squares / (2.0 * missed)) - 1.0 } else { 0.0 }
    });
    Some(before.collect())
}

fn days_live(days: &[CreativeDay]) -> Vec<f64> {
    let Some(first) = days.first() else { return Vec::new() };
    days.iter().map(|day| days_between(first, day)).collect()
}

/// Days from one row's date to another's.
pub fn days_between(from: &CreativeDay, to: &CreativeDay) -> f64 {
    from.date.duration_until(to.date).as_secs_f64() / 86_400.0
}
