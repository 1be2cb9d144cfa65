//! What budgets betray of demand.
//!
//! Teams and platforms raise budgets when demand is up. Then spend carries news of demand that no
//! calendar has, and a regression takes that news for an effect of the ads. But demand is common to
//! all channels, while pacing, flights and pauses are each channel's own. So the model takes each
//! channel's log spend on the days it ran, less its calendar part and its slow movements (flights),
//!
//! ```text
//! v_p[t] = ln S_p[t] − f_p · ln season[t] − running median
//! ```
//!
//! as `f_p · (unforeseen demand) + (own movement of variance d_p)`, where f_p is how far the
//! channel's budget follows the calendar's expected demand. The best linear guess of the unforeseen
//! demand is `m[t] = Σ_p (f_p / d_p) v_p[t] / (1/τ² + Σ_p f_p² / d_p)` over the channels that ran. It
//! enters the baseline with a coefficient that is one if budgets follow unforeseen demand as they
//! follow the calendar; data that know better move it. The same is done for single regions against
//! the others on a day.
//!
//! A common movement of budgets that has other reasons is lost as a source of comparison, which
//! costs precision and does no harm.

use super::calendar::Term;
use super::data::Data;
use super::result::Budgets;
use crate::random::maths::ln;

/// Fewest periods from which on the control is used.
const LEAST_PERIODS: usize = 60;
/// A channel runs on periods with more than this part of its median spend.
const LIVE: f64 = 0.2;
/// Length of the running median, in periods, on each side.
const HALF_WINDOW: usize = 7;
/// Residuals beyond so many robust standard deviations are cut.
const CUT: f64 = 3.0;
/// Smallest own movement (log sd) that is believed.
const LEAST_OWN: f64 = 0.03;
/// Smallest spread of the expected demand (log sd) that tells how budgets follow it.
const LEAST_SEASON: f64 = 0.02;
/// Elasticity of budgets to demand below which there is nothing to control.
const LEAST_FOLLOWING: f64 = 0.1;
/// The control's coefficient if budgets follow the unforeseen as they follow the calendar, and the
/// spread of what is believed about that.
const CONTROL: f64 = 1.0;
const CONTROL_SD: f64 = 0.5;

/// Names of the controls.
pub const SHARED: &str = "budgets' common movement";
/// See [`SHARED`].
pub const LOCAL: &str = "budgets' common movement by region";

/// The signs of demand in the budgets.
#[derive(Debug)]
pub struct Signs {
    /// Controls for the baseline: shared and local.
    pub terms: Vec<Term>,
    /// What was found.
    pub found: Budgets,
}

/// Reads the budgets, given the season of every cell.
pub fn read(data: &Data, season: &[f64]) -> Signs {
    let none = |following| Signs {
        terms: Vec::new(),
        found: Budgets { following, controlled: false, shared: None, local: None },
    };
    let expected: Vec<f64> = season
        .chunks(data.regions)
        .map(|day| ln(day.iter().zip(&data.share).map(|(s, w)| s * w).sum::<f64>()))
        .collect();
    if data.periods < LEAST_PERIODS || spread(&expected) < LEAST_SEASON {
        return none(vec![None; data.channels.len()]);
    }
    let movements: Vec<Movement> =
        (0..data.channels.len()).map(|p| Movement::of(data, p, &expected)).collect();
    let following = pooled(&movements);
    let reported: Vec<Option<f64>> = movements.iter().map(|m| m.slope.map(|s| s[0])).collect();
    let Some(following) = following else { return none(reported) };
    if following.iter().all(|&f| f < LEAST_FOLLOWING) {
        return none(reported);
    }
    let shared = common(data.periods, &following, movements.iter().map(|m| m.shared.as_slice()));
    let cells = data.cells();
    let shared_column = (0..cells).map(|cell| shared[cell / data.regions]).collect();
    let mut terms = vec![Term {
        centre: CONTROL,
        ..Term::common(SHARED.into(), shared_column, Some(CONTROL_SD))
    }];
    if data.regions > 1 {
        let local: Vec<Vec<Option<f64>>> =
            (0..data.channels.len()).map(|p| local_movement(data, p)).collect();
        let column = common(cells, &following, local.iter().map(Vec::as_slice));
        let term = Term::regional(LOCAL.into(), column, Some(CONTROL_SD));
        terms.push(Term { centre: CONTROL, ..term });
    }
    let found = Budgets { following: reported, controlled: true, shared: None, local: None };
    Signs { terms, found }
}

