//! What ads say: hooks, headlines, bodies and calls to action.
//!
//! Texts may hold `{product}`, the name of a category, and `{city}`; nothing else is filled
//! in. In Arabic both stand where no word has to agree with them and no letter joins them.

use super::{Word, table};
use std::sync::OnceLock;

/// The idea that an ad opens with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Hook {
    /// A discount, a gift, free delivery.
    Offer,
    /// What other customers say.
    SocialProof,
    /// A pain that the product takes away.
    Problem,
    /// A picture of a good life.
    Lifestyle,
    /// Something new.
    Novelty,
    /// Little time or little stock.
    Urgency,
    /// Advice.
    HowTo,
    /// The people behind the shop.
    Founder,
}

impl Hook {
    /// Every hook, in a fixed order.
    pub const ALL: [Hook; 8] = [
        Hook::Offer,
        Hook::SocialProof,
        Hook::Problem,
        Hook::Lifestyle,
        Hook::Novelty,
        Hook::Urgency,
        Hook::HowTo,
        Hook::Founder,
    ];

    /// Its name in snake case, as in the data files.
    pub const fn name(self) -> &'static str {
        match self {
            Hook::Offer => "offer",
            Hook::SocialProof => "social_proof",
            Hook::Problem => "problem",
            Hook::Lifestyle => "lifestyle",
            Hook::Novelty => "novelty",
            Hook::Urgency => "urgency",
            Hook::HowTo => "how_to",
            Hook::Founder => "founder",
        }
    }
}

/// The button of an ad.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cta {
    /// To the shop.
    ShopNow,
    /// To a page that explains.
    LearnMore,
    /// To a discount.
    GetOffer,
    /// To the checkout.
    OrderNow,
    /// To the collection.
    SeeMore,
    /// To a form.
    SignUp,
}

impl Cta {
    /// Every call to action, in a fixed order.
    pub const ALL: [Cta; 6] =
        [Cta::ShopNow, Cta::LearnMore, Cta::GetOffer, Cta::OrderNow, Cta::SeeMore, Cta::SignUp];

    /// Its name in snake case.
    pub const fn name(self) -> &'static str {
        match self {
            Cta::ShopNow => "shop_now",
            Cta::LearnMore => "learn_more",
            Cta::GetOffer => "get_offer",
            Cta::OrderNow => "order_now",
            Cta::SeeMore => "see_more",
            Cta::SignUp => "sign_up",
        }
    }

    /// Its label in English.
    pub const fn english(self) -> &'static str {
        match self {
            Cta::ShopNow => "Shop now",
            Cta::LearnMore => "Learn more",
            Cta::GetOffer => "Get offer",
            Cta::OrderNow => "Order now",
            Cta::SeeMore => "See more",
            Cta::SignUp => "Sign up",
        }
    }

    /// Its label in Arabic.
    pub const fn arabic(self) -> &'static str {
        match self {
            Cta::ShopNow => "تسوّق الآن",
            Cta::LearnMore => "اعرف المزيد",
            Cta::GetOffer => "احصل على العرض",
            Cta::OrderNow => "اطلب الآن",
            Cta::SeeMore => "شاهد المزيد",
            Cta::SignUp => "سجّل الآن",
        }
    }
}

/// Headlines of a hook: English in `latin`, Arabic in `native`.
pub fn headlines(hook: Hook) -> &'static [Word] {
    texts()[hook as usize].0
}

/// Body texts of a hook: English in `latin`, Arabic in `native`.
pub fn bodies(hook: Hook) -> &'static [Word] {
    texts()[hook as usize].1
}

/// (headlines, bodies) of each hook.
fn texts() -> &'static [(&'static [Word], &'static [Word]); 8] {
    static TEXTS: OnceLock<[(&[Word], &[Word]); 8]> = OnceLock::new();
    TEXTS.get_or_init(|| {
        let lists = table::lists(include_str!("data/ad_copy.tsv"));
        let part = |part: &str, hook: Hook| table::list(&lists, &format!("{part}/{}", hook.name()));
        Hook::ALL.map(|hook| (part("headline", hook), part("body", hook)))
    })
}

#[cfg(test)]
mod tests {
    use super::super::checks;
    use super::*;
    use std::collections::BTreeSet;

    /// The placeholders of a text, sorted; fails on any that nobody fills in.
    fn placeholders(text: &str) -> Vec<&str> {
        let mut found: Vec<&str> = text
            .split('{')
            .skip(1)
            .map(|rest| rest.split('}').next().unwrap_or_default())
            .collect();
        found.sort_unstable();
        for name in &found {
            assert!(["product", "city"].contains(name), "{text:?} asks for {name:?}");
        }
        assert_eq!(found.len(), text.matches('}').count(), "{text:?}");
        found
    }

    #[test]
    fn every_hook_has_enough_texts_in_both_languages() {
        for hook in Hook::ALL {
            checks::arabic_list(hook.name(), headlines(hook), 8);
            checks::arabic_list(hook.name(), bodies(hook), 8);
        }
    }

    #[test]
    fn both_languages_ask_for_the_same_placeholders() {
        for hook in Hook::ALL {
            for text in headlines(hook).iter().chain(bodies(hook)) {
                assert_eq!(placeholders(text.latin), placeholders(text.native), "{}", text.latin);
            }
        }
    }

    #[test]
    fn no_arabic_letter_joins_a_placeholder() {
        for hook in Hook::ALL {
            for text in headlines(hook).iter().chain(bodies(hook)) {
                let before = text.native.split('{').rev().skip(1);
                for part in before.filter(|part| !part.is_empty()) {
                    assert!(part.ends_with(' '), "{}", text.native);
                }
            }
        }
    }

    #[test]
    fn hooks_and_calls_to_action_have_distinct_names() {
        for (position, hook) in Hook::ALL.into_iter().enumerate() {
            assert_eq!(hook as usize, position);
        }
        let hooks: BTreeSet<_> = Hook::ALL.iter().map(|hook| hook.name()).collect();
        assert_eq!(hooks.len(), Hook::ALL.len());
        let names: BTreeSet<_> = Cta::ALL.iter().map(|cta| cta.name()).collect();
        assert_eq!(names.len(), Cta::ALL.len());
        for cta in Cta::ALL {
            assert!(cta.english().is_ascii());
            assert!(cta.arabic().chars().any(checks::is_arabic));
            checks::is_clean(cta.arabic());
        }
    }
}
