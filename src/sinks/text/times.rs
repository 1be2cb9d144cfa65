//! Dates and times as text.

use super::numbers::two_digits;

/// The text of a day, remembered until another day is asked for: rows come day by day.
pub struct DayText {
    day: i32,
    text: [u8; 10],
}

impl Default for DayText {
    fn default() -> Self {
        DayText { day: 0, text: *b"1970-01-01" }
    }
}

impl DayText {
    /// `2026-02-18`, from days since 1970-01-01. Years outside 0 to 9999 have no such form; the
    /// scenario does not let them in.
    #[inline]
    pub fn of(&mut self, day: i32) -> &[u8; 10] {
        if day != self.day {
            self.day = day;
            self.text = day_text(day);
        }
        &self.text
    }

    /// Adds `2026-02-18T09:14:02Z`, with milliseconds only where there are any.
    #[inline]
    pub fn write_moment(&mut self, day: i32, millis: u32, out: &mut Vec<u8>) {
        let (seconds, millis) = (millis / 1000, millis % 1000);
        let text = self.moment(day, seconds, *b"0000-00-00T00:00:00Z");
        if millis == 0 {
            out.extend_from_slice(&text);
        } else {
            out.extend_from_slice(&text[..19]);
            out.extend_from_slice(&[b'.', b'0' + (millis / 100) as u8]);
            out.extend_from_slice(two_digits(millis % 100));
            out.push(b'Z');
        }
    }

    /// Adds `2026-02-18 09:14:02`, as systems write it that leave the zone unsaid.
    #[inline]
    pub fn write_clock(&mut self, day: i32, millis: u32, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.moment(day, millis / 1000, *b"0000-00-00 00:00:00"));
    }

    /// Fills in the digits of a day and of seconds since midnight.
    fn moment<const N: usize>(&mut self, day: i32, seconds: u32, mut text: [u8; N]) -> [u8; N] {
        text[..10].copy_from_slice(self.of(day));
        text[11..13].copy_from_slice(two_digits(seconds / 3600));
        text[14..16].copy_from_slice(two_digits(seconds / 60 % 60));
        text[17..19].copy_from_slice(two_digits(seconds % 60));
        text
    }
}

fn day_text(day: i32) -> [u8; 10] {
    let (year, month, day) = civil(day);
    let year = year.clamp(0, 9999) as u32;
    let mut text = *b"0000-00-00";
    text[0..2].copy_from_slice(two_digits(year / 100));
    text[2..4].copy_from_slice(two_digits(year % 100));
    text[5..7].copy_from_slice(two_digits(month));
    text[8..10].copy_from_slice(two_digits(day));
    text
}

/// Year, month and day of a count of days since 1970-01-01.
///
/// Years are taken to begin in March, so that the leap day is the last: the month then follows
/// from the day of the year by one line, ⌊(5d + 2) / 153⌋. (Hinnant, "chrono-compatible low-level
/// date algorithms".)
fn civil(days: i32) -> (i32, u32, u32) {
    const DAYS_PER_ERA: i32 = 146_097; // 400 years
    let shifted = days.saturating_add(719_468); // from 0000-03-01
    let era = shifted.div_euclid(DAYS_PER_ERA);
    let day_of_era = shifted.rem_euclid(DAYS_PER_ERA);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let march_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * march_month + 2) / 5 + 1;
    let month = if march_month < 10 { march_month + 3 } else { march_month - 9 };
    let year = year_of_era + era * 400 + i32::from(month <= 2);
    (year, month as u32, day as u32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::ToSpan;
    use jiff::civil::date;

    #[test]
    fn every_day_of_four_centuries_agrees_with_the_calendar() {
        let mut day = DayText::default();
        for days in -70_000..80_000 {
            let expected = date(1970, 1, 1).checked_add(days.days()).unwrap();
            assert_eq!(day.of(days), expected.to_string().as_bytes());
        }
    }

    #[test]
    fn moments_show_milliseconds_only_where_there_are_any() {
        let moment = |millis| {
            let mut out = Vec::new();
            DayText::default().write_moment(20_502, millis, &mut out);
            String::from_utf8(out).unwrap()
        };
        assert_eq!(moment(0), "2026-02-18T00:00:00Z");
        assert_eq!(moment(86_399_000), "2026-02-18T23:59:59Z");
        assert_eq!(moment(33_242_007), "2026-02-18T09:14:02.007Z");
    }

    #[test]
    fn extreme_days_do_not_panic() {
        for day in [i32::MIN, i32::MAX] {
            assert_eq!(day_text(day).len(), 10);
        }
    }
}
