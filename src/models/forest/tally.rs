//! What a split is judged by: draws, weights and targets, summed over rows.
//!
//! Both kinds of forest minimise the squared error, and so share one criterion: for targets 0 and 1
//! it is half of Gini's. With `W` the weight and `S` the weighted sum of the targets of a node, and
//! `w`, `s` those of the rows that go left, splitting lowers the summed squared error by
//!
//! `gain = s²/w + (S − s)²/(W − w) − S²/W = (s W − S w)² / (W w (W − w))`.

use std::ops::{AddAssign, Sub};

/// Sums over rows, in whatever representation is fastest for the kind of target.
pub(super) trait Tally: Copy + AddAssign + Sub<Output = Self> + Send + Sync {
    /// Sums over no row.
    const EMPTY: Self;
    /// Whether sums are exact, so that all less some is the others.
    const EXACT: bool;

    /// How often the rows were drawn.
    fn draws(self) -> f64;

    /// W: their weight.
    fn weight(self) -> f64;

    /// S: the weighted sum of their targets.
    fn sum(self) -> f64;

    /// Whether all targets are known to be equal, so that no split can help.
    fn is_pure(self) -> bool;

    /// Whether there is no row.
    fn is_empty(self) -> bool;
}

/// What a row adds to a tally.
pub(super) trait Load: Copy + Send + Sync {
    type Tally: Tally;

    /// The load of a row that was drawn so many times.
    fn drawn(self, draws: u8) -> Self;

    fn tally(self) -> Self::Tally;
}

/// Yes or no, all rows of equal weight: draws in the low half, draws of positive rows in the high
/// half. One addition counts both, exactly and in any order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Counts(u64);

/// A row that is positive or not: bit 0 says which, the other bits how often it was drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct YesNo(pub(super) u8);

/// What each load adds: one look-up is quicker than working it out.
const TALLIES: [Counts; 32] = {
    let mut tallies = [Counts(0); 32];
    let mut load = 0;
    while load < tallies.len() {
        let (draws, positive) = (load as u64 >> 1, load as u64 & 1);
        tallies[load] = Counts(draws | (draws * positive) << 32);
        load += 1;
    }
    tallies
};

impl Load for YesNo {
    type Tally = Counts;

    #[inline(always)]
    fn drawn(self, draws: u8) -> YesNo {
        YesNo(self.0 | draws << 1)
    }

    #[inline(always)]
    fn tally(self) -> Counts {
        TALLIES[usize::from(self.0) % TALLIES.len()]
    }
}

impl Tally for Counts {
    const EMPTY: Counts = Counts(0);
    const EXACT: bool = true;

    #[inline(always)]
    fn draws(self) -> f64 {
        f64::from(self.0 as u32)
    }

    #[inline(always)]
    fn weight(self) -> f64 {
        self.draws()
    }

    #[inline(always)]
    fn sum(self) -> f64 {
        f64::from((self.0 >> 32) as u32)
    }

    #[inline(always)]
    fn is_pure(self) -> bool {
        let (draws, positives) = (self.0 as u32, (self.0 >> 32) as u32);
        positives == 0 || positives == draws
    }

    #[inline(always)]
    fn is_empty(self) -> bool {
        self.0 == 0
    }
}

impl AddAssign for Counts {
    #[inline(always)]
    fn add_assign(&mut self, other: Counts) {
        self.0 += other.0;
    }
}

impl Sub for Counts {
    type Output = Counts;

    #[inline(always)]
    fn sub(self, other: Counts) -> Counts {
        Counts(self.0 - other.0)
    }
}

/// Numbers, or rows of unequal weight.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Sums {
    draws: f64,
    weight: f64,
    sum: f64,
}

/// A row with a weight and a number as its target.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Weighted {
    draws: u8,
    weight: f32,
    target: f32,
}

impl Weighted {
    /// A row, not drawn yet.
    pub(super) fn once(weight: f32, target: f32) -> Weighted {
        Weighted { draws: 0, weight, target }
    }
}

impl Load for Weighted {
    type Tally = Sums;

    #[inline(always)]
    fn drawn(self, draws: u8) -> Weighted {
        Weighted { draws, ..self }
    }

    #[inline(always)]
    fn tally(self) -> Sums {
        let draws = f64::from(self.draws);
        let weight = draws * f64::from(self.weight);
        Sums { draws, weight, sum: weight * f64::from(self.target) }
    }
}

impl Tally for Sums {
    const EMPTY: Sums = Sums { draws: 0.0, weight: 0.0, sum: 0.0 };
    const EXACT: bool = false;

    #[inline(always)]
    fn draws(self) -> f64 {
        self.draws
    }

    #[inline(always)]
    fn weight(self) -> f64 {
        self.weight
    }

    #[inline(always)]
    fn sum(self) -> f64 {
        self.sum
    }

    #[inline(always)]
    fn is_pure(self) -> bool {
        false
    }

    #[inline(always)]
    fn is_empty(self) -> bool {
        self.draws == 0.0
    }
}

impl AddAssign for Sums {
    #[inline(always)]
    fn add_assign(&mut self, other: Sums) {
        self.draws += other.draws;
        self.weight += other.weight;
        self.sum += other.sum;
    }
}

impl Sub for Sums {
    type Output = Sums;

    #[inline(always)]
    fn sub(self, other: Sums) -> Sums {
        Sums {
            draws: self.draws - other.draws,
            weight: self.weight - other.weight,
            sum: self.sum - other.sum,
        }
    }
}
