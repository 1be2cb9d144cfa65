//! `sessions` and `truth/sessions`: one row is a visit, in order of time within a day and region.

mod seen;
#[cfg(test)]
mod tests;

pub use seen::Seen;

use arrow_array::builder::StringBuilder;
use arrow_array::{ArrayRef, RecordBatch};

use super::clicks::push_click_id;
use super::day_labels::DayLabels;
use super::labels::WorldLabels;
use super::rows::{self, NO_ID, NO_LABEL};
use super::wanted::{Wanted, no_rule};
use crate::random::Key;
use crate::random::names::VISIT_FEATURES;
use crate::world::auction::LiveAd;
use crate::world::behaviour::Behaviour;
use crate::world::day::{Origin, Visit};
use crate::world::features::{Features, Landing};
use crate::world::propensity::Propensity;

/// Rows of `sessions` for some of the day's visits.
pub fn sessions(
    wanted: &Wanted,
    labels: &WorldLabels,
    ads: &DayLabels,
    seen: &Seen,
) -> RecordBatch {
    let (day, world, visits) = (seen.day, seen.day.world, seen.visits);
    let (n, live) = (visits.len(), day.live());
    let free_sources = world.scenario.traffic.sources.len();
    let language = |key: Key| labels.region_languages[day.r][world.language(day.r, key)];
    // Where a visit comes from: a free source or, after all of those, a platform.
    let traffic = || {
        let of = |(&platform, &source): (&i16, &usize)| match platform {
            NO_LABEL => source as i16,
            platform => free_sources as i16 + platform,
        };
        seen.platforms().iter().zip(seen.sources()).map(of).collect()
    };
    // What belongs to the ad that brought a visit.
    let by_ad = |of: &dyn Fn(&LiveAd) -> i16| {
        let of = |&ad: &i16| if ad == NO_LABEL { NO_LABEL } else { of(&live.ads[ad as usize]) };
        seen.ads().iter().map(of).collect()
    };
    wanted.batch(n, |column| match column {
        "session_id" => rows::ids(session_ids(seen)),
        "visitor_id" => {
            rows::ids(seen.visitors().iter().map(|v| world.ids.visitor.id(v.row)).collect())
        }
        "user_id" => {
            let known = seen.visitors().iter();
            let id = |account: bool, row| if account { world.ids.user.id(row) } else { NO_ID };
            rows::optional_ids(known.map(|v| id(v.account, v.row)).collect())
        }
        "started_at" => rows::times(visits.iter().map(|v| day.utc(v.second())).collect()),
        "date" => rows::dates(vec![day.number; n]),
        "region_id" => labels.regions.constant(day.r, n),
        "city_id" => {
            let city = |key| labels.first_city[day.r] + world.city(day.r, key) as i32;
            rows::ints(seen.visitors().iter().map(|v| city(v.key)).collect())
        }
        "device" => labels.devices.column(seen.devices().iter().map(|&d| i16::from(d)).collect()),
        "os" => labels.os.column(systems(labels, seen).map(|(os, _)| os).collect()),
        "browser" => labels.browsers.column(systems(labels, seen).map(|(_, b)| b).collect()),
        "language" => {
            labels.languages.column(seen.visitors().iter().map(|v| language(v.key)).collect())
        }
        "source" => labels.sources.column(traffic()),
        "medium" => labels.mediums.column(traffic()),
        "utm_campaign" => labels.campaigns.column(by_ad(&|ad| ad.campaign as i16)),
        "utm_content" => ads.contents(day).column(seen.ads().to_vec()),
        "platform" => labels.platforms.column(seen.platforms().to_vec()),
        "ad_id" => {
            let id = |&ad: &i16| if ad == NO_LABEL { NO_ID } else { live.ads[ad as usize].id };
            rows::optional_ids(seen.ads().iter().map(id).collect())
        }
        "click_id" => click_ids(seen),
        "landing_page" => {
            let page = |(visit, features): (&Visit, &Features)| {
                landing_page(labels, features.landing, day.visit_key(visit.origin))
            };
            labels.landing_pages.column(visits.iter().zip(seen.features()).map(page).collect())
        }
        "is_returning" => rows::bools(seen.visitors().iter().map(|v| v.returning).collect()),
        "page_views" => behaviour_ints(seen, |b| b.pages),
        "product_views" => behaviour_ints(seen, |b| b.product_views),
        "duration_seconds" => behaviour_ints(seen, |b| b.seconds),
        "added_to_cart" => behaviour_bools(seen, |b| b.cart),
        "reached_checkout" => behaviour_bools(seen, |b| b.checkout),
        "converted" => {
            let orders = |visit: &Visit| matches!(visit.origin, Origin::Order(_));
            rows::bools(visits.iter().map(orders).collect())
        }
        other => no_rule(other),
    })
}

/// Rows of `truth/sessions` for some of the day's visits.
pub fn truth_sessions(wanted: &Wanted, propensity: &Propensity, seen: &Seen) -> RecordBatch {
    let chance = |n: usize| {
        let visit = &seen.visits[n];
        let chance = propensity.of(
            visit.origin,
            seen.sources()[n],
            visit.second(),
            &seen.features()[n],
            seen.devices()[n],
            &seen.visitors()[n],
        );
        (chance * 1e6).round() / 1e6
    };
    let n = seen.visits.len();
    wanted.batch(n, |column| match column {
        "session_id" => rows::ids(session_ids(seen)),
        "propensity" => rows::floats((0..n).map(chance).collect()),
        other => no_rule(other),
    })
}

fn session_ids(seen: &Seen) -> Vec<i64> {
    let id = |visit: &Visit| seen.day.world.ids.session.id(seen.day.visit_row(visit.origin));
    seen.visits.iter().map(id).collect()
}

/// Labels of the operating system and the browser of each visit.
fn systems<'a>(labels: &'a WorldLabels, seen: &'a Seen) -> impl Iterator<Item = (i16, i16)> + 'a {
    seen.features().iter().map(|f| labels.systems[usize::from(f.system_position)])
}

fn click_ids(seen: &Seen) -> ArrayRef {
    let (day, n) = (seen.day, seen.visits.len());
    let kinds = day.world.click_ids();
    let mut ids = StringBuilder::with_capacity(n, n * 24);
    for (visit, &platform) in seen.visits.iter().zip(seen.platforms()) {
        match platform {
            NO_LABEL => ids.append_null(),
            platform => {
                push_click_id(&mut ids, kinds[platform as usize], day.click_key(visit.origin));
            }
        }
    }
    rows::built(ids)
}

fn behaviour_ints(seen: &Seen, value: fn(&Behaviour) -> i32) -> ArrayRef {
    rows::ints(seen.behaviour().iter().map(value).collect())
}

fn behaviour_bools(seen: &Seen, value: fn(&Behaviour) -> bool) -> ArrayRef {
    rows::bools(seen.behaviour().iter().map(value).collect())
}

/// The landing page's label: front page, sale, blog, then collections, then products.
fn landing_page(labels: &WorldLabels, landing: Landing, visit: Key) -> i16 {
    let key = visit.of(VISIT_FEATURES).at(8);
    // The first of a list are seen most: squared uniform numbers lean towards them.
    let leaning = |count: usize| (key.unit() * key.at(1).unit() * count as f64) as usize;
    let position = match landing {
        Landing::Home => 0,
        Landing::Sale => 1,
        Landing::Blog => 2,
        Landing::Collection => 3 + leaning(labels.collections),
        Landing::Product => 3 + labels.collections + leaning(labels.product_pages),
    };
    position as i16
}
