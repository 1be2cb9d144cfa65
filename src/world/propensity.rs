//! The true propensity of a visit: the probability of an order, given what was known when it
//! began.

use super::day::{Day, Origin};
use super::features::Features;
use super::paths::CameBefore;
use super::touches::meet_lags;
use super::visits::Visitor;
use super::{DEVICES, World};
use crate::scenario::VisitSource;

/// Share of a cell's visits that fail at the least, whatever the ratio of two small expectations.
const LEAST_FAILING: f64 = 0.2;

/// Expected orders of a region's day by what caused them.
#[derive(Debug, Clone, Default)]
pub(super) struct Expected {
    pub organic: f64,
    pub repeat: f64,
    /// λ of new and of existing customers, by platform.
    pub new: Vec<f64>,
    pub existing: Vec<f64>,
    /// The share of them that a click causes, not a view.
    pub clicked: Vec<f64>,
    /// Of those, the ones whose click of the same day leads straight into the order's visit.
    pub straight_new: Vec<f64>,
    pub straight_existing: Vec<f64>,
}

impl World {
    /// Expected orders of region `r` on day `t` of the plan, whatever causes them.
    pub fn expected_orders(&self, t: usize, r: usize) -> f64 {
        self.expected_baseline(t, r)
            + self.responses.iter().map(|response| response.expected[r][t]).sum::<f64>()
    }

    /// Expected orders that no ad of the day or the days before caused: organic and repeat.
    pub fn expected_baseline(&self, t: usize, r: usize) -> f64 {
        let day = self.span.day(t);
        if day < self.span.launch {
            return 0.0;
        }
        let repeats: f64 = (0..=self.responses.len())
            .map(|cause| self.customers.expected_repeats(r, cause, day))
            .sum();
        self.demand.organic[r][t] + repeats * self.demand.repeat_pulse[r][t]
    }

    fn expected_by_cause(&self, t: usize, r: usize) -> Expected {
        let mut expected = Expected {
            organic: self.demand.organic[r][t],
            repeat: self.expected_baseline(t, r) - self.demand.organic[r][t],
            ..Expected::default()
        };
        for (p, response) in self.responses.iter().enumerate() {
            let platform = self.platform(p);
            let clicks = if platform.clickable { 1.0 - platform.view_share } else { 0.0 };
            let lambda = response.expected[r][t];
            let existing: f64 = (0..=response.max_lag)
                .map(|lag| response.lag_share(r, t, lag) * response.existing_share(r, t, lag))
                .sum();
            let today = response.lag_share(r, t, 0) * clicks;
            let existing_today = response.existing_share(r, t, 0);
            expected.clicked.push(clicks);
            expected.new.push(lambda * (1.0 - existing));
            expected.existing.push(lambda * existing);
            expected.straight_new.push(lambda * today * (1.0 - existing_today));
            expected.straight_existing.push(lambda * today * existing_today);
        }
        expected
    }
}

/// Shares of orders, π, in every context of a day.
#[derive(Debug)]
pub struct Propensity<'a> {
    day: &'a Day<'a>,
    /// By cell, for people without and with an account.
    paid: Vec<[f64; 2]>,
    /// By platform, for people without an account.
    paid_again: Vec<Again>,
    /// By free context.
    free: Vec<Free>,
    /// By hour: how much more readily visits convert than on average.
    hours: [f64; 24],
}

/// How much more readily than on average visits convert that are a person's first, and later ones.
type Again = [f64; 2];

/// Visits that no ad brought, of one context.
#[derive(Debug)]
struct Free {
    /// Share of orders.
    share: f64,
    /// How much more readily than on average visits convert on each device.
    devices: [f64; DEVICES],
    /// The same of people without an account.
    again: Again,
}

impl<'a> Propensity<'a> {
    /// Works out the contexts of a day.
    pub fn new(day: &'a Day<'a>) -> Self {
        let world = day.world;
        let expected = world.expected_by_cause(day.t, day.r);
        let straight = straight_orders(world, day, &expected);
        let before = CameBefore::new(day, &expected, &straight.new);
        let again = |came_before| again(came_before, world.scenario.traffic.returning_share);
        let profile = world.calendar.regions[day.r].profile[day.t] as usize;
        let visits = &world.calendar.profiles[profile].shares;
        let orders = &world.order_visit_hours[profile];
        Propensity {
            paid: paid_shares(day, &straight),
            paid_again: before.paid.iter().copied().map(again).collect(),
            free: free(day, &expected, &straight, &before),
            hours: std::array::from_fn(|hour| {
                if visits[hour] > 0.0 { orders[hour] / visits[hour] } else { 1.0 }
            }),
            day,
        }
    }

