//! Months that grew and days that stand out.

use std::collections::BTreeSet;

use super::wording::{Amounts, platforms};
use super::{Finding, Tone};
use crate::analysis::Analysis;
use crate::features::series::Metric;
use crate::models::kpis::Anomaly;
use crate::report::numbers::{counted, date, month, rough_percent, times};
use crate::report::text::platform;

/// How the last month compares with the one before.
pub fn growth(analysis: &Analysis, amounts: &Amounts) -> Option<Finding> {
    let months = &analysis.kpis.done()?.months;
    let last = months.iter().rev().find(|month| month.revenue_growth.is_some())?;
    let (grown, revenue) = (last.revenue_growth?, last.revenue?);
    let direction = if grown < 0.0 { "below" } else { "above" };
    let spend = last.spend_growth.map_or_else(String::new, |spend| {
        format!(
            ", with daily spend {} {}",
            rough_percent(spend.abs()),
            if spend < 0.0 { "below" } else { "above" }
        )
    });
    let says = format!(
        "In {} daily revenue was {} {direction} that of the month before{spend}.",
        month(last.month),
        rough_percent(grown.abs())
    );
    let because = format!(
        "Means per day, so that months of different length compare ({} of it are in the data). \
         The season is not taken out.",
        counted(last.days as usize, "day", "days")
    );
    let gained = revenue - revenue / (1.0 + grown);
    let tone = if grown < 0.0 { Tone::Warning } else { Tone::Fact };
    let stake = format!(
        "{} {} revenue in the month",
        amounts.short(gained.abs()),
        if gained < 0.0 { "less" } else { "more" }
    );
    Some(Finding::new("Growth", tone, says, because).at_stake(gained, stake))
}

/// Days on which a source of visits all but vanished.
pub fn outages(analysis: &Analysis, amounts: &Amounts) -> Option<Finding> {
    let kpis = analysis.kpis.done()?;
    let lost: Vec<_> = kpis.anomalies.iter().filter(|day| day.tracking_outage).collect();
    let first = lost.first()?;
    let days: BTreeSet<String> = lost.iter().map(|day| day.date.to_string()).collect();
    let sources: BTreeSet<&str> = lost.iter().map(|day| day.scope.as_str()).collect();
    let says = format!(
        "On {} visits from {} all but vanished while others went on: tracking was broken.",
        counted(days.len(), "day", "days"),
        platforms(&sources.iter().collect::<Vec<_>>())
    );
    let because = format!(
        "The first is {}. Last-click figures of these days are too low; spend and orders are not \
         affected.",
        date(first.date)
    );
    let by_day = kpis.by(&["date"]);
    let spend = by_day.map(|table| {
        let on_these = |keys: &[String]| keys.first().is_some_and(|day| days.contains(day));
        let rows = table.rows.iter().filter(|row| on_these(&row.keys));
        rows.filter_map(|row| row.sums.spend).sum::<f64>()
    });
    let finding = Finding::new("Tracking", Tone::Warning, says, because);
    Some(match spend {
        Some(spend) => {
            finding.at_stake(spend, format!("{} of spend on these days", amounts.short(spend)))
        }
        None => finding,
    })
}

/// The day that stands out most, outages aside, and how many others do.
pub fn anomalies(analysis: &Analysis, _: &Amounts) -> Option<Finding> {
    let kpis = analysis.kpis.done()?;
    let odd: Vec<&Anomaly> =
        kpis.anomalies.iter().filter(|day| !day.tracking_outage && day.z.is_finite()).collect();
    let most = odd.iter().max_by(|a, b| a.z.abs().total_cmp(&b.z.abs()))?;
    let what = match most.metric {
        Metric::Spend => "spend",
        Metric::Ctr => "the click-through rate",
        Metric::Cvr => "the conversion rate",
        Metric::SourceShare => "the share of visits",
    };
    let compared = match most.change > 1.0 {
        true => format!("{} times the usual", times(1.0 + most.change)),
        false => format!(
            "{} {} the usual",
            rough_percent(most.change.abs()),
            if most.change < 0.0 { "below" } else { "above" }
        ),
    };
    let says =
        format!("On {} {what} of {} was {compared}.", date(most.date), platform(&most.scope));
    let because = format!(
        "{} robust standard deviations from the median of the four weeks before it. {} out in \
         all; they stand in tables/anomalies.csv.",
        times(most.z.abs()),
        match odd.len() {
            1 => "One value stands".to_owned(),
            many => format!("{} stand", counted(many, "value", "values")),
        }
    );
    Some(Finding::new("Days", Tone::Fact, says, because))
}
