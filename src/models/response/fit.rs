//! The fit: rounds of linearising, partialling out, searching and solving back.

use ndarray::{Array1, Array2, ArrayView1, s};
use rayon::prelude::*;

use super::budgets;
use super::calendar::{self, Term};
use super::data::Data;
use super::design;
use super::error::ResponseError;
use super::family::{self, Family};
use super::noise::NoiseModel;
use super::prior::Prior;
use super::profile::Profile;
use super::result::Budgets;
use super::search::{self, Best, Found};
use super::start;
use crate::random::Key;
use crate::random::maths::exp;
use crate::random::names::RESPONSE_STARTS;

/// Rounds of linearising, at most, and the change of fitted orders below which they end.
const MOST_ROUNDS: usize = 6;
const SETTLED: f64 = 1e-3;
/// Longest step of a log effect in one round.
const LONGEST_STEP: f64 = 0.5;

/// A fitted model, in the terms of the fit.
#[derive(Debug)]
pub struct Model {
    /// Terms of the season, which baseline and media share.
    pub season_terms: Vec<Term>,
    /// Terms of the baseline alone.
    pub base_terms: Vec<Term>,
    /// Their coefficients: the season's, then the baseline's.
    pub coefficients: Vec<f64>,
    /// s of every cell.
    pub season: Vec<f64>,
    /// Baseline orders of every cell.
    pub base: Vec<f64>,
    /// Fitted orders of every cell.
    pub mean: Vec<f64>,
    /// Each channel's orders of every cell.
    pub media: Vec<Vec<f64>>,
    /// Shapes, as unit coordinates.
    pub shapes: Vec<[f64; 3]>,
    /// β: orders per period at endless spend, over all regions, in a season of one.
    pub beta: Vec<f64>,
    /// The noise.
    pub noise: NoiseModel,
    /// Budgets and demand.
    pub budgets: Budgets,
    /// How the search ended.
    pub best: Best,
    /// Rounds of linearising, and whether they settled.
    pub rounds: usize,
    /// See `rounds`.
    pub settled: bool,
    /// Periods that it was fitted on.
    pub periods: usize,
}

/// The linearised problem of one round: what the controls leave of orders and channels.
#[derive(Debug)]
pub struct Linear {
    /// Whitened controls, one per row.
    pub controls: Array2<f64>,
    /// Whitened series of all channels, one per row.
    pub series: Array2<f64>,
    /// Lower factor of `AAᵀ + Λ`.
    pub factor: Array2<f64>,
    /// `L⁻¹ A Bᵀ`.
    pub explained: Array2<f64>,
    /// M: what the controls leave of the series' inner products.
    pub gram: Array2<f64>,
    /// Λ: precisions of the controls' priors.
    pub precision: Vec<f64>,
    /// Means of the controls' priors.
    pub centre: Vec<f64>,
    /// Part of all orders that each series brings at β = 1, by channel.
    pub shares: Vec<Array1<f64>>,
}

/// What the controls leave of some orders.
#[derive(Debug)]
pub struct Target {
    /// Inner products with the series.
    pub cross: Array1<f64>,
    /// Inner product with itself.
    pub square: f64,
    /// `L⁻¹ (A y − Λ (γ₀ − c))` with the present coefficients γ₀ and the priors' means c.
    pub reduced: Array1<f64>,
}

/// Each channel's tabulated curves.
pub fn tabulate(data: &Data) -> Vec<Family> {
    data.channels
        .par_iter()
        .map(|channel| Family::tabulate(channel, data.regions, &data.share))
        .collect()
}

