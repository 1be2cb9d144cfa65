//! Numbers as they are printed on charts: short, with a true minus sign.

use super::figure::Unit;

/// A narrow space at which no line breaks.
const SPACE: char = '\u{202f}';
const MINUS: char = '−';
/// Significant digits of a printed value.
const DIGITS: i32 = 3;
/// Significant digits of a value in a sentence.
const ROUGH_DIGITS: i32 = 2;
/// Letters for thousands, millions and so on, from the value on where they set in. A thousand
/// itself is short enough in full: 1,234.
const SCALES: [(f64, f64, &str); 4] =
    [(1e12, 1e12, "tn"), (1e9, 1e9, "bn"), (1e6, 1e6, "M"), (1e4, 1e3, "k")];
/// From here on numbers are printed by their power of ten.
const HUGE: f64 = 1e15;
/// Below this too.
const TINY: f64 = 1e-4;

/// A value to three significant digits, in its unit: `12.3 k`, `2.35%`, `1.4×`.
///
/// ```
/// use adloom::charts::{figure::Unit, numbers::print};
/// assert_eq!(print(0.0235, &Unit::Percent), "2.35%");
/// assert_eq!(print(-1234.0, &Unit::Number), "−1,234");
/// assert_eq!(print(1.2e6, &Unit::Money("AED".into())), "1.2\u{202f}M");
/// ```
pub fn print(value: f64, unit: &Unit) -> String {
    match unit {
        Unit::Number | Unit::Money(_) => number(value),
        Unit::Percent => format!("{}%", number(value * 100.0)),
        Unit::Times => format!("{}×", number(value)),
    }
}

/// A value to two significant digits, as it is said in a sentence: `12 k`, `2.4%`, `46%`.
pub fn rough(value: f64, unit: &Unit) -> String {
    match unit {
        Unit::Number | Unit::Money(_) => digits(value, ROUGH_DIGITS),
        Unit::Percent => format!("{}%", digits(value * 100.0, ROUGH_DIGITS)),
        Unit::Times => format!("{}×", digits(value, ROUGH_DIGITS)),
    }
}

/// A number to three significant digits.
pub fn number(value: f64) -> String {
    digits(value, DIGITS)
}

fn digits(value: f64, significant: i32) -> String {
    if !value.is_finite() {
        return "–".to_owned();
    }
    let size = rounded(value.abs(), significant);
    if size == 0.0 {
        return "0".to_owned();
    }
    let sign = if value < 0.0 { MINUS.to_string() } else { String::new() };
    if !(TINY..HUGE).contains(&size) {
        return format!("{sign}{size:.1e}");
    }
    let (scale, letters) = scale_of(size);
    let scaled = size / scale;
    let decimals = (significant - 1 - magnitude(scaled)).clamp(0, 6) as usize;
    let digits = trimmed(format!("{scaled:.decimals$}"));
    format!("{sign}{}{}", thousands(&digits), suffix(letters))
}

/// The values of an axis, all with the same letters and the same decimals.
pub fn on_axis(values: &[f64], unit: &Unit) -> Vec<String> {
    let factor = if *unit == Unit::Percent { 100.0 } else { 1.0 };
    let values: Vec<f64> = values.iter().map(|value| value * factor).collect();
    let largest = values.iter().fold(0f64, |most, value| most.max(value.abs()));
    let sign = match unit {
        Unit::Number | Unit::Money(_) => "",
        Unit::Percent => "%",
        Unit::Times => "×",
    };
    if largest >= HUGE || (largest > 0.0 && largest < TINY) {
        return values.iter().map(|&value| format!("{}{sign}", number(value))).collect();
    }
    let (scale, letters) = scale_of(largest);
    let exact = |decimals: &usize| {
        let power = 10f64.powi(*decimals as i32);
        values.iter().all(|value| {
            let shifted = value / scale * power;
            (shifted - shifted.round()).abs() < 1e-6 * power.max(shifted.abs()).max(1.0) / power
        })
    };
    let decimals = (0..8).find(exact).unwrap_or(8);
    let label = |&value: &f64| {
        if value == 0.0 {
            return format!("0{sign}");
        }
        let minus = if value < 0.0 { MINUS.to_string() } else { String::new() };
        let digits = format!("{:.decimals$}", value.abs() / scale);
        format!("{minus}{}{}{sign}", thousands(&digits), suffix(letters))
    };
    values.iter().map(label).collect()
}

