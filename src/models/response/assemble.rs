//! From a panel to the documented result.

use ndarray::Array2;

use super::attribution::{self, Effect, Functionals, interval};
use super::bootstrap;
use super::data::Data;
use super::diagnostics;
use super::error::ResponseError;
use super::family::{self, Family};
use super::fit::{self, Model};
use super::identify;
use super::result::{Bootstrap, ChannelResponse, Control, Explained, Noise, ResponseFit, Search};
use super::validation;
use crate::features::panel::Panel;
use crate::random::Key;

/// Starts of the search besides the priors' centres.
const STARTS: usize = 7;

/// How a response model is fitted.
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    /// Orders of new customers, period × region, where the data know them. Then these are
    /// explained, and not all orders: customers whom ads won come back on their own for months,
    /// which in all orders looks like a slow effect of the ads, or like growth.
    pub new_orders: Option<Array2<f64>>,
    /// Seed of the starts and of the bootstrap.
    pub seed: u64,
    /// Bootstrap replicates; at least 40 for a 90 % interval to mean anything.
    pub replicates: usize,
}

impl Default for Options {
    fn default() -> Self {
        Options { new_orders: None, seed: 1, replicates: 400 }
    }
}

/// Fits the response model.
///
/// # Errors
///
/// A panel that holds no usable numbers, has fewer than 21 periods or 50 orders, or no channel whose
/// spend varies.
pub fn fit(panel: &Panel, options: &Options) -> Result<ResponseFit, ResponseError> {
    let key = Key::seed(options.seed);
    let explained = options.new_orders.as_ref().unwrap_or(&panel.orders);
    let data = Data::new(panel, explained)?;
    let families = fit::tabulate(&data);
    let model = fit::model(&data, &families, data.periods, key, STARTS)?;
    let linear = model.linearise(&data, &families)?;
    let functionals = Functionals::new(&data, &model, &families);
    let replicates = bootstrap::replicates(
        &data,
        &model,
        &families,
        &linear,
        &functionals,
        (key, options.replicates),
    );
    let estimates: Vec<Effect> = families
        .iter()
        .enumerate()
        .map(|(p, family)| {
            let x = model.shapes[p];
            functionals.effect(p, family, x, &family.place(x), model.beta[p])
        })
        .collect();
    let together = |effects: &[Effect]| effects.iter().copied().reduce(Effect::plus);
    let all: Vec<Effect> = replicates.iter().filter_map(|effects| together(effects)).collect();
    let spend = data.channels.iter().map(|channel| channel.total).sum();
    let media = functionals.attribution(
        spend,
        together(&estimates).ok_or(ResponseError::NoUsableChannel)?,
        &all,
    );
    let relations = identify::relations(&model, &families, &linear);
    let channels: Vec<ChannelResponse> = (0..families.len())
        .map(|p| {
            let own: Vec<Effect> = replicates.iter().map(|effects| effects[p]).collect();
            let estimate = estimates[p];
            let of = |value: fn(&Effect) -> f64| interval(value(&estimate), own.iter().map(value));
            let attribution = functionals.attribution(data.channels[p].total, estimate, &own);
            let [decay, half_spend, slope] =
                [of(|e| e.curve.decay), of(|e| e.curve.half), of(|e| e.curve.slope)];
            let shapes = [decay, half_spend, slope];
            let identification = identify::judge(
                &families[p].bounds,
                &fit::priors(&data)[p],
                &attribution,
                &media,
                &shapes,
                relations.of(p),
            );
            let ceiling = |effect: &Effect| attribution::ceiling(&data, &model, effect);
            ChannelResponse {
                channel: data.channels[p].name.clone(),
                identification,
                attribution,
                decay,
                half_spend,
                slope,
                ceiling: interval(ceiling(&estimate), own.iter().map(ceiling)),
                curve: attribution::response_curve(&data, &model, p, estimate, &own),
            }
        })
        .collect();
    let contributions = attribution::contributions(&data, &model);
    let accuracy = diagnostics::accuracy(&contributions.observed, &contributions.fitted);
    let validation = validation::rolling(&data, &families, key);
    let residuals = diagnostics::residuals(&data, &model, &contributions);
    let mut fit = ResponseFit {
        explained: match options.new_orders {
            Some(_) => Explained::NewCustomers,
            None => Explained::AllOrders,
        },
        first: data.dates[0],
        last: data.dates[data.periods - 1],
        step_days: data.step_days,
        periods: data.periods,
        regions: panel.regions.clone(),
        channels,
        left_out: data.left_out.clone(),
        media,
        contributions,
        controls: controls(&model),
        accuracy,
        validation,
        residuals,
        noise: noise(&data, &model),
        budgets: model.budgets_with_effects(&linear),
        search: search(&data, &model, &families),
        bootstrap: Bootstrap { replicates: options.replicates, block: bootstrap::block(&data) },
        cautions: Vec::new(),
    };
    fit.cautions = identify::cautions(&data, &model, &fit, &relations);
    Ok(fit)
}

fn controls(model: &Model) -> Vec<Control> {
    let terms = model.season_terms.iter().chain(&model.base_terms).zip(&model.coefficients);
    terms.map(|(term, &log_effect)| Control { name: term.name.clone(), log_effect }).collect()
}

fn noise(data: &Data, model: &Model) -> Noise {
    let noise = &model.noise;
    Noise {
        dispersion: noise.own_sd * noise.own_sd,
        shared_dispersion: noise.own_sd * noise.own_sd * noise.shared_ratio(),
        shared_persistence: noise.shared.first().copied().unwrap_or(0.0),
        local_persistence: (data.regions > 1).then_some(noise.own),
    }
}

fn search(data: &Data, model: &Model, families: &[Family]) -> Search {
    let table_error = families
        .iter()
        .enumerate()
        .map(|(p, family)| {
            let x = model.shapes[p];
            let curve = family.bounds.curve(family.bounds.coordinates(x));
            let exact = family::saturated(&data.channels[p], data.regions, curve);
            let table = family.series(&family.place(x));
            let off: f64 = exact.iter().zip(&table).map(|(a, b)| (a - b).powi(2)).sum();
            let size: f64 = exact.iter().map(|a| a * a).sum();
            if size > 0.0 { (off / size).sqrt() } else { 0.0 }
        })
        .fold(0.0, f64::max);
    Search {
        starts: model.best.starts,
        agreeing: model.best.agreeing,
        evaluations: model.best.evaluations,
        rounds: model.rounds,
        settled: model.settled,
        optimality_gap: model.best.found.as_ref().map_or(0.0, |f| f.evaluation.solution.gap),
        table_error,
    }
}
