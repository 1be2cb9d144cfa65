//! Spend, orders and events by period and region.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Span;
use jiff::civil::Date;
use ndarray::{Array2, Array3};

use super::super::marts::{FeatureError, Marts};
use crate::features::panel::{Event, Experiment, Panel};

/// The name of the one region where the data know none.
const EVERYWHERE: &str = "all";
/// More periods than this between the first and the last day are a typing error in some date.
const MOST_PERIODS: usize = 20_000;

/// The panel, and first orders in the same cells where the data know them: what ads do to those is
/// not mixed with repeat orders, which customers whom ads once won place on their own.
pub struct MediaPanel {
    /// Orders, spend and events.
    pub panel: Panel,
    /// First orders, period × region.
    pub new_orders: Option<Array2<f64>>,
}

/// Builds the panel. Periods without a row count as without spend and without orders, as long as
/// they lie between the first and the last on which the shop's books have a row.
pub fn panel(marts: &Marts) -> Result<MediaPanel, FeatureError> {
    marts.need("performance", &["date", "platform", "spend"])?;
    marts.need("business", &["date", "orders"])?;
    let by_region = marts.has("performance", "region") && marts.has("business", "region");
    let sql = |text: &str| {
        if by_region {
            text.to_owned()
        } else {
            text.replace("date, region", "date")
                .replace("SELECT date", "SELECT date, NULL AS region")
        }
    };

    let books = marts.answer(&sql(include_str!("../sql/panel_orders.sql")))?;
    let (dates, regions) = (books.dates("date")?, books.texts("region")?);
    let (orders, revenue) = (books.numbers("orders")?, books.numbers("revenue")?);
    let new_customers = books.numbers("new_customers")?;
    let days: BTreeSet<Date> = dates.iter().flatten().copied().collect();
    let (dates_of, step_days) = periods(&days)?;
    let period: BTreeMap<Date, usize> = dates_of.iter().enumerate().map(|(i, d)| (*d, i)).collect();
    let names: BTreeSet<String> =
        regions.iter().map(|r| r.clone().unwrap_or_else(|| EVERYWHERE.into())).collect();
    let names: Vec<String> = names.into_iter().collect();
    let place: BTreeMap<&str, usize> =
        names.iter().enumerate().map(|(i, name)| (name.as_str(), i)).collect();
    let at = |date: &Option<Date>, region: &Option<String>| {
        let t = *period.get(date.as_ref()?)?;
        Some((t, *place.get(region.as_deref().unwrap_or(EVERYWHERE))?))
    };

    let shape = (dates_of.len(), names.len());
    let mut orders_of = Array2::zeros(shape);
    let known = |column: &str| marts.has("business", column).then(|| Array2::<f64>::zeros(shape));
    let (mut revenue_of, mut new_orders) = (known("revenue"), known("new_customers"));
    for i in 0..dates.len() {
        if let Some(cell) = at(&dates[i], &regions[i]) {
            orders_of[cell] += orders[i].unwrap_or(0.0);
            if let Some(revenue_of) = &mut revenue_of {
                revenue_of[cell] += revenue[i].unwrap_or(0.0);
            }
            if let Some(new_orders) = &mut new_orders {
                new_orders[cell] += new_customers[i].unwrap_or(0.0);
            }
        }
    }

    let paid = marts.answer(&sql(include_str!("../sql/panel_spend.sql")))?;
    let (dates, regions) = (paid.dates("date")?, paid.texts("region")?);
    let (channels, spend) = (paid.texts("channel")?, paid.numbers("spend")?);
    let mut totals: BTreeMap<&str, f64> = BTreeMap::new();
    for (channel, spend) in channels.iter().zip(&spend) {
        if let (Some(channel), Some(spend)) = (channel, spend) {
            *totals.entry(channel).or_default() += spend;
        }
    }
    let mut order: Vec<(&str, f64)> =
        totals.into_iter().filter(|(_, spend)| *spend > 0.0).collect();
    order.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(b.0)));
    let channel_names: Vec<String> = order.iter().map(|(name, _)| (*name).to_owned()).collect();
    let channel: BTreeMap<&str, usize> =
        order.iter().enumerate().map(|(i, (n, _))| (*n, i)).collect();
    let mut spend_of = Array3::zeros((shape.0, shape.1, channel_names.len()));
    for i in 0..dates.len() {
        let Some(c) = channels[i].as_deref().and_then(|name| channel.get(name)) else { continue };
        // Daily reports beside weekly books: a day counts into its week.
        let date = dates[i].map(|date| start_of_period(date, &dates_of, step_days));
        if let Some((t, r)) = at(&date.flatten(), &regions[i]) {
            spend_of[(t, r, *c)] += spend[i].unwrap_or(0.0);
        }
    }

    let events = events(marts, &dates_of, step_days, &names)?;
    let experiments = experiments(marts, &names)?;
    let panel = Panel {
        dates: dates_of,
        step_days,
        regions: names,
        channels: channel_names,
        orders: orders_of,
        revenue: revenue_of,
        spend: spend_of,
        events,
        experiments,
    };
    Ok(MediaPanel { panel, new_orders })
}

