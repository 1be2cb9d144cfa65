//! The vertical axis of a panel: its labels, and how high the panel is.

use super::domain::Domain;
use super::extent::Extent;
use super::inside::headroom;
use super::text::LINE;
use crate::charts::figure::{Axis, Panel, Scale};
use crate::charts::numbers::on_axis;
use crate::charts::theme::{GAP, HEIGHTS, NAMES_SHARE, ROW, TEXT};
use crate::charts::ticks::{between, decades, step};
use crate::charts::typeface::{Weight, width, wrap};

/// Room for one label on an axis of numbers.
const LABEL_ROOM: f64 = 42.0;
/// Marks on a logarithmic axis below which equal steps say more.
const FEWEST_POWERS: usize = 3;
/// Lines that a name may take.
const NAME_LINES: usize = 2;
/// Rows are squeezed, and some lose their names, where a panel would become higher than this.
const HIGHEST: f64 = 2400.0;

/// A vertical axis before its place is known.
#[derive(Debug, Clone, PartialEq)]
pub struct Vertical {
    /// What it spans.
    pub domain: Domain,
    /// Its labels, each of one or more lines.
    pub labels: Vec<(f64, Vec<String>)>,
    /// Room that the labels take to the left of the panel.
    pub width: f64,
    /// Height of the panel between its axes.
    pub height: f64,
}

impl Vertical {
    /// The vertical axis of a panel whose cell is `cell` wide, one of `columns` side by side.
    pub fn of(panel: &Panel, extent: &Extent, cell: f64, columns: usize) -> Vertical {
        let (domain, labels, height) = match panel.y.names() {
            Some(names) => {
                let (labels, height) = rows(names, cell * NAMES_SHARE, panel.stretch);
                (Domain::of(&panel.y, extent.y, None), labels, height + headroom(panel))
            }
            None => {
                let height = HEIGHTS[columns.clamp(1, HEIGHTS.len()) - 1] * panel.stretch.max(0.1);
                let most = (height / LABEL_ROOM).floor().max(2.0) as usize;
                let domain = Domain::of(&panel.y, extent.y, Some(most));
                let values = marks(domain, most);
                let labels = labels(&panel.y, &values);
                let labels = labels.into_iter().map(|label| vec![label]);
                (domain, values.into_iter().zip(labels).collect(), height)
            }
        };
        let lines = labels.iter().flat_map(|(_, lines): &(f64, Vec<String>)| lines);
        let widths = lines.map(|line| width(line, Weight::Regular, TEXT));
        let widest = widths.fold(0.0, f64::max);
        let width = if widest > 0.0 { widest + GAP } else { 0.0 };
        Vertical { domain, labels, width, height }
    }
}

/// Names down the axis, and the height they need.
fn rows(names: &[String], limit: f64, stretch: f64) -> (Vec<(f64, Vec<String>)>, f64) {
    let fitted = |name: &String| wrap(name, Weight::Regular, TEXT, limit, NAME_LINES);
    let lines: Vec<Vec<String>> = names.iter().map(fitted).collect();
    let most = lines.iter().map(Vec::len).max().unwrap_or(1);
    let needed = LINE * TEXT * most as f64;
    let row = (needed + 4.0).max(ROW * stretch);
    let height = (row * names.len() as f64).min(HIGHEST);
    let every = (needed * names.len() as f64 / height).ceil().max(1.0) as usize;
    let labels = lines.into_iter().enumerate().step_by(every);
    (labels.map(|(i, lines)| (i as f64, lines)).collect(), height)
}

/// Round values within a domain, about `most` of them.
pub fn marks(domain: Domain, most: usize) -> Vec<f64> {
    let Domain { low, high, log } = domain;
    if log {
        let marks = decades(low, high, most);
        if marks.len() >= FEWEST_POWERS {
            return marks;
        }
    }
    between(step(high - low, most), low, high)
}

/// How the values of an axis of numbers are printed.
pub fn labels(axis: &Axis, values: &[f64]) -> Vec<String> {
    match &axis.scale {
        Scale::Log(unit) => {
            values.iter().map(|value| crate::charts::numbers::print(*value, unit)).collect()
        }
        Scale::Linear(unit) => on_axis(values, unit),
        // Dates run along the horizontal axis; on the vertical one they are left without labels.
        Scale::Dates | Scale::Categories(_) => Vec::new(),
    }
}
