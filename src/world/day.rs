//! A region's day, event by event: its orders, the touches of its own and of later orders, what its
//! ads delivered, and every visit, in order of time. Each is drawn when it is first asked for.

use std::cell::OnceCell;
use std::sync::Arc;

use super::auction::{Cell, RegionDay};
use super::clock::LocalDay;
use super::delivery::{Delivered, Needed, deliver};
use super::free_visits::{FreeContext, free_contexts};
use super::ids::RowId;
use super::orders::Order;
use super::response::MAX_CLICK_LAG;
use super::strangers::DaysBefore;
use super::timeline::{Stretch, in_order, stretches};
use super::touches::{LANDING_SECONDS, MAX_MEET_LAG, Touch, TouchKind, landing_seconds};
use super::visits::Visitor;
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

/// A region's day. What it is made of is drawn when it is first asked for, and then kept: the
/// books need no touches, and counts of visits need no visits.
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
    live: OnceCell<Arc<RegionDay>>,
    plans: OnceCell<Vec<Cell>>,
    orders: OnceCell<Vec<Order>>,
    touches: OnceCell<Vec<DayTouch>>,
    converting: OnceCell<Vec<Option<u32>>>,
    cells: OnceCell<Vec<Delivered>>,
    free: OnceCell<Vec<FreeContext>>,
    soon: OnceCell<Vec<u64>>,
    before: OnceCell<DaysBefore>,
    paid_visitors: OnceCell<Vec<Visitor>>,
}

impl<'w> Day<'w> {
    /// The day `t` of the plan in region `r`.
    pub fn new(world: &'w World, t: usize, r: usize) -> Self {
        Day {
            world,
            t,
            r,
            number: world.span.day(t),
            clock: world.local_day(t, r),
            live: OnceCell::new(),
            plans: OnceCell::new(),
            orders: OnceCell::new(),
            touches: OnceCell::new(),
            converting: OnceCell::new(),
            cells: OnceCell::new(),
            free: OnceCell::new(),
            soon: OnceCell::new(),
            before: OnceCell::new(),
            paid_visitors: OnceCell::new(),
        }
    }

    /// Live ads.
    #[inline]
    pub fn live(&self) -> &RegionDay {
        self.live.get_or_init(|| self.world.live(self.t, self.r))
    }

    /// What is planned for them, three cells an ad.
    pub fn plans(&self) -> &[Cell] {
        self.plans.get_or_init(|| self.live().cells(self.world, self.t, self.r))
    }

    /// What they delivered, cell by cell.
    #[inline]
    pub fn cells(&self) -> &[Delivered] {
        self.cells.get_or_init(|| {
            let mut needed = vec![Needed::default(); self.plans().len()];
            for touch in self.touches() {
                match touch.touch.kind {
                    TouchKind::Click => needed[touch.cell as usize].clicks += 1,
                    TouchKind::View => needed[touch.cell as usize].views += 1,
                }
            }
            let (world, number, r) = (self.world, self.number, self.r);
            let mut cells = deliver(world, number, r, self.live(), self.plans(), &needed);
            let mut next = self.touches().len() as u32;
            for cell in &mut cells {
                cell.first_visit = next;
                next += cell.fillers;
            }
            cells
        })
    }

    /// Touches of this day's and later orders.
    #[inline]
    pub fn touches(&self) -> &[DayTouch] {
        self.touches.get_or_init(|| touches_of(self.world, self.t, self.r))
    }

    /// Orders, in order of time.
    #[inline]
    pub fn orders(&self) -> &[Order] {
        self.orders.get_or_init(|| {
            let mut orders = self.world.orders(self.t, self.r).to_vec();
            orders.sort_unstable_by_key(|o| (o.second, o.key(self.world).at(4).bits()));
            orders
        })
    }

    /// For each of [`Day::orders`], the position in [`Day::touches`] of the click that led straight
    /// into its visit.
    #[inline]
    pub fn converting(&self) -> &[Option<u32>] {
        self.converting.get_or_init(|| converting(self.orders(), self.touches()))
    }

    /// Visits that no ad brought and that end without an order.
    #[inline]
    pub fn free(&self) -> &[FreeContext] {
        self.free.get_or_init(|| {
            let fillers: u32 = self.cells().iter().map(|cell| cell.fillers).sum();
            let next = self.touches().len() as u32 + fillers;
            free_contexts(self.world, self.t, self.r, next)
        })
    }

    /// Customers who order on this day or while a claim window may still be open, sorted.
    #[inline]
    pub(super) fn soon(&self) -> &[u64] {
        self.soon.get_or_init(|| customers_soon(self.world, self.t, self.r))
    }

    /// The days before, from which people without an account come again.
    #[inline]
    pub(super) fn before(&self) -> &DaysBefore {
        self.before.get_or_init(|| DaysBefore::new(self))
    }

