//! The dimension tables: regions to calendar.

use arrow_array::RecordBatch;

use super::labels::WorldLabels;
use super::rows::{self, Labels};
use super::wanted::{Wanted, no_rule};
use crate::random::words::{Word, bodies, brands, headlines};
use crate::scenario::Region;
use crate::world::World;
use crate::world::calendar::is_weekend;
use crate::world::clock::{date_of, day_number};
use crate::world::creatives::Creative;

/// Cents of an amount.
fn cents(amount: f64) -> i64 {
    (amount * 100.0).round() as i64
}

/// `regions`.
pub fn regions(wanted: &Wanted, labels: &WorldLabels, world: &World) -> RecordBatch {
    let regions = &world.scenario.regions;
    let weekend = |region: &Region| {
        let days: Vec<String> =
            region.weekend.iter().map(|day| format!("{day:?}").to_lowercase()).collect();
        days.join(", ")
    };
    wanted.batch(regions.len(), |column| match column {
        "region_id" => labels.regions.column((0..regions.len() as i16).collect()),
        "name" => rows::text(regions.iter().map(|r| &r.name)),
        "country" => Labels::of_cells(regions.iter().map(|r| Some(r.country.as_str()))),
        "timezone" => rows::text(regions.iter().map(|r| &r.timezone)),
        "currency" => labels.currency.constant(0, regions.len()),
        "local_currency" => {
            Labels::of_cells(regions.iter().map(|r| Some(r.local_currency.as_str())))
        }
        "exchange_rate" => rows::floats(regions.iter().map(|r| r.exchange_rate).collect()),
        "tax_rate" => rows::floats(regions.iter().map(|r| r.tax_rate).collect()),
        "weekend" => rows::text(regions.iter().map(weekend)),
        other => no_rule(other),
    })
}

/// `cities`.
pub fn cities(wanted: &Wanted, labels: &WorldLabels, world: &World) -> RecordBatch {
    let cities: Vec<(usize, &crate::world::people::Place)> = world
        .places
        .iter()
        .enumerate()
        .flat_map(|(r, places)| places.iter().map(move |place| (r, place)))
        .collect();
    wanted.batch(cities.len(), |column| match column {
        "city_id" => rows::ints((1..=cities.len() as i32).collect()),
        "region_id" => labels.regions.column(cities.iter().map(|(r, _)| *r as i16).collect()),
        "name" => rows::text(cities.iter().map(|(_, place)| &place.name)),
        "native_name" => rows::text(cities.iter().map(|(_, place)| &place.native_name)),
        "latitude" => rows::floats(cities.iter().map(|(_, place)| place.latitude).collect()),
        "longitude" => rows::floats(cities.iter().map(|(_, place)| place.longitude).collect()),
        other => no_rule(other),
    })
}

/// `platforms`.
pub fn platforms(wanted: &Wanted, labels: &WorldLabels, world: &World) -> RecordBatch {
    let platforms: Vec<_> = world.scenario.platforms.values().collect();
    wanted.batch(platforms.len(), |column| match column {
        "platform" => labels.platforms.column((0..platforms.len() as i16).collect()),
        "name" => rows::text(platforms.iter().map(|p| &p.name)),
        "utm_source" => rows::text(platforms.iter().map(|p| &p.source)),
        "utm_medium" => rows::text(platforms.iter().map(|p| &p.medium)),
        "clickable" => rows::bools(platforms.iter().map(|p| p.clickable).collect()),
        "click_window_days" => {
            rows::ints(platforms.iter().map(|p| p.windows.click_days as i32).collect())
        }
        "view_window_days" => {
            rows::ints(platforms.iter().map(|p| p.windows.view_days as i32).collect())
        }
        "over_delivery" => rows::floats(platforms.iter().map(|p| p.over_delivery).collect()),
        other => no_rule(other),
    })
}

/// `audiences`.
pub fn audiences(wanted: &Wanted, world: &World) -> RecordBatch {
    let audiences = &world.scenario.audiences;
    let genders: Vec<String> =
        audiences.iter().map(|a| format!("{:?}", a.gender).to_lowercase()).collect();
    wanted.batch(audiences.len(), |column| match column {
        "audience_id" => Labels::of_cells(audiences.iter().map(|a| Some(a.id.as_str()))),
        "name" => rows::text(audiences.iter().map(|a| &a.name)),
        "age_min" => rows::ints(audiences.iter().map(|a| i32::from(a.age_min)).collect()),
        "age_max" => rows::ints(audiences.iter().map(|a| i32::from(a.age_max)).collect()),
        "gender" => Labels::of_cells(genders.iter().map(|g| Some(g.as_str()))),
        other => no_rule(other),
    })
}

