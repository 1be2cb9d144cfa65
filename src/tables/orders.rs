//! `orders`, `order_items`, `payments`, `refunds` and `truth/orders`: what a day's orders leave in
//! the books.

use arrow_array::RecordBatch;

use super::columns as t;
use super::labels::WorldLabels;
use super::rows::{self, NO_ID, NO_LABEL};
use crate::world::basket::Basket;
use crate::world::day::{Day, DayOrder};
use crate::world::fulfilment::{Flow, PaymentPlan};
use crate::world::ids::RowId;

/// An order with all that follows from it.
#[derive(Debug)]
pub struct BookedOrder {
    pub order: DayOrder,
    pub basket: Basket,
    pub payment: PaymentPlan,
    /// UTC seconds.
    pub placed: i64,
    pub payments: Vec<Flow>,
    pub refunds: Vec<Flow>,
}

/// Works out the books of a day.
pub fn book(day: &Day) -> Vec<BookedOrder> {
    let world = day.world;
    day.orders
        .iter()
        .map(|&order| {
            let basket = world.basket(&order.order, day.t, day.r);
            let payment = world.payment(&order.order, day.r);
            let placed = day.utc(order.order.second);
            let (mut payments, mut refunds) = (Vec::new(), Vec::new());
            world.payments(&order.order, &payment, &basket, placed, |f| payments.push(f));
            world.refunds(&order.order, day.r, &payment, &basket, placed, |f| refunds.push(f));
            BookedOrder { order, basket, payment, placed, payments, refunds }
        })
        .collect()
}

/// Rows of `orders`.
pub fn orders(day: &Day, labels: &WorldLabels, book: &[BookedOrder]) -> RecordBatch {
    let world = day.world;
    let n = book.len();
    let each = || book.iter();
    let cents =
        |amount: fn(&Basket) -> i64| rows::money(book.iter().map(|b| amount(&b.basket)).collect());
    let city = |b: &BookedOrder| {
        let customer = world.customers.of(b.order.order.customer);
        labels.first_city[day.r] + world.city(day.r, customer) as i32
    };
    rows::batch(
        &t::ORDERS,
        vec![
            rows::ids(each().map(|b| world.ids.order.id(b.order.order.row)).collect()),
            rows::ids(each().map(|b| world.ids.user.id(b.order.order.customer)).collect()),
            rows::ids(each().map(|b| world.ids.session.id(b.order.order.row)).collect()),
            rows::times(each().map(|b| b.placed).collect()),
            rows::dates(vec![day.number; n]),
            labels.regions.constant(day.r, n),
            rows::ints(each().map(city).collect()),
            rows::bools(each().map(|b| b.order.order.is_new).collect()),
            rows::ints(each().map(|b| b.basket.units() as i32).collect()),
            labels.currency.constant(0, n),
            cents(|b| b.subtotal),
            cents(|b| b.discount),
            labels.codes.column(
                each().map(|b| b.basket.code.map_or(NO_LABEL, |code| code as i16)).collect(),
            ),
            cents(|b| b.shipping),
            cents(|b| b.tax),
            cents(Basket::total),
            cents(Basket::revenue),
            labels.methods.column(each().map(|b| labels.method(b.payment.method)).collect()),
            labels.statuses.column(each().map(|b| i16::from(b.payment.cancelled)).collect()),
            rows::optional_dates(
                each()
                    .map(|b| {
                        let delivered = day.number + b.payment.delivery_days;
                        (!b.payment.cancelled).then_some(delivered)
                    })
                    .collect(),
            ),
        ],
    )
}

