//! What the platforms claim for the touches of a day.
//!
//! A platform claims an order for its latest touch before it, click or logged view, that lies
//! within its window, and books it on the day of that touch; of two in the same second, the one with
//! the higher interaction id counts as the later. It knows people, not journeys: a
//! customer's second order a few days after a click is claimed for that click too.

use super::clock::DAY_SECONDS;
use super::day::{Day, DayTouch};
use super::orders::Order;
use super::touches::{MAX_MEET_LAG, TouchKind};
use crate::scenario::Platform;

/// Claims of one cell.
#[derive(Debug, Clone, Copy, Default)]
pub struct Claims {
    /// Orders.
    pub orders: u32,
    /// Of them, those claimed on a view.
    pub on_views: u32,
    /// Their revenue in cents.
    pub revenue: i64,
}

/// An order of the day or of the weeks after, on the UTC time line.
struct Placed {
    customer: u64,
    at: i64,
    t: usize,
    order: Order,
}

/// Claims of each cell of the day, in the order of [`Day::cells`].
pub fn claims(day: &Day) -> Vec<Claims> {
    let world = day.world;
    let mut claims = vec![Claims::default(); day.cells().len()];
    if day.touches().is_empty() {
        return claims;
    }
    let placed = placed(day);
    for touch in day.touches() {
        let platform = usize::from(touch.touch.platform);
        let window = window(world.platform(platform), touch.touch.kind);
        let at = day.utc(touch.second);
        let customer = touch.order.customer.raw();
        let first = placed.partition_point(|order| order.customer < customer);
        let own = &placed[first..];
        let own = &own[..own.partition_point(|order| order.customer == customer)];
        for order in own {
            let within = order.at >= at && order.at - at <= window;
            if !within || overtaken(day, platform, at, &touch.order, order, own) {
                continue;
            }
            let claim = &mut claims[touch.cell as usize];
            claim.orders += 1;
            claim.on_views += u32::from(touch.touch.kind == TouchKind::View);
            claim.revenue += world.basket(&order.order, order.t, day.r).revenue();
        }
    }
    claims
}

/// Seconds within which a platform claims an order for a touch.
fn window(platform: &Platform, kind: TouchKind) -> i64 {
    let days = match kind {
        TouchKind::Click => platform.windows.click_days,
        TouchKind::View => platform.windows.view_days,
    };
    i64::from(days) * i64::from(DAY_SECONDS)
}

/// Orders from this day on of customers with a touch today, sorted by customer and time: as many
/// days as a window lasts, and those whose touches may fall within it.
fn placed(day: &Day) -> Vec<Placed> {
    let world = day.world;
    let mut customers: Vec<u64> = day.touches().iter().map(|t| t.order.customer.raw()).collect();
    customers.sort_unstable();
    customers.dedup();
    let longest = world
        .scenario
        .platforms
        .values()
        .map(|platform| platform.windows.click_days.max(platform.windows.view_days) as usize);
    let ahead = longest.max().unwrap_or(0) + MAX_MEET_LAG + 1;
    let last = (day.t + ahead).min(world.span.len() - 1);
    let mut placed = Vec::new();
    for t in day.t..=last {
        let clock = world.local_day(t, day.r);
        for order in world.orders(t, day.r).iter() {
            let customer = order.customer.raw();
            if customers.binary_search(&customer).is_ok() {
                let at = clock.utc(order.second);
                placed.push(Placed { customer, at, t, order: *order });
            }
        }
    }
    placed.sort_unstable_by_key(|order| (order.customer, order.at, order.order.row));
    placed
}

/// The id, in the log of interactions, of the platform's touch on this day on the way to an order.
fn logged(day: &Day, platform: usize, order: &Order) -> Option<i64> {
    let is_it = |touch: &DayTouch| {
        touch.order.row == order.row && usize::from(touch.touch.platform) == platform
    };
    let place = day.touches().iter().position(is_it)?;
    Some(day.world.ids.interaction.id(day.log_row(place as u32)))
}

/// Whether the platform has a later touch of the same customer that qualifies for the order.
fn overtaken(
    day: &Day,
    platform: usize,
    at: i64,
    touched: &Order,
    order: &Placed,
    own: &[Placed],
) -> bool {
    let world = day.world;
    own.iter().filter(|other| other.order.row != touched.row).any(|other| {
        let Some(touch) = world.touch(&other.order, other.t, day.r, platform) else {
            return false;
        };
        let t = other.t - usize::from(touch.lag);
        let converting = touch.lag == 0
            && touch.kind == TouchKind::Click
            && world.converting_platform(&other.order, other.t, day.r) == Some(touch.platform);
        let second = world.touched_second(&other.order, &touch, other.t, day.r, converting);
        let other_at = world.local_day(t, day.r).utc(second);
        let window = window(world.platform(platform), touch.kind);
        let later = other_at > at
            || (other_at == at
                && logged(day, platform, &other.order) > logged(day, platform, touched));
        later && other_at <= order.at && order.at - other_at <= window
    })
}
