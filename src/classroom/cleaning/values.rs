//! Cells by value: what two programs write differently and mean alike.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use crate::classroom::key::plain_number;
use crate::classroom::marks::reading::dates;
use crate::tables::spec::Kind;

/// What programs write for an empty cell.
const NOTHING: [&str; 7] = ["", "nan", "null", "none", "nat", "<na>", "n/a"];

/// A cell in the one form that all spellings of its value share; text that is no value of the
/// column's kind stays as it is.
pub fn canonical(kind: Kind, text: &str) -> String {
    let text = text.trim();
    if NOTHING.iter().any(|nothing| text.eq_ignore_ascii_case(nothing)) {
        return String::new();
    }
    let value = match kind {
        Kind::Text | Kind::Label => None,
        Kind::Bool => truth(text),
        Kind::Id | Kind::Int | Kind::Long | Kind::Float | Kind::Money => number(text),
        Kind::Date => day(text),
        Kind::Time | Kind::Clock => moment(text),
    };
    value.unwrap_or_else(|| text.to_owned())
}

fn truth(text: &str) -> Option<String> {
    match text.to_ascii_lowercase().as_str() {
        "true" | "t" | "yes" | "1" | "1.0" => Some("true".to_owned()),
        "false" | "f" | "no" | "0" | "0.0" => Some("false".to_owned()),
        _ => None,
    }
}

/// A number: whole ones digit by digit, since keys have more digits than some programs keep.
fn number(text: &str) -> Option<String> {
    if let Ok(whole) = text.parse::<i64>() {
        return Some(whole.to_string());
    }
    let number: f64 = text.parse().ok().filter(|number: &f64| number.is_finite())?;
    Some(plain_number(number))
}

/// A day, unless day and month may be either.
fn day(text: &str) -> Option<String> {
    match dates(text).as_slice() {
        [day] => Some(day.to_string()),
        _ => None,
    }
}

/// A moment; one without a zone is in UTC.
fn moment(text: &str) -> Option<String> {
    let text = text.replacen(' ', "T", 1);
    let zoned = text.parse::<Timestamp>().ok();
    let plain = || {
        let plain: DateTime = text.parse().ok()?;
        TimeZone::UTC.to_zoned(plain).ok().map(|zoned| zoned.timestamp())
    };
    Some(zoned.or_else(plain)?.as_millisecond().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_value_are_one() {
        for (kind, spellings) in [
            (Kind::Money, &["12.50", "12.5", " 12.5 ", "1.25e1"][..]),
            (Kind::Id, &["9007199254740991", "9007199254740991 "]),
            (Kind::Int, &["7", "7.0", "07"]),
            (Kind::Bool, &["true", "True", "1"]),
            (Kind::Date, &["2026-03-31", "2026/03/31", "31.03.2026", "2026-03-31 00:00:00"]),
            (
                Kind::Time,
                &["2026-01-20T19:17:38Z", "2026-01-20 19:17:38+00:00", "2026-01-20 19:17:38"],
            ),
            (Kind::Text, &["", "NaN", "None", " "]),
        ] {
            for spelling in spellings {
                assert_eq!(canonical(kind, spelling), canonical(kind, spellings[0]), "{spelling}");
            }
        }
    }

    #[test]
    fn other_values_stay_apart() {
        assert_ne!(canonical(Kind::Label, "Meta"), canonical(Kind::Label, "meta"));
        assert_ne!(canonical(Kind::Money, "12.5"), canonical(Kind::Money, "1250"));
        assert_eq!(canonical(Kind::Date, "03/04/2026"), "03/04/2026", "either day may be meant");
        assert_eq!(canonical(Kind::Money, "12 AED"), "12 AED");
    }
}
