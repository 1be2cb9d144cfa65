//! Draws a chart that has been laid out.

mod lines;
mod points;
mod sheet;
mod solids;

use plotters::prelude::IntoDrawingArea;

use super::canvas::{Canvas, PARTS, Picture};
use super::figure::{Figure, Mark, NotDrawn, Panel, Scale};
use super::layout::{Frame, Key, KeyForm, Layout, Rect, TextBox, layout};
use super::theme::*;
use sheet::{Drawn, Sheet};

/// Width of the pale rim of letters that stand on marks, in points.
const HALO: f64 = 1.5;
/// Directions in which letters are repeated for their rim.
const AROUND: [(f64, f64); 8] = [
    (1.0, 0.0),
    (0.7, 0.7),
    (0.0, 1.0),
    (-0.7, 0.7),
    (-1.0, 0.0),
    (-0.7, -0.7),
    (0.0, -1.0),
    (0.7, -0.7),
];

/// A figure as a PNG file, two pixels to the point.
///
/// # Errors
///
/// Where there is nothing to show.
pub fn png(figure: &Figure, theme: &Theme) -> Result<Vec<u8>, NotDrawn> {
    let picture = picture(figure, &layout(figure, theme)?, theme)?;
    picture.png().map_err(|error| NotDrawn::Picture { cause: error.to_string() })
}

/// A figure as pixels.
pub fn picture(figure: &Figure, layout: &Layout, theme: &Theme) -> Result<Picture, NotDrawn> {
    let pixels = |length: f64| (length * f64::from(PIXELS)).round() as u32;
    let Rgb(red, green, blue) = PAPER;
    let mut picture = Picture::new(pixels(layout.width), pixels(layout.height), [red, green, blue]);
    let sheet = Sheet { area: Canvas::new(&mut picture).into_drawing_area() };
    draw(&sheet, figure, layout, theme)
        .map_err(|error| NotDrawn::Picture { cause: error.to_string() })?;
    drop(sheet);
    Ok(picture)
}

fn draw<'a>(sheet: &Sheet<'a>, figure: &Figure, layout: &Layout, theme: &Theme) -> Drawn<'a> {
    for (panel, frame) in figure.panels.iter().zip(&layout.frames) {
        grid(sheet, panel, frame)?;
        for mark in &panel.marks {
            draw_mark(sheet, panel, mark, frame, theme)?;
        }
        baselines(sheet, panel, frame)?;
    }
    for key in &layout.keys {
        draw_key(sheet, key)?;
    }
    layout.texts.iter().try_for_each(|text| draw_text(sheet, text))
}

fn draw_mark<'a>(
    sheet: &Sheet<'a>,
    panel: &Panel,
    mark: &Mark,
    frame: &Frame,
    theme: &Theme,
) -> Drawn<'a> {
    match mark {
        Mark::Line(line) => lines::line(sheet, panel, line, frame, theme),
        Mark::Stack(stack) => solids::stack(sheet, panel, stack, frame, theme),
        Mark::Bars(bars) => solids::bars(sheet, panel, bars, frame, theme),
        Mark::Points(points) => points::points(sheet, panel, points, frame, theme),
        Mark::Estimates(all) => points::estimates(sheet, panel, all, frame, theme),
        Mark::Band(band) => lines::band(sheet, panel, band, frame, theme),
        Mark::Cells(cells) => solids::cells(sheet, cells, frame, theme),
        Mark::Rule(rule) => lines::rule(sheet, panel, rule, frame),
        // Shades lie under the grid, and words over everything.
        Mark::Region(_) | Mark::Note(_) => Ok(()),
    }
}

fn grid<'a>(sheet: &Sheet<'a>, panel: &Panel, frame: &Frame) -> Drawn<'a> {
    for mark in &panel.marks {
        if let Mark::Region(region) = mark {
            lines::region(sheet, region, frame)?;
        }
    }
    let plot = frame.plot;
    for &y in &frame.level {
        sheet.level((plot.left, plot.right), y, HAIR, GRID)?;
    }
    for &x in &frame.upright {
        sheet.upright(x, (plot.top, plot.bottom), HAIR, GRID)?;
    }
    Ok(())
}

/// The lines that values start from, over the marks that stand on them.
fn baselines<'a>(sheet: &Sheet<'a>, panel: &Panel, frame: &Frame) -> Drawn<'a> {
    let plot = frame.plot;
    let has_zero =
        |ruler: super::layout::Ruler| !ruler.log && ruler.low <= 0.0 && ruler.high >= 0.0;
    let (names_x, names_y) = (panel.x.names().is_some(), panel.y.names().is_some());
    if names_x && names_y {
        return Ok(());
    }
    for &x in &frame.notches {
        sheet.upright(x, (plot.bottom, plot.bottom + 4.0), HAIR, BASE)?;
    }
    if names_y {
        return match panel.x.scale {
            Scale::Dates => sheet.level((plot.left, plot.right), plot.bottom, HAIR, BASE),
            _ if has_zero(frame.x) => {
                sheet.upright(frame.x.base(), (plot.top, plot.bottom), HAIR, BASE)
            }
            _ => Ok(()),
        };
    }
    let floor = if has_zero(frame.y) { frame.y.base() } else { plot.bottom };
    sheet.level((plot.left, plot.right), floor, HAIR, BASE)?;
    if !frame.notches.is_empty() && floor < plot.bottom - 1.0 {
        sheet.level((plot.left, plot.right), plot.bottom, HAIR, GRID)?;
    }
    Ok(())
}

fn draw_key<'a>(sheet: &Sheet<'a>, key: &Key) -> Drawn<'a> {
    let Rect { left, right, top, bottom } = key.rect;
    let (x, y) = ((left + right) / 2.0, (top + bottom) / 2.0);
    let square = Rect { left: x - 6.0, right: x + 6.0, top: y - 5.0, bottom: y + 5.0 };
    match key.form {
        KeyForm::Line(stroke) => lines::stroke(sheet, &[(left, y), (right, y)], stroke, key.colour),
        KeyForm::Area => sheet.rect(square, key.colour, 1.0),
        KeyForm::Band => sheet.rect(square, key.colour, SHEER * 1.5),
        KeyForm::Marker(marker) => points::marker(sheet, marker, (x, y), DOT, key.colour, false),
    }
}

fn draw_text<'a>(sheet: &Sheet<'a>, text: &TextBox) -> Drawn<'a> {
    if text.halo {
        for (x, y) in AROUND {
            let rect = text.rect.shifted(x * HALO, y * HALO);
            sheet.text(&TextBox { rect, colour: PAPER, ..text.clone() })?;
        }
    }
    sheet.text(text)
}

#[cfg(test)]
mod tests;
