//! Orders that no ad causes, and the calendar that moves them.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::day::Day;

/// Organic demand: the orders of new customers that no ad caused.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Demand {
    /// Organic orders of new customers per day over all regions, at launch, in an average week.
    #[schemars(range(min = 0.0, max = 10_000_000.0))]
    pub orders_per_day: f64,
    /// Growth of organic demand per year, as a fraction: 0.2 is 20 % more each year.
    #[schemars(range(min = -0.9, max = 10.0))]
    pub growth_per_year: f64,
    /// Yearly shape as Fourier terms of the logarithm of demand.
    #[schemars(length(max = 12))]
    pub yearly: Vec<Harmonic>,
    /// Noise that all regions share from day to day (AR(1) on the log scale).
    pub shared_noise: Noise,
    /// Noise of each region alone.
    pub local_noise: Noise,
    /// Negative-binomial dispersion of a region's daily count: variance = mean + dispersion · mean².
    /// Real shops show 0.02 to 0.06.
    #[schemars(range(min = 0.0, max = 5.0))]
    pub dispersion: f64,
}

/// One Fourier term of the year: `cosine · cos(2π·cycles·u) + sine · sin(2π·cycles·u)`, where `u`
/// is the part of the year that has passed.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Harmonic {
    /// Cycles per year.
    #[schemars(range(min = 1, max = 26))]
    pub cycles: u32,
    /// Cosine coefficient, log scale.
    #[schemars(range(min = -3.0, max = 3.0))]
    pub cosine: f64,
    /// Sine coefficient, log scale.
    #[schemars(range(min = -3.0, max = 3.0))]
    pub sine: f64,
}

/// First-order autoregressive noise on the log scale, with mean one on the natural scale.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Noise {
    /// Standard deviation of the logarithm.
    #[schemars(range(min = 0.0, max = 3.0))]
    pub sd: f64,
    /// Correlation from one day to the next.
    #[schemars(range(min = 0.0, max = 0.999))]
    #[schemars(extend("x-why" = "at 1 the noise would wander off without end"))]
    pub persistence: f64,
}

/// A day of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Weekday {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

/// Something in the calendar that moves demand, prices or hours.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Event {
    /// Short id, lower case.
    #[schemars(regex(pattern = r"^[a-z0-9][a-z0-9_-]{0,62}$"))]
    pub id: String,
    /// Name as people know it.
    pub name: String,
    /// The rule that finds its days.
    pub when: When,
    /// Days before the event in which its effect builds up.
    #[serde(default)]
    #[schemars(range(min = 0, max = 60))]
    pub lead_days: u32,
    /// Days after the event in which its effect fades.
    #[serde(default)]
    #[schemars(range(min = 0, max = 60))]
    pub lag_days: u32,
    /// Demand multipliers, spread evenly from the first lead day to the last lag day and
    /// interpolated between.
    #[serde(default = "one")]
    #[schemars(length(min = 1, max = 120), inner(range(min = 0.0, max = 100.0)))]
    pub demand: Vec<f64>,
    /// Auction price multipliers, spread likewise.
    #[serde(default = "one")]
    #[schemars(length(min = 1, max = 120), inner(range(min = 0.01, max = 100.0)))]
    pub cpm: Vec<f64>,
    /// Name of the hour profile in `traffic.hours` that holds during the event itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<String>,
    /// Extra discount on the event's own days, as a fraction of the item prices.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 0.9))]
    pub discount: f64,
    /// Countries in which it counts; empty for all.
    #[serde(default)]
    #[schemars(length(max = 250), inner(regex(pattern = r"^[A-Z]{2}$")))]
    pub countries: Vec<String>,
}

fn one() -> Vec<f64> {
    vec![1.0]
}

/// The rule by which an event finds its days.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum When {
    /// A date of the Hijri calendar (Umm al-Qura). Sightings may differ by a day.
    Hijri {
        /// Hijri month, 1 to 12; Ramadan is 9.
        #[schemars(range(min = 1, max = 12))]
        month: u8,
        /// Day of that month on which it starts.
        #[schemars(range(min = 1, max = 30))]
        day: u8,
        /// Days it lasts; it never runs past the end of a month it fills.
        #[schemars(range(min = 1, max = 60))]
        days: u32,
    },
    /// The same month and day each year.
    Fixed {
        /// Month, 1 to 12.
        #[schemars(range(min = 1, max = 12))]
        month: i8,
        /// Day of the month.
        #[schemars(range(min = 1, max = 31))]
        day: i8,
        /// Days it lasts.
        #[schemars(range(min = 1, max = 120))]
        days: u32,
    },
    /// The nth weekday of a month, such as the fourth Thursday of November, plus an offset.
    NthWeekday {
        /// Month, 1 to 12.
        #[schemars(range(min = 1, max = 12))]
        month: i8,
        /// Day of the week.
        weekday: Weekday,
        /// Which one: 1 to 5.
        #[schemars(range(min = 1, max = 5))]
        nth: i8,
        /// Days after that weekday on which the event starts.
        #[serde(default)]
        #[schemars(range(min = -30, max = 30))]
        offset: i32,
        /// Days it lasts.
        #[schemars(range(min = 1, max = 60))]
        days: u32,
    },
    /// Dates given one by one, each a start.
    Dates {
        /// Start days.
        #[schemars(with = "Vec<Day>", length(min = 1, max = 200))]
        dates: Vec<Date>,
        /// Days each lasts.
        #[schemars(range(min = 1, max = 120))]
        days: u32,
    },
}
