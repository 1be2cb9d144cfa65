//! Random forests over visits and over the days of ads.

use super::Outcome;
use super::run::{finished, outcome};
use crate::dataset::DatasetError;
use crate::features::marts::{FeatureError, Marts};
use crate::features::read::{self, VisitSample};
use crate::models::ad_conversions::{self, AdConversionsResult};
use crate::models::conversion::{self, ConversionResult};

/// Visits that are held at most; more are sampled. They take about 250 MB, and train a forest as
/// well as ten times as many.
pub const MOST_VISITS: usize = 1_500_000;

/// What the two variants of the conversion model may know.
pub const FEATURE_SETS: [&str; 2] = ["at session start", "in session"];

/// What the two variants found, and the keys of the visits that they were given.
pub struct Conversion {
    /// From what is known when a visit begins.
    pub at_start: Outcome<ConversionResult>,
    /// From what is known later as well.
    pub in_visit: Outcome<ConversionResult>,
    /// The visits, in their order.
    pub visits: Vec<u64>,
}

/// Fits both variants, from what is known when a visit begins and from what is known later, and
/// says which visits they were given.
pub fn conversion(marts: &Marts, seed: u64) -> Result<Conversion, DatasetError> {
    let mut sample = match read::visits(marts, MOST_VISITS, seed) {
        Ok(sample) => sample,
        Err(FeatureError::Lacking(what)) => {
            let (at_start, in_visit) = (Outcome::NotDone(what.clone()), Outcome::NotDone(what));
            return Ok(Conversion { at_start, in_visit, visits: Vec::new() });
        }
        Err(FeatureError::Failed(error)) => return Err(error),
    };
    let fit = |sample: &VisitSample, name: &str| {
        let days = sample.days.as_deref();
        finished(conversion::fit(&sample.features, &sample.converted, days, name, seed))
    };
    // Columns are moved rather than copied: there may be millions of visits.
    let later = sample.take_later(marts);
    let at_start = fit(&sample, FEATURE_SETS[0]);
    let in_visit = if later.is_empty() {
        Outcome::NotDone("visits have no column that is known only while they last".into())
    } else {
        sample.features.features.extend(later);
        fit(&sample, FEATURE_SETS[1])
    };
    Ok(Conversion { at_start, in_visit, visits: sample.visits })
}

/// Regresses the daily orders of each ad.
pub fn ad_conversions(
    marts: &Marts,
    seed: u64,
) -> Result<Outcome<AdConversionsResult>, DatasetError> {
    match read::ad_days(marts) {
        Ok(days) => Ok(finished(ad_conversions::fit(&days, seed))),
        Err(error) => outcome(Err(error)),
    }
}
