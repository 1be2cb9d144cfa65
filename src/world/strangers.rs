//! People without an account: who comes for the first time is somebody new, and who comes again is
//! somebody who came on one of the days before. A visit finds its person without a list of people:
//! it draws a day, and then a first visit of that day, on the same kind of device.

use std::sync::Arc;

use super::World;
use super::day::Day;
use super::orders::device_at;
use crate::random::Key;
use crate::random::names::{VISIT_AGAIN, VISIT_VISITOR};

/// Longest time until somebody comes again, in days.
pub const LONGEST_RETURN: usize = 14;
/// Of those who come again, how many on the n-th day after for each on the day before it: half
/// within three days. A guess; measured are only shares of people who return at all.
const RETURN_DECAY: f64 = 0.8;
/// Visits looked at until one fits. One in thirty does for tablets, the rarest device.
const TRIES: u64 = 200;

/// The visits of a region's day by people without an account that ended without an order, in runs
/// that share a key.
#[derive(Debug)]
pub struct Strangers {
    runs: Vec<Run>,
    /// Visits up to the end of each run.
    until: Vec<u64>,
}

#[derive(Debug)]
struct Run {
    /// The key of its visits.
    visits: Key,
    /// Number of the first among the day's visits.
    first_visit: u32,
    /// The device of visits that an ad brought.
    device: Option<u8>,
}

impl Strangers {
    /// Collects a day's runs.
    pub fn new(day: &Day) -> Self {
        let paid = day.cells().iter().map(|cell| {
            let device = Some(cell.device);
            (cell.fillers, Run { visits: cell.visits, first_visit: cell.first_visit, device })
        });
        let free = day.free().iter().filter(|context| context.cause.is_none()).map(|context| {
            let (visits, first_visit) = (context.visits, context.first_visit);
            (context.count, Run { visits, first_visit, device: None })
        });
        let mut total = 0;
        let mut found = Strangers { runs: Vec::new(), until: Vec::new() };
        for (count, run) in paid.chain(free).filter(|(count, _)| *count > 0) {
            total += u64::from(count);
            found.until.push(total);
            found.runs.push(run);
        }
        found
    }

    /// The number, among the day's visits, of somebody's first visit on a device in region `r`.
    fn first_visit(&self, world: &World, r: usize, device: u8, key: Key) -> Option<u32> {
        let total = *self.until.last()?;
        (0..TRIES).find_map(|attempt| {
            let place = key.at(attempt).below(total);
            let run = self.until.partition_point(|&until| until <= place);
            let before = if run == 0 { 0 } else { self.until[run - 1] };
            let (run, n) = (&self.runs[run], place - before);
            let visit = run.visits.at(n);
            let seen_on =
                run.device.unwrap_or_else(|| device_at(visit.at(7), &world.home_devices[r]));
            let fits = seen_on == device
                && !(run.device.is_some() && by_customer(world, visit))
                && !comes_again(world, visit);
            fits.then(|| run.first_visit + n as u32)
        })
    }
}

/// Whether an existing customer may be behind a paid visit, from its key.
#[inline]
pub fn by_customer(world: &World, visit: Key) -> bool {
    visit.of(VISIT_VISITOR).happens(world.scenario.traffic.paid_existing_share)
}

/// Whether a visit without an account is by somebody who came before, from its key.
#[inline]
fn comes_again(world: &World, visit: Key) -> bool {
    visit.of(VISIT_AGAIN).happens(world.scenario.traffic.returning_share)
}

/// The days before a day, back to the shop's launch, from which people come again.
#[derive(Debug)]
pub struct DaysBefore {
    days: Vec<Arc<Strangers>>,
    /// Of those who come again, how many came last on each day or a later one.
    until: Vec<f64>,
}

impl DaysBefore {
    /// Looks back from a day.
    pub fn new(day: &Day) -> Self {
        let (world, t, r) = (day.world, day.t, day.r);
        // The days after this one will ask for it, and here it is at hand.
        world.memory.strangers(t, r, || Strangers::new(day));
        let open = (day.number - world.span.launch).max(0) as usize;
        let days = (1..=LONGEST_RETURN.min(open)).map(|lag| world.strangers(t - lag, r)).collect();
        let mut total = 0.0;
        let until =
            std::iter::successors(Some(1.0), |share| Some(share * RETURN_DECAY)).map(|share| {
                total += share;
                total
            });
        DaysBefore { days, until: until.take(LONGEST_RETURN).collect() }
    }

    /// How many days ago, and as which of that day's visits, the person of a visit came first.
    /// None if the visit is somebody's first.
    pub fn first_visit(
        &self,
        world: &World,
        r: usize,
        device: u8,
        visit: Key,
    ) -> Option<(i32, u32)> {
        if !comes_again(world, visit) {
            return None;
        }
        let most = self.until[self.days.len().checked_sub(1)?];
        let key = visit.of(VISIT_AGAIN).at(1);
        let share = key.unit() * most;
        let place = self.until.partition_point(|&until| until <= share).min(self.days.len() - 1);
        let number = self.days[place].first_visit(world, r, device, key)?;
        Some((place as i32 + 1, number))
    }
}
