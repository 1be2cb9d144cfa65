//! Creative scores beside latent quality.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::TrueCreative;
use super::comparison::{Beside, Coverage};
use super::ranks::rank_correlation;
use crate::models::creatives::{CreativeScore, CreativeScores};

/// How well creatives are ranked by their latent quality.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CreativeComparison {
    /// Creatives whose quality and score are both known.
    pub creatives: usize,
    /// Rank correlations with quality, ours first.
    pub rankings: Vec<Ranking>,
    /// How often the 90 % interval of log quality held the truth.
    pub coverage: Coverage,
}

/// A way to rank creatives.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Ranking {
    /// What they are ranked by.
    pub by: String,
    /// Spearman's rank correlation with latent quality; none with fewer than three creatives, or
    /// where one of both does not vary.
    pub correlation: Option<f64>,
}

/// Sets scores beside quality; none where no creative has both.
pub fn creatives(truth: &[TrueCreative], scores: &CreativeScores) -> Option<CreativeComparison> {
    let quality: BTreeMap<&str, f64> =
        truth.iter().map(|creative| (creative.id.as_str(), creative.quality)).collect();
    let both: Vec<(&CreativeScore, f64)> =
        scores.rows.iter().filter_map(|row| Some((row, *quality.get(row.id.as_str())?))).collect();
    if both.is_empty() {
        return None;
    }
    let truths: Vec<f64> = both.iter().map(|(_, quality)| *quality).collect();
    let groups = group_rates(&both);
    let ranking = |by: &str, of: &dyn Fn(&CreativeScore) -> f64| {
        let values: Vec<f64> = both.iter().map(|(row, _)| of(row)).collect();
        Ranking { by: by.to_owned(), correlation: rank_correlation(&values, &truths) }
    };
    let besides: Vec<Beside> = both
        .iter()
        .map(|(row, quality)| {
            let e = row.ctr.quality;
            Beside::new(*quality, Some([e.mean, e.low, e.high]))
        })
        .collect();
    Some(CreativeComparison {
        creatives: both.len(),
        rankings: vec![
            ranking("score", &|row| row.score),
            ranking("estimated quality of clicks", &|row| row.ctr.quality.mean),
            ranking("raw CTR", &|row| row.ctr.raw),
            ranking("raw CTR over that of its platform and format", &|row| {
                row.ctr.raw / groups.get(&group(row)).copied().unwrap_or(1.0)
            }),
        ],
        coverage: Coverage::of("log quality of a creative", scores.interval, besides.iter()),
    })
}

fn group(row: &CreativeScore) -> (&str, &str) {
    (&row.platform, &row.format)
}

/// Clicks per impression of each platform and format; 1 in place of none, so that its creatives,
/// all of them without a click, stay alike.
fn group_rates<'a>(both: &[(&'a CreativeScore, f64)]) -> BTreeMap<(&'a str, &'a str), f64> {
    let mut sums: BTreeMap<(&str, &str), (u64, u64)> = BTreeMap::new();
    for (row, _) in both {
        let sum = sums.entry(group(row)).or_default();
        *sum = (sum.0 + row.clicks, sum.1 + row.impressions);
    }
    let rate = |(clicks, impressions): (u64, u64)| match clicks {
        0 => 1.0,
        clicks => clicks as f64 / impressions as f64,
    };
    sums.into_iter().map(|(group, sum)| (group, rate(sum))).collect()
}
