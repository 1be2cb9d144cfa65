//! The baseline's own terms: level, trend and regions, on the log scale.

use super::calendar::{Term, by_cell, by_period};
use super::data::Data;

/// Days between the trend's knots, at least.
const KNOT_DAYS: usize = 91;
/// Fewest periods for one knot.
const PERIODS_PER_KNOT: usize = 40;
/// Spread of the change of yearly growth at a knot, in log orders per year.
const BEND_SD: f64 = 0.5;
/// Spread of yearly growth.
const GROWTH_SD: f64 = 2.0;
/// Spread of a region's level around its share, which the level is measured from.
const REGION_SD: f64 = 0.5;
/// Spread of a region's yearly growth around the common one.
const REGION_GROWTH_SD: f64 = 0.3;
/// Spread of its change at a knot. Regions that ads served better win more customers, who come
/// back: slow differences between regions are not to be read as today's effect of ads.
const REGION_BEND_SD: f64 = 0.3;
/// The regions' own knots are so many times as far apart as the common ones.
const REGION_SPACING: usize = 2;
/// Days in a year, on average.
const YEAR: f64 = 365.25;

/// Name of the level, the first of the terms.
pub const LEVEL: &str = "level";

/// Level, trend and regions.
pub fn terms(data: &Data) -> Vec<Term> {
    let years = |t: usize| (t * data.step_days) as f64 / YEAR;
    let last = years(data.periods - 1);
    let mut terms = vec![
        Term::common(LEVEL.into(), vec![1.0; data.cells()], None),
        Term::common("growth".into(), by_period(data, |t| years(t) - 0.5 * last), Some(GROWTH_SD)),
    ];
    let spacing = KNOT_DAYS.div_ceil(data.step_days).max(PERIODS_PER_KNOT);
    let knots = |spacing: usize| -> Vec<f64> {
        let pieces = data.periods / spacing;
        (1..pieces).map(|knot| last * knot as f64 / pieces as f64).collect()
    };
    for (n, place) in knots(spacing).into_iter().enumerate() {
        terms.push(Term::common(
            format!("bend {}", n + 1),
            by_period(data, |t| (years(t) - place).max(0.0)),
            Some(BEND_SD),
        ));
    }
    for region in (0..data.regions).filter(|_| data.regions > 1) {
        let own = |value: f64, r: usize| if r == region { value } else { 0.0 };
        let name = |what: &str| format!("{what} of region {}", region + 1);
        let level = by_cell(data, |_, r| own(1.0, r));
        terms.push(Term::regional(name("level"), level, Some(REGION_SD)));
        let growth = by_cell(data, |t, r| own(years(t) - 0.5 * last, r));
        terms.push(Term::regional(name("growth"), growth, Some(REGION_GROWTH_SD)));
        for (n, place) in knots(REGION_SPACING * spacing).into_iter().enumerate() {
            let bend = by_cell(data, |t, r| own((years(t) - place).max(0.0), r));
            let name = name(&format!("bend {}", n + 1));
            terms.push(Term::regional(name, bend, Some(REGION_BEND_SD)));
        }
    }
    terms
}
