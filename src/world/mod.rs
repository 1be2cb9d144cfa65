//! The world: what is expected of every region and day, and the events that follow from it.
//!
//! The plan comes first, as small arrays of expected rates and counts from a few weeks before the
//! shop's launch to a few weeks after the window's end; every value is a pure function of
//! (scenario, seed, date). Then come the events of one region and day at a time: orders, touches,
//! deliveries and visits, each a pure function of the plan and its own address. Nothing here knows
//! of files or tables.

pub mod auction;
pub mod basket;
pub mod behaviour;
pub mod calendar;
pub mod catalog;
pub mod claims;
pub mod clock;
mod cohorts;
pub mod creatives;
pub mod customers;
pub mod day;
pub mod delivery;
pub mod demand;
pub mod features;
pub mod free_visits;
pub mod fulfilment;
pub mod ids;
pub mod media;
pub mod memory;
pub mod noise;
pub mod orders;
pub mod paths;
pub mod people;
pub mod propensity;
pub mod response;
pub mod stock;
pub mod strangers;
pub mod timeline;
pub mod touches;
pub mod visits;

use std::sync::Arc;

use jiff::tz::TimeZone;

use crate::random::Key;
use crate::random::names::{CPM_NOISE, CTR_NOISE};
use crate::scenario::{ClickId, Noise, Platform, Region, Scenario};

use auction::RegionDay;
use basket::BasketModel;
use behaviour::BehaviourModel;
use calendar::Calendar;
use catalog::Catalog;
use clock::{LocalDay, day_number};
use customers::CustomerBase;
use day::Day;
use demand::Demand;
use features::FeatureModel;
use ids::Permutation;
use media::Media;
use memory::Memory;
use orders::Order;
use people::Place;
use response::PlatformResponse;
use strangers::Strangers;

/// Phones, desktops, tablets.
pub const DEVICES: usize = 3;
/// Their names, in that order.
pub const DEVICE_NAMES: [&str; DEVICES] = ["mobile", "desktop", "tablet"];
/// Days before launch in which media runs, so that carry-over starts in its steady state.
const BURN_IN: i32 = 60;
/// Days after the window that are planned: the longest claim window, and the touches within it.
pub const LOOK_AHEAD: i32 = 40;

/// The days of a plan, as numbers since 1970-01-01. `t` counts from `first`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// First day of the plan: the start of the burn-in.
    pub first: i32,
    /// The shop opens.
    pub launch: i32,
    /// First day of the window.
    pub start: i32,
    /// The day after the window's last.
    pub end: i32,
    /// The day after the plan's last.
    pub last: i32,
}

impl Span {
    /// The days that a scenario needs.
    pub fn new(scenario: &Scenario) -> Self {
        let launch = day_number(scenario.launch);
        let start = day_number(scenario.horizon.start);
        let end = start + scenario.horizon.days as i32;
        Span { first: launch - BURN_IN, launch, start, end, last: end + LOOK_AHEAD }
    }

    /// Number of days in the plan.
    pub fn len(self) -> usize {
        (self.last - self.first) as usize
    }

    /// Whether there are none; there always are some.
    pub fn is_empty(self) -> bool {
        self.last <= self.first
    }

    /// The day number of day `t` of the plan.
    #[inline]
    pub fn day(self, t: usize) -> i32 {
        self.first + t as i32
    }

    /// The place of a day number in the plan.
    #[inline]
    pub fn t(self, day: i32) -> usize {
        (day - self.first) as usize
    }
}

/// Permutations from addresses to public ids.
#[derive(Debug)]
pub struct Ids {
    pub order: Permutation,
    pub order_item: Permutation,
    pub payment: Permutation,
    pub refund: Permutation,
    pub session: Permutation,
    pub interaction: Permutation,
    pub user: Permutation,
    pub visitor: Permutation,
    pub movement: Permutation,
}

