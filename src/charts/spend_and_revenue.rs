//! Spend and revenue over time.

use super::days::{Daily, by_group, smooth};
use super::figure::{
    Area, Axis, Colour, Figure, Line, NotDrawn, Panel, Series, Stack, Stroke, Unit,
};
use super::setting::Setting;
use super::text::{self, kpis::spend_and_revenue as title};
use super::top::top;
use crate::analysis::KeyFigures;
use crate::features::sums::Sums;
use crate::models::kpis::Month;

/// Platforms shown apart.
const MOST: usize = 8;
/// Days of a month from which it counts as whole.
const WHOLE: u32 = 28;
/// Height of each panel.
const HEIGHT: f64 = 0.7;

/// Daily revenue, and below it daily spend by platform.
pub fn spend_and_revenue(kpis: &KeyFigures, setting: &Setting) -> Result<Figure, NotDrawn> {
    let days = kpis.by(&["date"]).map(Daily::of).unwrap_or_default();
    if days.rows.len() < 2 {
        let what = "days".to_owned();
        return Err(NotDrawn::TooFew { what, have: days.rows.len(), need: 2 });
    }
    let revenue = days.values(|row| row.sums.revenue);
    let spend = days.values(|row| row.sums.spend);
    let mut panels = Vec::new();
    if known(&revenue) {
        panels.push(revenue_panel(&revenue, setting.money()));
    }
    if known(&spend) {
        panels.push(spend_panel(kpis, &days, &spend, setting.money()));
    }
    if panels.is_empty() {
        return Err(NotDrawn::NotComputed { what: "spend and revenue".to_owned() });
    }
    let between = whole_months(&kpis.months);
    let change = |of: fn(&Month) -> Option<f64>| {
        let (first, last) = between?;
        let (then, now) = (of(first)? / f64::from(first.days), of(last)? / f64::from(last.days));
        (then > 0.0).then(|| now / then - 1.0)
    };
    let total = |of: fn(&Sums) -> Option<f64>| of(&kpis.total.sums).map(|sum| setting.amount(sum));
    let title = title(
        between.map(|(first, last)| (first.month, last.month)),
        change(|month| month.revenue).filter(|_| known(&revenue)),
        change(|month| month.spend).filter(|_| known(&spend)),
        (total(|sums| sums.revenue), total(|sums| sums.spend)),
    );
    let whose = if kpis.blended { "Revenue of all orders" } else { "Revenue by last click" };
    let caption = setting.caption(&[
        if known(&revenue) { whose } else { "" },
        if days.daily() && known(&revenue) { "Thin: days; thick: mean of seven days" } else { "" },
        if between.is_some() { "Months compared by their daily means" } else { "" },
    ]);
    Ok(Figure::grid("spend-and-revenue", title, caption, panels, 1))
}

fn known(values: &[(f64, f64)]) -> bool {
    values.iter().any(|(_, value)| value.is_finite())
}

fn revenue_panel(revenue: &[(f64, f64)], money: Unit) -> Panel {
    let line = |points: Vec<(f64, f64)>, colour, stroke| Line {
        series: Series::new("", colour),
        points,
        stroke,
    };
    let panel = Panel::new(Axis::dates(), Axis::linear("", money)).titled("Revenue");
    let panel = panel.stretched(HEIGHT);
    match smooth(revenue) {
        Some(mean) => panel.with(line(revenue.to_vec(), Colour::Faint, Stroke::Thin)).with(line(
            mean,
            Colour::Accent,
            Stroke::Solid,
        )),
        None => panel.with(line(revenue.to_vec(), Colour::Accent, Stroke::Solid)),
    }
}

fn spend_panel(kpis: &KeyFigures, days: &Daily, spend: &[(f64, f64)], money: Unit) -> Panel {
    let panel = Panel::new(Axis::dates(), Axis::linear("", money)).titled("Spend");
    let panel = panel.stretched(HEIGHT);
    let groups = kpis.by(&["platform", "date"]).map(by_group).unwrap_or_default();
    let totals = groups.iter().map(|(name, rows)| {
        (name.clone(), rows.iter().filter_map(|(_, row)| row.sums.spend).sum())
    });
    let (shown, others) = top(totals.collect(), MOST);
    if shown.is_empty() {
        let series = Series::new("", Colour::Accent);
        return panel.with(Line { series, points: spend.to_vec(), stroke: Stroke::Solid });
    }
    let x: Vec<f64> = days.rows.iter().map(|(day, _)| *day).collect();
    // A day on which a platform has no row is one on which it spent nothing.
    let heights = |of: &dyn Fn(&str) -> bool| -> Vec<f64> {
        let mut heights = vec![0.0; x.len()];
        for (_, rows) in groups.iter().filter(|(name, _)| of(name)) {
            for (day, row) in rows {
                if let Ok(at) = x.binary_search_by(|other| other.total_cmp(day)) {
                    heights[at] += row.sums.spend.unwrap_or(0.0);
                }
            }
        }
        heights
    };
    let mut areas: Vec<Area> = shown
        .iter()
        .map(|(name, _)| Area {
            series: Series::new(text::platform(name), Colour::Platform(name.clone())),
            heights: heights(&|other| other == name),
        })
        .collect();
    if others.is_some() {
        let series = Series::new("Others", Colour::Faint);
        let rest = heights(&|other| shown.iter().all(|(name, _)| name != other));
        areas.push(Area { series, heights: rest });
    }
    panel.with(Stack { x, areas })
}

/// The first and the last month that lie whole in the data, if these are two.
fn whole_months(months: &[Month]) -> Option<(&Month, &Month)> {
    let mut whole = months.iter().filter(|month| month.days >= WHOLE);
    let first = whole.next()?;
    whole.next_back().map(|last| (first, last))
}