/// `campaigns`.
pub fn campaigns(wanted: &Wanted, labels: &WorldLabels, world: &World) -> RecordBatch {
    let plans = &world.media.campaigns;
    let asked: Vec<_> =
        plans.iter().map(|plan| &world.platform(plan.platform).campaigns[plan.position]).collect();
    let date = |date: Option<jiff::civil::Date>| date.map(day_number);
    wanted.batch(plans.len(), |column| match column {
        "campaign_id" => rows::ints(plans.iter().map(|plan| plan.id).collect()),
        "platform" => {
            labels.platforms.column(plans.iter().map(|plan| plan.platform as i16).collect())
        }
        "name" => rows::text(asked.iter().map(|c| &c.name)),
        "objective" => Labels::of_cells(asked.iter().map(|c| Some(c.objective.as_str()))),
        "tactic" => Labels::of_cells(asked.iter().map(|c| Some(c.tactic.as_str()))),
        "daily_budget" => rows::money(plans.iter().map(|plan| cents(plan.daily_budget)).collect()),
        "currency" => labels.currency.constant(0, plans.len()),
        "start_date" => rows::optional_dates(asked.iter().map(|c| date(c.start)).collect()),
        "end_date" => rows::optional_dates(asked.iter().map(|c| date(c.end)).collect()),
        other => no_rule(other),
    })
}

