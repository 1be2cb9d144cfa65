//! How numbers are printed: in one place, so that a figure looks the same wherever it stands.

use jiff::civil::Date;

use crate::charts;

/// What is printed where there is no number.
pub const NONE: &str = "–";
/// A minus as wide as a plus; a hyphen is none.
const MINUS: char = '−';
/// Keeps a number and its unit on one line.
const NO_BREAK: char = '\u{a0}';

/// A number of things: `12,345`, and below ten, where halves matter, `3.4`.
pub fn count(value: f64) -> String {
    let decimals = usize::from(value.abs() < 10.0 && value.fract() != 0.0);
    fixed(value, decimals)
}

/// An amount: `AED 12,345`, and `AED 12.34` below a hundred.
pub fn money(value: f64, currency: Option<&str>) -> String {
    let decimals = if value.abs() < 99.995 && value != 0.0 { 2 } else { 0 };
    with_currency(fixed(value, decimals), value, currency)
}

/// An amount in few characters: `AED 1.23 M`.
pub fn short_money(value: f64, currency: Option<&str>) -> String {
    with_currency(short(value), value, currency)
}

/// A number in few characters, as the charts print it: `12.3 k`.
pub fn short(value: f64) -> String {
    charts::numbers::number(value)
}

/// A share of 1: `45.6%`, `3.21%`.
pub fn percent(value: f64) -> String {
    let hundredth = 100.0 * value;
    let decimals = match hundredth.abs() {
        size if size >= 99.95 || size == 0.0 => 0,
        size if size >= 9.995 => 1,
        _ => 2,
    };
    with_unit(fixed(hundredth, decimals), "%")
}

/// A share of 1 as it is said in a sentence, with two digits: `46%`, `3.2%`.
pub fn rough_percent(value: f64) -> String {
    match value.abs() < 0.0995 && value != 0.0 {
        true => with_unit(significant(100.0 * value, 2), "%"),
        false => with_unit(fixed(100.0 * value, 0), "%"),
    }
}

/// A number of things that was estimated, with three digits: `7,490`.
pub fn about(value: f64) -> String {
    if value.abs() < 1000.0 { count(value) } else { significant(value, 3) }
}

/// A change: `+12.3%`, `−4.56%`.
pub fn change(value: f64) -> String {
    signed(value, percent(value))
}

/// A multiple such as a ROAS: `2.35`, `12.3`, `123`.
pub fn times(value: f64) -> String {
    let decimals = match value.abs() {
        size if size >= 99.95 => 0,
        size if size >= 9.995 => 1,
        _ => 2,
    };
    fixed(value, decimals)
}

/// So many significant digits: `0.0123`, `1,230,000`.
pub fn significant(value: f64, digits: usize) -> String {
    if value == 0.0 || !value.is_finite() {
        return fixed(value, 0);
    }
    // Rounding may add a digit: 9.996 has its last one at the tenths when three are kept.
    let places = |value: f64| digits as i32 - 1 - value.abs().log10().floor() as i32;
    let scale = 10_f64.powi(places(value).clamp(-300, 300));
    let rounded = (value * scale).round() / scale;
    fixed(rounded, places(rounded).clamp(0, MOST_DECIMALS) as usize)
}

/// Decimals beyond which a number is as good as none to a reader.
const MOST_DECIMALS: i32 = 9;

/// A p-value: `0.034`, `< 0.001`.
pub fn p_value(value: f64) -> String {
    match value < 0.001 {
        true => format!("<{NO_BREAK}0.001"),
        false => fixed(value, 3),
    }
}

/// An interval: `1.20 to 2.40`.
pub fn interval(low: f64, high: f64, print: impl Fn(f64) -> String) -> String {
    format!("{} to {}", print(low), print(high))
}

/// With its sign, also when it is a plus.
pub fn signed(value: f64, text: String) -> String {
    if value > 0.0 && value.is_finite() { format!("+{text}") } else { text }
}

/// So many decimals, with commas between thousands.
pub fn fixed(value: f64, decimals: usize) -> String {
    if !value.is_finite() {
        return NONE.to_owned();
    }
    let plain = format!("{:.decimals$}", value.abs());
    let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
    let negative = value < 0.0 && plain.bytes().any(|digit| (b'1'..=b'9').contains(&digit));
    let mut text = String::with_capacity(plain.len() + 8);
    if negative {
        text.push(MINUS);
    }
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if !fraction.is_empty() {
        text.push('.');
        text.push_str(fraction);
    }
    text
}