/// All periods from the first to the last day, and their length: weekly where every two days with a
/// row lie whole weeks apart.
fn periods(days: &BTreeSet<Date>) -> Result<(Vec<Date>, usize), FeatureError> {
    let lacking = |what: &str| FeatureError::Lacking(what.to_owned());
    let first = *days.first().ok_or_else(|| lacking("business has no row with a date"))?;
    let last = *days.last().ok_or_else(|| lacking("business has no row with a date"))?;
    let gap = |to: &Date| first.until(*to).map_or(0, |span| i64::from(span.get_days()));
    let weekly = days.len() > 2 && days.iter().all(|day| gap(day) % 7 == 0);
    let step = if weekly { 7 } else { 1 };
    let count = usize::try_from(gap(&last) / step).unwrap_or(0) + 1;
    if count > MOST_PERIODS {
        return Err(FeatureError::Lacking(format!(
            "the dates of business run from {first} to {last}, which is too long to be meant"
        )));
    }
    let date = |i: usize| first.checked_add(Span::new().try_days(step * i as i64).ok()?).ok();
    let dates: Vec<Date> = (0..count).filter_map(date).collect();
    Ok((dates, step as usize))
}

/// The first day of the period in which a day lies.
fn start_of_period(date: Date, periods: &[Date], step_days: usize) -> Option<Date> {
    let first = *periods.first()?;
    let days = i64::from(first.until(date).ok()?.get_days());
    let period = usize::try_from(days.div_euclid(step_days as i64)).ok()?;
    periods.get(period).copied()
}

/// Each event as the share of the period that lies in it.
fn events(
    marts: &Marts,
    periods: &[Date],
    step_days: usize,
    regions: &[String],
) -> Result<Vec<Event>, FeatureError> {
    if marts.need("events", &["date", "event"]).is_err() {
        return Ok(Vec::new());
    }
    let answer =
        marts.answer("SELECT date, region, event FROM mart.events ORDER BY date, region")?;
    let (dates, places, names) =
        (answer.dates("date")?, answer.texts("region")?, answer.texts("event")?);
    let mut events: BTreeMap<String, Array2<f64>> = BTreeMap::new();
    for ((date, place), name) in dates.into_iter().zip(places).zip(names) {
        let (Some(date), Some(name)) = (date, name) else { continue };
        let Some(start) = start_of_period(date, periods, step_days) else { continue };
        let Ok(t) = periods.binary_search(&start) else { continue };
        for event in name.split(';').map(str::trim).filter(|event| !event.is_empty()) {
            let active = events
                .entry(event.to_owned())
                .or_insert_with(|| Array2::zeros((periods.len(), regions.len())));
            for (r, region) in regions.iter().enumerate() {
                if place.as_ref().is_none_or(|place| place == region) {
                    active[(t, r)] += 1.0 / step_days as f64;
                }
            }
        }
    }
    Ok(events.into_iter().map(|(name, active)| Event { name, active }).collect())
}

fn experiments(marts: &Marts, regions: &[String]) -> Result<Vec<Experiment>, FeatureError> {
    let needed = ["experiment", "platform", "region", "start_date", "end_date"];
    if marts.need("experiments", &needed).is_err() {
        return Ok(Vec::new());
    }
    let answer = marts.answer(
        "SELECT experiment, platform, region, start_date, end_date, multiplier
         FROM mart.experiments ORDER BY experiment, platform, region",
    )?;
    let (ids, channels, places) =
        (answer.texts("experiment")?, answer.texts("platform")?, answer.texts("region")?);
    let (starts, ends) = (answer.dates("start_date")?, answer.dates("end_date")?);
    let multipliers = answer.numbers("multiplier")?;
    let mut found: Vec<Experiment> = Vec::new();
    for i in 0..answer.rows() {
        let (Some(id), Some(channel), Some(place)) = (&ids[i], &channels[i], &places[i]) else {
            continue;
        };
        let (Some(start), Some(end)) = (starts[i], ends[i]) else { continue };
        let Some(region) = regions.iter().position(|region| region == place) else { continue };
        match found.iter_mut().find(|known| known.id == *id && known.channel == *channel) {
            Some(known) => known.treated.push(region),
            None => found.push(Experiment {
                id: id.clone(),
                channel: channel.clone(),
                treated: vec![region],
                start,
                end,
                multiplier: multipliers[i].unwrap_or(0.0),
            }),
        }
    }
    Ok(found)
}
