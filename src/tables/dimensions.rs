//! The dimension tables: regions to calendar.

use arrow_array::RecordBatch;

use super::columns as t;
use super::labels::WorldLabels;
use super::rows::{self, Labels};
use crate::random::words::{Word, bodies, brands, headlines};
use crate::world::World;
use crate::world::calendar::is_weekend;
use crate::world::clock::{date_of, day_number};
use crate::world::creatives::Creative;

/// Cents of an amount.
fn cents(amount: f64) -> i64 {
    (amount * 100.0).round() as i64
}

/// `regions`.
pub fn regions(world: &World, labels: &WorldLabels) -> RecordBatch {
    let regions = &world.scenario.regions;
    let weekend = regions.iter().map(|region| {
        let days: Vec<String> =
            region.weekend.iter().map(|day| format!("{day:?}").to_lowercase()).collect();
        days.join(", ")
    });
    rows::batch(
        &t::REGIONS,
        vec![
            labels.regions.column((0..regions.len() as i16).collect()),
            rows::text(regions.iter().map(|r| &r.name)),
            Labels::of_cells(regions.iter().map(|r| Some(r.country.as_str()))),
            rows::text(regions.iter().map(|r| &r.timezone)),
            labels.currency.constant(0, regions.len()),
            Labels::of_cells(regions.iter().map(|r| Some(r.local_currency.as_str()))),
            rows::floats(regions.iter().map(|r| r.exchange_rate).collect()),
            rows::floats(regions.iter().map(|r| r.tax_rate).collect()),
            rows::text(weekend),
        ],
    )
}

/// `cities`.
pub fn cities(world: &World, labels: &WorldLabels) -> RecordBatch {
    let cities: Vec<(usize, &crate::world::people::Place)> = world
        .places
        .iter()
        .enumerate()
        .flat_map(|(r, places)| places.iter().map(move |place| (r, place)))
        .collect();
    rows::batch(
        &t::CITIES,
        vec![
            rows::ints((1..=cities.len() as i32).collect()),
            labels.regions.column(cities.iter().map(|(r, _)| *r as i16).collect()),
            rows::text(cities.iter().map(|(_, place)| &place.name)),
            rows::text(cities.iter().map(|(_, place)| &place.native_name)),
            rows::floats(cities.iter().map(|(_, place)| place.latitude).collect()),
            rows::floats(cities.iter().map(|(_, place)| place.longitude).collect()),
        ],
    )
}

/// `platforms`.
pub fn platforms(world: &World, labels: &WorldLabels) -> RecordBatch {
    let platforms: Vec<_> = world.scenario.platforms.values().collect();
    rows::batch(
        &t::PLATFORMS,
        vec![
            labels.platforms.column((0..platforms.len() as i16).collect()),
            rows::text(platforms.iter().map(|p| &p.name)),
            rows::text(platforms.iter().map(|p| &p.source)),
            rows::text(platforms.iter().map(|p| &p.medium)),
            rows::bools(platforms.iter().map(|p| p.clickable).collect()),
            rows::ints(platforms.iter().map(|p| p.windows.click_days as i32).collect()),
            rows::ints(platforms.iter().map(|p| p.windows.view_days as i32).collect()),
            rows::floats(platforms.iter().map(|p| p.over_delivery).collect()),
        ],
    )
}

/// `audiences`.
pub fn audiences(world: &World) -> RecordBatch {
    let audiences = &world.scenario.audiences;
    let genders: Vec<String> =
        audiences.iter().map(|a| format!("{:?}", a.gender).to_lowercase()).collect();
    rows::batch(
        &t::AUDIENCES,
        vec![
            Labels::of_cells(audiences.iter().map(|a| Some(a.id.as_str()))),
            rows::text(audiences.iter().map(|a| &a.name)),
            rows::ints(audiences.iter().map(|a| i32::from(a.age_min)).collect()),
            rows::ints(audiences.iter().map(|a| i32::from(a.age_max)).collect()),
            Labels::of_cells(genders.iter().map(|g| Some(g.as_str()))),
        ],
    )
}

