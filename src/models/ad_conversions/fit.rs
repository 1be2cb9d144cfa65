//! Split by time, choose a forest out of bag, judge it beside naive guesses.

use std::collections::BTreeMap;

use jiff::civil::Date;
use ndarray::Array1;

use super::error::AdConversionsError;
use super::result::{AdConversionsResult, PredictedDay, TargetImportance};
use crate::features::ad_days::AdDays;
use crate::features::table::FeatureTable;
use crate::models::forest::{RandomForestRegressor, RegressionForest, Shuffles};
use crate::models::metrics::RegressionMetrics;

/// Columns that count the orders to be predicted, or follow from them.
pub const LEAKS: [&str; 8] = [
    "orders",
    "revenue",
    "new_customers",
    "gross_profit",
    "checkouts",
    "claimed_conversions",
    "claimed_view_conversions",
    "claimed_revenue",
];

/// Share of the days, from the last one back, that tests.
const TEST_SHARE: f64 = 0.25;
/// Fewest days: two weeks to learn from and some to test on.
const LEAST_DAYS: usize = 18;
/// Trees.
const TREES: usize = 100;
/// Trees of the forests that are tried.
const TRIAL_TREES: usize = 30;
/// Depths that are tried.
const DEPTHS: [usize; 4] = [4, 6, 9, 12];
/// Leaf sizes that are tried.
const LEAVES: [usize; 3] = [5, 15, 45];
/// Training rows that the trials are judged by, out of bag.
const JUDGED_ROWS: usize = 60_000;

/// Regresses each ad's orders of a day on what was known of it.
///
/// # Errors
/// With a feature among [`LEAKS`], with fewer than 18 days, or without orders.
pub fn fit(days: &AdDays, seed: u64) -> Result<AdConversionsResult, AdConversionsError> {
    let leak = days.features.features.iter().find(|f| LEAKS.contains(&f.name.as_str()));
    if let Some(leak) = leak {
        return Err(AdConversionsError::Leak { feature: leak.name.clone() });
    }
    let mut dates: Vec<Date> = days.dates.clone();
    dates.sort_unstable();
    dates.dedup();
    if dates.len() < LEAST_DAYS {
        return Err(AdConversionsError::TooFewDays { days: dates.len() });
    }
    if days.orders.iter().all(|orders| *orders <= 0.0) {
        return Err(AdConversionsError::NoOrders);
    }
    let tested = (dates.len() as f64 * TEST_SHARE).round() as usize;
    let (train_dates, test_dates) = dates.split_at(dates.len() - tested);
    let first = test_dates[0];
    let (test, train): (Vec<usize>, Vec<usize>) =
        (0..days.dates.len()).partition(|&row| days.dates[row] >= first);
    let (known, unseen) = (days.features.select(&train), days.features.select(&test));
    let learnt: Array1<f32> = train.iter().map(|&row| days.orders[row]).collect();
    let truth: Vec<f64> = test.iter().map(|&row| f64::from(days.orders[row])).collect();

    let (model, depth, leaf) = tuned(&known, &learnt, seed)?;
    let predicted = wide(&model.scores(&unseen)?);
    let mean = learnt.iter().map(|y| f64::from(*y)).sum::<f64>() / learnt.len().max(1) as f64;
    let trailing = trailing_means(days, &test, mean);
    let judge = |guess: &[f64]| RegressionMetrics::of(guess, &truth);
    let too_few = || AdConversionsError::TooFewDays { days: dates.len() };
    Ok(AdConversionsResult {
        features: days.features.features.iter().map(|feature| feature.name.clone()).collect(),
        train_from: train_dates[0],
        train_to: train_dates[train_dates.len() - 1],
        test_from: first,
        test_to: test_dates[test_dates.len() - 1],
        train_rows: train.len() as u64,
        test_rows: test.len() as u64,
        forest: judge(&predicted).ok_or_else(too_few)?,
        trailing_mean: judge(&trailing).ok_or_else(too_few)?,
        overall_mean: judge(&vec![mean; truth.len()]).ok_or_else(too_few)?,
        trees: TREES,
        depth,
        leaf,
        importance: importance(&model, &unseen, &truth, seed)?,
        by_day: by_day(days, &test, &predicted, &trailing),
        model,
    })
}

