//! Orders that no ad causes: what is expected of each region and day.

use super::Span;
use super::calendar::Calendar;
use super::noise::ar1;
use crate::random::Key;
use crate::random::distributions::gamma_noise;
use crate::random::maths::{exp, ln, pow};
use crate::random::names::{DEMAND_COUNT_NOISE, DEMAND_LOCAL, DEMAND_SHARED};
use crate::scenario::Scenario;

/// Days in a year, on average.
const YEAR: f64 = 365.25;

/// Demand by region and day of the plan.
#[derive(Debug)]
pub struct Demand {
    /// w_r: shares of the market, which sum to one.
    pub weights: Vec<f64>,
    /// D[r,t]: expected organic orders of new customers, noise included.
    pub organic: Vec<Vec<f64>>,
    /// Calendar and noise without growth, with mean one: the pulse to which budgets move.
    pub pulse: Vec<Vec<f64>>,
    /// What repeat orders make of it: `pulse^seasonality`.
    pub repeat_pulse: Vec<Vec<f64>>,
    /// Gamma noise with mean one that makes a region's daily counts negative-binomial.
    pub shock: Vec<Vec<f64>>,
    /// The pulse of all regions together.
    pub index: Vec<f64>,
}

impl Demand {
    /// `D[r,t] = base · w_r · growth(t) · season_r(t) · exp(ε_t + ε_rt)`.
    pub fn new(scenario: &Scenario, key: Key, span: Span, calendar: &Calendar) -> Self {
        let total: f64 = scenario.regions.iter().map(|region| region.weight).sum();
        let weights: Vec<f64> = scenario.regions.iter().map(|r| r.weight / total).collect();
        let demand = &scenario.demand;
        let shared = ar1(key.of(DEMAND_SHARED), demand.shared_noise, span.len());
        let base = demand.orders_per_day * scenario.scale;
        let growth = ln(1.0 + demand.growth_per_year) / YEAR;

        let (mut organic, mut pulse, mut shock) = (Vec::new(), Vec::new(), Vec::new());
        for (r, region) in scenario.regions.iter().enumerate() {
            let local_key = key.of(DEMAND_LOCAL).text(&region.id);
            let local = ar1(local_key, demand.local_noise, span.len());
            let season = &calendar.regions[r].season;
            let pulse_r: Vec<f64> =
                (0..span.len()).map(|t| season[t] * shared[t] * local[t]).collect();
            organic.push(
                (0..span.len())
                    .map(|t| {
                        let age = f64::from((span.day(t) - span.launch).max(0));
                        base * weights[r] * exp(growth * age) * pulse_r[t]
                    })
                    .collect(),
            );
            let noise_key = key.of(DEMAND_COUNT_NOISE).text(&region.id);
            shock.push(
                (0..span.len())
                    .map(|t| gamma_noise(noise_key.at(t as u64), demand.dispersion))
                    .collect(),
            );
            pulse.push(pulse_r);
        }
        let seasonality = scenario.customers.seasonality;
        let of_repeats = |pulse: &Vec<f64>| match seasonality {
            1.0 => pulse.clone(),
            _ => pulse.iter().map(|&pulse| pow(pulse, seasonality)).collect(),
        };
        let repeat_pulse = pulse.iter().map(of_repeats).collect();
        let index = (0..span.len())
            .map(|t| weights.iter().zip(&pulse).map(|(w, pulse)| w * pulse[t]).sum())
            .collect();
        Demand { weights, organic, pulse, repeat_pulse, shock, index }
    }
}
