//! What the calendar does to each region: weekdays, the year, events, hours.

use icu_calendar::{Date as IcuDate, cal::Hijri};
use jiff::civil::{Date, Weekday as CivilWeekday};

use super::clock::{HourProfile, date_of, day_number};
use crate::curves::fourier;
use crate::random::maths::exp;
use crate::scenario::{Event, Region, Scenario, Weekday, When};

/// Years over which demand events are averaged, so that the season has mean one in the long run.
const NORM_YEARS: i16 = 4;

/// One region's calendar over a run of days.
#[derive(Debug)]
pub struct RegionCalendar {
    /// season(t): weekday, year and events, with a long-run mean of one.
    pub season: Vec<f64>,
    /// What events do to auction prices.
    pub cpm: Vec<f64>,
    /// Extra discount of the day, as a fraction.
    pub discount: Vec<f64>,
    /// Positions in [`Calendar::profiles`] of the day's hour profile.
    pub profile: Vec<u8>,
    /// Positions of the scenario's events that are on.
    pub events: Vec<Vec<u16>>,
}

/// The calendar of a run of days, in every region.
#[derive(Debug)]
pub struct Calendar {
    /// By region.
    pub regions: Vec<RegionCalendar>,
    /// Hour profiles of visits, each followed by its weekend twin, which is an hour later.
    pub profiles: Vec<HourProfile>,
    /// The same, tilted towards the hours in which visits convert.
    pub order_profiles: Vec<HourProfile>,
    /// Hijri year, month and day of each day.
    pub hijri: Vec<(i32, u8, u8)>,
}

impl Calendar {
    /// Works out the calendar from day number `first` on.
    pub fn new(scenario: &Scenario, first: i32, days: usize) -> Self {
        let names: Vec<&String> = scenario.traffic.hours.keys().collect();
        let profile_of = |name: &str| names.iter().position(|n| *n == name).unwrap_or(0) as u8;
        let mut profiles = Vec::new();
        for weights in scenario.traffic.hours.values() {
            profiles.push(HourProfile::new(weights));
            profiles.push(HourProfile::new(&an_hour_later(weights)));
        }
        let order_profiles =
            profiles.iter().map(|p| p.tilted(&scenario.traffic.hour_conversion)).collect();

        let norm_start = day_number(Date::constant(scenario.launch.year(), 1, 1));
        let norm_days = 365 * NORM_YEARS as usize + 1;
        let window = Effects::new(scenario, first, days);
        let norm = Effects::new(scenario, norm_start, norm_days);

        let regions = scenario
            .regions
            .iter()
            .map(|region| {
                let applies: Vec<bool> =
                    scenario.events.iter().map(|event| event_applies(event, region)).collect();
                let level = (0..norm_days)
                    .map(|t| norm.year[t] * norm.product(t, &applies, |effect| effect.demand))
                    .sum::<f64>()
                    / norm_days as f64;
                let week_mean = region.week.iter().sum::<f64>() / 7.0;
                let usual = profile_of(&region.hours);
                let mut calendar = RegionCalendar {
                    season: Vec::with_capacity(days),
                    cpm: Vec::with_capacity(days),
                    discount: Vec::with_capacity(days),
                    profile: Vec::with_capacity(days),
                    events: Vec::with_capacity(days),
                };
                for t in 0..days {
                    let weekday = date_of(first + t as i32).weekday();
                    let week = region.week[weekday.to_monday_zero_offset() as usize] / week_mean;
                    let demand = window.product(t, &applies, |effect| effect.demand);
                    calendar.season.push(week * window.year[t] * demand / level);
                    calendar.cpm.push(window.product(t, &applies, |effect| effect.cpm));
                    let on: Vec<u16> = window.on(t, &applies).collect();
                    let events = || on.iter().map(|&e| &scenario.events[e as usize]);
                    calendar.discount.push(events().map(|e| e.discount).fold(0.0, f64::max));
                    let named = events().find_map(|event| event.hours.as_deref());
                    let profile = named.map_or(usual, profile_of);
                    calendar.profile.push(2 * profile + u8::from(is_weekend(region, weekday)));
                    calendar.events.push(on);
                }
                calendar
            })
            .collect();
        let hijri = (0..days).map(|t| hijri(date_of(first + t as i32))).collect();
        Calendar { regions, profiles, order_profiles, hijri }
    }
}