fn wide(scores: &Array1<f32>) -> Vec<f64> {
    scores.iter().map(|score| f64::from(*score)).collect()
}

/// The forest with the smallest squared error out of bag, its depth and its leaf size.
fn tuned(
    table: &FeatureTable,
    orders: &Array1<f32>,
    seed: u64,
) -> Result<(RegressionForest, usize, usize), AdConversionsError> {
    let mut best = (f64::INFINITY, DEPTHS[0], LEAVES[0]);
    for leaf in LEAVES {
        let settings = RandomForestRegressor::new().trees(TRIAL_TREES).min_leaf(leaf).seed(seed);
        let forest = settings.max_depth(DEPTHS[DEPTHS.len() - 1]).fit_table(table, orders)?;
        let at_depths = forest.out_of_bag_at(table, &DEPTHS, JUDGED_ROWS)?;
        for (depth, found) in DEPTHS.into_iter().zip(at_depths) {
            let rows = found.rows.iter().zip(&found.scores);
            let error: f64 =
                rows.map(|(&row, score)| (f64::from(orders[row]) - score).powi(2)).sum();
            if error < best.0 {
                best = (error, depth, leaf);
            }
        }
    }
    let (_, depth, leaf) = best;
    let settings = RandomForestRegressor::new().trees(TREES).max_depth(depth).min_leaf(leaf);
    Ok((settings.seed(seed).fit_table(table, orders)?, depth, leaf))
}

/// The ad's own mean over its days before, which a planner has without any model.
fn trailing_means(days: &AdDays, test: &[usize], overall: f64) -> Vec<f64> {
    let mut order: Vec<usize> = (0..days.dates.len()).collect();
    order.sort_by(|&a, &b| (&days.ads[a], days.dates[a]).cmp(&(&days.ads[b], days.dates[b])));
    let mut before = vec![overall; days.dates.len()];
    let (mut sum, mut count) = (0.0, 0.0);
    for (place, &row) in order.iter().enumerate() {
        if place > 0 && days.ads[order[place - 1]] != days.ads[row] {
            (sum, count) = (0.0, 0.0);
        }
        if count > 0.0 {
            before[row] = sum / count;
        }
        sum += f64::from(days.orders[row]);
        count += 1.0;
    }
    test.iter().map(|&row| before[row]).collect()
}

/// By falling permutation importance: the fall of R² on test rows.
fn importance(
    model: &RegressionForest,
    test: &FeatureTable,
    truth: &[f64],
    seed: u64,
) -> Result<Vec<TargetImportance>, AdConversionsError> {
    let r2 = |rows: &[usize], scores: &[f64]| {
        let truth: Vec<f64> = rows.iter().map(|&row| truth[row]).collect();
        RegressionMetrics::of(scores, &truth)?.r2
    };
    let falls = model.permutation_importance(test, Shuffles { seed, ..Shuffles::default() }, r2)?;
    let mut importance: Vec<TargetImportance> = falls
        .into_iter()
        .zip(model.gain_importance())
        .map(|(fall, (_, gain))| TargetImportance {
            feature: fall.feature,
            gain,
            permutation: fall.fall,
        })
        .collect();
    let fall = |feature: &TargetImportance| feature.permutation.unwrap_or(f64::NEG_INFINITY);
    importance.sort_by(|a, b| fall(b).total_cmp(&fall(a)).then(b.gain.total_cmp(&a.gain)));
    Ok(importance)
}

fn by_day(days: &AdDays, test: &[usize], forest: &[f64], trailing: &[f64]) -> Vec<PredictedDay> {
    let mut sums: BTreeMap<Date, [f64; 3]> = BTreeMap::new();
    for (place, &row) in test.iter().enumerate() {
        let sum = sums.entry(days.dates[row]).or_default();
        sum[0] += f64::from(days.orders[row]);
        sum[1] += forest[place];
        sum[2] += trailing[place];
    }
    let day = |(date, sum): (Date, [f64; 3])| {
        let [actual, forest, trailing_mean] = sum;
        PredictedDay { date, actual, forest, trailing_mean }
    };
    sums.into_iter().map(day).collect()
}
