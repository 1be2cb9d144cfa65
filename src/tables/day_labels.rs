//! Labels that differ from day to day: the live ads.

use std::cell::OnceCell;

use super::dimensions::creative_name;
use super::rows::Labels;
use crate::world::day::Day;

/// Labels of a day's live ads, made when they are first asked for.
#[derive(Debug, Default)]
pub struct DayLabels {
    contents: OnceCell<Labels>,
}

impl DayLabels {
    /// `utm_content` by live ad of the day, which must be the same each time.
    pub fn contents(&self, day: &Day) -> &Labels {
        self.contents.get_or_init(|| {
            let creatives = &day.world.media.creatives;
            let name = |creative: u32| creative_name(&creatives[creative as usize]);
            Labels::new(day.live().ads.iter().map(|ad| name(ad.creative)))
        })
    }
}
