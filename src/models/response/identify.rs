//! What the data can tell, and what they cannot.

use ndarray::Array2;

use super::caution::{Caution, Shape};
use super::data::Data;
use super::family::{self, Family};
use super::fit::{Linear, Model};
use super::prior::Prior;
use super::profile::Profile;
use super::result::{Attribution, Estimate, Identification, ResponseFit};
use super::shape::{Curve, ShapeBox};
use crate::random::maths::ln;

/// Widest 90 % interval of an identified effect, relative to the effect.
pub const WIDEST: f64 = 1.5;
/// An interval of a shape narrower than this part of its prior's tells that data spoke.
const NARROWED: f64 = 0.6;
/// Width of the 90 % interval of a normal distribution, in standard deviations.
const NORMAL_WIDTH: f64 = 3.29;
/// Variance inflation from which on channels are called collinear.
const COLLINEAR: f64 = 5.0;
/// Part of a channel's variation that must be free of the controls.
const LEAST_FREE: f64 = 0.02;
/// Periods from which on a history is not called short.
const ENOUGH_PERIODS: usize = 90;
/// A shape this close to the wall of the box (of a width of two) lies on it.
const ON_BOUND: f64 = 0.02;
/// A channel whose carried-over spend was never below this part of its mean was never off.
const NEVER_OFF: f64 = 0.25;
/// Baseline below this part of all orders is called small.
const SMALL_BASELINE: f64 = 0.2;
/// Elasticity of budgets to demand that is worth a caution.
const FOLLOWING: f64 = 0.2;
/// Autocorrelations above so many bounds of pure noise are worth a caution.
const REMEMBERS: f64 = 2.0;

/// How the channels' effects relate to each other and to the controls.
#[derive(Debug)]
pub struct Relations {
    /// Correlation of the effects' regressors, controls partialled out.
    correlation: Array2<f64>,
    /// Variance inflation.
    inflation: Vec<f64>,
    /// Part of the variation that the controls leave.
    free: Vec<f64>,
}

impl Relations {
    /// Variance inflation and free variation of a channel.
    pub fn of(&self, p: usize) -> (f64, f64) {
        (self.inflation[p], self.free[p])
    }
}

/// Measures the relations at the estimate.
pub fn relations(model: &Model, families: &[Family], linear: &Linear) -> Relations {
    let channels = families.len();
    let offsets = Profile::offsets(families);
    let places: Vec<Vec<f64>> =
        families.iter().zip(&model.shapes).map(|(family, &x)| family.place(x).at).collect();
    let mut gram = Array2::<f64>::zeros((channels, channels));
    for p in 0..channels {
        for q in 0..channels {
            let block = linear.gram.slice(ndarray::s![
                offsets[p]..offsets[p] + places[p].len(),
                offsets[q]..offsets[q] + places[q].len()
            ]);
            let image = block.dot(&ndarray::ArrayView1::from(&places[q]));
            gram[[p, q]] = image.iter().zip(&places[p]).map(|(a, b)| a * b).sum();
        }
    }
    let root: Vec<f64> = (0..channels).map(|p| gram[[p, p]].max(1e-300).sqrt()).collect();
    let correlation =
        Array2::from_shape_fn((channels, channels), |(p, q)| gram[[p, q]] / (root[p] * root[q]));
    let mut ridged = correlation.clone();
    ridged.diag_mut().iter_mut().for_each(|d| *d += 1e-9);
    let inflation = match super::start::cholesky(ridged) {
        Ok(factor) => {
            let inverse = super::start::forward(&factor, Array2::eye(channels));
            inverse.columns().into_iter().map(|column| column.dot(&column)).collect()
        }
        Err(_) => vec![f64::MAX; channels],
    };
    // What a constant leaves of each regressor, whitened like the rest.
    let level = model.season_terms.len();
    let constant = linear.controls.row(level);
    let free = (0..channels)
        .map(|p| {
            let rows = offsets[p]..offsets[p] + places[p].len();
            let series = linear.series.slice(ndarray::s![rows, ..]);
            let regressor = ndarray::ArrayView1::from(&places[p]).dot(&series);
            let along = regressor.dot(&constant) / constant.dot(&constant);
            let centred = &regressor - &(&constant * along);
            (gram[[p, p]] / centred.dot(&centred).max(1e-300)).clamp(0.0, 1.0)
        })
        .collect();
    Relations { correlation, inflation, free }
}

/// Whether a channel's effect and shapes are identified.
pub fn judge(
    bounds: &ShapeBox,
    prior: &Prior,
    attribution: &Attribution,
    media: &Attribution,
    shapes: &[Estimate; 3],
    (variance_inflation, free_variation): (f64, f64),
) -> Identification {
    let usual = media.orders.value * attribution.spend / media.spend;
    let against = attribution.orders.low.max(usual);
    let width = attribution.orders.high - attribution.orders.low;
    let relative_width = if against > 0.0 { (width / against).min(1e6) } else { 1e6 };
    let memory = |decay: f64| -ln(1.0 - decay);
    let coordinate = [
        memory(shapes[0].high) - memory(shapes[0].low),
        ln(shapes[1].high / shapes[1].low),
        ln(shapes[2].high / shapes[2].low),
    ];
    let narrowed: [bool; 3] = std::array::from_fn(|i| {
        coordinate[i] < NARROWED * (NORMAL_WIDTH * prior.sd[i]).min(bounds.width(i))
    });
    Identification {
        effect: relative_width <= WIDEST && free_variation >= LEAST_FREE,
        relative_width,
        decay: narrowed[0],
        half_spend: narrowed[1],
        slope: narrowed[2],
        variance_inflation,
        free_variation,
    }
}