/// A world: its plan, and what is needed to draw its events.
#[derive(Debug)]
pub struct World {
    /// What was asked for.
    pub scenario: Scenario,
    /// The seed's key.
    pub key: Key,
    /// The days of the plan.
    pub span: Span,
    /// Time zones of the regions.
    pub zones: Vec<TimeZone>,
    /// The calendar.
    pub calendar: Calendar,
    /// Organic demand.
    pub demand: Demand,
    /// Campaigns and spend.
    pub media: Media,
    /// What the ads cause, by platform.
    pub responses: Vec<PlatformResponse>,
    /// The customer base.
    pub customers: CustomerBase,
    /// Products.
    pub catalog: Catalog,
    /// What is in an order.
    pub baskets: BasketModel,
    /// What is known of visits.
    pub features: FeatureModel,
    /// What people do during visits.
    pub behaviour: BehaviourModel,
    /// Public ids.
    pub ids: Ids,
    /// Cities by region.
    pub places: Vec<Vec<Place>>,
    city_shares: Vec<Vec<f64>>,
    language_shares: Vec<Vec<f64>>,
    /// Platform ids, in order, …
    pub platform_ids: Vec<String>,
    /// … and the platforms, for which events ask by position all the time.
    platforms: Vec<Platform>,
    pub(crate) order_key: Key,
    /// Shares of the visits with an order that begin in each hour, by profile.
    pub(crate) order_visit_hours: Vec<[f64; 24]>,
    /// Auction price noise by platform and day, and click-through noise.
    pub(crate) cpm_noise: Vec<Vec<f64>>,
    pub(crate) ctr_noise: Vec<Vec<f64>>,
    /// Shares of devices among visits that no ad brought, by region.
    pub(crate) home_devices: Vec<[f64; DEVICES]>,
    /// Shares of devices in delivery: `[p · regions + r]`.
    pub(crate) device_shares: Vec<[f64; DEVICES]>,
    /// Shares of devices in orders: `[0][r]` for those no ad caused, `[1 + p][r]` for p's.
    pub(crate) buying_shares: Vec<Vec<[f64; DEVICES]>>,
    /// `s / (s + half_spend) · tactic`, `[p][r][t]`, for new and existing customers.
    pub(crate) intercepts: Vec<Vec<Vec<[f64; 2]>>>,
    /// The largest of them, by platform.
    pub(crate) strongest_intercept: Vec<f64>,
    memory: Memory,
}

impl World {
    /// Plans the world of a checked scenario.
    pub fn new(scenario: Scenario) -> Self {
        let key = Key::seed(scenario.seed);
        let span = Span::new(&scenario);
        let calendar = Calendar::new(&scenario, span.first, span.len());
        let demand = Demand::new(&scenario, key, span, &calendar);
        let media = Media::new(&scenario, key, span, &calendar, &demand, None);
        let responses = response::responses(&scenario, key, span, &calendar, &demand, &media);
        let customers = CustomerBase::new(&scenario, key, span, &demand, &responses);
        let catalog = Catalog::new(&scenario, key);
        let baskets = BasketModel::new(&scenario, key, span, &catalog);
        let features = FeatureModel::new(&scenario.devices);
        let noise = |name, noise_of: fn(&Platform) -> Noise| -> Vec<Vec<f64>> {
            let platforms = scenario.platforms.iter();
            platforms
                .map(|(id, p)| noise::ar1(key.of(name).text(id), noise_of(p), span.len()))
                .collect()
        };
        let cpm_noise =
            noise(CPM_NOISE, |p| Noise { sd: p.cpm.noise_sd, persistence: p.cpm.persistence });
        let ctr_noise =
            noise(CTR_NOISE, |p| Noise { sd: p.ctr.noise_sd, persistence: p.ctr.persistence });
        let home_devices: Vec<_> = scenario.regions.iter().map(home_devices).collect();
        let (device_shares, buying_shares) = device_shares(&scenario, &home_devices, &features);
        let intercepts = intercepts(&scenario, &demand, &media, span);
        let strongest_intercept = intercepts
            .iter()
            .map(|regions| regions.iter().flatten().flatten().copied().fold(0.0, f64::max))
            .collect();
        let within = |name| Permutation::within_day(key, name);
        use crate::random::names as n;
        let ids = Ids {
            order: within(n::ID_ORDER),
            order_item: within(n::ID_ORDER_ITEM),
            payment: within(n::ID_PAYMENT),
            refund: within(n::ID_REFUND),
            session: within(n::ID_SESSION),
            interaction: within(n::ID_INTERACTION),
            user: within(n::ID_USER),
            visitor: Permutation::whole(key, n::ID_VISITOR),
            movement: within(n::ID_MOVEMENT),
        };
        let zones = scenario
            .regions
            .iter()
            // The scenario's checks refuse unknown zones.
            .map(|region| TimeZone::get(&region.timezone).unwrap_or(TimeZone::UTC))
            .collect();
        let places: Vec<Vec<Place>> = scenario.regions.iter().map(people::places).collect();
        let memory = Memory::new(scenario.regions.len(), &responses);
        World {
            city_shares: places
                .iter()
                .map(|list| people::cumulative(list.iter().map(|place| place.weight)))
                .collect(),
            language_shares: scenario
                .regions
                .iter()
                .map(|region| people::cumulative(region.languages.values().copied()))
                .collect(),
            places,
            platform_ids: scenario.platforms.keys().cloned().collect(),
            platforms: scenario.platforms.values().cloned().collect(),
            order_key: orders::order_key(key),
            order_visit_hours: calendar.order_profiles.iter().map(orders::visit_hours).collect(),
            key,
            span,
            zones,
            calendar,
            demand,
            media,
            responses,
            customers,
            catalog,
            baskets,
            behaviour: BehaviourModel::new(&scenario.traffic),
            features,
            ids,
            cpm_noise,
            ctr_noise,
            home_devices,
            device_shares,
            buying_shares,
            intercepts,
            strongest_intercept,
            memory,
            scenario,
        }
    }

