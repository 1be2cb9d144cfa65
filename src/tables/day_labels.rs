//! Labels that differ from day to day: the live ads.

use super::dimensions::creative_name;
use super::rows::Labels;
use crate::world::World;
use crate::world::auction::RegionDay;

/// Labels of a day's live ads.
#[derive(Debug)]
pub struct DayLabels {
    /// `utm_content` by ad.
    pub contents: Labels,
}

impl DayLabels {
    /// Names the live ads of a region and day.
    pub fn new(world: &World, live: &RegionDay) -> Self {
        let name = |creative: u32| creative_name(&world.media.creatives[creative as usize]);
        DayLabels { contents: Labels::new(live.ads.iter().map(|ad| name(ad.creative))) }
    }
}
