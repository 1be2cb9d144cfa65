//! Rates of one creative, with their uncertainty.

use schemars::JsonSchema;
use serde::Serialize;

use super::Scope;

/// A rate of one creative: what was counted, and what that says of the rate behind it.
///
/// Under the conditions of the prior, the rate's posterior is
/// Beta(α + successes, β + trials − successes). Times `conditions` it is the rate under this
/// creative's own conditions, which is what `mean`, `low` and `high` give.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct RateScore {
    /// Successes per trial as counted.
    pub raw: f64,
    /// Successes that the posterior counts: those observed, over `design_effect`.
    pub successes: f64,
    /// Trials that the posterior counts: as many as would bring an average creative, under the
    /// prior's conditions, the successes that it would have had in this one's place, over
    /// `design_effect`.
    pub trials: f64,
    /// How many times larger the variance of the successes is than counting alone would have it.
    pub design_effect: f64,
    /// Whose creatives the prior was learnt from.
    pub prior: Scope,
    /// α of the prior.
    pub alpha: f64,
    /// β of the prior.
    pub beta: f64,
    /// What an average creative's rate under this one's conditions (context, mix, days, wear) is
    /// to its rate under the prior's.
    pub conditions: f64,
    /// Posterior mean of the rate, under the creative's own conditions.
    pub mean: f64,
    /// 5 % quantile of the posterior.
    pub low: f64,
    /// 95 % quantile of the posterior.
    pub high: f64,
    /// Part of the posterior mean that its own data decide: trials / (α + β + trials), 0 to 1.
    pub weight: f64,
    /// Logarithm of the rate over that of the average creative of its platform, format and
    /// context, when fresh: its latent quality, and what the score is made of.
    pub quality: Estimate,
    /// Probability that its quality is above zero.
    pub above: f64,
    /// Probability that its quality is the highest of its platform and format; none without a
    /// rival.
    pub best: Option<f64>,
}

/// Revenue per unit of spend.
///
/// Under the conditions of the prior, orders per unit of spend are λ ~ Gamma(a + `orders`, rate
/// b + `spend`), and the order value is p/ν with ν ~ Gamma(q + p · orders, rate v + revenue), as
/// counted. Both are independent, so that λ · p/ν is a scaled ratio of gamma variates with exact
/// quantiles. Times `conditions` it is the return under this creative's own conditions, which is
/// what `mean`, `low` and `high` give.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct RoasScore {
    /// Revenue over spend as counted.
    pub raw: f64,
    /// Orders that the posterior counts: those observed, over `design_effect`.
    pub orders: f64,
    /// Spend that the posterior counts: as much as would bring an average creative, under the
    /// prior's conditions, the orders that it would have had in this one's place, over
    /// `design_effect`.
    pub spend: f64,
    /// How many times larger the variance of orders is than counting alone would have it.
    pub design_effect: f64,
    /// Whose creatives the prior of orders per unit of spend was learnt from.
    pub order_prior: Scope,
    /// Shape a of that prior.
    pub a: f64,
    /// Rate b of that prior, in units of spend.
    pub b: f64,
    /// Whose creatives the prior of order value was learnt from.
    pub value_prior: Scope,
    /// Shape p of the values of single orders.
    pub p: f64,
    /// Shape q of the prior of ν.
    pub q: f64,
    /// Rate v of the prior of ν, in currency.
    pub v: f64,
    /// What an average creative's orders per unit of spend under this one's conditions are to those
    /// under the prior's.
    pub conditions: f64,
    /// Posterior mean of orders per unit of spend, under the creative's own conditions.
    pub orders_per_spend: f64,
    /// Posterior mean of order value, in currency.
    pub order_value: f64,
    /// Posterior mean of revenue per unit of spend, under the creative's own conditions.
    pub mean: f64,
    /// 5 % quantile of the posterior.
    pub low: f64,
    /// 95 % quantile of the posterior.
    pub high: f64,
    /// Logarithm of it over that of the average creative of its platform, format and context.
    pub quality: Estimate,
    /// Probability that its quality is above zero.
    pub above: f64,
    /// Probability that it is the highest of its platform and format under equal conditions; none
    /// without a rival.
    pub best: Option<f64>,
}

/// An estimate with its 90 % interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
pub struct Estimate {
    /// Posterior mean.
    pub mean: f64,
    /// Posterior standard deviation.
    pub sd: f64,
    /// 5 % quantile.
    pub low: f64,
    /// 95 % quantile.
    pub high: f64,
}

/// Clicks of a creative against those of the rest of its platform and format, as counted: neither
/// context nor wear is adjusted for.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Lift {
    /// Its clicks per impression over those of the rest, minus 1; none where the rest has none.
    pub lift: Option<f64>,
    /// Two-sided p-value of a permutation of impressions: how often, were the clicks of the group
    /// dealt at random over its impressions, this creative's number of them would be as far from
    /// its expectation. Exact (hypergeometric). It takes impressions for independent, which clicks
    /// on one day are not: see `days_p`.
    pub impressions_p: f64,
    /// `impressions_p` adjusted for looking at all creatives at once (Benjamini and Hochberg
    /// 1995): the expected share of false ones among all creatives with no larger value.
    pub impressions_q: f64,
    /// Two-sided p-value of a permutation of days: on each day on which others of the group were
    /// shown too, the creative's clicks beyond the group's rate keep or change their sign at
    /// random. It allows for days on which all impressions are good or bad together. None with
    /// fewer than two such days.
    pub days_p: Option<f64>,
    /// Days behind `days_p`.
    pub days: usize,
}
