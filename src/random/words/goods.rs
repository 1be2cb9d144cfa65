//! The product catalogue's material: categories, the parts of a product name, brands.
//!
//! A product name is built from three parts. English reads qualifier, noun, variant ("Linen
//! Open Abaya, Size 54"), Arabic noun, qualifier, variant ("عباية مفتوحة من الكتان مقاس 54").
//! An Arabic adjective would have to agree with each noun, so Arabic qualifiers and variants
//! are phrases that never change ("من الكتان", "باللون الأسود").
//!
//! Prices, margins and return rates are orders of magnitude from public retail figures:
//! gross margins of 60–80 % in beauty, 50–65 % in apparel, 40–55 % at home, 10–25 % in
//! electronics; returns of 30–40 % in fashion, 8–15 % in electronics, 5–12 % in beauty, 2–25 % elsewhere.

use super::{Word, table};
use std::sync::OnceLock;

/// A kind of product, with what its names, prices and returns are drawn from.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Category {
    /// Stable key in kebab case.
    pub id: &'static str,
    /// English name.
    pub name: &'static str,
    /// Arabic name, with its article, fit to stand in a sentence.
    pub native_name: &'static str,
    /// The part of the shop it stands in, such as `beauty`.
    pub department: &'static str,
    /// Median list price in US dollars.
    pub median_price: f64,
    /// Standard deviation of the logarithm of the price.
    pub price_log_sd: f64,
    /// Unit cost as a share of the price: one minus the gross margin.
    pub cost_share: f64,
    /// Share of sold items that come back, as in the US; other regions scale it.
    pub return_rate: f64,
    /// Number of products relative to the other categories.
    pub weight: f64,
    /// What a product is.
    pub nouns: &'static [Word],
    /// What is special about it; fits every noun of the category.
    pub qualifiers: &'static [Word],
    /// Sizes, volumes or colours it is sold in.
    pub variants: &'static [Word],
}

/// All categories, department by department.
pub fn categories() -> &'static [Category] {
    static CATEGORIES: OnceLock<&[Category]> = OnceLock::new();
    CATEGORIES.get_or_init(|| {
        let nouns = table::lists(include_str!("data/nouns.tsv"));
        let qualifiers = table::lists(include_str!("data/qualifiers.tsv"));
        let variants = table::lists(include_str!("data/variants.tsv"));
        let rows = table::rows(include_str!("data/categories.tsv"));
        let category = |[
            id,
            name,
            native_name,
            department,
            median_price,
            price_log_sd,
            cost_share,
            return_rate,
            weight,
            variant_list,
        ]: [&'static str; 10]| Category {
            id,
            name,
            native_name,
            department,
            median_price: table::number(median_price),
            price_log_sd: table::number(price_log_sd),
            cost_share: table::number(cost_share),
            return_rate: table::number(return_rate),
            weight: table::number(weight),
            nouns: table::list(&nouns, id),
            qualifiers: table::list(&qualifiers, id),
            variants: table::list(&variants, variant_list),
        };
        table::keep(rows.map(category).collect())
    })
}

/// Invented brands; none is meant to be a real trademark.
pub fn brands() -> &'static [Word] {
    static BRANDS: OnceLock<&[Word]> = OnceLock::new();
    BRANDS.get_or_init(|| table::list(&table::lists(include_str!("data/brands.tsv")), "brands"))
}

#[cfg(test)]
mod tests {
    use super::super::checks;
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn categories_are_distinct_and_cover_every_department() {
        let all = categories();
        assert!(all.len() >= 24);
        let distinct = |of: fn(&Category) -> &str| all.iter().map(of).collect::<BTreeSet<_>>();
        assert_eq!(distinct(|category| category.id).len(), all.len());
        assert_eq!(distinct(|category| category.name).len(), all.len());
        assert_eq!(distinct(|category| category.native_name).len(), all.len());
        let wanted = [
            "accessories",
            "beauty",
            "electronics",
            "fashion",
            "fragrance",
            "gifts",
            "health",
            "home",
            "kids",
            "kitchen",
            "sports",
        ];
        assert!(distinct(|category| category.department).into_iter().eq(wanted));
    }

    #[test]
    fn words_of_a_category_are_many_clean_and_distinct() {
        for category in categories() {
            for text in [category.id, category.name, category.native_name, category.department] {
                checks::is_clean(text);
            }
            let kebab = |c: char| c.is_ascii_lowercase() || c == '-';
            assert!(category.id.chars().all(kebab), "{}", category.id);
            assert!(category.name.is_ascii(), "{}", category.name);
            assert!(category.native_name.starts_with(checks::is_arabic), "{}", category.id);
            checks::arabic_list(category.id, category.nouns, 12);
            checks::arabic_list(category.id, category.qualifiers, 10);
            checks::arabic_list(category.id, category.variants, 6);
        }
    }

    #[test]
    fn prices_margins_and_returns_are_plausible() {
        for category in categories() {
            let id = category.id;
            assert!((5.0..=500.0).contains(&category.median_price), "{id}");
            assert!((0.3..=0.8).contains(&category.price_log_sd), "{id}");
            assert!(category.weight > 0.0, "{id}");
            let (cost, returns) = match category.department {
                "beauty" => (0.20..=0.40, 0.05..=0.12),
                "electronics" => (0.75..=0.90, 0.08..=0.15),
                "home" => (0.45..=0.60, 0.05..=0.10),
                "fashion" => (0.35..=0.50, 0.30..=0.40),
                _ => (0.20..=0.85, 0.01..=0.35),
            };
            assert!(cost.contains(&category.cost_share), "{id}: cost {}", category.cost_share);
            assert!(returns.contains(&category.return_rate), "{id}: {}", category.return_rate);
        }
    }

    #[test]
    fn no_word_list_is_left_unused() {
        let all = categories();
        let nouns = table::lists(include_str!("data/nouns.tsv"));
        let qualifiers = table::lists(include_str!("data/qualifiers.tsv"));
        let variants = table::lists(include_str!("data/variants.tsv"));
        let used: BTreeSet<_> = all.iter().map(|category| category.variants.as_ptr()).collect();
        assert_eq!((nouns.len(), qualifiers.len()), (all.len(), all.len()));
        // Each parse leaks its own copy, so only the numbers of lists can be compared.
        assert_eq!(variants.len(), used.len());
    }

    #[test]
    fn brands_are_many_clean_and_distinct() {
        checks::arabic_list("brands", brands(), 80);
    }
}
