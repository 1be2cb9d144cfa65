//! Titles of the charts of which visits convert.

use super::super::numbers::{number, rough};
use super::{named, share, times};
use crate::charts::figure::Unit;

/// What the models were judged on.
pub fn judged(feature_set: &str, period: Option<String>, visits: u64, conversions: u64) -> String {
    let when = period.map_or_else(String::new, |period| format!(", {period}"));
    format!(
        "Judged on visits that the model has not seen{when}: {} of {} converted. Known to it: \
         what is known {feature_set}.",
        number(conversions as f64),
        number(visits as f64),
    )
}

/// ROC: how often the forest ranks a converting visit above another one.
pub fn ranking(auc: f64, logistic: Option<f64>) -> String {
    let forest = format!(
        "Of two visits, the forest ranks the one that converts higher in {} of cases",
        share(auc)
    );
    logistic.map_or_else(
        || forest.clone(),
        |auc| format!("{forest}, logistic regression in {}", share(auc)),
    )
}

/// Lift: what the best tenth of visits holds, and whether the predicted rates are right.
pub fn lift(gain: f64, error: Option<f64>) -> String {
    let top =
        format!("The tenth of visits with the highest scores holds {} of conversions", share(gain));
    error.map_or_else(
        || top.clone(),
        |error| {
            let points = rough(error * 100.0, &Unit::Number);
            format!("{top}; predicted rates are off by {points} points on average")
        },
    )
}

/// Importance: the feature that costs most to lose.
pub fn importance(feature: &str, cost: Option<f64>) -> String {
    let feature = format!("“{}”", named(feature));
    match cost {
        Some(cost) => format!(
            "{feature} tells most: without it the AUC falls by {}",
            rough(cost, &Unit::Number)
        ),
        None => format!("{feature} tells most"),
    }
}

/// Partial dependence: the feature whose values make most of a difference.
pub fn dependence(feature: &str, high: &str, low: &str, ratio: f64) -> String {
    format!(
        "All else equal, visits convert {} as often where “{}” is {} as where it is {}",
        times(ratio),
        named(feature),
        named(high),
        named(low)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_say_what_the_figures_show() {
        assert_eq!(
            ranking(0.781, Some(0.746)),
            "Of two visits, the forest ranks the one that converts higher in 78% of cases, \
             logistic regression in 75%"
        );
        assert_eq!(
            lift(0.341, Some(0.0021)),
            "The tenth of visits with the highest scores holds 34% of conversions; predicted \
             rates are off by 0.21 points on average"
        );
        assert_eq!(
            importance("device", Some(0.051)),
            "“device” tells most: without it the AUC falls by 0.051"
        );
        assert_eq!(
            dependence("device", "mobile", "tablet", 2.14),
            "All else equal, visits convert 2.1 times as often where “device” is mobile as where it \
             is tablet"
        );
    }
}
