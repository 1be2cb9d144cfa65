//! Local days and hours on the UTC time line.

use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::random::Key;

/// Seconds of an ordinary day.
pub const DAY_SECONDS: u32 = 86_400;

/// A date as days since 1970-01-01.
pub fn day_number(date: Date) -> i32 {
    let epoch = jiff::civil::date(1970, 1, 1);
    // Both dates are within jiff's range, in which a span in days always exists.
    date.since((jiff::Unit::Day, epoch)).map(|span| span.get_days()).unwrap_or(0)
}

/// The date of a day number.
pub fn date_of(day: i32) -> Date {
    jiff::civil::date(1970, 1, 1).saturating_add(jiff::Span::new().days(day))
}

/// A region's local day on the UTC time line. Where clocks change, the day's hours are stretched
/// or squeezed a little, so that every local second of 24 hours keeps its place and its order.
#[derive(Debug, Clone, Copy)]
pub struct LocalDay {
    midnight: i64,
    length: i64,
}

impl LocalDay {
    /// The local day `day` (since 1970-01-01) in a time zone.
    pub fn new(day: i32, zone: &TimeZone) -> Self {
        let start = |day: i32| {
            date_of(day)
                .to_zoned(zone.clone())
                .map(|zoned| zoned.timestamp().as_second())
                // Only years beyond jiff's range fail, which the scenario's checks exclude.
                .unwrap_or(i64::from(day) * i64::from(DAY_SECONDS))
        };
        let midnight = start(day);
        LocalDay { midnight, length: start(day + 1) - midnight }
    }

    /// UTC seconds since 1970-01-01 of a local second of the day. Seconds past the day's end
    /// run on.
    #[inline]
    pub fn utc(self, second: u32) -> i64 {
        if self.length == i64::from(DAY_SECONDS) {
            self.midnight + i64::from(second)
        } else {
            self.midnight + i64::from(second) * self.length / i64::from(DAY_SECONDS)
        }
    }
}

/// When in the day things happen: the inverse of a piecewise linear distribution over 24 hours.
#[derive(Debug, Clone)]
pub struct HourProfile {
    /// Share of the day's events in each hour.
    pub shares: [f64; 24],
    knots: Vec<u32>,
}

/// Knots of the inverse distribution.
const KNOTS: usize = 1_024;

impl HourProfile {
    /// A profile with these weights by hour, evenly spread within each hour.
    pub fn new(weights: &[f64; 24]) -> Self {
        let total: f64 = weights.iter().sum();
        let shares = weights.map(|w| w / total);
        let mut knots = Vec::with_capacity(KNOTS + 1);
        let (mut hour, mut before) = (0, 0.0);
        for step in 0..=KNOTS {
            let target = step as f64 / KNOTS as f64;
            while hour < 23 && before + shares[hour] <= target {
                before += shares[hour];
                hour += 1;
            }
            let part = if shares[hour] > 0.0 { (target - before) / shares[hour] } else { 0.0 };
            let second = (hour as f64 + part.clamp(0.0, 1.0)) * 3_600.0;
            knots.push((second as u32).min(DAY_SECONDS - 1));
        }
        HourProfile { shares, knots }
    }

    /// The same profile with each hour weighted: how converting visits differ from all visits.
    pub fn tilted(&self, weights: &[f64; 24]) -> Self {
        Self::new(&std::array::from_fn(|hour| self.shares[hour] * weights[hour]))
    }

    /// The second of the day drawn at an address.
    #[inline]
    pub fn second(&self, key: Key) -> u32 {
        let scaled = key.below((KNOTS as u64) << 20);
        let step = (scaled >> 20) as usize;
        let part = (scaled & 0xF_FFFF) as u32;
        let (low, high) = (self.knots[step], self.knots[step + 1]);
        low + (((u64::from(high - low) * u64::from(part)) >> 20) as u32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn day_numbers_and_dates_go_both_ways() {
        assert_eq!(day_number(jiff::civil::date(1970, 1, 2)), 1);
        assert_eq!(date_of(20_500), jiff::civil::date(2026, 2, 16));
        assert_eq!(day_number(date_of(20_500)), 20_500);
    }

    #[test]
    fn a_day_on_which_clocks_change_keeps_its_order_and_its_date() {
        let zone = TimeZone::get("America/New_York").unwrap();
        let day = LocalDay::new(day_number(jiff::civil::date(2026, 3, 8)), &zone);
        let next = LocalDay::new(day_number(jiff::civil::date(2026, 3, 9)), &zone);
        assert_eq!(next.utc(0) - day.utc(0), 23 * 3_600);
        assert!((1..DAY_SECONDS).all(|s| day.utc(s) >= day.utc(s - 1)));
        assert!(day.utc(DAY_SECONDS - 1) < next.utc(0));
    }

    #[test]
    fn seconds_follow_the_profile() {
        let mut weights = [1.0; 24];
        weights[20] = 25.0;
        let profile = HourProfile::new(&weights);
        let key = Key::seed(9);
        let in_peak = (0..100_000).filter(|&n| profile.second(key.at(n)) / 3_600 == 20).count()
            as f64
            / 100_000.0;
        assert!((in_peak - 25.0 / 48.0).abs() < 0.01, "{in_peak}");
    }
}
