//! What the ads cause: adstock, saturation, and the counts of incremental orders by lag.

use super::Span;
use super::calendar::Calendar;
use super::demand::Demand;
use super::media::Media;
use crate::curves::{Adstock, hill};
use crate::random::Key;
use crate::random::distributions::{gamma_noise, poisson_at};
use crate::random::maths::{ln, pow};
use crate::random::names::{RESPONSE_EXISTING, RESPONSE_NEW, RESPONSE_NOISE};
use crate::scenario::Scenario;

/// Longest lag from a click to the order it causes, in days: the longest window of any platform.
pub const MAX_CLICK_LAG: usize = 28;
/// Longest lag of platforms without clicks.
const MAX_LAG: usize = 180;
/// Carry-over below this is not followed any further.
const NEGLIGIBLE: f64 = 0.001;
/// Longest lag from an ad to the order of an existing customer that it causes: reminders act
/// at once or not at all. It bounds how far a day must look ahead to know its own claims.
pub const MAX_EXISTING_LAG: usize = 3;

/// One platform's response in every region, day by day.
#[derive(Debug)]
pub struct PlatformResponse {
    /// x[r][t]: effective spend.
    pub effective: Vec<Vec<f64>>,
    /// X[r][t]: adstock.
    pub adstock: Vec<Vec<f64>>,
    /// λ[r][t]: expected incremental orders.
    pub expected: Vec<Vec<f64>>,
    /// Share of the orders caused by the ads of day t that existing customers place.
    pub existing: Vec<Vec<f64>>,
    /// Σ_ℓ θ^ℓ x[t−ℓ] over the lags that are followed.
    weight: Vec<Vec<f64>>,
    /// Gamma noise of the counts.
    shock: Vec<Vec<f64>>,
    /// Longest lag that is followed.
    pub max_lag: usize,
    /// θ^ℓ.
    powers: Vec<f64>,
    keys: Vec<[Key; 2]>,
}

/// Works out the response of every platform.
pub fn responses(
    scenario: &Scenario,
    key: Key,
    span: Span,
    calendar: &Calendar,
    demand: &Demand,
    media: &Media,
) -> Vec<PlatformResponse> {
    let platforms = scenario.platforms.iter().enumerate();
    platforms
        .map(|(p, (id, platform))| {
            let decay = platform.adstock.decay;
            let followed =
                if decay > 0.0 { (ln(NEGLIGIBLE) / ln(decay)).ceil() as usize } else { 0 };
            let limit = if platform.clickable { MAX_CLICK_LAG } else { MAX_LAG };
            let max_lag = followed.min(limit);
            let powers: Vec<f64> = (0..=max_lag).map(|lag| pow(decay, lag as f64)).collect();
            let mut response = PlatformResponse {
                effective: Vec::new(),
                adstock: Vec::new(),
                expected: Vec::new(),
                existing: Vec::new(),
                weight: Vec::new(),
                shock: Vec::new(),
                max_lag,
                powers,
                keys: Vec::new(),
            };
            let half = platform.saturation.half_spend * scenario.scale;
            let ceiling = platform.incremental_orders * scenario.scale;
            for (r, region) in scenario.regions.iter().enumerate() {
                let (x, existing) = effective_spend(media, p, r, span);
                let mut carry = Adstock::steady(decay, x.first().copied().unwrap_or(0.0));
                let adstock: Vec<f64> = x.iter().map(|&x| carry.next(x)).collect();
                let season = &calendar.regions[r].season;
                let expected = (0..span.len())
                    .map(|t| {
                        ceiling
                            * demand.weights[r]
                            * season[t]
                            * hill(adstock[t], half, platform.saturation.slope)
                    })
                    .collect();
                let weight = (0..span.len()).map(|t| carried(&x, &response.powers, t)).collect();
                let place = |name| key.of(name).text(id).text(&region.id);
                let noise = place(RESPONSE_NOISE);
                response.shock.push(
                    (0..span.len())
                        .map(|t| gamma_noise(noise.at(t as u64), platform.dispersion))
                        .collect(),
                );
                response.keys.push([place(RESPONSE_NEW), place(RESPONSE_EXISTING)]);
                response.effective.push(x);
                response.existing.push(existing);
                response.adstock.push(adstock);
                response.expected.push(expected);
                response.weight.push(weight);
            }
            response
        })
        .collect()
}

fn carried(x: &[f64], powers: &[f64], t: usize) -> f64 {
    powers.iter().enumerate().filter(|(lag, _)| *lag <= t).map(|(lag, w)| w * x[t - lag]).sum()
}

/// `x = Σ_c spend · objective · tactic · mean ad effect`, and the share of it that speaks to
/// existing customers.
fn effective_spend(media: &Media, p: usize, r: usize, span: Span) -> (Vec<f64>, Vec<f64>) {
    let mut effective = vec![0.0; span.len()];
    let mut existing = vec![0.0; span.len()];
    for c in media.by_platform[p].clone() {
        let plan = &media.campaigns[c];
        for t in 0..span.len() {
            let x =
                media.spend(c, t, r) * plan.objective.effect * plan.tactic.effect * plan.effect[t];
            effective[t] += x;
            existing[t] += x * plan.tactic.existing_share;
        }
    }
    for t in 0..span.len() {
        // Nobody has bought before the shop opens.
        let open = effective[t] > 0.0 && span.day(t) > span.launch;
        existing[t] = if open { existing[t] / effective[t] } else { 0.0 };
    }
    (effective, existing)
}

impl PlatformResponse {
    /// Share of day `t`'s incremental orders in region `r` that the ads of `lag` days before
    /// caused: `θ^ℓ x[t−ℓ] / Σ_k θ^k x[t−k]`.
    pub fn lag_share(&self, r: usize, t: usize, lag: usize) -> f64 {
        if lag > self.max_lag || lag > t || self.weight[r][t] <= 0.0 {
            return 0.0;
        }
        self.powers[lag] * self.effective[r][t - lag] / self.weight[r][t]
    }

    /// Share of the orders of this lag that existing customers place.
    pub fn existing_share(&self, r: usize, t: usize, lag: usize) -> f64 {
        if lag > MAX_EXISTING_LAG || lag > t { 0.0 } else { self.existing[r][t - lag] }
    }

    /// Orders of new customers on day `t` that the ads of `lag` days before caused.
    ///
    /// Given the day's gamma noise, the Poisson counts of the lags are independent, so each can be
    /// drawn alone; together they are negative-binomial around λ.
    pub fn new_orders(&self, r: usize, t: usize, lag: usize) -> u64 {
        let mean = self.mean(r, t, lag) * (1.0 - self.existing_share(r, t, lag));
        poisson_at(self.keys[r][0].at(t as u64).at(lag as u64), mean)
    }

    /// Orders of existing customers on day `t` that the ads of `lag` days before caused.
    pub fn existing_orders(&self, r: usize, t: usize, lag: usize) -> u64 {
        let mean = self.mean(r, t, lag) * self.existing_share(r, t, lag);
        poisson_at(self.keys[r][1].at(t as u64).at(lag as u64), mean)
    }

    fn mean(&self, r: usize, t: usize, lag: usize) -> f64 {
        self.expected[r][t] * self.shock[r][t] * self.lag_share(r, t, lag)
    }
}
