//! Visits that no ad brought and that end without an order, by source and group of people.

use super::World;
use super::customers::Cause;
use crate::random::Key;
use crate::random::distributions::{gamma_noise, poisson_at};
use crate::random::names::{BUSY_DAYS, VISIT, VISIT_COUNT};
use crate::scenario::VisitSource;

/// How much busier a source is on its busy days, such as those on which newsletters go out.
const BUSY_FACTOR: f64 = 4.0;

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

/// Visits that no ad brought and that end without an order, by source and group.
pub fn free_contexts(world: &World, t: usize, r: usize, mut next: u32) -> Vec<FreeContext> {
    let traffic = &world.scenario.traffic;
    let day = world.span.day(t);
    let region = &world.scenario.regions[r].id;
    let pulse = world.demand.repeat_pulse[r][t];
    let total = |share: fn(&VisitSource) -> f64| -> f64 { traffic.sources.iter().map(share).sum() };
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
