//! The legend: which series there are, and a sample of each.

use super::Rect;
use crate::charts::figure::{Figure, Keys, Mark, Marker, Series, Stroke};
use crate::charts::theme::{Rgb, Theme};

/// A sample of a series.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Key {
    /// What it covers.
    pub rect: Rect,
    /// How it is drawn.
    pub form: KeyForm,
    /// Its colour.
    pub colour: Rgb,
}

/// What a sample looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyForm {
    /// A piece of line.
    Line(Stroke),
    /// A filled square.
    Area,
    /// A pale square.
    Band,
    /// A point.
    Marker(Marker),
}

/// An entry of the legend.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The series' name.
    pub name: String,
    /// What its sample looks like.
    pub form: KeyForm,
    /// Its colour.
    pub colour: Rgb,
}

/// The entries of a figure's legend; with `direct`, lines and areas have their names elsewhere.
pub fn entries(figure: &Figure, direct: bool, theme: &Theme) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    if figure.keys == Keys::None {
        return entries;
    }
    let mut add = |series: &Series, form: KeyForm| {
        let known = entries.iter().any(|entry| entry.name == series.name);
        if !series.name.is_empty() && !known {
            let colour = theme.rgb(&series.colour);
            entries.push(Entry { name: series.name.clone(), form, colour });
        }
    };
    for mark in figure.panels.iter().flat_map(|panel| &panel.marks) {
        match mark {
            Mark::Line(line) if !direct => add(&line.series, KeyForm::Line(line.stroke)),
            Mark::Stack(stack) if !direct => {
                // From the top, as the eye meets them.
                stack.areas.iter().rev().for_each(|area| add(&area.series, KeyForm::Area));
            }
            Mark::Bars(bars) => {
                bars.series.iter().for_each(|bars| add(&bars.series, KeyForm::Area));
            }
            Mark::Points(points) => add(&points.series, KeyForm::Marker(points.marker)),
            Mark::Estimates(all) => add(&all.series, KeyForm::Marker(all.marker)),
            Mark::Band(band) => add(&band.series, KeyForm::Band),
            _ => {}
        }
    }
    // One name alone tells nothing apart, unless others stand beside their lines.
    if entries.len() == 1 && !direct {
        entries.clear();
    }
    entries
}
