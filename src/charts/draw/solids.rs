//! Bars, stacked areas and cells.

use super::sheet::{Drawn, Sheet};
use super::{DOT, Frame, Panel, Rect, SHADE, Theme};
use crate::charts::figure::{Bars, Cells, Stack};
use crate::charts::layout::{boxes, has_place, tracks};

/// Least length of a bar whose value is not 0, in points, so that it shows.
const SHORTEST: f64 = 0.75;
/// Between two cells.
const SEAM: f64 = 1.0;

pub fn bars<'a>(
    sheet: &Sheet<'a>,
    panel: &Panel,
    bars: &Bars,
    frame: &Frame,
    theme: &Theme,
) -> Drawn<'a> {
    for track in tracks(panel, bars, frame) {
        sheet.rect(track, SHADE, 1.0)?;
    }
    for bar in boxes(panel, bars, frame, theme) {
        let mut rect = bar.rect;
        if bar.value != 0.0 && rect.width() < SHORTEST {
            rect.right = rect.left + SHORTEST;
        }
        if bar.value != 0.0 && rect.height() < SHORTEST {
            rect.top = rect.bottom - SHORTEST;
        }
        sheet.rect(rect, bar.colour, 1.0)?;
    }
    Ok(())
}

pub fn stack<'a>(
    sheet: &Sheet<'a>,
    panel: &Panel,
    stack: &Stack,
    frame: &Frame,
    theme: &Theme,
) -> Drawn<'a> {
    let places: Vec<usize> =
        (0..stack.x.len()).filter(|&i| has_place(panel, stack.x[i], 0.0)).collect();
    let mut up = vec![0.0; stack.x.len()];
    let mut down = vec![0.0; stack.x.len()];
    for area in &stack.areas {
        let mut lower = Vec::with_capacity(places.len());
        let mut upper = Vec::with_capacity(places.len());
        for &i in &places {
            let height = area.heights.get(i).copied().filter(|height| height.is_finite());
            let height = height.unwrap_or(0.0);
            let side = if height < 0.0 { &mut down[i] } else { &mut up[i] };
            let x = frame.x.place(stack.x[i]);
            lower.push((x, frame.y.place(*side)));
            *side += height;
            upper.push((x, frame.y.place(*side)));
        }
        if let ([(x, y)], [(_, top)]) = (&lower[..], &upper[..]) {
            let rect =
                Rect { left: *x - DOT, right: *x + DOT, top: top.min(*y), bottom: top.max(*y) };
            sheet.rect(rect, theme.rgb(&area.series.colour), 1.0)?;
            continue;
        }
        lower.reverse();
        upper.extend(lower);
        sheet.polygon(&upper, theme.rgb(&area.series.colour), 1.0)?;
    }
    Ok(())
}

pub fn cells<'a>(sheet: &Sheet<'a>, cells: &Cells, frame: &Frame, theme: &Theme) -> Drawn<'a> {
    let (least, most) = cells.range();
    let side = |ruler: super::super::layout::Ruler, at: usize| {
        let (a, b) = (ruler.place(at as f64 - 0.5), ruler.place(at as f64 + 0.5));
        (a.min(b) + SEAM / 2.0, a.max(b) - SEAM / 2.0)
    };
    for cell in cells.cells.iter().filter(|cell| cell.value.is_finite()) {
        let ((left, right), (top, bottom)) = (side(frame.x, cell.x), side(frame.y, cell.y));
        let colour = theme.cell(cells.ramp, cell.value, least, most);
        sheet.rect(Rect { left, right, top, bottom }, colour, 1.0)?;
    }
    Ok(())
}
