//! A region's day, event by event: its orders, the touches of its own and of later orders, what its
//! ads delivered, and every visit, in order of time.

use std::sync::Arc;

use super::auction::RegionDay;
use super::behaviour::Aim;
use super::clock::LocalDay;
use super::customers::Cause;
use super::delivery::{Delivered, Needed, deliver};
use super::features::Arrival;
use super::ids::RowId;
use super::orders::{Order, device_at};
use super::propensity::free_device_shares;
use super::response::MAX_CLICK_LAG;
use super::touches::{LANDING_SECONDS, MAX_MEET_LAG, Touch, TouchKind, landing_seconds};
use super::{DEVICES, LOOK_AHEAD, World};
use crate::random::Key;
use crate::random::distributions::{gamma_noise, poisson_at};
use crate::random::names::{
    BUSY_DAYS, CLICK, ORDER_SOURCE, VISIT, VISIT_COUNT, VISIT_TIME, VISIT_VISITOR,
};

/// Source, in ids, of visits that are no order's.
pub const VISITS: u8 = 62;
/// Source, in ids, of visitors without an account.
const STRANGERS: u8 = 61;
/// Source, in ids, of registered people who never buy.
pub const REGISTERED: u8 = 63;
/// How much busier a source is on its busy days, such as those on which newsletters go out.
const BUSY_FACTOR: f64 = 4.0;
/// How often a visit by an existing customer looks for one who does not order soon.
const VISITOR_TRIES: u64 = 12;
/// People without an account who come in a week, for each visit of a day: the fewer, the more of
/// them come back.
const STRANGERS_PER_VISIT: f64 = 7.0;

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

/// Visits that no ad brought, of one source and group of people.
#[derive(Debug, Clone, Copy)]
pub struct FreeContext {
    /// Position of the source.
    pub source: usize,
    /// What won the customers, or none for people without an account.
    pub cause: Option<Cause>,
    /// Expected visits without an order.
    pub expected: f64,
    /// Number of the first among the day's visits.
    pub first_visit: u32,
    /// How many there are.
    pub count: u32,
    /// The key of its visits.
    pub visits: Key,
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

/// Who makes a visit.
#[derive(Debug, Clone, Copy)]
pub struct Visitor {
    /// Address of the person.
    pub row: RowId,
    /// Whether it is a customer whose account is known.
    pub account: bool,
    /// The key of what belongs to the person.
    pub key: Key,
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
    soon: Vec<u64>,
    /// Number of people without an account among whom a week's visits are spread.
    strangers: u64,
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
            clock: LocalDay::new(number, &world.zones[r]),
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
        visits.sort_unstable_by_key(|visit| visit.order);
        visits
    }

    /// Address of a visit.
    #[inline]
    pub fn visit_row(&self, origin: Origin) -> RowId {
        let number = match origin {
            Origin::Order(place) => return self.orders[place as usize].order.row,
            Origin::Touch(place) => place,
            Origin::Paid { cell, n } => self.cells[cell as usize].first_visit + n,
            Origin::Free { context, n } => self.free[context as usize].first_visit + n,
        };
        RowId::new(self.number, self.r, VISITS, u64::from(number))
    }

    /// Key of a visit's own draws.
    #[inline]
    pub fn visit_key(&self, origin: Origin) -> Key {
        match origin {
            Origin::Order(place) => self.orders[place as usize].order.key(self.world),
            Origin::Touch(place) => self.touches[place as usize].touch.key(),
            Origin::Paid { cell, n } => self.cells[cell as usize].visits.at(u64::from(n)),
            Origin::Free { context, n } => self.free[context as usize].visits.at(u64::from(n)),
        }
    }