/// Fits the first `periods` periods.
pub fn model(
    data: &Data,
    families: &[Family],
    periods: usize,
    key: Key,
    starts: usize,
) -> Result<Model, ResponseError> {
    let season_terms = calendar::terms(data);
    let mut base_terms = design::terms(data);
    let mut coefficients = start::log_linear(data, periods, &season_terms, &base_terms)?;
    let season = exponential(&season_terms, &coefficients, data.cells());
    let signs = budgets::read(data, &season);
    coefficients.extend(signs.terms.iter().map(|term| term.centre));
    base_terms.extend(signs.terms);
    let mut model = Model {
        season_terms,
        base_terms,
        coefficients,
        season,
        base: Vec::new(),
        mean: Vec::new(),
        media: vec![vec![0.0; data.cells()]; families.len()],
        shapes: Vec::new(),
        beta: vec![0.0; families.len()],
        noise: NoiseModel::poisson(data),
        budgets: signs.found,
        best: Best::none(),
        rounds: 0,
        settled: false,
        periods,
    };
    model.compose(data, families);
    while model.rounds < MOST_ROUNDS && !model.settled {
        model.rounds += 1;
        let before = model.mean.clone();
        model.noise = model.noise_of(data);
        let linear = model.linearise(data, families)?;
        let target = model.target(data, &linear, &data.orders, &linear.centre);
        let profile = linear.profile(families, priors(data), &target);
        let warm = (!model.shapes.is_empty()).then_some(model.shapes.as_slice());
        let more = if model.rounds <= 2 { starts } else { 0 };
        let best = search::from_several(&profile, key.of(RESPONSE_STARTS), more, warm);
        if let Some(found) = &best.found {
            model.take(found, &linear, &target, families);
        }
        model.best = best.after(&model.best);
        model.compose(data, families);
        let cells = periods * data.regions;
        let change: f64 = before[..cells].iter().zip(&model.mean).map(|(a, b)| (a - b).abs()).sum();
        model.settled =
            model.rounds > 2 && change < SETTLED * model.mean[..cells].iter().sum::<f64>();
    }
    Ok(model)
}

/// Each channel's prior.
pub fn priors(data: &Data) -> Vec<Prior> {
    data.channels.iter().map(|channel| Prior::new(channel.usual, data.step_days)).collect()
}

/// `exp(Σ_j γ_j column_j)` of every cell.
fn exponential(terms: &[Term], coefficients: &[f64], cells: usize) -> Vec<f64> {
    let mut log = vec![0.0; cells];
    for (term, &coefficient) in terms.iter().zip(coefficients) {
        log.iter_mut().zip(&term.column).for_each(|(log, x)| *log += coefficient * x);
    }
    log.into_iter().map(exp).collect()
}

impl Model {
    /// Works out season, baseline, media and fitted orders from the parameters.
    fn compose(&mut self, data: &Data, families: &[Family]) {
        let cells = data.cells();
        self.season = exponential(&self.season_terms, &self.coefficients, cells);
        let own = &self.coefficients[self.season_terms.len()..];
        let level = exponential(&self.base_terms, own, cells);
        let share = |cell: usize| data.share[cell % data.regions].max(1e-9);
        self.base = (0..cells).map(|cell| share(cell) * self.season[cell] * level[cell]).collect();
        self.mean = self.base.clone();
        for (p, family) in families.iter().enumerate().filter(|_| !self.shapes.is_empty()) {
            let curve = family.bounds.curve(family.bounds.coordinates(self.shapes[p]));
            let h = family::saturated(&data.channels[p], data.regions, curve);
            self.media[p] = (0..cells)
                .map(|cell| self.beta[p] * share(cell) * self.season[cell] * h[cell])
                .collect();
            self.mean.iter_mut().zip(&self.media[p]).for_each(|(mean, part)| *mean += part);
        }
    }

    /// The noise that the residuals show.
    fn noise_of(&self, data: &Data) -> NoiseModel {
        let terms = || self.season_terms.iter().chain(&self.base_terms);
        let own = terms().filter(|term| term.regional).count() as f64;
        let shared = (terms().count() + 2 * data.channels.len()) as f64 - own;
        NoiseModel::estimate(data, self.periods, &self.mean, &self.base, [shared, 0.5 * own])
    }

    /// Linearises around the present fit, and partials the controls out.
    pub fn linearise(&self, data: &Data, families: &[Family]) -> Result<Linear, ResponseError> {
        let cells = self.periods * data.regions;
        let rows = self.noise.rows(self.periods);
        let scaled = |term: &Term, by: &[f64]| -> Vec<f64> {
            term.column[..cells].iter().zip(by).map(|(x, by)| x * by).collect()
        };
        let seasonal = self.season_terms.par_iter().map(|term| scaled(term, &self.mean));
        let basal = self.base_terms.par_iter().map(|term| scaled(term, &self.base));
        let whiten = |column: Vec<f64>| {
            let mut out = vec![0.0; rows];
            self.noise.whiten(&column, &mut out);
            out
        };
        let controls: Vec<Vec<f64>> = seasonal.chain(basal).map(whiten).collect();
        let exposure: Vec<f64> = (0..data.cells())
            .map(|cell| data.share[cell % data.regions] * self.season[cell])
            .collect();
        let columns: Vec<ArrayView1<f64>> =
            families.iter().flat_map(|family| family.basis.rows()).collect();
        let series: Vec<Vec<f64>> = columns
            .par_iter()
            .map(|h| {
                let column = h.iter().zip(&exposure[..cells]).map(|(h, e)| h * e).collect();
                whiten(column)
            })
            .collect();
        let (controls, series) = (stacked(controls, rows), stacked(series, rows));
        let terms = || self.season_terms.iter().chain(&self.base_terms);
        let precision: Vec<f64> =
            terms().map(|term| term.sd.map_or(0.0, |sd| 1.0 / (sd * sd))).collect();
        let mut normal = controls.dot(&controls.t());
        for (j, precision) in precision.iter().enumerate() {
            normal[[j, j]] += precision;
        }
        let factor = super::start::cholesky(normal)?;
        let explained = super::start::forward(&factor, controls.dot(&series.t()));
        let gram = series.dot(&series.t()) - explained.t().dot(&explained);
        let centre = terms().map(|term| term.centre).collect();
        let orders: f64 = data.orders.iter().sum();
        let shares = families
            .iter()
            .map(|family| family.basis.dot(&ArrayView1::from(&exposure)) / orders)
            .collect();
        Ok(Linear { controls, series, factor, explained, gram, precision, centre, shares })
    }

