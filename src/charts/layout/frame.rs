//! A panel in its place: its axes, and the words around them.

use super::horizontal::{Horizontal, start};
use super::inside::{self, Insets, headroom};
use super::text::{Anchor, LINE, TextBox};
use super::{Cell, Layout, Rect, Ruler};
use crate::charts::figure::{Axis, Mark, Panel, Scale, Side, Unit};
use crate::charts::theme::*;
use crate::charts::typeface::{Weight, shorten, wrap};

/// A panel in its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Frame {
    /// What lies between the axes.
    pub plot: Rect,
    /// From values on the horizontal axis to places.
    pub x: Ruler,
    /// From values on the vertical axis to places.
    pub y: Ruler,
    /// Places of upright grid lines.
    pub upright: Vec<f64>,
    /// Places of level grid lines.
    pub level: Vec<f64>,
    /// Places of short marks below the horizontal axis.
    pub notches: Vec<f64>,
}

/// Lines that a heading or an axis title may take.
const LINES: usize = 2;
/// From the words above a panel to its top, where a tick label stands half above it.
const HEADROOM: f64 = 9.0;

/// Height that the words above a panel take, in a cell of some width.
pub fn above(panel: &Panel, width: f64) -> f64 {
    let heading = heading(panel, width).len() as f64 * LINE * HEADING;
    let title = title(&panel.y, width).len() as f64 * LINE * TEXT;
    heading + title + HEADROOM
}

fn heading(panel: &Panel, width: f64) -> Vec<String> {
    wrap(&panel.title, Weight::Bold, HEADING, width, LINES)
}

/// An axis title over a few lines, with its currency.
fn title(axis: &Axis, width: f64) -> Vec<String> {
    wrap(&with_currency(axis), Weight::Regular, TEXT, width, LINES)
}

fn with_currency(axis: &Axis) -> String {
    match &axis.scale {
        Scale::Linear(Unit::Money(code)) | Scale::Log(Unit::Money(code))
            if !axis.title.is_empty() && !code.is_empty() =>
        {
            format!("{}, {code}", axis.title)
        }
        _ => axis.title.clone(),
    }
}

/// Puts a panel into the layout: into an area whose top `above` is for words, with margins for
/// labels to the left and to the right.
pub(super) fn place(
    cell: &Cell,
    horizontal: &Horizontal,
    area: Rect,
    above: f64,
    margins: (f64, f64),
    theme: &Theme,
    layout: &mut Layout,
) {
    let top = area.top + above;
    let plot = Rect {
        left: area.left + margins.0,
        top,
        right: area.right - margins.1,
        bottom: top + cell.vertical.height,
    };
    let frame = frame(cell, horizontal, plot);
    let mut texts = words_above(cell.panel, area, top);
    texts.extend(labels_left(cell, &frame));
    texts.extend(labels_below(cell.panel, horizontal, &frame, area));
    texts.extend(cell.ends.place(&frame));
    texts.extend(inside::texts(cell.panel, &frame, theme));
    layout.texts.extend(texts);
    layout.frames.push(frame);
}

fn frame(cell: &Cell, horizontal: &Horizontal, plot: Rect) -> Frame {
    let panel = cell.panel;
    let x = Ruler {
        start: plot.left + horizontal.ruler.start,
        end: plot.left + horizontal.ruler.end,
        ..horizontal.ruler
    };
    let domain = cell.vertical.domain;
    let (start, end) = match panel.y.names() {
        // The first name stands at the top, below the words at reference lines.
        Some(_) => (plot.top + headroom(panel), plot.bottom),
        None => {
            let insets = Insets::of(panel);
            let end = (plot.top + insets.top).min(plot.bottom - 1.0);
            ((plot.bottom - insets.bottom).max(end + 1.0), end)
        }
    };
    let y = Ruler { log: domain.log, low: domain.low, high: domain.high, start, end };
    let numbers = |axis: &Axis| matches!(axis.scale, Scale::Linear(_) | Scale::Log(_));
    let cloud = panel.marks.iter().any(|mark| matches!(mark, Mark::Points(_)));
    let lying = panel.standing() == Side::Y;
    let below: Vec<f64> = horizontal.labels.iter().map(|label| x.place(label.at)).collect();
    let beside = || cell.vertical.labels.iter().map(|(at, _)| y.place(*at)).collect();
    let (level, crossed) = (numbers(&panel.y), numbers(&panel.x) && (lying || cloud));
    let marked = panel.x.names().is_none() && !crossed;
    Frame {
        plot,
        x,
        y,
        upright: if crossed { below.clone() } else { Vec::new() },
        level: if level { beside() } else { Vec::new() },
        notches: if marked { below } else { Vec::new() },
    }
}

fn words_above(panel: &Panel, area: Rect, top: f64) -> Vec<TextBox> {
    let title = title(&panel.y, area.width());
    let mut y = top - HEADROOM - title.len() as f64 * LINE * TEXT;
    let heading = heading(panel, area.width());
    let mut texts = Vec::new();
    let mut heading_top = y - heading.len() as f64 * LINE * HEADING;
    for line in heading {
        texts.push(TextBox::line(&line, HEADING, Weight::Bold, INK, area.left, heading_top));
        heading_top += LINE * HEADING;
    }
    for line in title {
        texts.push(TextBox::line(&line, TEXT, Weight::Regular, SOFT_INK, area.left, y));
        y += LINE * TEXT;
    }
    texts
}

fn labels_left(cell: &Cell, frame: &Frame) -> Vec<TextBox> {
    let x = frame.plot.left - GAP;
    let colour = if cell.panel.y.names().is_some() { INK } else { SOFT_INK };
    let mut texts = Vec::new();
    for (at, lines) in &cell.vertical.labels {
        let first = frame.y.place(*at) - LINE * TEXT * (lines.len() as f64 - 1.0) / 2.0;
        for (i, line) in lines.iter().enumerate() {
            let y = first + LINE * TEXT * i as f64;
            texts.push(TextBox::at(line, TEXT, colour, Anchor::Right, x, y));
        }
    }
    texts
}

fn labels_below(panel: &Panel, horizontal: &Horizontal, frame: &Frame, area: Rect) -> Vec<TextBox> {
    let mut texts = Vec::new();
    let top = frame.plot.bottom + BELOW;
    let mut bottom = top;
    for label in &horizontal.labels {
        let place = frame.x.place(label.at);
        let colour = if panel.x.names().is_some() { INK } else { SOFT_INK };
        bottom = bottom.max(top + label.height());
        if label.turned {
            let lines = label.lines.iter();
            texts.extend(lines.map(|line| TextBox::upwards(line, TEXT, colour, place, top)));
            continue;
        }
        for (i, line) in label.lines.iter().enumerate() {
            let y = top + LINE * TEXT * i as f64;
            let mut text = TextBox::line(line, TEXT, Weight::Regular, colour, 0.0, y);
            let left = start(place, text.rect.width(), (area.left, area.right));
            text.rect = text.rect.moved_to(left);
            texts.push(text);
        }
    }
    let title = with_currency(&panel.x);
    if !title.is_empty() {
        let title = shorten(&title, Weight::Regular, TEXT, area.width());
        let mut text = TextBox::line(&title, TEXT, Weight::Regular, SOFT_INK, 0.0, bottom);
        let left = frame.plot.right - text.rect.width();
        text.rect = text.rect.moved_to(left.max(area.left));
        texts.push(text);
    }
    texts
}
