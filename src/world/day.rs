//! A region's day, event by event: its orders, the touches of its own and of later orders, what its
//! ads delivered, and every visit, in order of time.

use std::sync::Arc;

use super::auction::RegionDay;
use super::clock::LocalDay;
use super::delivery::{Delivered, Needed, deliver};
use super::free_visits::{FreeContext, free_contexts};
use super::ids::RowId;
use super::orders::Order;
use super::response::MAX_CLICK_LAG;
use super::timeline::in_order;
use super::touches::{LANDING_SECONDS, MAX_MEET_LAG, Touch, TouchKind, landing_seconds};
use super::visits::strangers;
use super::{DEVICES, LOOK_AHEAD, World};
use crate::random::Key;
use crate::random::names::VISIT_TIME;

/// Source, in ids, of rows of the log of interactions.
const LOG: u8 = 60;
/// Source, in ids, of visits that are no order's.
pub const VISITS: u8 = 62;
/// Source, in ids, of registered people who never buy.
pub const REGISTERED: u8 = 63;

/// A touch that falls on the day.
#[derive(Debug, Clone, Copy)]
pub struct DayTouch {
    /// The order it leads to.
    pub order: Order,
    /// Day of the plan of that order.
    pub order_t: usize,
    /// The touch.
    pub touch: Touch,
    /// Position of its cell in [`Day::cells`].
    pub cell: u32,
    /// Local second.
    pub second: u32,
    /// Whether the order's own visit grew out of it.
    pub converting: bool,
}

/// Where a visit comes from.
#[derive(Debug, Clone, Copy)]
pub enum Origin {
    /// The visit of the order at this position in [`Day::orders`].
    Order(u32),
    /// The landing of the touch at this position in [`Day::touches`].
    Touch(u32),
    /// The n-th filler of a cell.
    Paid { cell: u32, n: u32 },
    /// The n-th visit of a free context.
    Free { context: u32, n: u32 },
}

/// A visit: when, and where from.
#[derive(Debug, Clone, Copy)]
pub struct Visit {
    /// Local second and, below it, random bits that break ties.
    order: u64,
    /// Where it comes from.
    pub origin: Origin,
}

impl Visit {
    fn new(second: u32, tie: Key, origin: Origin) -> Self {
        Visit { order: (u64::from(second) << 32) | (tie.bits() >> 32), origin }
    }

    /// Local second at which it begins.
    #[inline]
    pub fn second(&self) -> u32 {
        (self.order >> 32) as u32
    }
}

/// An order with the platform whose click led straight into its visit.
#[derive(Debug, Clone, Copy)]
pub struct DayOrder {
    pub order: Order,
    /// Position in [`Day::touches`] of that click.
    pub converting: Option<u32>,
}

/// A region's day.
#[derive(Debug)]
pub struct Day<'w> {
    pub world: &'w World,
    /// Day of the plan.
    pub t: usize,
    /// Region.
    pub r: usize,
    /// Day number since 1970-01-01.
    pub number: i32,
    /// Its place on the UTC time line.
    pub clock: LocalDay,
    /// Live ads.
    pub live: Arc<RegionDay>,
    /// What they delivered, three cells an ad.
    pub cells: Vec<Delivered>,
    /// Touches of this day's and later orders.
    pub touches: Vec<DayTouch>,
    /// Orders, in order of time.
    pub orders: Vec<DayOrder>,
    /// Visits that no ad brought.
    pub free: Vec<FreeContext>,
    /// All visits, in order of time.
    pub visits: Vec<Visit>,
    /// Customers who order on this day or while a claim window may still be open.
    pub(super) soon: Vec<u64>,
    /// Number of people without an account among whom a week's visits are spread.
    pub(super) strangers: u64,
}

impl<'w> Day<'w> {
    /// Draws the day `t` of the plan in region `r`.
    pub fn new(world: &'w World, t: usize, r: usize) -> Self {
        let number = world.span.day(t);
        let live = world.live(t, r);
        let touches = touches_of(world, t, r);
        let mut needed = vec![Needed::default(); live.ads.len() * DEVICES];
        for touch in &touches {
            match touch.touch.kind {
                TouchKind::Click => needed[touch.cell as usize].clicks += 1,
                TouchKind::View => needed[touch.cell as usize].views += 1,
            }
        }
        let plans = live.cells(world, t, r);
        let mut cells = deliver(world, number, r, &live, &plans, &needed);
        let mut next = touches.len() as u32;
        for cell in &mut cells {
            cell.first_visit = next;
            next += cell.fillers;
        }
        let free = free_contexts(world, t, r, next);
        let week = world.span.t(number - number.rem_euclid(7)).max(world.span.t(world.span.launch));
        let mut day = Day {
            strangers: strangers(world, week, r),
            clock: world.local_day(t, r),
            soon: customers_soon(world, t, r),
            orders: day_orders(world, t, r, &touches),
            visits: Vec::new(),
            world,
            t,
            r,
            number,
            live,
            cells,
            touches,
            free,
        };
        day.visits = day.all_visits();
        day
    }

