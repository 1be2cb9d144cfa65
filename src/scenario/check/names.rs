//! Names that must exist elsewhere: in the scenario, or in the built-in lists.

use super::{Report, at, method_name};
use crate::random::words;
use crate::scenario::near::{listed, nearest};
use crate::scenario::schema::{Platform, Region, Scenario};

/// Languages of shoppers that a scenario may name, by ISO 639-1 code.
const LANGUAGES: [&str; 24] = [
    "ar", "bn", "cs", "da", "de", "en", "es", "fa", "fi", "fr", "hi", "it", "ja", "ko", "ml", "nl",
    "no", "pl", "pt", "sv", "tl", "tr", "ur", "zh",
];

pub fn check(scenario: &Scenario, report: &mut Report<'_>) {
    for (id, platform) in &scenario.platforms {
        campaigns(scenario, id, platform, report);
        clicks(scenario, id, platform, report);
    }
    for (at, region) in scenario.regions.iter().enumerate() {
        known_region(scenario, at, region, report);
    }
    for (at, event) in scenario.events.iter().enumerate() {
        if let Some(hours) = &event.hours {
            let profiles = scenario.traffic.hours.keys();
            must_exist(report, &at!["events", at, "hours"], "hour profile", hours, profiles);
        }
    }
    for (at, experiment) in scenario.experiments.iter().enumerate() {
        for (index, id) in experiment.platforms.iter().enumerate() {
            let path = at!["experiments", at, "platforms", index];
            must_exist(report, &path, "platform", id, scenario.platforms.keys());
        }
        for (index, id) in experiment.regions.iter().enumerate() {
            let path = at!["experiments", at, "regions", index];
            must_exist(report, &path, "region", id, region_ids(scenario));
        }
    }
    for (at, id) in scenario.catalog.categories.iter().enumerate() {
        let known = words::categories().iter().map(|category| category.id);
        must_exist(report, &at!["catalog", "categories", at], "built-in category", id, known);
    }
}

fn campaigns(scenario: &Scenario, id: &str, platform: &Platform, report: &mut Report<'_>) {
    for (at, share) in platform.formats.iter().enumerate() {
        let path = at!["platforms", id, "formats", at, "format"];
        must_exist(report, &path, "format", &share.format, scenario.formats.keys());
    }
    for (at, campaign) in platform.campaigns.iter().enumerate() {
        let own = |key: &str| at!["platforms", id, "campaigns", at, key];
        let objectives = scenario.objectives.keys();
        must_exist(report, &own("objective"), "objective", &campaign.objective, objectives);
        must_exist(report, &own("tactic"), "tactic", &campaign.tactic, scenario.tactics.keys());
        let item = |key: &str, index: usize| at!["platforms", id, "campaigns", at, key, index];
        for (index, region) in campaign.regions.iter().enumerate() {
            must_exist(report, &item("regions", index), "region", region, region_ids(scenario));
        }
        for (index, audience) in campaign.audiences.iter().enumerate() {
            let known = scenario.audiences.iter().map(|audience| &audience.id);
            must_exist(report, &item("audiences", index), "audience", audience, known);
        }
        for (index, format) in campaign.formats.iter().enumerate() {
            must_exist(report, &item("formats", index), "format", format, scenario.formats.keys());
        }
    }
}

/// Clicks, or their absence, must be said the same way throughout a platform.
fn clicks(scenario: &Scenario, id: &str, platform: &Platform, report: &mut Report<'_>) {
    let path = at!["platforms", id, "clickable"];
    let clicked = |name: &String| scenario.formats.get(name).is_some_and(|format| format.ctr > 0.0);
    let own = platform.formats.iter().map(|share| &share.format);
    let formats = || own.clone().chain(platform.campaigns.iter().flat_map(|c| &c.formats));
    if formats().any(|format| !scenario.formats.contains_key(format)) {
        return;
    }
    if platform.clickable && platform.ctr.base == 0.0 {
        report.add(
            &path,
            "a clickable platform needs a ctr.base above 0",
            "set clickable = false, or give ctr.base",
        );
    } else if platform.clickable && !formats().any(clicked) {
        let what = "a clickable platform needs at least one format with a ctr above 0";
        report.add(&path, what, "set clickable = false, or add a format that people click");
    }
    if platform.clickable {
        return;
    }
    if platform.ctr.base > 0.0 || platform.intercept.click > 0.0 {
        let what = "a platform without clicks needs ctr.base = 0 and intercept.click = 0";
        report.add(&path, what, "set both to 0, or start from one without clicks: like = \"tv\"");
    } else if let Some(format) = formats().find(|format| clicked(format)) {
        let what = format!(
            "a platform without clicks cannot run the format `{format}`, which people click"
        );
        report.add(&path, what, "use formats with ctr = 0, such as `tv_spot` or `billboard`");
    }
}

fn known_region(scenario: &Scenario, at: usize, region: &Region, report: &mut Report<'_>) {
    let own = |key: &str| at!["regions", at, key];
    if jiff::tz::TimeZone::get(&region.timezone).is_err() {
        let what = format!("`{}` is not an IANA time zone", region.timezone);
        let zones: Vec<_> = jiff::tz::db().available().collect();
        let near = nearest(&region.timezone, zones.iter().map(|zone| zone.as_str()));
        let hint = match near.is_empty() {
            true => "a time zone is written like Asia/Riyadh or America/New_York".to_owned(),
            false => format!("did you mean {}?", listed(near, 3, "or")),
        };
        report.add(&own("timezone"), what, hint);
    }
    must_exist(report, &own("hours"), "hour profile", &region.hours, scenario.traffic.hours.keys());
    for culture in region.cultures.keys() {
        let known = words::Culture::ALL.iter().map(|culture| culture.name());
        must_exist(report, &at!["regions", at, "cultures", culture], "culture", culture, known);
    }
    for language in region.languages.keys() {
        must_exist(
            report,
            &at!["regions", at, "languages", language],
            "language",
            language,
            LANGUAGES,
        );
    }
    for (index, payment) in region.payments.iter().enumerate() {
        if !scenario.fulfilment.payment.contains_key(&payment.method) {
            let name = method_name(payment.method);
            let what = format!("nothing says how `{name}` behaves");
            let hint = format!("add a section [fulfilment.payment.{name}]");
            report.add(&at!["regions", at, "payments", index, "method"], what, hint);
        }
    }
    if region.cities.is_empty() && words::cities(&region.country, &region.id).is_empty() {
        let place = if region.country == "US" { "state" } else { "country" };
        let what = format!("there are no built-in cities for this {place}, and none are given");
        let hint = "add `cities = [{ name = \"…\", weight = 1.0 }]`, with as many as you like";
        report.add(&own("cities"), what, hint);
    }
}

fn region_ids(scenario: &Scenario) -> impl Iterator<Item = &String> {
    scenario.regions.iter().map(|region| &region.id)
}

pub(super) fn must_exist<N: AsRef<str>>(
    report: &mut Report<'_>,
    path: &[String],
    noun: &str,
    name: &str,
    known: impl IntoIterator<Item = N>,
) {
    let known: Vec<N> = known.into_iter().collect();
    if known.iter().any(|known| known.as_ref() == name) {
        return;
    }
    let known = || known.iter().map(AsRef::as_ref);
    let near = nearest(name, known());
    let hint = match near.is_empty() {
        true => format!("there are {}", listed(known(), 30, "and")),
        false => format!("did you mean {}?", listed(near, 3, "or")),
    };
    report.add(path, format!("there is no {noun} `{name}`"), hint);
}
