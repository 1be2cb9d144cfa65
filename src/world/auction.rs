//! What a day's spend buys in a region: prices, impressions and click-through of every ad, and
//! which ad a touched customer met.

use super::{DEVICES, World};
use crate::random::Key;
use crate::random::maths::{exp, pow};

/// Highest click-through rate an ad can have, whatever multiplies up.
const CTR_CEILING: f64 = 0.6;

/// A live ad in a region on a day.
#[derive(Debug, Clone)]
pub struct LiveAd {
    /// Its id in the tables.
    pub id: i64,
    /// Position of its campaign in [`super::media::Media::campaigns`].
    pub campaign: u32,
    /// Position of its ad set in the campaign.
    pub ad_set: u32,
    /// Position of its creative.
    pub creative: u32,
    /// Spend in the region on the day, before rounding.
    pub spend: f64,
}

/// What is planned for an ad on a device.
#[derive(Debug, Clone, Copy)]
pub struct Cell {
    /// Expected impressions.
    pub impressions: f64,
    /// Clicks per impression.
    pub ctr: f64,
    /// Spend in cents.
    pub spend_cents: i64,
    /// People who can be reached.
    pub audience: f64,
}

/// Why someone met an ad: each purpose favours other ads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// The ad caused an order of a new customer.
    DriveNew,
    /// The ad caused an order of an existing customer.
    DriveExisting,
    /// The order of a new customer passed through the ad.
    MeetNew,
    /// The order of an existing customer passed through the ad.
    MeetExisting,
}

/// One platform's ads in a region on a day.
#[derive(Debug, Default)]
pub struct PlatformDay {
    /// Range of its ads in [`RegionDay::ads`].
    pub ads: std::ops::Range<usize>,
    /// Spend, before rounding.
    pub spend: f64,
    /// Mean of the tactics' `intercept_new` over spend, and of `intercept_existing`.
    pub intercept: [f64; 2],
    /// Cumulative weights of the ads by [`Purpose`].
    cumulative: [Vec<f64>; 4],
}

/// All live ads of a region on a day.
#[derive(Debug, Default)]
pub struct RegionDay {
    /// Ads, platform by platform, campaign by campaign.
    pub ads: Vec<LiveAd>,
    /// By platform.
    pub platforms: Vec<PlatformDay>,
}

impl RegionDay {
    /// Finds the live ads of region `r` on day `t` of the plan.
    pub fn new(world: &World, t: usize, r: usize) -> Self {
        let media = &world.media;
        let mut day = RegionDay::default();
        for campaigns in &media.by_platform {
            let first = day.ads.len();
            let mut platform = PlatformDay::default();
            let mut sums = [0.0; 4];
            for c in campaigns.clone() {
                let plan = &media.campaigns[c];
                let spend = media.spend(c, t, r);
                if spend <= 0.0 {
                    continue;
                }
                platform.spend += spend;
                platform.intercept[0] += spend * plan.tactic.intercept_new;
                platform.intercept[1] += spend * plan.tactic.intercept_existing;
                let slots = plan.slots.len();
                let audience = |set: usize| &world.scenario.audiences[plan.ad_sets[set].audience];
                for (position, set) in plan.ad_sets.iter().enumerate() {
                    for (s, slot) in plan.slots.iter().enumerate() {
                        let delivery = f64::from(set.delivery[t * slots + s]);
                        let generation = slot.generation(world.span.day(t));
                        let creative = slot.creatives[generation];
                        let ad_spend = spend * set.share * delivery;
                        let effect = ad_spend
                            * world.media.creatives[creative].effect
                            * plan.objective.effect
                            * plan.tactic.effect
                            * audience(position).conversion;
                        let existing = plan.tactic.existing_share;
                        let weights = [
                            effect * (1.0 - existing),
                            effect * existing,
                            ad_spend * plan.tactic.intercept_new,
                            ad_spend * plan.tactic.intercept_existing,
                        ];
                        for (purpose, weight) in weights.into_iter().enumerate() {
                            sums[purpose] += weight;
                            platform.cumulative[purpose].push(sums[purpose]);
                        }
                        day.ads.push(LiveAd {
                            id: set.ad_id(slots, s, generation),
                            campaign: c as u32,
                            ad_set: position as u32,
                            creative: creative as u32,
                            spend: ad_spend,
                        });
                    }
                }
            }
            if platform.spend > 0.0 {
                platform.intercept = platform.intercept.map(|sum| sum / platform.spend);
            }
            platform.ads = first..day.ads.len();
            day.platforms.push(platform);
        }
        day
    }

