//! Points, bubbles and intervals.

use super::sheet::{Drawn, Sheet};
use super::{DOT, Frame, HALF_SHEER, MANY, PAPER, Panel, Rect, Rgb, THICK, THIN, Theme};
use crate::charts::figure::{Estimates, Marker, Points, Side};
use crate::charts::layout::{has_place, radii};

/// Thickness of an interval.
const INTERVAL: f64 = 3.0;

pub fn points<'a>(
    sheet: &Sheet<'a>,
    panel: &Panel,
    points: &Points,
    frame: &Frame,
    theme: &Theme,
) -> Drawn<'a> {
    let colour = theme.rgb(&points.series.colour);
    let radius = radii(panel);
    let crowd = points.dots.len() > MANY;
    let mut dots: Vec<_> =
        points.dots.iter().filter(|dot| has_place(panel, dot.x, dot.y)).collect();
    // Large bubbles first, so that none hides a smaller one.
    dots.sort_by(|a, b| radius(b).total_cmp(&radius(a)));
    for dot in dots {
        let at = (frame.x.place(dot.x), frame.y.place(dot.y));
        if dot.size.is_some() {
            sheet.disc(at, radius(dot), colour, HALF_SHEER)?;
            sheet.ring(at, radius(dot), THIN, PAPER)?;
        } else if crowd {
            sheet.disc(at, radius(dot), colour, HALF_SHEER)?;
        } else {
            marker(sheet, points.marker, at, radius(dot), colour, false)?;
        }
    }
    Ok(())
}

pub fn estimates<'a>(
    sheet: &Sheet<'a>,
    panel: &Panel,
    estimates: &Estimates,
    frame: &Frame,
    theme: &Theme,
) -> Drawn<'a> {
    let upright = panel.standing() == Side::X;
    let known = |at: f64, value: f64| {
        if upright { has_place(panel, at, value) } else { has_place(panel, value, at) }
    };
    let place = |at: f64, value: f64| match upright {
        true => (frame.x.place(at), frame.y.place(value)),
        false => (frame.x.place(value), frame.y.place(at)),
    };
    for estimate in &estimates.estimates {
        let colour = theme.rgb(estimate.colour.as_ref().unwrap_or(&estimates.series.colour));
        let ends = estimate
            .interval
            .filter(|&(low, high)| known(estimate.at, low) && known(estimate.at, high));
        if let Some((low, high)) = ends {
            let ends = [place(estimate.at, low), place(estimate.at, high)];
            sheet.path(&ends, INTERVAL, colour.mix(PAPER, 0.35))?;
        }
        if known(estimate.at, estimate.value) {
            let at = place(estimate.at, estimate.value);
            marker(sheet, estimates.marker, at, DOT + 0.5, colour, !upright)?;
        }
    }
    Ok(())
}

/// A point. A tick crosses the axis that has the values: with `lying` it stands upright.
pub fn marker<'a>(
    sheet: &Sheet<'a>,
    marker: Marker,
    (x, y): (f64, f64),
    radius: f64,
    colour: Rgb,
    lying: bool,
) -> Drawn<'a> {
    match marker {
        Marker::Dot => sheet.disc((x, y), radius, colour, 1.0),
        Marker::Ring => {
            sheet.disc((x, y), radius, PAPER, 1.0)?;
            sheet.ring((x, y), radius - 0.5, THICK * 0.8, colour)
        }
        Marker::Square => {
            let half = radius * 0.9;
            let rect = Rect { left: x - half, right: x + half, top: y - half, bottom: y + half };
            sheet.rect(rect, colour, 1.0)
        }
        Marker::Diamond => {
            let half = radius * 1.25;
            let corners = [(x - half, y), (x, y - half), (x + half, y), (x, y + half)];
            sheet.polygon(&corners, colour, 1.0)
        }
        Marker::Tick => {
            let half = radius * 1.9;
            match lying {
                true => sheet.upright(x, (y - half, y + half), THICK, colour),
                false => sheet.level((x - half, x + half), y, THICK, colour),
            }
        }
    }
}
