//! What is in an order and what it costs.

use rand_distr::Distribution;
use rand_distr::weighted::WeightedAliasIndex;

use super::Span;
use super::World;
use super::catalog::Catalog;
use super::noise::ar1;
use super::orders::Order;
use crate::random::Key;
use crate::random::distributions::{geometric, normal_at};
use crate::random::maths::{exp, ln};
use crate::random::names::{BASKET_DRIFT, BASKET_EXPECTED, ORDER_BASKET, TASTE};
use crate::scenario::Scenario;

/// Most lines in an order.
pub const MAX_LINES: usize = 12;
/// Most units of a product in an order.
const MAX_UNITS: u32 = 20;
/// Steps of taste on each side of the average, each half a standard deviation wide.
const TASTE_STEPS: i32 = 6;
/// Standard deviations per step of taste.
const STEP: f64 = 0.5;
/// Baskets simulated to know the expected revenue of an order: the error is about half a per cent.
const SIMULATED: u64 = 40_000;

/// A line of an order.
#[derive(Debug, Clone, Copy, Default)]
pub struct Line {
    /// Position of the product.
    pub product: u32,
    /// Units.
    pub quantity: u32,
    /// Price of a unit in cents.
    pub unit_price: i64,
}

/// An order's lines and amounts, in cents.
#[derive(Debug, Clone, Copy)]
pub struct Basket {
    lines: [Line; MAX_LINES],
    count: usize,
    /// Items.
    pub subtotal: i64,
    /// Discount on them.
    pub discount: i64,
    /// Position of the code in [`BasketModel::codes`].
    pub code: Option<usize>,
    /// Shipping fee.
    pub shipping: i64,
    /// Tax.
    pub tax: i64,
}

impl Basket {
    /// Its lines.
    pub fn lines(&self) -> &[Line] {
        &self.lines[..self.count]
    }

    /// Units in it.
    pub fn units(&self) -> u32 {
        self.lines().iter().map(|line| line.quantity).sum()
    }

    /// What the shop books: items − discount + shipping.
    pub fn revenue(&self) -> i64 {
        self.subtotal - self.discount + self.shipping
    }

    /// What the customer pays.
    pub fn total(&self) -> i64 {
        self.revenue() + self.tax
    }
}

/// How baskets are filled.
#[derive(Debug)]
pub struct BasketModel {
    /// Products by step of taste: the higher, the dearer.
    tiers: Vec<WeightedAliasIndex<f64>>,
    /// Drift of the price level of what is bought, by day of the plan (log scale).
    drift: Vec<f64>,
    /// Discount codes: one for each depth, then one for each event.
    pub codes: Vec<String>,
    /// Share of each product in lines, at average taste.
    pub shares: Vec<f64>,
    /// Expected revenue of an order in cents, by region: at a drift of −2, 0 and 2 standard
    /// deviations.
    expected: Vec<[f64; 3]>,
    drift_sd: f64,
}

impl BasketModel {
    /// Sets the distributions up.
    pub fn new(scenario: &Scenario, key: Key, span: Span, catalog: &Catalog) -> Self {
        let basket = &scenario.basket;
        let drift = ar1(key.of(BASKET_DRIFT), basket.drift, span.len());
        let percent = |depth: &f64| format!("SAVE{}", (depth * 100.0).round());
        let mut codes: Vec<String> = basket.discounts.depths.iter().map(percent).collect();
        codes.extend(scenario.events.iter().map(|event| event_code(&event.id)));
        let weights: f64 = catalog.products.iter().map(|p| p.popularity).sum();
        let mut model = BasketModel {
            tiers: taste_tiers(scenario, catalog),
            drift: drift.iter().map(|level| ln(*level)).collect(),
            codes,
            shares: catalog.products.iter().map(|p| p.popularity / weights).collect(),
            expected: Vec::new(),
            drift_sd: basket.drift.sd,
        };
        model.expected = model.simulate(scenario, catalog, key.of(BASKET_EXPECTED));
        model
    }

    /// Expected revenue of an order in cents, on a day of the plan.
    pub fn expected_revenue(&self, r: usize, t: usize, event_discount: f64) -> f64 {
        let [low, middle, high] = self.expected[r].map(ln);
        let z = if self.drift_sd > 0.0 { self.drift[t] / (2.0 * self.drift_sd) } else { 0.0 };
        let (slope, bend) = (0.5 * (high - low), 0.5 * (high + low) - middle);
        exp(middle + slope * z + bend * z * z) * (1.0 - event_discount)
    }

    /// Expected revenue of an order in cents at the usual price level, without a sale.
    pub fn usual_revenue(&self, r: usize) -> f64 {
        self.expected[r][1]
    }

    /// Mean revenue of an average basket in every region, from simulated baskets.
    fn simulate(&self, scenario: &Scenario, catalog: &Catalog, key: Key) -> Vec<[f64; 3]> {
        let regions = 0..scenario.regions.len();
        let mut lists: Vec<&[i64]> = Vec::new();
        for r in regions.clone() {
            if !lists.contains(&catalog.prices(r)) {
                lists.push(catalog.prices(r));
            }
        }
        // Regions differ in prices alone, so one choice of goods serves them all.
        let levels = [-2.0, 0.0, 2.0].map(|deviations| {
            let drift = deviations * self.drift_sd;
            let mut sums = vec![0; lists.len()];
            for n in 0..SIMULATED {
                let order = key.at(n);
                let taste = normal_at(order.of(TASTE)) * scenario.basket.taste_sd + drift;
                let choice = self.choose(scenario, order, taste);
                for (sum, prices) in sums.iter_mut().zip(&lists) {
                    *sum += choice.priced(scenario, prices, None, 0.0).revenue();
                }
            }
            sums
        });
        let mean = |sum: i64| (sum as f64 / SIMULATED as f64).max(1.0);
        let place = |r| lists.iter().position(|&list| list == catalog.prices(r)).unwrap_or(0);
        let places = regions.map(place);
        places.map(|place| std::array::from_fn(|level| mean(levels[level][place]))).collect()
    }

