//! `sessions` and `truth/sessions`: one row is a visit, in order of time within a day and region.

use arrow_array::RecordBatch;
use arrow_array::builder::StringBuilder;

use super::clicks::push_click_id;
use super::columns::{SESSIONS, TRUTH_SESSIONS};
use super::day_labels::DayLabels;
use super::labels::WorldLabels;
use super::rows::{self, NO_ID, NO_LABEL};
use crate::random::Key;
use crate::random::names::VISIT_FEATURES;
use crate::world::behaviour::Aim;
use crate::world::day::{Day, Origin, Visit};
use crate::world::features::{Arrival, Features, Landing};
use crate::world::propensity::Propensity;
use crate::world::visits::Visitor;

/// What sessions and their propensities have in common.
pub struct Seen {
    visitor: Visitor,
    device: u8,
    cell: Option<u32>,
    source: usize,
    known: bool,
    features: Features,
}

/// Looks at visits as they begin.
pub fn look(day: &Day, visits: &[Visit]) -> Vec<Seen> {
    visits.iter().map(|visit| look_at(day, visit.origin)).collect()
}

fn look_at(day: &Day, origin: Origin) -> Seen {
    let visitor = day.visitor(origin);
    let device = day.visit_device(origin);
    let cell = day.visit_cell(origin);
    let source = if cell.is_none() { day.visit_source(origin) } else { 0 };
    let arrival = if cell.is_some() { Arrival::Paid } else { day.arrival(source) };
    let converts = matches!(origin, Origin::Order(_));
    let known = day.is_known(origin, &visitor);
    let key = day.visit_key(origin).of(VISIT_FEATURES);
    let features = day.world.features.draw(key, arrival, device, known, converts);
    Seen { visitor, device, cell, source, known, features }
}

/// Rows of `sessions` for some of the day's visits.
pub fn sessions(
    day: &Day,
    labels: &WorldLabels,
    ads: &DayLabels,
    visits: &[Visit],
    seen: &[Seen],
) -> RecordBatch {
    let world = day.world;
    let n = visits.len();
    let free_sources = world.scenario.traffic.sources.len();
    macro_rules! column {
        ($($name:ident),*) => { $(let mut $name = Vec::with_capacity(n);)* };
    }
    column!(ids, visitors, users, started, cities, devices, os, browsers, languages, sources);
    column!(mediums, campaigns, contents, platforms, ad_ids, landings, returning);
    column!(pages, products, seconds, carts, checkouts, converted);
    let mut click_ids = StringBuilder::with_capacity(n, n * 24);

    for (visit, seen) in visits.iter().zip(seen) {
        let origin = visit.origin;
        let key = day.visit_key(origin);
        let visitor = &seen.visitor;
        let aim = day.aim(origin);
        let behaviour = world.behaviour.draw(key, aim);

        ids.push(world.ids.session.id(day.visit_row(origin)));
        visitors.push(world.ids.visitor.id(visitor.row));
        users.push(if visitor.account { world.ids.user.id(visitor.row) } else { NO_ID });
        started.push(day.utc(visit.second()));
        cities.push(labels.first_city[day.r] + world.city(day.r, visitor.key) as i32);
        devices.push(i16::from(seen.device));
        let (system, browser) = labels.systems[usize::from(seen.features.system_position)];
        os.push(system);
        browsers.push(browser);
        let language = world.language(day.r, visitor.key);
        languages.push(labels.region_languages[day.r][language]);
        match seen.cell {
            Some(cell) => {
                let platform = day.platform_of(cell);
                let ad = day.cells[cell as usize].ad as usize;
                sources.push((free_sources + platform) as i16);
                mediums.push((free_sources + platform) as i16);
                campaigns.push(day.live.ads[ad].campaign as i16);
                contents.push(ad as i16);
                platforms.push(platform as i16);
                ad_ids.push(day.live.ads[ad].id);
                let kind = world.platform(platform).click_id;
                push_click_id(&mut click_ids, kind, day.click_key(origin));
            }
            None => {
                sources.push(seen.source as i16);
                mediums.push(seen.source as i16);
                campaigns.push(NO_LABEL);
                contents.push(NO_LABEL);
                platforms.push(NO_LABEL);
                ad_ids.push(NO_ID);
                click_ids.append_null();
            }
        }
        landings.push(landing_page(labels, seen.features.landing, key));
        returning.push(seen.features.returning);
        pages.push(behaviour.pages);
        products.push(behaviour.product_views);
        seconds.push(behaviour.seconds);
        carts.push(behaviour.cart);
        checkouts.push(behaviour.checkout);
        converted.push(matches!(aim, Aim::Order(_)));
    }
    rows::batch(
        &SESSIONS,
        vec![
            rows::ids(ids),
            rows::ids(visitors),
            rows::optional_ids(users),
            rows::times(started),
            rows::dates(vec![day.number; n]),
            labels.regions.constant(day.r, n),
            rows::ints(cities),
            labels.devices.column(devices),
            labels.os.column(os),
            labels.browsers.column(browsers),
            labels.languages.column(languages),
            labels.sources.column(sources),
            labels.mediums.column(mediums),
            labels.campaigns.column(campaigns),
            ads.contents.column(contents),
            labels.platforms.column(platforms),
            rows::optional_ids(ad_ids),
            rows::built(click_ids),
            labels.landing_pages.column(landings),
            rows::bools(returning),
            rows::ints(pages),
            rows::ints(products),
            rows::ints(seconds),
            rows::bools(carts),
            rows::bools(checkouts),
            rows::bools(converted),
        ],
    )
}

/// Rows of `truth/sessions` for some of the day's visits.
pub fn truth_sessions(
    day: &Day,
    propensity: &Propensity,
    visits: &[Visit],
    seen: &[Seen],
) -> RecordBatch {
    let mut ids = Vec::with_capacity(visits.len());
    let mut chances = Vec::with_capacity(visits.len());
    for (visit, seen) in visits.iter().zip(seen) {
        ids.push(day.world.ids.session.id(day.visit_row(visit.origin)));
        let chance = propensity.of(
            visit.origin,
            seen.source,
            visit.second(),
            &seen.features,
            seen.device,
            seen.known,
        );
        chances.push((chance * 1e6).round() / 1e6);
    }
    rows::batch(&TRUTH_SESSIONS, vec![rows::ids(ids), rows::floats(chances)])
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
