//! From creatives to the leaderboard.

use super::best::{Ratio, best};
use super::blocks::{blocks, concepts};
use super::classes::classify;
use super::definitions::DEFINITIONS;
use super::effects::Kinds;
use super::error::ScoreError;
use super::lift::lifts;
use super::rate::{Rate, rate};
use super::result::{Class, CreativeScore, CreativeScores, RateScore, RoasScore, Trials};
use super::roas::{Roas, roas};
use super::scope::Groups;
use super::slopes::fatigue;
use super::special::normal_cdf;
use super::track::{Track, tracks};
use super::wear::{Wear, wear};
use crate::features::creatives::Creative;
use crate::random::Key;
use crate::random::names::{CREATIVE_BEST, CREATIVE_FLIPS};

/// Weight of click-through in the score. The rest is the weight of the return, which rests on few
/// orders and which targeting moves more than the creative does.
const CTR_WEIGHT: f64 = 0.75;

/// How creatives are scored.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// Seed of the draws.
    pub seed: u64,
    /// Draws behind probabilities of being best and p-values by days: with 4,000 their standard
    /// error is at most 0.008.
    pub draws: usize,
}

impl Default for Options {
    fn default() -> Self {
        Options { seed: 1, draws: 4_000 }
    }
}

/// Scores creatives, best first.
///
/// Those that cannot be scored are named in the result with the reason: never shown, on a platform
/// without any clicks (television, billboards), or with figures that cannot be.
///
/// # Errors
///
/// If there are no creatives, or none can be scored.
pub fn score(creatives: &[Creative], options: &Options) -> Result<CreativeScores, ScoreError> {
    if creatives.is_empty() {
        return Err(ScoreError::NoCreatives);
    }
    let (tracks, left_out) = tracks(creatives);
    let groups = Groups::new(&tracks);
    let (blocks, mut remarks) = blocks(&tracks);
    let concepts = concepts(&tracks);
    let kinds = Kinds { blocks: &blocks, concepts: &concepts };
    let wear = wear(&tracks);
    let visited = tracks.iter().all(|track| track.visits.is_some());
    let cvr_trials = if visited { Trials::Visits } else { Trials::Clicks };
    let platform = |track: &Track| track.about.platform.clone();
    let shop = |_: &Track| "shop".to_owned();
    let (ctr, (cvr, roas)) = rayon::join(
        || rate(&tracks, &groups, kinds, Trials::Impressions, Some(&wear), platform),
        || (rate(&tracks, &groups, kinds, cvr_trials, None, shop), roas(&tracks, &groups, kinds)),
    );
    let Some(ctr) = ctr else { return Err(ScoreError::NoneUsable(left_out)) };
    remarks.extend(remarks_on(&tracks, cvr_trials, &ctr, cvr.as_ref(), roas.as_ref()));
    let parts = Parts { tracks: &tracks, groups: &groups, wear: &wear, ctr, cvr, roas };
    let rows = parts.rows(options);
    let Parts { ctr, cvr, roas, .. } = parts;
    let (cvr_priors, cvr_effects) = cvr.map(|cvr| (cvr.priors, cvr.effects)).unwrap_or_default();
    let (order_priors, value_priors, order_effects) =
        roas.map(|roas| (roas.order_priors, roas.value_priors, roas.effects)).unwrap_or_default();
    Ok(CreativeScores {
        rows,
        ctr_priors: ctr.priors,
        cvr_priors,
        order_priors,
        value_priors,
        ctr_effects: ctr.effects,
        cvr_effects,
        order_effects,
        fatigue_priors: ctr.slopes.map(|slopes| slopes.priors).unwrap_or_default(),
        left_out,
        remarks,
        interval: 0.9,
        draws: options.draws,
        definitions: DEFINITIONS.to_vec(),
    })
}

/// All that the leaderboard is made of.
struct Parts<'a> {
    tracks: &'a [Track<'a>],
    groups: &'a Groups,
    wear: &'a Wear,
    ctr: Rate,
    cvr: Option<Rate>,
    roas: Option<Roas>,
}

