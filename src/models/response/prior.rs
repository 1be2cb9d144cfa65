//! What is assumed of shapes before the data speak: weak, stated, and drawn anew in each
//! bootstrap replicate.
//!
//! Each coordinate of [`super::shape::ShapeBox`] has a normal prior, cut off at the box:
//!
//! | coordinate | centre | sd | why |
//! |---|---|---|---|
//! | ln memory, days | θ = 0.5 | 0.9 | two thirds between θ = 0 and 0.8: search and social below, television above |
//! | ln memory, weeks | θ = 0.2 | 0.4 | pymc-marketing's Beta(1, 3) on weekly θ has mean 0.25 |
//! | ln K | ln(0.9 · usual spend) | 0.8 | Meridian centres K at 0.8 of the median spend of a region, sd 0.8 |
//! | ln α | ln 1.25 | 0.35 | Robyn searches 0.5 to 3, whose geometric middle is 1.22; Meridian fixes 1 |
//!
//! A channel's part of all orders has the prior N(0, 0.5²): it only keeps a channel that the data
//! say nothing about from swallowing the baseline.

use super::shape::ShapeBox;
use crate::random::maths::ln;

/// Days in a period from which on carry-over is that of weeks.
const WEEKLY: usize = 7;

/// A normal prior on each coordinate of a channel's shape, and on its share of the orders.
#[derive(Debug, Clone, Copy)]
pub struct Prior {
    /// Means of the coordinates.
    pub centre: [f64; 3],
    /// Standard deviations.
    pub sd: [f64; 3],
    /// Mean of the channel's share of all orders.
    pub share: f64,
    /// Its standard deviation.
    pub share_sd: f64,
}

impl Prior {
    /// The prior of a channel with this usual spend per day and region.
    pub fn new(usual: f64, step_days: usize) -> Self {
        let (decay, spread): (f64, f64) = if step_days >= WEEKLY { (0.2, 0.4) } else { (0.5, 0.9) };
        Prior {
            centre: [-ln(1.0 - decay), ln(0.9 * usual), ln(1.25)],
            sd: [spread, 0.8, 0.35],
            share: 0.0,
            share_sd: 0.5,
        }
    }

    /// The same prior with its centre that many standard deviations away from these coordinates
    /// and this share of the orders. The centre stays in the box, where the truth is assumed to be.
    pub fn around(&self, at: [f64; 3], share: f64, by: [f64; 4], bounds: &ShapeBox) -> Self {
        let centre = std::array::from_fn(|i| {
            (at[i] + by[i] * self.sd[i]).clamp(bounds.low[i], bounds.high[i])
        });
        Prior { centre, share: share + by[3] * self.share_sd, ..*self }
    }
}
