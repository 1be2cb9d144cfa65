//! What each platform's ads did in the window, added up day by day.
//!
//! A day is added up while it is made, since its orders are at hand then. The days that other parts
//! of a run make are drawn again for the purpose.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use crate::curves::{hill, hill_elasticity};
use crate::world::{DEVICES, World};

/// What a platform's ads did.
#[derive(Debug, Clone, Copy, Default)]
pub struct Total {
    /// Cents.
    pub spend: i64,
    /// Expected incremental orders.
    pub expected: f64,
    /// Their expected revenue.
    pub expected_revenue: f64,
    /// Revenue that one per cent more spend would add, times a hundred.
    pub marginal: f64,
    /// Realised incremental orders.
    pub realised: u64,
    /// Their revenue in cents.
    pub realised_revenue: i64,
}

impl Total {
    fn add(&mut self, other: &Total) {
        self.spend += other.spend;
        self.expected += other.expected;
        self.expected_revenue += other.expected_revenue;
        self.marginal += other.marginal;
        self.realised += other.realised;
        self.realised_revenue += other.realised_revenue;
    }
}

/// The totals of the days made so far, by day of the plan and region: a few numbers for each
/// platform.
#[derive(Debug, Default)]
pub struct Totals {
    days: Mutex<BTreeMap<(usize, usize), Vec<Total>>>,
}

impl Totals {
    /// Adds up a region's day and keeps the sums.
    pub fn keep(&self, world: &World, t: usize, r: usize) {
        let totals = of_day(world, t, r);
        // A thread that panicked while it held the lock left a complete map behind.
        self.days.lock().unwrap_or_else(PoisonError::into_inner).insert((t, r), totals);
    }

    /// The window's totals by platform. Floats are added in the order of the days and regions,
    /// whoever worked them out.
    pub fn of_window(&self, world: &World) -> Vec<Total> {
        let known = |place| {
            let days = self.days.lock().unwrap_or_else(PoisonError::into_inner);
            days.get(&place).cloned()
        };
        let mut totals = vec![Total::default(); world.responses.len()];
        for t in world.window() {
            let mut day = vec![Total::default(); world.responses.len()];
            for r in 0..world.scenario.regions.len() {
                let region = known((t, r)).unwrap_or_else(|| of_day(world, t, r));
                day.iter_mut().zip(&region).for_each(|(sum, part)| sum.add(part));
            }
            totals.iter_mut().zip(&day).for_each(|(sum, part)| sum.add(part));
        }
        totals
    }
}

/// What each platform's ads did in region `r` on day `t` of the plan.
fn of_day(world: &World, t: usize, r: usize) -> Vec<Total> {
    let mut totals = vec![Total::default(); world.responses.len()];
    let live = world.live(t, r);
    for (place, cell) in live.cells(world, t, r).iter().enumerate() {
        let campaign = live.ads[place / DEVICES].campaign as usize;
        totals[world.media.campaigns[campaign].platform].spend += cell.spend_cents;
    }
    for order in world.orders(t, r).iter() {
        if let Some((platform, _)) = order.driver {
            let total = &mut totals[usize::from(platform)];
            total.realised += 1;
            total.realised_revenue += world.basket(order, t, r).revenue();
        }
    }
    let revenue = world.expected_revenue(t, r);
    for (p, total) in totals.iter_mut().enumerate() {
        let response = &world.responses[p];
        let curve = &world.platform(p).saturation;
        let half = curve.half_spend * world.scenario.scale;
        let expected = response.expected[r][t];
        let saturation = hill(response.adstock[r][t], half, curve.slope);
        total.expected = expected;
        total.expected_revenue = expected * revenue;
        if saturation > 0.0 {
            // λ = ceiling · h(X), so X dλ/dX = λ · (h'(X) X) / h(X).
            let steep = hill_elasticity(response.adstock[r][t], half, curve.slope);
            total.marginal = expected * steep / saturation * revenue;
        }
    }
    totals
}
