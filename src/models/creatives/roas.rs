//! Return on ad spend: orders per unit of spend, times the value of an order.

use libm::{exp, log, sqrt};

use super::best::Ratio;
use super::daily::{Calendar, Row, decompose};
use super::effects::{self, Kinds};
use super::families::{
    Amounts, Counts, GammaFit, GammaGammaFit, fit_gamma_gamma, fit_gamma_poisson,
};
use super::result::{Estimate, OrderPrior, RateEffects, RoasScore, Scope, ValuePrior};
use super::scope::{Fit, Groups, Learnt};
use super::special::{beta_quantile, digamma, trigamma};
use super::standard::Standard;
use super::track::Track;
use crate::features::creatives::CreativeDay;

/// Returns of all creatives and what they rest on.
#[derive(Debug, Clone)]
pub struct Roas {
    /// By creative; none where orders, revenue or spend are not known.
    pub scores: Vec<Option<RoasScore>>,
    /// Their posteriors under equal conditions, to draw from.
    pub posteriors: Vec<Option<Ratio>>,
    /// Standard deviation of the quality of returns between creatives.
    pub quality_sd: f64,
    /// What orders per unit of spend are owed to.
    pub effects: Option<RateEffects>,
    /// By platform and format.
    pub order_priors: Vec<OrderPrior>,
    /// By platform and format.
    pub value_priors: Vec<ValuePrior>,
}

/// Scores returns; none if no creative has known orders, revenue and spend, or none sold anything.
pub fn roas(tracks: &[Track], groups: &Groups, kinds: Kinds) -> Option<Roas> {
    let (standard, day_variance) = standard(tracks, groups, kinds)?;
    let amounts: Vec<Amounts> = tracks.iter().map(amounts).collect();
    let sold: Vec<bool> = standard
        .usable
        .iter()
        .zip(&amounts)
        .map(|(&usable, amounts)| usable && !amounts.days.is_empty())
        .collect();
    let orders = groups.learn(&standard.usable, |members| {
        let reference = standard.reference(members);
        let counts: Vec<Counts> = members.iter().map(|&i| standard.counts(i, reference)).collect();
        match fit_gamma_poisson(&counts) {
            Some(fit) if fit.differs => Fit::Differs((fit, reference)),
            Some(fit) => Fit::Alike((fit, reference)),
            None => Fit::Nothing,
        }
    });
    let values = groups.learn(&sold, |members| {
        let amounts: Vec<Amounts> = members.iter().map(|&i| amounts[i].clone()).collect();
        match fit_gamma_gamma(&amounts) {
            Some(fit) if fit.differs => Fit::Differs(fit),
            Some(fit) => Fit::Alike(fit),
            None => Fit::Nothing,
        }
    });
    let overall = (standard.overall(), overall_order_value(&standard, &amounts));
    let priors: Vec<Prior> = orders
        .iter()
        .zip(&values)
        .map(|(orders, values)| Prior::new(orders, values, overall))
        .collect();
    let returns = Returns { standard: &standard, amounts: &amounts };
    let scored = (0..tracks.len()).map(|i| returns.score(i, tracks, &priors[groups.of[i]]));
    let (scores, posteriors) = scored.map(Option::unzip).unzip();
    let of_group = |g: usize| Some(&groups.all[g]).zip(priors.get(g));
    let order_priors = (0..groups.all.len()).filter_map(|g| {
        let (group, prior) = of_group(g)?;
        let creatives = group.members.iter().filter(|&&i| standard.usable[i]).count();
        let learnt = &orders[g];
        (creatives > 0).then(|| OrderPrior {
            platform: group.platform.clone(),
            format: group.format.clone(),
            creatives,
            scope: learnt.scope,
            fallback: learnt.fallback.clone(),
            learnt_from: learnt.from,
            a: prior.a,
            b: prior.b,
            mean: prior.a / prior.b,
            reference: prior.reference,
            day_variance: day_variance[g],
            convergence: learnt.prior.map(|(fit, _)| fit.convergence),
        })
    });
    let value_priors = (0..groups.all.len()).filter_map(|g| {
        let (group, &Prior { p, q, v, .. }) = of_group(g)?;
        let creatives = group.members.iter().filter(|&&i| sold[i]).count();
        let learnt = &values[g];
        (creatives > 0).then(|| ValuePrior {
            platform: group.platform.clone(),
            format: group.format.clone(),
            creatives,
            scope: learnt.scope,
            fallback: learnt.fallback.clone(),
            learnt_from: learnt.from,
            p,
            q,
            v,
            mean: p * v / (q - 1.0),
            convergence: learnt.prior.map(|fit| fit.convergence),
        })
    });
    Some(Roas {
        scores,
        posteriors,
        order_priors: order_priors.collect(),
        value_priors: value_priors.collect(),
        quality_sd: quality_sd(&standard, &priors),
        effects: standard.describe(None),
    })
}

