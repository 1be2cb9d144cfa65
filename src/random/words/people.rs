//! Names of people, by culture.
//!
//! Arabic cultures carry both scripts. South Asian and Philippine names are in Latin letters
//! only: shop accounts there are, and the subcontinent has no one script. Spanish, German and
//! French names carry their accents in `native` and plain letters in `latin`.

use super::{Word, table};
use std::sync::OnceLock;

/// Where a person's name comes from; not where the person lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Culture {
    /// Saudi Arabia, the Emirates, Kuwait, Qatar, Bahrain, Oman.
    Gulf,
    /// Lebanon, Syria, Jordan, Palestine.
    Levant,
    /// Egypt.
    Egypt,
    /// India, Pakistan, Bangladesh, Sri Lanka, Nepal.
    SouthAsia,
    /// The Philippines.
    Philippines,
    /// The English-speaking countries.
    Anglo,
    /// Spain, Latin America, and Spanish-speaking families in the US.
    Hispanic,
    /// Germany, Austria, German-speaking Switzerland.
    German,
    /// France, Wallonia, Quebec.
    French,
}

impl Culture {
    /// Every culture, in a fixed order.
    pub const ALL: [Culture; 9] = [
        Culture::Gulf,
        Culture::Levant,
        Culture::Egypt,
        Culture::SouthAsia,
        Culture::Philippines,
        Culture::Anglo,
        Culture::Hispanic,
        Culture::German,
        Culture::French,
    ];

    /// Its name in snake case, as in the data files.
    pub const fn name(self) -> &'static str {
        match self {
            Culture::Gulf => "gulf",
            Culture::Levant => "levant",
            Culture::Egypt => "egypt",
            Culture::SouthAsia => "south_asia",
            Culture::Philippines => "philippines",
            Culture::Anglo => "anglo",
            Culture::Hispanic => "hispanic",
            Culture::German => "german",
            Culture::French => "french",
        }
    }
}

/// The gender that a given name is common for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Gender {
    /// A woman's name.
    Female,
    /// A man's name.
    Male,
}

impl Gender {
    /// Both genders, in a fixed order.
    pub const ALL: [Gender; 2] = [Gender::Female, Gender::Male];

    /// Its name in lower case, as in the data files.
    pub const fn name(self) -> &'static str {
        match self {
            Gender::Female => "female",
            Gender::Male => "male",
        }
    }
}

/// Given names of a culture and gender, roughly most common first.
///
/// The Latin form keeps its letters when an e-mail address drops all but a–z.
pub fn given_names(culture: Culture, gender: Gender) -> &'static [Word] {
    static NAMES: OnceLock<[[&[Word]; 2]; 9]> = OnceLock::new();
    let names = NAMES.get_or_init(|| {
        let lists = table::lists(include_str!("data/given_names.tsv"));
        Culture::ALL.map(|culture| {
            Gender::ALL
                .map(|gender| table::list(&lists, &format!("{}/{}", culture.name(), gender.name())))
        })
    });
    names[culture as usize][gender as usize]
}

/// Family names of a culture, roughly most common first.
///
/// Gulf names are families and tribes with their article, as they stand in a passport.
/// In Egypt a family name is usually a grandfather's given name, and the list has both kinds.
pub fn family_names(culture: Culture) -> &'static [Word] {
    static NAMES: OnceLock<[&[Word]; 9]> = OnceLock::new();
    let names = NAMES.get_or_init(|| {
        let lists = table::lists(include_str!("data/family_names.tsv"));
        Culture::ALL.map(|culture| table::list(&lists, culture.name()))
    });
    names[culture as usize]
}

#[cfg(test)]
mod tests {
    use super::super::checks;
    use super::*;

    const ARABIC: [Culture; 3] = [Culture::Gulf, Culture::Levant, Culture::Egypt];

    fn check(culture: Culture, what: &str, words: &[Word], least: usize) {
        let name = format!("{} {what}", culture.name());
        if ARABIC.contains(&culture) {
            checks::arabic_list(&name, words, least);
        } else {
            checks::list(&name, words, least);
            let arabic = |word: &Word| word.native.chars().any(checks::is_arabic);
            assert!(!words.iter().any(arabic), "{name}: Arabic letters");
        }
        for word in words {
            let allowed = |c: char| c.is_ascii_alphabetic() || c == ' ' || c == '-';
            assert!(word.latin.chars().all(allowed), "{name}: {:?}", word.latin);
            let letters = word.latin.chars().filter(char::is_ascii_alphabetic).count();
            assert!(letters >= 2, "{name}: {:?} is too short for an address", word.latin);
        }
    }

    #[test]
    fn given_names_are_many_clean_and_distinct() {
        for culture in Culture::ALL {
            let least = match culture {
                Culture::Gulf => 60,
                Culture::Anglo => 50,
                _ => 40,
            };
            for gender in Gender::ALL {
                check(culture, gender.name(), given_names(culture, gender), least);
            }
        }
    }

    #[test]
    fn family_names_are_many_clean_and_distinct() {
        for culture in Culture::ALL {
            let least = match culture {
                Culture::Gulf => 80,
                Culture::Anglo => 120,
                _ => 50,
            };
            check(culture, "families", family_names(culture), least);
        }
    }

    #[test]
    fn gulf_family_names_keep_their_article_in_both_scripts() {
        for word in family_names(Culture::Gulf) {
            assert!(word.native.starts_with("ال"), "{}", word.native);
            assert!(word.latin.starts_with("Al"), "{}", word.latin);
        }
    }

    #[test]
    fn lists_are_addressed_by_position() {
        for (position, culture) in Culture::ALL.into_iter().enumerate() {
            assert_eq!(culture as usize, position);
        }
        for (position, gender) in Gender::ALL.into_iter().enumerate() {
            assert_eq!(gender as usize, position);
        }
        assert_eq!(given_names(Culture::Gulf, Gender::Female)[0].latin, "Fatima");
        assert_eq!(given_names(Culture::French, Gender::Male)[0].latin, "Jean");
    }
}
