//! Names that may stand only once.

use std::collections::BTreeMap;

use super::{Report, at, method_name};
use crate::scenario::schema::Scenario;

pub fn check(scenario: &Scenario, report: &mut Report<'_>) {
    let regions = scenario.regions.iter().map(|region| region.id.as_str());
    once(report, &at!["regions"], "id", "region", regions);
    let names = scenario.regions.iter().map(|region| region.name.as_str());
    once(report, &at!["regions"], "name", "region", names);
    let audiences = scenario.audiences.iter().map(|audience| audience.id.as_str());
    once(report, &at!["audiences"], "id", "audience", audiences);
    let events = scenario.events.iter().map(|event| event.id.as_str());
    once(report, &at!["events"], "id", "event", events);
    let experiments = scenario.experiments.iter().map(|experiment| experiment.id.as_str());
    once(report, &at!["experiments"], "id", "experiment", experiments);

    for (id, platform) in &scenario.platforms {
        let names = platform.campaigns.iter().map(|campaign| campaign.name.as_str());
        once(report, &at!["platforms", id, "campaigns"], "name", "campaign", names);
        let formats = platform.formats.iter().map(|format| format.format.as_str());
        once(report, &at!["platforms", id, "formats"], "format", "format", formats);
        for (at, campaign) in platform.campaigns.iter().enumerate() {
            for (key, list) in [
                ("regions", &campaign.regions),
                ("audiences", &campaign.audiences),
                ("formats", &campaign.formats),
            ] {
                let list = list.iter().map(String::as_str);
                once(report, &at!["platforms", id, "campaigns", at, key], "", "entry", list);
            }
        }
    }
    for (at, region) in scenario.regions.iter().enumerate() {
        let methods: Vec<String> = region.payments.iter().map(|p| method_name(p.method)).collect();
        let methods = methods.iter().map(String::as_str);
        once(report, &at!["regions", at, "payments"], "method", "payment method", methods);
        let cities = region.cities.iter().map(|city| city.name.as_str());
        once(report, &at!["regions", at, "cities"], "name", "city", cities);
    }
    for (at, experiment) in scenario.experiments.iter().enumerate() {
        for (key, list) in [("platforms", &experiment.platforms), ("regions", &experiment.regions)]
        {
            once(
                report,
                &at!["experiments", at, key],
                "",
                "entry",
                list.iter().map(String::as_str),
            );
        }
    }
    let sources = &scenario.traffic.sources;
    let names: Vec<String> =
        sources.iter().map(|s| format!("{} / {}", s.source, s.medium)).collect();
    let names = names.iter().map(String::as_str);
    once(report, &at!["traffic", "sources"], "source", "source", names);
    let categories = scenario.catalog.categories.iter().map(String::as_str);
    once(report, &at!["catalog", "categories"], "", "category", categories);
}

/// Reports every name that stood before in the same list. An empty `key` means that the items
/// are the names themselves.
fn once<'n>(
    report: &mut Report<'_>,
    list: &[String],
    key: &str,
    noun: &str,
    names: impl Iterator<Item = &'n str>,
) {
    let mut seen = BTreeMap::new();
    for (at, name) in names.enumerate() {
        // Names that differ only in case would collide in file names and in SQL.
        let Some(first) = seen.insert(name.to_lowercase(), at) else {
            continue;
        };
        let mut path = list.to_vec();
        path.push(at.to_string());
        if !key.is_empty() {
            path.push(key.to_owned());
        }
        let what = format!("the {noun} `{name}` stands twice (items {first} and {at} of the list)");
        let hint =
            if key.is_empty() { "leave one of them out" } else { "rename one, or leave it out" };
        report.add(&path, what, hint);
    }
}
