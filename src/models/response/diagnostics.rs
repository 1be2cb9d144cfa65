//! How close the fit is, and what its residuals look like.

use statrs::distribution::{ContinuousCDF, Normal};

use super::data::Data;
use super::fit::Model;
use super::result::{Accuracy, Contributions, Residuals};

/// Most lags of the autocorrelation.
const MOST_LAGS: usize = 28;

/// R² and MAPE of one series against another.
pub fn accuracy(observed: &[f64], fitted: &[f64]) -> Accuracy {
    let n = observed.len() as f64;
    let mean = observed.iter().sum::<f64>() / n.max(1.0);
    let total: f64 = observed.iter().map(|y| (y - mean).powi(2)).sum();
    let left: f64 = observed.iter().zip(fitted).map(|(y, f)| (y - f).powi(2)).sum();
    let errors: Vec<f64> = observed
        .iter()
        .zip(fitted)
        .filter(|(y, _)| **y > 0.0)
        .map(|(y, f)| (y - f).abs() / y)
        .collect();
    Accuracy {
        r_squared: (total > 0.0).then(|| 1.0 - left / total),
        mape: (!errors.is_empty()).then(|| errors.iter().sum::<f64>() / errors.len() as f64),
    }
}

/// Residuals of the periods' totals.
pub fn residuals(data: &Data, model: &Model, contributions: &Contributions) -> Residuals {
    let residual: Vec<f64> =
        data.orders.iter().zip(&model.mean).map(|(y, mean)| y - mean).collect();
    let variance = total_variance(data, model);
    let standardised: Vec<f64> = contributions
        .observed
        .iter()
        .zip(&contributions.fitted)
        .zip(&variance)
        .map(|((y, fitted), variance)| (y - fitted) / variance.sqrt())
        .collect();
    let mut whitened = vec![0.0; model.noise.rows(data.periods)];
    model.noise.whiten(&residual, &mut whitened);
    let innovations = &whitened[..data.periods];
    let lags = MOST_LAGS.min(data.periods / 3);
    Residuals {
        dates: data.dates.to_vec(),
        fitted: contributions.fitted.clone(),
        quantiles: quantiles(&standardised),
        autocorrelation: (1..=lags).map(|lag| autocorrelation(innovations, lag)).collect(),
        bound: 1.96 / (data.periods as f64).sqrt(),
        standardised,
    }
}

/// Variance of each period's total: with residuals `√V_r (u_r n + w_r)`, the shared part brings
/// `(Σ √V_r u_r)² var n` and the regions' own parts `var w (Σ V_r − (Σ √V_r u_r)²)`.
fn total_variance(data: &Data, model: &Model) -> Vec<f64> {
    let noise = &model.noise;
    (0..data.periods)
        .map(|t| {
            let cells = t * data.regions..(t + 1) * data.regions;
            let along: f64 = cells.clone().map(|c| noise.root[c] * noise.direction[c]).sum();
            let all: f64 = cells.map(|c| noise.root[c] * noise.root[c]).sum();
            let own = noise.own_sd * noise.own_sd * (all - along * along).max(0.0);
            along * along * noise.shared_sd[t] * noise.shared_sd[t] + own
        })
        .collect()
}

/// Sorted values against normal quantiles at `(i − 3/8) / (n + 1/4)` (Blom 1958).
fn quantiles(values: &[f64]) -> Vec<[f64; 2]> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let n = sorted.len() as f64;
    let normal = Normal::standard();
    let place = |i: usize| (i as f64 + 1.0 - 0.375) / (n + 0.25);
    sorted.into_iter().enumerate().map(|(i, value)| [normal.inverse_cdf(place(i)), value]).collect()
}

fn autocorrelation(series: &[f64], lag: usize) -> f64 {
    let n = series.len() as f64;
    let mean = series.iter().sum::<f64>() / n;
    let squares: f64 = series.iter().map(|x| (x - mean).powi(2)).sum();
    let products: f64 =
        series.iter().skip(lag).zip(series).map(|(a, b)| (a - mean) * (b - mean)).sum();
    if squares > 0.0 { products / squares } else { 0.0 }
}
