//! Runs what was asked for, one analysis after the other; each uses all threads itself.

use std::collections::BTreeSet;
use std::fmt::Display;

use super::{About, Analysis, Outcome, key_figures, media, visits};
use crate::dataset::DatasetError;
use crate::features::marts::{FeatureError, Marts};
use crate::features::read;
use crate::models::creatives;

/// The seed of everything random in the analyses, where none is said.
pub const SEED: u64 = 1;

/// The tables that tell which ad did what.
const ADS_VISITS_AND_ORDERS: [&str; 9] = [
    "ad_performance",
    "sessions",
    "orders",
    "order_items",
    "regions",
    "campaigns",
    "ad_sets",
    "ads",
    "creatives",
];

/// What is analysed, and how.
#[derive(Debug, Clone)]
pub struct Options {
    /// Seed of everything random in the analyses.
    pub seed: u64,
    /// The parts that were asked for; none means all.
    pub only: Option<BTreeSet<Part>>,
    /// Whether the regression goes on from least squares to the response model, which takes most of
    /// its time.
    pub response: bool,
}

/// A part of the analysis that can be asked for alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// Key figures, funnel, growth, anomalies, cohorts.
    Kpis,
    /// Orders on spend: least squares and the response model.
    Regression,
    /// Geo experiments.
    Experiments,
    /// Random forests: which visits convert, and daily orders of each ad.
    Forest,
    /// Creative scores.
    Creatives,
}

impl Part {
    /// All of them, in the order in which they run.
    pub const ALL: [Part; 5] =
        [Part::Kpis, Part::Regression, Part::Experiments, Part::Forest, Part::Creatives];

    /// The name by which it is asked for.
    pub fn name(self) -> &'static str {
        match self {
            Part::Kpis => "kpis",
            Part::Regression => "regression",
            Part::Experiments => "experiments",
            Part::Forest => "forest",
            Part::Creatives => "creatives",
        }
    }
}

impl Part {
    /// The tables of a dataset of ours that it is made of. Any of them may be missing; what the part
    /// lacks then, it says.
    pub fn reads(self) -> Vec<&'static str> {
        let besides: &[&str] = match self {
            Part::Regression | Part::Experiments => {
                return vec![
                    "ad_performance",
                    "business_daily",
                    "calendar",
                    "experiments",
                    "regions",
                ];
            }
            Part::Kpis => &["business_daily"],
            Part::Forest => &["users"],
            Part::Creatives => &[],
        };
        [&ADS_VISITS_AND_ORDERS, besides].concat()
    }
}

/// Analyses a dataset; `watch` hears which part begins.
///
/// # Errors
/// Where the data cannot be read. What they merely lack is part of the answer.
pub fn analyse(
    marts: &Marts,
    options: &Options,
    watch: &dyn Fn(Part),
) -> Result<Analysis, DatasetError> {
    let asked = |part: Part| {
        let asked = options.only.as_ref().is_none_or(|only| only.contains(&part));
        if asked {
            watch(part);
        }
        asked
    };
    let (mut kpis, mut cohorts) = (Outcome::NotAsked, Outcome::NotAsked);
    if asked(Part::Kpis) {
        kpis = outcome(key_figures::key_figures(marts))?;
        cohorts = outcome(read::cohorts(marts))?;
    }
    let (mut exploratory, mut response) = (Outcome::NotAsked, Outcome::NotAsked);
    let panel = || read::panel(marts);
    if asked(Part::Regression) {
        (exploratory, response) = media::regression(panel(), options.seed, options.response)?;
    }
    let mut experiments = Outcome::NotAsked;
    if asked(Part::Experiments) {
        experiments = media::experiments(panel(), options.seed)?;
    }
    let (mut conversion, mut conversion_in_visit) = (Outcome::NotAsked, Outcome::NotAsked);
    let (mut ad_conversions, mut keys) = (Outcome::NotAsked, Vec::new());
    if asked(Part::Forest) {
        // Each has stretches that keep one thread only.
        let (found, of_ads) = rayon::join(
            || visits::conversion(marts, options.seed),
            || visits::ad_conversions(marts, options.seed),
        );
        let found = found?;
        (conversion, conversion_in_visit, keys) = (found.at_start, found.in_visit, found.visits);
        ad_conversions = of_ads?;
    }
    let mut scores = Outcome::NotAsked;
    if asked(Part::Creatives) {
        scores = match read::creatives(marts) {
            Ok(found) => {
                let options = creatives::Options { seed: options.seed, ..Default::default() };
                finished(creatives::score(&found, &options))
            }
            Err(error) => outcome(Err(error))?,
        };
    }
    Ok(Analysis {
        about: about(marts, options)?,
        kpis,
        cohorts,
        exploratory,
        response,
        experiments,
        conversion,
        conversion_in_visit,
        ad_conversions,
        creatives: scores,
        visits: keys,
    })
}

/// What the data lack is an outcome; what cannot be read is an error.
pub(super) fn outcome<T>(result: Result<T, FeatureError>) -> Result<Outcome<T>, DatasetError> {
    match result {
        Ok(result) => Ok(Outcome::Done(result)),
        Err(FeatureError::Lacking(what)) => Ok(Outcome::NotDone(what)),
        Err(FeatureError::Failed(error)) => Err(error),
    }
}

/// A model that could not be fitted says why.
pub(super) fn finished<T>(result: Result<T, impl Display>) -> Outcome<T> {
    match result {
        Ok(result) => Outcome::Done(result),
        Err(why) => Outcome::NotDone(why.to_string()),
    }
}

fn about(marts: &Marts, options: &Options) -> Result<About, DatasetError> {
    let mut days = Vec::new();
    for mart in ["performance", "business", "purchases", "traffic"] {
        if marts.has(mart, "date") {
            let query = format!("SELECT min(date) AS first, max(date) AS last FROM mart.{mart}");
            let answer = marts.answer(&query)?;
            days.extend(answer.dates("first")?.into_iter().chain(answer.dates("last")?).flatten());
        }
    }
    let about = marts.about();
    Ok(About {
        adloom: env!("CARGO_PKG_VERSION").to_owned(),
        title: about.title.clone(),
        currency: about.currency.clone(),
        first_day: days.iter().min().copied(),
        last_day: days.iter().max().copied(),
        seed: options.seed,
        notes: about.notes.clone(),
    })
}
