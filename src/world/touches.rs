//! Touches: the clicks and logged views on the way to an order.
//!
//! An order that platform p caused has a touch of p, `lag` days before. Any other order passes
//! through p's ads with a probability that follows p's spend: a click or a view that caused
//! nothing. Each platform decides for itself, from the order's own key, so switching one off
//! changes no other's touches.

use super::World;
use super::auction::Purpose;
use super::orders::{Order, device_at};
use crate::random::Key;
use crate::random::distributions::weighted;
use crate::random::names::{DRIVER_AD, DRIVER_KIND, TOUCH, TOUCH_AD, TOUCH_DEVICE, TOUCH_TIME};

/// Longest lag of a touch that caused nothing. It bounds how far a day must look ahead.
pub const MAX_MEET_LAG: usize = 6;
/// Share of touches on earlier days that were on the device of the order.
const SAME_DEVICE: f64 = 0.8;
/// Share of logged views that fall on the day of the order, the rest on the day before.
const VIEW_SAME_DAY: f64 = 0.7;
/// Most of the orders that pass through one platform's ads by clicks and views together.
const MOST_MET: f64 = 0.95;

/// What kind of touch it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TouchKind {
    Click,
    View,
}

/// A touch of one platform on the way to one order.
#[derive(Debug, Clone, Copy)]
pub struct Touch {
    /// Position of the platform.
    pub platform: u8,
    /// Days before the order.
    pub lag: u8,
    /// Click or view.
    pub kind: TouchKind,
    /// Whether it caused the order.
    pub drives: bool,
    key: Key,
}

impl World {
    /// The touch of a platform on the way to an order of region `r` on day `t`, if there is one.
    pub fn touch(&self, order: &Order, t: usize, r: usize, platform: usize) -> Option<Touch> {
        let plan = self.platform(platform);
        if !plan.clickable {
            return None;
        }
        let key = order.key(self).of(TOUCH).at(platform as u64);
        if let Some((driver, lag)) = order.driver
            && usize::from(driver) == platform
        {
            let viewed = key.of(DRIVER_KIND).happens(plan.view_share);
            let kind = if viewed { TouchKind::View } else { TouchKind::Click };
            return Some(Touch { platform: platform as u8, lag, kind, drives: true, key });
        }
        let chance = key.unit();
        let limit = &plan.intercept;
        // Most orders are decided by the highest chance there can be.
        let most = (limit.click + limit.view) * self.strongest_intercept[platform];
        if chance >= most.min(MOST_MET) {
            return None;
        }
        // A repeat order is met on the way from the first one, not before it.
        let knows_the_shop =
            |lag: usize| order.is_new || order.customer.day() < self.span.day(t) - lag as i32;
        let lag = meet_lag(key.at(1), limit.lag_decay);
        let click = self.met_by_click(t, r, platform, lag, order.is_new);
        if chance < click {
            return knows_the_shop(lag).then_some(Touch {
                platform: platform as u8,
                lag: lag as u8,
                kind: TouchKind::Click,
                drives: false,
                key,
            });
        }
        let lag = usize::from(!key.at(2).happens(VIEW_SAME_DAY));
        let view = limit.view * self.intercept(t, r, platform, lag, order.is_new);
        (chance < (click + view).min(MOST_MET) && knows_the_shop(lag)).then_some(Touch {
            platform: platform as u8,
            lag: lag as u8,
            kind: TouchKind::View,
            drives: false,
            key,
        })
    }

    /// How likely an order of day `t` that a platform did not cause, and whose touch lies `lag` days
    /// before, passes through its ads by a click.
    pub(super) fn met_by_click(
        &self,
        t: usize,
        r: usize,
        platform: usize,
        lag: usize,
        is_new: bool,
    ) -> f64 {
        let limit = &self.platform(platform).intercept;
        (limit.click * self.intercept(t, r, platform, lag, is_new)).min(MOST_MET)
    }

    /// `s / (s + half_spend) · tactic` of the platform's ads `lag` days before day `t`.
    fn intercept(&self, t: usize, r: usize, platform: usize, lag: usize, is_new: bool) -> f64 {
        match t.checked_sub(lag) {
            Some(day) => self.intercepts[platform][r][day][usize::from(!is_new)],
            None => 0.0,
        }
    }

