//! Round numbers at equal distances.

/// A distance of 1, 2, 2.5 or 5 times a power of ten.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Step {
    /// 10, 20, 25 or 50: the first digits.
    digits: i64,
    /// Power of ten that they are multiplied by.
    power: i32,
}

/// The least round distance at which `span` has at most `most` steps.
pub fn step(span: f64, most: usize) -> Step {
    let least = (span / most.max(1) as f64).clamp(1e-300, 1e305);
    let power = libm::log10(least).floor() as i32 - 1;
    let fits = |digits: &i64| Step { digits: *digits, power }.size() >= least * (1.0 - 1e-12);
    match [10, 20, 25, 50].into_iter().find(fits) {
        Some(digits) => Step { digits, power },
        None => Step { digits: 10, power: power + 1 },
    }
}

impl Step {
    /// The distance.
    pub fn size(self) -> f64 {
        self.times(1)
    }

    /// The `count`-th mark from 0, as exact as a number with decimals can be.
    fn times(self, count: i64) -> f64 {
        let digits = (self.digits as f64) * count as f64;
        let power = 10f64.powi(self.power.abs());
        if self.power < 0 { digits / power } else { digits * power }
    }

    /// The last mark at or below a value.
    pub fn below(self, value: f64) -> f64 {
        self.times((value / self.size() + 1e-9).floor() as i64)
    }

    /// The first mark at or above a value.
    pub fn above(self, value: f64) -> f64 {
        self.times((value / self.size() - 1e-9).ceil() as i64)
    }
}

/// The marks from `low` to `high`.
pub fn between(step: Step, low: f64, high: f64) -> Vec<f64> {
    let first = (low / step.size() - 1e-9).ceil() as i64;
    let last = (high / step.size() + 1e-9).floor() as i64;
    // A span that is tiny against its distance from 0 has no room for exact marks.
    if last.saturating_sub(first) > 1000 {
        return Vec::new();
    }
    let mut marks: Vec<f64> = (first..=last).map(|count| step.times(count)).collect();
    marks.dedup();
    marks
}
