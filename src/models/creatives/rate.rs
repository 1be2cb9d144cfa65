//! One rate of all creatives, from daily counts to posteriors.

use libm::{exp, log, sqrt};

use super::daily::{Calendar, Row, decompose};
use super::effects::{self, Kinds, Observation};
use super::families::{BetaFit, Counts, fit_beta_binomial};
use super::mix::mix;
use super::result::{Estimate, RateEffects, RatePrior, RateScore, Scope, Trials};
use super::scope::{Fit, Groups, Learnt};
use super::slopes::{Slopes, slopes};
use super::special::{beta_quantile, digamma, trigamma};
use super::standard::Standard;
use super::track::Track;
use super::wear::Wear;
use crate::features::creatives::CreativeDay;

/// Rounds in which days and slopes of wear settle against each other.
const WEAR_ROUNDS: usize = 6;
/// Limits of what wear is taken to have done to the logarithm of a rate.
const WEAR_LIMITS: (f64, f64) = (-3.0, 1.0);
/// Largest standard deviation that a slope adds to the logarithm of a fresh rate.
const MOST_FRESH_SD: f64 = 1.0;

/// A rate's posteriors and what they rest on.
#[derive(Debug, Clone)]
pub struct Rate {
    /// By creative; none where it has no trials, or more successes than trials.
    pub scores: Vec<Option<RateScore>>,
    /// By platform and format.
    pub priors: Vec<RatePrior>,
    /// What levels are owed to.
    pub effects: Option<RateEffects>,
    /// Slopes of wear, where it was measured.
    pub slopes: Option<Slopes>,
    /// Standard deviation of quality between creatives; that of the weakest prior where it could
    /// not be learnt.
    pub quality_sd: f64,
    /// Creatives with more successes than trials.
    pub impossible: usize,
}

/// Scores one rate of all creatives; none if it has no successes at all.
///
/// `owner` names whose days a creative shares: its platform's, or the shop's. Wear, if given, is
/// taken out, so that quality is that of the fresh creative.
pub fn rate(
    tracks: &[Track],
    groups: &Groups,
    kinds: Kinds,
    trials: Trials,
    wear: Option<&Wear>,
    owner: impl Fn(&Track) -> String,
) -> Option<Rate> {
    let totals: Vec<Option<Counts>> = tracks.iter().map(|track| total(track, trials)).collect();
    let possible = |counts: &Counts| counts.successes <= counts.trials;
    let usable: Vec<bool> = totals.iter().map(|c| c.as_ref().is_some_and(possible)).collect();
    let impossible = totals.iter().flatten().filter(|counts| !possible(counts)).count();
    let mix = mix(tracks, trials);
    let mut calendar = Calendar::default();
    let mut rows = Vec::new();
    for (i, track) in tracks.iter().enumerate().filter(|(i, _)| usable[*i]) {
        let owner = owner(track);
        for day in &track.days {
            let exposure = trials_on(day, trials) as f64 * mix.factors[i];
            let successes = successes_on(day, trials) as f64;
            let day = calendar.place(&owner, day.date);
            rows.push(Row { creative: i, day, successes, exposure });
        }
    }
    if !rows.iter().any(|row| row.successes > 0.0 && row.exposure > 0.0) {
        return None;
    }
    let days = settle(tracks, &rows, &calendar, groups, wear);
    let effects = effects::fit(&days.observations, kinds);
    let standard = Standard::new(totals, usable, days.observations, effects);
    let known = standard.effects.as_ref();
    let posteriors = Posteriors {
        quality_sd: known.map_or(sqrt(trigamma(1.0)), |effects| effects.quality_sd),
        standard: &standard,
        fresh_variance: &days.fresh_variance,
    };
    let learnt = posteriors.learn(groups);
    Some(Rate {
        scores: posteriors.scores(groups, &learnt),
        priors: posteriors.priors(groups, &learnt, trials, &days.day_variance),
        quality_sd: posteriors.quality_sd,
        effects: standard.describe(Some(mix)),
        slopes: days.slopes,
        impossible,
    })
}

