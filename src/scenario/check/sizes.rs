//! Sizes that no machine should be asked to make.

use super::{Report, at};
use crate::scenario::schema::{Platform, Scenario};
use crate::scenario::shape::grouped;

/// Most visits in one window.
const VISITS: f64 = 1e11;
/// Most ads that run side by side.
const ADS: f64 = 20_000.0;
/// Most days × regions × platforms that are planned, since the plan is held in memory.
const PLAN: f64 = 2e7;

pub fn check(scenario: &Scenario, report: &mut Report<'_>) {
    let visits = expected_visits(scenario);
    if visits > VISITS || !visits.is_finite() {
        let what = format!(
            "about {} visits would be made in {} days, more than the {} that adloom takes on",
            about(visits),
            scenario.horizon.days,
            grouped(VISITS)
        );
        let (scale, demand) = (at!["scale"], at!["demand", "orders_per_day"]);
        let key: &[String] = if scenario.scale > 1.0 { &scale } else { &demand };
        report.add(
            key,
            what,
            "lower scale, horizon.days, demand.orders_per_day or traffic.visits_per_order",
        );
    }
    let ads: f64 = scenario.platforms.values().map(|platform| ads(scenario, platform)).sum();
    if ads > ADS {
        let what =
            format!("{} ads would run side by side, more than {}", grouped(ads), grouped(ADS));
        let hint = "ads = campaigns × audiences × `ads`; lower one of them, or name fewer `audiences` in each campaign";
        report.add(&at!["platforms"], what, hint);
    }
    let plan = plan_cells(scenario);
    if plan > PLAN {
        let what = format!(
            "{} days since launch × {} regions × {} platforms make {} cells to plan, more than {}",
            grouped(days_since_launch(scenario)),
            scenario.regions.len(),
            scenario.platforms.len(),
            grouped(plan),
            grouped(PLAN)
        );
        report.add(
            &at!["horizon", "days"],
            what,
            "choose a later launch, fewer days, regions or platforms",
        );
    }
}

/// A rough upper figure of the visits in the window.
fn expected_visits(scenario: &Scenario) -> f64 {
    let end_years = days_since_launch(scenario) / 365.25;
    let demand = &scenario.demand;
    let growth = (1.0 + demand.growth_per_year).powf(end_years).max(1.0);
    let organic = demand.orders_per_day * growth;
    let caused: f64 = scenario.platforms.values().map(|platform| platform.incremental_orders).sum();
    let repeat = (organic + caused) * repeats_per_customer(scenario);
    let unpaid = organic * (1.0 + scenario.traffic.visits_per_order);
    let returning = repeat * (1.0 + scenario.traffic.visits_per_repeat);
    let paid: f64 = scenario.platforms.values().map(clicks).sum();
    let days = f64::from(scenario.horizon.days);
    (unpaid + returning + caused + paid) * days * scenario.scale
}

/// A large number with two significant digits.
fn about(number: f64) -> String {
    let rounded: f64 = format!("{number:.1e}").parse().unwrap_or(number);
    if rounded < 1e15 { grouped(rounded) } else { format!("{rounded:.1e}") }
}

/// Repeat orders that a customer places in a year, give or take.
fn repeats_per_customer(scenario: &Scenario) -> f64 {
    let rate = &scenario.customers.purchase_rate;
    (rate.shape / rate.scale_weeks * 52.0).min(365.0)
}

fn clicks(platform: &Platform) -> f64 {
    platform.budget / platform.cpm.base * 1_000.0 * platform.ctr.base * platform.landing_rate
}

fn ads(scenario: &Scenario, platform: &Platform) -> f64 {
    let all = scenario.audiences.len();
    let slots = platform.campaigns.iter().map(|campaign| {
        let audiences = if campaign.audiences.is_empty() { all } else { campaign.audiences.len() };
        audiences as f64 * f64::from(campaign.ads)
    });
    slots.sum()
}

fn days_since_launch(scenario: &Scenario) -> f64 {
    let run_up = scenario.launch.until(scenario.horizon.start).map_or(0, |span| span.get_days());
    f64::from(run_up.max(0)) + f64::from(scenario.horizon.days)
}

fn plan_cells(scenario: &Scenario) -> f64 {
    days_since_launch(scenario) * scenario.regions.len() as f64 * scenario.platforms.len() as f64
}
