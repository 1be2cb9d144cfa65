//! What a day's orders leave in the books. Each page is worked out when it is first asked for.

use std::cell::OnceCell;

use crate::world::basket::{Basket, Line};
use crate::world::day::Day;
use crate::world::fulfilment::{Flow, PaymentPlan};
use crate::world::ids::RowId;
use crate::world::orders::Order;

/// A line, a payment or a refund of an order: the order's address, its number within the order,
/// and what it is.
pub type Entry<T> = (RowId, usize, T);

/// Some of a day's orders, with all that follows from them.
pub struct Book<'a> {
    pub day: &'a Day<'a>,
    pub orders: &'a [Order],
    baskets: OnceCell<Vec<Basket>>,
    plans: OnceCell<Vec<PaymentPlan>>,
    payments: OnceCell<Vec<Entry<Flow>>>,
    refunds: OnceCell<Vec<Entry<Flow>>>,
}

impl<'a> Book<'a> {
    /// Nothing is worked out yet.
    pub fn new(day: &'a Day<'a>, orders: &'a [Order]) -> Self {
        Book {
            day,
            orders,
            baskets: OnceCell::new(),
            plans: OnceCell::new(),
            payments: OnceCell::new(),
            refunds: OnceCell::new(),
        }
    }

    /// What is in each order.
    pub fn baskets(&self) -> &[Basket] {
        let (day, world) = (self.day, self.day.world);
        self.baskets
            .get_or_init(|| self.orders.iter().map(|o| world.basket(o, day.t, day.r)).collect())
    }

    /// How each is paid.
    pub fn plans(&self) -> &[PaymentPlan] {
        let (day, world) = (self.day, self.day.world);
        self.plans.get_or_init(|| self.orders.iter().map(|o| world.payment(o, day.r)).collect())
    }

    /// UTC seconds at which an order was placed.
    pub fn placed(&self, order: &Order) -> i64 {
        self.day.utc(order.second)
    }

    /// The lines, order by order.
    pub fn lines(&self) -> impl Iterator<Item = Entry<&Line>> {
        self.orders.iter().zip(self.baskets()).flat_map(|(order, basket)| {
            basket.lines().iter().enumerate().map(move |(n, line)| (order.row, n, line))
        })
    }

    /// The payments, order by order.
    pub fn payments(&self) -> &[Entry<Flow>] {
        let world = self.day.world;
        self.payments.get_or_init(|| {
            self.flows(|order, plan, basket, placed, found| {
                world.payments(order, plan, basket, placed, found);
            })
        })
    }

    /// The refunds, order by order.
    pub fn refunds(&self) -> &[Entry<Flow>] {
        let (world, r) = (self.day.world, self.day.r);
        self.refunds.get_or_init(|| {
            self.flows(|order, plan, basket, placed, found| {
                world.refunds(order, r, plan, basket, placed, found);
            })
        })
    }

    fn flows(
        &self,
        find: impl Fn(&Order, &PaymentPlan, &Basket, i64, &mut dyn FnMut(Flow)),
    ) -> Vec<Entry<Flow>> {
        let mut flows = Vec::with_capacity(self.orders.len());
        let booked = self.orders.iter().zip(self.plans()).zip(self.baskets());
        for ((order, plan), basket) in booked {
            let mut number = 0;
            find(order, plan, basket, self.placed(order), &mut |flow| {
                flows.push((order.row, number, flow));
                number += 1;
            });
        }
        flows
    }
}
