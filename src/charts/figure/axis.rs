//! The axes of a panel.

use jiff::civil::Date;

/// One axis of a panel.
#[derive(Debug, Clone, PartialEq)]
pub struct Axis {
    /// What is measured; a money axis adds its currency. Empty where the figure says it elsewhere.
    pub title: String,
    /// How values become places.
    pub scale: Scale,
    /// Which values it spans.
    pub range: Range,
}

/// How values become places on an axis.
#[derive(Debug, Clone, PartialEq)]
pub enum Scale {
    /// Days, counted as [`day`] does.
    Dates,
    /// Numbers in proportion.
    Linear(Unit),
    /// Numbers by their logarithm; what is not above 0 has no place.
    Log(Unit),
    /// Names, each at its place in the list: the first at 0, leftmost or at the top.
    Categories(Vec<String>),
}

/// What a number counts, which decides how it is printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unit {
    /// Anything: `1.2 k`.
    Number,
    /// A currency's code, such as `AED`: `1.2 k`, the currency in the axis title.
    Money(String),
    /// A share of 1: 0.25 is printed as `25%`.
    Percent,
    /// A multiple: `2.5×`.
    Times,
}

/// Which values an axis spans.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Range {
    /// The data.
    Data,
    /// The data and 0.
    Zero,
    /// From one value to another, and further where the data go further.
    AtLeast(f64, f64),
}

/// Least value on a logarithmic axis: what is smaller is 0 for all purposes.
const LEAST: f64 = 1e-300;

/// The place of a date: days since 1 January 1970.
///
/// ```
/// use adloom::charts::figure::day;
/// assert_eq!(day(jiff::civil::date(1970, 1, 31)), 30.0);
/// ```
pub fn day(date: Date) -> f64 {
    f64::from((date - jiff::civil::date(1970, 1, 1)).get_days())
}

impl Axis {
    /// An axis of dates.
    pub fn dates() -> Axis {
        Axis { title: String::new(), scale: Scale::Dates, range: Range::Data }
    }

    /// An axis of names.
    pub fn categories(names: Vec<String>) -> Axis {
        Axis { title: String::new(), scale: Scale::Categories(names), range: Range::Data }
    }

    /// An axis of numbers that spans the data and 0.
    pub fn linear(title: impl Into<String>, unit: Unit) -> Axis {
        Axis { title: title.into(), scale: Scale::Linear(unit), range: Range::Zero }
    }

    /// An axis of numbers above 0, by their logarithm.
    pub fn log(title: impl Into<String>, unit: Unit) -> Axis {
        Axis { title: title.into(), scale: Scale::Log(unit), range: Range::Data }
    }

    /// The same axis over other values.
    pub fn range(self, range: Range) -> Axis {
        Axis { range, ..self }
    }

    /// The names on the axis, where it has names.
    pub fn names(&self) -> Option<&[String]> {
        match &self.scale {
            Scale::Categories(names) => Some(names),
            _ => None,
        }
    }

    /// Whether a value has a place on this axis.
    pub fn holds(&self, value: f64) -> bool {
        match &self.scale {
            Scale::Log(_) => value.is_finite() && value >= LEAST,
            Scale::Categories(names) => value > -0.5 && value < names.len() as f64 - 0.5,
            Scale::Dates | Scale::Linear(_) => value.is_finite(),
        }
    }
}
