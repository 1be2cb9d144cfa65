//! Variance from day to day, and how long a day is remembered, by moments.

use super::{FEWEST_DAYS, VARIANCES};

/// Largest leverage of a row that still tells something of the variance.
const MOST_LEVERAGE: f64 = 0.9;
/// Largest correlation of neighbouring days that is believed.
const MOST_MEMORY: f64 = 0.9;

/// Sums behind a moment estimate of τ².
#[derive(Debug, Clone, Default)]
pub struct Moments {
    excess: f64,
    squares: f64,
    freedom: f64,
}

impl Moments {
    /// Adds a row.
    pub fn add(&mut self, successes: f64, mean: f64, leverage: f64, information: f64) {
        if leverage < MOST_LEVERAGE {
            let weight = (information / mean).powi(2);
            self.excess += weight * ((successes - mean).powi(2) / (1.0 - leverage) - mean);
            self.squares += weight * mean * mean;
            self.freedom += 1.0 - leverage;
        }
    }

    /// τ²; none with too few days.
    pub fn variance(&self) -> Option<f64> {
        let enough = self.freedom >= FEWEST_DAYS && self.squares > 0.0;
        enough.then(|| (self.excess / self.squares).clamp(0.0, VARIANCES.1))
    }
}

/// Sums behind an estimate of the correlation of neighbouring days.
#[derive(Debug, Clone, Copy, Default)]
pub struct Memory {
    products: f64,
    squares: f64,
}

impl Memory {
    /// Adds a pair of neighbouring days: the product of their deviations, and what it would be were
    /// they the same.
    pub fn add(&mut self, product: f64, square: f64) {
        self.products += product;
        self.squares += square;
    }

    /// How many times the variance of a mean of many days exceeds that of independent ones, if
    /// correlations fall off as φ, φ², …: (1 + φ) / (1 − φ).
    pub fn inflation(&self) -> f64 {
        let phi = if self.squares > 0.0 { self.products / self.squares } else { 0.0 };
        let phi = phi.clamp(0.0, MOST_MEMORY);
        (1.0 + phi) / (1.0 - phi)
    }
}