    /// `π w̃ / (π w̃ + 1 − π)`. `source` is where a visit comes from that no ad brought.
    pub fn of(
        &self,
        origin: Origin,
        source: usize,
        second: u32,
        features: &Features,
        device: u8,
        visitor: &Visitor,
    ) -> f64 {
        let known = self.day.is_known(origin, visitor);
        let mut tilt = features.tilt * self.hours[(second / 3_600).min(23) as usize];
        let cell = match origin {
            Origin::Paid { cell, .. } => Some(cell),
            Origin::Touch(place) => Some(self.day.touches()[place as usize].cell),
            Origin::Order(place) => self.day.converting()[place as usize]
                .map(|touch| self.day.touches()[touch as usize].cell),
            Origin::Free { .. } => None,
        };
        let (share, again) = match cell {
            Some(cell) => {
                let platform = self.day.platform_of(cell);
                (self.paid[cell as usize][usize::from(known)], self.paid_again[platform])
            }
            None => {
                // The context of an order's source has visits on every day.
                let Some(context) = self.free_context(origin, source) else { return 0.0 };
                let free = &self.free[context];
                tilt *= free.devices[usize::from(device)];
                (free.share, free.again)
            }
        };
        if !known {
            tilt *= again[usize::from(visitor.returning)];
        }
        share * tilt / (share * tilt + 1.0 - share)
    }

    fn free_context(&self, origin: Origin, source: usize) -> Option<usize> {
        let cause = match origin {
            Origin::Free { context, .. } => return Some(context as usize),
            Origin::Order(place) => {
                let order = &self.day.orders()[place as usize];
                (!order.is_new).then(|| order.acquired_by())
            }
            _ => None,
        };
        self.day.free().iter().position(|c| c.source == source && c.cause == cause)
    }
}

/// Expected orders that each platform's click leads straight into: those it caused, and those that
/// pass through its ads on the day.
struct Straight {
    new: Vec<f64>,
    existing: Vec<f64>,
    /// The part of them that the platform caused.
    caused: [Vec<f64>; 2],
}

fn straight_orders(world: &World, day: &Day, expected: &Expected) -> Straight {
    let platforms = 0..world.responses.len();
    let chance = |p: usize, group: usize| {
        let platform = world.platform(p);
        if !platform.clickable {
            return 0.0;
        }
        let today = meet_lags(platform.intercept.lag_decay).next().unwrap_or(0.0);
        today * world.met_by_click(day.t, day.r, p, 0, group == 0)
    };
    let sum = |values: &[f64]| values.iter().sum::<f64>();
    let groups = [
        (expected.organic, &expected.new, &expected.straight_new),
        (expected.repeat, &expected.existing, &expected.straight_existing),
    ];
    let mut result = groups.iter().enumerate().map(|(group, (free, caused, straight))| {
        // Orders that no click of the day has caused can pass through any platform's ads.
        let open = (free + sum(caused) - sum(straight)).max(0.0);
        let chances: Vec<f64> = platforms.clone().map(|p| chance(p, group)).collect();
        let all = sum(&chances);
        platforms
            .clone()
            .map(|p| {
                // Where two met the order, either is as likely to be the last.
                let alone = (1.0 - 0.5 * (all - chances[p])).max(0.0);
                let own = caused[p] - straight[p];
                straight[p] + (open - own).max(0.0) * chances[p] * alone
            })
            .collect::<Vec<f64>>()
    });
    Straight {
        new: result.next().unwrap_or_default(),
        existing: result.next().unwrap_or_default(),
        caused: [expected.straight_new.clone(), expected.straight_existing.clone()],
    }
}

/// Splits a platform's straight orders over its cells and sets them against the cell's visits.
fn paid_shares(day: &Day, straight: &Straight) -> Vec<[f64; 2]> {
    use super::auction::Purpose::{DriveExisting, DriveNew, MeetExisting, MeetNew};
    let world = day.world;
    let known = world.scenario.traffic.paid_existing_share;
    let devices = &world.scenario.devices;
    let landing = [devices.mobile.landing, devices.desktop.landing, devices.tablet.landing];
    let purposes = [(DriveNew, MeetNew), (DriveExisting, MeetExisting)];
    let totals = [&straight.new, &straight.existing];
    day.cells()
        .iter()
        .enumerate()
        .map(|(place, cell)| {
            let p = day.platform_of(place as u32);
            let platform = world.platform(p);
            let rate = (platform.landing_rate * landing[usize::from(cell.device)]).min(1.0);
            let landings = cell.plan.impressions * cell.plan.ctr * rate;
            let orders: [f64; 2] = std::array::from_fn(|group| {
                let (drive, meet) = purposes[group];
                let caused = straight.caused[group][p];
                let met = totals[group][p] - caused;
                let own = usize::from(cell.device);
                let mine = world.buying_shares[1 + p][day.r][own];
                let any = world.buying_shares[0][day.r][own];
                caused * day.live().share(p, drive, cell.ad as usize) * mine
                    + met * day.live().share(p, meet, cell.ad as usize) * any
            });
            let failing = (landings - orders[0] - orders[1]).max(LEAST_FAILING * landings);
            let parts = [failing * (1.0 - known), failing * known];
            std::array::from_fn(|group| share(orders[group], parts[group]))
        })
        .collect()
}

