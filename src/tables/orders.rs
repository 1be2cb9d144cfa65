//! `orders`, `order_items`, `payments`, `refunds` and `truth/orders`: what a day's orders leave in
//! the books.

mod book;

pub use book::Book;

use arrow_array::{ArrayRef, RecordBatch};

use super::labels::WorldLabels;
use super::rows::{self, NO_ID, NO_LABEL};
use super::wanted::{Wanted, no_rule};
use crate::world::basket::{Basket, Line};
use crate::world::fulfilment::{Flow, PaymentPlan};
use crate::world::orders::Order;

/// Rows of `orders`.
pub fn orders(wanted: &Wanted, labels: &WorldLabels, book: &Book) -> RecordBatch {
    let (day, world, n) = (book.day, book.day.world, book.orders.len());
    let each = || book.orders.iter();
    let cents = |amount: fn(&Basket) -> i64| money(book.baskets().iter().map(amount));
    let city = |o: &Order| {
        let customer = world.customers.of(o.customer);
        labels.first_city[day.r] + world.city(day.r, customer) as i32
    };
    let code = |basket: &Basket| basket.code.map_or(NO_LABEL, |code| code as i16);
    let delivered =
        |plan: &PaymentPlan| (!plan.cancelled).then_some(day.number + plan.delivery_days);
    wanted.batch(n, |column| match column {
        "order_id" => rows::ids(each().map(|o| world.ids.order.id(o.row)).collect()),
        "user_id" => rows::ids(each().map(|o| world.ids.user.id(o.customer)).collect()),
        "session_id" => rows::ids(each().map(|o| world.ids.session.id(o.row)).collect()),
        "ordered_at" => rows::times(each().map(|o| book.placed(o)).collect()),
        "date" => rows::dates(vec![day.number; n]),
        "region_id" => labels.regions.constant(day.r, n),
        "city_id" => rows::ints(each().map(city).collect()),
        "is_new_customer" => rows::bools(each().map(|o| o.is_new).collect()),
        "units" => rows::ints(book.baskets().iter().map(|b| b.units() as i32).collect()),
        "currency" => labels.currency.constant(0, n),
        "subtotal" => cents(|b| b.subtotal),
        "discount" => cents(|b| b.discount),
        "discount_code" => labels.codes.column(book.baskets().iter().map(code).collect()),
        "shipping" => cents(|b| b.shipping),
        "tax" => cents(|b| b.tax),
        "total" => cents(Basket::total),
        "revenue" => cents(Basket::revenue),
        "payment_method" => {
            labels.methods.column(book.plans().iter().map(|p| labels.method(p.method)).collect())
        }
        "status" => {
            labels.statuses.column(book.plans().iter().map(|p| i16::from(p.cancelled)).collect())
        }
        "delivered_on" => rows::optional_dates(book.plans().iter().map(delivered).collect()),
        other => no_rule(other),
    })
}

/// Rows of `order_items`.
pub fn order_items(wanted: &Wanted, _: &WorldLabels, book: &Book) -> RecordBatch {
    let (day, world) = (book.day, book.day.world);
    let lines = || book.lines();
    let cost = |line: &Line| world.catalog.products[line.product as usize].cost;
    let n = book.baskets().iter().map(|basket| basket.lines().len()).sum();
    wanted.batch(n, |column| match column {
        "order_item_id" => {
            rows::ids(lines().map(|(o, n, _)| world.ids.order_item.id(o.part(n))).collect())
        }
        "order_id" => rows::ids(lines().map(|(o, ..)| world.ids.order.id(o)).collect()),
        "line_number" => rows::ints(lines().map(|(_, n, _)| n as i32 + 1).collect()),
        "date" => rows::dates(vec![day.number; n]),
        "product_id" => rows::ints(lines().map(|(.., line)| line.product as i32 + 1).collect()),
        "quantity" => rows::ints(lines().map(|(.., line)| line.quantity as i32).collect()),
        "unit_price" => money(lines().map(|(.., line)| line.unit_price)),
        "line_total" => money(lines().map(|(.., l)| l.unit_price * i64::from(l.quantity))),
        "unit_cost" => money(lines().map(|(.., line)| cost(line))),
        other => no_rule(other),
    })
}

/// Rows of `payments`.
pub fn payments(wanted: &Wanted, labels: &WorldLabels, book: &Book) -> RecordBatch {
    let ids = &book.day.world.ids;
    let flows = book.payments();
    let each = || flows.iter();
    wanted.batch(flows.len(), |column| match column {
        "payment_id" => rows::ids(each().map(|(o, n, _)| ids.payment.id(o.part(*n))).collect()),
        "order_id" => rows::ids(each().map(|(o, ..)| ids.order.id(*o)).collect()),
        "paid_at" => rows::times(each().map(|(.., flow)| flow.at).collect()),
        "method" => labels.methods.column(each().map(|(.., f)| labels.method(f.method)).collect()),
        "amount" => money(each().map(|(.., flow)| flow.amount)),
        "currency" => labels.currency.constant(0, flows.len()),
        other => no_rule(other),
    })
}

/// Rows of `refunds`.
pub fn refunds(wanted: &Wanted, labels: &WorldLabels, book: &Book) -> RecordBatch {
    let ids = &book.day.world.ids;
    let flows = book.refunds();
    let each = || flows.iter();
    let item = |order: &crate::world::ids::RowId, flow: &Flow| {
        flow.line.map_or(NO_ID, |line| ids.order_item.id(order.part(line)))
    };
    wanted.batch(flows.len(), |column| match column {
        "refund_id" => rows::ids(each().map(|(o, n, _)| ids.refund.id(o.part(*n))).collect()),
        "order_id" => rows::ids(each().map(|(o, ..)| ids.order.id(*o)).collect()),
        "order_item_id" => rows::optional_ids(each().map(|(o, _, flow)| item(o, flow)).collect()),
        "refunded_at" => rows::times(each().map(|(.., flow)| flow.at).collect()),
        "reason" => labels.reasons.column(each().map(|(.., flow)| flow.reason as i16).collect()),
        "amount" => money(each().map(|(.., flow)| flow.amount)),
        "currency" => labels.currency.constant(0, flows.len()),
        other => no_rule(other),
    })
}

/// Rows of `truth/orders`.
pub fn truth_orders(wanted: &Wanted, labels: &WorldLabels, book: &Book) -> RecordBatch {
    let (day, world) = (book.day, book.day.world);
    let each = || book.orders.iter();
    let platform = |driver: Option<(u8, u8)>| driver.map_or(NO_LABEL, |(p, _)| i16::from(p));
    wanted.batch(book.orders.len(), |column| match column {
        "order_id" => rows::ids(each().map(|o| world.ids.order.id(o.row)).collect()),
        "is_incremental" => rows::bools(each().map(|o| o.driver.is_some()).collect()),
        "driver_platform" => labels.platforms.column(each().map(|o| platform(o.driver)).collect()),
        "driver_ad_id" => rows::optional_ids(
            each().map(|o| world.driver_ad(o, day.t, day.r).unwrap_or(NO_ID)).collect(),
        ),
        "lag_days" => {
            rows::optional_ints(each().map(|o| o.driver.map(|(_, l)| i32::from(l))).collect())
        }
        "acquiring_platform" => labels
            .platforms
            .column(each().map(|o| o.acquired_by() as i16 - 1).map(|p| p.max(NO_LABEL)).collect()),
        other => no_rule(other),
    })
}

fn money(cents: impl Iterator<Item = i64>) -> ArrayRef {
    rows::money(cents.collect())
}
