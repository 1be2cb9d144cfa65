//! One thing written in several ways: labels, and dates.

use super::cell::{Cell, parts};
use crate::random::Key;
use crate::scenario::{DateFormat, Variant};
use crate::world::clock::date_of;

/// What people write for a label.
const ALIASES: [(&str, &[&str]); 29] = [
    ("meta", &["FB", "Facebook", "facebook ads", "Meta Ads"]),
    ("facebook", &["FB", "Meta", "fb_ads"]),
    ("google", &["Google Ads", "AdWords", "google_ads"]),
    ("tiktok", &["TikTok Ads", "TT", "tik tok"]),
    ("snapchat", &["Snap", "SC", "snap_ads"]),
    ("amazon", &["AMZ", "Amazon Ads"]),
    ("youtube", &["YT", "You Tube"]),
    ("(direct)", &["direct", "none"]),
    ("email", &["e-mail", "newsletter"]),
    ("mobile", &["phone", "smartphone", "Mobile Web"]),
    ("desktop", &["PC", "computer"]),
    ("tablet", &["iPad", "tab"]),
    ("female", &["F", "woman"]),
    ("male", &["M", "man"]),
    ("completed", &["complete", "done"]),
    ("cancelled", &["canceled", "void"]),
    ("card", &["credit card", "CC"]),
    ("cash_on_delivery", &["COD", "cash"]),
    ("bank_transfer", &["wire", "transfer"]),
    ("pay_later", &["BNPL", "instalments"]),
    ("SA", &["KSA", "Saudi", "Saudi Arabia"]),
    ("AE", &["UAE", "Emirates"]),
    ("KW", &["KWT", "Kuwait"]),
    ("QA", &["QAT", "Qatar"]),
    ("OM", &["OMN", "Oman"]),
    ("BH", &["BHR", "Bahrain"]),
    ("click", &["CLK", "clicks"]),
    ("impression", &["IMP", "impressions"]),
    ("USD", &["US$", "US Dollar"]),
];

/// A label written otherwise: in the first way, from a drawn one on, that it has.
pub fn variant(text: &str, variants: &[Variant], key: Key) -> Option<String> {
    let first = key.below(variants.len() as u64) as usize;
    (0..variants.len()).find_map(|n| {
        let variant = variants[(first + n) % variants.len()];
        written(text, variant, key.at(1)).filter(|other| other != text)
    })
}

fn written(text: &str, variant: Variant, key: Key) -> Option<String> {
    match variant {
        Variant::Case => {
            let ways = [text.to_uppercase(), text.to_lowercase(), capitalised(text)];
            pick(ways.into_iter().filter(|way| way != text), key)
        }
        Variant::Spaces => {
            let ways = [format!(" {text}"), format!("{text} "), format!("{text}  ")];
            pick(ways.into_iter(), key)
        }
        Variant::Spelling => misspelt(text, key),
        Variant::Alias => {
            let (_, aliases) = ALIASES.iter().find(|(label, _)| *label == text)?;
            pick(aliases.iter().map(|alias| (*alias).to_owned()), key)
        }
    }
}

fn pick(ways: impl Iterator<Item = String>, key: Key) -> Option<String> {
    let mut ways: Vec<String> = ways.collect();
    let chosen = key.below(ways.len() as u64) as usize;
    (chosen < ways.len()).then(|| ways.swap_remove(chosen))
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(letters.flat_map(char::to_lowercase)).collect()
}

/// A slip of the fingers: a letter left out, doubled, or changed with its neighbour. Words of three
/// letters or fewer would no longer be known.
fn misspelt(text: &str, key: Key) -> Option<String> {
    let mut letters: Vec<char> = text.chars().collect();
    let inner = letters.len().checked_sub(3).filter(|inner| *inner > 0)?;
    // Never the first letter or the last: eyes catch those.
    let at = 1 + key.below(inner as u64) as usize;
    match key.at(1).below(3) {
        0 => drop(letters.remove(at)),
        1 => letters.insert(at, letters[at]),
        _ => letters.swap(at, at + 1),
    }
    Some(letters.into_iter().collect())
}

/// Something that is nearly the same, for a copy of a row.
pub fn nearly(cell: &Cell, key: Key) -> Option<Cell> {
    const SECOND: i64 = 1_000;
    let later = |millis: i64| millis + (1 + key.below(90) as i64) * SECOND;
    Some(match cell {
        Cell::Text(text) => {
            let ways = [Variant::Spelling, Variant::Case, Variant::Spaces];
            Cell::Text(variant(text, &ways, key)?)
        }
        Cell::Whole(value) => Cell::Whole(value + 1),
        Cell::Float(value) => Cell::Float(value * 1.01),
        Cell::Money(value) => Cell::Money(value + 1 + i128::from(key.below(100))),
        Cell::Moment(millis) => Cell::Moment(later(*millis)),
        Cell::Clock(millis) => Cell::Clock(later(*millis)),
        Cell::Empty | Cell::Bool(_) | Cell::Day(_) => return None,
    })
}

/// A date or a moment in another format; the time of the day follows it.
pub fn reformatted(cell: &Cell, format: DateFormat) -> Option<String> {
    let (day, time) = match cell {
        Cell::Day(day) => (*day, String::new()),
        Cell::Moment(millis) | Cell::Clock(millis) => {
            let (day, hour, minute, second) = parts(*millis);
            (day, format!(" {hour:02}:{minute:02}:{second:02}"))
        }
        _ => return None,
    };
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let date = date_of(day);
    let (y, m, d) = (date.year(), date.month(), date.day());
    // Months are 1 to 12.
    let name = MONTHS.get(usize::try_from(m - 1).unwrap_or(0)).unwrap_or(&"Jan");
    let text = match format {
        DateFormat::Us => format!("{m:02}/{d:02}/{y}"),
        DateFormat::European => format!("{d:02}/{m:02}/{y}"),
        DateFormat::Dotted => format!("{d}.{m}.{y}"),
        DateFormat::NamedMonth => format!("{d} {name} {y}"),
        DateFormat::Compact => format!("{y}{m:02}{d:02}"),
    };
    Some(text + &time)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_differs_from_the_label() {
        let all = [Variant::Case, Variant::Spaces, Variant::Spelling, Variant::Alias];
        for (label, _) in ALIASES {
            for n in 0..200 {
                let other = variant(label, &all, Key::seed(3).at(n)).unwrap();
                assert_ne!(other, label);
            }
        }
        assert_eq!(variant("SA", &[Variant::Spelling], Key::seed(1)), None);
        assert_eq!(variant("عطر", &[Variant::Case], Key::seed(1)), None);
    }

    #[test]
    fn a_day_has_as_many_faces_as_formats() {
        let shown = |format| reformatted(&Cell::Day(20_502), format).unwrap();
        assert_eq!(shown(DateFormat::Us), "02/18/2026");
        assert_eq!(shown(DateFormat::European), "18/02/2026");
        assert_eq!(shown(DateFormat::Dotted), "18.2.2026");
        assert_eq!(shown(DateFormat::NamedMonth), "18 Feb 2026");
        assert_eq!(shown(DateFormat::Compact), "20260218");
    }
}
