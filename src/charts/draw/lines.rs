//! Lines, bands, and what lies along an axis.

use super::sheet::{Drawn, Sheet};
use super::{BASE, DASH, DOT, Frame, HAIR, Panel, Rgb, SHADE, SHEER, THICK, THIN, Theme};
use crate::charts::figure::{Band, Line, Region, Rule, Side, Stroke};
use crate::charts::layout::{has_place, region_box};

/// A line that is short of points shows them.
const FEW: usize = 2;

pub fn line<'a>(
    sheet: &Sheet<'a>,
    panel: &Panel,
    line: &Line,
    frame: &Frame,
    theme: &Theme,
) -> Drawn<'a> {
    let colour = theme.rgb(&line.series.colour);
    let pieces =
        line.points.chunk_by(|a, b| has_place(panel, a.0, a.1) == has_place(panel, b.0, b.1));
    for piece in pieces.filter(|piece| has_place(panel, piece[0].0, piece[0].1)) {
        let places: Vec<(f64, f64)> =
            piece.iter().map(|(x, y)| (frame.x.place(*x), frame.y.place(*y))).collect();
        if places.len() < FEW {
            sheet.disc(places[0], DOT * 0.75, colour, 1.0)?;
        } else if line.stroke == Stroke::Steps {
            stroke(sheet, &stepped(&places), Stroke::Solid, colour)?;
        } else {
            stroke(sheet, &places, line.stroke, colour)?;
        }
    }
    Ok(())
}

/// Level until the next value.
fn stepped(places: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let steps = places.windows(2).flat_map(|pair| [pair[0], (pair[1].0, pair[0].1)]);
    steps.chain(places.last().copied()).collect()
}

/// A line through places in one of the ways of drawing lines.
pub fn stroke<'a>(
    sheet: &Sheet<'a>,
    places: &[(f64, f64)],
    stroke: Stroke,
    colour: Rgb,
) -> Drawn<'a> {
    match stroke {
        Stroke::Solid | Stroke::Steps => sheet.path(places, THICK, colour),
        Stroke::Thin => sheet.path(places, THIN, colour),
        Stroke::Dashed => {
            dashes(places).iter().try_for_each(|dash| sheet.path(dash, THICK * 0.8, colour))
        }
    }
}

/// Cuts a line into dashes.
fn dashes(places: &[(f64, f64)]) -> Vec<Vec<(f64, f64)>> {
    let mut dashes = Vec::new();
    let (mut dash, mut on, mut left) = (Vec::new(), true, DASH.0);
    for pair in places.windows(2) {
        let ((mut x, mut y), to) = (pair[0], pair[1]);
        loop {
            let length = (to.0 - x).hypot(to.1 - y);
            if on {
                dash.push((x, y));
            }
            if length <= left {
                left -= length;
                break;
            }
            let share = left / length;
            (x, y) = (x + (to.0 - x) * share, y + (to.1 - y) * share);
            if on {
                dash.push((x, y));
                dashes.push(std::mem::take(&mut dash));
            }
            on = !on;
            left = if on { DASH.0 } else { DASH.1 };
        }
    }
    if on {
        dash.extend(places.last());
        dashes.push(dash);
    }
    dashes
}

pub fn band<'a>(
    sheet: &Sheet<'a>,
    panel: &Panel,
    band: &Band,
    frame: &Frame,
    theme: &Theme,
) -> Drawn<'a> {
    let colour = theme.rgb(&band.series.colour);
    let whole =
        |&(x, low, high): &(f64, f64, f64)| has_place(panel, x, low) && has_place(panel, x, high);
    let pieces = band.points.chunk_by(|a, b| whole(a) == whole(b));
    for piece in pieces.filter(|piece| whole(&piece[0])) {
        let place = |x: f64, y: f64| (frame.x.place(x), frame.y.place(y));
        let upper = piece.iter().map(|&(x, _, high)| place(x, high));
        let lower = piece.iter().rev().map(|&(x, low, _)| place(x, low));
        let corners: Vec<(f64, f64)> = upper.chain(lower).collect();
        if piece.len() < FEW {
            sheet.path(&corners, THICK, colour)?;
        } else {
            sheet.polygon(&corners, colour, SHEER)?;
        }
    }
    Ok(())
}

pub fn rule<'a>(sheet: &Sheet<'a>, panel: &Panel, rule: &Rule, frame: &Frame) -> Drawn<'a> {
    let plot = frame.plot;
    let (axis, ruler) = match rule.on {
        Side::X => (&panel.x, frame.x),
        Side::Y => (&panel.y, frame.y),
    };
    if !axis.holds(rule.at) || rule.at < ruler.low || rule.at > ruler.high {
        return Ok(());
    }
    let at = ruler.place(rule.at);
    let ends = match rule.on {
        Side::X => [(at, plot.top), (at, plot.bottom)],
        Side::Y => [(plot.left, at), (plot.right, at)],
    };
    dashes(&ends).iter().try_for_each(|dash| sheet.path(dash, HAIR, BASE))
}

pub fn region<'a>(sheet: &Sheet<'a>, region: &Region, frame: &Frame) -> Drawn<'a> {
    match region_box(region, frame) {
        Some(rect) => sheet.rect(rect, SHADE, 1.0),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dashes_cover_their_share_of_a_line_whatever_its_corners() {
        let straight = [(0.0, 0.0), (500.0, 0.0)];
        let bent: Vec<(f64, f64)> = (0..=500).map(|i| (f64::from(i), 0.0)).collect();
        for places in [&straight[..], &bent] {
            let dashes = dashes(places);
            let drawn: f64 = dashes.iter().map(|dash| dash[dash.len() - 1].0 - dash[0].0).sum();
            assert_eq!((dashes.len(), drawn), (50, 300.0));
        }
        assert!(dashes(&[]).concat().is_empty());
    }

    #[test]
    fn steps_hold_their_value() {
        let steps = stepped(&[(0.0, 1.0), (1.0, 2.0), (2.0, 2.0)]);
        assert_eq!(steps, [(0.0, 1.0), (1.0, 1.0), (1.0, 2.0), (2.0, 2.0), (2.0, 2.0)]);
    }
}