/// `campaigns`.
pub fn campaigns(world: &World, labels: &WorldLabels) -> RecordBatch {
    let plans = &world.media.campaigns;
    let asked: Vec<_> =
        plans.iter().map(|plan| &world.platform(plan.platform).campaigns[plan.position]).collect();
    let date = |date: Option<jiff::civil::Date>| date.map(day_number);
    rows::batch(
        &t::CAMPAIGNS,
        vec![
            rows::ints(plans.iter().map(|plan| plan.id).collect()),
            labels.platforms.column(plans.iter().map(|plan| plan.platform as i16).collect()),
            rows::text(asked.iter().map(|c| &c.name)),
            Labels::of_cells(asked.iter().map(|c| Some(c.objective.as_str()))),
            Labels::of_cells(asked.iter().map(|c| Some(c.tactic.as_str()))),
            rows::money(plans.iter().map(|plan| cents(plan.daily_budget)).collect()),
            labels.currency.constant(0, plans.len()),
            rows::optional_dates(asked.iter().map(|c| date(c.start)).collect()),
            rows::optional_dates(asked.iter().map(|c| date(c.end)).collect()),
        ],
    )
}

/// `ad_sets`.
pub fn ad_sets(world: &World, labels: &WorldLabels) -> RecordBatch {
    let sets: Vec<_> = world
        .media
        .campaigns
        .iter()
        .flat_map(|plan| plan.ad_sets.iter().map(move |set| (plan, set)))
        .collect();
    let audience = |position: usize| &world.scenario.audiences[position];
    rows::batch(
        &t::AD_SETS,
        vec![
            rows::ints(sets.iter().map(|(_, set)| set.id).collect()),
            rows::ints(sets.iter().map(|(plan, _)| plan.id).collect()),
            labels.platforms.column(sets.iter().map(|(plan, _)| plan.platform as i16).collect()),
            Labels::of_cells(sets.iter().map(|(_, set)| Some(audience(set.audience).id.as_str()))),
            rows::text(sets.iter().map(|(plan, set)| {
                let campaign = &world.platform(plan.platform).campaigns[plan.position];
                format!("{} | {}", campaign.name, audience(set.audience).name)
            })),
        ],
    )
}

/// A creative's name in the ad account.
pub fn creative_name(creative: &Creative) -> String {
    let length = creative.length.map(|s| format!("_{s}s")).unwrap_or_default();
    format!(
        "{}{}_{}_{}_c{:02}v{:02}",
        creative.format,
        length,
        creative.hook.name(),
        creative.language,
        creative.slot + 1,
        creative.concept + 1,
    ) + &format!("_{}", date_of(creative.first_day).strftime("%y%m%d"))
}

/// Creatives that have been shown by the window's end.
fn known_creatives(world: &World) -> Vec<&Creative> {
    world.media.creatives.iter().filter(|c| c.first_day < world.span.end).collect()
}

/// `creatives`.
pub fn creatives(world: &World, labels: &WorldLabels) -> RecordBatch {
    let creatives = known_creatives(world);
    let say = |creative: &Creative, list: &[Word], n: u64| {
        let word = list[creative.text.at(n).below(list.len() as u64) as usize];
        let carried = &world.catalog.categories;
        let category = carried[creative.text.at(9).below(carried.len() as u64) as usize];
        let region = creative.text.at(8).below(world.places.len() as u64) as usize;
        let places = &world.places[region];
        let city = &places[creative.text.at(7).below(places.len() as u64) as usize];
        if creative.language == "ar" {
            word.native
                .replace("{product}", category.native_name)
                .replace("{city}", &city.native_name)
        } else {
            word.latin.replace("{product}", category.name).replace("{city}", &city.name)
        }
    };
    rows::batch(
        &t::CREATIVES,
        vec![
            rows::ids(creatives.iter().map(|c| c.id).collect()),
            rows::ints(creatives.iter().map(|c| c.campaign_id).collect()),
            labels.platforms.column(creatives.iter().map(|c| c.platform as i16).collect()),
            rows::text(creatives.iter().map(|c| creative_name(c))),
            rows::text(
                creatives
                    .iter()
                    .map(|c| format!("{}-{}-{}", c.campaign_id, c.slot + 1, c.concept + 1)),
            ),
            Labels::of_cells(creatives.iter().map(|c| Some(c.format.as_str()))),
            Labels::of_cells(creatives.iter().map(|c| Some(c.hook.name()))),
            Labels::of_cells(creatives.iter().map(|c| Some(c.call_to_action.name()))),
            Labels::of_cells(creatives.iter().map(|c| Some(c.language.as_str()))),
            rows::optional_ints(creatives.iter().map(|c| c.length).collect()),
            rows::bools(creatives.iter().map(|c| c.person).collect()),
            rows::bools(creatives.iter().map(|c| c.price).collect()),
            rows::bools(creatives.iter().map(|c| c.customer_made).collect()),
            rows::text(creatives.iter().map(|c| say(c, headlines(c.hook), 0))),
            rows::text(creatives.iter().map(|c| say(c, bodies(c.hook), 1))),
            rows::dates(creatives.iter().map(|c| c.first_day).collect()),
        ],
    )
}