    /// A platform by its position.
    #[inline]
    pub fn platform(&self, position: usize) -> &Platform {
        &self.platforms[position]
    }

    /// The look of each platform's click ids.
    pub fn click_ids(&self) -> Vec<ClickId> {
        self.scenario.platforms.values().map(|platform| platform.click_id).collect()
    }

    /// Whether anything is spent on ads in the window.
    pub fn advertises(&self) -> bool {
        let regions = 0..self.scenario.regions.len();
        let spends = |t| {
            let campaigns = 0..self.media.campaigns.len();
            regions.clone().any(|r| campaigns.clone().any(|c| self.media.spend(c, t, r) > 0.0))
        };
        self.window().any(spends)
    }

    /// Days of the window, as places in the plan.
    pub fn window(&self) -> std::ops::Range<usize> {
        self.span.t(self.span.start)..self.span.t(self.span.end)
    }

    /// Day `t` of the plan in region `r`, on the UTC time line.
    pub fn local_day(&self, t: usize, r: usize) -> LocalDay {
        LocalDay::new(self.span.day(t), &self.zones[r])
    }

    /// The orders of region `r` on day `t` of the plan.
    pub fn orders(&self, t: usize, r: usize) -> Arc<Vec<Order>> {
        self.memory.orders(t, r, || orders::orders(self, t, r))
    }

    /// The live ads of region `r` on day `t` of the plan.
    pub fn live(&self, t: usize, r: usize) -> Arc<RegionDay> {
        self.memory.live(t, r, || RegionDay::new(self, t, r))
    }

    /// Units of each product sold in region `r` on day `t` of the plan.
    pub fn sold(&self, t: usize, r: usize) -> Arc<Vec<(u32, u32)>> {
        self.memory.sold(t, r, || stock::sold(self, t, r))
    }

    /// The visits by people without an account in region `r` on day `t` of the plan.
    pub fn strangers(&self, t: usize, r: usize) -> Arc<Strangers> {
        self.memory.strangers(t, r, || Strangers::new(&Day::new(self, t, r)))
    }
}

type DeviceShares = (Vec<[f64; DEVICES]>, Vec<Vec<[f64; DEVICES]>>);

/// Shares of devices among people of a region.
fn home_devices(region: &Region) -> [f64; DEVICES] {
    let (mobile, tablet) = (region.mobile_share, region.tablet_share);
    [mobile, (1.0 - mobile - tablet).max(0.0), tablet]
}

/// Shares of devices in delivery by platform and region, and in orders.
fn device_shares(
    scenario: &Scenario,
    home: &[[f64; DEVICES]],
    features: &FeatureModel,
) -> DeviceShares {
    let normalised = |shares: [f64; DEVICES]| {
        let total: f64 = shares.iter().sum();
        shares.map(|share| share / total)
    };
    let converting = |shares: [f64; DEVICES]| {
        normalised(std::array::from_fn(|d| shares[d] * features.device_weights[d]))
    };
    let mut delivery = Vec::new();
    let mut buying = vec![home.iter().copied().map(converting).collect()];
    for platform in scenario.platforms.values() {
        let tilted = |&[mobile, desktop, tablet]: &[f64; DEVICES]| {
            normalised([(mobile * platform.mobile_tilt).max(1e-9), desktop, tablet])
        };
        delivery.extend(home.iter().map(tilted));
        buying.push(home.iter().map(tilted).map(converting).collect());
    }
    (delivery, buying)
}

/// How readily orders pass through each platform's ads, by region and day.
fn intercepts(
    scenario: &Scenario,
    demand: &Demand,
    media: &Media,
    span: Span,
) -> Vec<Vec<Vec<[f64; 2]>>> {
    let platforms = scenario.platforms.values().enumerate();
    platforms
        .map(|(p, platform)| {
            (0..scenario.regions.len())
                .map(|r| {
                    let half = platform.intercept.half_spend * scenario.scale * demand.weights[r];
                    (0..span.len()).map(|t| intercept(media, p, t, r, half)).collect()
                })
                .collect()
        })
        .collect()
}

fn intercept(media: &Media, p: usize, t: usize, r: usize, half: f64) -> [f64; 2] {
    let (mut spend, mut new, mut existing) = (0.0, 0.0, 0.0);
    for c in media.by_platform[p].clone() {
        let part = media.spend(c, t, r);
        spend += part;
        new += part * media.campaigns[c].tactic.intercept_new;
        existing += part * media.campaigns[c].tactic.intercept_existing;
    }
    if spend <= 0.0 { [0.0; 2] } else { [new, existing].map(|sum| sum / (spend + half)) }
}