/// Successes and trials of a creative; none where they are not known, or there are no trials.
fn total(track: &Track, trials: Trials) -> Option<Counts> {
    let (successes, trials) = match trials {
        Trials::Impressions => (Some(track.clicks), Some(track.impressions)),
        Trials::Visits => (track.orders, track.visits),
        Trials::Clicks => (track.orders, Some(track.clicks)),
    };
    let counts = Counts { successes: successes? as f64, trials: trials? as f64 };
    (counts.trials > 0.0).then_some(counts)
}

fn trials_on(day: &CreativeDay, trials: Trials) -> u64 {
    match trials {
        Trials::Impressions => day.impressions,
        Trials::Visits => day.visits.unwrap_or(0),
        Trials::Clicks => day.clicks,
    }
}

fn successes_on(day: &CreativeDay, trials: Trials) -> u64 {
    match trials {
        Trials::Impressions => day.clicks,
        Trials::Visits | Trials::Clicks => day.orders.unwrap_or(0),
    }
}

/// Days taken apart, with wear taken out.
struct Days {
    observations: Vec<Observation>,
    /// τ² of each group.
    day_variance: Vec<f64>,
    slopes: Option<Slopes>,
    /// For each creative, variance of the log rate when fresh that is owed to its slope.
    fresh_variance: Vec<f64>,
}

/// Takes days apart and measures wear, in turn.
fn settle(
    tracks: &[Track],
    rows: &[Row],
    calendar: &Calendar,
    groups: &Groups,
    wear: Option<&Wear>,
) -> Days {
    // Each row's wear: rows follow the creatives' days, creative by creative.
    let mut next = vec![0; tracks.len()];
    let worn_by: Vec<f64> = rows
        .iter()
        .map(|row| {
            let place = next[row.creative];
            next[row.creative] += 1;
            wear.map_or(0.0, |wear| wear.by_day[row.creative][place])
        })
        .collect();
    let mut parts = decompose(rows, calendar, &groups.of, None);
    let mut worn = rows.to_vec();
    let mut measured: Option<Slopes> = None;
    for wear in wear.into_iter().flat_map(|wear| std::iter::repeat_n(wear, WEAR_ROUNDS)) {
        let found = slopes(tracks, wear, rows, &parts);
        for ((to, from), x) in worn.iter_mut().zip(rows).zip(&worn_by) {
            let slope = found.shrunken[from.creative].map_or(0.0, |slope| slope.mean);
            let lost = (slope * x).clamp(WEAR_LIMITS.0, WEAR_LIMITS.1);
            to.exposure = from.exposure * exp(lost);
        }
        parts = decompose(&worn, calendar, &groups.of, Some(&parts));
        measured = Some(found);
    }
    let observations = effects::observe(&worn, &parts);
    let mut mean_wear = vec![0.0; tracks.len()];
    for (row, x) in worn.iter().zip(&worn_by) {
        mean_wear[row.creative] += row.exposure * parts.shocks[row.day] * x;
    }
    let fresh_variance = (0..tracks.len()).map(|i| {
        let slope = measured.as_ref().and_then(|slopes| slopes.shrunken[i]);
        let exposure = observations[i].exposure;
        let spread = |slope: Estimate| (slope.sd * mean_wear[i] / exposure).min(MOST_FRESH_SD);
        slope.filter(|_| exposure > 0.0).map_or(0.0, |slope| spread(slope).powi(2))
    });
    let fresh_variance = fresh_variance.collect();
    Days { fresh_variance, observations, day_variance: parts.day_variance, slopes: measured }
}

/// A prior and the rate at which it puts the average creative.
#[derive(Debug, Clone, Copy)]
struct Prior {
    fit: BetaFit,
    reference: f64,
}

/// α, β, and the rate of the average creative.
type Shapes = (f64, f64, f64);

/// From comparable counts to posteriors.
struct Posteriors<'a> {
    standard: &'a Standard,
    fresh_variance: &'a [f64],
    quality_sd: f64,
}

