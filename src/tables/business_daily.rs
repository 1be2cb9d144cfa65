//! `business_daily`: one row is a region's day in the shop's own books.

use arrow_array::RecordBatch;

use super::labels::WorldLabels;
use super::orders::Book;
use super::rows;
use super::wanted::{Wanted, no_rule};
use crate::world::basket::Basket;
use crate::world::day::Day;

/// Sums over a day's books, in cents and counts.
#[derive(Debug, Default)]
pub struct Sums {
    orders: i32,
    new_customers: i32,
    units: i32,
    gross_sales: i64,
    discounts: i64,
    shipping: i64,
    tax: i64,
    revenue: i64,
    cost: i64,
    cancelled: i32,
    refunds: i64,
}

/// What stands in the row without a look into the books.
const OUTSIDE_THE_BOOKS: [&str; 5] = ["date", "region_id", "currency", "sessions", "ad_spend"];

impl Sums {
    /// Whether the wanted columns need any of them.
    pub fn are_needed(wanted: &Wanted) -> bool {
        !wanted.only(&OUTSIDE_THE_BOOKS)
    }

    /// Adds some of the day's orders.
    pub fn add(&mut self, book: &Book) {
        let products = &book.day.world.catalog.products;
        let sum = |amount: fn(&Basket) -> i64| book.baskets().iter().map(amount).sum::<i64>();
        let new = book.orders.iter().filter(|order| order.is_new).count();
        self.orders += book.orders.len() as i32;
        self.new_customers += new as i32;
        self.units += book.baskets().iter().map(|basket| basket.units() as i32).sum::<i32>();
        self.gross_sales += sum(|b| b.subtotal);
        self.discounts += sum(|b| b.discount);
        self.shipping += sum(|b| b.shipping);
        self.tax += sum(|b| b.tax);
        self.revenue += sum(Basket::revenue);
        self.cost += book
            .lines()
            .map(|(.., line)| products[line.product as usize].cost * i64::from(line.quantity))
            .sum::<i64>();
        self.cancelled += book.plans().iter().filter(|plan| plan.cancelled).count() as i32;
        self.refunds += book.refunds().iter().map(|(.., flow)| flow.amount).sum::<i64>();
    }
}

/// The row of `business_daily` of a day with these sums.
pub fn business_daily(
    wanted: &Wanted,
    labels: &WorldLabels,
    day: &Day,
    sums: &Sums,
) -> RecordBatch {
    let money = |cents: i64| rows::money(vec![cents]);
    let int = |count: i32| rows::ints(vec![count]);
    wanted.batch(1, |column| match column {
        "date" => rows::dates(vec![day.number]),
        "region_id" => labels.regions.constant(day.r, 1),
        "currency" => labels.currency.constant(0, 1),
        "orders" => int(sums.orders),
        "new_customers" => int(sums.new_customers),
        "units" => int(sums.units),
        "gross_sales" => money(sums.gross_sales),
        "discounts" => money(sums.discounts),
        "shipping" => money(sums.shipping),
        "tax" => money(sums.tax),
        "revenue" => money(sums.revenue),
        "cost_of_goods" => money(sums.cost),
        "gross_profit" => money(sums.revenue - sums.cost),
        "cancelled_orders" => int(sums.cancelled),
        "refunds" => money(sums.refunds),
        "sessions" => int(day.visit_count() as i32),
        "ad_spend" => money(day.plans().iter().map(|cell| cell.spend_cents).sum()),
        other => no_rule(other),
    })
}
