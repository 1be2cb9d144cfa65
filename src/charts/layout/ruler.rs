//! From values to places.

/// One axis of a drawn panel.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ruler {
    /// Whether places follow the logarithm.
    pub log: bool,
    /// Value at the start.
    pub low: f64,
    /// Value at the end.
    pub high: f64,
    /// Place of the start, in points.
    pub start: f64,
    /// Place of the end.
    pub end: f64,
}

impl Ruler {
    /// The place of a value, in points.
    pub fn place(&self, value: f64) -> f64 {
        let on = |value: f64| if self.log { libm::log(value) } else { value };
        let (low, high) = (on(self.low), on(self.high));
        let share = (on(value) - low) / (high - low);
        self.start + share * (self.end - self.start)
    }

    /// The place of the value that bars stand on: 0, or the start where the axis has no 0.
    pub fn base(&self) -> f64 {
        if self.log { self.start } else { self.place(0f64.clamp(self.low, self.high)) }
    }
}

#[cfg(test)]
mod tests {
    use super::Ruler;

    #[test]
    fn values_are_placed_in_proportion_or_by_their_logarithm() {
        let ruler = Ruler { log: false, low: -1.0, high: 3.0, start: 100.0, end: 0.0 };
        assert_eq!((ruler.place(-1.0), ruler.place(3.0), ruler.place(1.0)), (100.0, 0.0, 50.0));
        assert_eq!(ruler.base(), 75.0);
        let log = Ruler { log: true, low: 1.0, high: 100.0, start: 0.0, end: 10.0 };
        assert!((log.place(10.0) - 5.0).abs() < 1e-12);
        assert_eq!(log.base(), 0.0);
        let above = Ruler { log: false, low: 2.0, high: 3.0, start: 0.0, end: 10.0 };
        assert_eq!(above.base(), 0.0);
    }
}