    /// Who makes a visit.
    pub fn visitor(&self, origin: Origin) -> Visitor {
        match origin {
            Origin::Order(place) => self.customer(self.orders[place as usize].order.customer, true),
            Origin::Touch(place) => {
                let customer = self.touches[place as usize].order.customer;
                // Before the first order there is no account to be known by.
                self.customer(customer, customer.day() < self.number)
            }
            Origin::Paid { cell, .. } => {
                let key = self.visit_key(origin).of(VISIT_VISITOR);
                if key.happens(self.world.scenario.traffic.paid_existing_share) {
                    let platform = self.platform_of(cell);
                    let found =
                        self.pick_visitor([0, platform + 1], key).filter(|c| !self.orders_soon(*c));
                    if let Some(customer) = found {
                        return self.customer(customer, true);
                    }
                }
                self.stranger(key)
            }
            Origin::Free { context, .. } => {
                let key = self.visit_key(origin).of(VISIT_VISITOR);
                let cause = self.free[context as usize].cause;
                match cause.and_then(|cause| self.pick_visitor([cause, cause], key)) {
                    Some(customer) => self.customer(customer, true),
                    None => self.stranger(key),
                }
            }
        }
    }

    /// Whether a visit is by a customer whom the shop knows.
    pub fn is_known(&self, origin: Origin) -> bool {
        match origin {
            Origin::Order(place) => !self.orders[place as usize].order.is_new,
            Origin::Touch(_) | Origin::Paid { .. } => self.visitor(origin).account,
            Origin::Free { context, .. } => self.free[context as usize].cause.is_some(),
        }
    }

    /// Position of the platform that a cell belongs to.
    #[inline]
    pub fn platform_of(&self, cell: u32) -> usize {
        let ad = &self.live.ads[self.cells[cell as usize].ad as usize];
        self.world.media.campaigns[ad.campaign as usize].platform
    }

    fn customer(&self, row: RowId, account: bool) -> Visitor {
        Visitor { row, account, key: self.world.customers.of(row) }
    }

    /// Someone without an account: one of as many as there are visits in a few days, so that some
    /// of them come back.
    fn stranger(&self, key: Key) -> Visitor {
        let week = self.number - self.number.rem_euclid(7);
        let pool = self.strangers;
        let row = RowId::new(week, self.r, STRANGERS, key.at(1).below(pool));
        Visitor { row, account: false, key: self.world.customers.of(row) }
    }

    fn pick_visitor(&self, causes: [Cause; 2], key: Key) -> Option<RowId> {
        self.world.customers.pick_within(self.r, causes, self.number, key, VISITOR_TRIES)
    }

    fn orders_soon(&self, customer: RowId) -> bool {
        self.soon.binary_search(&customer.raw()).is_ok()
    }

    /// Position of the device of a visit.
    #[inline]
    pub fn visit_device(&self, origin: Origin) -> u8 {
        match origin {
            Origin::Order(place) => self.orders[place as usize].order.device,
            Origin::Touch(place) => self.cells[self.touches[place as usize].cell as usize].device,
            Origin::Paid { cell, .. } => self.cells[cell as usize].device,
            Origin::Free { .. } => {
                let shares = free_device_shares(self.world, self.r);
                device_at(self.visit_key(origin).at(7), &shares)
            }
        }
    }

    /// The cell whose click brought a visit, if one did.
    #[inline]
    pub fn visit_cell(&self, origin: Origin) -> Option<u32> {
        match origin {
            Origin::Order(place) => {
                let touch = self.orders[place as usize].converting?;
                Some(self.touches[touch as usize].cell)
            }
            Origin::Touch(place) => Some(self.touches[place as usize].cell),
            Origin::Paid { cell, .. } => Some(cell),
            Origin::Free { .. } => None,
        }
    }

    /// Position of the source of a visit that no ad brought.
    pub fn visit_source(&self, origin: Origin) -> usize {
        match origin {
            Origin::Free { context, .. } => self.free[context as usize].source,
            Origin::Order(place) => self.order_source(&self.orders[place as usize].order),
            _ => 0,
        }
    }

    /// How people come who order without a click on the day: those whom an ad won earlier return
    /// by other ways than those who come of themselves.
    fn order_source(&self, order: &Order) -> usize {
        let sources = &self.world.scenario.traffic.sources;
        let weight = |source: &crate::scenario::VisitSource| match (order.driver, order.is_new) {
            (Some(_), _) => source.return_share,
            (None, true) => source.share * source.conversion,
            (None, false) => source.existing_share * source.conversion,
        };
        let total: f64 = sources.iter().map(weight).sum();
        let mut left = order.key(self.world).of(ORDER_SOURCE).unit() * total;
        for (position, source) in sources.iter().enumerate() {
            left -= weight(source);
            if left < 0.0 {
                return position;
            }
        }
        sources.len() - 1
    }

