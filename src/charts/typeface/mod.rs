//! Letters: from a text to placed outlines, in any of the scripts that the fonts hold.
//!
//! Arabic letters join and run from right to left, also between Latin words and figures, so a text
//! is first cut into runs of one direction (the Unicode bidirectional algorithm), then each run is
//! shaped (OpenType) with the font that holds its letters.

mod font;
mod runs;
mod wrap;

pub use font::Weight;
pub use wrap::{shorten, wrap};

use font::Font;
use runs::{Run, runs};
use rustybuzz::UnicodeBuffer;
use ttf_parser::{GlyphId, OutlineBuilder};

/// Height above the baseline that a line keeps free, in parts of the font size.
pub const ASCENT: f64 = 0.98;
/// Depth below the baseline that a line keeps free, in parts of the font size.
pub const DESCENT: f64 = 0.32;

/// A text as glyphs in their places, left to right.
#[derive(Debug, Clone)]
pub struct Shaped {
    glyphs: Vec<Glyph>,
    /// Width, in parts of the font size.
    pub width: f64,
}

#[derive(Debug, Clone, Copy)]
struct Glyph {
    font: Font,
    id: GlyphId,
    x: f64,
    y: f64,
}

/// Shapes one line of text. Line breaks count as spaces.
pub fn shape(text: &str, weight: Weight) -> Shaped {
    let line: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let mut shaped = Shaped { glyphs: Vec::new(), width: 0.0 };
    for run in runs(&line, weight) {
        shaped.add(run);
    }
    shaped
}

/// Width of one line of text at a font size, in the unit of the size.
pub fn width(text: &str, weight: Weight, size: f64) -> f64 {
    shape(text, weight).width * size
}

impl Shaped {
    fn add(&mut self, run: Run) {
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(run.text);
        buffer.set_direction(run.direction);
        buffer.guess_segment_properties();
        let face = run.font.face();
        let em = f64::from(face.units_per_em());
        let output = rustybuzz::shape(face, &[], buffer);
        for (info, place) in output.glyph_infos().iter().zip(output.glyph_positions()) {
            let x = self.width + f64::from(place.x_offset) / em;
            let y = f64::from(place.y_offset) / em;
            // The shaper's ids are glyph numbers, which a font counts in 16 bits.
            let id = GlyphId(info.glyph_id as u16);
            self.glyphs.push(Glyph { font: run.font, id, x, y });
            self.width += f64::from(place.x_advance) / em;
        }
    }

    /// Hands every outline to `pen`, in parts of the font size, y upwards from the baseline.
    pub fn outline(&self, pen: &mut impl Pen) {
        for glyph in &self.glyphs {
            let face = glyph.font.face();
            let em = f64::from(face.units_per_em());
            let mut placed = Placed { pen, x: glyph.x, y: glyph.y, em };
            // A blank has no outline.
            let _ = face.outline_glyph(glyph.id, &mut placed);
        }
    }
}

/// Draws outlines.
pub trait Pen {
    /// Begins an outline.
    fn move_to(&mut self, to: (f64, f64));
    /// Adds a straight line.
    fn line_to(&mut self, to: (f64, f64));
    /// Adds a quadratic Bézier curve.
    fn curve_to(&mut self, control: (f64, f64), to: (f64, f64));
    /// Ends an outline where it began.
    fn close(&mut self);
}

/// Moves a glyph to its place on the line.
struct Placed<'a, P> {
    pen: &'a mut P,
    x: f64,
    y: f64,
    em: f64,
}

impl<P> Placed<'_, P> {
    fn at(&self, x: f32, y: f32) -> (f64, f64) {
        (self.x + f64::from(x) / self.em, self.y + f64::from(y) / self.em)
    }
}

impl<P: Pen> OutlineBuilder for Placed<'_, P> {
    fn move_to(&mut self, x: f32, y: f32) {
        self.pen.move_to(self.at(x, y));
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.pen.line_to(self.at(x, y));
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        self.pen.curve_to(self.at(x1, y1), self.at(x, y));
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        // TrueType outlines have no cubic curves; halves of one would do if they had.
        let middle = ((x1 + x2) / 2.0, (y1 + y2) / 2.0);
        self.pen.curve_to(self.at(middle.0, middle.1), self.at(x, y));
    }

    fn close(&mut self) {
        self.pen.close();
    }
}

#[cfg(test)]
mod tests;
