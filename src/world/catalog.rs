//! The catalogue: what products there are, what they cost, how popular they are.

use crate::random::Key;
use crate::random::distributions::{normal, weighted};
use crate::random::maths::{exp, ln, sqrt};
use crate::random::names::PRODUCT;
use crate::random::words::{Category, brands, categories};
use crate::scenario::Scenario;

/// Price endings and their shares: of 99,000 orders of a marketplace, 34 % ended in .90, 30 % in
/// .00 and 19 % in .99; the rest here in .95 and .50.
const ENDINGS: [(i64, f64); 5] = [(90, 0.34), (0, 0.30), (99, 0.19), (95, 0.10), (50, 0.07)];
/// Below this price, in cents, endings are not rounded away from.
const CHEAPEST: i64 = 99;
/// Spread of unit costs around the category's cost share (log scale).
const COST_SD: f64 = 0.12;
/// Bend of log prices towards the dear end, see [`price_deviate`]. Order values of real shops have
/// a skewness of 0.2 to 0.6 on the log scale; baskets of several goods take some of it away.
const PRICE_BEND: f64 = 0.16;

/// A product.
#[derive(Debug, Clone)]
pub struct Product {
    /// Position of its category in [`Catalog::categories`].
    pub category: usize,
    /// Positions of its brand, noun, qualifier and variant in the word lists.
    pub words: [usize; 4],
    /// List price in cents.
    pub price: i64,
    /// Unit cost in cents.
    pub cost: i64,
    /// Demand relative to other products.
    pub popularity: f64,
    /// Position of its price ending.
    ending: usize,
}

/// The catalogue.
#[derive(Debug)]
pub struct Catalog {
    /// Categories that the shop carries.
    pub categories: Vec<&'static Category>,
    /// Products; a product's id is its position plus one.
    pub products: Vec<Product>,
    /// Their prices in cents, by region.
    prices: Vec<Vec<i64>>,
}

impl Catalog {
    /// Draws the products of a scenario.
    pub fn new(scenario: &Scenario, key: Key) -> Self {
        let wanted = &scenario.catalog.categories;
        let categories: Vec<&Category> = categories()
            .iter()
            .filter(|c| wanted.is_empty() || wanted.iter().any(|id| id == c.id))
            .collect();
        let products: Vec<Product> = (0..scenario.catalog.products)
            .map(|n| product(scenario, &categories, key.of(PRODUCT).at(u64::from(n))))
            .collect();
        let level = |factor: f64| products.iter().map(|product| product.price_at(factor)).collect();
        let prices = scenario.regions.iter().map(|region| level(region.price_factor)).collect();
        Catalog { categories, products, prices }
    }

    /// The products' prices in cents in a region.
    #[inline]
    pub fn prices(&self, r: usize) -> &[i64] {
        &self.prices[r]
    }
}

impl Product {
    /// Its price in cents where the level differs by this factor.
    fn price_at(&self, factor: f64) -> i64 {
        if factor == 1.0 {
            return self.price;
        }
        with_ending(self.price as f64 * factor, ENDINGS[self.ending].0)
    }
}

fn product(scenario: &Scenario, categories: &[&'static Category], key: Key) -> Product {
    let category = weighted(key.at(0), categories.iter().map(|c| c.weight));
    let kind = categories[category];
    let mut stream = key.at(1).stream();
    let level = kind.median_price * scenario.catalog.price_level * 100.0;
    let exact = level
        * exp(kind.price_log_sd
            * scenario.catalog.price_spread
            * price_deviate(normal(&mut stream)));
    let ending = weighted(key.at(2), ENDINGS.iter().map(|(_, share)| *share));
    let price = with_ending(exact, ENDINGS[ending].0);
    let cost = price as f64 * kind.cost_share * exp(COST_SD * normal(&mut stream));
    let usual = ln(price as f64 / level);
    let popularity = exp(scenario.catalog.popularity_sd * normal(&mut stream)
        - scenario.catalog.price_sensitivity * usual);
    let pick = |n: u64, count: usize| key.at(n).below(count as u64) as usize;
    Product {
        category,
        words: [
            pick(3, brands().len()),
            pick(4, kind.nouns.len()),
            pick(5, kind.qualifiers.len()),
            pick(6, kind.variants.len()),
        ],
        price,
        cost: (cost.round() as i64).max(1),
        popularity,
        ending,
    }
}

/// A standard normal deviate bent to the right: `(e^(bz) − e^(b²/2)) / √(e^(b²)(e^(b²) − 1))`, of
/// mean 0, variance 1 and skewness about `3b`.
fn price_deviate(z: f64) -> f64 {
    let square = PRICE_BEND * PRICE_BEND;
    (exp(PRICE_BEND * z) - exp(square / 2.0)) / sqrt(exp(square) * (exp(square) - 1.0))
}

/// The price nearest to `cents` that has this ending.
fn with_ending(cents: f64, ending: i64) -> i64 {
    let whole = ((cents - ending as f64) / 100.0).round() as i64;
    (whole * 100 + ending).max(CHEAPEST)
}