impl Parts<'_> {
    fn rows(&self, options: &Options) -> Vec<CreativeScore> {
        let key = Key::seed(options.seed);
        let lifts = lifts(self.tracks, self.groups, key.of(CREATIVE_FLIPS), options.draws);
        let highest = |place: u64, posteriors: Vec<Option<Ratio>>| {
            let key = key.of(CREATIVE_BEST).at(place);
            best(self.tracks, self.groups, &posteriors, key, options.draws)
        };
        let all = 0..self.tracks.len();
        let ctr = highest(0, all.clone().map(|i| self.ctr.scores[i].as_ref().map(odds)).collect());
        let cvr = highest(1, all.clone().map(|i| self.cvr(i).map(odds)).collect());
        let returns = self.roas.as_ref().map_or(vec![None; all.len()], |r| r.posteriors.clone());
        let roas = highest(2, returns);
        let row = |(i, lift)| {
            let mut row = self.row(i)?;
            row.ctr.best = ctr[i];
            row.cvr.iter_mut().for_each(|score: &mut RateScore| score.best = cvr[i]);
            row.roas.iter_mut().for_each(|score: &mut RoasScore| score.best = roas[i]);
            row.lift = lift;
            row.class = classify(&row, self.mean_spend(i));
            Some(row)
        };
        let mut rows: Vec<CreativeScore> = all.zip(lifts).filter_map(row).collect();
        rows.sort_by(|a, b| {
            let names = (&a.platform, &a.id).cmp(&(&b.platform, &b.id));
            b.score.total_cmp(&a.score).then(names)
        });
        rows.iter_mut().enumerate().for_each(|(place, row)| row.rank = place + 1);
        rows
    }

    fn cvr(&self, i: usize) -> Option<&RateScore> {
        self.cvr.as_ref()?.scores[i].as_ref()
    }

    fn roas(&self, i: usize) -> Option<&RoasScore> {
        self.roas.as_ref()?.scores[i].as_ref()
    }

    /// A creative's line, before it has a rank, a class and rivals.
    fn row(&self, i: usize) -> Option<CreativeScore> {
        let track = &self.tracks[i];
        let (first_day, last_day) = track.span()?;
        let ctr = self.ctr.scores[i].clone()?;
        Some(CreativeScore {
            rank: 0,
            id: track.about.id.clone(),
            name: track.about.name.clone(),
            platform: track.about.platform.clone(),
            format: track.about.format.clone(),
            context: track.about.context.clone(),
            score: self.score(i, &ctr),
            class: Class::Steady,
            first_day,
            last_day,
            days: track.days.len(),
            impressions: track.impressions,
            clicks: track.clicks,
            visits: track.visits,
            orders: track.orders,
            revenue: track.revenue,
            spend: track.spend,
            cvr: self.cvr(i).cloned(),
            roas: self.roas(i).cloned(),
            lift: None,
            fatigue: self
                .ctr
                .slopes
                .as_ref()
                .and_then(|slopes| fatigue(i, track, self.wear, slopes)),
            ctr,
        })
    }

    /// See [`SCORE_FORMULA`](super::SCORE_FORMULA).
    fn score(&self, i: usize, ctr: &RateScore) -> f64 {
        let clicks = ctr.quality.mean / self.ctr.quality_sd;
        let returns = self.roas.as_ref().map_or(0.0, |roas| {
            self.roas(i).map_or(0.0, |score| score.quality.mean / roas.quality_sd)
        });
        100.0 * normal_cdf(CTR_WEIGHT * clicks + (1.0 - CTR_WEIGHT) * returns)
    }

    /// Mean spend of the creatives of the platform and format.
    fn mean_spend(&self, i: usize) -> f64 {
        let members = &self.groups.all[self.groups.of[i]].members;
        members.iter().map(|&i| self.tracks[i].spend).sum::<f64>() / members.len() as f64
    }
}

/// The odds of a beta variate are a ratio of gamma variates.
fn odds(score: &RateScore) -> Ratio {
    let above = score.alpha + score.successes;
    Ratio { above, below: score.beta + score.trials - score.successes, unit: 1.0 }
}

/// What a reader should know of the data.
fn remarks_on(
    tracks: &[Track],
    cvr_trials: Trials,
    ctr: &Rate,
    cvr: Option<&Rate>,
    roas: Option<&Roas>,
) -> Vec<String> {
    let mut remarks = Vec::new();
    if cvr.is_some() && cvr_trials == Trials::Clicks {
        remarks.push("Visits are not known for all creatives: CVR is orders per click.".to_owned());
    }
    match cvr {
        None => remarks.push("No creative has known orders: there is no CVR.".to_owned()),
        Some(cvr) if cvr.impossible > 0 => remarks.push(format!(
            "Creatives with more orders than {}, which have no CVR: {}.",
            if cvr_trials == Trials::Visits { "visits" } else { "clicks" },
            cvr.impossible
        )),
        Some(_) => {}
    }
    if roas.is_none() {
        remarks
            .push("No creative has known orders, revenue and spend: there is no ROAS.".to_owned());
    }
    if ctr.effects.is_none() {
        let creatives = tracks.len();
        remarks.push(format!(
            "With {creatives} creatives, neither attributes nor context can be told from luck."
        ));
    }
    remarks
}