/// A day: `3 March 2026`.
pub fn date(date: Date) -> String {
    let month = MONTHS[usize::try_from(date.month() - 1).unwrap_or(0).min(11)];
    format!("{}{NO_BREAK}{month}{NO_BREAK}{}", date.day(), date.year())
}

/// A month: `March 2026`.
pub fn month(date: Date) -> String {
    let month = MONTHS[usize::try_from(date.month() - 1).unwrap_or(0).min(11)];
    format!("{month}{NO_BREAK}{}", date.year())
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A number of things with its noun: `1 campaign`, `12 campaigns`.
pub fn counted(number: usize, singular: &str, plural: &str) -> String {
    format!("{}{NO_BREAK}{}", count(number as f64), if number == 1 { singular } else { plural })
}

/// What prints a number that may be none.
pub fn or_none(value: Option<f64>, print: impl Fn(f64) -> String) -> String {
    value.map_or_else(|| NONE.to_owned(), print)
}

fn with_currency(text: String, value: f64, currency: Option<&str>) -> String {
    match currency {
        Some(currency) if value.is_finite() => match text.strip_prefix(MINUS) {
            Some(size) => format!("{MINUS}{currency}{NO_BREAK}{size}"),
            None => format!("{currency}{NO_BREAK}{text}"),
        },
        _ => text,
    }
}

fn with_unit(text: String, unit: &str) -> String {
    if text == NONE { text } else { text + unit }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil;

    #[test]
    fn counts_have_commas() {
        assert_eq!(count(0.0), "0");
        assert_eq!(count(999.4), "999");
        assert_eq!(count(1_234_567.0), "1,234,567");
        assert_eq!(count(-1_234.0), "−1,234");
        assert_eq!(count(3.44), "3.4");
    }

    #[test]
    fn nothing_is_not_printed_as_a_number() {
        for print in [count, percent, times, short, rough_percent, change] {
            assert_eq!(print(f64::NAN), NONE);
            assert_eq!(print(f64::INFINITY), NONE);
        }
        assert_eq!(money(f64::NAN, Some("AED")), NONE);
        assert_eq!(significant(f64::NAN, 3), NONE);
    }

    #[test]
    fn what_rounds_to_nothing_has_no_sign() {
        assert_eq!(fixed(-0.001, 2), "0.00");
        assert_eq!(fixed(-0.0, 0), "0");
        assert_eq!(percent(-0.000_001), "0.00%");
    }

    #[test]
    fn amounts_name_their_currency_once() {
        assert_eq!(money(1_234.5, Some("AED")), "AED\u{a0}1,234");
        assert_eq!(money(-12.345, Some("USD")), "−USD\u{a0}12.35");
        assert_eq!(money(12.0, None), "12.00");
        assert_eq!(short_money(1_234_567.0, Some("AED")), "AED\u{a0}1.23\u{202f}M");
    }

    #[test]
    fn shares_have_three_digits() {
        assert_eq!(percent(0.031_26), "3.13%");
        assert_eq!(percent(0.456_7), "45.7%");
        assert_eq!(percent(1.0), "100%");
        assert_eq!(percent(0.099_96), "10.0%");
        assert_eq!(rough_percent(0.001), "0.10%");
        assert_eq!(rough_percent(0.034_7), "3.5%");
        assert_eq!(rough_percent(0.174), "17%");
        assert_eq!(change(0.1234), "+12.3%");
    }

    #[test]
    fn digits_are_significant_ones() {
        assert_eq!(significant(0.012_345, 3), "0.0123");
        assert_eq!(significant(123_456.0, 3), "123,000");
        assert_eq!(significant(9.996, 3), "10.0");
        assert_eq!(significant(0.000_099_96, 2), "0.00010");
    }

    #[test]
    fn p_values_below_a_thousandth_are_only_bounded() {
        assert_eq!(p_value(0.000_4), "<\u{a0}0.001");
        assert_eq!(p_value(0.0344), "0.034");
    }

    #[test]
    fn dates_are_words() {
        assert_eq!(date(civil::date(2026, 3, 3)), "3\u{a0}March\u{a0}2026");
    }
}
