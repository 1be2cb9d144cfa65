//! One number.

use super::reading::{is_formula, numbers};
use super::{Credit, Given, shown};
use crate::classroom::key::{Tolerance, plain_number};

/// Within this many tolerances an answer is near: half marks.
const NEAR: f64 = 2.0;
/// The share of full marks for an answer that is near.
const HALF: f64 = 0.5;
/// Percent in place of a fraction, or the other way round.
const PERCENT: f64 = 100.0;

/// Marks one number. Several lines are no answer, unless they say the same.
pub fn number(value: f64, tolerance: Tolerance, given: &[Given]) -> Credit {
    if given.iter().any(|one| one.answer.trim() != given[0].answer.trim()) {
        return Credit::none(format!("{} different answers to one question", given.len()));
    }
    one(value, tolerance, &given[0].answer)
}

/// Marks the text of a number.
pub fn one(value: f64, tolerance: Tolerance, text: &str) -> Credit {
    let answer = shown(text);
    if is_formula(text) {
        return Credit::none(format!("`{answer}` is a formula, not its value"));
    }
    let readings = numbers(text);
    let within = |width: f64, scale: f64| {
        // A width of nothing still takes the number itself, as far as digits go.
        let width = (width * tolerance.around(value)).max(value.abs() * 1e-12);
        readings.iter().any(|reading| (reading * scale - value).abs() <= width)
    };
    let right = plain_number(value);
    if readings.is_empty() {
        Credit::none(format!("`{answer}` is no number"))
    } else if within(1.0, 1.0) {
        Credit::new(1.0, format!("{answer} is right ({})", rounded(value)))
    } else if within(NEAR, 1.0) {
        Credit::new(HALF, format!("{answer} is near {right}: within twice the tolerance"))
    } else if within(1.0, 1.0 / PERCENT) || within(1.0, PERCENT) {
        Credit::new(HALF, format!("{answer} is {right} but for a factor of 100"))
    } else {
        Credit::none(format!("{answer} is not {right}"))
    }
}

/// A number as a sentence names it.
fn rounded(value: f64) -> String {
    const DIGITS: f64 = 6.0;
    if value == 0.0 {
        return plain_number(value);
    }
    let unit = 10_f64.powf(DIGITS - 1.0 - value.abs().log10().floor());
    plain_number((value * unit).round() / unit)
}

#[cfg(test)]
mod tests {
    use super::super::testing::given;
    use super::*;

    const ONE_PERCENT: Tolerance = Tolerance { abs: 0.0, rel: 0.01 };

    fn share(value: f64, text: &str) -> f64 {
        number(value, ONE_PERCENT, &given(&[("", text)])).share
    }

    #[test]
    fn within_the_tolerance_is_right_and_within_twice_of_it_half_right() {
        for (text, expected) in
            [("100", 1.0), ("101", 1.0), ("99", 1.0), ("101.5", 0.5), ("98.1", 0.5), ("103", 0.0)]
        {
            assert_eq!(share(100.0, text), expected, "{text}");
        }
    }

    #[test]
    fn percent_for_a_fraction_is_half_right_and_with_its_sign_right() {
        assert_eq!(share(0.0125, "1.25"), 0.5);
        assert_eq!(share(0.0125, "1.25%"), 1.0);
        assert_eq!(share(1.25, "0.0125"), 0.5);
    }

    #[test]
    fn a_comma_may_part_decimals_or_thousands() {
        assert_eq!(share(1234.0, "1,234"), 1.0);
        assert_eq!(share(1.234, "1,234"), 1.0);
    }

    #[test]
    fn formulas_words_and_two_answers_earn_nothing_and_are_told() {
        let why = |text: &str| number(1.0, ONE_PERCENT, &given(&[("", text)])).why;
        assert!(why("=1").contains("formula"));
        assert!(why("one").contains("no number"));
        let two = number(1.0, ONE_PERCENT, &given(&[("", "1"), ("", "2")]));
        assert_eq!(two.share, 0.0);
        assert_eq!(number(1.0, ONE_PERCENT, &given(&[("", "1"), ("", "1")])).share, 1.0);
    }

    #[test]
    fn an_absolute_tolerance_takes_zero() {
        let tolerance = Tolerance { abs: 0.5, rel: 0.0 };
        assert_eq!(one(0.0, tolerance, "0.4").share, 1.0);
        assert_eq!(one(0.0, tolerance, "-0.9").share, 0.5);
    }
}