fn suffix(letters: &str) -> String {
    if letters.is_empty() { String::new() } else { format!("{SPACE}{letters}") }
}

fn scale_of(size: f64) -> (f64, &'static str) {
    let scale = SCALES.iter().find(|(from, ..)| size >= *from);
    scale.map_or((1.0, ""), |&(_, scale, letters)| (scale, letters))
}

/// Power of ten of the first digit.
fn magnitude(size: f64) -> i32 {
    libm::log10(size).floor() as i32
}

/// Rounded to the digits that are printed; numbers below 10,000 keep all digits before the point.
fn rounded(size: f64, significant: i32) -> f64 {
    if size == 0.0 {
        return 0.0;
    }
    let place = significant - 1 - magnitude(size);
    if place < 0 && size < SCALES[3].0 {
        return size.round();
    }
    // A power of ten from its text is exact, unlike the product of many tens.
    let power: f64 = format!("1e{}", place.abs()).parse().unwrap_or(1.0);
    if place >= 0 { (size * power).round() / power } else { (size / power).round() * power }
}

/// Without zeros at the end of the decimals.
fn trimmed(digits: String) -> String {
    if !digits.contains('.') {
        return digits;
    }
    digits.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// With a comma between thousands.
fn thousands(digits: &str) -> String {
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
    let mut out = String::new();
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if decimals.is_empty() { out } else { format!("{out}.{decimals}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: String) -> String {
        text.replace(SPACE, " ")
    }

    #[test]
    fn numbers_are_short_and_rounded() {
        let cases = [
            (0.0, "0"),
            (-0.0, "0"),
            (1.0, "1"),
            (2.5, "2.5"),
            (12.345, "12.3"),
            (999.6, "1,000"),
            (1234.4, "1,234"),
            (9_999.4, "9,999"),
            (9_999.6, "10 k"),
            (12_345.0, "12.3 k"),
            (999_950.0, "1 M"),
            (-1_250_000.0, "−1.25 M"),
            (3.2e9, "3.2 bn"),
            (4e12, "4 tn"),
            (0.01234, "0.0123"),
            (0.000012, "1.2e-5"),
            (7e17, "7.0e17"),
            (f64::NAN, "–"),
            (f64::INFINITY, "–"),
        ];
        for (value, text) in cases {
            assert_eq!(plain(number(value)), text, "{value}");
        }
    }

    #[test]
    fn units_follow_the_number() {
        assert_eq!(print(0.5, &Unit::Percent), "50%");
        assert_eq!(print(0.00012, &Unit::Percent), "0.012%");
        assert_eq!(print(2.0, &Unit::Times), "2×");
        assert_eq!(rough(0.4567, &Unit::Percent), "46%");
        assert_eq!(rough(0.02345, &Unit::Percent), "2.3%");
        assert_eq!(rough(1234.0, &Unit::Number), "1,234");
        assert_eq!(plain(rough(123_456.0, &Unit::Number)), "120 k");
    }

    #[test]
    fn an_axis_has_the_same_decimals_throughout() {
        let axis = |values: &[f64], unit| {
            on_axis(values, &unit).into_iter().map(plain).collect::<Vec<_>>()
        };
        assert_eq!(axis(&[0.0, 0.5, 1.0], Unit::Number), ["0", "0.5", "1.0"]);
        assert_eq!(axis(&[0.0, 5e5, 1e6], Unit::Number), ["0", "0.5 M", "1.0 M"]);
        assert_eq!(axis(&[-2e4, 0.0, 2e4], Unit::Number), ["−20 k", "0", "20 k"]);
        assert_eq!(axis(&[0.0, 2500.0, 5000.0], Unit::Number), ["0", "2,500", "5,000"]);
        assert_eq!(axis(&[0.0, 0.1, 0.2, 0.30000000000000004], Unit::Percent)[3], "30%");
        assert_eq!(axis(&[0.0, 0.005, 0.01], Unit::Percent), ["0%", "0.5%", "1.0%"]);
        assert_eq!(axis(&[1.0, 1.5], Unit::Times), ["1.0×", "1.5×"]);
        assert_eq!(axis(&[], Unit::Number), Vec::<String>::new());
        assert_eq!(axis(&[2e-7], Unit::Number), ["2.0e-7"]);
    }
}
