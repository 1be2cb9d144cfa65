//! What all sentences share: amounts, lists, shares of a gross margin.

use crate::analysis::Analysis;
use crate::charts;
use crate::report::numbers;
use crate::report::page::html::name;

/// Names that are listed before the others are only counted.
const MOST_NAMES: usize = 4;

/// Prints amounts in the currency of the data, and knows what of a unit of revenue is left.
pub struct Amounts<'a> {
    currency: Option<&'a str>,
    /// Gross profit / revenue over everything, above 0; none where it is not known.
    pub margin: Option<f64>,
}

impl<'a> Amounts<'a> {
    /// Those of an analysis.
    pub fn of(analysis: &'a Analysis) -> Amounts<'a> {
        let margin = analysis.kpis.done().and_then(|kpis| kpis.total.ratios.gross_margin);
        Amounts {
            currency: analysis.about.currency.as_deref(),
            margin: margin.filter(|margin| *margin > 0.0),
        }
    }

    /// An amount in few characters.
    pub fn short(&self, value: f64) -> String {
        numbers::short_money(value, self.currency)
    }

    /// An amount to the unit, or to the hundredth where it is small.
    pub fn exact(&self, value: f64) -> String {
        numbers::money(value, self.currency)
    }

    /// What one more unit of currency is called.
    pub fn unit(&self) -> String {
        self.currency.unwrap_or("unit of currency").to_owned()
    }

    /// The revenue that one unit of spend has to bring so that gross profit pays for it.
    pub fn break_even(&self) -> f64 {
        self.margin.map_or(1.0, |margin| 1.0 / margin)
    }

    /// What `break_even` rests on.
    pub fn break_even_because(&self) -> String {
        match self.margin {
            Some(margin) => format!(
                "at a gross margin of {}, {} of revenue pay for 1 of spend",
                numbers::percent(margin),
                numbers::times(1.0 / margin)
            ),
            None => "the gross margin is not known, so this compares revenue with spend, before \
                     the cost of goods"
                .to_owned(),
        }
    }
}

/// Names out of the data in a sentence: `a, b and c`; a few of them, where there are many.
pub fn listed<S: AsRef<str>>(names: &[S]) -> String {
    let mut shown: Vec<String> = names.iter().map(|data| name(data.as_ref())).collect();
    if shown.len() > MOST_NAMES {
        let others = shown.len() - (MOST_NAMES - 1);
        shown.truncate(MOST_NAMES - 1);
        shown.push(format!("{others} others"));
    }
    match shown.split_last() {
        None => String::new(),
        Some((only, [])) => only.clone(),
        Some((last, before)) => format!("{} and {last}", before.join(", ")),
    }
}

/// Platforms in a sentence, as [`listed`].
pub fn platforms<S: AsRef<str>>(ids: &[S]) -> String {
    listed(&ids.iter().map(|id| charts::platform(id.as_ref())).collect::<Vec<_>>())
}

/// A sentence without the fences around names.
pub fn plain(sentence: &str) -> String {
    sentence.replace(['\u{2068}', '\u{2069}'], "")
}

/// The first letter as a capital.
pub fn capital(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_end_with_and() {
        let plainly = |names: &[&str]| plain(&listed(names));
        assert_eq!(plainly(&[]), "");
        assert_eq!(plainly(&["a"]), "a");
        assert_eq!(plainly(&["a", "b"]), "a and b");
        assert_eq!(plainly(&["a", "b", "c", "d"]), "a, b, c and d");
        assert_eq!(plainly(&["a", "b", "c", "d", "e"]), "a, b, c and 2 others");
    }

    #[test]
    fn sentences_begin_with_a_capital() {
        assert_eq!(capital("at a margin"), "At a margin");
        assert_eq!(capital(""), "");
    }
}
