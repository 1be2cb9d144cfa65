//! The orders of a region on a day: who placed each, when, on what device, and what caused it.

use super::clock::HourProfile;
use super::customers::Cause;
use super::ids::{MAX_ORDERS, MAX_SEQUENCE, RowId};
use super::response::MAX_EXISTING_LAG;
use super::{DEVICES, World};
use crate::random::Key;
use crate::random::distributions::normal_at;
use crate::random::lognormal::normal_quantile;
use crate::random::maths::exp;
use crate::random::names::{ORDER, ORDER_DEVICE, ORDER_TIME};
use crate::scenario::{ROOM_FOR_ORDERS, ROOM_FOR_VISITS};

/// Sources of orders in ids: organic new customers, …
pub const ORGANIC: u8 = 0;
/// … orders caused by platform p at `CAUSED + p`, …
pub const CAUSED: u8 = 1;
/// … and repeat orders of the customers of each cause at `REPEAT + cause`.
pub const REPEAT: u8 = 31;
/// Numbers from here on, within a platform's orders, are those of existing customers.
const EXISTING_BASE: u64 = 1 << 20;
// What the scenario's checks allow, ids have room for.
const _: () = assert!(EXISTING_BASE >= ROOM_FOR_ORDERS && MAX_ORDERS >= 2 * ROOM_FOR_ORDERS);
const _: () = assert!(MAX_SEQUENCE >= ROOM_FOR_VISITS);

/// Nobody orders in the first moments of a day: there is room for the visit before.
const EARLIEST: u32 = 180;
/// Median and spread (log scale) of the seconds from the start of a visit to its order.
const SECONDS_TO_ORDER: f64 = 560.0;
const SECONDS_TO_ORDER_SD: f64 = 0.8;
/// Longest time from the start of a visit to its order.
const LONGEST_VISIT: f64 = 5_400.0;

/// An order before its basket is filled.
#[derive(Debug, Clone, Copy)]
pub struct Order {
    /// Its address, and the key of its draws.
    pub row: RowId,
    /// Address of the customer: cohort day, region, cause, number.
    pub customer: RowId,
    /// Local second of the day.
    pub second: u32,
    /// Position of the device.
    pub device: u8,
    /// Position of the platform that caused it, and the lag in days.
    pub driver: Option<(u8, u8)>,
    /// Whether it is the customer's first.
    pub is_new: bool,
}

impl Order {
    /// The key of everything about the order.
    #[inline]
    pub fn key(&self, world: &World) -> Key {
        world.order_key.at(self.row.raw())
    }

    /// Local second at which the visit began in which it was placed.
    pub fn visit_start(&self, world: &World) -> u32 {
        start_of_visit(self.second, normal_at(self.key(world).of(ORDER_TIME).at(1)))
    }

    /// What won the customer: 0 for nothing, 1 + position for a platform.
    pub fn acquired_by(&self) -> Cause {
        Cause::from(self.customer.source())
    }
}

/// When the visit began whose order came at a second of the day; `z` is standard normal.
fn start_of_visit(second: u32, z: f64) -> u32 {
    let wanted = SECONDS_TO_ORDER * exp(SECONDS_TO_ORDER_SD * z);
    let room = f64::from(second - EARLIEST / 2);
    second - wanted.min(LONGEST_VISIT).min(room) as u32
}

/// The share of visits with an order that begin in each hour, where orders come in these hours:
/// visits begin a few minutes earlier, and so in an earlier hour where many orders come early in
/// one.
pub fn visit_hours(orders: &HourProfile) -> [f64; 24] {
    const DELAYS: u32 = 20;
    let delay = |n: u32| normal_quantile((f64::from(n) + 0.5) / f64::from(DELAYS));
    let delays = (0..DELAYS).map(delay).collect::<Vec<_>>();
    let mut shares = [0.0; 24];
    for minute in 0..24 * 60 {
        let second = (minute * 60 + 30).max(EARLIEST);
        let share = orders.shares[minute as usize / 60] / 60.0 / f64::from(DELAYS);
        for z in &delays {
            shares[start_of_visit(second, *z) as usize / 3_600] += share;
        }
    }
    shares
}

/// Finds the orders of region `r` on day `t` of the plan.
pub fn orders(world: &World, t: usize, r: usize) -> Vec<Order> {
    let day = world.span.day(t);
    if day < world.span.launch {
        return Vec::new();
    }
    let maker = Maker::new(world, t, r);
    let mut orders = Vec::new();
    for cause in 0..=world.responses.len() {
        maker.first_orders(cause, &mut orders);
    }
    for cause in 0..=world.responses.len() {
        maker.repeat_orders(cause, &mut orders);
    }
    for platform in 0..world.responses.len() {
        maker.caused_repeat_orders(platform, &mut orders);
    }
    orders
}

/// Finds only the first orders of the customers that a cause won in a region on a day.
pub fn first_orders(world: &World, t: usize, r: usize, cause: Cause) -> Vec<Order> {
    let mut orders = Vec::new();
    if world.span.day(t) >= world.span.launch {
        Maker::new(world, t, r).first_orders(cause, &mut orders);
    }
    orders
}

