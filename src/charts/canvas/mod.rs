//! The surface that plotters draws on.
//!
//! plotters' own bitmap takes whole pixels and draws letters one by one, which breaks Arabic. This
//! one takes sixteenths of a pixel, covers each pixel in proportion to the area that a shape has
//! in it, and shapes its text.

mod outline;
mod picture;
mod png;

use std::convert::Infallible;

use outline::Outline;
pub use picture::Picture;
use plotters_backend::text_anchor::{HPos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
    FontStyle, FontTransform,
};

use super::typeface::{ASCENT, DESCENT, Pen, Weight, shape};

/// Parts that a pixel is divided into: plotters counts in whole numbers.
pub const PARTS: i32 = 16;

type Done = Result<(), DrawingErrorKind<Infallible>>;

/// Draws on a picture. Coordinates, widths and font sizes are in sixteenths of a pixel.
pub struct Canvas<'a> {
    picture: &'a mut Picture,
    brush: ab_glyph_rasterizer::Rasterizer,
}

impl<'a> Canvas<'a> {
    /// A surface over `picture`.
    pub fn new(picture: &'a mut Picture) -> Canvas<'a> {
        Canvas { picture, brush: ab_glyph_rasterizer::Rasterizer::new(0, 0) }
    }

    fn fill(&mut self, outline: &Outline, color: BackendColor) -> Done {
        outline.paint(&mut self.brush, self.picture, color);
        Ok(())
    }
}

/// From parts of a pixel to pixels.
fn pixels((x, y): BackendCoord) -> (f32, f32) {
    (length(x), length(y))
}

fn length(parts: i32) -> f32 {
    parts as f32 / PARTS as f32
}

fn stroke_width(style: &impl BackendStyle) -> f32 {
    style.stroke_width() as f32 / PARTS as f32
}

impl DrawingBackend for Canvas<'_> {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        (self.picture.width * PARTS as u32, self.picture.height * PARTS as u32)
    }

    fn ensure_prepared(&mut self) -> Done {
        Ok(())
    }

    fn present(&mut self) -> Done {
        Ok(())
    }

    fn draw_pixel(&mut self, (x, y): BackendCoord, color: BackendColor) -> Done {
        self.draw_rect((x, y), (x + PARTS, y + PARTS), &color, true)
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, s: &S) -> Done {
        self.draw_path([from, to], s)
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Done {
        let points: Vec<_> = path.into_iter().map(pixels).collect();
        self.fill(&Outline::stroke(&points, stroke_width(style)), style.color())
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        (left, top): BackendCoord,
        (right, bottom): BackendCoord,
        style: &S,
        fill: bool,
    ) -> Done {
        let corners = [(left, top), (right, top), (right, bottom), (left, bottom)];
        if fill {
            return self.fill_polygon(corners, style);
        }
        self.draw_path(corners.into_iter().chain([(left, top), (right, top)]), style)
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        corners: I,
        style: &S,
    ) -> Done {
        let corners: Vec<_> = corners.into_iter().map(pixels).collect();
        self.fill(&Outline::polygon(&corners), style.color())
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        center: BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Done {
        let (center, radius) = (pixels(center), radius as f32 / PARTS as f32);
        let half = stroke_width(style) / 2.0;
        let outline = match fill {
            true => Outline::circle(center, radius),
            false => Outline::ring(center, radius - half, radius + half),
        };
        self.fill(&outline, style.color())
    }

    fn draw_text<T: BackendTextStyle>(&mut self, text: &str, style: &T, at: BackendCoord) -> Done {
        let shaped = shape(text, weight(style));
        let size = style.size() / f64::from(PARTS);
        let anchor = style.anchor();
        let left = match anchor.h_pos {
            HPos::Left => 0.0,
            HPos::Center => -shaped.width / 2.0,
            HPos::Right => -shaped.width,
        };
        let baseline = match anchor.v_pos {
            VPos::Top => ASCENT,
            VPos::Center => (ASCENT - DESCENT) / 2.0,
            VPos::Bottom => -DESCENT,
        };
        let (x, y) = pixels(at);
        let mut letters = Letters {
            outline: Outline::default(),
            size: size as f32,
            left: left as f32,
            baseline: baseline as f32,
            at: (x, y),
            turned: matches!(style.transform(), FontTransform::Rotate270),
        };
        shaped.outline(&mut letters);
        self.fill(&letters.outline, style.color())
    }

    fn estimate_text_size<T: BackendTextStyle>(
        &self,
        text: &str,
        style: &T,
    ) -> Result<(u32, u32), DrawingErrorKind<Infallible>> {
        let width = shape(text, weight(style)).width * style.size();
        Ok((width.ceil() as u32, ((ASCENT + DESCENT) * style.size()).ceil() as u32))
    }
}

fn weight(style: &impl BackendTextStyle) -> Weight {
    match style.style() {
        FontStyle::Bold => Weight::Bold,
        FontStyle::Normal | FontStyle::Oblique | FontStyle::Italic => Weight::Regular,
    }
}

/// Brings letters to their size and place.
struct Letters {
    outline: Outline,
    size: f32,
    /// Where the line begins, from the anchor, in parts of the size.
    left: f32,
    /// How far the baseline lies below the anchor, in parts of the size.
    baseline: f32,
    at: (f32, f32),
    /// Whether the line runs upwards.
    turned: bool,
}

impl Letters {
    fn place(&self, (x, y): (f64, f64)) -> (f32, f32) {
        let along = (x as f32 + self.left) * self.size;
        let down = (self.baseline - y as f32) * self.size;
        if self.turned {
            (self.at.0 + down, self.at.1 - along)
        } else {
            (self.at.0 + along, self.at.1 + down)
        }
    }
}

impl Pen for Letters {
    fn move_to(&mut self, to: (f64, f64)) {
        self.outline.move_to(self.place(to));
    }

    fn line_to(&mut self, to: (f64, f64)) {
        self.outline.line_to(self.place(to));
    }

    fn curve_to(&mut self, control: (f64, f64), to: (f64, f64)) {
        self.outline.curve_to(self.place(control), self.place(to));
    }

    fn close(&mut self) {
        self.outline.close();
    }
}

#[cfg(test)]
mod tests;
