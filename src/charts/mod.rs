//! Charts: figures as plain data, and their pictures.
//!
//! A chart function turns what a model found into a [`Figure`]: titles, axes and marks, without a
//! pixel in it. [`render_all`] draws figures that are shown together, so that a platform has the
//! same colour on each. Laying out comes before drawing and can be looked at on its own.
//!
//! ```
//! use adloom::charts::figure::{Axis, Figure, Line, Panel, Series, Stroke, Unit, day};
//! use jiff::civil::date;
//!
//! let points = vec![(day(date(2025, 1, 1)), 120.0), (day(date(2025, 1, 31)), 180.0)];
//! let line = Line { series: Series::platform("meta"), points, stroke: Stroke::Solid };
//! let panel = Panel::new(Axis::dates(), Axis::linear("Orders a day", Unit::Number)).with(line);
//! let title = "Orders rose by half in January".to_owned();
//! let figure = Figure::new("orders", title, "January 2025".to_owned(), panel);
//! let png = adloom::charts::render(&figure)?;
//! assert_eq!(&png[1..4], b"PNG");
//! assert_eq!(figure.table().rows[0][3], "2025-01-01");
//! # Ok::<(), adloom::charts::NotDrawn>(())
//! ```

pub mod figure;
pub mod layout;
pub mod numbers;
pub mod theme;
pub mod typeface;

mod canvas;
mod draw;
mod ticks;

// What every chart function uses.
mod days;
mod judged;
mod set;
mod setting;
mod text;
mod top;

// One file for each chart.
mod anomalies;
mod calibration_and_lift;
mod campaigns;
mod cohorts;
mod contributions;
mod creative_classes;
mod creative_fatigue;
mod experiments;
mod funnel;
mod importance;
mod pareto;
mod partial_dependence;
mod rates_over_time;
mod residuals;
mod response_curves;
mod revenue_by_place;
mod roas_by_platform;
mod roas_map;
mod roc_and_pr;
mod spend_and_revenue;
mod spend_by_device;
mod top_creatives;

#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;

pub use figure::{Figure, NotDrawn};
pub use set::{Known, figures};
pub use text::platform;

use rayon::prelude::*;
use theme::Theme;

/// A figure as a PNG file, two pixels to the point.
///
/// # Errors
///
/// Where a panel has nothing to show: an empty panel is never drawn.
pub fn render(figure: &Figure) -> Result<Vec<u8>, NotDrawn> {
    draw::png(figure, &Theme::of(std::slice::from_ref(figure)))
}

/// Figures that are shown together as PNG files, in their order: a platform has the same colour on
/// all of them.
pub fn render_all(figures: &[Figure]) -> Vec<Result<Vec<u8>, NotDrawn>> {
    let theme = Theme::of(figures);
    figures.par_iter().map(|figure| draw::png(figure, &theme)).collect()
}
