//! One line of text in its place.

use super::Rect;
use crate::charts::theme::Rgb;
use crate::charts::typeface::{ASCENT, DESCENT, Weight, width};

/// Height of a line, in parts of the font size.
pub const LINE: f64 = ASCENT + DESCENT;

/// One line of text in its place.
#[derive(Debug, Clone, PartialEq)]
pub struct TextBox {
    /// The text.
    pub text: String,
    /// What it covers.
    pub rect: Rect,
    /// Font size, in points.
    pub size: f64,
    /// Thickness of the letters.
    pub weight: Weight,
    /// Colour of the letters.
    pub colour: Rgb,
    /// Whether it runs upwards.
    pub turned: bool,
    /// Whether it stands on marks, and its letters need a pale rim.
    pub halo: bool,
}

/// Which point of a text is given.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Anchor {
    /// The middle of its left edge.
    Left,
    /// The middle of its right edge.
    Right,
    /// Its middle.
    Middle,
}

impl TextBox {
    /// A text around a point.
    pub fn at(text: &str, size: f64, colour: Rgb, anchor: Anchor, x: f64, y: f64) -> TextBox {
        let width = width(text, Weight::Regular, size);
        let left = match anchor {
            Anchor::Left => x,
            Anchor::Right => x - width,
            Anchor::Middle => x - width / 2.0,
        };
        let rect = Rect::sized(left, y - LINE * size / 2.0, width, LINE * size);
        TextBox {
            text: text.to_owned(),
            rect,
            size,
            weight: Weight::Regular,
            colour,
            turned: false,
            halo: false,
        }
    }

    /// A text from its top left corner.
    pub fn line(
        text: &str,
        size: f64,
        weight: Weight,
        colour: Rgb,
        left: f64,
        top: f64,
    ) -> TextBox {
        let rect = Rect::sized(left, top, width(text, weight, size), LINE * size);
        TextBox { text: text.to_owned(), rect, size, weight, colour, turned: false, halo: false }
    }

    /// A text that runs upwards and ends at the top, around a middle.
    pub fn upwards(text: &str, size: f64, colour: Rgb, x: f64, top: f64) -> TextBox {
        let length = width(text, Weight::Regular, size);
        let rect = Rect::sized(x - LINE * size / 2.0, top, LINE * size, length);
        TextBox {
            text: text.to_owned(),
            rect,
            size,
            weight: Weight::Regular,
            colour,
            turned: true,
            halo: false,
        }
    }

    /// The same text with a pale rim.
    pub fn halo(self) -> TextBox {
        TextBox { halo: true, ..self }
    }
}
