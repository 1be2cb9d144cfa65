//! Titles of the charts of key figures.

use jiff::civil::Date;

use crate::charts::numbers::number;

use super::{capital, count, months, moved, named, platform, platforms, roas, share, times};

/// Spend and revenue over time, from their changes between two months, if there are two.
pub fn spend_and_revenue(
    between: Option<(Date, Date)>,
    revenue: Option<f64>,
    spend: Option<f64>,
    totals: (Option<String>, Option<String>),
) -> String {
    let when = |first, last| format!("from {}", months(first, last));
    match (between, revenue, spend, totals) {
        (Some((first, last)), Some(revenue), Some(spend), _) => {
            format!("Revenue {} {} while spend {}", moved(revenue), when(first, last), moved(spend))
        }
        (Some((first, last)), Some(revenue), None, _) => {
            format!("Revenue {} {}", moved(revenue), when(first, last))
        }
        (Some((first, last)), None, Some(spend), _) => {
            format!("Spend {} {}", moved(spend), when(first, last))
        }
        (_, _, _, (Some(revenue), Some(spend))) => {
            format!("{spend} of spend, {revenue} of revenue")
        }
        (_, _, _, (Some(revenue), None)) => format!("{revenue} of revenue"),
        (_, _, _, (None, spend)) => format!("{} of spend", spend.unwrap_or_default()),
    }
}

/// Rates over time: the platform whose click-through rate changed most, and by how much.
pub fn rates(most: Option<(&str, f64)>) -> String {
    /// A change from which a rate has not held.
    const CHANGED: f64 = 0.1;
    match most {
        Some((name, change)) if change.abs() >= CHANGED => format!(
            "{}'s click-through rate {} between the first and the last quarter of the period",
            platform(name),
            moved(change)
        ),
        Some(_) => "Click-through rates held on every platform".to_owned(),
        None => "Click-through and conversion rates by week".to_owned(),
    }
}

/// ROAS by platform: how far a claim lies from the model.
pub fn claimed_against_modelled(name: &str, ratio: f64) -> String {
    /// A ratio nearer to 1 is agreement.
    const AGREES: f64 = 0.1;
    let name = platform(name);
    if (ratio - 1.0).abs() < AGREES {
        return format!("{name}'s claimed ROAS agrees with what the model finds");
    }
    if ratio < 1.0 {
        return format!("{name} claims only {} of the ROAS that the model finds", share(ratio));
    }
    format!("{name} claims {} the ROAS that the model finds", times(ratio))
}

/// ROAS by platform, without a model: the highest claim, and the last clicks behind it.
pub fn highest_roas(name: &str, claimed: Option<f64>, last_click: Option<f64>) -> String {
    let name = platform(name);
    match (claimed, last_click) {
        (Some(claimed), Some(last)) => {
            format!("{name} claims a ROAS of {}; last clicks give {}", roas(claimed), roas(last))
        }
        (Some(claimed), None) => format!("{name} claims the highest ROAS, {}", roas(claimed)),
        (None, last) => {
            format!("{name} has the highest ROAS by last click, {}", roas(last.unwrap_or(0.0)))
        }
    }
}

/// Revenue by place: the first place's share.
pub fn first_place(name: &str, part: f64) -> String {
    format!("{} brings in {} of revenue", named(name), share(part))
}

/// ROAS by platform and place: the best and the worst cell.
pub fn best_and_worst(best: (&str, &str, f64), worst: (&str, &str, f64)) -> String {
    let place =
        |(name, country, _): (&str, &str, f64)| format!("{} in {}", platform(name), named(country));
    format!(
        "{} returns most, {}; {} least, {}",
        place(best),
        roas(best.2),
        place(worst),
        roas(worst.2)
    )
}

/// Campaigns: how many do not pay.
pub fn campaigns_below(below: usize, all: usize, margin_known: bool) -> String {
    let what = if margin_known { "lie below break-even" } else { "bring in less than they cost" };
    match below {
        0 if margin_known => format!("All {all} campaigns lie above break-even"),
        0 => format!("All {all} campaigns bring in more than they cost"),
        1 if margin_known => format!("1 of {all} campaigns lies below break-even"),
        1 => format!("1 of {all} campaigns brings in less than it costs"),
        below => format!("{below} of {all} campaigns {what}"),
    }
}

