//! Words between the axes: at bars, in cells, beside points and reference lines.

mod insets;
mod placer;

pub use insets::{Insets, headroom};

use std::cmp::Ordering;

use super::bars::{BarBox, boxes};
use super::text::{Anchor, LINE, TextBox};
use super::{Frame, Rect, has_place};
use crate::charts::figure::{Arrangement, Bars, Cells, Dot, Mark, Panel, Region, Rule, Side};
use crate::charts::theme::*;
use placer::Placer;

/// Rows below the top of a panel that are tried for a label.
const ROWS: usize = 3;
/// Distance between two places on a line at which it is looked for, in points.
const STEP: f64 = 5.0;
/// A colour lighter than this takes dark letters.
const LIGHT: f64 = 0.55;

/// The words inside a panel. Those that matter most take their place first; what finds no room
/// beside them is left to the table.
pub fn texts(panel: &Panel, frame: &Frame, theme: &Theme) -> Vec<TextBox> {
    let mut placer = Placer::new(frame.plot);
    for mark in &panel.marks {
        match mark {
            Mark::Bars(bars) => at_bars(panel, bars, frame, theme, &mut placer),
            Mark::Cells(cells) => in_cells(cells, frame, theme, &mut placer),
            _ => {}
        }
    }
    placer.avoid(along_lines(panel, frame));
    for mark in &panel.marks {
        match mark {
            Mark::Rule(rule) => placer.any(beside_rule(rule, frame)),
            Mark::Region(region) => placer.any(in_region(region, frame)),
            _ => {}
        }
    }
    let dots = || {
        let points = panel.marks.iter().filter_map(|mark| match mark {
            Mark::Points(points) => Some(&points.dots),
            _ => None,
        });
        points.flatten().filter(|dot| has_place(panel, dot.x, dot.y))
    };
    let radius = radii(panel);
    let place = |dot: &Dot| (frame.x.place(dot.x), frame.y.place(dot.y), radius(dot));
    if dots().count() <= MANY {
        placer
            .avoid(dots().map(place).map(|(x, y, r)| Rect::sized(x - r, y - r, 2.0 * r, 2.0 * r)));
    }
    for mark in &panel.marks {
        if let Mark::Note(note) = mark
            && has_place(panel, note.x, note.y)
        {
            let at = (frame.x.place(note.x), frame.y.place(note.y), DOT);
            placer.any(around(&note.text, at));
        }
    }
    for dot in dots().filter(|dot| dot.named && !dot.label.is_empty()) {
        placer.any(around(&dot.label, place(dot)));
    }
    placer.texts
}

/// The radius of each point of a panel: the area of a bubble stands for its size.
pub fn radii(panel: &Panel) -> impl Fn(&Dot) -> f64 {
    let points = panel.marks.iter().filter_map(|mark| match mark {
        Mark::Points(points) => Some(&points.dots),
        _ => None,
    });
    let dots: Vec<&Dot> = points.flatten().collect();
    let sizes = dots.iter().filter_map(|dot| dot.size).filter(|size| size.is_finite());
    let largest = sizes.fold(0.0, f64::max);
    let plain = match dots.len() {
        few if few <= QUITE_A_FEW => DOT,
        some if some <= MANY => SMALL_DOT,
        _ => SPECK,
    };
    move |dot| match dot.size {
        Some(size) if (f64::MIN_POSITIVE..=largest).contains(&size) => {
            (BUBBLE * (size / largest).sqrt()).max(SPECK)
        }
        Some(_) => SPECK,
        None => plain,
    }
}

/// Small boxes along the lines of a panel, which words should rather not cover.
fn along_lines(panel: &Panel, frame: &Frame) -> Vec<Rect> {
    let mut boxes = Vec::new();
    for mark in &panel.marks {
        let Mark::Line(line) = mark else { continue };
        for pair in line.points.windows(2).take(MANY * 4) {
            if !pair.iter().all(|(x, y)| has_place(panel, *x, *y)) {
                continue;
            }
            let ends = [0, 1].map(|i| (frame.x.place(pair[i].0), frame.y.place(pair[i].1)));
            let (dx, dy) = (ends[1].0 - ends[0].0, ends[1].1 - ends[0].1);
            let steps = (dx.hypot(dy) / STEP).ceil().max(1.0);
            for step in 0..=steps as usize {
                let share = step as f64 / steps;
                let at = (ends[0].0 + dx * share, ends[0].1 + dy * share);
                boxes.push(Rect::sized(at.0 - 1.0, at.1 - 1.0, 2.0, 2.0));
            }
        }
    }
    boxes
}

fn at_bars(panel: &Panel, bars: &Bars, frame: &Frame, theme: &Theme, placer: &mut Placer) {
    let stacked = bars.arrangement == Arrangement::Stacked;
    let upright = panel.standing() == Side::X;
    let boxes = boxes(panel, bars, frame, theme);
    let texts: Vec<TextBox> = boxes
        .iter()
        .filter(|bar| !bar.label.is_empty())
        .filter_map(|bar| if stacked { within(bar) } else { Some(at_end(bar, upright)) })
        .collect();
    let whole = texts.windows(2).all(|pair| !pair[0].rect.overlaps(&pair[1].rect));
    // Labels over upright bars are all there or none: a few of them would say the others are small.
    if whole || stacked || !upright {
        texts.into_iter().for_each(|text| placer.any([text]));
    }
}

/// In the middle of a bar, if it fits there.
fn within(bar: &BarBox) -> Option<TextBox> {
    let (x, y) = ((bar.rect.left + bar.rect.right) / 2.0, (bar.rect.top + bar.rect.bottom) / 2.0);
    let text = TextBox::at(bar.label, TEXT, ink_on(bar.colour), Anchor::Middle, x, y);
    bar.rect.contains(&text.rect).then_some(text)
}