/// A channel's own movements.
struct Movement {
    /// v, where the channel ran.
    shared: Vec<Option<f64>>,
    /// Elasticity to expected demand, and its standard error.
    slope: Option<[f64; 2]>,
}

impl Movement {
    fn of(data: &Data, p: usize, expected: &[f64]) -> Self {
        let daily = &data.channels[p].daily;
        let total: Vec<f64> = daily.chunks(data.regions).map(|day| day.iter().sum()).collect();
        let level = running(&total);
        // Both series without slow movements, so that flights and growth do not matter.
        let spend = without_slow(&level);
        let live: Vec<Option<f64>> =
            level.iter().zip(expected).map(|(l, &e)| l.map(|_| e)).collect();
        let demand = without_slow(&live);
        let slope = regression(&spend, &demand);
        let f = slope.map_or(0.0, |s| s[0]).max(0.0);
        let rest: Vec<Option<f64>> =
            level.iter().zip(expected).map(|(l, e)| l.map(|l| l - f * e)).collect();
        Movement { shared: cut(without_slow(&rest)), slope }
    }
}

/// ln of a channel's spend in each period in which it ran.
fn running(spend: &[f64]) -> Vec<Option<f64>> {
    let mut positive: Vec<f64> = spend.iter().copied().filter(|&x| x > 0.0).collect();
    if positive.is_empty() {
        return vec![None; spend.len()];
    }
    positive.sort_by(f64::total_cmp);
    let least = LIVE * positive[positive.len() / 2];
    spend.iter().map(|&x| (x > least).then(|| ln(x))).collect()
}

/// Takes away the running median.
fn without_slow(series: &[Option<f64>]) -> Vec<Option<f64>> {
    (0..series.len())
        .map(|t| {
            let value = series[t]?;
            let from = t.saturating_sub(HALF_WINDOW);
            let to = (t + HALF_WINDOW + 1).min(series.len());
            let near: Vec<f64> = series[from..to].iter().copied().flatten().collect();
            Some(value - median(near))
        })
        .collect()
}

/// Cuts outliers at so many robust standard deviations (1.4826 times the median deviation).
fn cut(mut series: Vec<Option<f64>>) -> Vec<Option<f64>> {
    let sizes: Vec<f64> = series.iter().flatten().map(|v| v.abs()).collect();
    if sizes.is_empty() {
        return series;
    }
    let most = CUT * (1.4826 * median(sizes)).max(LEAST_OWN);
    series.iter_mut().flatten().for_each(|v| *v = v.clamp(-most, most));
    series
}

/// Slope of a line through the pairs, and its standard error, widened for autocorrelation.
fn regression(y: &[Option<f64>], x: &[Option<f64>]) -> Option<[f64; 2]> {
    let pairs: Vec<(f64, f64)> =
        y.iter().zip(x).filter_map(|(y, x)| Some(((*y)?, (*x)?))).collect();
    let n = pairs.len() as f64;
    let mean = |of: fn(&(f64, f64)) -> f64| pairs.iter().map(of).sum::<f64>() / n;
    let (my, mx) = (mean(|p| p.0), mean(|p| p.1));
    let xx: f64 = pairs.iter().map(|p| (p.1 - mx).powi(2)).sum();
    if n < 30.0 || xx < n * (0.5 * LEAST_SEASON).powi(2) {
        return None;
    }
    let xy: f64 = pairs.iter().map(|p| (p.1 - mx) * (p.0 - my)).sum();
    let slope = xy / xx;
    let rest: Vec<f64> = pairs.iter().map(|p| p.0 - my - slope * (p.1 - mx)).collect();
    let squares: f64 = rest.iter().map(|e| e * e).sum();
    Some([slope, (squares / (n - 2.0) / xx).sqrt()])
}