/// Pareto: how few bring 80 %.
pub fn pareto(few: usize, all: usize, measure: &str) -> String {
    let verb = if few == 1 { "brings" } else { "bring" };
    let verb = if measure == "spend" { if few == 1 { "takes" } else { "take" } } else { verb };
    format!("{few} of {} {verb} 80% of {}", count(all, "campaign", "campaigns"), said(measure))
}

/// What a measure is called in a sentence.
pub fn said(measure: &str) -> &'static str {
    match measure {
        "claimed_revenue" => "claimed revenue",
        "spend" => "spend",
        _ => "revenue by last click",
    }
}

/// Funnel: how many of one step it takes for one of another.
pub fn funnel(from: &str, to: &str, share_of: f64) -> String {
    let (from, to) = (from.to_lowercase(), to.to_lowercase());
    let each = (1.0 / share_of).round();
    if each >= 2.0 {
        let one = to.strip_suffix('s').unwrap_or(&to);
        let article = if one.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
        return format!("It takes {} {from} to get {article} {one}", number(each));
    }
    format!("{} of {from} become {to}", share(share_of))
}

/// Spend by device: its part of spend, and of what came of it.
pub fn first_device(name: &str, spend: f64, outcome: Option<(&str, f64)>) -> String {
    let name = named(&capital(name));
    match outcome {
        Some((what, part)) => format!(
            "{name} takes {} of spend and brings {} of {}",
            share(spend),
            share(part),
            what.to_lowercase()
        ),
        None => format!("{name} takes {} of spend", share(spend)),
    }
}

/// Cohorts: how many come back in the first month, and in a later one.
pub fn retention(first: f64, later: Option<(u32, f64)>) -> String {
    match later {
        Some((month, part)) => format!(
            "{} of new customers order again in the month after, {} in the {}",
            share(first),
            share(part),
            ordinal(month)
        ),
        None => format!("{} of new customers order again in the month after", share(first)),
    }
}

fn ordinal(number: u32) -> String {
    let ending = match (number % 10, number % 100) {
        (1, tail) if tail != 11 => "st",
        (2, tail) if tail != 12 => "nd",
        (3, tail) if tail != 13 => "rd",
        _ => "th",
    };
    format!("{number}{ending}")
}

/// Anomalies: how many, and whose tracking failed.
pub fn anomalies(days: usize, outages: &[String]) -> String {
    let out = count(days, "day stands out", "days stand out");
    if outages.is_empty() {
        return out;
    }
    format!("{out}; visits from {} went untracked", platforms(outages))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn titles_say_what_the_figures_show() {
        let between = Some((date(2025, 3, 1), date(2025, 8, 1)));
        assert_eq!(
            spend_and_revenue(between, Some(0.12), Some(0.31), (None, None)),
            "Revenue rose 12% from March to August 2025 while spend rose 31%"
        );
        let totals = (Some("AED 1.2 M".to_owned()), Some("AED 300 k".to_owned()));
        assert_eq!(
            spend_and_revenue(None, None, None, totals),
            "AED 300 k of spend, AED 1.2 M of revenue"
        );
        assert_eq!(
            claimed_against_modelled("meta", 2.1),
            "Meta claims 2.1 times the ROAS that the model finds"
        );
        assert_eq!(
            claimed_against_modelled("meta", 0.72),
            "Meta claims only 72% of the ROAS that the model finds"
        );
        assert_eq!(
            claimed_against_modelled("meta", 1.04),
            "Meta's claimed ROAS agrees with what the model finds"
        );
        assert_eq!(campaigns_below(1, 9, false), "1 of 9 campaigns brings in less than it costs");
        assert_eq!(campaigns_below(3, 9, true), "3 of 9 campaigns lie below break-even");
        assert_eq!(pareto(1, 9, "spend"), "1 of 9 campaigns takes 80% of spend");
        assert_eq!(funnel("Clicks", "Orders", 1.0 / 43.9), "It takes 44 clicks to get an order");
        assert_eq!(
            retention(0.21, Some((6, 0.08))),
            "21% of new customers order again in the month after, 8% in the 6th"
        );
        assert_eq!(
            anomalies(3, &["google".to_owned()]),
            "3 days stand out; visits from Google went untracked"
        );
        assert_eq!(
            rates(Some(("tiktok", -0.23))),
            "TikTok's click-through rate fell 23% between the first and the last quarter of the \
             period"
        );
    }

    #[test]
    fn ordinals_follow_their_last_digits() {
        let said = [1, 2, 3, 4, 11, 12, 13, 21, 102].map(ordinal);
        assert_eq!(said, ["1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "102nd"]);
    }
}