    /// Who makes the visits of the cells, in order of their numbers. They are kept, because both
    /// the visit and the click before it tell.
    #[inline]
    pub(super) fn paid_visitors(&self) -> &[Visitor] {
        self.paid_visitors.get_or_init(|| {
            let cells = self.cells().iter().enumerate();
            cells
                .flat_map(|(place, cell)| (0..cell.fillers).map(move |n| (place as u32, n)))
                .map(|(cell, n)| self.paid_visitor(cell, n))
                .collect()
        })
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

    /// Whether a touch becomes a visit of its own.
    fn lands(touch: &DayTouch) -> bool {
        touch.touch.kind == TouchKind::Click && !touch.converting
    }

    /// How many visits there are.
    pub fn visit_count(&self) -> usize {
        self.orders().len()
            + self.touches().iter().filter(|touch| Day::lands(touch)).count()
            + self.cells().iter().map(|cell| cell.fillers as usize).sum::<usize>()
            + self.free().iter().map(|context| context.count as usize).sum::<usize>()
    }

    /// All visits in order of time, a stretch of the day at a time: what is held does not grow with
    /// the day.
    pub fn visits(&self) -> impl Iterator<Item = Vec<Visit>> + '_ {
        stretches(self.visit_count()).map(|stretch| self.visits_within(stretch))
    }

    fn visits_within(&self, stretch: Stretch) -> Vec<Visit> {
        let mut visits = Vec::with_capacity(stretch.events);
        let mut add = |second: u32, tie: Key, origin: Origin| {
            if stretch.seconds.contains(&second) {
                visits.push(Visit::new(second, tie, origin));
            }
        };
        for (place, order) in self.orders().iter().enumerate() {
            let tie = order.key(self.world).at(5);
            add(order.visit_start(self.world), tie, Origin::Order(place as u32));
        }
        for (place, touch) in self.touches().iter().enumerate() {
            if Day::lands(touch) {
                let start = touch.second + landing_seconds(touch.touch.key());
                add(start, touch.touch.key().at(5), Origin::Touch(place as u32));
            }
        }
        let profile = self.world.calendar.regions[self.r].profile[self.t];
        let profile = &self.world.calendar.profiles[usize::from(profile)];
        for (place, cell) in self.cells().iter().enumerate() {
            for n in 0..cell.fillers {
                let key = cell.visits.at(u64::from(n));
                let second = profile.second(key.of(VISIT_TIME)).max(LANDING_SECONDS + 1);
                add(second, key.at(5), Origin::Paid { cell: place as u32, n });
            }
        }
        for (place, context) in self.free().iter().enumerate() {
            for n in 0..context.count {
                let key = context.visits.at(u64::from(n));
                let second = profile.second(key.of(VISIT_TIME));
                add(second, key.at(5), Origin::Free { context: place as u32, n });
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

/// For each order, the position of the touch that led straight into it.
fn converting(orders: &[Order], touches: &[DayTouch]) -> Vec<Option<u32>> {
    let mut found: Vec<(RowId, u32)> = touches
        .iter()
        .enumerate()
        .filter(|(_, touch)| touch.converting)
        .map(|(place, touch)| (touch.order.row, place as u32))
        .collect();
    found.sort_unstable();
    let touch_of = |order: &Order| {
        let place = found.binary_search_by_key(&order.row, |(row, _)| *row);
        place.ok().map(|place| found[place].1)
    };
    orders.iter().map(touch_of).collect()
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{Source, load};

    fn world() -> World {
        let set = ["horizon.days=1", "scale=0.1"].map(str::to_owned);
        World::new(load(&Source::find("gcc").unwrap(), &set).unwrap())
    }

    #[test]
    fn the_books_of_a_day_need_neither_touches_nor_visits() {
        let world = world();
        let day = Day::new(&world, world.window().start, 0);
        assert!(!day.orders().is_empty());
        assert!(day.touches.get().is_none());
        assert!(day.cells.get().is_none());
        assert!(day.free.get().is_none());
    }

    #[test]
    fn stretches_of_a_day_put_together_are_the_day() {
        let world = world();
        let day = Day::new(&world, world.window().start, 0);
        let whole: Vec<Visit> = day.visits().flatten().collect();
        assert_eq!(whole.len(), day.visit_count());
        let noon = [0..43_200, 43_200..u32::MAX];
        let halves: Vec<Visit> = noon
            .into_iter()
            .flat_map(|seconds| day.visits_within(Stretch { seconds, events: 10 }))
            .collect();
        let keys = |visits: &[Visit]| -> Vec<u64> { visits.iter().map(|v| v.order).collect() };
        assert!(keys(&whole).is_sorted());
        assert_eq!(keys(&whole), keys(&halves));
    }
}