    /// The platform whose click led straight into the order's visit: the one that caused the
    /// order, if it did so on the same day, or one of those it passed through.
    pub fn converting_platform(&self, order: &Order, t: usize, r: usize) -> Option<u8> {
        let clicks_today = |touch: &Touch| touch.lag == 0 && touch.kind == TouchKind::Click;
        (0..self.responses.len())
            .filter_map(|p| self.touch(order, t, r, p))
            .filter(clicks_today)
            .min_by_key(|touch| (!touch.drives, touch.key.at(3).bits()))
            .map(|touch| touch.platform)
    }

    /// The ad and device of a touch, as positions, in the ads of its own day.
    pub fn touched_ad(&self, order: &Order, touch: &Touch, t: usize, r: usize) -> Option<usize> {
        let purpose = match (touch.drives, order.is_new) {
            (true, true) => Purpose::DriveNew,
            (true, false) => Purpose::DriveExisting,
            (false, true) => Purpose::MeetNew,
            (false, false) => Purpose::MeetExisting,
        };
        let day = t.checked_sub(usize::from(touch.lag))?;
        let name = if touch.drives { DRIVER_AD } else { TOUCH_AD };
        self.live(day, r).pick(usize::from(touch.platform), purpose, touch.key.of(name))
    }

    /// The ad that caused an order, also where it leaves no touch.
    pub fn driver_ad(&self, order: &Order, t: usize, r: usize) -> Option<i64> {
        let (platform, lag) = order.driver?;
        let key = order.key(self).of(TOUCH).at(u64::from(platform));
        let touch = Touch { platform, lag, kind: TouchKind::View, drives: true, key };
        let position = self.touched_ad(order, &touch, t, r)?;
        Some(self.live(t - usize::from(lag), r).ads[position].id)
    }

    /// The device of a touch.
    pub fn touched_device(&self, order: &Order, touch: &Touch, r: usize) -> u8 {
        if touch.lag == 0 || touch.key.of(TOUCH_DEVICE).happens(SAME_DEVICE) {
            return order.device;
        }
        let regions = self.scenario.regions.len();
        let shares = &self.device_shares[usize::from(touch.platform) * regions + r];
        device_at(touch.key.of(TOUCH_DEVICE).at(1), shares)
    }

    /// Local second of a touch on its own day. `converting` says that the order's visit grew out
    /// of this click.
    pub fn touched_second(
        &self,
        order: &Order,
        touch: &Touch,
        t: usize,
        r: usize,
        converting: bool,
    ) -> u32 {
        let key = touch.key.of(TOUCH_TIME);
        if touch.lag > 0 {
            let profile = self.calendar.regions[r].profile[t - usize::from(touch.lag)];
            return self.calendar.profiles[usize::from(profile)].second(key).max(LANDING_SECONDS);
        }
        let start = order.visit_start(self);
        if converting {
            return start - landing_seconds(touch.key);
        }
        // Earlier on the same day, more often shortly before: it lands before the order's visit.
        let u = key.unit();
        let gap = f64::from(start - 2 * LANDING_SECONDS) * u * u;
        start - LANDING_SECONDS - 1 - gap as u32
    }
}

/// Longest time from a click to the start of the visit.
pub const LANDING_SECONDS: u32 = 12;

/// Seconds from a click to the start of the visit.
#[inline]
pub fn landing_seconds(key: Key) -> u32 {
    1 + key.at(9).below(u64::from(LANDING_SECONDS)) as u32
}

impl Touch {
    /// The key of the touch's click.
    pub fn key(&self) -> Key {
        self.key
    }
}

/// A lag of 0 to [`MAX_MEET_LAG`] days with probability ∝ decay^lag.
fn meet_lag(key: Key, decay: f64) -> usize {
    weighted(key, meet_lag_weights(decay))
}

/// decay^lag.
fn meet_lag_weights(decay: f64) -> impl Iterator<Item = f64> + Clone {
    std::iter::successors(Some(1.0), move |weight| Some(weight * decay)).take(MAX_MEET_LAG + 1)
}

/// Shares of touches that caused nothing, by lag.
pub fn meet_lags(decay: f64) -> impl Iterator<Item = f64> {
    let total: f64 = meet_lag_weights(decay).sum();
    meet_lag_weights(decay).map(move |weight| weight / total)
}