/// Beyond the end of a bar.
fn at_end(bar: &BarBox, upright: bool) -> TextBox {
    let rect = bar.rect;
    let (x, y) = ((rect.left + rect.right) / 2.0, (rect.top + rect.bottom) / 2.0);
    let half = LINE * TEXT / 2.0;
    let (anchor, x, y) = match (upright, bar.value < 0.0) {
        (true, false) => (Anchor::Middle, x, rect.top - half),
        (true, true) => (Anchor::Middle, x, rect.bottom + half),
        (false, false) => (Anchor::Left, rect.right + GAP, y),
        (false, true) => (Anchor::Right, rect.left - GAP, y),
    };
    TextBox::at(bar.label, TEXT, INK, anchor, x, y).halo()
}

fn in_cells(cells: &Cells, frame: &Frame, theme: &Theme, placer: &mut Placer) {
    let width = (frame.x.place(1.0) - frame.x.place(0.0)).abs();
    let height = (frame.y.place(1.0) - frame.y.place(0.0)).abs();
    let (least, most) = cells.range();
    let texts = |size: f64| -> Vec<TextBox> {
        let shown = cells.cells.iter().filter(|cell| cell.value.is_finite());
        let text = shown.map(|cell| {
            let colour = ink_on(theme.cell(cells.ramp, cell.value, least, most));
            let (x, y) = (frame.x.place(cell.x as f64), frame.y.place(cell.y as f64));
            TextBox::at(&cell.label, size, colour, Anchor::Middle, x, y)
        });
        text.collect()
    };
    let fits = |texts: &Vec<TextBox>| {
        texts.iter().all(|text| text.rect.width() <= width - 2.0 && text.rect.height() <= height)
    };
    let fitting = [TEXT, SMALL].into_iter().map(texts).find(fits);
    fitting.into_iter().flatten().for_each(|text| placer.any([text]));
}

/// Letters that can be read on a colour.
fn ink_on(colour: Rgb) -> Rgb {
    if colour.lightness() > LIGHT { INK } else { PAPER }
}

fn beside_rule(rule: &Rule, frame: &Frame) -> Vec<TextBox> {
    let half = LINE * TEXT / 2.0;
    let text = |anchor, x, y| TextBox::at(&rule.label, TEXT, SOFT_INK, anchor, x, y).halo();
    let plot = frame.plot;
    if rule.label.is_empty() {
        return Vec::new();
    }
    match rule.on {
        Side::Y => {
            let y = frame.y.place(rule.at);
            let heights = [y - half - 1.0, y + half + 1.0];
            let middle = (plot.left + plot.right) / 2.0;
            let sides = [
                (Anchor::Right, plot.right - 2.0),
                (Anchor::Left, plot.left + 2.0),
                (Anchor::Middle, middle),
            ];
            let places = sides.into_iter().flat_map(|(anchor, x)| heights.map(|y| (anchor, x, y)));
            places.map(|(anchor, x, y)| text(anchor, x, y)).collect()
        }
        Side::X => {
            let x = frame.x.place(rule.at);
            let down = (0..ROWS).map(|row| plot.top + half + row as f64 * 2.0 * half);
            let rows = down.chain([plot.bottom - half - 1.0]);
            let places = rows.flat_map(|y| {
                [(Anchor::Left, x + GAP / 2.0, y), (Anchor::Right, x - GAP / 2.0, y)]
            });
            places.map(|(anchor, x, y)| text(anchor, x, y)).collect()
        }
    }
}

fn in_region(region: &Region, frame: &Frame) -> Vec<TextBox> {
    let Some(rect) = region_box(region, frame).filter(|_| !region.label.is_empty()) else {
        return Vec::new();
    };
    let half = LINE * TEXT / 2.0;
    let middle = (rect.left + rect.right) / 2.0;
    let rows = (0..ROWS).map(|row| rect.top + half + 1.0 + row as f64 * 2.0 * half);
    let places = rows.flat_map(|y| {
        let beside = [(Anchor::Left, rect.left + 2.0, y), (Anchor::Right, rect.right - 2.0, y)];
        [(Anchor::Middle, middle, y)].into_iter().chain(beside)
    });
    let text = |(anchor, x, y)| TextBox::at(&region.label, TEXT, SOFT_INK, anchor, x, y).halo();
    places.map(text).collect()
}

/// What a shaded part of an axis covers, none where all of it lies outside the panel.
pub fn region_box(region: &Region, frame: &Frame) -> Option<Rect> {
    let (plot, ruler) = match region.on {
        Side::X => (frame.plot, frame.x),
        Side::Y => (frame.plot, frame.y),
    };
    let low = region.from.min(region.to).max(ruler.low);
    let high = region.from.max(region.to).min(ruler.high);
    // Not where the ends are no numbers, or lie beyond the axis.
    if low.partial_cmp(&high) != Some(Ordering::Less) {
        return None;
    }
    let (a, b) = (ruler.place(low), ruler.place(high));
    Some(match region.on {
        Side::X => Rect { left: a.min(b), right: a.max(b), ..plot },
        Side::Y => Rect { top: a.min(b), bottom: a.max(b), ..plot },
    })
}

/// To the right, to the left, above or below a point with some radius.
fn around(label: &str, (x, y, radius): (f64, f64, f64)) -> Vec<TextBox> {
    let (beside, over) = (radius + 3.0, radius + LINE * TEXT / 2.0);
    let places = [
        (Anchor::Left, x + beside, y),
        (Anchor::Right, x - beside, y),
        (Anchor::Middle, x, y - over),
        (Anchor::Middle, x, y + over),
    ];
    places.map(|(anchor, x, y)| TextBox::at(label, TEXT, INK, anchor, x, y).halo()).to_vec()
}
