use jiff::civil::date;

use super::*;
use crate::charts::figure::day;

#[test]
fn steps_are_round_and_no_more_than_asked_for() {
    for (span, most, expected) in
        [(10.0, 5, 2.0), (1.0, 4, 0.25), (7.0, 7, 1.0), (0.003, 5, 0.001), (9.9e6, 4, 2.5e6)]
    {
        let size = step(span, most).size();
        assert!((size / expected - 1.0).abs() < 1e-12, "{span} {most}: {size}");
    }
}

#[test]
fn marks_are_exact_multiples_and_span_what_they_should() {
    let step = step(0.6, 6);
    assert_eq!(between(step, 0.0, 0.6), [0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6]);
    assert_eq!((step.below(-0.05), step.above(0.61)), (-0.1, 0.7));
    assert_eq!((step.below(0.3), step.above(0.3)), (0.3, 0.3));
}

#[test]
fn odd_spans_give_few_marks_or_none() {
    for (low, high) in
        [(0.0, 0.0), (1e300, 1e300), (-1e300, 1e300), (1e15, 1e15 + 1.0), (0.0, 5e-324)]
    {
        assert!(between(step(high - low, 5), low, high).len() <= 7, "{low} {high}");
    }
}

#[test]
fn log_marks_fill_a_decade_and_thin_out_over_many() {
    assert_eq!(decades(1.0, 10.0, 6), [1.0, 2.0, 3.0, 5.0, 7.0, 10.0]);
    assert_eq!(decades(0.9, 120.0, 7), [1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0]);
    assert_eq!(decades(1.0, 1e4, 5), [1.0, 10.0, 100.0, 1e3, 1e4]);
    let many = decades(1e-300, 1e300, 6);
    assert!(!many.is_empty() && many.len() <= 6, "{many:?}");
    assert_eq!(decades(11.0, 12.0, 5), Vec::<f64>::new());
}

fn labels(from: jiff::civil::Date, to: jiff::civil::Date, most: usize) -> Vec<String> {
    let mut steps = date_steps(day(from), day(to));
    let ticks = steps.find(|ticks| ticks.len() <= most).unwrap();
    let text = |tick: &Tick| format!("{} {}", tick.label, tick.below).trim().to_owned();
    ticks.iter().map(text).collect()
}

#[test]
fn dates_are_marked_by_days_weeks_months_or_years() {
    let start = date(2024, 11, 4);
    assert_eq!(
        labels(start, date(2024, 11, 17), 8),
        ["4 Nov 2024", "6 Nov", "8 Nov", "10 Nov", "12 Nov", "14 Nov", "16 Nov"]
    );
    assert_eq!(labels(date(2024, 11, 5), date(2024, 12, 3), 5)[0], "11 Nov 2024");
    assert_eq!(
        labels(start, date(2025, 5, 3), 6),
        ["Dec 2024", "Jan 2025", "Feb", "Mar", "Apr", "May"]
    );
    assert_eq!(labels(start, date(2026, 1, 2), 5), ["Jan 2025", "Apr", "Jul", "Oct", "Jan 2026"]);
    assert_eq!(labels(start, date(2028, 1, 2), 5), ["2025", "2026", "2027", "2028"]);
}

#[test]
fn a_single_day_has_a_mark_and_impossible_dates_have_none() {
    assert_eq!(labels(date(2025, 3, 5), date(2025, 3, 5), 8), ["5 Mar 2025"]);
    assert_eq!(date_steps(-1e300, 1e300).count(), 0);
    assert_eq!(date_steps(f64::NAN, f64::NAN).take(1).count(), 1, "an epoch day");
    assert!(date_steps(day(date(-9999, 1, 1)), day(date(9999, 1, 1))).last().is_some());
}
