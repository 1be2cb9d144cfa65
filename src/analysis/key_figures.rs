//! Key figures of whatever the data know.

use super::KeyFigures;
use crate::features::marts::{FeatureError, Marts};
use crate::features::read;
use crate::features::sums::{Group, Sums};
use crate::models::kpis::{KpiTable, anomalies, funnel, growth, pareto, verdicts};

/// The dimensions of the ad reports by which key figures are given, where they are known.
pub const DIMENSIONS: [&[&str]; 11] = [
    &["platform"],
    &["platform", "date"],
    &["platform", "country"],
    &["platform", "region"],
    &["platform", "campaign"],
    &["objective"],
    &["tactic"],
    &["audience"],
    &["device"],
    &["format"],
    &["platform", "creative"],
];

/// The dimensions by which the shop's books tell all orders apart, besides days.
pub const PLACES: [&str; 2] = ["country", "region"];

/// Forms all key figures.
pub fn key_figures(marts: &Marts) -> Result<KeyFigures, FeatureError> {
    let books = marts.need("business", &["date"]).is_ok();
    if marts.need("performance", &["date"]).is_err() && !books {
        return Err(FeatureError::Lacking("there are neither ad reports nor books".into()));
    }
    let mut tables = vec![by_day(marts, books)?];
    for place in PLACES {
        if marts.has("performance", place) || marts.has("business", place) {
            tables.push(joined(marts, books, place)?);
        }
    }
    for dimensions in DIMENSIONS {
        match read::performance(marts, dimensions) {
            Ok(groups) => tables.push(KpiTable::new(dimensions, false, groups)),
            Err(FeatureError::Lacking(_)) => {}
            Err(failed) => return Err(failed),
        }
    }
    let find = |dimensions: &[&str]| tables.iter().find(|table| table.dimensions == dimensions);
    let paid = match find(&["platform"]) {
        Some(table) => table.whole(),
        None => KpiTable::new(&[], false, paid_by_day(marts)?).whole(),
    };
    let campaigns = find(&["platform", "campaign"]);
    let tactics = match read::performance(marts, &["platform", "campaign", "tactic"]) {
        Ok(groups) => groups.into_iter().map(|group| group.keys).collect(),
        Err(FeatureError::Lacking(_)) => Vec::new(),
        Err(failed) => return Err(failed),
    };
    let series = read::series(marts)?;
    Ok(KeyFigures {
        total: tables[0].whole(),
        blended: books,
        funnel: funnel(&paid.sums),
        pareto: campaigns.and_then(pareto),
        months: growth(&tables[0]),
        verdicts: campaigns
            .zip(find(&["platform"]))
            .map(|(campaigns, platforms)| verdicts(campaigns, platforms, &tactics))
            .unwrap_or_default(),
        anomalies: series.iter().flat_map(anomalies).collect(),
        paid,
        tables,
    })
}

fn by_day(marts: &Marts, books: bool) -> Result<KpiTable, FeatureError> {
    joined(marts, books, "date")
}

fn paid_by_day(marts: &Marts) -> Result<Vec<Group>, FeatureError> {
    match read::performance(marts, &["date"]) {
        Err(FeatureError::Lacking(_)) => Ok(Vec::new()),
        other => other,
    }
}

/// Ad reports and the shop's books side by side: spend, impressions, clicks and claims of the
/// former; visits, orders, revenue and profit of the latter.
fn joined(marts: &Marts, books: bool, dimension: &str) -> Result<KpiTable, FeatureError> {
    let paid = match read::performance(marts, &[dimension]) {
        Err(FeatureError::Lacking(_)) => Vec::new(),
        other => other?,
    };
    if !books {
        return Ok(KpiTable::new(&[dimension], false, paid));
    }
    let all = match read::business(marts, &[dimension]) {
        Err(FeatureError::Lacking(_)) => return Ok(KpiTable::new(&[dimension], false, paid)),
        other => other?,
    };
    let mut keys: Vec<&Vec<String>> = paid.iter().chain(&all).map(|group| &group.keys).collect();
    keys.sort();
    keys.dedup();
    let sums_of = |groups: &[Group], keys: &Vec<String>| {
        let at = groups.binary_search_by(|group| group.keys.cmp(keys));
        at.map_or(Sums::default(), |at| groups[at].sums)
    };
    let (mut sorted_paid, mut sorted_all) = (paid.clone(), all.clone());
    sorted_paid.sort_by(|a, b| a.keys.cmp(&b.keys));
    sorted_all.sort_by(|a, b| a.keys.cmp(&b.keys));
    let groups = keys.into_iter().map(|key| {
        let (ads, shop) = (sums_of(&sorted_paid, key), sums_of(&sorted_all, key));
        let sums = Sums {
            sessions: shop.sessions,
            orders: shop.orders,
            new_customers: shop.new_customers,
            revenue: shop.revenue,
            gross_profit: shop.gross_profit,
            // Carts and checkouts are counted for paid visits only.
            carts: None,
            checkouts: None,
            ..ads
        };
        Group { keys: key.clone(), sums }
    });
    Ok(KpiTable::new(&[dimension], true, groups.collect()))
}