/// `ad_sets`.
pub fn ad_sets(wanted: &Wanted, labels: &WorldLabels, world: &World) -> RecordBatch {
    let sets: Vec<_> = world
        .media
        .campaigns
        .iter()
        .flat_map(|plan| plan.ad_sets.iter().map(move |set| (plan, set)))
        .collect();
    let audience = |position: usize| &world.scenario.audiences[position];
    wanted.batch(sets.len(), |column| match column {
        "ad_set_id" => rows::ints(sets.iter().map(|(_, set)| set.id).collect()),
        "campaign_id" => rows::ints(sets.iter().map(|(plan, _)| plan.id).collect()),
        "platform" => {
            labels.platforms.column(sets.iter().map(|(plan, _)| plan.platform as i16).collect())
        }
        "audience_id" => {
            Labels::of_cells(sets.iter().map(|(_, set)| Some(audience(set.audience).id.as_str())))
        }
        "name" => rows::text(sets.iter().map(|(plan, set)| {
            let campaign = &world.platform(plan.platform).campaigns[plan.position];
            format!("{} | {}", campaign.name, audience(set.audience).name)
        })),
        other => no_rule(other),
    })
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
pub fn creatives(wanted: &Wanted, labels: &WorldLabels, world: &World) -> RecordBatch {
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
    wanted.batch(creatives.len(), |column| match column {
        "creative_id" => rows::ids(creatives.iter().map(|c| c.id).collect()),
        "campaign_id" => rows::ints(creatives.iter().map(|c| c.campaign_id).collect()),
        "platform" => {
            labels.platforms.column(creatives.iter().map(|c| c.platform as i16).collect())
        }
        "name" => rows::text(creatives.iter().map(|c| creative_name(c))),
        "concept" => rows::text(
            creatives.iter().map(|c| format!("{}-{}-{}", c.campaign_id, c.slot + 1, c.concept + 1)),
        ),
        "format" => Labels::of_cells(creatives.iter().map(|c| Some(c.format.as_str()))),
        "hook" => Labels::of_cells(creatives.iter().map(|c| Some(c.hook.name()))),
        "call_to_action" => {
            Labels::of_cells(creatives.iter().map(|c| Some(c.call_to_action.name())))
        }
        "language" => Labels::of_cells(creatives.iter().map(|c| Some(c.language.as_str()))),
        "length_seconds" => rows::optional_ints(creatives.iter().map(|c| c.length).collect()),
        "shows_person" => rows::bools(creatives.iter().map(|c| c.person).collect()),
        "shows_price" => rows::bools(creatives.iter().map(|c| c.price).collect()),
        "made_by_customer" => rows::bools(creatives.iter().map(|c| c.customer_made).collect()),
        "headline" => rows::text(creatives.iter().map(|c| say(c, headlines(c.hook), 0))),
        "body" => rows::text(creatives.iter().map(|c| say(c, bodies(c.hook), 1))),
        "created_on" => rows::dates(creatives.iter().map(|c| c.first_day).collect()),
        other => no_rule(other),
    })
}

/// `ads`.
pub fn ads(wanted: &Wanted, labels: &WorldLabels, world: &World) -> RecordBatch {
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
    wanted.batch(ads.len(), |column| match column {
        "ad_id" => rows::ids(ads.iter().map(|ad| ad.0).collect()),
        "ad_set_id" => rows::ints(ads.iter().map(|ad| ad.2.id).collect()),
        "creative_id" => rows::ids(ads.iter().map(|ad| ad.3.id).collect()),
        "campaign_id" => rows::ints(ads.iter().map(|ad| ad.1.id).collect()),
        "platform" => labels.platforms.column(ads.iter().map(|ad| ad.1.platform as i16).collect()),
        "name" => rows::text(ads.iter().map(|ad| {
            let audience = &world.scenario.audiences[ad.2.audience];
            format!("{} | {}", creative_name(ad.3), audience.name)
        })),
        "start_date" => rows::dates(ads.iter().map(|ad| ad.3.first_day).collect()),
        "end_date" => rows::dates(ads.iter().map(|ad| ad.3.last_day).collect()),
        other => no_rule(other),
    })
}

/// `ad_pricing`.
pub fn ad_pricing(wanted: &Wanted, labels: &WorldLabels, world: &World) -> RecordBatch {
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
    wanted.batch(list.len(), |column| match column {
        "pricing_id" => rows::ints((1..=list.len() as i32).collect()),
        "platform" => labels.platforms.column(list.iter().map(|e| e.0 as i16).collect()),
        "format" => Labels::of_cells(list.iter().map(|e| Some(e.2))),
        "region_id" => labels.regions.column(list.iter().map(|e| e.3 as i16).collect()),
        "pricing_model" => Labels::of_cells(list.iter().map(|_| Some("cpm"))),
        "price" => rows::money(list.iter().map(|e| cents(price(e))).collect()),
        "expected_ctr" => rows::floats(
            list.iter()
                .map(|e| {
                    let clicks = if e.1.clickable { e.1.ctr.base } else { 0.0 };
                    ((clicks * scenario.formats[e.2].ctr) * 1e6).round() / 1e6
                })
                .collect(),
        ),
        "minimum_daily_budget" => {
            rows::money(list.iter().map(|e| cents(price(e) * SMALLEST_BUDGET)).collect())
        }
        other => no_rule(other),
    })
}

/// `categories`.
pub fn categories(wanted: &Wanted, world: &World) -> RecordBatch {
    let categories = &world.catalog.categories;
    wanted.batch(categories.len(), |column| match column {
        "category_id" => rows::ints((1..=categories.len() as i32).collect()),
        "slug" => Labels::of_cells(categories.iter().map(|c| Some(c.id))),
        "name" => rows::text(categories.iter().map(|c| c.name)),
        "native_name" => rows::text(categories.iter().map(|c| c.native_name)),
        "department" => Labels::of_cells(categories.iter().map(|c| Some(c.department))),
        other => no_rule(other),
    })
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
pub fn products(wanted: &Wanted, world: &World) -> RecordBatch {
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
    wanted.batch(products.len(), |column| match column {
        "product_id" => rows::ints((1..=products.len() as i32).collect()),
        "sku" => rows::text((0..products.len()).map(sku)),
        "name" => rows::text((0..products.len()).map(|n| product_name(world, n))),
        "native_name" => rows::text((0..products.len()).map(native)),
        "category_id" => rows::ints(products.iter().map(|p| p.category as i32 + 1).collect()),
        "brand" => Labels::of_cells(products.iter().map(|p| Some(brands()[p.words[0]].latin))),
        "price" => rows::money(products.iter().map(|p| p.price).collect()),
        "unit_cost" => rows::money(products.iter().map(|p| p.cost).collect()),
        other => no_rule(other),
    })
}

/// `experiments`.
pub fn experiments(wanted: &Wanted, labels: &WorldLabels, world: &World) -> RecordBatch {
    let list: Vec<_> = treated(world).collect();
    wanted.batch(list.len(), |column| match column {
        "experiment_id" => Labels::of_cells(list.iter().map(|e| Some(e.0.id.as_str()))),
        "name" => rows::text(list.iter().map(|e| &e.0.name)),
        "platform" => labels.platforms.column(list.iter().map(|e| e.1 as i16).collect()),
        "region_id" => labels.regions.column(list.iter().map(|e| e.2 as i16).collect()),
        "start_date" => rows::dates(list.iter().map(|e| day_number(e.0.start)).collect()),
        "end_date" => rows::dates(list.iter().map(|e| day_number(e.0.end)).collect()),
        "multiplier" => rows::floats(list.iter().map(|e| e.0.multiplier).collect()),
        other => no_rule(other),
    })
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
pub fn calendar(wanted: &Wanted, labels: &WorldLabels, world: &World, t: usize) -> RecordBatch {
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
    wanted.batch(count, |column| match column {
        "date" => rows::dates(vec![day; count]),
        "region_id" => labels.regions.column((0..count as i16).collect()),
        "weekday" => Labels::new([&weekday]).constant(0, count),
        "iso_week" => rows::ints(vec![i32::from(date.iso_week_date().week()); count]),
        "month" => rows::ints(vec![i32::from(date.month()); count]),
        "quarter" => rows::ints(vec![(i32::from(date.month()) + 2) / 3; count]),
        "year" => rows::ints(vec![i32::from(date.year()); count]),
        "is_weekend" => {
            rows::bools(regions.iter().map(|r| is_weekend(r, date.weekday())).collect())
        }
        "hijri_date" => {
            rows::text((0..count).map(|_| format!("{year:04}-{month:02}-{day_of_month:02}")))
        }
        "events" => rows::optional_text((0..count).map(events)),
        other => no_rule(other),
    })
}
