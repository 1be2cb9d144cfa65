//! The three shape parameters of a channel, in the coordinates of the search.

use crate::random::maths::{exp, ln};

/// Longest carry-over that is searched: θ = 0.95 leaves half of an effect after 13 periods.
pub const MOST_DECAY: f64 = 0.95;
/// Slopes of the Hill curve that are searched: the bounds of Robyn's demonstration.
pub const SLOPES: [f64; 2] = [0.5, 3.0];
/// Half-saturation spends that are searched, relative to the usual spend of a region's day.
pub const HALF_SPENDS: [f64; 2] = [0.15, 8.0];

/// Shape parameters of one channel's response.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Curve {
    /// θ, per period.
    pub decay: f64,
    /// K, in currency per day and region.
    pub half: f64,
    /// α.
    pub slope: f64,
}

/// The box of shapes that is searched, with coordinates in which curves change evenly: the log of
/// the memory `1 / (1 − θ)` in periods, ln K and ln α.
#[derive(Debug, Clone, Copy)]
pub struct ShapeBox {
    /// Lowest coordinates.
    pub low: [f64; 3],
    /// Highest coordinates.
    pub high: [f64; 3],
}

impl ShapeBox {
    /// The box for a channel with this usual spend per day and region.
    pub fn around(usual: f64) -> Self {
        let half = HALF_SPENDS.map(|multiple| ln(multiple * usual));
        let slope = SLOPES.map(ln);
        ShapeBox { low: [0.0, half[0], slope[0]], high: [-ln(1.0 - MOST_DECAY), half[1], slope[1]] }
    }

    /// From [−1, 1]³ to coordinates.
    pub fn coordinates(&self, x: [f64; 3]) -> [f64; 3] {
        std::array::from_fn(|i| {
            let middle = 0.5 * (self.low[i] + self.high[i]);
            middle + 0.5 * self.width(i) * x[i]
        })
    }

    /// From coordinates to [−1, 1]³, clamped.
    pub fn unit(&self, coordinates: [f64; 3]) -> [f64; 3] {
        std::array::from_fn(|i| {
            let middle = 0.5 * (self.low[i] + self.high[i]);
            (2.0 * (coordinates[i] - middle) / self.width(i)).clamp(-1.0, 1.0)
        })
    }

    /// Width of the box along a coordinate.
    pub fn width(&self, i: usize) -> f64 {
        self.high[i] - self.low[i]
    }

    /// The curve at these coordinates.
    pub fn curve(&self, coordinates: [f64; 3]) -> Curve {
        let [memory, half, slope] = coordinates;
        Curve { decay: 1.0 - exp(-memory), half: exp(half), slope: exp(slope) }
    }
}
