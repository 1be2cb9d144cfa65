//! Where bars stand and how far they reach.

use std::collections::BTreeMap;

use super::domain::bar_spacing;
use super::{Frame, Rect, has_place};
use crate::charts::figure::{Arrangement, Bars, Panel, Side};
use crate::charts::theme::{BAR_SHARE, Rgb, Theme};

/// A bar in its place.
#[derive(Debug, Clone, PartialEq)]
pub struct BarBox<'a> {
    /// What it covers.
    pub rect: Rect,
    /// Its value.
    pub value: f64,
    /// Its colour.
    pub colour: Rgb,
    /// Words at its end.
    pub label: &'a str,
}

/// Widest bar.
const WIDEST: f64 = 72.0;

/// The bars of a mark that have a place, in their order.
pub fn boxes<'a>(panel: &Panel, bars: &'a Bars, frame: &Frame, theme: &Theme) -> Vec<BarBox<'a>> {
    let upright = panel.standing() == Side::X;
    let (along, across) = if upright { (frame.x, frame.y) } else { (frame.y, frame.x) };
    let width = thickness(panel, frame);
    let groups = bars.series.len().max(1) as f64;
    let grouped = bars.arrangement == Arrangement::Grouped;
    // How far down and up the bars on each place reach so far.
    let mut reach: BTreeMap<u64, (f64, f64)> = BTreeMap::new();
    let mut boxes = Vec::new();
    for (place, series) in bars.series.iter().enumerate() {
        for bar in &series.bars {
            let (x, y) = if upright { (bar.at, bar.value) } else { (bar.value, bar.at) };
            if !has_place(panel, x, y) {
                continue;
            }
            let (before, after) = if grouped {
                (0.0, bar.value)
            } else {
                let (down, up) = reach.entry(bar.at.to_bits()).or_default();
                let side = if bar.value < 0.0 { down } else { up };
                let before = *side;
                *side += bar.value;
                (before, *side)
            };
            let from = if before == 0.0 { across.base() } else { across.place(before) };
            let to = across.place(after);
            let (low, high) = (from.min(to), from.max(to));
            let (start, share) = if grouped {
                (width * place as f64 / groups, width / groups)
            } else {
                (0.0, width)
            };
            let start = along.place(bar.at) - width / 2.0 + start;
            let rect = match upright {
                true => Rect { left: start, right: start + share, top: low, bottom: high },
                false => Rect { left: low, right: high, top: start, bottom: start + share },
            };
            let colour = theme.rgb(bar.colour.as_ref().unwrap_or(&series.series.colour));
            boxes.push(BarBox { rect, value: bar.value, colour, label: &bar.label });
        }
    }
    boxes
}

/// The pale bars behind the others.
pub fn tracks(panel: &Panel, bars: &Bars, frame: &Frame) -> Vec<Rect> {
    let Some(end) = bars.track else { return Vec::new() };
    let upright = panel.standing() == Side::X;
    let (along, across) = if upright { (frame.x, frame.y) } else { (frame.y, frame.x) };
    let (from, to) = (across.base(), across.place(end));
    let (low, high) = (from.min(to), from.max(to));
    let half = thickness(panel, frame) / 2.0;
    let all = bars.series.iter().flat_map(|series| &series.bars);
    let places = all.map(|bar| along.place(bar.at)).filter(|place| place.is_finite());
    let track = |place: f64| match upright {
        true => Rect { left: place - half, right: place + half, top: low, bottom: high },
        false => Rect { left: low, right: high, top: place - half, bottom: place + half },
    };
    places.map(track).collect()
}

/// How much of their axis the bars of one place take together, in points.
fn thickness(panel: &Panel, frame: &Frame) -> f64 {
    let along = if panel.standing() == Side::X { frame.x } else { frame.y };
    let unit = (along.place(1.0) - along.place(0.0)).abs();
    match bar_spacing(panel) {
        None => (unit * BAR_SHARE).min(WIDEST),
        Some(spacing) => {
            let slot = (along.place(along.low + spacing) - along.place(along.low)).abs();
            (slot * BAR_SHARE).min(WIDEST)
        }
    }
}
