//! `ad_interactions`: one row is a click, a lead or a logged impression, in order of time within a
//! day and region.

use arrow_array::RecordBatch;
use arrow_array::builder::StringBuilder;

use super::clicks::push_click_id;
use super::columns::AD_INTERACTIONS;
use super::labels::WorldLabels;
use super::rows::{self, NO_ID};
use crate::random::Key;
use crate::random::distributions::binomial;
use crate::random::names::{CLICK, LEAD, SAMPLE, VISIT_TIME};
use crate::world::clock::HourProfile;
use crate::world::day::{Day, Origin};
use crate::world::timeline::in_order;
use crate::world::touches::{LANDING_SECONDS, TouchKind, landing_seconds};

/// Seconds into a visit at which a lead is left.
const LEAD_SECONDS: u32 = 45;

/// A row of the log before it is written.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    order: u64,
    number: u32,
    cell: u32,
    kind: EntryKind,
}

#[derive(Debug, Clone, Copy)]
enum EntryKind {
    /// A logged view on the way to an order.
    View(u32),
    /// A click that became a visit.
    Click(Origin),
    /// A click that never landed.
    Lost(u32),
    /// A lead left during the n-th filler visit.
    Lead(u32),
    /// A sampled impression.
    Impression,
}

impl Entry {
    fn new(second: u32, tie: Key, cell: u32, kind: EntryKind) -> Self {
        let order = (u64::from(second) << 32) | (tie.bits() >> 32);
        Entry { order, number: 0, cell, kind }
    }

    fn second(&self) -> u32 {
        (self.order >> 32) as u32
    }
}

/// Whether a filler visit leaves a lead.
#[inline]
pub fn leaves_lead(day: &Day, cell: u32, visit: Key) -> bool {
    let ad = &day.live.ads[day.cells[cell as usize].ad as usize];
    let rate = day.world.media.campaigns[ad.campaign as usize].objective.lead_rate;
    rate > 0.0 && visit.of(LEAD).happens(rate)
}

/// All entries of a day, in order of time.
pub fn entries(day: &Day) -> Vec<Entry> {
    let world = day.world;
    let mut entries = Vec::new();
    for (place, touch) in day.touches.iter().enumerate() {
        let kind = match touch.touch.kind {
            TouchKind::View => EntryKind::View(place as u32),
            TouchKind::Click if touch.converting => {
                let found = day.orders.iter().position(|o| o.converting == Some(place as u32));
                // Every converting touch belongs to one of the day's orders.
                EntryKind::Click(Origin::Order(found.unwrap_or(0) as u32))
            }
            TouchKind::Click => EntryKind::Click(Origin::Touch(place as u32)),
        };
        entries.push(Entry::new(touch.second, touch.touch.key().at(6), touch.cell, kind));
    }
    let profile = usize::from(world.calendar.regions[day.r].profile[day.t]);
    let profile = &world.calendar.profiles[profile];
    for cell in 0..day.cells.len() as u32 {
        cell_entries(day, cell, profile, &mut entries);
    }
    for (number, entry) in entries.iter_mut().enumerate() {
        entry.number = number as u32;
    }
    in_order(&entries, Entry::second, |entry| (entry.order, entry.number))
}

fn cell_entries(day: &Day, place: u32, profile: &HourProfile, entries: &mut Vec<Entry>) {
    let cell = &day.cells[place as usize];
    for n in 0..cell.fillers {
        let visit = cell.visits.at(u64::from(n));
        let start = profile.second(visit.of(VISIT_TIME)).max(LANDING_SECONDS + 1);
        let origin = Origin::Paid { cell: place, n };
        let clicked = start - landing_seconds(visit);
        entries.push(Entry::new(clicked, visit.at(6), place, EntryKind::Click(origin)));
        if leaves_lead(day, place, visit) {
            let left = start + LEAD_SECONDS;
            entries.push(Entry::new(left, visit.at(7), place, EntryKind::Lead(n)));
        }
    }
    for n in 0..cell.clicks - cell.landings {
        let key = cell.visits.of(CLICK).at(u64::from(n));
        let second = profile.second(key.of(VISIT_TIME));
        entries.push(Entry::new(second, key.at(6), place, EntryKind::Lost(n)));
    }
    let key = cell.visits.of(SAMPLE);
    let views = u64::from(cell.impressions - cell.clicks.min(cell.impressions));
    let rate = day.world.scenario.tracking.impression_sample;
    for n in 0..binomial(&mut key.stream(), views, rate) as u32 {
        let key = key.at(u64::from(n));
        let second = profile.second(key.of(VISIT_TIME));
        entries.push(Entry::new(second, key.at(6), place, EntryKind::Impression));
    }
}

/// Rows of `ad_interactions` for some of the day's entries.
pub fn ad_interactions(day: &Day, labels: &WorldLabels, entries: &[Entry]) -> RecordBatch {
    let world = day.world;
    let n = entries.len();
    macro_rules! column {
        ($($name:ident),*) => { $(let mut $name = Vec::with_capacity(n);)* };
    }
    column!(ids, kinds, times, ads, platforms, devices, visitors, sessions, suspected);
    let mut click_ids = StringBuilder::with_capacity(n, n * 24);
    for entry in entries {
        let cell = &day.cells[entry.cell as usize];
        let platform = day.platform_of(entry.cell);
        let plan = world.platform(platform);
        ids.push(world.ids.interaction.id(day.log_row(entry.number)));
        times.push(day.utc(entry.second()));
        ads.push(day.live.ads[cell.ad as usize].id);
        platforms.push(platform as i16);
        devices.push(i16::from(cell.device));
        let (kind, origin, click, suspect) = match entry.kind {
            EntryKind::View(_) | EntryKind::Impression => (0, None, None, false),
            EntryKind::Click(origin) => (1, Some(origin), Some(day.click_key(origin)), false),
            EntryKind::Lost(n) => {
                let key = cell.visits.of(CLICK).at(u64::from(n));
                let lost = 1.0 - plan.landing_rate;
                let share = if lost > 0.0 { plan.invalid_click_rate / lost } else { 0.0 };
                (1, None, Some(key), key.at(2).happens(share))
            }
            EntryKind::Lead(n) => {
                let origin = Origin::Paid { cell: entry.cell, n };
                (2, Some(origin), Some(day.click_key(origin)), false)
            }
        };
        kinds.push(kind);
        suspected.push(suspect);
        let visitor = match entry.kind {
            EntryKind::View(touch) => {
                world.ids.visitor.id(day.touches[touch as usize].order.customer)
            }
            EntryKind::Impression | EntryKind::Lost(_) => NO_ID,
            EntryKind::Click(origin) => world.ids.visitor.id(day.visitor(origin).row),
            EntryKind::Lead(n) => {
                let origin = Origin::Paid { cell: entry.cell, n };
                world.ids.visitor.id(day.visitor(origin).row)
            }
        };
        visitors.push(visitor);
        sessions.push(origin.map_or(NO_ID, |o| world.ids.session.id(day.visit_row(o))));
        match click {
            Some(key) => push_click_id(&mut click_ids, plan.click_id, key),
            None => click_ids.append_null(),
        }
    }
    rows::batch(
        &AD_INTERACTIONS,
        vec![
            rows::ids(ids),
            labels.interactions.column(kinds),
            rows::times(times),
            rows::dates(vec![day.number; n]),
            rows::ids(ads),
            labels.platforms.column(platforms),
            labels.regions.constant(day.r, n),
            labels.devices.column(devices),
            rows::optional_ids(visitors),
            rows::built(click_ids),
            rows::optional_ids(sessions),
            rows::bools(suspected),
        ],
    )
}
