//! Days in order, and within what a calendar holds.

use jiff::civil::Date;
use jiff::{Span, ToSpan};

use super::{Report, at};
use crate::scenario::schema::{Scenario, When};

/// The longest time between launch and the window, in years.
const RUN_UP: i32 = 20;
/// No day beyond this year is made.
const LAST_YEAR: i16 = 2200;

pub fn check(scenario: &Scenario, report: &mut Report<'_>) {
    horizon(scenario, report);
    for (id, platform) in &scenario.platforms {
        for (at, campaign) in platform.campaigns.iter().enumerate() {
            let own = |key: &str| at!["platforms", id, "campaigns", at, key];
            if let (Some(start), Some(end)) = (campaign.start, campaign.end) {
                ordered(report, &own("end"), start, end);
            }
            for (index, pause) in campaign.pauses.iter().enumerate() {
                let path = at!["platforms", id, "campaigns", at, "pauses", index, "end"];
                ordered(report, &path, pause.start, pause.end);
            }
            bursts(report, &own("burst_days"), campaign.burst_every, campaign.burst_days);
        }
    }
    for (at, experiment) in scenario.experiments.iter().enumerate() {
        ordered(report, &at!["experiments", at, "end"], experiment.start, experiment.end);
    }
    for (at, event) in scenario.events.iter().enumerate() {
        if let When::Fixed { month, day, .. } = event.when {
            // A leap year has every day that any year has.
            if Date::new(2024, month, day).is_err() {
                let what = format!("month {month} has no day {day}");
                report.add(
                    &at!["events", at, "when", "day"],
                    what,
                    "give a day that this month has",
                );
            }
        }
    }
}

fn horizon(scenario: &Scenario, report: &mut Report<'_>) {
    let (launch, start) = (scenario.launch, scenario.horizon.start);
    if launch > start {
        let what = format!("launch ({launch}) must not be after horizon.start ({start})");
        let found = report.add(
            &at!["launch"],
            what,
            format!("set launch to {start} or earlier; half a year earlier lets customers gather"),
        );
        found.why =
            Some("the horizon is a window on a world that exists from launch on".to_owned());
    } else if beyond(launch, RUN_UP.years(), start) {
        let what = format!(
            "launch ({launch}) lies more than {RUN_UP} years before horizon.start ({start})"
        );
        let found = report.add(&at!["launch"], what, "choose a later launch");
        found.why = Some("all days since launch are worked out first".to_owned());
    }
    let days = i64::from(scenario.horizon.days);
    let end = start.checked_add(days.days());
    if end.is_err() || end.is_ok_and(|end| end.year() > LAST_YEAR) {
        let what = format!("{days} days from {start} on run beyond the year {LAST_YEAR}");
        report.add(&at!["horizon", "days"], what, "lower horizon.days or choose an earlier start");
    }
}

/// Whether `to` lies more than `span` after `from`.
fn beyond(from: Date, span: Span, to: Date) -> bool {
    from.checked_add(span).is_ok_and(|limit| to > limit)
}

fn ordered(report: &mut Report<'_>, path: &[String], start: Date, end: Date) {
    if end < start {
        let what = format!("it ends ({end}) before it starts ({start})");
        report.add(path, what, "swap the two dates, or correct one; both days count");
    }
}

fn bursts(report: &mut Report<'_>, path: &[String], every: u32, days: u32) {
    if every > 0 && days == 0 {
        let what = format!("a burst every {every} days needs at least one day of delivery");
        report.add(path, what, "give burst_days, or set burst_every = 0 to run every day");
    } else if days > every {
        let what = format!("a burst of {days} days does not fit into every {every} days");
        report.add(path, what, "lower burst_days, or raise burst_every");
    }
}
