//! Title, caption and legend, at the top.

use super::keys::{Key, entries};
use super::text::{LINE, TextBox};
use super::{Layout, Rect};
use crate::charts::figure::Figure;
use crate::charts::theme::*;
use crate::charts::typeface::{Weight, shorten, wrap};

/// Widest name in a legend.
const WIDEST: f64 = 220.0;
/// Width of a sample.
const SAMPLE: f64 = 16.0;
/// Between two entries.
const BETWEEN: f64 = 18.0;

/// Puts the header into the layout, and says where the panels begin.
pub fn place(figure: &Figure, direct: bool, theme: &Theme, layout: &mut Layout) -> f64 {
    let width = WIDTH - 2.0 * MARGIN;
    let mut top = MARGIN - 4.0;
    let mut add = |text: &str, size, weight, colour, most, top: &mut f64| {
        for line in wrap(text, weight, size, width, most) {
            layout.texts.push(TextBox::line(&line, size, weight, colour, MARGIN, *top));
            *top += LINE * size;
        }
    };
    add(&figure.title, TITLE, Weight::Bold, INK, TITLE_LINES, &mut top);
    top += 2.0;
    add(&figure.caption, TEXT, Weight::Regular, SOFT_INK, CAPTION_LINES, &mut top);
    legend(figure, direct, theme, top + 6.0, layout).unwrap_or(top) + 12.0
}

/// Puts the legend's rows into the layout, and says where they end; none where there are none.
fn legend(
    figure: &Figure,
    direct: bool,
    theme: &Theme,
    top: f64,
    layout: &mut Layout,
) -> Option<f64> {
    let (mut left, mut top) = (MARGIN, top);
    let entries = entries(figure, direct, theme);
    for entry in &entries {
        let name = shorten(&entry.name, Weight::Regular, TEXT, WIDEST);
        let start = left + SAMPLE + GAP;
        let mut text = TextBox::line(&name, TEXT, Weight::Regular, INK, start, top);
        if text.rect.right > WIDTH - MARGIN && left > MARGIN {
            (left, top) = (MARGIN, top + LINE * TEXT + 2.0);
            let start = left + SAMPLE + GAP;
            text = TextBox::line(&name, TEXT, Weight::Regular, INK, start, top);
        }
        let rect = Rect::sized(left, top, SAMPLE, LINE * TEXT);
        layout.keys.push(Key { rect, form: entry.form, colour: entry.colour });
        left = text.rect.right + BETWEEN;
        layout.texts.push(text);
    }
    (!entries.is_empty()).then_some(top + LINE * TEXT)
}