    /// What a visit is for.
    #[inline]
    pub fn aim(&self, origin: Origin) -> Aim {
        match origin {
            Origin::Order(place) => {
                let order = &self.orders[place as usize].order;
                Aim::Order(order.second - order.visit_start(self.world))
            }
            Origin::Touch(_) => Aim::Consider,
            Origin::Paid { .. } | Origin::Free { .. } => Aim::Look,
        }
    }

    /// The key of the click that brought a visit, by which both know the same click id.
    pub fn click_key(&self, origin: Origin) -> Key {
        match origin {
            Origin::Order(place) => match self.orders[place as usize].converting {
                Some(touch) => self.touches[touch as usize].touch.key(),
                None => self.visit_key(origin),
            },
            _ => self.visit_key(origin),
        }
        .of(CLICK)
    }

    /// How people of a context arrive.
    pub fn arrival(&self, source: usize) -> Arrival {
        Arrival::of_medium(&self.world.scenario.traffic.sources[source].medium)
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

/// Visits that no ad brought and that end without an order, by source and group.
fn free_contexts(world: &World, t: usize, r: usize, mut next: u32) -> Vec<FreeContext> {
    let traffic = &world.scenario.traffic;
    let day = world.span.day(t);
    let region = &world.scenario.regions[r].id;
    let pulse = world.demand.pulse[r][t];
    let total = |share: fn(&crate::scenario::VisitSource) -> f64| -> f64 {
        traffic.sources.iter().map(share).sum()
    };
    let (shares, existing_shares) = (total(|s| s.share), total(|s| s.existing_share));
    let mut contexts = Vec::new();
    for (s, source) in traffic.sources.iter().enumerate() {
        let place = |name| world.key.of(name).text(&source.source).text(&source.medium);
        let busy = busy_factor(place(BUSY_DAYS), source.busy_days, day);
        let groups = std::iter::once(None).chain((0..=world.responses.len()).map(Some));
        for cause in groups {
            let expected = busy
                * match cause {
                    None if shares > 0.0 => {
                        world.demand.organic[r][t] * traffic.visits_per_order * source.share
                            / shares
                    }
                    Some(cause) if existing_shares > 0.0 => {
                        world.customers.expected_repeats(r, cause, day)
                            * pulse
                            * traffic.visits_per_repeat
                            * source.existing_share
                            / existing_shares
                    }
                    _ => 0.0,
                };
            let group = cause.map_or(0, |cause| 1 + cause as u64);
            let key = |name| place(name).text(region).at(group).at(day as u64);
            let noise = gamma_noise(key(VISIT_COUNT).at(1), traffic.dispersion);
            let count = poisson_at(key(VISIT_COUNT), expected * noise) as u32;
            let visits = key(VISIT);
            let context =
                FreeContext { source: s, cause, expected, first_visit: next, count, visits };
            contexts.push(context);
            next += count;
        }
    }
    contexts
}

/// How many people without an account come in the week that begins on day `t`.
fn strangers(world: &World, t: usize, r: usize) -> u64 {
    let traffic = &world.scenario.traffic;
    let free = world.demand.organic[r][t] * traffic.visits_per_order;
    let paid: f64 = (0..world.responses.len())
        .map(|p| {
            let platform = world.platform(p);
            let shown = 1_000.0 * world.media.platform_spend(p, t, r) / platform.cpm.base;
            shown * platform.ctr.base * platform.landing_rate
        })
        .sum();
    ((free + paid) * STRANGERS_PER_VISIT).max(10.0) as u64
}

/// Mean one over the week: some days are busy, in a rhythm of each source's own.
fn busy_factor(key: Key, busy_days: u32, day: i32) -> f64 {
    if busy_days == 0 {
        return 1.0;
    }
    let week = day.div_euclid(7);
    let weekday = day.rem_euclid(7) as u64;
    // The busy days of a week are the first few of a shuffled week.
    let rank = |d: u64| key.at(week as u64).at(d).bits();
    let before = (0..7).filter(|&d| rank(d) < rank(weekday)).count() as u32;
    let busy = f64::from(busy_days);
    let quiet = 7.0 / (7.0 - busy + busy * BUSY_FACTOR);
    if before < busy_days { quiet * BUSY_FACTOR } else { quiet }
}
