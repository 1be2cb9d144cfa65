//! The series that are watched.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::super::marts::{FeatureError, Marts};
use super::groups::performance;
use crate::features::series::{Metric, Series};
use crate::features::sums::Sums;

/// Spend, CTR and CVR of every platform, and every source's share of visits, as far as known.
pub fn series(marts: &Marts) -> Result<Vec<Series>, FeatureError> {
    let mut found = Vec::new();
    if marts.need("performance", &["date", "platform"]).is_ok() {
        let mut days: BTreeMap<String, Vec<(Date, Sums)>> = BTreeMap::new();
        for group in performance(marts, &["platform", "date"])? {
            if let Ok(date) = group.keys[1].parse() {
                days.entry(group.keys[0].clone()).or_default().push((date, group.sums));
            }
        }
        for (platform, days) in &days {
            let dates: Vec<Date> = days.iter().map(|(date, _)| *date).collect();
            let column = |of: fn(&Sums) -> Option<f64>| {
                days.iter().map(|(_, sums)| of(sums)).collect::<Option<Vec<f64>>>()
            };
            let mut add = |metric, upper: Option<Vec<f64>>, lower: Option<Option<Vec<f64>>>| {
                let (Some(upper), lower) = (upper, lower) else { return };
                if lower.as_ref().is_some_and(Option::is_none) {
                    return;
                }
                let (scope, dates) = (platform.clone(), dates.clone());
                found.push(Series { metric, scope, dates, upper, lower: lower.flatten() });
            };
            add(Metric::Spend, column(|s| s.spend), None);
            add(Metric::Ctr, column(|s| s.clicks), Some(column(|s| s.impressions)));
            add(Metric::Cvr, column(|s| s.orders), Some(column(|s| s.sessions)));
        }
    }
    if marts.need("traffic", &["date", "source", "sessions"]).is_ok() {
        found.extend(sources(marts)?);
    }
    Ok(found)
}

/// Every source's visits of all visits, on every day: a source without a row that day had none.
fn sources(marts: &Marts) -> Result<Vec<Series>, FeatureError> {
    let answer = marts.answer(
        "SELECT date, source, sum(sessions) AS sessions FROM mart.traffic
         GROUP BY date, source ORDER BY date, source",
    )?;
    let (dates, sources) = (answer.dates("date")?, answer.texts("source")?);
    let sessions = answer.numbers("sessions")?;
    let mut totals: BTreeMap<Date, f64> = BTreeMap::new();
    let mut by_source: BTreeMap<String, BTreeMap<Date, f64>> = BTreeMap::new();
    for ((date, source), sessions) in dates.into_iter().zip(sources).zip(sessions) {
        let (Some(date), Some(source), Some(sessions)) = (date, source, sessions) else { continue };
        *totals.entry(date).or_default() += sessions;
        *by_source.entry(source).or_default().entry(date).or_default() += sessions;
    }
    let series = by_source.into_iter().map(|(scope, days)| Series {
        metric: Metric::SourceShare,
        scope,
        dates: totals.keys().copied().collect(),
        upper: totals.keys().map(|date| days.get(date).copied().unwrap_or(0.0)).collect(),
        lower: Some(totals.values().copied().collect()),
    });
    Ok(series.collect())
}