/// Whether a weekday belongs to the region's weekend.
pub fn is_weekend(region: &Region, weekday: CivilWeekday) -> bool {
    region.weekend.iter().any(|&day| civil(day) == weekday)
}

fn civil(day: Weekday) -> CivilWeekday {
    match day {
        Weekday::Monday => CivilWeekday::Monday,
        Weekday::Tuesday => CivilWeekday::Tuesday,
        Weekday::Wednesday => CivilWeekday::Wednesday,
        Weekday::Thursday => CivilWeekday::Thursday,
        Weekday::Friday => CivilWeekday::Friday,
        Weekday::Saturday => CivilWeekday::Saturday,
        Weekday::Sunday => CivilWeekday::Sunday,
    }
}

fn event_applies(event: &Event, region: &Region) -> bool {
    event.countries.is_empty()
        || event.countries.iter().any(|c| *c == region.country || *c == region.id)
}

fn an_hour_later(weights: &[f64; 24]) -> [f64; 24] {
    std::array::from_fn(|hour| weights[(hour + 23) % 24])
}

/// What an event does on one of its days.
#[derive(Debug, Clone, Copy)]
struct Effect {
    event: u16,
    demand: f64,
    cpm: f64,
    /// Whether it is the event itself, and not the days before or after.
    on: bool,
}

/// Effects of all events, day by day, before it is known in which region.
struct Effects {
    days: Vec<Vec<Effect>>,
    year: Vec<f64>,
}

impl Effects {
    fn new(scenario: &Scenario, first: i32, count: usize) -> Self {
        let mut days = vec![Vec::new(); count];
        for (position, event) in scenario.events.iter().enumerate() {
            for (start, length) in occurrences(&event.when, first, count) {
                let from = start - event.lead_days as i32;
                let total = length + event.lead_days + event.lag_days;
                for step in 0..total {
                    let day = from + step as i32 - first;
                    if day < 0 || day >= count as i32 {
                        continue;
                    }
                    days[day as usize].push(Effect {
                        event: position as u16,
                        demand: knot(&event.demand, step, total),
                        cpm: knot(&event.cpm, step, total),
                        on: (event.lead_days..event.lead_days + length).contains(&step),
                    });
                }
            }
        }
        let terms: Vec<(u32, f64, f64)> =
            scenario.demand.yearly.iter().map(|h| (h.cycles, h.cosine, h.sine)).collect();
        let year = (0..count)
            .map(|t| {
                let date = date_of(first + t as i32);
                let part = f64::from(date.day_of_year() - 1) / f64::from(date.days_in_year());
                exp(fourier(&terms, part))
            })
            .collect();
        Effects { days, year }
    }

    fn product(&self, day: usize, applies: &[bool], of: impl Fn(&Effect) -> f64) -> f64 {
        self.days[day].iter().filter(|e| applies[e.event as usize]).map(of).product()
    }

    fn on<'a>(&'a self, day: usize, applies: &'a [bool]) -> impl Iterator<Item = u16> + 'a {
        self.days[day].iter().filter(|e| e.on && applies[e.event as usize]).map(|e| e.event)
    }
}

/// The value at one of `total` days of knots that are spread evenly over them.
fn knot(knots: &[f64], step: u32, total: u32) -> f64 {
    if knots.len() == 1 || total <= 1 {
        return knots[0];
    }
    let place = f64::from(step) / f64::from(total - 1) * (knots.len() - 1) as f64;
    let low = (place as usize).min(knots.len() - 2);
    let part = place - low as f64;
    knots[low] * (1.0 - part) + knots[low + 1] * part
}