struct Maker<'a> {
    world: &'a World,
    t: usize,
    r: usize,
    day: i32,
}

impl<'a> Maker<'a> {
    fn new(world: &'a World, t: usize, r: usize) -> Self {
        Maker { world, t, r, day: world.span.day(t) }
    }

    fn first_orders(&self, cause: Cause, orders: &mut Vec<Order>) {
        let Some(platform) = cause.checked_sub(1) else {
            for n in 0..self.world.customers.cohort(self.r, 0, self.day) {
                let row = RowId::new(self.day, self.r, ORGANIC, n);
                orders.push(self.order(row, row, None, true));
            }
            return;
        };
        let response = &self.world.responses[platform];
        let source = CAUSED + platform as u8;
        let mut number = 0;
        for lag in 0..=response.max_lag {
            for _ in 0..response.new_orders(self.r, self.t, lag) {
                assert!(number < EXISTING_BASE, "more orders in a day than ids");
                let row = RowId::new(self.day, self.r, source, number);
                orders.push(self.order(row, row, Some((platform as u8, lag as u8)), true));
                number += 1;
            }
        }
    }

    fn repeat_orders(&self, cause: Cause, orders: &mut Vec<Order>) {
        let demand = &self.world.demand;
        let pulse = demand.repeat_pulse[self.r][self.t] * demand.shock[self.r][self.t];
        let source = REPEAT + cause as u8;
        let mut number = 0;
        self.world.customers.repeats(self.r, cause, self.day, pulse, |customer| {
            let row = RowId::new(self.day, self.r, source, number);
            orders.push(self.order(row, customer, None, false));
            number += 1;
        });
    }

    /// Orders that a platform caused with existing customers. It picks them from the organic
    /// cohorts or its own, so that no other platform's customers depend on it.
    fn caused_repeat_orders(&self, platform: usize, orders: &mut Vec<Order>) {
        let response = &self.world.responses[platform];
        let source = CAUSED + platform as u8;
        let mut number = EXISTING_BASE;
        for lag in 0..=MAX_EXISTING_LAG {
            for _ in 0..response.existing_orders(self.r, self.t, lag) {
                let row = RowId::new(self.day, self.r, source, number);
                number += 1;
                let touched = self.day - lag as i32;
                let key = self.world.order_key.at(row.raw());
                let causes = [0, platform + 1];
                if let Some(customer) = self.world.customers.pick(self.r, causes, touched, key) {
                    let driver = Some((platform as u8, lag as u8));
                    orders.push(self.order(row, customer, driver, false));
                }
            }
        }
    }

    fn order(&self, row: RowId, customer: RowId, driver: Option<(u8, u8)>, is_new: bool) -> Order {
        let world = self.world;
        let key = world.order_key.at(row.raw());
        let profile = world.calendar.regions[self.r].profile[self.t];
        let second = world.calendar.order_profiles[profile as usize].second(key.of(ORDER_TIME));
        let shares = match driver {
            Some((p, _)) => &world.buying_shares[1 + p as usize][self.r],
            None => &world.buying_shares[0][self.r],
        };
        let device = device_at(key.of(ORDER_DEVICE), shares);
        Order { row, customer, second: second.max(EARLIEST), device, driver, is_new }
    }
}

/// The device drawn at an address from shares that sum to one.
#[inline]
pub fn device_at(key: Key, shares: &[f64; DEVICES]) -> u8 {
    let u = key.unit();
    if u < shares[0] {
        0
    } else if u < shares[0] + shares[1] {
        1
    } else {
        2
    }
}

/// The key under which all orders draw.
pub fn order_key(seed: Key) -> Key {
    seed.of(ORDER)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Key;

    #[test]
    fn visits_with_an_order_begin_in_the_hours_that_are_worked_out_beforehand() {
        let weights: [f64; 24] = std::array::from_fn(|hour| if hour < 7 { 0.2 } else { 1.5 });
        let profile = HourProfile::new(&weights);
        let drawn = 200_000;
        let mut counts = [0.0; 24];
        for n in 0..drawn {
            let key = Key::seed(3).at(n);
            let second = profile.second(key.at(0)).max(EARLIEST);
            counts[start_of_visit(second, normal_at(key.at(1))) as usize / 3_600] += 1.0;
        }
        let expected = visit_hours(&profile);
        for (hour, (count, share)) in counts.iter().zip(expected).enumerate() {
            let (mean, sd) = (share * drawn as f64, (share * drawn as f64).sqrt());
            // The bend at seven o'clock lies between two knots of the profile.
            assert!((count - mean).abs() < 5.0 * sd + 0.01 * mean, "{hour}: {count} {mean}");
        }
        assert!((expected.iter().sum::<f64>() - 1.0).abs() < 1e-12);
        assert!(expected[6] > 1.5 * profile.shares[6], "orders after seven begin before it");
    }
}
