//! The creatives that can be scored, with their days in order, and those that cannot.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::result::LeftOut;
use crate::features::creatives::{Creative, CreativeDay};

/// A creative that can be scored.
#[derive(Debug, Clone)]
pub struct Track<'a> {
    /// What it is.
    pub about: &'a Creative,
    /// Days with impressions, one row each, in order.
    pub days: Vec<CreativeDay>,
    /// Times shown.
    pub impressions: u64,
    /// Clicks.
    pub clicks: u64,
    /// Visits; none unless they are known on every day.
    pub visits: Option<u64>,
    /// Orders; none unless they are known on every day.
    pub orders: Option<u64>,
    /// Revenue; none unless it is known on every day.
    pub revenue: Option<f64>,
    /// Spend.
    pub spend: f64,
}

impl Track<'_> {
    /// First and last day shown.
    pub fn span(&self) -> Option<(Date, Date)> {
        Some((self.days.first()?.date, self.days.last()?.date))
    }
}

/// Divides the creatives into those that can be scored and those that cannot, with the reason.
pub fn tracks(creatives: &[Creative]) -> (Vec<Track<'_>>, Vec<LeftOut>) {
    let mut seen = BTreeSet::new();
    let mut clickable = BTreeSet::new();
    let (mut found, mut left_out) = (Vec::new(), Vec::new());
    for about in creatives {
        let track = if seen.insert((&about.platform, &about.id)) {
            track(about)
        } else {
            Err("another creative of the platform has the same id")
        };
        match track {
            Ok(track) => {
                if track.clicks > 0 {
                    clickable.insert(&about.platform);
                }
                found.push(track);
            }
            Err(why) => left_out.push(leave_out(about, why)),
        }
    }
    found.retain(|track| {
        let keep = clickable.contains(&track.about.platform);
        if !keep {
            let why = "none of the platform's ads was clicked, so it has no click-through rate";
            left_out.push(leave_out(track.about, why));
        }
        keep
    });
    left_out.sort_by(|a, b| (&a.platform, &a.id, &a.why).cmp(&(&b.platform, &b.id, &b.why)));
    found.sort_by(|a, b| (&a.about.platform, &a.about.id).cmp(&(&b.about.platform, &b.about.id)));
    (found, left_out)
}

fn leave_out(about: &Creative, why: &str) -> LeftOut {
    LeftOut {
        id: about.id.clone(),
        name: about.name.clone(),
        platform: about.platform.clone(),
        why: why.into(),
    }
}

/// Puts a creative's days in order and adds them up.
fn track(about: &Creative) -> Result<Track<'_>, &'static str> {
    let amount = |value: f64| value.is_finite() && value >= 0.0;
    if !about.days.iter().all(|day| amount(day.spend)) {
        return Err("its spend on some day is not a number of 0 or more");
    }
    if !about.days.iter().all(|day| day.revenue.is_none_or(f64::is_finite)) {
        return Err("its revenue on some day is not a number");
    }
    let days = ordered(&about.days);
    if days.is_empty() {
        return Err("it was never shown");
    }
    let whole = |count: fn(&CreativeDay) -> Option<u64>| {
        days.iter().try_fold(0u64, |sum, day| Some(sum.saturating_add(count(day)?)))
    };
    let impressions = whole(|day| Some(day.impressions)).unwrap_or_default();
    let clicks = whole(|day| Some(day.clicks)).unwrap_or_default();
    if clicks > impressions {
        return Err("it has more clicks than impressions");
    }
    let (visits, orders) = (whole(|day| day.visits), whole(|day| day.orders));
    let revenue = days.iter().try_fold(0.0, |sum, day| Some(sum + day.revenue?));
    let spend = days.iter().map(|day| day.spend).sum();
    Ok(Track { about, impressions, clicks, visits, orders, revenue, spend, days })
}

/// One row per date with impressions, in order. What a date without impressions brought belongs to
/// the last date before it that had some, or else to the first.
fn ordered(days: &[CreativeDay]) -> Vec<CreativeDay> {
    let mut sorted: Vec<&CreativeDay> = days.iter().collect();
    sorted.sort_by_key(|day| day.date);
    let mut rows: Vec<CreativeDay> = Vec::with_capacity(sorted.len());
    for day in sorted {
        match rows.last_mut() {
            Some(last)
                if last.impressions == 0 || day.impressions == 0 || last.date == day.date =>
            {
                let same = last.date == day.date;
                let date = if last.impressions == 0 { day.date } else { last.date };
                *last = CreativeDay { date, ..sum(last, day, same) };
            }
            _ => rows.push(*day),
        }
    }
    rows.retain(|day| day.impressions > 0);
    rows
}

/// Two rows in one. Frequencies of the same day are averaged by impressions.
fn sum(a: &CreativeDay, b: &CreativeDay, same: bool) -> CreativeDay {
    let count = |x: Option<u64>, y: Option<u64>| Some(x?.saturating_add(y?));
    let (n, m) = (a.impressions as f64, b.impressions as f64);
    let frequency = |x: Option<f64>, y: Option<f64>| match (n > 0.0, m > 0.0) {
        (true, true) if same => Some((x? * n + y? * m) / (n + m)),
        (false, true) => y,
        _ => x,
    };
    CreativeDay {
        date: a.date,
        impressions: a.impressions.saturating_add(b.impressions),
        clicks: a.clicks.saturating_add(b.clicks),
        visits: count(a.visits, b.visits),
        orders: count(a.orders, b.orders),
        revenue: a.revenue.zip(b.revenue).map(|(x, y)| x + y),
        spend: a.spend + b.spend,
        frequency: frequency(a.frequency, b.frequency),
        cumulative_frequency: frequency(a.cumulative_frequency, b.cumulative_frequency),
    }
}
