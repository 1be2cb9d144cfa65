//! Reads `truth/`, where it stands beside the data. Nothing else of the modelling half does.

use datafusion::arrow::array::AsArray;
use datafusion::arrow::datatypes::{DataType, Float64Type, Int64Type};

use super::truth::{TrueChannel, TrueCreative, TrueCurvePoint, TrueExperiment, Truth};
use crate::analysis::Analysis;
use crate::dataset::{Dataset, DatasetError};
use crate::features::answer::{Answer, typed};
use crate::features::marts::Marts;
use crate::models::conversion::{ConversionResult, TruthGap, truth_gap};

/// The answer key of a dataset; none where adloom did not write it, or wrote it without truth.
///
/// # Errors
/// Where a table of it cannot be read.
pub fn read(marts: &Marts, analysis: &Analysis) -> Result<Option<Truth>, DatasetError> {
    let Some(dataset) = marts.dataset() else { return Ok(None) };
    let mut truth = Truth::default();
    let mut found = false;
    let mut has = |table: &str| {
        let has = dataset.has(table);
        found |= has;
        has
    };
    if has("truth.channels") {
        truth.channels = channels(dataset)?;
    }
    if has("truth.orders") && dataset.has("data.orders") {
        first_orders(dataset, &mut truth.channels)?;
    }
    if has("truth.response_curves") {
        truth.curves = curves(dataset)?;
    }
    if has("truth.experiments") {
        truth.experiments = experiments(dataset)?;
    }
    if has("truth.creatives") {
        truth.creatives = creatives(dataset)?;
    }
    if has("truth.sessions") && !analysis.visits.is_empty() {
        let propensity = propensities(dataset, &analysis.visits)?;
        let gap = |result: Option<&ConversionResult>| gap(result?, &propensity);
        truth.conversion = gap(analysis.conversion.done());
        truth.conversion_in_visit = gap(analysis.conversion_in_visit.done());
    }
    Ok(found.then_some(truth))
}

fn channels(dataset: &Dataset) -> Result<Vec<TrueChannel>, DatasetError> {
    let rows = Answer::to(dataset.session(), "SELECT * FROM truth.channels")?;
    let names = rows.texts("platform")?;
    let column = |name: &str| rows.numbers(name);
    let (decay, half, slope) = (column("decay")?, column("half_spend")?, column("slope")?);
    let (ceiling, spend) = (column("incremental_orders_max")?, column("spend")?);
    let (expected, realised) = (column("expected_orders")?, column("realised_orders")?);
    let (revenue, got) = (column("expected_revenue")?, column("realised_revenue")?);
    let (roas, marginal) = (column("true_roas")?, column("marginal_roas")?);
    let number = |values: &[Option<f64>], i: usize| values[i].unwrap_or(0.0);
    let channel = |(i, name): (usize, Option<String>)| {
        Some(TrueChannel {
            platform: name?,
            decay: number(&decay, i),
            half_spend: number(&half, i),
            slope: number(&slope, i),
            ceiling: number(&ceiling, i),
            spend: number(&spend, i),
            expected_orders: number(&expected, i),
            realised_orders: number(&realised, i),
            expected_revenue: number(&revenue, i),
            realised_revenue: number(&got, i),
            first_orders: None,
            first_orders_of_revenue: None,
            roas: roas[i],
            marginal_roas: marginal[i],
        })
    };
    Ok(names.into_iter().enumerate().filter_map(channel).collect())
}

/// How many of the orders that each platform caused were first orders.
fn first_orders(dataset: &Dataset, channels: &mut [TrueChannel]) -> Result<(), DatasetError> {
    let rows = Answer::to(
        dataset.session(),
        "SELECT t.driver_platform AS platform,
             avg(CASE WHEN o.is_new_customer THEN 1.0 ELSE 0.0 END) AS orders,
             CAST(sum(CASE WHEN o.is_new_customer THEN o.revenue ELSE 0 END) AS DOUBLE)
                 / CAST(nullif(sum(o.revenue), 0) AS DOUBLE) AS revenue
         FROM truth.orders t JOIN data.orders o ON o.order_id = t.order_id
         WHERE t.is_incremental GROUP BY t.driver_platform",
    )?;
    let (names, orders, revenue) =
        (rows.texts("platform")?, rows.numbers("orders")?, rows.numbers("revenue")?);
    for ((name, orders), revenue) in names.into_iter().zip(orders).zip(revenue) {
        let own = channels.iter_mut().find(|channel| Some(&channel.platform) == name.as_ref());
        if let Some(channel) = own {
            (channel.first_orders, channel.first_orders_of_revenue) = (orders, revenue);
        }
    }
    Ok(())
}

