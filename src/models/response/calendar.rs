//! The season: what weekday, year and events do to orders, on the log scale.
//!
//! Each term is a column over the cells with a normal prior around zero, wide where the data speak
//! clearly and narrower for refinements, so that a term that was hardly ever on stays near zero
//! instead of explaining noise.

use std::f64::consts::TAU;

use jiff::civil::Date;

use super::data::Data;
use crate::random::maths::{cos, sin};

/// Spread of the weekdays' log effects.
const WEEKDAY_SD: f64 = 0.5;
/// Spread of a region's own weekday effects around the common ones: weekends fall on different
/// days, and shops' weeks differ by some per cent.
const REGION_WEEKDAY_SD: f64 = 0.08;
/// Spread of the yearly waves.
const YEAR_SD: f64 = 0.5;
/// Harmonics of the year.
const HARMONICS: usize = 3;
/// Days of history from which a yearly wave can be told from a trend.
const YEARLY_FROM: usize = 548;
/// Spread of the effect of an event's days.
const EVENT_SD: f64 = 0.5;
/// Spread of what happens in the days before and after an event.
const AROUND_SD: f64 = 0.15;
/// Days before an event in which demand may build up, and after it in which it may ebb.
const AROUND_DAYS: [usize; 2] = [7, 4];
/// Days from which on an event has a shape of its own instead of one level.
const LONG_EVENT: usize = 11;
/// Longest distance of the knots of a long event's shape, in days, and the most knots.
const KNOT_DAYS: usize = 7;
const MOST_KNOTS: usize = 5;

/// A control: a column over the cells, and the normal prior of its coefficient.
#[derive(Debug, Clone)]
pub struct Term {
    /// Name.
    pub name: String,
    /// Value of each cell.
    pub column: Vec<f64>,
    /// Mean of its prior.
    pub centre: f64,
    /// Standard deviation of its prior; none where there is no prior.
    pub sd: Option<f64>,
    /// Whether it tells regions apart, so that what regions share does not bear on it.
    pub regional: bool,
}

impl Term {
    /// A term that regions share.
    pub fn common(name: String, column: Vec<f64>, sd: Option<f64>) -> Self {
        Term { name, column, centre: 0.0, sd, regional: false }
    }

    /// One region's own term.
    pub fn regional(name: String, column: Vec<f64>, sd: Option<f64>) -> Self {
        Term { name, column, centre: 0.0, sd, regional: true }
    }
}

/// All terms of the season.
pub fn terms(data: &Data) -> Vec<Term> {
    let mut terms = Vec::new();
    if data.step_days == 1 {
        weekdays(data, &mut terms);
    }
    if data.periods * data.step_days >= YEARLY_FROM {
        year(data, &mut terms);
    }
    events(data, &mut terms);
    terms
}

/// Sum-to-zero coded weekdays: common ones, and each region's own.
fn weekdays(data: &Data, terms: &mut Vec<Term>) {
    const NAMES: [&str; 6] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
    for (day, name) in NAMES.iter().enumerate() {
        let coded = |date: Date| match date.weekday().to_monday_zero_offset() as usize {
            6 => -1.0,
            weekday => f64::from(u8::from(weekday == day)),
        };
        let column = by_period(data, |t| coded(data.dates[t]));
        terms.push(Term::common((*name).to_owned(), column, Some(WEEKDAY_SD)));
        for region in (0..data.regions).filter(|_| data.regions > 1) {
            let column = by_cell(data, |t, r| if r == region { coded(data.dates[t]) } else { 0.0 });
            let name = format!("{name}, region {}", region + 1);
            terms.push(Term::regional(name, column, Some(REGION_WEEKDAY_SD)));
        }
    }
}

