//! How an order is paid, when it arrives, and what comes back.

use super::World;
use super::basket::Basket;
use super::clock::DAY_SECONDS;
use super::orders::Order;
use crate::random::distributions::{normal_at, weighted};
use crate::random::maths::exp;
use crate::random::names::{ORDER_DELIVERY, ORDER_PAYMENT, ORDER_RETURN};
use crate::scenario::PaymentMethod;

/// Spread of delivery times (log scale): 99,000 orders of a marketplace.
const DELIVERY_SD: f64 = 0.6;
/// Spread of the days from delivery to refund (log scale).
const RETURN_SD: f64 = 0.7;
/// Share of a split payment that the gift card pays, at least and at most.
const GIFT_CARD_PART: (f64, f64) = (0.1, 0.6);
/// Seconds in which a payment online goes through, at most.
const CAPTURE_SECONDS: u64 = 90;
/// Hours after which an order that was paid online is cancelled, at most.
const CANCEL_HOURS: u64 = 30;

/// How an order is paid.
#[derive(Debug, Clone, Copy)]
pub struct PaymentPlan {
    /// The main method.
    pub method: PaymentMethod,
    /// Whether the order is cancelled (for cash: refused at the door).
    pub cancelled: bool,
    /// Whole days from the order to its delivery.
    pub delivery_days: i32,
}

/// A payment or a refund: UTC seconds, cents, and why.
#[derive(Debug, Clone, Copy)]
pub struct Flow {
    /// UTC seconds since 1970-01-01.
    pub at: i64,
    /// Cents.
    pub amount: i64,
    /// Method of a payment.
    pub method: PaymentMethod,
    /// Position of the reason of a refund in [`REASONS`].
    pub reason: usize,
    /// Position of the line that a refund is for.
    pub line: Option<usize>,
}

/// Why money goes back.
pub const REASONS: [&str; 6] =
    ["cancelled", "unwanted", "wrong_size", "damaged", "late", "not_as_described"];

impl World {
    /// How an order of region `r` is paid.
    pub fn payment(&self, order: &Order, r: usize) -> PaymentPlan {
        let key = order.key(self).of(ORDER_PAYMENT);
        let shares = &self.scenario.regions[r].payments;
        // The scenario's checks see to it that a region has payment methods.
        let method = shares[weighted(key.at(0), shares.iter().map(|p| p.share))].method;
        let rules = &self.scenario.fulfilment;
        let rate = rules.payment.get(&method).map_or(0.0, |payment| payment.cancel_rate);
        let z = normal_at(order.key(self).of(ORDER_DELIVERY));
        PaymentPlan {
            method,
            cancelled: key.at(1).happens(rate),
            delivery_days: (rules.delivery_days * exp(DELIVERY_SD * z)).ceil().min(60.0) as i32,
        }
    }

    /// The payments of an order that was placed at `placed` (UTC seconds).
    pub fn payments(
        &self,
        order: &Order,
        plan: &PaymentPlan,
        basket: &Basket,
        placed: i64,
        mut found: impl FnMut(Flow),
    ) {
        let key = order.key(self).of(ORDER_PAYMENT);
        let cash = plan.method == PaymentMethod::CashOnDelivery;
        if cash && plan.cancelled {
            return;
        }
        let flow = |at, amount, method| Flow { at, amount, method, reason: 0, line: None };
        let mut due = basket.total();
        if due == 0 {
            return;
        }
        if !cash
            && plan.method != PaymentMethod::GiftCard
            && key.at(2).happens(self.scenario.fulfilment.split_payments)
        {
            let (least, most) = GIFT_CARD_PART;
            let part = least + (most - least) * key.at(3).unit();
            let amount = (due as f64 * part).round() as i64;
            if amount > 0 && amount < due {
                found(flow(placed, amount, PaymentMethod::GiftCard));
                due -= amount;
            }
        }
        let later = if cash {
            let hours = 9 * 3_600 + key.at(4).below(10 * 3_600) as i64;
            i64::from(plan.delivery_days) * i64::from(DAY_SECONDS) + hours
                - placed.rem_euclid(i64::from(DAY_SECONDS))
        } else {
            key.at(4).below(CAPTURE_SECONDS) as i64
        };
        found(flow(placed + later.max(0), due, plan.method));
    }

    /// The refunds of an order: all of it if it was cancelled after it was paid, else the lines
    /// that were sent back.
    pub fn refunds(
        &self,
        order: &Order,
        r: usize,
        plan: &PaymentPlan,
        basket: &Basket,
        placed: i64,
        mut found: impl FnMut(Flow),
    ) {
        let key = order.key(self).of(ORDER_RETURN);
        let cash = plan.method == PaymentMethod::CashOnDelivery;
        if plan.cancelled {
            if !cash && basket.total() > 0 {
                let at = placed + 600 + key.at(0).below(CANCEL_HOURS * 3_600) as i64;
                let amount = basket.total();
                found(Flow { at, amount, method: plan.method, reason: 0, line: None });
            }
            return;
        }
        let rules = &self.scenario.fulfilment;
        let factor = rules.returns.level
            * self.scenario.regions[r].return_factor
            * rules.payment.get(&plan.method).map_or(1.0, |payment| payment.return_factor);
        for (n, line) in basket.lines().iter().enumerate() {
            let category = self.catalog.products[line.product as usize].category;
            let rate = self.catalog.categories[category].return_rate * factor;
            let draw = key.at(1 + n as u64);
            if !draw.happens(rate.min(0.9)) {
                continue;
            }
            // A line's part of what was paid for items, tax included; shipping is not given back.
            let items = basket.subtotal - basket.discount;
            let value = line.unit_price * i64::from(line.quantity);
            let tax = if basket.revenue() > 0 {
                basket.tax as f64 / basket.revenue() as f64
            } else {
                0.0
            };
            let net = value as f64 * items as f64 / basket.subtotal.max(1) as f64;
            let amount = (net * (1.0 + tax)).floor() as i64;
            if amount <= 0 {
                continue;
            }
            let days = rules.returns.days * exp(RETURN_SD * normal_at(draw.at(0)));
            let after = f64::from(plan.delivery_days) + days.min(90.0);
            let at = placed + (after * f64::from(DAY_SECONDS)) as i64;
            let reason = 1 + draw.at(1).below(REASONS.len() as u64 - 1) as usize;
            found(Flow { at, amount, method: plan.method, reason, line: Some(n) });
        }
    }
}
