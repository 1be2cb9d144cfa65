//! All words on charts.
//!
//! A title states what the figures show, so each is made from them by a function of its own, which
//! takes numbers and names and nothing else.

pub mod creatives;
pub mod kpis;
pub mod media;
pub mod visits;

use jiff::civil::Date;
use unicode_bidi::{BidiClass, bidi_class};

use super::figure::Unit;
use super::numbers::rough;

/// A change smaller than this is none worth a word.
const STILL: f64 = 0.01;
/// Names that are listed before the others are only counted; a single other is listed too.
const MOST_NAMES: usize = 3;

/// How well-known platforms write their names, by the ids that datasets give them.
const PLATFORMS: [(&str, &str); 14] = [
    ("amazon", "Amazon"),
    ("facebook", "Facebook"),
    ("google", "Google"),
    ("instagram", "Instagram"),
    ("linkedin", "LinkedIn"),
    ("meta", "Meta"),
    ("microsoft", "Microsoft"),
    ("ooh", "Out of home"),
    ("pinterest", "Pinterest"),
    ("radio", "Radio"),
    ("snapchat", "Snapchat"),
    ("tiktok", "TikTok"),
    ("tv", "TV"),
    ("youtube", "YouTube"),
];

/// A platform's name as it writes it itself; any other id as it stands.
pub fn platform(id: &str) -> String {
    let known = PLATFORMS.iter().find(|(known, _)| *known == id);
    known.map_or_else(|| named(id), |(_, name)| (*name).to_owned())
}

/// A name out of the data as it goes into a sentence: set apart from it where it runs from right to
/// left, so that the words around it stay in their order (FSI and PDI of the Unicode Bidirectional
/// Algorithm).
pub fn named(name: &str) -> String {
    let backwards = name.chars().any(|c| matches!(bidi_class(c), BidiClass::R | BidiClass::AL));
    if backwards { format!("\u{2068}{name}\u{2069}") } else { name.to_owned() }
}

/// "1 March to 26 September 2025".
pub fn period(first: Date, last: Date) -> String {
    let day = |date: Date| date.strftime("%-d %B").to_string();
    if first == last {
        return format!("{} {}", day(first), first.year());
    }
    if first.year() == last.year() {
        return format!("{} to {} {}", day(first), day(last), last.year());
    }
    format!("{} {} to {} {}", day(first), first.year(), day(last), last.year())
}

/// "March to August 2025", of months.
pub fn months(first: Date, last: Date) -> String {
    let month = |date: Date| date.strftime("%B").to_string();
    if first.year() == last.year() {
        return format!("{} to {} {}", month(first), month(last), last.year());
    }
    format!("{} {} to {} {}", month(first), first.year(), month(last), last.year())
}

/// "rose 12%", "fell 8%", "held": what a relative change did.
pub fn moved(change: f64) -> String {
    let size = rough(change.abs(), &Unit::Percent);
    match change {
        change if change.abs() < STILL => "held".to_owned(),
        change if change > 0.0 => format!("rose {size}"),
        _ => format!("fell {size}"),
    }
}

/// "a, b and c", and of many "a, b, c and 4 others".
pub fn list(names: &[String]) -> String {
    let shown = if names.len() > MOST_NAMES + 1 { MOST_NAMES } else { names.len() };
    let others = match names.len() - shown {
        0 => None,
        more => Some(format!("{more} others")),
    };
    let parts: Vec<String> = names[..shown].iter().map(|name| named(name)).chain(others).collect();
    match parts.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// Platforms, listed.
pub fn platforms(ids: &[String]) -> String {
    list(&ids.iter().map(|id| platform(id)).collect::<Vec<_>>())
}

/// "1 campaign", "7 campaigns".
pub fn count(number: usize, one: &str, many: &str) -> String {
    if number == 1 { format!("1 {one}") } else { format!("{number} {many}") }
}

/// The first letter as a capital.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A multiple as it is said: "2.1 times".
pub fn times(ratio: f64) -> String {
    format!("{} times", rough(ratio, &Unit::Number))
}

/// A share as it is said: "46%".
pub fn share(value: f64) -> String {
    rough(value, &Unit::Percent)
}

/// A return on ad spend as it is said: "2.4×".
pub fn roas(value: f64) -> String {
    rough(value, &Unit::Times)
}

#[cfg(test)]
mod tests;
