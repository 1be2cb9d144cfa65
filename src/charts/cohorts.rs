//! How many customers come back, by the month of their first order.

use jiff::Span;
use jiff::civil::Date;

use super::figure::{Axis, Cell, Cells, Figure, NotDrawn, Panel, Ramp, Unit};
use super::numbers::rough;
use super::setting::Setting;
use super::text::kpis::retention;
use crate::features::cohorts::CohortCell;

/// Months after the first that are shown, and cohorts, the latest of them.
const MOST: (u32, usize) = (12, 18);
/// The later month that the title names, if it is there.
const LATER: u32 = 6;

/// One cell for each month of a first order and each month after it: the share of its customers
/// who ordered in that month. Their first month, in which all of them did, is left out.
pub fn cohorts(cells: &[CohortCell], setting: &Setting) -> Result<Figure, NotDrawn> {
    let last_day = setting.period.map(|(_, last)| last);
    let whole: Vec<CohortCell> =
        cells.iter().filter(|cell| !is_cut(cell, last_day)).cloned().collect();
    let cells = whole.as_slice();
    let after = |cell: &&CohortCell| (1..=MOST.0).contains(&cell.month);
    let known = cells.iter().filter(after).filter_map(|cell| Some((cell, cell.share?)));
    let known: Vec<(&CohortCell, f64)> = known.filter(|(_, share)| share.is_finite()).collect();
    let mut months: Vec<Date> = known.iter().map(|(cell, _)| cell.cohort).collect();
    months.sort_unstable();
    months.dedup();
    let months = months.split_off(months.len().saturating_sub(MOST.1));
    let last = known.iter().map(|(cell, _)| cell.month).max().unwrap_or(0);
    let Some(first) = back(cells, 1).filter(|_| !months.is_empty()) else {
        let what = "repeat orders by cohort".to_owned();
        return Err(NotDrawn::NotComputed { what });
    };
    let place = |(cell, share): &(&CohortCell, f64)| {
        let y = months.iter().position(|month| *month == cell.cohort)?;
        let label = rough(*share, &Unit::Percent);
        Some(Cell { x: cell.month as usize - 1, y, value: *share, label })
    };
    let cells_of = Cells {
        series: "Share of the cohort who ordered".to_owned(),
        cells: known.iter().filter_map(place).collect(),
        ramp: Ramp::Sequential,
    };
    let mut x = Axis::categories((1..=last).map(|month| month.to_string()).collect());
    x.title = "Months after the first order".to_owned();
    let mut y = Axis::categories(months.iter().map(|month| name(*month)).collect());
    y.title = "Month of the first order".to_owned();
    let panel = Panel::new(x, y).with(cells_of);
    let later = back(cells, LATER).map(|share| (LATER, share));
    let caption = setting.caption(&[
        "Share of a month's new customers who ordered again so many months later",
        "The month that the end of the data cuts is left out",
    ]);
    Ok(Figure::new("cohorts", retention(first, later), caption, panel))
}

/// Customers of all cohorts who came back so many months later, over all customers of the cohorts
/// that are old enough.
fn back(cells: &[CohortCell], month: u32) -> Option<f64> {
    let of = |month: u32| cells.iter().filter(move |cell| cell.month == month);
    let (mut came, mut all) = (0.0, 0.0);
    for cell in of(month) {
        if let Some(start) = of(0).find(|start| start.cohort == cell.cohort) {
            came += cell.customers;
            all += start.customers;
        }
    }
    (all > 0.0).then(|| came / all)
}

/// Whether the data end in the midst of a cell's month.
fn is_cut(cell: &CohortCell, last_day: Option<Date>) -> bool {
    let (Some(last), Ok(span)) = (last_day, Span::new().try_months(cell.month)) else {
        return false;
    };
    let month = cell.cohort.checked_add(span);
    month.is_ok_and(|month| month.last_of_month() > last)
}

fn name(month: Date) -> String {
    month.strftime("%b %Y").to_string()
}