/// `ads`.
pub fn ads(world: &World, labels: &WorldLabels) -> RecordBatch {
    let mut ads = Vec::new();
    for plan in &world.media.campaigns {
        for set in &plan.ad_sets {
            for (s, slot) in plan.slots.iter().enumerate() {
                for (generation, &creative) in slot.creatives.iter().enumerate() {
                    let creative = &world.media.creatives[creative];
                    if creative.first_day < world.span.end {
                        let id = set.ad_id(plan.slots.len(), s, generation);
                        ads.push((id, plan, set, creative));
                    }
                }
            }
        }
    }
    ads.sort_unstable_by_key(|ad| ad.0);
    rows::batch(
        &t::ADS,
        vec![
            rows::ids(ads.iter().map(|ad| ad.0).collect()),
            rows::ints(ads.iter().map(|ad| ad.2.id).collect()),
            rows::ids(ads.iter().map(|ad| ad.3.id).collect()),
            rows::ints(ads.iter().map(|ad| ad.1.id).collect()),
            labels.platforms.column(ads.iter().map(|ad| ad.1.platform as i16).collect()),
            rows::text(ads.iter().map(|ad| {
                let audience = &world.scenario.audiences[ad.2.audience];
                format!("{} | {}", creative_name(ad.3), audience.name)
            })),
            rows::dates(ads.iter().map(|ad| ad.3.first_day).collect()),
            rows::dates(ads.iter().map(|ad| ad.3.last_day).collect()),
        ],
    )
}

/// `ad_pricing`.
pub fn ad_pricing(world: &World, labels: &WorldLabels) -> RecordBatch {
    let scenario = &world.scenario;
    let mut list = Vec::new();
    for (p, platform) in scenario.platforms.values().enumerate() {
        for share in &platform.formats {
            for (r, region) in scenario.regions.iter().enumerate() {
                list.push((p, platform, share.format.as_str(), r, region));
            }
        }
    }
    let price =
        |entry: &(usize, &crate::scenario::Platform, &str, usize, &crate::scenario::Region)| {
            entry.1.cpm.base * scenario.formats[entry.2].cpm * entry.4.cpm_factor
        };
    /// Platforms take campaigns from about the price of a thousand impressions a day.
    const SMALLEST_BUDGET: f64 = 1.0;
    rows::batch(
        &t::AD_PRICING,
        vec![
            rows::ints((1..=list.len() as i32).collect()),
            labels.platforms.column(list.iter().map(|e| e.0 as i16).collect()),
            Labels::of_cells(list.iter().map(|e| Some(e.2))),
            labels.regions.column(list.iter().map(|e| e.3 as i16).collect()),
            Labels::of_cells(list.iter().map(|_| Some("cpm"))),
            rows::money(list.iter().map(|e| cents(price(e))).collect()),
            rows::floats(
                list.iter()
                    .map(|e| {
                        let clicks = if e.1.clickable { e.1.ctr.base } else { 0.0 };
                        ((clicks * scenario.formats[e.2].ctr) * 1e6).round() / 1e6
                    })
                    .collect(),
            ),
            rows::money(list.iter().map(|e| cents(price(e) * SMALLEST_BUDGET)).collect()),
        ],
    )
}

/// `categories`.
pub fn categories(world: &World) -> RecordBatch {
    let categories = &world.catalog.categories;
    rows::batch(
        &t::CATEGORIES,
        vec![
            rows::ints((1..=categories.len() as i32).collect()),
            Labels::of_cells(categories.iter().map(|c| Some(c.id))),
            rows::text(categories.iter().map(|c| c.name)),
            rows::text(categories.iter().map(|c| c.native_name)),
            Labels::of_cells(categories.iter().map(|c| Some(c.department))),
        ],
    )
}

