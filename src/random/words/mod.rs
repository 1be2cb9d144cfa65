//! Word lists: the names, places, goods and phrases that make synthetic data look real.
//!
//! Each list is a tab-separated file under `data/`, compiled into the program and read once.
//! The order within a list is part of the promise: names stand most common first, so a caller
//! may draw a rank instead of a word, and a word is only ever appended, since moving one
//! changes generated data. Nothing here draws anything; that is for the streams to do.
//!
//! - `people`: given and family names by culture
//! - `places`: cities with coordinates and population
//! - `goods`: categories with prices and margins, the parts of a product name, brands
//! - `copy`: headlines, bodies and calls to action of ads

mod copy;
mod goods;
mod people;
mod places;
mod table;

pub use copy::{Cta, Hook, bodies, headlines};
pub use goods::{Category, brands, categories};
pub use people::{Culture, Gender, family_names, given_names};
pub use places::{City, cities};

/// A word or phrase in two scripts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    /// In Latin letters: plain ASCII for names of people, English for everything else.
    pub latin: &'static str,
    /// In the script of its home: Arabic where the list is Arabic, Latin letters with their
    /// accents where it is not. Equals `latin` when there is nothing to add.
    pub native: &'static str,
}

/// Domains for e-mail addresses, all reserved by RFC 2606, so that no synthetic address
/// can reach a real person.
pub fn email_domains() -> &'static [&'static str] {
    &[
        "example.com",
        "example.net",
        "example.org",
        "mail.example",
        "post.example",
        "inbox.example",
        "letters.example",
    ]
}

/// What every list must satisfy; the submodules apply it to theirs.
#[cfg(test)]
mod checks {
    use super::*;
    use std::collections::BTreeSet;

    /// True if a character belongs to the Arabic block.
    pub fn is_arabic(c: char) -> bool {
        ('\u{0600}'..='\u{06FF}').contains(&c)
    }

    /// Fails if a text is empty, padded, or holds a character that a file format stumbles over.
    pub fn is_clean(text: &str) {
        assert!(!text.is_empty(), "empty text");
        assert_eq!(text, text.trim(), "padding around {text:?}");
        assert!(!text.contains("  "), "double space in {text:?}");
        for c in text.chars() {
            assert!(!c.is_control(), "control character in {text:?}");
            // Invisible marks (zero-width, direction) would make equal words differ.
            assert!(!('\u{200B}'..='\u{200F}').contains(&c), "invisible mark in {text:?}");
        }
    }

    /// Fails if a list is too short, repeats a word, or holds an unclean one.
    pub fn list(name: &str, words: &[Word], least: usize) {
        assert!(words.len() >= least, "{name}: {} words, {least} wanted", words.len());
        let mut latin = BTreeSet::new();
        let mut native = BTreeSet::new();
        for word in words {
            is_clean(word.latin);
            is_clean(word.native);
            assert!(word.latin.is_ascii(), "{name}: {:?} is not ASCII", word.latin);
            assert!(latin.insert(word.latin), "{name}: {:?} twice", word.latin);
            assert!(native.insert(word.native), "{name}: {:?} twice", word.native);
        }
    }

    /// Fails, beyond the rules of [`list`], if a native form holds no Arabic letter.
    pub fn arabic_list(name: &str, words: &[Word], least: usize) {
        list(name, words, least);
        for word in words {
            assert!(word.native.chars().any(is_arabic), "{name}: {:?} has no Arabic", word.native);
        }
    }

    #[test]
    fn email_domains_are_reserved_and_distinct() {
        let distinct: BTreeSet<_> = email_domains().iter().collect();
        assert_eq!(distinct.len(), email_domains().len());
        for domain in email_domains() {
            is_clean(domain);
            let reserved = ["example.com", "example.net", "example.org"];
            assert!(reserved.contains(domain) || domain.ends_with(".example"), "{domain}");
        }
    }
}
