//! What all charts of a dataset have in common: its period and its currency.

use jiff::civil::Date;

use super::figure::Unit;
use super::numbers::rough;
use super::text;
use crate::analysis::About;

/// The period and the currency of a dataset.
#[derive(Debug, Clone, Default)]
pub struct Setting {
    /// Code of the currency; none where it is not known.
    pub currency: Option<String>,
    /// First and last day; none where they are not known.
    pub period: Option<(Date, Date)>,
}

impl Setting {
    /// Those of an analysis.
    pub fn of(about: &About) -> Setting {
        let period = about.first_day.zip(about.last_day);
        Setting { currency: about.currency.clone(), period }
    }

    /// The unit of amounts of money.
    pub fn money(&self) -> Unit {
        Unit::Money(self.currency.clone().unwrap_or_default())
    }

    /// An amount as it is said in a sentence: `AED 1.2 M`.
    pub fn amount(&self, value: f64) -> String {
        let number = rough(value, &self.money());
        match &self.currency {
            Some(code) => format!("{code} {number}"),
            None => number,
        }
    }

    /// A caption: the period, then sentences, of which empty ones are left out.
    pub fn caption(&self, sentences: &[&str]) -> String {
        let period = self.period.map(|(first, last)| text::period(first, last));
        let all = period.iter().map(String::as_str).chain(sentences.iter().copied());
        let said: Vec<String> =
            all.filter(|said| !said.is_empty()).map(|said| format!("{said}.")).collect();
        said.join(" ")
    }
}
