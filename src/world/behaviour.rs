//! What people do during a visit: pages, products, time, cart, checkout.

use crate::random::Key;
use crate::random::lognormal::LognormalQuantiles;
use crate::random::names::VISIT_BEHAVIOUR;
use crate::scenario::Traffic;

/// Median pages of a visit beyond the first two, by how far it goes: neither, cart, checkout, order.
/// Buyers look at about 20 pages (a sample of 12,205 visits).
const MEDIAN_PAGES: [f64; 4] = [3.0, 9.0, 12.0, 18.0];
/// Most pages that are counted.
const MOST_PAGES: f64 = 400.0;
/// Median seconds per page (same sample).
const SECONDS_PER_PAGE: f64 = 30.0;
/// Longest visit in seconds.
const LONGEST: f64 = 4.0 * 3_600.0;
/// Share of pages that show a product.
const PRODUCT_PAGES: f64 = 0.45;
/// A person on the way to an order fills a cart this much more often.
const BUYER_CART_FACTOR: f64 = 3.0;
/// Seconds after the order until a buyer leaves, at least and at most.
const AFTER_ORDER: (u32, u64) = (20, 160);
/// Seconds of a visit that leaves after one page, at most.
const BOUNCE_SECONDS: u64 = 25;

/// Whose visit it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aim {
    /// It ends without an order.
    Look,
    /// It ends without an order, but this person orders later or has another visit today.
    Consider,
    /// It ends with an order, so many seconds after it began.
    Order(u32),
}

/// What happened during a visit.
#[derive(Debug, Clone, Copy)]
pub struct Behaviour {
    pub pages: i32,
    pub product_views: i32,
    pub seconds: i32,
    pub cart: bool,
    pub checkout: bool,
}

/// How people behave.
#[derive(Debug)]
pub struct BehaviourModel {
    pages: LognormalQuantiles,
    seconds: LognormalQuantiles,
    bounce: f64,
    cart: f64,
    checkout: f64,
}

impl BehaviourModel {
    /// Sets the distributions up.
    pub fn new(traffic: &Traffic) -> Self {
        BehaviourModel {
            pages: LognormalQuantiles::new(traffic.pages_sd),
            seconds: LognormalQuantiles::new(traffic.seconds_sd),
            bounce: traffic.bounce_rate,
            cart: traffic.cart_rate,
            checkout: traffic.checkout_rate,
        }
    }

    /// Whether something goes into the cart: cheap, since every day counts its carts.
    #[inline]
    pub fn fills_cart(&self, visit: Key, aim: Aim) -> bool {
        let key = visit.of(VISIT_BEHAVIOUR);
        match aim {
            Aim::Order(_) => true,
            Aim::Consider => key.at(1).happens((self.cart * BUYER_CART_FACTOR).min(1.0)),
            Aim::Look => !key.at(0).happens(self.bounce) && key.at(1).happens(self.cart),
        }
    }

    /// What happened during a visit.
    pub fn draw(&self, visit: Key, aim: Aim) -> Behaviour {
        let key = visit.of(VISIT_BEHAVIOUR);
        if aim == Aim::Look && key.at(0).happens(self.bounce) {
            let seconds = key.at(2).below(BOUNCE_SECONDS) as i32;
            return Behaviour { pages: 1, product_views: 0, seconds, cart: false, checkout: false };
        }
        let cart = self.fills_cart(visit, aim);
        let orders = matches!(aim, Aim::Order(_));
        let checkout = orders || (cart && key.at(3).happens(self.checkout));
        let depth = usize::from(cart) + usize::from(checkout) + usize::from(orders);
        let more = (MEDIAN_PAGES[depth] * self.pages.at(key.at(4))).min(MOST_PAGES);
        let pages = 2 + more as i32;
        let part = PRODUCT_PAGES * (0.5 + key.at(5).unit());
        let product_views = ((f64::from(pages) * part) as i32).max(i32::from(cart));
        let seconds = match aim {
            Aim::Order(after) => {
                (after + AFTER_ORDER.0) as i32 + key.at(6).below(AFTER_ORDER.1) as i32
            }
            _ => {
                let seconds = SECONDS_PER_PAGE * f64::from(pages) * self.seconds.at(key.at(6));
                seconds.min(LONGEST) as i32
            }
        };
        Behaviour { pages, product_views, seconds, cart, checkout }
    }
}
