//! Paths to a customer's first order: whether a visit on one is the person's first, and how often
//! the visit that ends in the order is not.

use super::World;
use super::day::Day;
use super::orders::Order;
use super::propensity::Expected;
use super::touches::{TouchKind, landing_seconds, meet_lags};

impl World {
    /// Whether a person landed from an ad, on the way to their first order on day `t`, before the
    /// local second `second` of the day that lies `lag` days before the order.
    pub fn came_before(&self, order: &Order, t: usize, r: usize, lag: u8, second: u32) -> bool {
        let converting = self.converting_platform(order, t, r);
        let platforms = 0..self.responses.len();
        platforms.filter_map(|p| self.touch(order, t, r, p)).any(|touch| {
            // The click that led straight into the order's visit has no visit of its own.
            let own_visit = touch.lag > 0 || converting != Some(touch.platform);
            touch.kind == TouchKind::Click
                && own_visit
                && touch.lag >= lag
                && self.span.day(t) - i32::from(touch.lag) >= self.span.launch
                && self.touched_ad(order, &touch, t, r).is_some()
                && (touch.lag > lag || {
                    let click = self.touched_second(order, &touch, t, r, false);
                    click + landing_seconds(touch.key()) < second
                })
        })
    }
}

/// Of the visits that end in somebody's first order, the share by people who came before.
#[derive(Debug)]
pub(super) struct CameBefore {
    /// Of visits that a platform's click led straight into, by platform.
    pub paid: Vec<f64>,
    /// Of those that no ad brought, by people whom none had sent …
    pub organic: f64,
    /// … and by those whom one had sent, earlier or without a click.
    pub sent: f64,
}

impl CameBefore {
    /// Works the shares out for a region's day. `straight` are the first orders that each
    /// platform's click of the day leads straight into.
    pub(super) fn new(day: &Day, expected: &Expected, straight: &[f64]) -> Self {
        let platforms = 0..day.world.responses.len();
        let met: Vec<Met> = platforms.clone().map(|p| Met::new(day, p)).collect();
        // Orders whose driver left no visit, by that driver.
        let unseen = |p: usize| expected.new[p] * (1.0 - expected.clicked[p]);
        let paid = platforms.clone().map(|p| {
            let drivers = platforms.clone().filter(|&driver| driver != p);
            let open = expected.organic * nobody(&met, &[p], Met::any)
                + drivers.map(|d| unseen(d) * nobody(&met, &[p, d], Met::any)).sum::<f64>();
            let first = expected.straight_new[p] * nobody(&met, &[p], Met::any);
            1.0 - share(open * met[p].today + first, straight[p])
        });
        let (mut all, mut first) = (0.0, 0.0);
        for p in platforms.clone() {
            let earlier = expected.new[p] * expected.clicked[p] - expected.straight_new[p];
            all += (earlier + unseen(p)) * nobody(&met, &[p], Met::on_the_day);
            first += unseen(p) * nobody(&met, &[p], Met::any);
        }
        CameBefore {
            paid: paid.collect(),
            organic: 1.0 - share(nobody(&met, &[], Met::any), nobody(&met, &[], Met::on_the_day)),
            sent: 1.0 - share(first, all),
        }
    }
}

/// How likely the way to a first order passes through a platform's ads by a click …
struct Met {
    /// … of the order's day, …
    today: f64,
    /// … or of a day before.
    earlier: f64,
}

impl Met {
    fn new(day: &Day, p: usize) -> Self {
        let (world, mut met) = (day.world, Met { today: 0.0, earlier: 0.0 });
        let platform = world.platform(p);
        if platform.clickable {
            for (lag, share) in meet_lags(platform.intercept.lag_decay).enumerate() {
                let chance = share * world.met_by_click(day.t, day.r, p, lag, true);
                *(if lag == 0 { &mut met.today } else { &mut met.earlier }) += chance;
            }
        }
        met
    }

    fn any(&self) -> f64 {
        self.today + self.earlier
    }

    fn on_the_day(&self) -> f64 {
        self.today
    }
}

/// How likely none but these platforms met the order.
fn nobody(met: &[Met], but: &[usize], chance: fn(&Met) -> f64) -> f64 {
    let others = met.iter().enumerate().filter(|(p, _)| !but.contains(p));
    others.map(|(_, met)| 1.0 - chance(met)).product()
}

fn share(part: f64, all: f64) -> f64 {
    if all > 0.0 { (part / all).clamp(0.0, 1.0) } else { 0.0 }
}
