//! `ad_interactions`: one row is a click, a lead or a logged impression, in order of time within a
//! day and region.

use arrow_array::builder::StringBuilder;
use arrow_array::{ArrayRef, RecordBatch};

use super::clicks::push_click_id;
use super::labels::WorldLabels;
use super::rows::{self, NO_ID};
use super::wanted::{Wanted, no_rule};
use crate::random::Key;
use crate::random::distributions::binomial;
use crate::random::names::{CLICK, LEAD, SAMPLE, VISIT_TIME};
use crate::world::clock::HourProfile;
use crate::world::day::{Day, Origin};
use crate::world::delivery::Delivered;
use crate::world::timeline::{in_order, stretches};
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
    fn new(second: u32, tie: Key, number: u32, cell: u32, kind: EntryKind) -> Self {
        let order = (u64::from(second) << 32) | (tie.bits() >> 32);
        Entry { order, number, cell, kind }
    }

    fn second(&self) -> u32 {
        (self.order >> 32) as u32
    }

    /// The visit that belongs to it.
    fn visit(&self) -> Option<Origin> {
        match self.kind {
            EntryKind::Click(origin) => Some(origin),
            EntryKind::Lead(n) => Some(Origin::Paid { cell: self.cell, n }),
            EntryKind::View(_) | EntryKind::Lost(_) | EntryKind::Impression => None,
        }
    }
}

impl EntryKind {
    /// Position of its label.
    fn label(self) -> i16 {
        match self {
            EntryKind::View(_) | EntryKind::Impression => 0,
            EntryKind::Click(_) | EntryKind::Lost(_) => 1,
            EntryKind::Lead(_) => 2,
        }
    }
}

/// Whether a filler visit leaves a lead.
#[inline]
pub fn leaves_lead(day: &Day, cell: u32, visit: Key) -> bool {
    let ad = &day.live().ads[day.cells()[cell as usize].ad as usize];
    let rate = day.world.media.campaigns[ad.campaign as usize].objective.lead_rate;
    rate > 0.0 && visit.of(LEAD).happens(rate)
}

/// About how many entries a day has.
fn expected(day: &Day) -> usize {
    let rate = day.world.scenario.tracking.impression_sample;
    let of = |cell: &Delivered| f64::from(cell.clicks) + f64::from(cell.impressions) * rate;
    day.cells().iter().map(of).sum::<f64>() as usize + day.touches().len()
}

/// All entries of a day in order of time, a stretch of the day at a time: what is held does not
/// grow with the day.
pub fn entries<'a>(day: &'a Day) -> impl Iterator<Item = Vec<Entry>> + 'a {
    stretches(expected(day)).map(|stretch| {
        let mut found = Vec::with_capacity(stretch.events);
        let mut number = 0;
        each_entry(day, &mut |second, tie, cell, kind| {
            if stretch.seconds.contains(&second) {
                found.push(Entry::new(second, tie, number, cell, kind));
            }
            number += 1;
        });
        in_order(&found, Entry::second, |entry| (entry.order, entry.number))
    })
}

/// Finds the entries of a day, in the order of their numbers: `found` gets the local second, what
/// breaks ties, the cell and the kind of each.
fn each_entry(day: &Day, found: &mut impl FnMut(u32, Key, u32, EntryKind)) {
    let mut order_of = vec![None; day.touches().len()];
    for (order, touch) in day.converting().iter().enumerate() {
        if let Some(touch) = touch {
            order_of[*touch as usize] = Some(order as u32);
        }
    }
    for (place, touch) in day.touches().iter().enumerate() {
        let kind = match touch.touch.kind {
            TouchKind::View => EntryKind::View(place as u32),
            TouchKind::Click => EntryKind::Click(match order_of[place] {
                Some(order) => Origin::Order(order),
                None => Origin::Touch(place as u32),
            }),
        };
        found(touch.second, touch.touch.key().at(6), touch.cell, kind);
    }
    let profile = usize::from(day.world.calendar.regions[day.r].profile[day.t]);
    let profile = &day.world.calendar.profiles[profile];
    for cell in 0..day.cells().len() as u32 {
        cell_entries(day, cell, profile, found);
    }
}

fn cell_entries(
    day: &Day,
    place: u32,
    profile: &HourProfile,
    found: &mut impl FnMut(u32, Key, u32, EntryKind),
) {
    let cell = &day.cells()[place as usize];
    for n in 0..cell.fillers {
        let visit = cell.visits.at(u64::from(n));
        let start = profile.second(visit.of(VISIT_TIME)).max(LANDING_SECONDS + 1);
        let origin = Origin::Paid { cell: place, n };
        let clicked = start - landing_seconds(visit);
        found(clicked, visit.at(6), place, EntryKind::Click(origin));
        if leaves_lead(day, place, visit) {
            found(start + LEAD_SECONDS, visit.at(7), place, EntryKind::Lead(n));
        }
    }
    for n in 0..cell.clicks - cell.landings {
        let key = cell.visits.of(CLICK).at(u64::from(n));
        found(profile.second(key.of(VISIT_TIME)), key.at(6), place, EntryKind::Lost(n));
    }
    let key = cell.visits.of(SAMPLE);
    for n in 0..sampled(day, cell) {
        let key = key.at(u64::from(n));
        found(profile.second(key.of(VISIT_TIME)), key.at(6), place, EntryKind::Impression);
    }
}