/// Each channel's elasticity, drawn towards the common one as far as its own is unsure.
fn pooled(movements: &[Movement]) -> Option<Vec<f64>> {
    let known: Vec<[f64; 2]> = movements.iter().filter_map(|m| m.slope).collect();
    if known.is_empty() {
        return None;
    }
    let weight = |s: &[f64; 2]| 1.0 / (s[1] * s[1] + 0.01);
    let total: f64 = known.iter().map(weight).sum();
    let mean = known.iter().map(|s| weight(s) * s[0]).sum::<f64>() / total;
    let noise = known.iter().map(|s| s[1] * s[1]).sum::<f64>() / known.len() as f64;
    let scatter = known.iter().map(|s| (s[0] - mean).powi(2)).sum::<f64>()
        / (known.len() as f64 - 1.0).max(1.0);
    let between = (scatter - noise).max(0.01);
    let drawn = movements.iter().map(|m| match m.slope {
        Some([slope, se]) => mean + (slope - mean) * between / (between + se * se),
        None => mean,
    });
    Some(drawn.map(|f| f.max(0.0)).collect())
}

/// `Σ_p (f_p / d_p) v_p / (1/τ² + Σ_p f_p² / d_p)` over the channels that ran: the best linear
/// guess of a common cause of variance τ².
fn common<'a>(
    length: usize,
    following: &[f64],
    movements: impl Iterator<Item = &'a [Option<f64>]> + Clone,
) -> Vec<f64> {
    let own: Vec<f64> = movements
        .clone()
        .map(|movement| {
            let values: Vec<f64> = movement.iter().flatten().map(|v| v * v).collect();
            let mean = values.iter().sum::<f64>() / (values.len() as f64).max(1.0);
            mean.max(LEAST_OWN * LEAST_OWN)
        })
        .collect();
    // τ² from the products of different channels' movements.
    let (mut products, mut weights) = (0.0, 0.0);
    let all: Vec<&[Option<f64>]> = movements.collect();
    for p in 0..all.len() {
        for q in 0..p {
            let loading = following[p] * following[q];
            let weight = 1.0 / (own[p] * own[q]);
            for (a, b) in all[p].iter().zip(all[q]) {
                if let (Some(a), Some(b)) = (a, b) {
                    products += weight * loading * a * b;
                    weights += weight * loading * loading;
                }
            }
        }
    }
    let variance = if weights > 0.0 { (products / weights).max(1e-4) } else { 1e-2 };
    (0..length)
        .map(|i| {
            let (mut sum, mut precision) = (0.0, 1.0 / variance);
            for (p, movement) in all.iter().enumerate() {
                if let Some(v) = movement[i] {
                    sum += following[p] / own[p] * v;
                    precision += following[p] * following[p] / own[p];
                }
            }
            sum / precision
        })
        .collect()
}

/// How a region's spend moved against the other regions' on each day, where it ran.
fn local_movement(data: &Data, p: usize) -> Vec<Option<f64>> {
    let daily = &data.channels[p].daily;
    let logs: Vec<Vec<Option<f64>>> = (0..data.regions)
        .map(|r| {
            let own: Vec<f64> = (0..data.periods).map(|t| daily[t * data.regions + r]).collect();
            running(&own)
        })
        .collect();
    let mut local: Vec<Vec<Option<f64>>> = vec![vec![None; data.periods]; data.regions];
    for t in 0..data.periods {
        let (mut sum, mut weight) = (0.0, 0.0);
        for (log, share) in logs.iter().zip(&data.share).take(data.regions) {
            if let Some(value) = log[t] {
                sum += share * value;
                weight += share;
            }
        }
        for r in 0..data.regions {
            // Alone, a region has none to be compared with.
            local[r][t] = logs[r][t].filter(|_| weight > data.share[r]).map(|v| v - sum / weight);
        }
    }
    let local: Vec<Vec<Option<f64>>> =
        local.iter().map(|series| cut(without_slow(series))).collect();
    (0..data.cells()).map(|cell| local[cell % data.regions][cell / data.regions]).collect()
}

fn median(mut values: Vec<f64>) -> f64 {
    if values.is_empty() {
        return 0.0;
    }
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

fn spread(values: &[f64]) -> f64 {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    (values.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / n).sqrt()
}
