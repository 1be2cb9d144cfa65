//! Sizes, in points of which the picture has two pixels each.

pub use super::palette::{BASE, GRID, INK, PAPER, SHADE, SOFT_INK};

/// Pixels per point, so that charts are sharp on fine screens and on paper.
pub const PIXELS: u32 = 2;
/// Width of every chart: narrow enough that its letters can be read on a phone.
pub const WIDTH: f64 = 640.0;
/// Free space on all sides.
pub const MARGIN: f64 = 16.0;

/// Font size of the title.
pub const TITLE: f64 = 19.0;
/// Font size of a panel's heading.
pub const HEADING: f64 = 14.0;
/// Font size of everything else.
pub const TEXT: f64 = 12.5;
/// Font size where the ordinary one does not fit, as in small cells.
pub const SMALL: f64 = 10.5;
/// Lines a title may take.
pub const TITLE_LINES: usize = 3;
/// Lines a caption may take.
pub const CAPTION_LINES: usize = 4;

/// Between panels, sideways.
pub const GUTTER: f64 = 22.0;
/// Between rows of panels.
pub const ROW_GAP: f64 = 18.0;
/// Between a label and what it names.
pub const GAP: f64 = 6.0;
/// Between a panel and the labels below it, so that they clear the lowest label beside it.
pub const BELOW: f64 = 8.5;
/// Least distance between two tick labels on one line.
pub const TICK_GAP: f64 = 12.0;

/// Height of a panel between its axes, by the number of panels side by side: 1, 2, 3 and more.
pub const HEIGHTS: [f64; 3] = [280.0, 170.0, 130.0];
/// Least height of a row that has a name on the vertical axis.
pub const ROW: f64 = 25.0;
/// Largest part of a panel's width that names on its vertical axis may take.
pub const NAMES_SHARE: f64 = 0.36;
/// Largest part of a panel's width that names at the ends of its lines may take.
pub const ENDS_SHARE: f64 = 0.28;

/// Width of a line that is to be looked at.
pub const THICK: f64 = 2.2;
/// Width of other lines.
pub const THIN: f64 = 1.1;
/// Width of grid lines.
pub const HAIR: f64 = 1.0;
/// Length of a dash, and of the gap after it.
pub const DASH: (f64, f64) = (6.0, 4.0);
/// Radius of a point.
pub const DOT: f64 = 4.0;
/// Radius of a point where there are quite a few.
pub const SMALL_DOT: f64 = 2.7;
/// Points in a panel above which they are small.
pub const QUITE_A_FEW: usize = 60;
/// Radius of a point where there are a great many.
pub const SPECK: f64 = 1.6;
/// Points in a panel above which they are drawn as specks.
pub const MANY: usize = 400;
/// Radius of the largest bubble.
pub const BUBBLE: f64 = 20.0;
/// Part of its place that a bar fills.
pub const BAR_SHARE: f64 = 0.72;
/// Opacity of bands, bubbles and specks, through which others show.
pub const SHEER: f64 = 0.22;
/// Opacity of bubbles and many points.
pub const HALF_SHEER: f64 = 0.6;
