//! The baseline: logistic regression by linfa-logistic.
//!
//! linfa-logistic 0.8.1 needs some care. It calls the more frequent class the positive one, so its
//! probabilities are of that class; it does not say whether it converged, so the gradient is worked
//! out again here; its tolerance is on the summed loss, so it must grow with the rows; and it takes
//! a dense matrix only, so the rows are sampled and rare categories go without a column.

use linfa::dataset::DatasetBase;
use linfa::traits::Fit as _;
use linfa_logistic::{FittedLogisticRegression, LogisticRegression};
use ndarray::{Array1, Array2, ShapeBuilder as _, s};
use rayon::prelude::*;

use super::newton::Logistic;
use super::result::LogisticResult;
use super::split::Parts;
use crate::features::table::{FeatureTable, Values};
use crate::models::metrics::ClassifierMetrics;
use crate::random::Key;
use crate::random::names::CONVERSION_LOGISTIC;

/// Training rows, about: more do not help a few dozen coefficients.
const ROWS: usize = 30_000;
/// A category with fewer rows in the sample goes without a column, as the reference does.
const LEAST_ROWS: usize = 50;
/// Most columns of one categorical feature: its most frequent categories.
const MOST_COLUMNS: usize = 16;
/// α of the penalty `α/2 Σ w²` on the summed loss: a standard normal prior on each coefficient.
const PENALTY: f64 = 1.0;
/// Greatest norm of the mean gradient at which the fit counts as converged.
const TOLERANCE: f64 = 1e-4;
/// Most steps of the solver.
const MOST_STEPS: u64 = 100;
/// Rows that are scored together.
const CHUNK: usize = 8192;

/// Fits on the training rows and judges on the test rows; says why where it cannot.
pub(super) fn fit_and_judge(parts: &Parts, seed: u64) -> Result<LogisticResult, String> {
    let rows = parts.train.rows();
    let key = Key::seed(seed).of(CONVERSION_LOGISTIC);
    let share = ROWS as f64 / rows as f64;
    let some: Vec<usize> = (0..rows).filter(|&row| key.at(row as u64).happens(share)).collect();
    let table = parts.train.select(&some);
    let converted: Array1<bool> = some.iter().map(|&row| parts.train_converted[row]).collect();
    let design = Design::of(&table);
    let x = design.rows(&table, 0, table.rows());
    let (model, largest_gradient) = fit(&x, &converted)?;
    let scores: Vec<f64> = (0..parts.test.rows().div_ceil(CHUNK))
        .into_par_iter()
        .flat_map_iter(|chunk| {
            let end = parts.test.rows().min((chunk + 1) * CHUNK);
            positive_probabilities(&model, &design.rows(&parts.test, chunk * CHUNK, end))
        })
        .collect();
    let metrics = ClassifierMetrics::of(&scores, &parts.test_converted);
    Ok(LogisticResult {
        metrics: metrics.ok_or("its scores are no numbers")?,
        columns: design.columns.len(),
        rows: table.rows() as u64,
        converged: largest_gradient <= TOLERANCE,
        largest_gradient,
    })
}

/// The fitted model and the largest component of its mean gradient.
fn fit(
    x: &Array2<f64>,
    converted: &Array1<bool>,
) -> Result<(FittedLogisticRegression<f64, bool>, f64), String> {
    let rows = converted.len() as f64;
    let positives = converted.iter().filter(|converted| **converted).count() as f64;
    let (more, fewer) = (positives.max(rows - positives), positives.min(rows - positives));
    if fewer == 0.0 {
        return Err("all sessions of its sample ended alike".to_owned());
    }
    // linfa-logistic, which knows no curvature, would take a hundred steps and more from where every
    // session has the same chance; so Newton's few go before.
    let mut start = Array1::zeros(x.ncols() + 1);
    start[x.ncols()] = (more / fewer).ln();
    let of_more = converted.mapv(|yes| f64::from(u8::from(yes == (positives == more))));
    let start = Logistic { x, y: &of_more, penalty: PENALTY }.least(start);
    let model = LogisticRegression::default()
        .alpha(PENALTY)
        .max_iterations(MOST_STEPS)
        .gradient_tolerance(TOLERANCE * rows)
        .initial_params(start)
        .fit(&DatasetBase::new(x.view(), converted.view()))
        .map_err(|error| format!("linfa-logistic says: {error}"))?;
    // ∂/∂w = Σ (p − y) x + α w, with p and y of the class that it calls positive.
    let of = model.labels().pos.class;
    let p = model.predict_probabilities(x);
    let y = converted.mapv(|converted| f64::from(u8::from(converted == of)));
    let residual = p - y;
    let slopes = x.t().dot(&residual) + &(model.params() * PENALTY);
    let gradient = slopes.iter().copied().chain([residual.sum()]);
    let largest = gradient.map(|g| (g / rows).abs()).fold(0.0, f64::max);
    if !(largest.is_finite() && model.params().iter().all(|w| w.is_finite())) {
        return Err("its coefficients are no numbers".to_owned());
    }
    Ok((model, largest))
}

