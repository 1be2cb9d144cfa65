//! What a day's ads delivered: impressions, reach, clicks, landings, as counts.

use super::World;
use super::auction::{Cell, RegionDay};
use super::{DEVICES, ids};
use crate::curves::reach;
use crate::random::Key;
use crate::random::distributions::{beta, binomial, gamma_noise, poisson_at};
use crate::random::names::{CLICKS, ENGAGEMENT, IMPRESSIONS, LANDINGS, VIDEO, VISIT};

/// Over-dispersion of impressions around what the spend buys.
const IMPRESSION_DISPERSION: f64 = 0.02;
/// Share of impressions of a video that play for three seconds: a usual hook rate.
const HOOK_RATE: f64 = 0.28;
/// Share of those that play to the end.
const COMPLETION_RATE: f64 = 0.3;

/// What one ad delivered on one device.
#[derive(Debug, Clone, Copy)]
pub struct Delivered {
    /// Position of the ad in [`RegionDay::ads`].
    pub ad: u32,
    /// Position of the device.
    pub device: u8,
    /// What was planned.
    pub plan: Cell,
    pub impressions: u32,
    pub reach: u32,
    pub clicks: u32,
    /// Clicks that became a visit.
    pub landings: u32,
    /// Plays of three seconds and to the end, where the format plays.
    pub video: Option<(u32, u32)>,
    pub engagements: u32,
    /// Landings of people who do not order in the window of this touch.
    pub fillers: u32,
    /// Number of its first filler among the day's visits.
    pub first_visit: u32,
    /// The key of its visits.
    pub visits: Key,
}

/// Clicks and logged views that orders need in each cell: no day delivers fewer.
#[derive(Debug, Clone, Copy, Default)]
pub struct Needed {
    pub clicks: u32,
    pub views: u32,
}

/// Delivers the cells of a region and day.
pub fn deliver(
    world: &World,
    day: i32,
    r: usize,
    live: &RegionDay,
    cells: &[Cell],
    needed: &[Needed],
) -> Vec<Delivered> {
    let devices = &world.scenario.devices;
    let landing = [devices.mobile.landing, devices.desktop.landing, devices.tablet.landing];
    let place = |name| world.key.of(name).text(&world.scenario.regions[r].id).at(day as u64);
    let names = [IMPRESSIONS, CLICKS, LANDINGS, VIDEO, ENGAGEMENT, VISIT].map(place);
    let mut delivered = Vec::with_capacity(cells.len());
    for (p, platform_day) in live.platforms.iter().enumerate() {
        let platform = world.platform(p);
        for position in platform_day.ads.clone() {
            let ad = &live.ads[position];
            let creative = &world.media.creatives[ad.creative as usize];
            let format = &world.scenario.formats[&creative.format];
            for device in 0..DEVICES {
                let cell = cells[position * DEVICES + device];
                let need = needed[position * DEVICES + device];
                let key = names.map(|key| key.at(ad.id as u64).at(device as u64));
                let noise = gamma_noise(key[0].at(1), IMPRESSION_DISPERSION);
                let shown = poisson_at(key[0], cell.impressions * noise);
                let clicks = if platform.clickable {
                    let mut stream = key[1].stream();
                    let strength = platform.ctr.concentration;
                    let rate = beta(&mut stream, strength * cell.ctr, strength * (1.0 - cell.ctr));
                    binomial(&mut stream, shown, rate).max(u64::from(need.clicks))
                } else {
                    0
                };
                let rate = (platform.landing_rate * landing[device]).min(1.0);
                let landings =
                    binomial(&mut key[2].stream(), clicks, rate).max(u64::from(need.clicks));
                // Nobody is charged for an ad that was never shown.
                let charged = u64::from(cell.spend_cents > 0);
                let impressions = shown.max(clicks + u64::from(need.views)).max(charged);
                let reached = reach(impressions as f64, cell.audience).round() as u64;
                let video = format.video.then(|| {
                    let mut stream = key[3].stream();
                    let views = binomial(&mut stream, impressions, HOOK_RATE);
                    (views as u32, binomial(&mut stream, views, COMPLETION_RATE) as u32)
                });
                let engagements =
                    binomial(&mut key[4].stream(), impressions, format.engagement_rate);
                delivered.push(Delivered {
                    ad: position as u32,
                    device: device as u8,
                    plan: cell,
                    impressions: impressions as u32,
                    reach: reached.clamp(u64::from(impressions > 0), impressions) as u32,
                    clicks: clicks as u32,
                    landings: landings as u32,
                    video,
                    engagements: engagements as u32,
                    fillers: (landings - u64::from(need.clicks)) as u32,
                    first_visit: 0,
                    visits: key[5],
                });
            }
        }
    }
    debug_assert!(delivered.len() < ids::MAX_SEQUENCE as usize);
    delivered
}
