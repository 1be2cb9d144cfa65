//! What to make of a creative: rules in a fixed order, on posterior probabilities.

use super::result::{Class, CreativeScore};

/// Effective clicks below which nothing is said: the rate's relative standard error is then above
/// 1/√25, a fifth.
const ENOUGH_CLICKS: f64 = 25.0;
/// Probability from which a creative is called better or worse than its like.
const SURE: f64 = 0.9;
/// Probability from which more money is worth the try: being wrong costs little while spend is small.
const LIKELY: f64 = 0.8;

/// The rules, in the order in which they are tried, for the report.
pub const RULES: [&str; 7] = [
    "Too little data: fewer than 25 effective clicks (clicks over the design effect).",
    "Fatigued: a probability of at least 80 % that more than a fifth of the fresh CTR is lost.",
    "High performer: a probability of at least 90 % that its CTR quality is above the average creative's, and of at least 80 % that its ROAS is, where ROAS is known.",
    "Scale: a probability of at least 80 % that its ROAS is above the average creative's, with less spend than the mean creative of its platform and format.",
    "Low CTR: a probability of at least 90 % that its CTR quality is below the average creative's.",
    "Low CVR: a probability of at least 90 % that its CVR quality is below the average creative's.",
    "Steady: everything else.",
];

/// Classifies a creative, given the mean spend of its platform and format.
pub fn classify(row: &CreativeScore, mean_spend: f64) -> Class {
    let returns = row.roas.as_ref().map(|roas| roas.above);
    if row.ctr.successes < ENOUGH_CLICKS {
        Class::TooLittleData
    } else if row.fatigue.as_ref().is_some_and(|fatigue| fatigue.worn >= LIKELY) {
        Class::Fatigued
    } else if row.ctr.above >= SURE && returns.is_none_or(|above| above >= LIKELY) {
        Class::HighPerformer
    } else if returns.is_some_and(|above| above >= LIKELY) && row.spend < mean_spend {
        Class::Scale
    } else if 1.0 - row.ctr.above >= SURE {
        Class::LowCtr
    } else if row.cvr.as_ref().is_some_and(|cvr| 1.0 - cvr.above >= SURE) {
        Class::LowCvr
    } else {
        Class::Steady
    }
}
