//! Days, Mondays, months, quarters and years.

use jiff::civil::{Date, Weekday, date};
use jiff::{Span, ToSpan};

use super::Tick;

/// Distance between two marks.
#[derive(Debug, Clone, Copy)]
enum Step {
    Days(i64),
    Weeks(i64),
    Months(i64),
}

/// From every day to every century.
const STEPS: [Step; 17] = [
    Step::Days(1),
    Step::Days(2),
    Step::Weeks(1),
    Step::Weeks(2),
    Step::Months(1),
    Step::Months(2),
    Step::Months(3),
    Step::Months(6),
    Step::Months(12),
    Step::Months(24),
    Step::Months(60),
    Step::Months(120),
    Step::Months(240),
    Step::Months(600),
    Step::Months(1200),
    Step::Months(2400),
    Step::Months(6000),
];
/// More marks than this fit on no axis.
const MOST: usize = 40;

/// The ways to mark an axis of dates from `low` to `high`, the closest first.
///
/// The label is the day or the month, and below it stands the year, once for each; where the marks
/// are years apart the label is the year.
pub fn steps(low: f64, high: f64) -> impl Iterator<Item = Vec<Tick>> {
    let ends = on(low.ceil()).zip(on(high.floor()));
    STEPS.into_iter().filter_map(move |step| {
        let (first, last) = ends?;
        let marks = marks(step, first, last);
        (!marks.is_empty() && marks.len() <= MOST).then(|| labelled(step, &marks))
    })
}

/// The date of a place on an axis.
fn on(value: f64) -> Option<Date> {
    let days = Span::new().try_days(value as i64).ok()?;
    date(1970, 1, 1).checked_add(days).ok()
}

fn marks(step: Step, first: Date, last: Date) -> Vec<Date> {
    let mut marks = Vec::new();
    let mut next = start(step, first);
    while let Some(day) = next.filter(|&day| day <= last && marks.len() <= MOST) {
        marks.push(day);
        let span = match step {
            Step::Days(days) => days.days(),
            Step::Weeks(weeks) => weeks.weeks(),
            Step::Months(months) => months.months(),
        };
        next = day.checked_add(span).ok();
    }
    marks
}

/// The first mark at or after a day: months and years count from January of year 0.
fn start(step: Step, first: Date) -> Option<Date> {
    match step {
        Step::Days(_) => Some(first),
        Step::Weeks(_) if first.weekday() == Weekday::Monday => Some(first),
        Step::Weeks(_) => first.nth_weekday(1, Weekday::Monday).ok(),
        Step::Months(step) => {
            let month = i64::from(first.year()) * 12 + i64::from(first.month()) - 1;
            let whole = month + i64::from(first.day() > 1);
            let month = whole.div_euclid(step) * step;
            let month = if month < whole { month + step } else { month };
            let year = i16::try_from(month.div_euclid(12)).ok()?;
            Date::new(year, month.rem_euclid(12) as i8 + 1, 1).ok()
        }
    }
}

fn labelled(step: Step, marks: &[Date]) -> Vec<Tick> {
    let yearly = matches!(step, Step::Months(months) if months % 12 == 0);
    let mut year = None;
    let tick = |&day: &Date| {
        let at = super::super::figure::day(day);
        if yearly {
            return Tick::new(at, day.year().to_string());
        }
        let month = day.strftime("%b");
        let label = match step {
            Step::Months(_) => month.to_string(),
            Step::Days(_) | Step::Weeks(_) => format!("{} {month}", day.day()),
        };
        let new_year = year.replace(day.year()) != Some(day.year());
        let below = if new_year { day.year().to_string() } else { String::new() };
        Tick { at, label, below }
    };
    marks.iter().map(tick).collect()
}