impl Posteriors<'_> {
    fn learn(&self, groups: &Groups) -> Vec<Learnt<Prior>> {
        groups.learn(&self.standard.usable, |members| {
            let reference = self.standard.reference(members);
            if !(reference > 0.0 && reference < 1.0) {
                return Fit::Nothing;
            }
            let counts: Vec<Counts> = members.iter().map(|&i| self.counts(i, reference)).collect();
            match fit_beta_binomial(&counts) {
                Some(fit) if fit.differs => Fit::Differs(Prior { fit, reference }),
                Some(fit) => Fit::Alike(Prior { fit, reference }),
                None => Fit::Nothing,
            }
        })
    }

    /// Comparable counts. Where most trials succeed, rates under other conditions could exceed one;
    /// they do not.
    fn counts(&self, i: usize, reference: f64) -> Counts {
        let Counts { successes, trials } = self.standard.counts(i, reference);
        Counts { successes, trials: trials.max(successes) }
    }

    /// A learnt prior, or one worth one success at the overall rate.
    fn shapes(&self, learnt: &Learnt<Prior>) -> Shapes {
        if let Some(Prior { fit, reference }) = learnt.prior {
            return (fit.alpha, fit.beta, reference);
        }
        let mean = self.standard.overall().clamp(1e-9, 0.999);
        (1.0, (1.0 - mean) / mean, exp(digamma(1.0) - digamma(1.0 / mean)))
    }

    fn scores(&self, groups: &Groups, learnt: &[Learnt<Prior>]) -> Vec<Option<RateScore>> {
        let score = |i: usize| {
            let total = self.standard.totals[i].filter(|_| self.standard.usable[i])?;
            let learnt = &learnt[groups.of[i]];
            Some(self.score(i, total, learnt.scope, self.shapes(learnt)))
        };
        (0..self.standard.usable.len()).map(score).collect()
    }

    fn score(&self, i: usize, total: Counts, prior: Scope, shapes: Shapes) -> RateScore {
        let (alpha, beta, reference) = shapes;
        let Counts { successes, trials } = self.counts(i, reference);
        let conditions = self.standard.conditions(i, reference);
        let (a, b) = (alpha + successes, beta + trials - successes);
        let here = |rate: f64| (rate * conditions).min(1.0);
        let log_mean = digamma(a) - digamma(a + b) - log(reference);
        let own_variance = (trigamma(a) - trigamma(a + b)).max(0.0);
        let around = self.standard.reference_variance(i) + self.fresh_variance[i];
        let quality = Estimate::normal(log_mean, sqrt(own_variance + around));
        RateScore {
            raw: total.successes / total.trials,
            successes,
            trials,
            design_effect: self.standard.observations[i].design_effect,
            prior,
            alpha,
            beta,
            conditions,
            mean: here(a / (a + b)),
            low: here(beta_quantile(a, b, 0.05)),
            high: here(beta_quantile(a, b, 0.95)),
            weight: trials / (alpha + beta + trials),
            quality,
            above: quality.above_zero(),
            best: None,
        }
    }

    fn priors(
        &self,
        groups: &Groups,
        learnt: &[Learnt<Prior>],
        trials: Trials,
        day_variance: &[f64],
    ) -> Vec<RatePrior> {
        let prior = |g: usize| {
            let (group, learnt) = (&groups.all[g], &learnt[g]);
            let (alpha, beta, reference) = self.shapes(learnt);
            RatePrior {
                platform: group.platform.clone(),
                format: group.format.clone(),
                creatives: group.members.iter().filter(|&&i| self.standard.usable[i]).count(),
                trials,
                scope: learnt.scope,
                fallback: learnt.fallback.clone(),
                learnt_from: learnt.from,
                alpha,
                beta,
                mean: alpha / (alpha + beta),
                log_sd: sqrt((trigamma(alpha) - trigamma(alpha + beta)).max(0.0)),
                reference,
                day_variance: day_variance[g],
                convergence: learnt.prior.map(|prior| prior.fit.convergence),
            }
        };
        (0..groups.all.len()).map(prior).filter(|prior| prior.creatives > 0).collect()
    }
}
