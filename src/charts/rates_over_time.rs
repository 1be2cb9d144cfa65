//! Click-through and conversion rates over time.

use std::collections::BTreeMap;

use super::days::{by_group, monday, week};
use super::figure::{Axis, Colour, Figure, Line, NotDrawn, Panel, Series, Stroke, Unit};
use super::setting::Setting;
use super::text::{self, kpis::rates};
use super::top::top;
use crate::analysis::KeyFigures;
use crate::features::sums::Sums;
use crate::models::kpis::{KpiRow, Ratios, ratios};

/// Platforms shown.
const MOST: usize = 6;
/// Fewest impressions, and fewest visits, for a week's rate.
const ENOUGH: (f64, f64) = (1000.0, 50.0);
/// Height of each panel.
const HEIGHT: f64 = 0.7;

/// Weekly click-through and conversion rates by platform.
pub fn rates_over_time(kpis: &KeyFigures, setting: &Setting) -> Result<Figure, NotDrawn> {
    let table = kpis.by(&["platform", "date"]);
    let groups = table.map(by_group).unwrap_or_default();
    let weight = |rows: &[(f64, &KpiRow)]| {
        rows.iter().filter_map(|(_, row)| row.sums.impressions.or(row.sums.spend)).sum()
    };
    let weights = groups.iter().map(|(name, rows)| (name.clone(), weight(rows))).collect();
    let (shown, others) = top(weights, MOST);
    let platforms: Vec<(&str, Vec<(f64, Sums)>)> = shown
        .iter()
        .filter_map(|(name, _)| {
            let (_, rows) = groups.iter().find(|(other, _)| other == name)?;
            Some((name.as_str(), by_week(rows)))
        })
        .collect();
    let panel = |heading: &str, of: fn(&Sums) -> Option<f64>| {
        let mut panel = Panel::new(Axis::dates(), Axis::linear("", Unit::Percent));
        panel = panel.titled(heading).stretched(HEIGHT);
        for (name, weeks) in &platforms {
            let points: Vec<(f64, f64)> =
                weeks.iter().map(|(week, sums)| (*week, of(sums).unwrap_or(f64::NAN))).collect();
            if points.iter().any(|(_, rate)| rate.is_finite()) {
                let colour = Colour::Platform((*name).to_owned());
                let series = Series::new(text::platform(name), colour);
                panel = panel.with(Line { series, points, stroke: Stroke::Solid });
            }
        }
        panel
    };
    let cvr = panel("Conversion rate: orders per visit", conversion);
    let (cvr, whose) = match cvr.marks.is_empty() {
        false => (cvr, "Orders by last click"),
        true => (
            panel("Conversion rate: claimed conversions per click", claimed),
            "Conversions as the platforms claim them",
        ),
    };
    let ctr = panel("Click-through rate: clicks per impression", clicks);
    let panels: Vec<Panel> =
        [ctr, cvr].into_iter().filter(|panel| !panel.marks.is_empty()).collect();
    if panels.is_empty() {
        let what = "click-through and conversion rates by platform and week".to_owned();
        return Err(NotDrawn::NotComputed { what });
    }
    let changes = platforms.iter().filter_map(|(name, weeks)| Some((*name, change(weeks)?)));
    let most = changes.max_by(|a, b| a.1.abs().total_cmp(&b.1.abs()));
    let left_out = others.map(|(n, _)| {
        format!("{} left out", text::count(n, "smaller platform", "smaller platforms"))
    });
    let caption = setting.caption(&[
        "By week",
        whose,
        "Weeks with fewer than 1,000 impressions or 50 visits left out",
        &left_out.unwrap_or_default(),
    ]);
    Ok(Figure::grid("rates-over-time", rates(most), caption, panels, 1))
}

/// Sums by week, from its Monday on: a rate of one day is mostly weekday and luck.
fn by_week(rows: &[(f64, &KpiRow)]) -> Vec<(f64, Sums)> {
    let mut weeks: BTreeMap<i64, Sums> = BTreeMap::new();
    for (day, row) in rows {
        let sums = weeks.entry(week(*day)).or_default();
        *sums = sums.plus(&row.sums);
    }
    weeks.into_iter().map(|(week, sums)| (monday(week), sums)).collect()
}

fn clicks(sums: &Sums) -> Option<f64> {
    rate(sums, sums.impressions, ENOUGH.0, |ratios| ratios.ctr)
}

fn conversion(sums: &Sums) -> Option<f64> {
    rate(sums, sums.sessions, ENOUGH.1, |ratios| ratios.cvr)
}

fn claimed(sums: &Sums) -> Option<f64> {
    rate(sums, sums.clicks, ENOUGH.1, |ratios| ratios.claimed_cvr)
}

fn rate(
    sums: &Sums,
    cases: Option<f64>,
    enough: f64,
    of: fn(&Ratios) -> Option<f64>,
) -> Option<f64> {
    cases.filter(|cases| *cases >= enough).and_then(|_| of(&ratios(sums)))
}

/// Relative change of the click-through rate from the first quarter of the weeks to the last.
fn change(weeks: &[(f64, Sums)]) -> Option<f64> {
    let quarter = weeks.len() / 4;
    if quarter == 0 {
        return None;
    }
    let total = |weeks: &[(f64, Sums)]| Sums::total(weeks.iter().map(|(_, sums)| sums));
    let then = clicks(&total(&weeks[..quarter]))?;
    let now = clicks(&total(&weeks[weeks.len() - quarter..]))?;
    (then > 0.0).then(|| now / then - 1.0)
}