/// A product's name in English.
pub fn product_name(world: &World, position: usize) -> String {
    let product = &world.catalog.products[position];
    let category = world.catalog.categories[product.category];
    let [_, noun, qualifier, variant] = product.words;
    format!(
        "{} {}, {}",
        category.qualifiers[qualifier].latin,
        category.nouns[noun].latin,
        category.variants[variant].latin
    )
}

/// `products`.
pub fn products(world: &World) -> RecordBatch {
    let products = &world.catalog.products;
    let native = |position: usize| {
        let product = &products[position];
        let category = world.catalog.categories[product.category];
        let [_, noun, qualifier, variant] = product.words;
        format!(
            "{} {} {}",
            category.nouns[noun].native,
            category.qualifiers[qualifier].native,
            category.variants[variant].native
        )
    };
    let sku = |position: usize| {
        let product = &products[position];
        let category = world.catalog.categories[product.category];
        let letters: String =
            category.id.chars().filter(char::is_ascii_alphabetic).take(3).collect();
        format!("{}-{:05}", letters.to_uppercase(), position + 1)
    };
    rows::batch(
        &t::PRODUCTS,
        vec![
            rows::ints((1..=products.len() as i32).collect()),
            rows::text((0..products.len()).map(sku)),
            rows::text((0..products.len()).map(|n| product_name(world, n))),
            rows::text((0..products.len()).map(native)),
            rows::ints(products.iter().map(|p| p.category as i32 + 1).collect()),
            Labels::of_cells(products.iter().map(|p| Some(brands()[p.words[0]].latin))),
            rows::money(products.iter().map(|p| p.price).collect()),
            rows::money(products.iter().map(|p| p.cost).collect()),
        ],
    )
}

/// `experiments`.
pub fn experiments(world: &World, labels: &WorldLabels) -> RecordBatch {
    let list: Vec<_> = treated(world).collect();
    rows::batch(
        &t::EXPERIMENTS,
        vec![
            Labels::of_cells(list.iter().map(|e| Some(e.0.id.as_str()))),
            rows::text(list.iter().map(|e| &e.0.name)),
            labels.platforms.column(list.iter().map(|e| e.1 as i16).collect()),
            labels.regions.column(list.iter().map(|e| e.2 as i16).collect()),
            rows::dates(list.iter().map(|e| day_number(e.0.start)).collect()),
            rows::dates(list.iter().map(|e| day_number(e.0.end)).collect()),
            rows::floats(list.iter().map(|e| e.0.multiplier).collect()),
        ],
    )
}

/// Every experiment with each platform and treated region, as positions.
pub fn treated(
    world: &World,
) -> impl Iterator<Item = (&crate::scenario::Experiment, usize, usize)> {
    let scenario = &world.scenario;
    scenario.experiments.iter().flat_map(move |experiment| {
        let platforms = (0..world.platform_ids.len())
            .filter(|&p| experiment.platforms.contains(&world.platform_ids[p]));
        platforms.flat_map(move |p| {
            (0..scenario.regions.len())
                .filter(|&r| experiment.regions.contains(&scenario.regions[r].id))
                .map(move |r| (experiment, p, r))
        })
    })
}

/// `calendar`, of one day.
pub fn calendar(world: &World, labels: &WorldLabels, t: usize) -> RecordBatch {
    let regions = &world.scenario.regions;
    let count = regions.len();
    let day = world.span.day(t);
    let date = date_of(day);
    let weekday = date.strftime("%A").to_string();
    let (year, month, day_of_month) = world.calendar.hijri[t];
    let events = |r: usize| {
        let on = &world.calendar.regions[r].events[t];
        let names: Vec<&str> =
            on.iter().map(|&e| world.scenario.events[e as usize].name.as_str()).collect();
        (!names.is_empty()).then(|| names.join("; "))
    };
    rows::batch(
        &t::CALENDAR,
        vec![
            rows::dates(vec![day; count]),
            labels.regions.column((0..count as i16).collect()),
            Labels::new([weekday]).constant(0, count),
            rows::ints(vec![i32::from(date.iso_week_date().week()); count]),
            rows::ints(vec![i32::from(date.month()); count]),
            rows::ints(vec![(i32::from(date.month()) + 2) / 3; count]),
            rows::ints(vec![i32::from(date.year()); count]),
            rows::bools(regions.iter().map(|r| is_weekend(r, date.weekday())).collect()),
            rows::text((0..count).map(|_| format!("{year:04}-{month:02}-{day_of_month:02}"))),
            rows::optional_text((0..count).map(events)),
        ],
    )
}
