//! Sizes that no machine should be asked to make.

use super::{Report, at};
use crate::scenario::schema::{Platform, Scenario};
use crate::scenario::shape::grouped;

/// Most visits in one window.
const VISITS: f64 = 1e11;
/// Most ads that run side by side.
const ADS: f64 = 20_000.0;
/// Orders that ids have room for, by day, region and what caused them.
pub const ROOM_FOR_ORDERS: u64 = 1 << 20;
/// Visits that ids have room for, by day and region.
pub const ROOM_FOR_VISITS: u64 = 1 << 25;
/// The busiest day, as a multiple of the mean: 4 for Black Friday, and as much again for growth,
/// season and noise.
const PEAK: f64 = 10.0;
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
    } else {
        busiest_day(scenario, report);
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

/// Days so busy that rows would run out of ids.
fn busiest_day(scenario: &Scenario, report: &mut Report<'_>) {
    let weights: f64 = scenario.regions.iter().map(|region| region.weight).sum();
    let largest = scenario.regions.iter().map(|region| region.weight).fold(0.0, f64::max);
    let busy = PEAK * scenario.scale * if weights > 0.0 { largest / weights } else { 1.0 };
    let organic = at_the_end(scenario);
    let caused = scenario.platforms.values().map(|platform| platform.incremental_orders);
    let repeat = repeats_per_day(scenario);
    let orders = caused.fold(organic.max(repeat), f64::max) * busy;
    let visits = visits_per_day(scenario) * busy;
    let (what, number, room) = if orders > ROOM_FOR_ORDERS as f64 {
        ("orders of one cause", orders, ROOM_FOR_ORDERS)
    } else if visits > ROOM_FOR_VISITS as f64 {
        ("visits", visits, ROOM_FOR_VISITS)
    } else {
        return;
    };
    let what = format!(
        "a busy day could bring about {} {what} in one region, more than the {} that have ids",
        about(number),
        grouped(room as f64)
    );
    let hint = "lower scale or demand.orders_per_day, or split the largest region";
    report.add(&at!["scale"], what, hint);
}

/// A rough upper figure of the visits in the window.
fn expected_visits(scenario: &Scenario) -> f64 {
    visits_per_day(scenario) * f64::from(scenario.horizon.days) * scenario.scale
}

/// A rough upper figure of the visits of a day at the window's end, at scale 1.
fn visits_per_day(scenario: &Scenario) -> f64 {
    let unpaid = at_the_end(scenario) * (1.0 + scenario.traffic.visits_per_order);
    let returning = repeats_per_day(scenario) * (1.0 + scenario.traffic.visits_per_repeat);
    let paid: f64 = scenario.platforms.values().map(clicks).sum();
    unpaid + returning + caused(scenario) + paid
}

/// Organic orders of a day at the window's end, at scale 1.
fn at_the_end(scenario: &Scenario) -> f64 {
    let years = days_since_launch(scenario) / 365.25;
    let growth = (1.0 + scenario.demand.growth_per_year).powf(years).max(1.0);
    scenario.demand.orders_per_day * growth
}

fn caused(scenario: &Scenario) -> f64 {
    scenario.platforms.values().map(|platform| platform.incremental_orders).sum()
}

fn repeats_per_day(scenario: &Scenario) -> f64 {
    (at_the_end(scenario) + caused(scenario)) * repeats_per_customer(scenario)
}

/// A large number with two significant digits.
fn about(number: f64) -> String {
    let rounded: f64 = format!("{number:.1e}").parse().unwrap_or(number);
    if rounded < 1e15 { grouped(rounded) } else { format!("{rounded:.1e}") }
}

/// Expected repeat orders of a customer who was won at the launch, up to the window's end, in a
/// Pareto/NBD world: `r/α ∫ (β / (β + t))^s dt`.
fn repeats_per_customer(scenario: &Scenario) -> f64 {
    let (rate, lifetime) = (&scenario.customers.purchase_rate, &scenario.customers.lifetime);
    let weeks = days_since_launch(scenario) / 7.0;
    let (span, bend) = (1.0 + weeks / lifetime.scale_weeks, 1.0 - lifetime.shape);
    // The integral's limit at a shape of one is a logarithm.
    let bought = if bend.abs() < 1e-6 { span.ln() } else { (span.powf(bend) - 1.0) / bend };
    rate.shape / rate.scale_weeks * lifetime.scale_weeks * bought
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
