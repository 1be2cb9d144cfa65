//! Days that stand out from the weeks before them.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use crate::features::series::{Metric, Series};

/// A day that stands out.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Anomaly {
    /// The day.
    pub date: Date,
    /// What stands out.
    pub metric: Metric,
    /// Whose it is.
    pub scope: String,
    /// The day's value.
    pub value: f64,
    /// The median of the days before it.
    pub expected: f64,
    /// value / expected − 1.
    pub change: f64,
    /// How many robust standard deviations it lies off.
    pub z: f64,
    /// A source that all but vanished while visits went on.
    pub tracking_outage: bool,
}

/// Days before a day that it is compared with: four weeks, so that every weekday counts equally.
const WINDOW_DAYS: usize = 28;
/// Fewest of them that make a comparison.
const FEWEST_DAYS: usize = 14;
/// Days in a row that stand out before they are taken for a new rule.
const LONGEST_DAYS: usize = 10;
/// Robust standard deviations from which a day stands out. 3.5 is Iglewicz and Hoaglin's bound for
/// the modified z-score (How to Detect and Handle Outliers, 1993).
const LEAST_Z: f64 = 3.5;
/// Smallest change worth a line, as a fraction: smaller ones are real but need no action.
const LEAST_CHANGE: f64 = 0.25;
/// What makes a median absolute deviation a standard deviation of normal values: 1 / Φ⁻¹(3/4).
const MAD_TO_SD: f64 = 1.482_602_218_505_602;
/// Loss of a source's share that is an outage rather than a bad day, as a fraction.
const OUTAGE_LOSS: f64 = 0.8;
/// Smallest share of visits that a source has to have before its loss says something.
const LEAST_SHARE: f64 = 0.02;

/// Compares each day with the four weeks before it.
///
/// `z = (v − m) / s`, where m is the median of the window and s the larger of its scaled median
/// absolute deviation and, for a ratio, the binomial standard deviation `√(m (1 − m) / n)` of a day
/// with so large a lower part: few clicks make a rate jump by chance.
///
/// Days already found to stand out are left out of later windows, so that an outage of a few days
/// does not become the rule on its third. Weekly data have no days to compare.
pub fn anomalies(series: &Series) -> Vec<Anomaly> {
    let value = |i: usize| match &series.lower {
        None => Some(series.upper[i]),
        Some(lower) => (lower[i] > 0.0).then(|| series.upper[i] / lower[i]),
    };
    let daily = series.dates.windows(2).filter(|two| days_between(two[0], two[1]) == 1).count();
    if 2 * daily < series.dates.len() {
        return Vec::new();
    }
    let mut usual: Vec<f64> = Vec::new();
    let mut found = Vec::new();
    let mut running = 0;
    for (i, &date) in series.dates.iter().enumerate() {
        let Some(v) = value(i).filter(|v| v.is_finite()) else { continue };
        let window = &usual[usual.len().saturating_sub(WINDOW_DAYS)..];
        match (window.len() >= FEWEST_DAYS).then(|| judge(series, i, date, v, window)).flatten() {
            Some(anomaly) if running < LONGEST_DAYS => {
                found.push(anomaly);
                running += 1;
            }
            // What lasts longer is no anomaly but the new rule.
            Some(_) => usual.push(v),
            None => {
                usual.push(v);
                running = 0;
            }
        }
    }
    found
}

fn judge(series: &Series, i: usize, date: Date, v: f64, window: &[f64]) -> Option<Anomaly> {
    let expected = median(window.to_vec());
    let deviations = window.iter().map(|w| (w - expected).abs()).collect();
    let mut sd = MAD_TO_SD * median(deviations);
    if let Some(lower) = &series.lower {
        let chance = expected.clamp(0.0, 1.0);
        sd = sd.max((chance * (1.0 - chance) / lower[i]).sqrt());
    }
    if expected <= 0.0 || sd <= 0.0 {
        return None;
    }
    if series.metric == Metric::SourceShare && expected < LEAST_SHARE {
        return None;
    }
    let (z, change) = ((v - expected) / sd, v / expected - 1.0);
    if z.abs() < LEAST_Z || change.abs() < LEAST_CHANGE {
        return None;
    }
    // A source that has a good day (a newsletter goes out) is no anomaly; one that falls silent is.
    if series.metric == Metric::SourceShare && change > 0.0 {
        return None;
    }
    let tracking_outage = series.metric == Metric::SourceShare && change <= -OUTAGE_LOSS;
    let (metric, scope) = (series.metric, series.scope.clone());
    Some(Anomaly { date, metric, scope, value: v, expected, change, z, tracking_outage })
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let half = values.len() / 2;
    match values.len() {
        0 => 0.0,
        n if n % 2 == 1 => values[half],
        _ => f64::midpoint(values[half - 1], values[half]),
    }
}

fn days_between(from: Date, to: Date) -> i32 {
    // Two civil dates always have a number of days between them.
    from.until(to).map_or(0, |span| span.get_days())
}