    /// The ad of a platform that someone met, as a position in `ads`.
    pub fn pick(&self, platform: usize, purpose: Purpose, key: Key) -> Option<usize> {
        let platform = &self.platforms[platform];
        let cumulative = &platform.cumulative[purpose as usize];
        let total = *cumulative.last()?;
        if total <= 0.0 {
            return None;
        }
        let place = cumulative.partition_point(|&sum| sum <= key.unit() * total);
        Some(platform.ads.start + place.min(cumulative.len() - 1))
    }

    /// The part of a platform's touches of one purpose that falls to an ad.
    pub fn share(&self, platform: usize, purpose: Purpose, ad: usize) -> f64 {
        let platform = &self.platforms[platform];
        let cumulative = &platform.cumulative[purpose as usize];
        let place = ad - platform.ads.start;
        let total = cumulative.last().copied().unwrap_or(0.0);
        let before = if place == 0 { 0.0 } else { cumulative[place - 1] };
        if total > 0.0 { (cumulative[place] - before) / total } else { 0.0 }
    }

    /// What is planned for each ad on each device: `cells[ad · 3 + device]`.
    pub fn cells(&self, world: &World, t: usize, r: usize) -> Vec<Cell> {
        let scenario = &world.scenario;
        let region = &scenario.regions[r];
        let calendar = &world.calendar.regions[r];
        let devices =
            [&scenario.devices.mobile, &scenario.devices.desktop, &scenario.devices.tablet];
        let mut cells = Vec::with_capacity(self.ads.len() * DEVICES);
        for (p, platform_day) in self.platforms.iter().enumerate() {
            let platform = world.platform(p);
            let reference = platform.cpm.reference_spend * scenario.scale * world.demand.weights[r];
            let pressure = pow((platform_day.spend / reference).max(1e-6), platform.cpm.elasticity);
            let cpm = platform.cpm.base
                * region.cpm_factor
                * calendar.cpm[t]
                * pressure
                * world.cpm_noise[p][t];
            let ctr_level =
                if platform.clickable { platform.ctr.base * world.ctr_noise[p][t] } else { 0.0 };
            let shares = &world.device_shares[p * scenario.regions.len() + r];
            // Cents are carried from cell to cell, so that a campaign's cells add up to its spend.
            let (mut campaign, mut exact, mut booked) = (u32::MAX, 0.0, 0i64);
            for ad in &self.ads[platform_day.ads.clone()] {
                if ad.campaign != campaign {
                    (campaign, exact, booked) = (ad.campaign, 0.0, 0);
                }
                let plan = &world.media.campaigns[ad.campaign as usize];
                let set = &plan.ad_sets[ad.ad_set as usize];
                let creative = &world.media.creatives[ad.creative as usize];
                let format = &scenario.formats[&creative.format];
                let audience = &scenario.audiences[set.audience];
                let fatigue = f64::from(set.fatigue[t * plan.slots.len() + creative.slot]);
                let ad_cpm = cpm * plan.tactic.cpm * plan.objective.cpm * format.cpm;
                let ad_ctr = ctr_level
                    * format.ctr
                    * plan.objective.ctr
                    * plan.tactic.ctr
                    * audience.ctr
                    * exp(creative.quality)
                    * fatigue;
                let people =
                    platform.audience * scenario.scale * world.demand.weights[r] * audience.size;
                for (device, share) in devices.iter().zip(shares) {
                    let spend = ad.spend * share;
                    exact += spend * 100.0;
                    let total = exact.floor() as i64;
                    cells.push(Cell {
                        impressions: 1_000.0 * spend / (ad_cpm * device.cpm),
                        ctr: (ad_ctr * device.ctr).min(CTR_CEILING),
                        spend_cents: total - booked,
                        audience: (people * share).max(1.0),
                    });
                    booked = total;
                }
            }
        }
        cells
    }
}