/// What is left of the orders, split over the sources that people come from without an ad.
fn free(day: &Day, expected: &Expected, straight: &Straight, before: &CameBefore) -> Vec<Free> {
    let world = day.world;
    let sources = &world.scenario.traffic.sources;
    let sum = |values: &[f64]| values.iter().sum::<f64>();
    let met = |all: &[f64], caused: &[f64]| sum(all) - sum(caused);
    let new_met = met(&straight.new, &straight.caused[0]);
    let old_met = met(&straight.existing, &straight.caused[1]);
    // People whom an ad sent on another day, or without a click, come back by other ways.
    let sent_by = |all: &[f64], straight: &[f64]| -> Vec<f64> {
        all.iter().zip(straight).map(|(all, straight)| all - straight).collect()
    };
    let new_sent = sent_by(&expected.new, &straight.caused[0]);
    let old_sent = sent_by(&expected.existing, &straight.caused[1]);
    let part = |own: f64, other: f64, met: f64| {
        if own + other > 0.0 { (own - met * own / (own + other)).max(0.0) } else { 0.0 }
    };
    let [new_back, old_back] = [sum(&new_sent), sum(&old_sent)];
    let organic = part(expected.organic, new_back, new_met);
    let sent = part(new_back, expected.organic, new_met);
    let repeat = part(expected.repeat, old_back, old_met);
    let repeat_sent = part(old_back, expected.repeat, old_met);
    let devices = [&new_sent, &old_sent].map(|sent| devices_of_sent(day, sent));
    let total =
        |weight: fn(&VisitSource) -> f64| sources.iter().map(weight).sum::<f64>().max(1e-12);
    let converting = total(|s| s.share * s.conversion);
    let coming_back = total(|s| s.return_share);
    let existing = total(|s| s.existing_share * s.conversion);
    let pools: f64 = (0..=world.responses.len())
        .map(|cause| world.customers.expected_repeats(day.r, cause, day.number))
        .sum::<f64>()
        .max(1e-12);
    day.free()
        .iter()
        .map(|context| {
            let source = &sources[context.source];
            let back = source.return_share / coming_back;
            // Orders of people who come of themselves, and of those whom an ad sent.
            let (own, sent, sent_devices) = match context.cause {
                None => (
                    organic * source.share * source.conversion / converting,
                    sent * back,
                    devices[0],
                ),
                Some(cause) => {
                    let pool = world.customers.expected_repeats(day.r, cause, day.number) / pools;
                    let usual = source.existing_share * source.conversion / existing;
                    (pool * repeat * usual, pool * repeat_sent * back, devices[1])
                }
            };
            let of_sent = share(sent, own);
            let mixed = |own: f64, sent: f64| own + of_sent * (sent - own);
            let plain = &world.home_devices[day.r];
            let buying = &world.buying_shares[0][day.r];
            let odds = |d: usize| mixed(buying[d], sent_devices[d]) / plain[d].max(1e-9);
            let came_before = mixed(before.organic, before.sent);
            Free {
                share: share(own + sent, context.expected),
                devices: std::array::from_fn(odds),
                again: again(came_before, world.scenario.traffic.returning_share),
            }
        })
        .collect()
}

/// Shares of devices in the orders of people whom the platforms sent, so many each.
fn devices_of_sent(day: &Day, sent: &[f64]) -> [f64; DEVICES] {
    let total: f64 = sent.iter().sum();
    let shares = &day.world.buying_shares;
    std::array::from_fn(|device| {
        let by_platform = sent.iter().zip(&shares[1..]).map(|(sent, of)| sent * of[day.r][device]);
        if total > 0.0 { by_platform.sum::<f64>() / total } else { shares[0][day.r][device] }
    })
}

/// What `came_before`, of visits with an order, does to the odds where it is `returning` of those
/// without.
fn again(came_before: f64, returning: f64) -> Again {
    let odds = |with: f64, without: f64| with / without.max(1e-9);
    [odds(1.0 - came_before, 1.0 - returning), odds(came_before, returning)]
}

fn share(orders: f64, failing: f64) -> f64 {
    if orders + failing > 0.0 { orders / (orders + failing) } else { 0.0 }
}
