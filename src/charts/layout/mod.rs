//! Where everything on a chart goes, before any of it is drawn.
//!
//! Every text is measured first. Margins, heights and the number of tick labels follow from the
//! measures, so that nothing is cut off and no two texts meet.

mod bars;
mod domain;
mod ends;
mod extent;
mod frame;
mod header;
mod horizontal;
mod inside;
mod keys;
mod rect;
mod ruler;
mod text;
mod vertical;

pub use bars::{BarBox, boxes, tracks};
pub use extent::has_place;
pub use frame::Frame;
pub use inside::{radii, region_box};
pub use keys::{Key, KeyForm};
pub use rect::Rect;
pub use ruler::Ruler;
pub use text::TextBox;

use super::figure::{Figure, Keys, NotDrawn, Panel};
use super::theme::{self, Theme};
use extent::Extent;
use horizontal::Horizontal;
use vertical::Vertical;

/// A chart laid out, in points from the top left corner.
#[derive(Debug, Clone, PartialEq)]
pub struct Layout {
    /// Width of the chart.
    pub width: f64,
    /// Height of the chart.
    pub height: f64,
    /// Every text on it. No two overlap.
    pub texts: Vec<TextBox>,
    /// The legend's samples.
    pub keys: Vec<Key>,
    /// The panels, as the figure orders them.
    pub frames: Vec<Frame>,
}

/// A panel on its way into the layout.
struct Cell<'a> {
    panel: &'a Panel,
    extent: Extent,
    vertical: Vertical,
    ends: ends::Ends,
}

/// Lays a figure out.
///
/// # Errors
///
/// Without a panel, or where a panel has nothing to show.
pub fn layout(figure: &Figure, theme: &Theme) -> Result<Layout, NotDrawn> {
    if figure.panels.is_empty() {
        return Err(NotDrawn::NotComputed { what: figure.name.clone() });
    }
    let columns = figure.columns.clamp(1, figure.panels.len());
    let gutters = theme::GUTTER * (columns - 1) as f64;
    let width = (theme::WIDTH - 2.0 * theme::MARGIN - gutters) / columns as f64;
    let mut direct = figure.keys == Keys::Direct;
    let mut cells = cells(figure, width, columns, direct, theme)?;
    if cells.iter().any(|cell| !cell.ends.fit(cell.vertical.height)) {
        direct = false;
        cells.iter_mut().for_each(|cell| cell.ends = ends::Ends::default());
    }
    let mut layout = Layout {
        width: theme::WIDTH,
        height: 0.0,
        texts: Vec::new(),
        keys: Vec::new(),
        frames: Vec::new(),
    };
    let mut top = header::place(figure, direct, theme, &mut layout);
    let margins = margins(&cells, columns);
    for (row, margins) in cells.chunks(columns).zip(margins.chunks(columns)) {
        let horizontals: Vec<Horizontal> = row
            .iter()
            .zip(margins)
            .map(|(cell, (left, right))| {
                Horizontal::of(cell.panel, &cell.extent, width - left - right, (*left, *right))
            })
            .collect();
        let above = row.iter().map(|cell| frame::above(cell.panel, width)).fold(0.0, f64::max);
        let plot = row.iter().map(|cell| cell.vertical.height).fold(0.0, f64::max);
        for (column, (cell, horizontal)) in row.iter().zip(&horizontals).enumerate() {
            let left = theme::MARGIN + column as f64 * (width + theme::GUTTER);
            let area = Rect::sized(left, top, width, above + plot);
            frame::place(cell, horizontal, area, above, margins[column], theme, &mut layout);
        }
        let below = horizontals.iter().map(|horizontal| horizontal.height).fold(0.0, f64::max);
        top += above + plot + below + theme::ROW_GAP;
    }
    layout.height = (top - theme::ROW_GAP + theme::MARGIN).ceil();
    Ok(layout)
}

/// Room to the left and to the right of each panel. Panels above one another share it, so that their
/// axes line up; those with names beside them apart from those with numbers.
fn margins(cells: &[Cell], columns: usize) -> Vec<(f64, f64)> {
    let margin = |(place, cell): (usize, &Cell)| {
        let alike =
            |other: &&Cell| other.panel.y.names().is_some() == cell.panel.y.names().is_some();
        let stacked = || cells.iter().skip(place % columns).step_by(columns).filter(alike);
        let widest = |of: fn(&Cell) -> f64| stacked().map(of).fold(0.0, f64::max);
        (widest(|cell| cell.vertical.width), widest(|cell| cell.ends.width()))
    };
    cells.iter().enumerate().map(margin).collect()
}

fn cells<'a>(
    figure: &'a Figure,
    width: f64,
    columns: usize,
    direct: bool,
    theme: &Theme,
) -> Result<Vec<Cell<'a>>, NotDrawn> {
    let cell = |(number, panel): (usize, &'a Panel)| {
        let empty = || NotDrawn::EmptyPanel {
            figure: figure.name.clone(),
            panel: match panel.title.as_str() {
                "" => (number + 1).to_string(),
                title => title.to_owned(),
            },
        };
        let extent = Extent::of(panel).ok_or_else(empty)?;
        let vertical = Vertical::of(panel, &extent, width, columns);
        let ends = if direct { ends::Ends::of(panel, width, theme) } else { Default::default() };
        Ok(Cell { panel, extent, vertical, ends })
    };
    figure.panels.iter().enumerate().map(cell).collect()
}

#[cfg(test)]
mod tests;