    /// What goes into a basket, before prices.
    fn choose(&self, scenario: &Scenario, key: Key, taste: f64) -> Choice {
        let rules = &scenario.basket;
        let mut choice = Choice { goods: [(0, 0); MAX_LINES], count: 0, code: None };
        let more = 1.0 - 1.0 / rules.lines;
        let lines = 1 + geometric(key.at(0), more, MAX_LINES as u32 - 1) as usize;
        let sd = rules.taste_sd.max(1e-9);
        let step = (taste / (STEP * sd)).round().clamp(-6.0, 6.0) as i32 + TASTE_STEPS;
        let tier = &self.tiers[step as usize];
        for n in 0..lines {
            let line = key.at(1 + n as u64);
            let product = tier.sample(&mut line.stream()) as u32;
            if choice.goods[..choice.count].iter().any(|&(chosen, _)| chosen == product) {
                continue;
            }
            let quantity = 1 + geometric(line.at(1), rules.extra_unit, MAX_UNITS - 1);
            choice.goods[choice.count] = (product, quantity);
            choice.count += 1;
        }
        if key.at(90).happens(rules.discounts.share) {
            choice.code = Some(key.at(91).below(rules.discounts.depths.len() as u64) as usize);
        }
        choice
    }
}

/// What goes into a basket, before prices.
struct Choice {
    /// Products and units.
    goods: [(u32, u32); MAX_LINES],
    count: usize,
    /// Position of the discount code that the customer has.
    code: Option<usize>,
}

impl Choice {
    /// The basket at these prices of the products, on a day with or without a sale.
    fn priced(
        &self,
        scenario: &Scenario,
        prices: &[i64],
        event: Option<usize>,
        tax_rate: f64,
    ) -> Basket {
        let rules = &scenario.basket;
        let mut basket = Basket {
            lines: [Line::default(); MAX_LINES],
            count: self.count,
            subtotal: 0,
            discount: 0,
            code: self.code,
            shipping: 0,
            tax: 0,
        };
        for (line, &(product, quantity)) in basket.lines.iter_mut().zip(&self.goods[..self.count]) {
            let unit_price = prices[product as usize];
            *line = Line { product, quantity, unit_price };
            basket.subtotal += unit_price * i64::from(quantity);
        }
        let mut depth = self.code.map_or(0.0, |code| rules.discounts.depths[code]);
        if let Some(event) = event {
            // On the days of a sale its own code takes the place of any other, unless that is
            // better.
            let offered = scenario.events[event].discount;
            if offered > depth {
                depth = offered;
                basket.code = Some(rules.discounts.depths.len() + event);
            }
        }
        basket.discount = (basket.subtotal as f64 * depth).round() as i64;
        let net = basket.subtotal - basket.discount;
        if (net as f64) < rules.shipping.free_above * 100.0 {
            basket.shipping = (rules.shipping.fee * 100.0).round() as i64;
        }
        basket.tax = ((net + basket.shipping) as f64 * tax_rate).round() as i64;
        basket
    }
}

impl World {
    /// The basket of an order of region `r` on day `t` of the plan.
    pub fn basket(&self, order: &Order, t: usize, r: usize) -> Basket {
        let scenario = &self.scenario;
        let own = self.customers.of(order.customer).of(TASTE);
        let taste = normal_at(own) * scenario.basket.taste_sd + self.baskets.drift[t];
        let calendar = &self.calendar.regions[r];
        let sale = calendar.events[t]
            .iter()
            .map(|&event| usize::from(event))
            .filter(|&event| scenario.events[event].discount > 0.0)
            .max_by(|&a, &b| scenario.events[a].discount.total_cmp(&scenario.events[b].discount));
        let region = &scenario.regions[r];
        let key = order.key(self).of(ORDER_BASKET);
        let choice = self.baskets.choose(scenario, key, taste);
        choice.priced(scenario, self.catalog.prices(r), sale, region.tax_rate)
    }
}

/// Alias tables over products, tilted by price: weight ∝ popularity · exp(η · log price), with η
/// such that the mean log price moves by the taste.
fn taste_tiers(scenario: &Scenario, catalog: &Catalog) -> Vec<WeightedAliasIndex<f64>> {
    let products = &catalog.products;
    let weight: f64 = products.iter().map(|p| p.popularity).sum();
    let log = |price: i64| ln(price as f64);
    let mean = products.iter().map(|p| p.popularity * log(p.price)).sum::<f64>() / weight;
    let variance =
        products.iter().map(|p| p.popularity * (log(p.price) - mean).powi(2)).sum::<f64>() / weight;
    (-TASTE_STEPS..=TASTE_STEPS)
        .map(|step| {
            let taste = f64::from(step) * STEP * scenario.basket.taste_sd;
            let tilt = if variance > 1e-9 { taste / variance } else { 0.0 };
            let weights = products
                .iter()
                .map(|p| p.popularity * exp(tilt * (log(p.price) - mean)))
                .collect::<Vec<_>>();
            // Popularities are exponentials, so positive and finite; there is at least one product.
            WeightedAliasIndex::new(weights).expect("positive popularities")
        })
        .collect()
}

fn event_code(id: &str) -> String {
    id.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_uppercase()
}