/// Everything that the fit cannot tell.
pub fn cautions(
    data: &Data,
    model: &Model,
    fit: &ResponseFit,
    relations: &Relations,
) -> Vec<Caution> {
    let mut cautions = data.cautions.clone();
    if data.periods < ENOUGH_PERIODS {
        cautions.push(Caution::ShortHistory { periods: data.periods, enough: ENOUGH_PERIODS });
    }
    if data.regions == 1 {
        cautions.push(Caution::OneRegion);
    }
    of_fit(fit, &mut cautions);
    for (p, response) in fit.channels.iter().enumerate() {
        let channel = || response.channel.clone();
        let known = &response.identification;
        if response.attribution.orders.value <= 0.0 {
            cautions.push(Caution::NoEffectSeen { channel: channel() });
        }
        if !known.effect {
            let relative_width = known.relative_width;
            cautions.push(Caution::EffectUnknown { channel: channel(), relative_width });
        }
        let told = [known.decay, known.half_spend, known.slope];
        let walls = wall(response);
        for (i, shape) in [Shape::Decay, Shape::HalfSpend, Shape::Slope].into_iter().enumerate() {
            let x = model.shapes[p][i];
            if 1.0 - x.abs() < ON_BOUND {
                let bound = walls[i];
                cautions.push(Caution::ShapeOnBound { channel: channel(), shape, bound });
            }
            if !told[i] {
                cautions.push(Caution::ShapeUnknown { channel: channel(), shape });
            }
        }
        if known.variance_inflation > COLLINEAR {
            let others = (0..fit.channels.len()).filter(|&q| q != p);
            let nearest = others.max_by(|&a, &b| {
                let size = |q: usize| relations.correlation[[p, q]].abs();
                size(a).total_cmp(&size(b))
            });
            if let Some(q) = nearest {
                cautions.push(Caution::Collinear {
                    channel: channel(),
                    with: fit.channels[q].channel.clone(),
                    correlation: relations.correlation[[p, q]],
                    variance_inflation: known.variance_inflation,
                });
            }
        }
        let lowest = lowest(data, p, response.decay.value);
        if lowest > NEVER_OFF {
            cautions.push(Caution::NeverOff { channel: channel(), lowest });
        }
    }
    cautions
}

fn of_fit(fit: &ResponseFit, cautions: &mut Vec<Caution>) {
    let known: Vec<f64> = fit.budgets.following.iter().copied().flatten().collect();
    let elasticity = known.iter().sum::<f64>() / known.len().max(1) as f64;
    if elasticity > FOLLOWING {
        cautions.push(Caution::BudgetsFollowDemand { elasticity });
    }
    let fitted: f64 = fit.contributions.fitted.iter().sum();
    let share = fit.contributions.baseline.iter().sum::<f64>() / fitted;
    if share < SMALL_BASELINE {
        cautions.push(Caution::BaselineSmall { share });
    }
    if let Some(validation) = &fit.validation
        && let (Some(model), Some(naive)) = (validation.model.mape, validation.seasonal_naive.mape)
        && model > naive
    {
        cautions.push(Caution::ForesightPoor { model, naive });
    }
    let worst = fit
        .residuals
        .autocorrelation
        .iter()
        .enumerate()
        .max_by(|a, b| a.1.abs().total_cmp(&b.1.abs()));
    if let Some((place, &autocorrelation)) = worst
        && autocorrelation.abs() > REMEMBERS * fit.residuals.bound
    {
        cautions.push(Caution::NoiseRemembers { lag: place + 1, autocorrelation });
    }
    let (starts, agreeing) = (fit.search.starts, fit.search.agreeing);
    if 2 * agreeing < starts {
        cautions.push(Caution::SeveralOptima { agreeing, starts });
    }
}

/// The estimate's own values, for a shape that lies on the wall.
fn wall(response: &super::result::ChannelResponse) -> [f64; 3] {
    [response.decay.value, response.half_spend.value, response.slope.value]
}

/// Low quantile of a channel's carried-over spend over the cells in which it ever ran, relative to
/// its mean.
fn lowest(data: &Data, p: usize, decay: f64) -> f64 {
    // With K = 1 and α = 1, h / (1 − h) is the adstock itself.
    let curve = Curve { decay, half: 1.0, slope: 1.0 };
    let adstock: Vec<f64> = family::saturated(&data.channels[p], data.regions, curve)
        .into_iter()
        .map(|h| h / (1.0 - h).max(1e-12))
        .collect();
    let mut relative = Vec::with_capacity(adstock.len());
    for r in 0..data.regions {
        let own: Vec<f64> = adstock.iter().skip(r).step_by(data.regions).copied().collect();
        let mean = own.iter().sum::<f64>() / own.len() as f64;
        if mean > 0.0 {
            relative.extend(own.iter().map(|x| x / mean));
        }
    }
    relative.sort_by(f64::total_cmp);
    super::attribution::quantile(&relative, 0.02)
}