    /// UTC seconds since 1970-01-01 of a local second of the day.
    #[inline]
    pub fn utc(&self, second: u32) -> i64 {
        self.clock.utc(second)
    }

    /// Address of a row of the day's log of interactions. The first numbers are those of the
    /// touches, in the order of [`Day::touches`].
    #[inline]
    pub fn log_row(&self, number: u32) -> RowId {
        RowId::new(self.number, self.r, LOG, u64::from(number))
    }

    fn all_visits(&self) -> Vec<Visit> {
        let count = self.orders.len()
            + self.touches.len()
            + self.cells.iter().map(|cell| cell.fillers as usize).sum::<usize>()
            + self.free.iter().map(|context| context.count as usize).sum::<usize>();
        let mut visits = Vec::with_capacity(count);
        for (place, order) in self.orders.iter().enumerate() {
            let start = order.order.visit_start(self.world);
            let tie = order.order.key(self.world).at(5);
            visits.push(Visit::new(start, tie, Origin::Order(place as u32)));
        }
        for (place, touch) in self.touches.iter().enumerate() {
            if touch.touch.kind == TouchKind::Click && !touch.converting {
                let start = touch.second + landing_seconds(touch.touch.key());
                let tie = touch.touch.key().at(5);
                visits.push(Visit::new(start, tie, Origin::Touch(place as u32)));
            }
        }
        let profile = self.world.calendar.regions[self.r].profile[self.t];
        let profile = &self.world.calendar.profiles[usize::from(profile)];
        for (place, cell) in self.cells.iter().enumerate() {
            for n in 0..cell.fillers {
                let key = cell.visits.at(u64::from(n));
                let second = profile.second(key.of(VISIT_TIME)).max(LANDING_SECONDS + 1);
                let origin = Origin::Paid { cell: place as u32, n };
                visits.push(Visit::new(second, key.at(5), origin));
            }
        }
        for (place, context) in self.free.iter().enumerate() {
            for n in 0..context.count {
                let key = context.visits.at(u64::from(n));
                let second = profile.second(key.of(VISIT_TIME));
                let origin = Origin::Free { context: place as u32, n };
                visits.push(Visit::new(second, key.at(5), origin));
            }
        }
        in_order(&visits, Visit::second, |visit| visit.order)
    }
}

/// Touches that fall on day `t`, of the orders of that day and of later ones.
fn touches_of(world: &World, t: usize, r: usize) -> Vec<DayTouch> {
    let mut touches = Vec::new();
    for lag in 0..=MAX_CLICK_LAG.max(MAX_MEET_LAG) {
        let order_t = t + lag;
        for order in world.orders(order_t, r).iter() {
            let driver = order.driver.filter(|&(_, own)| usize::from(own) == lag);
            if lag > MAX_MEET_LAG && driver.is_none() {
                continue;
            }
            let converting =
                if lag == 0 { world.converting_platform(order, order_t, r) } else { None };
            for platform in 0..world.responses.len() {
                if lag > MAX_MEET_LAG && driver.map(|(p, _)| usize::from(p)) != Some(platform) {
                    continue;
                }
                let touch = world.touch(order, order_t, r, platform);
                let Some(touch) = touch.filter(|touch| usize::from(touch.lag) == lag) else {
                    continue;
                };
                let Some(ad) = world.touched_ad(order, &touch, order_t, r) else { continue };
                let device = world.touched_device(order, &touch, r);
                let converting =
                    converting == Some(touch.platform) && touch.kind == TouchKind::Click;
                touches.push(DayTouch {
                    order: *order,
                    order_t,
                    touch,
                    cell: (ad * DEVICES + usize::from(device)) as u32,
                    second: world.touched_second(order, &touch, order_t, r, converting),
                    converting,
                });
            }
        }
    }
    touches
}

/// The day's orders in order of time, with the touch that led straight into each.
fn day_orders(world: &World, t: usize, r: usize, touches: &[DayTouch]) -> Vec<DayOrder> {
    let mut orders: Vec<DayOrder> =
        world.orders(t, r).iter().map(|&order| DayOrder { order, converting: None }).collect();
    orders.sort_unstable_by_key(|o| (o.order.second, o.order.key(world).at(4).bits()));
    let mut converting: Vec<(RowId, u32)> = touches
        .iter()
        .enumerate()
        .filter(|(_, touch)| touch.converting)
        .map(|(place, touch)| (touch.order.row, place as u32))
        .collect();
    converting.sort_unstable();
    for order in &mut orders {
        let found = converting.binary_search_by_key(&order.order.row, |(row, _)| *row);
        order.converting = found.ok().map(|place| converting[place].1);
    }
    orders
}

/// Customers who order on day `t` or while a claim window that opens on it may still be open.
fn customers_soon(world: &World, t: usize, r: usize) -> Vec<u64> {
    let last = (t + LOOK_AHEAD as usize - 1).min(world.span.len() - 1);
    let mut soon: Vec<u64> = (t..=last)
        .flat_map(|day| {
            let orders = world.orders(day, r);
            let repeats: Vec<u64> = orders.iter().map(|o| o.customer.raw()).collect();
            repeats
        })
        .collect();
    soon.sort_unstable();
    soon.dedup();
    soon
}
