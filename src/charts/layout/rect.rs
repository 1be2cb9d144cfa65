//! Rectangles, in points from the top left corner.

/// A rectangle.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rect {
    /// Left edge.
    pub left: f64,
    /// Top edge.
    pub top: f64,
    /// Right edge.
    pub right: f64,
    /// Bottom edge.
    pub bottom: f64,
}

impl Rect {
    /// A rectangle from its top left corner and its size.
    pub fn sized(left: f64, top: f64, width: f64, height: f64) -> Rect {
        Rect { left, top, right: left + width, bottom: top + height }
    }

    /// Width.
    pub fn width(&self) -> f64 {
        self.right - self.left
    }

    /// Height.
    pub fn height(&self) -> f64 {
        self.bottom - self.top
    }

    /// Whether two rectangles share more than an edge.
    pub fn overlaps(&self, other: &Rect) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }

    /// Whether the other lies within this one, up to rounding.
    pub fn contains(&self, other: &Rect) -> bool {
        const ROUNDING: f64 = 1e-6;
        other.left >= self.left - ROUNDING
            && other.right <= self.right + ROUNDING
            && other.top >= self.top - ROUNDING
            && other.bottom <= self.bottom + ROUNDING
    }

    /// The same rectangle with its left edge elsewhere.
    pub fn moved_to(self, left: f64) -> Rect {
        Rect { left, right: left + self.width(), ..self }
    }

    /// The same rectangle moved.
    pub fn shifted(self, right: f64, down: f64) -> Rect {
        Rect {
            left: self.left + right,
            top: self.top + down,
            right: self.right + right,
            bottom: self.bottom + down,
        }
    }

    /// The rectangle and some room on all sides.
    pub fn grown(self, room: f64) -> Rect {
        Rect {
            left: self.left - room,
            top: self.top - room,
            right: self.right + room,
            bottom: self.bottom + room,
        }
    }
}