fn curves(dataset: &Dataset) -> Result<Vec<TrueCurvePoint>, DatasetError> {
    let rows = Answer::to(
        dataset.session(),
        "SELECT platform, step, sum(effective_spend) AS spend, sum(expected_orders) AS orders
         FROM truth.response_curves GROUP BY platform, step ORDER BY platform, step",
    )?;
    let (names, spend, orders) =
        (rows.texts("platform")?, rows.numbers("spend")?, rows.numbers("orders")?);
    let points = names.into_iter().zip(spend).zip(orders);
    let point = |((platform, spend), orders): ((Option<String>, Option<f64>), Option<f64>)| {
        Some(TrueCurvePoint { platform: platform?, spend: spend?, orders: orders? })
    };
    Ok(points.filter_map(point).collect())
}

fn experiments(dataset: &Dataset) -> Result<Vec<TrueExperiment>, DatasetError> {
    let rows = Answer::to(
        dataset.session(),
        "SELECT * FROM truth.experiments ORDER BY experiment_id, platform, region_id",
    )?;
    let (ids, platforms, regions) =
        (rows.texts("experiment_id")?, rows.texts("platform")?, rows.texts("region_id")?);
    let (days, expected) = (rows.numbers("days")?, rows.numbers("expected_orders")?);
    let without = rows.numbers("expected_orders_without")?;
    let (lift, spend) = (rows.numbers("lift_orders")?, rows.numbers("spend_change")?);
    let experiment = |i: usize| {
        Some(TrueExperiment {
            id: ids[i].clone()?,
            platform: platforms[i].clone()?,
            region: regions[i].clone()?,
            days: days[i]? as u32,
            expected_orders: expected[i]?,
            expected_orders_without: without[i]?,
            lift_orders: lift[i]?,
            spend_change: spend[i]?,
        })
    };
    Ok((0..rows.rows()).filter_map(experiment).collect())
}

fn creatives(dataset: &Dataset) -> Result<Vec<TrueCreative>, DatasetError> {
    let rows = Answer::to(
        dataset.session(),
        "SELECT CAST(creative_id AS VARCHAR) AS id, quality, effect
         FROM truth.creatives ORDER BY creative_id",
    )?;
    let (ids, quality, effect) =
        (rows.texts("id")?, rows.numbers("quality")?, rows.numbers("effect")?);
    let creative = |i: usize| {
        Some(TrueCreative { id: ids[i].clone()?, quality: quality[i]?, effect: effect[i]? })
    };
    Ok((0..rows.rows()).filter_map(creative).collect())
}

/// The true propensity of some visits, in their order; NaN where it is not known.
fn propensities(dataset: &Dataset, visits: &[u64]) -> Result<Vec<f64>, DatasetError> {
    let mut wanted: Vec<(u64, usize)> =
        visits.iter().enumerate().map(|(place, visit)| (*visit, place)).collect();
    wanted.sort_unstable();
    let keys: std::sync::Arc<[u64]> = wanted.iter().map(|(visit, _)| *visit).collect();
    let parts = dataset.session().fold(
        "SELECT session_id, propensity FROM truth.sessions",
        || Ok(Vec::new()),
        move |found: &mut Result<Vec<(usize, f64)>, DatasetError>, batch| {
            let Ok(list) = found else { return };
            let ids = typed(&batch, "session_id", &DataType::Int64);
            let chances = typed(&batch, "propensity", &DataType::Float64);
            let (ids, chances) = match (ids, chances) {
                (Ok(ids), Ok(chances)) => (ids, chances),
                (Err(error), _) | (_, Err(error)) => {
                    *found = Err(error);
                    return;
                }
            };
            let ids = ids.as_primitive::<Int64Type>();
            let chances = chances.as_primitive::<Float64Type>();
            for row in 0..batch.num_rows() {
                if let Ok(at) = keys.binary_search(&(ids.value(row) as u64)) {
                    list.push((at, chances.value(row)));
                }
            }
        },
    )?;
    let mut chances = vec![f64::NAN; visits.len()];
    for part in parts {
        for (at, chance) in part? {
            chances[wanted[at].1] = chance;
        }
    }
    Ok(chances)
}

fn gap(result: &ConversionResult, propensity: &[f64]) -> Option<TruthGap> {
    let truth: Vec<f64> = result.test_rows.iter().map(|&row| propensity[row]).collect();
    if truth.iter().any(|chance| chance.is_nan()) {
        return None;
    }
    truth_gap(result, &truth)
}