/// Starts and lengths of an event's occurrences whose effect may touch the given days.
fn occurrences(when: &When, first: i32, count: usize) -> Vec<(i32, u32)> {
    // Lead, length and lag are each bounded by the schema, so an occurrence this far outside has
    // no effect inside.
    const MARGIN: i32 = 400;
    let (from, to) = (first - MARGIN, first + count as i32 + MARGIN);
    let years = date_of(from).year()..=date_of(to).year();
    match *when {
        When::Hijri { month, day, days } => (from..to)
            .filter(|&number| {
                let (_, m, d) = hijri(date_of(number));
                (m, d) == (month, day)
            })
            .map(|number| (number, hijri_length(number, day, days)))
            .collect(),
        When::Fixed { month, day, days } => years
            .filter_map(|year| Date::new(year, month, day).ok())
            .map(|date| (day_number(date), days))
            .collect(),
        When::NthWeekday { month, weekday, nth, offset, days } => years
            .filter_map(|year| {
                Date::constant(year, month, 1).nth_weekday_of_month(nth, civil(weekday)).ok()
            })
            .map(|date| (day_number(date) + offset, days))
            .collect(),
        When::Dates { ref dates, days } => {
            dates.iter().map(|&date| (day_number(date), days)).collect()
        }
    }
}

/// A month-long event ends with its month, which has 29 or 30 days.
fn hijri_length(start: i32, day: u8, days: u32) -> u32 {
    let fills_month = day == 1 && days >= 29;
    if fills_month && hijri(date_of(start + 29)).2 == 1 { days.min(29) } else { days }
}

/// Hijri year, month and day by the Umm al-Qura calendar.
pub fn hijri(date: Date) -> (i32, u8, u8) {
    let iso = IcuDate::try_new_iso(i32::from(date.year()), date.month() as u8, date.day() as u8);
    match iso {
        Ok(iso) => {
            let hijri = iso.to_calendar(Hijri::new_umm_al_qura());
            (hijri.year().extended_year(), hijri.month().ordinal, hijri.day_of_month().0)
        }
        // Every civil date is an ISO date.
        Err(_) => (0, 0, 0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn hijri_dates_are_those_of_umm_al_qura() {
        // First days of Ramadan, as published for Saudi Arabia.
        for (civil, year) in [
            (date(2023, 3, 23), 1444),
            (date(2024, 3, 11), 1445),
            (date(2025, 3, 1), 1446),
            (date(2026, 2, 18), 1447),
            (date(2027, 2, 8), 1448),
        ] {
            assert_eq!(hijri(civil), (year, 9, 1), "{civil}");
        }
    }

    #[test]
    fn ramadan_ends_with_its_month() {
        let ramadan = When::Hijri { month: 9, day: 1, days: 30 };
        let first = day_number(date(2024, 1, 1));
        let found = occurrences(&ramadan, first, 1_096);
        let lengths: Vec<(Date, u32)> =
            found.iter().map(|&(day, length)| (date_of(day), length)).collect();
        assert!(lengths.contains(&(date(2025, 3, 1), 29)), "{lengths:?}");
        assert!(lengths.contains(&(date(2026, 2, 18), 30)), "{lengths:?}");
    }

    #[test]
    fn black_friday_is_the_day_after_the_fourth_thursday() {
        let rule =
            When::NthWeekday { month: 11, weekday: Weekday::Thursday, nth: 4, offset: 1, days: 1 };
        let found = occurrences(&rule, day_number(date(2025, 11, 1)), 30);
        assert!(found.contains(&(day_number(date(2025, 11, 28)), 1)));
    }

    #[test]
    fn knots_are_met_at_both_ends_and_between() {
        let values: Vec<f64> = (0..5).map(|step| knot(&[1.0, 3.0, 2.0], step, 5)).collect();
        assert_eq!(values, [1.0, 2.0, 3.0, 2.5, 2.0]);
    }
}
