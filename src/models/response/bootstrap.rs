//! Intervals: what the fit would say if the noise had fallen otherwise.
//!
//! Each replicate puts residuals back onto the fitted orders, in blocks of one or two weeks drawn
//! with replacement from the same residuals (Künsch 1989, circular), all regions of a day together,
//! so that both the memory of the noise and what regions share survive. Residuals are divided by
//! their standard deviations before they move and multiplied by those of the place where they land,
//! and widened for the parameters that were fitted to them. Then the shapes are searched again from
//! the estimate. Priors are evidence too, and are drawn anew like the orders: around the estimate,
//! with their own spread ("randomise, then optimise", Bardsley et al. 2014; for linear models with
//! normal noise the replicates have exactly the posterior's mean and spread). So an interval does
//! not shrink where the data are silent and the estimate is the prior's.

use rayon::prelude::*;

use super::attribution::{Effect, Functionals};
use super::data::Data;
use super::family::{Family, Place};
use super::fit::{Linear, Model, priors};
use super::noise::Split;
use super::search;
use crate::random::Key;
use crate::random::distributions::normal_at;
use crate::random::names::{RESPONSE_BLOCKS, RESPONSE_PRIORS};

/// Days in a block, in histories of a year or more, and in shorter ones.
const BLOCK_DAYS: [usize; 2] = [14, 7];
/// Days of a long history.
const LONG_HISTORY: usize = 365;
/// Fewest periods in a block.
const LEAST_BLOCK: usize = 2;
/// Steps of a replicate's search, which starts at the estimate.
const STEPS: u64 = 40;

/// Periods in a block.
pub fn block(data: &Data) -> usize {
    let days = BLOCK_DAYS[usize::from(data.periods * data.step_days < LONG_HISTORY)];
    (days / data.step_days).max(LEAST_BLOCK)
}

/// Each replicate's effects, by replicate and channel.
pub fn replicates(
    data: &Data,
    model: &Model,
    families: &[Family],
    linear: &Linear,
    functionals: &Functionals,
    (key, count): (Key, usize),
) -> Vec<Vec<Effect>> {
    let residuals = Residuals::new(data, model);
    let places: Vec<Place> =
        families.iter().zip(&model.shapes).map(|(family, &x)| family.place(x)).collect();
    let block = block(data);
    (0..count)
        .into_par_iter()
        .map(|n| {
            let blocks = key.of(RESPONSE_BLOCKS).at(n as u64);
            let orders = residuals.replicate(data, model, block, blocks);
            let draws = key.of(RESPONSE_PRIORS).at(n as u64);
            let centre = controls_around(model, linear, draws.at(0));
            let target = model.target(data, linear, &orders, &centre);
            let mut profile = linear.profile(families, priors(data), &target);
            for (p, prior) in profile.priors.iter_mut().enumerate() {
                let key = draws.at(1).at(p as u64);
                let by = std::array::from_fn(|i| normal_at(key.at(i as u64)));
                let bounds = &families[p].bounds;
                let share = functionals.share(p, &places[p], model.beta[p]);
                *prior = prior.around(bounds.coordinates(model.shapes[p]), share, by, bounds);
            }
            let found = search::from(&profile, &model.shapes, STEPS);
            let channels = families.iter().enumerate();
            channels
                .map(|(p, family)| {
                    let place = &found.evaluation.places[p];
                    let beta = found.evaluation.solution.beta[p];
                    functionals.effect(p, family, found.x[p], place, beta)
                })
                .collect()
        })
        .collect()
}

/// Means of the controls' priors, drawn around the estimate.
fn controls_around(model: &Model, linear: &Linear, key: Key) -> Vec<f64> {
    let controls = model.coefficients.iter().zip(&linear.precision).enumerate();
    controls
        .map(|(j, (coefficient, &precision))| {
            let sd = if precision > 0.0 { 1.0 / precision.sqrt() } else { 0.0 };
            coefficient + sd * normal_at(key.at(j as u64))
        })
        .collect()
}

/// Residuals over their standard deviations.
struct Residuals {
    shared: Vec<f64>,
    own: Vec<f64>,
}

impl Residuals {
    fn new(data: &Data, model: &Model) -> Self {
        let cells = model.periods * data.regions;
        let residual: Vec<f64> =
            data.orders[..cells].iter().zip(&model.mean).map(|(y, mean)| y - mean).collect();
        let Split { mut shared, mut own } = model.noise.split(&residual);
        // The noise model's variances are corrected for the parameters that were fitted.
        let squares: f64 =
            shared.iter().zip(&model.noise.shared_sd).map(|(n, sd)| (n / sd).powi(2)).sum();
        let widen = 1.0_f64.max((shared.len() as f64 / squares.max(1e-9)).sqrt()).min(2.0);
        for (n, sd) in shared.iter_mut().zip(&model.noise.shared_sd) {
            *n *= widen / sd;
        }
        let squares: f64 = own.iter().map(|w| w * w).sum();
        let freedom = (model.periods * (data.regions - 1)) as f64;
        let widen = 1.0_f64.max((freedom / squares.max(1e-9)).sqrt() * model.noise.own_sd).min(2.0);
        own.iter_mut().for_each(|w| *w *= widen);
        Residuals { shared, own }
    }

    /// Orders with the residuals of other weeks.
    fn replicate(&self, data: &Data, model: &Model, block: usize, key: Key) -> Vec<f64> {
        let periods = self.shared.len();
        let mut orders = Vec::with_capacity(periods * data.regions);
        for t in 0..periods {
            let first = key.at((t / block) as u64).below(periods as u64) as usize;
            let from = (first + t % block) % periods;
            let shared = self.shared[from] * model.noise.shared_sd[t];
            for r in 0..data.regions {
                let (to, from) = (t * data.regions + r, from * data.regions + r);
                let standard = model.noise.direction[to] * shared + self.own[from];
                orders.push(model.mean[to] + model.noise.root[to] * standard);
            }
        }
        orders
    }
}
