//! plotters' elements, in points.

use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, DrawingAreaErrorKind};
use plotters::element::{Circle, PathElement, Polygon, Rectangle};
use plotters::style::{
    Color, FontFamily, FontStyle, FontTransform, IntoFont, RGBColor, ShapeStyle, TextStyle,
};
use plotters_backend::DrawingBackend;

use super::{Canvas, PARTS, PIXELS, Rect, Rgb, TextBox};
use crate::charts::typeface::Weight;

/// What drawing gives back: nothing, or why it did not succeed.
pub type Drawn<'a> = Result<(), DrawingAreaErrorKind<<Canvas<'a> as DrawingBackend>::ErrorType>>;

/// A sheet to draw on.
pub struct Sheet<'a> {
    pub area: DrawingArea<Canvas<'a>, Shift>,
}

/// A place on the canvas: parts of a pixel.
fn parts((x, y): (f64, f64)) -> (i32, i32) {
    (length(x), length(y))
}

fn length(points: f64) -> i32 {
    (points * f64::from(PIXELS) * f64::from(PARTS)).round() as i32
}

/// To the nearest edge between two pixels, so that straight lines are sharp.
fn sharp(points: f64) -> f64 {
    (points * f64::from(PIXELS)).round() / f64::from(PIXELS)
}

fn style(colour: Rgb, opacity: f64) -> ShapeStyle {
    let Rgb(red, green, blue) = colour;
    ShapeStyle { color: RGBColor(red, green, blue).mix(opacity), filled: true, stroke_width: 0 }
}

fn outline(colour: Rgb, width: f64) -> ShapeStyle {
    let stroke_width = length(width).max(1) as u32;
    ShapeStyle { filled: false, stroke_width, ..style(colour, 1.0) }
}

impl<'a> Sheet<'a> {
    /// A line through places.
    pub fn path(&self, places: &[(f64, f64)], width: f64, colour: Rgb) -> Drawn<'a> {
        let places: Vec<_> = places.iter().copied().map(parts).collect();
        self.area.draw(&PathElement::new(places, outline(colour, width)))
    }

    /// A level line.
    pub fn level(&self, (from, to): (f64, f64), y: f64, width: f64, colour: Rgb) -> Drawn<'a> {
        let y = sharp(y);
        let rect = Rect { left: from, right: to, top: y - width / 2.0, bottom: y + width / 2.0 };
        self.rect(rect, colour, 1.0)
    }

    /// An upright line.
    pub fn upright(&self, x: f64, (from, to): (f64, f64), width: f64, colour: Rgb) -> Drawn<'a> {
        let x = sharp(x);
        let rect = Rect { left: x - width / 2.0, right: x + width / 2.0, top: from, bottom: to };
        self.rect(rect, colour, 1.0)
    }

    /// A filled rectangle.
    pub fn rect(&self, rect: Rect, colour: Rgb, opacity: f64) -> Drawn<'a> {
        let corners = [parts((rect.left, rect.top)), parts((rect.right, rect.bottom))];
        self.area.draw(&Rectangle::new(corners, style(colour, opacity)))
    }

    /// A filled polygon.
    pub fn polygon(&self, corners: &[(f64, f64)], colour: Rgb, opacity: f64) -> Drawn<'a> {
        let corners: Vec<_> = corners.iter().copied().map(parts).collect();
        self.area.draw(&Polygon::new(corners, style(colour, opacity)))
    }

    /// A disc.
    pub fn disc(&self, at: (f64, f64), radius: f64, colour: Rgb, opacity: f64) -> Drawn<'a> {
        self.area.draw(&Circle::new(parts(at), length(radius), style(colour, opacity)))
    }

    /// A circle.
    pub fn ring(&self, at: (f64, f64), radius: f64, width: f64, colour: Rgb) -> Drawn<'a> {
        self.area.draw(&Circle::new(parts(at), length(radius), outline(colour, width)))
    }

    /// A line of text.
    pub fn text(&self, text: &TextBox) -> Drawn<'a> {
        let Rgb(red, green, blue) = text.colour;
        let weight = match text.weight {
            Weight::Regular => FontStyle::Normal,
            Weight::Bold => FontStyle::Bold,
        };
        let size = length(text.size);
        let style = TextStyle::from((FontFamily::SansSerif, size, weight).into_font());
        let colour = RGBColor(red, green, blue);
        let style = style.color(&colour);
        if text.turned {
            let style = style.transform(FontTransform::Rotate270);
            return self.area.draw_text(
                &text.text,
                &style,
                parts((text.rect.left, text.rect.bottom)),
            );
        }
        self.area.draw_text(&text.text, &style, parts((text.rect.left, text.rect.top)))
    }
}