/// Orders and spend made comparable, and the day-to-day variance of each group.
fn standard(tracks: &[Track], groups: &Groups, kinds: Kinds) -> Option<(Standard, Vec<f64>)> {
    let known = |track: &Track| {
        track.orders.is_some() && track.revenue.is_some_and(|r| r >= 0.0) && track.spend > 0.0
    };
    let usable: Vec<bool> = tracks.iter().map(known).collect();
    let mut calendar = Calendar::default();
    let mut rows = Vec::new();
    for (i, track) in tracks.iter().enumerate().filter(|(i, _)| usable[*i]) {
        for day in &track.days {
            let successes = day.orders.unwrap_or(0) as f64;
            let place = calendar.place("shop", day.date);
            rows.push(Row { creative: i, day: place, successes, exposure: day.spend });
        }
    }
    if !rows.iter().any(|row| row.successes > 0.0 && row.exposure > 0.0) {
        return None;
    }
    let days = decompose(&rows, &calendar, &groups.of, None);
    let observations = effects::observe(&rows, &days);
    let total =
        |track: &Track| Some(Counts { successes: track.orders? as f64, trials: track.spend });
    let totals = tracks.iter().zip(&usable).map(|(t, &usable)| total(t).filter(|_| usable));
    let effects = effects::fit(&observations, kinds);
    Some((Standard::new(totals.collect(), usable, observations, effects), days.day_variance))
}

fn amounts(track: &Track) -> Amounts {
    let day = |day: &CreativeDay| {
        let (orders, revenue) = (day.orders? as f64, day.revenue?);
        (orders > 0.0 && revenue > 0.0).then_some((orders, revenue))
    };
    Amounts { days: track.days.iter().filter_map(day).collect() }
}

fn overall_order_value(standard: &Standard, amounts: &[Amounts]) -> f64 {
    let used = amounts.iter().zip(&standard.usable).filter(|(_, usable)| **usable);
    let (orders, revenue) = used
        .map(|(amounts, _)| amounts.totals())
        .fold((0.0, 0.0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
    if orders > 0.0 { revenue / orders } else { 1.0 }
}

/// Standard deviation of log returns between creatives of the same platform, format and context;
/// where it could not be learnt, that of the widest prior.
fn quality_sd(standard: &Standard, priors: &[Prior]) -> f64 {
    let value = priors.iter().map(|prior| trigamma(prior.q)).fold(0.0, f64::max);
    match &standard.effects {
        Some(effects) => sqrt(effects.quality_sd * effects.quality_sd + value),
        None => sqrt(trigamma(1.0) + value),
    }
}

/// The priors of a group: of orders per unit of spend, and of order value.
struct Prior {
    scopes: (Scope, Scope),
    a: f64,
    b: f64,
    /// Orders per unit of spend of the average creative.
    reference: f64,
    p: f64,
    q: f64,
    v: f64,
}

impl Prior {
    fn new(
        orders: &Learnt<(GammaFit, f64)>,
        values: &Learnt<GammaGammaFit>,
        (overall, order_value): (f64, f64),
    ) -> Prior {
        // Without creatives to learn from, a prior worth one order at the overall rate.
        let unlearnt = (1.0, 1.0 / overall, overall * exp(digamma(1.0)));
        let (a, b, reference) =
            orders.prior.map_or(unlearnt, |(fit, reference)| (fit.a, fit.b, reference));
        // And values that spread as their mean, as do the means of creatives.
        let (p, q, v) = values.prior.map_or((1.0, 3.0, 2.0 * order_value), |f| (f.p, f.q, f.v));
        Prior { scopes: (orders.scope, values.scope), a, b, reference, p, q, v }
    }

    /// Logarithm of the average creative's return.
    fn log_reference(&self) -> f64 {
        log(self.reference) + log(self.p) + log(self.v) - digamma(self.q)
    }
}

/// What the creatives show.
struct Returns<'a> {
    standard: &'a Standard,
    amounts: &'a [Amounts],
}

impl Returns<'_> {
    fn score(&self, i: usize, tracks: &[Track], prior: &Prior) -> Option<(RoasScore, Ratio)> {
        if !self.standard.usable[i] {
            return None;
        }
        let &Prior { scopes, a, b, reference, p, q, v } = prior;
        let Counts { successes, trials } = self.standard.counts(i, reference);
        let conditions = self.standard.conditions(i, reference);
        let (sold, revenue) = self.amounts[i].totals();
        let (shape, rate) = (a + successes, b + trials);
        let (value_shape, value_rate) = (q + p * sold, v + revenue);
        // λ p / ν = unit · G₁ / G₂ with gamma variates of these shapes, and G₁ / (G₁ + G₂) is beta.
        let unit = p * value_rate / rate;
        let quantile = |probability: f64| {
            let x = beta_quantile(shape, value_shape, probability);
            conditions * unit * x / (1.0 - x)
        };
        let log_mean = log(unit) + digamma(shape) - digamma(value_shape) - prior.log_reference();
        let own_variance = trigamma(shape) + trigamma(value_shape);
        let sd = sqrt(own_variance + self.standard.reference_variance(i));
        let quality = Estimate::normal(log_mean, sd);
        let score = RoasScore {
            raw: tracks[i].revenue? / tracks[i].spend,
            orders: successes,
            spend: trials,
            design_effect: self.standard.observations[i].design_effect,
            order_prior: scopes.0,
            a,
            b,
            value_prior: scopes.1,
            p,
            q,
            v,
            conditions,
            orders_per_spend: conditions * shape / rate,
            order_value: p * value_rate / (value_shape - 1.0),
            mean: conditions * unit * shape / (value_shape - 1.0),
            low: quantile(0.05),
            high: quantile(0.95),
            quality,
            above: quality.above_zero(),
            best: None,
        };
        Some((score, Ratio { above: shape, below: value_shape, unit }))
    }
}