/// How many of a cell's impressions are logged as a sample.
fn sampled(day: &Day, cell: &Delivered) -> u32 {
    let views = u64::from(cell.impressions - cell.clicks.min(cell.impressions));
    let rate = day.world.scenario.tracking.impression_sample;
    binomial(&mut cell.visits.of(SAMPLE).stream(), views, rate) as u32
}

/// How many entries a day has.
pub fn count(day: &Day) -> usize {
    let of = |(place, cell): (usize, &Delivered)| {
        let lead = |&n: &u32| leaves_lead(day, place as u32, cell.visits.at(u64::from(n)));
        let leads = (0..cell.fillers).filter(lead).count();
        let clicks = (cell.fillers + cell.clicks - cell.landings) as usize;
        clicks + leads + sampled(day, cell) as usize
    };
    day.touches().len() + day.cells().iter().enumerate().map(of).sum::<usize>()
}

/// Rows of `ad_interactions` for some of the day's entries.
pub fn ad_interactions(
    wanted: &Wanted,
    labels: &WorldLabels,
    day: &Day,
    entries: &[Entry],
) -> RecordBatch {
    let (world, n) = (day.world, entries.len());
    let each = || entries.iter();
    let ad = |entry: &Entry| day.live().ads[day.cells()[entry.cell as usize].ad as usize].id;
    let session = |origin| world.ids.session.id(day.visit_row(origin));
    wanted.batch(n, |column| match column {
        "interaction_id" => {
            rows::ids(each().map(|e| world.ids.interaction.id(day.log_row(e.number))).collect())
        }
        "interaction_type" => labels.interactions.column(each().map(|e| e.kind.label()).collect()),
        "occurred_at" => rows::times(each().map(|e| day.utc(e.second())).collect()),
        "date" => rows::dates(vec![day.number; n]),
        "ad_id" => rows::ids(each().map(ad).collect()),
        "platform" => {
            labels.platforms.column(each().map(|e| day.platform_of(e.cell) as i16).collect())
        }
        "region_id" => labels.regions.constant(day.r, n),
        "device" => labels
            .devices
            .column(each().map(|e| i16::from(day.cells()[e.cell as usize].device)).collect()),
        "visitor_id" => {
            rows::optional_ids(each().map(|e| visitor(day, e).unwrap_or(NO_ID)).collect())
        }
        "click_id" => click_ids(day, entries),
        "session_id" => {
            rows::optional_ids(each().map(|e| e.visit().map_or(NO_ID, session)).collect())
        }
        "suspected_invalid" => rows::bools(each().map(|e| is_suspect(day, e)).collect()),
        other => no_rule(other),
    })
}

/// The person behind an entry, as far as the shop's analytics knows.
fn visitor(day: &Day, entry: &Entry) -> Option<i64> {
    let row = match entry.kind {
        EntryKind::View(touch) => day.touches()[touch as usize].order.customer,
        _ => day.visitor(entry.visit()?).row,
    };
    Some(day.world.ids.visitor.id(row))
}

fn click_ids(day: &Day, entries: &[Entry]) -> ArrayRef {
    let n = entries.len();
    let kinds = day.world.click_ids();
    let mut ids = StringBuilder::with_capacity(n, n * 24);
    for entry in entries {
        let click = match entry.kind {
            EntryKind::View(_) | EntryKind::Impression => None,
            EntryKind::Lost(n) => Some(lost_click(day, entry.cell, n)),
            EntryKind::Click(_) | EntryKind::Lead(_) => entry.visit().map(|o| day.click_key(o)),
        };
        match click {
            Some(key) => push_click_id(&mut ids, kinds[day.platform_of(entry.cell)], key),
            None => ids.append_null(),
        }
    }
    rows::built(ids)
}

/// The key of the n-th click of a cell that never landed.
fn lost_click(day: &Day, cell: u32, n: u32) -> Key {
    day.cells()[cell as usize].visits.of(CLICK).at(u64::from(n))
}

/// Whether the platform suspects an invalid click: only some that never landed.
fn is_suspect(day: &Day, entry: &Entry) -> bool {
    let EntryKind::Lost(n) = entry.kind else { return false };
    let platform = day.world.platform(day.platform_of(entry.cell));
    let lost = 1.0 - platform.landing_rate;
    let share = if lost > 0.0 { platform.invalid_click_rate / lost } else { 0.0 };
    lost_click(day, entry.cell, n).at(2).happens(share)
}
