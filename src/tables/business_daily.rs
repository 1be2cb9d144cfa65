//! `business_daily`: one row is a region's day in the shop's own books.

use arrow_array::RecordBatch;

use super::columns::BUSINESS_DAILY;
use super::labels::WorldLabels;
use super::orders::BookedOrder;
use super::rows;
use crate::world::day::Day;

/// The row of `business_daily` of a day.
pub fn business_daily(day: &Day, labels: &WorldLabels, book: &[BookedOrder]) -> RecordBatch {
    let world = day.world;
    let sum = |amount: &dyn Fn(&BookedOrder) -> i64| book.iter().map(amount).sum::<i64>();
    let count = |of: &dyn Fn(&BookedOrder) -> bool| book.iter().filter(|b| of(b)).count() as i32;
    let revenue = sum(&|b| b.basket.revenue());
    let cost = sum(&|b| {
        let cost = |product: u32| world.catalog.products[product as usize].cost;
        b.basket.lines().iter().map(|l| cost(l.product) * i64::from(l.quantity)).sum()
    });
    let refunds = sum(&|b| b.refunds.iter().map(|flow| flow.amount).sum());
    let spend = day.cells.iter().map(|cell| cell.plan.spend_cents).sum::<i64>();
    let money = |cents: i64| rows::money(vec![cents]);
    rows::batch(
        &BUSINESS_DAILY,
        vec![
            rows::dates(vec![day.number]),
            labels.regions.constant(day.r, 1),
            labels.currency.constant(0, 1),
            rows::ints(vec![book.len() as i32]),
            rows::ints(vec![count(&|b| b.order.order.is_new)]),
            rows::ints(vec![book.iter().map(|b| b.basket.units() as i32).sum()]),
            money(sum(&|b| b.basket.subtotal)),
            money(sum(&|b| b.basket.discount)),
            money(sum(&|b| b.basket.shipping)),
            money(sum(&|b| b.basket.tax)),
            money(revenue),
            money(cost),
            money(revenue - cost),
            rows::ints(vec![count(&|b| b.payment.cancelled)]),
            money(refunds),
            rows::ints(vec![day.visits.len() as i32]),
            money(spend),
        ],
    )
}
