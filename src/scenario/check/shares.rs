//! Shares that add up to something, and bounds in order.

use super::{Report, at};
use crate::scenario::schema::{Region, Scenario};

pub fn check(scenario: &Scenario, report: &mut Report<'_>) {
    for (at, region) in scenario.regions.iter().enumerate() {
        check_region(at, region, report);
    }
    for (name, hours) in &scenario.traffic.hours {
        adds_up(report, &at!["traffic", "hours", name], hours);
    }
    let sources = &scenario.traffic.sources;
    for (key, shares) in [
        ("share", sources.iter().map(|source| source.share).collect::<Vec<_>>()),
        ("existing_share", sources.iter().map(|source| source.existing_share).collect()),
        ("return_share", sources.iter().map(|source| source.return_share).collect()),
    ] {
        if shares.iter().sum::<f64>() <= 0.0 {
            let what = format!("the {key} of at least one source must be above 0");
            report.add(&at!["traffic", "sources"], what, "these visits must come from somewhere");
        }
    }
    let inventory = &scenario.inventory;
    let (least, most) = (inventory.review_days_min, inventory.review_days_max);
    in_order(report, "inventory", "review_days", least.into(), most.into());
    in_order(report, "inventory", "cover", inventory.cover_min, inventory.cover_max);
    for (at, audience) in scenario.audiences.iter().enumerate() {
        let (least, most) = (audience.age_min, audience.age_max);
        if least > most {
            let what = format!("age_min ({least}) must not be above age_max ({most})");
            report.add(&at!["audiences", at, "age_min"], what, "swap the two, or correct one");
        }
    }
    for (id, platform) in &scenario.platforms {
        let clicks = platform.landing_rate + platform.invalid_click_rate;
        if clicks > 1.0 + 1e-9 {
            let what = format!(
                "landing_rate and invalid_click_rate together must not exceed 1, but come to {clicks:.3}"
            );
            let found =
                report.add(&at!["platforms", id, "landing_rate"], what, "lower one of them");
            found.why = Some("an invalid click never lands".to_owned());
        }
        let sum = platform.intercept.click + platform.intercept.view;
        if sum > 1.0 {
            let what = format!(
                "intercept.click and intercept.view together must not exceed 1, but come to {sum:.3}"
            );
            report.add(&at!["platforms", id, "intercept", "click"], what, "lower one of them");
        }
    }
}

fn check_region(at: usize, region: &Region, report: &mut Report<'_>) {
    if region.weekend.len() > 6 {
        let what = "a week must have at least one working day";
        report.add(&at!["regions", at, "weekend"], what, "most places have two weekend days");
    }
    let phones = region.mobile_share + region.tablet_share;
    if phones > 1.0 + 1e-9 {
        let what = format!(
            "mobile_share and tablet_share together must not exceed 1, but come to {phones:.3}"
        );
        report.add(
            &at!["regions", at, "mobile_share"],
            what,
            "lower one of them; the rest are desktops",
        );
    }
    if region.payments.iter().map(|payment| payment.share).sum::<f64>() <= 0.0 {
        let what = "at least one payment method must have a share above 0";
        report.add(&at!["regions", at, "payments"], what, "orders must be paid somehow");
    }
    adds_up(report, &at!["regions", at, "cultures"], region.cultures.values());
    adds_up(report, &at!["regions", at, "languages"], region.languages.values());
}

/// Shares are relative to each other, so they only need to be there, not to sum to one.
fn adds_up<'v>(
    report: &mut Report<'_>,
    path: &[String],
    shares: impl IntoIterator<Item = &'v f64>,
) {
    let shares: Vec<f64> = shares.into_iter().copied().collect();
    if shares.iter().any(|share| *share < 0.0) {
        report.add(path, "shares must not be negative", "use 0 for what does not occur");
    } else if shares.iter().sum::<f64>() <= 0.0 {
        let what = "at least one share must be above 0";
        report.add(path, what, "shares are relative to each other; they need not sum to 1");
    }
}

fn in_order(report: &mut Report<'_>, section: &str, key: &str, least: f64, most: f64) {
    if least > most {
        let what = format!("{key}_min ({least}) must not be above {key}_max ({most})");
        report.add(&at![section, format!("{key}_min")], what, "swap the two, or correct one");
    }
}