/// Probabilities of a conversion, whichever class linfa calls positive.
fn positive_probabilities(
    model: &FittedLogisticRegression<f64, bool>,
    x: &Array2<f64>,
) -> Vec<f64> {
    let of_conversion = model.labels().pos.class;
    let p = model.predict_probabilities(x);
    p.into_iter().map(|p| if of_conversion { p } else { 1.0 - p }).collect()
}

/// The design matrix: what its columns are, learnt from training rows.
struct Design {
    columns: Vec<DesignColumn>,
}

/// A column of the design matrix.
enum DesignColumn {
    /// A number less its mean, over its standard deviation; 0 where it is missing.
    Standardised { feature: String, mean: f64, deviation: f64 },
    /// 1 where the number is missing.
    Missing { feature: String },
    /// 1 where the category is this one.
    Is { feature: String, label: String },
}

impl Design {
    /// The columns that vary in a table. The most frequent category of a feature is the reference.
    fn of(table: &FeatureTable) -> Design {
        let mut columns = Vec::new();
        for feature in &table.features {
            let name = || feature.name.clone();
            match &feature.values {
                Values::Numeric(values) => {
                    let known: Vec<f64> = values.iter().copied().filter_map(finite).collect();
                    let count = known.len() as f64;
                    let mean = known.iter().sum::<f64>() / count;
                    let squares: f64 = known.iter().map(|value| (value - mean).powi(2)).sum();
                    let deviation = (squares / count).sqrt();
                    if deviation > 0.0 && deviation.is_finite() {
                        columns.push(DesignColumn::Standardised {
                            feature: name(),
                            mean,
                            deviation,
                        });
                    }
                    if (LEAST_ROWS..=values.len() - LEAST_ROWS.min(values.len()))
                        .contains(&(values.len() - known.len()))
                    {
                        columns.push(DesignColumn::Missing { feature: name() });
                    }
                }
                Values::Category { codes, labels } => {
                    let mut counts: Vec<(usize, &String)> = labels.iter().map(|l| (0, l)).collect();
                    for &code in codes {
                        if let Some((count, _)) = counts.get_mut(code as usize) {
                            *count += 1;
                        }
                    }
                    counts.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
                    let frequent = counts.into_iter().filter(|(count, _)| *count >= LEAST_ROWS);
                    for (_, label) in frequent.skip(1).take(MOST_COLUMNS) {
                        columns.push(DesignColumn::Is { feature: name(), label: label.clone() });
                    }
                }
            }
        }
        Design { columns }
    }

    /// The rows from `start` to before `end` of a table with the same features. Columns lie in one
    /// piece each: linfa-logistic's gradient is four times as fast then.
    fn rows(&self, table: &FeatureTable, start: usize, end: usize) -> Array2<f64> {
        let mut x = Array2::zeros((end - start, self.columns.len()).f());
        for (mut to, column) in x.columns_mut().into_iter().zip(&self.columns) {
            match (column, column.values(table)) {
                (
                    DesignColumn::Standardised { mean, deviation, .. },
                    Some(Values::Numeric(values)),
                ) => {
                    for (to, &value) in to.iter_mut().zip(values.slice(s![start..end])) {
                        *to = finite(value).map_or(0.0, |value| (value - mean) / deviation);
                    }
                }
                (DesignColumn::Missing { .. }, Some(Values::Numeric(values))) => {
                    for (to, &value) in to.iter_mut().zip(values.slice(s![start..end])) {
                        *to = f64::from(u8::from(finite(value).is_none()));
                    }
                }
                (DesignColumn::Is { label, .. }, Some(Values::Category { codes, labels })) => {
                    let own = labels.iter().position(|known| known == label);
                    for (to, &code) in to.iter_mut().zip(codes.slice(s![start..end])) {
                        *to = f64::from(u8::from(own == Some(code as usize)));
                    }
                }
                _ => {}
            }
        }
        x
    }
}

impl DesignColumn {
    fn values<'t>(&self, table: &'t FeatureTable) -> Option<&'t Values> {
        let (DesignColumn::Standardised { feature, .. }
        | DesignColumn::Missing { feature }
        | DesignColumn::Is { feature, .. }) = self;
        table.feature(feature).map(|feature| &feature.values)
    }
}

/// A number that can be computed with.
fn finite(value: f32) -> Option<f64> {
    value.is_finite().then_some(f64::from(value))
}
