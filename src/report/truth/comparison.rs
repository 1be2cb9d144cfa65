//! How near the estimates come to the truth.

use schemars::JsonSchema;
use serde::Serialize;

use super::Truth;
use super::creatives::{CreativeComparison, creatives};
use super::media::{ChannelComparison, ExperimentComparison, channels, experiments};
use crate::analysis::Analysis;
use crate::models::conversion::TruthGap;

/// Estimates beside the truth.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Comparison {
    /// What each platform's ads brought.
    pub channels: Vec<ChannelComparison>,
    /// How often intervals held the truth.
    pub coverage: Vec<Coverage>,
    /// What each experiment changed.
    pub experiments: Vec<ExperimentComparison>,
    /// Creative scores against latent quality; none where either is not known.
    pub creatives: Option<CreativeComparison>,
    /// The conversion forest's ranking beside that of the true propensity.
    pub conversion: Option<TruthGap>,
    /// The same for the forest that knows what happened in the visit.
    pub conversion_in_visit: Option<TruthGap>,
}

/// An estimate beside the truth.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
pub struct Beside {
    /// The truth.
    pub truth: f64,
    /// The estimate; none where there is none.
    pub estimate: Option<f64>,
    /// Lower end of its interval.
    pub low: Option<f64>,
    /// Upper end of its interval.
    pub high: Option<f64>,
    /// Whether the interval holds the truth.
    pub covered: Option<bool>,
}

/// How often intervals held the truth.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Coverage {
    /// Intervals of what.
    pub of: String,
    /// Share of them that should hold it, 0 to 1.
    pub nominal: f64,
    /// Intervals that could be judged.
    pub intervals: usize,
    /// Of them, those that hold it.
    pub covered: usize,
}

/// Sets estimates beside the truth.
pub fn compare(truth: &Truth, analysis: &Analysis) -> Comparison {
    let channels = channels(&truth.channels, analysis);
    let creatives =
        analysis.creatives.done().and_then(|scores| creatives(&truth.creatives, scores));
    let mut coverage = media_coverage(&channels);
    coverage.extend(creatives.as_ref().map(|c| c.coverage.clone()));
    coverage.retain(|coverage| coverage.intervals > 0);
    Comparison {
        channels,
        coverage,
        experiments: experiments(&truth.experiments, analysis),
        creatives,
        conversion: truth.conversion,
        conversion_in_visit: truth.conversion_in_visit,
    }
}

/// Share of the response model's intervals that should hold the truth.
const RESPONSE_LEVEL: f64 = 0.90;
/// Share of the intervals of least squares that should.
const LEAST_SQUARES_LEVEL: f64 = 0.95;

fn media_coverage(channels: &[ChannelComparison]) -> Vec<Coverage> {
    let identified = |c: &&ChannelComparison| c.identified == Some(true);
    let of = |name: &str, nominal: f64, all: Vec<Option<&Beside>>| {
        Coverage::of(name, nominal, all.into_iter().flatten())
    };
    let known: Vec<&ChannelComparison> = channels.iter().filter(identified).collect();
    vec![
        of(
            "ROAS, response model, identified channels",
            RESPONSE_LEVEL,
            known.iter().map(|c| c.roas.as_ref()).collect(),
        ),
        of(
            "ROAS, response model, all channels",
            RESPONSE_LEVEL,
            channels.iter().map(|c| c.roas.as_ref()).collect(),
        ),
        of(
            "marginal ROAS, response model, identified channels",
            RESPONSE_LEVEL,
            known.iter().map(|c| c.marginal_roas.as_ref()).collect(),
        ),
        of(
            "ROAS, least squares on spend alone, all channels",
            LEAST_SQUARES_LEVEL,
            channels.iter().map(|c| c.naive_roas.as_ref()).collect(),
        ),
        of(
            "ROAS, least squares with the calendar, all channels",
            LEAST_SQUARES_LEVEL,
            channels.iter().map(|c| c.controlled_roas.as_ref()).collect(),
        ),
    ]
}

impl Beside {
    /// An estimate, its interval, and the truth.
    pub fn new(truth: f64, estimate: Option<[f64; 3]>) -> Beside {
        let [value, low, high] = estimate.map_or([None; 3], |three| three.map(Some));
        let covered = estimate.map(|[_, low, high]| (low..=high).contains(&truth));
        Beside { truth, estimate: value, low, high, covered }
    }
}

impl Coverage {
    /// Counts the intervals that could be judged and those that hold the truth.
    pub fn of<'a>(of: &str, nominal: f64, all: impl Iterator<Item = &'a Beside>) -> Coverage {
        let judged: Vec<bool> = all.filter_map(|beside| beside.covered).collect();
        Coverage {
            of: of.to_owned(),
            nominal,
            intervals: judged.len(),
            covered: judged.iter().filter(|covered| **covered).count(),
        }
    }
}
