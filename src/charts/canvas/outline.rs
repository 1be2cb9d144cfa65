//! Shapes as closed outlines, and how much of each pixel they cover.

use ab_glyph_rasterizer::{Point, Rasterizer, point};
use plotters_backend::BackendColor;

use super::picture::Picture;

/// A place, in pixels.
type Place = (f32, f32);

/// Closed outlines. Where several cover a pixel in the same sense of rotation it counts once.
#[derive(Debug, Default)]
pub struct Outline {
    edges: Vec<Edge>,
    start: Place,
    at: Place,
}

/// Part of an outline.
#[derive(Debug, Clone, Copy)]
enum Edge {
    Line(Place, Place),
    Curve(Place, Place, Place),
}

/// Control points of a quarter circle as a cubic Bézier curve, in radii: 4/3 · (√2 − 1).
const QUARTER: f32 = 0.552_284_8;

impl Outline {
    /// A polygon.
    pub fn polygon(corners: &[Place]) -> Outline {
        let mut outline = Outline::default();
        outline.add_polygon(corners);
        outline
    }

    /// A disc.
    pub fn circle(center: Place, radius: f32) -> Outline {
        let mut outline = Outline::default();
        outline.add_circle(center, radius, 1.0);
        outline
    }

    /// What lies between two circles.
    pub fn ring(center: Place, inner: f32, outer: f32) -> Outline {
        let mut outline = Outline::circle(center, outer);
        if inner > 0.0 {
            outline.add_circle(center, inner, -1.0);
        }
        outline
    }

    /// A line of some width through points, with blunt ends and bevelled corners.
    ///
    /// Each segment is a rectangle, and each corner a triangle that fills the gap on its outer
    /// side, all turning the same way.
    pub fn stroke(points: &[Place], width: f32) -> Outline {
        let mut outline = Outline::default();
        let mut before: Option<Place> = None;
        for ends in points.windows(2) {
            let (from, to) = (ends[0], ends[1]);
            let (dx, dy) = (to.0 - from.0, to.1 - from.1);
            let length = dx.hypot(dy);
            if length <= f32::EPSILON {
                continue;
            }
            // Half the width, at a right angle to the left of the segment.
            let side = (-dy / length * width / 2.0, dx / length * width / 2.0);
            outline.add_polygon(&[add(from, side), add(to, side), sub(to, side), sub(from, side)]);
            if let Some(last) = before {
                let turn = last.0 * side.1 - last.1 * side.0;
                if turn > 0.0 {
                    outline.add_polygon(&[from, sub(from, side), sub(from, last)]);
                } else if turn < 0.0 {
                    outline.add_polygon(&[from, add(from, last), add(from, side)]);
                }
            }
            before = Some(side);
        }
        outline
    }

    /// Begins an outline.
    pub fn move_to(&mut self, to: Place) {
        (self.start, self.at) = (to, to);
    }

    /// Adds a straight line.
    pub fn line_to(&mut self, to: Place) {
        self.edges.push(Edge::Line(self.at, to));
        self.at = to;
    }

    /// Adds a quadratic Bézier curve.
    pub fn curve_to(&mut self, control: Place, to: Place) {
        self.edges.push(Edge::Curve(self.at, control, to));
        self.at = to;
    }

    /// Goes back to where the outline began.
    pub fn close(&mut self) {
        self.line_to(self.start);
    }

    fn add_polygon(&mut self, corners: &[Place]) {
        let Some((&first, rest)) = corners.split_first() else { return };
        self.move_to(first);
        rest.iter().for_each(|&corner| self.line_to(corner));
        self.close();
    }

    /// A circle, as 32 chords; `sense` is 1 or −1.
    fn add_circle(&mut self, (x, y): Place, radius: f32, sense: f32) {
        let on = |a: f32, b: f32| (x + a * radius, y + b * radius * sense);
        self.move_to(on(1.0, 0.0));
        let corners = [(1.0, 0.0), (0.0, 1.0), (-1.0, 0.0), (0.0, -1.0), (1.0, 0.0)];
        for ends in corners.windows(2) {
            let ((a, b), (c, d)) = (ends[0], ends[1]);
            let first = (a + c * QUARTER, b + d * QUARTER);
            let second = (c + a * QUARTER, d + b * QUARTER);
            for step in 1..=8 {
                let t = step as f32 / 8.0;
                let blend = |p: f32, q: f32, r: f32, s: f32| {
                    let u = 1.0 - t;
                    u * u * u * p + 3.0 * u * u * t * q + 3.0 * u * t * t * r + t * t * t * s
                };
                self.line_to(on(blend(a, first.0, second.0, c), blend(b, first.1, second.1, d)));
            }
        }
    }

    /// Paints the outline onto a picture; what lies outside it is cut off.
    pub fn paint(&self, brush: &mut Rasterizer, picture: &mut Picture, color: BackendColor) {
        let Some((left, top, right, bottom)) = self.bounds(picture) else { return };
        let (width, height) = ((right - left) as usize + 2, (bottom - top) as usize + 1);
        let place = |(x, y): Place| -> Point { point(x - left, y - top) };
        brush.reset(width, height);
        for edge in &self.edges {
            match *edge {
                Edge::Line(from, to) => brush.draw_line(place(from), place(to)),
                Edge::Curve(from, control, to) => {
                    brush.draw_quad(place(from), place(control), place(to));
                }
            }
        }
        let (left, top) = (left as i32, top as i32);
        brush.for_each_pixel(|place, coverage| {
            if coverage > 0.0 {
                let (x, y) = ((place % width) as i32, (place / width) as i32);
                picture.blend(left + x, top + y, color, coverage);
            }
        });
    }

    /// Left, top, right and bottom of the outline, in whole pixels; none where it has no edge or
    /// goes further off the picture than anything drawn on purpose.
    fn bounds(&self, picture: &Picture) -> Option<(f32, f32, f32, f32)> {
        let none = (f32::MAX, f32::MAX, f32::MIN, f32::MIN);
        let touch = |(left, top, right, bottom): (f32, f32, f32, f32), (x, y): Place| {
            (left.min(x), top.min(y), right.max(x), bottom.max(y))
        };
        let bounds = self.edges.iter().fold(none, |bounds, edge| match *edge {
            Edge::Line(from, to) => touch(touch(bounds, from), to),
            Edge::Curve(from, control, to) => touch(touch(touch(bounds, from), control), to),
        });
        let (left, top) = (bounds.0.floor(), bounds.1.floor());
        let (right, bottom) = (bounds.2.ceil(), bounds.3.ceil());
        let (width, height) = (picture.width as f32, picture.height as f32);
        let near = left >= -width && top >= -height && right <= 2.0 * width;
        (near && bottom <= 2.0 * height && left <= right).then_some((left, top, right, bottom))
    }
}

fn add(a: Place, b: Place) -> Place {
    (a.0 + b.0, a.1 + b.1)
}

fn sub(a: Place, b: Place) -> Place {
    (a.0 - b.0, a.1 - b.1)
}