    /// What the controls, with priors around `centre`, leave of these orders.
    pub fn target(&self, data: &Data, linear: &Linear, orders: &[f64], centre: &[f64]) -> Target {
        let cells = self.periods * data.regions;
        let rest: Vec<f64> =
            orders[..cells].iter().zip(&self.base).map(|(y, base)| y - base).collect();
        let mut y = Array1::zeros(self.noise.rows(self.periods));
        if let Some(out) = y.as_slice_mut() {
            self.noise.whiten(&rest, out);
        }
        let mut normal = linear.controls.dot(&y);
        let mut square = y.dot(&y);
        for (j, precision) in linear.precision.iter().enumerate() {
            let away = self.coefficients[j] - centre[j];
            normal[j] -= precision * away;
            square += precision * away * away;
        }
        let reduced = super::start::forward(&linear.factor, normal.insert_axis(ndarray::Axis(1)));
        let reduced = reduced.column(0).to_owned();
        let cross = linear.series.dot(&y) - linear.explained.t().dot(&reduced);
        Target { cross, square: square - reduced.dot(&reduced), reduced }
    }

    /// Takes over what a search found, and solves for the controls.
    fn take(&mut self, found: &Found, linear: &Linear, target: &Target, families: &[Family]) {
        self.shapes.clone_from(&found.x);
        self.beta.clone_from(&found.evaluation.solution.beta);
        let mut weights = Array1::zeros(linear.gram.nrows());
        for (p, offset) in Profile::offsets(families).into_iter().enumerate() {
            let at = &found.evaluation.places[p].at;
            let part = Array1::from_iter(at.iter().map(|c| c * self.beta[p]));
            weights.slice_mut(s![offset..offset + at.len()]).assign(&part);
        }
        let right = &target.reduced - &linear.explained.dot(&weights);
        let step = super::start::backward(&linear.factor, right);
        for (coefficient, step) in self.coefficients.iter_mut().zip(step) {
            *coefficient += step.clamp(-LONGEST_STEP, LONGEST_STEP);
        }
    }
}

impl Model {
    /// What was found of budgets, with the coefficients of the controls and their standard errors.
    pub fn budgets_with_effects(&self, linear: &Linear) -> Budgets {
        let effect = |name: &str| {
            let place = self.base_terms.iter().position(|term| term.name == name)?;
            let place = self.season_terms.len() + place;
            let mut unit = Array2::zeros((self.coefficients.len(), 1));
            unit[[place, 0]] = 1.0;
            let column = super::start::forward(&linear.factor, unit);
            let variance: f64 = column.iter().map(|x| x * x).sum();
            Some([self.coefficients[place], variance.sqrt()])
        };
        Budgets {
            shared: effect(budgets::SHARED),
            local: effect(budgets::LOCAL),
            ..self.budgets.clone()
        }
    }
}

impl Linear {
    /// The profile likelihood of some orders.
    pub fn profile<'a>(
        &'a self,
        families: &'a [Family],
        priors: Vec<Prior>,
        target: &Target,
    ) -> Profile<'a> {
        Profile {
            families,
            priors,
            gram: &self.gram,
            cross: target.cross.clone(),
            square: target.square,
            shares: &self.shares,
        }
    }
}

/// Rows of equal length as a matrix.
fn stacked(rows: Vec<Vec<f64>>, length: usize) -> Array2<f64> {
    let mut matrix = Array2::zeros((rows.len(), length));
    for (mut to, from) in matrix.rows_mut().into_iter().zip(rows) {
        to.assign(&Array1::from(from));
    }
    matrix
}