/// Fourier terms of the part of the year that has passed, at the middle of the period.
fn year(data: &Data, terms: &mut Vec<Term>) {
    let middle = (data.step_days as f64 - 1.0) / 2.0;
    for cycles in 1..=HARMONICS {
        for (name, wave) in [("cosine", cos as fn(f64) -> f64), ("sine", sin)] {
            let column = by_period(data, |t| {
                let date = data.dates[t];
                let day = f64::from(date.day_of_year() - 1) + middle;
                wave(TAU * cycles as f64 * day / f64::from(date.days_in_year()))
            });
            let name = format!("year, {cycles} cycles, {name}");
            terms.push(Term::common(name, column, Some(YEAR_SD)));
        }
    }
}

/// One level for short events, a piecewise linear shape for long ones, and ramps around both.
fn events(data: &Data, terms: &mut Vec<Term>) {
    for event in data.events {
        let active: Vec<f64> = event.active.iter().copied().collect();
        if !active.iter().any(|&a| a > 0.0) || active.iter().all(|&a| a == active[0]) {
            continue;
        }
        let runs = runs(data, &active);
        let longest = runs.iter().map(|run| run.length).max().unwrap_or(1);
        let long = longest * data.step_days >= LONG_EVENT && longest > 2;
        let knots = if long {
            (1 + (longest * data.step_days).div_ceil(KNOT_DAYS)).clamp(3, MOST_KNOTS)
        } else {
            1
        };
        for knot in 0..knots {
            let mut column = vec![0.0; data.cells()];
            for run in &runs {
                for step in 0..run.length {
                    let place = if knots == 1 {
                        0.0
                    } else {
                        step as f64 / (longest - 1) as f64 * (knots - 1) as f64
                    };
                    let cell = (run.start + step) * data.regions + run.region;
                    let hat = (1.0 - (place - knot as f64).abs()).max(0.0);
                    column[cell] += active[cell] * hat;
                }
            }
            let name = if long {
                let day = (longest - 1) * data.step_days * knot / (knots - 1);
                format!("{}, day {}", event.name, day + 1)
            } else {
                event.name.clone()
            };
            terms.push(Term::common(name, column, Some(EVENT_SD)));
        }
        around(data, &event.name, &runs, terms);
    }
}

/// Ramps towards an event and away from it.
fn around(data: &Data, name: &str, runs: &[Run], terms: &mut Vec<Term>) {
    for (words, days, forward) in
        [("before", AROUND_DAYS[0], false), ("after", AROUND_DAYS[1], true)]
    {
        let reach = days.div_ceil(data.step_days);
        let mut column = vec![0.0_f64; data.cells()];
        for run in runs {
            for step in 1..=reach {
                let t = if forward {
                    run.start + run.length - 1 + step
                } else if run.start >= step {
                    run.start - step
                } else {
                    continue;
                };
                if t < data.periods {
                    let height = 1.0 - (step - 1) as f64 / reach as f64;
                    let cell = &mut column[t * data.regions + run.region];
                    *cell = cell.max(height);
                }
            }
        }
        if column.iter().any(|&value| value > 0.0) {
            terms.push(Term::common(format!("{words} {name}"), column, Some(AROUND_SD)));
        }
    }
}

/// An unbroken run of an event in a region.
struct Run {
    region: usize,
    start: usize,
    length: usize,
}

fn runs(data: &Data, active: &[f64]) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for region in 0..data.regions {
        let mut open = false;
        for t in 0..data.periods {
            let on = active[t * data.regions + region] > 0.0;
            match (on, open, runs.last_mut()) {
                (true, true, Some(run)) => run.length += 1,
                (true, ..) => runs.push(Run { region, start: t, length: 1 }),
                _ => {}
            }
            open = on;
        }
    }
    runs
}

/// A column of one value per period.
pub fn by_period(data: &Data, value: impl Fn(usize) -> f64) -> Vec<f64> {
    let values = (0..data.periods).map(value);
    values.flat_map(|value| std::iter::repeat_n(value, data.regions)).collect()
}

/// A column of one value per cell.
pub fn by_cell(data: &Data, value: impl Fn(usize, usize) -> f64) -> Vec<f64> {
    (0..data.cells()).map(|cell| value(cell / data.regions, cell % data.regions)).collect()
}
