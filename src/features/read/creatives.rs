//! Creatives, their days, and their counts by device, audience and region.

use std::collections::BTreeMap;

use super::super::marts::{CREATIVES, FeatureError, Marts};
use crate::features::creatives::{Creative, CreativeCell, CreativeDay};

/// Columns of the creatives' mart that are no attributes.
const NAMES: [&str; 5] = ["creative", "name", "platform", "format", "concept"];
/// Where an ad ran: its rates depend on it without being its merit.
const CONTEXT: [&str; 2] = ["objective", "tactic"];
/// What splits a creative's counts further.
const CELLS: [&str; 3] = ["device", "audience", "region"];

/// Reads every creative that was shown.
pub fn creatives(marts: &Marts) -> Result<Vec<Creative>, FeatureError> {
    marts.need("performance", &["date", "platform", "creative", "impressions", "clicks"])?;
    let mut found = described(marts)?;
    add_days(marts, &mut found)?;
    add_cells(marts, &mut found)?;
    Ok(found.into_values().filter(|creative| !creative.days.is_empty()).collect())
}

/// The creatives that the data describe, without what they did.
fn described(marts: &Marts) -> Result<BTreeMap<String, Creative>, FeatureError> {
    let mut found = BTreeMap::new();
    if marts.need("creatives", &["creative"]).is_err() {
        return Ok(found);
    }
    let answer = marts.answer("SELECT * FROM mart.creatives ORDER BY creative")?;
    let mut attributes = vec![Vec::new(); answer.rows()];
    for (name, _) in CREATIVES.columns {
        if !NAMES.contains(name) && marts.has("creatives", name) {
            for (attributes, value) in attributes.iter_mut().zip(answer.texts(name)?) {
                attributes.extend(value.map(|value| ((*name).to_owned(), value)));
            }
        }
    }
    let (ids, names) = (answer.texts("creative")?, answer.texts("name")?);
    let (platforms, formats) = (answer.texts("platform")?, answer.texts("format")?);
    let concepts = answer.texts("concept")?;
    for (i, attributes) in attributes.into_iter().enumerate() {
        let Some(id) = ids[i].clone() else { continue };
        let mut creative = unknown(&id, platforms[i].clone(), formats[i].clone());
        creative.name = names[i].clone().unwrap_or(creative.name);
        creative.concept = concepts[i].clone();
        creative.attributes = attributes;
        found.insert(id, creative);
    }
    Ok(found)
}

/// A creative of which nothing but its key is known yet.
fn unknown(id: &str, platform: Option<String>, format: Option<String>) -> Creative {
    Creative {
        id: id.to_owned(),
        name: id.to_owned(),
        platform: platform.unwrap_or_default(),
        format: format.unwrap_or_default(),
        concept: None,
        attributes: Vec::new(),
        context: Vec::new(),
        days: Vec::new(),
        cells: Vec::new(),
    }
}

fn add_days(marts: &Marts, found: &mut BTreeMap<String, Creative>) -> Result<(), FeatureError> {
    let days = marts.answer(include_str!("../sql/creative_days.sql"))?;
    let (ids, dates) = (days.texts("creative")?, days.dates("date")?);
    let (platforms, formats) = (days.texts("platform")?, days.texts("format")?);
    let context = [days.texts(CONTEXT[0])?, days.texts(CONTEXT[1])?];
    let (impressions, reach) = (days.numbers("impressions")?, days.numbers("reach")?);
    let (clicks, sessions) = (days.numbers("clicks")?, days.numbers("sessions")?);
    let (orders, revenue) = (days.numbers("orders")?, days.numbers("revenue")?);
    let spend = days.numbers("spend")?;
    for i in 0..days.rows() {
        let (Some(id), Some(date)) = (&ids[i], dates[i]) else { continue };
        let creative = found
            .entry(id.clone())
            .or_insert_with(|| unknown(id, platforms[i].clone(), formats[i].clone()));
        if creative.context.is_empty() {
            let known = CONTEXT.iter().zip(&context);
            let known =
                known.filter_map(|(name, values)| Some(((*name).to_owned(), values[i].clone()?)));
            creative.context = known.collect();
        }
        let shown = impressions[i].unwrap_or(0.0);
        creative.days.push(CreativeDay {
            date,
            impressions: count(impressions[i]).unwrap_or(0),
            clicks: count(clicks[i]).unwrap_or(0),
            visits: count(sessions[i]),
            orders: count(orders[i]),
            revenue: revenue[i],
            spend: spend[i].unwrap_or(0.0).max(0.0),
            frequency: reach[i].filter(|reach| *reach > 0.0).map(|reach| shown / reach),
            cumulative_frequency: None,
        });
    }
    Ok(())
}

fn add_cells(marts: &Marts, found: &mut BTreeMap<String, Creative>) -> Result<(), FeatureError> {
    if !CELLS.iter().any(|name| marts.has("performance", name)) {
        return Ok(());
    }
    let cells = marts.answer(include_str!("../sql/creative_cells.sql"))?;
    let ids = cells.texts("creative")?;
    let levels = [cells.texts(CELLS[0])?, cells.texts(CELLS[1])?, cells.texts(CELLS[2])?];
    let (impressions, clicks) = (cells.numbers("impressions")?, cells.numbers("clicks")?);
    let (sessions, orders) = (cells.numbers("sessions")?, cells.numbers("orders")?);
    for i in 0..cells.rows() {
        let Some(creative) = ids[i].as_ref().and_then(|id| found.get_mut(id)) else { continue };
        let known = CELLS.iter().zip(&levels);
        let known =
            known.filter_map(|(name, values)| Some(((*name).to_owned(), values[i].clone()?)));
        creative.cells.push(CreativeCell {
            levels: known.collect(),
            impressions: count(impressions[i]).unwrap_or(0),
            clicks: count(clicks[i]).unwrap_or(0),
            visits: count(sessions[i]),
            orders: count(orders[i]),
        });
    }
    Ok(())
}

/// A count as a whole number; reports of modelled conversions have fractions, which are rounded.
fn count(value: Option<f64>) -> Option<u64> {
    value.map(|value| value.round().max(0.0) as u64)
}
