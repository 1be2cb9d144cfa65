//! Stock: each product is refilled in each region every so many days, up to a level set for what
//! is expected to sell until the next time. So the stock of a day follows from the sales since the
//! last refill alone.

use std::collections::BTreeMap;

use super::World;
use crate::random::names::STOCK;

/// Longest time between refills, and so how far a day must look back.
pub const LONGEST_REVIEW: u32 = 28;
/// An urgent transfer brings this part of a full refill beyond what is missing.
const TRANSFER_PART: f64 = 0.2;

/// A stock movement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Movement {
    /// Position of the product.
    pub product: u32,
    /// What moved it.
    pub kind: MovementKind,
    /// Units in (above 0) or out (below 0).
    pub quantity: i64,
    /// Units left.
    pub stock_after: i64,
}

/// What moves stock, in the order of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MovementKind {
    Restock,
    Transfer,
    Sale,
}

/// Units of each product sold in region `r` on day `t`, cancelled orders left out, by product.
pub fn sold(world: &World, t: usize, r: usize) -> Vec<(u32, u32)> {
    let mut units = BTreeMap::new();
    for order in world.orders(t, r).iter() {
        if world.payment(order, r).cancelled {
            continue;
        }
        for line in world.basket(order, t, r).lines() {
            *units.entry(line.product).or_insert(0) += line.quantity;
        }
    }
    units.into_iter().collect()
}

/// The movements of region `r` on day `t`, product by product.
pub fn movements(world: &World, t: usize, r: usize) -> Vec<Movement> {
    let day = world.span.day(t);
    let back = LONGEST_REVIEW as usize;
    let sales: Vec<_> = (t.saturating_sub(back)..=t).map(|day| world.sold(day, r)).collect();
    let sold_on = |past: usize, product: u32| -> i64 {
        let list = &sales[past - t.saturating_sub(back)];
        let found = list.binary_search_by_key(&product, |&(product, _)| product);
        found.map_or(0, |place| i64::from(list[place].1))
    };
    let mut movements = Vec::new();
    for product in 0..world.catalog.products.len() as u32 {
        let plan = Plan::new(world, r, product);
        let since = plan.days_since_review(day);
        let today = sold_on(t, product);
        let refill = since == 0;
        if !refill && today == 0 {
            continue;
        }
        let level_at = |review: usize| plan.level(world, r, review);
        // The stock that yesterday left, from the last refill before today on.
        let cycle = if refill { plan.review_days } else { since } as usize;
        let review = t.saturating_sub(cycle);
        let mut stock = level_at(review);
        for past in review..t {
            let sale = sold_on(past, product);
            stock += plan.transfer(stock, sale, level_at(review)) - sale;
        }
        if refill {
            let level = level_at(t);
            if level != stock {
                let kind =
                    if level > stock { MovementKind::Restock } else { MovementKind::Transfer };
                let quantity = level - stock;
                movements.push(Movement { product, kind, quantity, stock_after: level });
            }
            stock = level;
        }
        if today > 0 {
            let level = level_at(if refill { t } else { review });
            let urgent = plan.transfer(stock, today, level);
            if urgent > 0 {
                stock += urgent;
                let kind = MovementKind::Transfer;
                movements.push(Movement { product, kind, quantity: urgent, stock_after: stock });
            }
            stock -= today;
            let kind = MovementKind::Sale;
            movements.push(Movement { product, kind, quantity: -today, stock_after: stock });
        }
    }
    movements
}

/// How a product is kept in a region.
struct Plan {
    product: u32,
    review_days: u32,
    phase: i32,
    cover: f64,
}

impl Plan {
    fn new(world: &World, r: usize, product: u32) -> Self {
        let rules = &world.scenario.inventory;
        let key = world.key.of(STOCK).text(&world.scenario.regions[r].id).at(u64::from(product));
        let span = u64::from(rules.review_days_max - rules.review_days_min) + 1;
        let review_days = rules.review_days_min + key.at(0).below(span) as u32;
        Plan {
            product,
            review_days,
            phase: key.at(1).below(u64::from(review_days)) as i32,
            cover: rules.cover_min + key.at(2).unit() * (rules.cover_max - rules.cover_min),
        }
    }

    fn days_since_review(&self, day: i32) -> u32 {
        (day - self.phase).rem_euclid(self.review_days as i32) as u32
    }

    /// Units after a refill on day `t` of the plan.
    fn level(&self, world: &World, r: usize, t: usize) -> i64 {
        let basket = &world.scenario.basket;
        let units = basket.lines / (1.0 - basket.extra_unit);
        let share = world.baskets.shares[self.product as usize];
        let expected = world.expected_orders(t, r) * units * share * f64::from(self.review_days);
        (self.cover * expected).ceil() as i64 + 1
    }

    /// Units brought in at once because the stock does not suffice.
    fn transfer(&self, stock: i64, sale: i64, level: i64) -> i64 {
        if stock >= sale { 0 } else { sale - stock + (TRANSFER_PART * level as f64) as i64 }
    }
}