/// Rows of `order_items`.
pub fn order_items(day: &Day, book: &[BookedOrder]) -> RecordBatch {
    let world = day.world;
    let lines = || {
        book.iter().flat_map(|b| {
            b.basket.lines().iter().enumerate().map(move |(n, line)| (b.order.order.row, n, line))
        })
    };
    let product = |line: &crate::world::basket::Line| line.product as i32 + 1;
    let cost =
        |line: &crate::world::basket::Line| world.catalog.products[line.product as usize].cost;
    let n = lines().count();
    rows::batch(
        &t::ORDER_ITEMS,
        vec![
            rows::ids(lines().map(|(o, n, _)| world.ids.order_item.id(o.part(n))).collect()),
            rows::ids(lines().map(|(o, ..)| world.ids.order.id(o)).collect()),
            rows::ints(lines().map(|(_, n, _)| n as i32 + 1).collect()),
            rows::dates(vec![day.number; n]),
            rows::ints(lines().map(|(.., line)| product(line)).collect()),
            rows::ints(lines().map(|(.., line)| line.quantity as i32).collect()),
            rows::money(lines().map(|(.., line)| line.unit_price).collect()),
            rows::money(
                lines().map(|(.., line)| line.unit_price * i64::from(line.quantity)).collect(),
            ),
            rows::money(lines().map(|(.., line)| cost(line)).collect()),
        ],
    )
}

/// Rows of `payments`.
pub fn payments(day: &Day, labels: &WorldLabels, book: &[BookedOrder]) -> RecordBatch {
    let ids = &day.world.ids;
    let flows = || {
        book.iter().flat_map(|b| {
            b.payments.iter().enumerate().map(move |(n, flow)| (b.order.order.row, n, flow))
        })
    };
    let n = flows().count();
    rows::batch(
        &t::PAYMENTS,
        vec![
            rows::ids(flows().map(|(o, n, _)| ids.payment.id(o.part(n))).collect()),
            rows::ids(flows().map(|(o, ..)| ids.order.id(o)).collect()),
            rows::times(flows().map(|(.., flow)| flow.at).collect()),
            labels.methods.column(flows().map(|(.., f)| labels.method(f.method)).collect()),
            rows::money(flows().map(|(.., flow)| flow.amount).collect()),
            labels.currency.constant(0, n),
        ],
    )
}

/// Rows of `refunds`.
pub fn refunds(day: &Day, labels: &WorldLabels, book: &[BookedOrder]) -> RecordBatch {
    let ids = &day.world.ids;
    let flows = || {
        book.iter().flat_map(|b| {
            b.refunds.iter().enumerate().map(move |(n, flow)| (b.order.order.row, n, flow))
        })
    };
    let item = |order: RowId, flow: &Flow| {
        flow.line.map_or(NO_ID, |line| ids.order_item.id(order.part(line)))
    };
    let n = flows().count();
    rows::batch(
        &t::REFUNDS,
        vec![
            rows::ids(flows().map(|(o, n, _)| ids.refund.id(o.part(n))).collect()),
            rows::ids(flows().map(|(o, ..)| ids.order.id(o)).collect()),
            rows::optional_ids(flows().map(|(o, _, flow)| item(o, flow)).collect()),
            rows::times(flows().map(|(.., flow)| flow.at).collect()),
            labels.reasons.column(flows().map(|(.., flow)| flow.reason as i16).collect()),
            rows::money(flows().map(|(.., flow)| flow.amount).collect()),
            labels.currency.constant(0, n),
        ],
    )
}

/// Rows of `truth/orders`.
pub fn truth_orders(day: &Day, labels: &WorldLabels) -> RecordBatch {
    let world = day.world;
    let orders = || day.orders.iter().map(|o| &o.order);
    let platform = |driver: Option<(u8, u8)>| driver.map_or(NO_LABEL, |(p, _)| i16::from(p));
    rows::batch(
        &t::TRUTH_ORDERS,
        vec![
            rows::ids(orders().map(|o| world.ids.order.id(o.row)).collect()),
            rows::bools(orders().map(|o| o.driver.is_some()).collect()),
            labels.platforms.column(orders().map(|o| platform(o.driver)).collect()),
            rows::optional_ids(
                orders().map(|o| world.driver_ad(o, day.t, day.r).unwrap_or(NO_ID)).collect(),
            ),
            rows::optional_ints(orders().map(|o| o.driver.map(|(_, l)| i32::from(l))).collect()),
            labels.platforms.column(
                orders().map(|o| o.acquired_by() as i16 - 1).map(|p| p.max(NO_LABEL)).collect(),
            ),
        ],
    )
}
