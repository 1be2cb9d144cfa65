//! From curves to orders, revenue and returns.

use ndarray::{Array1, ArrayView1};

use super::data::Data;
use super::family::{Family, Place};
use super::fit::Model;
use super::result::{
    Attribution, ChannelSeries, Contributions, CurvePoint, Estimate, ResponseCurve,
};
use super::shape::Curve;
use crate::curves::hill;

/// Share of the bootstrap below the interval, and above it.
const TAIL: f64 = 0.05;
/// Points of a response curve besides the origin.
const CURVE_POINTS: usize = 40;
/// A response curve goes up to this multiple of the highest spend of its observed range.
const CURVE_REACH: f64 = 1.5;

/// What each spanning series brings in the window at β = 1.
#[derive(Debug)]
pub struct Functionals {
    orders: Vec<Array1<f64>>,
    revenue: Option<Vec<Array1<f64>>>,
    total_orders: f64,
}

/// One channel's effect under one set of parameters.
#[derive(Debug, Clone, Copy)]
pub struct Effect {
    /// Its curve.
    pub curve: Curve,
    /// β, in orders per period.
    pub beta: f64,
    /// Orders in the window.
    pub orders: f64,
    /// Derivative of orders by the log of spend.
    pub marginal_orders: f64,
    /// Revenue in the window.
    pub revenue: f64,
    /// Derivative of revenue by the log of spend.
    pub marginal_revenue: f64,
}

impl Functionals {
    /// Sums every series over the window, weighted by what a unit of it brings.
    pub fn new(data: &Data, model: &Model, families: &[Family]) -> Self {
        let weighted = |value: &dyn Fn(usize) -> f64| -> Vec<Array1<f64>> {
            let weights: Vec<f64> = (0..data.cells())
                .map(|cell| {
                    let r = cell % data.regions;
                    data.share[r] * model.season[cell] * value(r)
                })
                .collect();
            families.iter().map(|family| family.basis.dot(&ArrayView1::from(&weights))).collect()
        };
        Functionals {
            orders: weighted(&|_| 1.0),
            revenue: data.order_value.as_ref().map(|values| weighted(&|r| values[r])),
            total_orders: data.orders.iter().sum(),
        }
    }

    /// Channel `p`'s part of all explained orders.
    pub fn share(&self, p: usize, place: &Place, beta: f64) -> f64 {
        let orders: f64 = place.at.iter().zip(&self.orders[p]).map(|(a, b)| a * b).sum();
        beta * orders / self.total_orders
    }

    /// The effect of channel `p` at a place, with β.
    ///
    /// Saturation depends on X / K alone, so one per cent more spend throughout does what one per
    /// cent less K does: the derivative by log spend is minus that by ln K.
    pub fn effect(
        &self,
        p: usize,
        family: &Family,
        x: [f64; 3],
        place: &Place,
        beta: f64,
    ) -> Effect {
        let dot = |l: &Array1<f64>, c: &[f64]| l.iter().zip(c).map(|(a, b)| a * b).sum::<f64>();
        let by_log = -2.0 / family.bounds.width(1);
        let of = |l: &Array1<f64>| {
            let value = beta * dot(l, &place.at);
            // Orders rise with spend; interpolation may say otherwise by a hair.
            let marginal = (beta * by_log * dot(l, &place.slopes[1])).max(0.0);
            (value.max(0.0), marginal)
        };
        let (orders, marginal_orders) = of(&self.orders[p]);
        let (revenue, marginal_revenue) =
            self.revenue.as_ref().map_or((0.0, 0.0), |revenue| of(&revenue[p]));
        Effect {
            curve: family.bounds.curve(family.bounds.coordinates(x)),
            beta,
            orders,
            marginal_orders,
            revenue,
            marginal_revenue,
        }
    }

    /// Attribution of the effects `of` gives for the estimate and for each replicate.
    pub fn attribution(&self, spend: f64, estimate: Effect, replicates: &[Effect]) -> Attribution {
        let of = |value: &dyn Fn(&Effect) -> f64| {
            interval(value(&estimate), replicates.iter().map(value))
        };
        let money = |value: &dyn Fn(&Effect) -> f64| self.revenue.as_ref().map(|_| of(value));
        Attribution {
            spend,
            orders: of(&|e| e.orders),
            share_of_orders: of(&|e| e.orders / self.total_orders),
            revenue: money(&|e| e.revenue),
            roas: money(&|e| e.revenue / spend),
            marginal_roas: money(&|e| e.marginal_revenue / spend),
            orders_per_thousand: of(&|e| 1_000.0 * e.orders / spend),
            marginal_orders_per_thousand: of(&|e| 1_000.0 * e.marginal_orders / spend),
        }
    }
}

impl Effect {
    /// Two channels' effects together; the curve has no meaning then.
    pub fn plus(self, other: Effect) -> Effect {
        Effect {
            curve: self.curve,
            beta: self.beta + other.beta,
            orders: self.orders + other.orders,
            marginal_orders: self.marginal_orders + other.marginal_orders,
            revenue: self.revenue + other.revenue,
            marginal_revenue: self.marginal_revenue + other.marginal_revenue,
        }
    }
}

/// An estimate with the interval of its replicates, widened to hold the estimate if need be.
pub fn interval(value: f64, replicates: impl Iterator<Item = f64>) -> Estimate {
    let mut sorted: Vec<f64> = replicates.filter(|value| value.is_finite()).collect();
    if sorted.is_empty() {
        return Estimate { value, low: value, high: value };
    }
    sorted.sort_by(f64::total_cmp);
    Estimate {
        value,
        low: quantile(&sorted, TAIL).min(value),
        high: quantile(&sorted, 1.0 - TAIL).max(value),
    }
}

/// Quantile of sorted values, interpolated linearly between order statistics.
pub fn quantile(sorted: &[f64], part: f64) -> f64 {
    let Some(last) = sorted.len().checked_sub(1) else { return 0.0 };
    let place = part.clamp(0.0, 1.0) * last as f64;
    let low = place as usize;
    let high = (low + 1).min(last);
    sorted[low] + (place - low as f64) * (sorted[high] - sorted[low])
}

/// Orders per day against steady spend per day, split over the regions as it was:
/// `Σ_r s̄_r ω_r β h(q_r S; K, α)` with the channel's regional shares q and the mean season s̄.
pub fn response_curve(
    data: &Data,
    model: &Model,
    p: usize,
    estimate: Effect,
    replicates: &[Effect],
) -> ResponseCurve {
    let daily = &data.channels[p].daily;
    let mut live: Vec<f64> = daily.chunks(data.regions).map(|day| day.iter().sum()).collect();
    live.retain(|&spend| spend > 0.0);
    live.sort_by(f64::total_cmp);
    let observed = [quantile(&live, 0.05), quantile(&live, 0.95)];
    let usual = live.iter().sum::<f64>() / live.len().max(1) as f64;
    let total: f64 = daily.iter().sum();
    let by_region = |values: &[f64], r: usize| -> f64 {
        values.iter().skip(r).step_by(data.regions).sum::<f64>()
    };
    let weights: Vec<(f64, f64)> = (0..data.regions)
        .map(|r| {
            let season = by_region(&model.season, r) / data.periods as f64;
            (by_region(daily, r) / total, season * data.share[r] / data.step_days as f64)
        })
        .collect();
    let orders = |spend: f64, effect: &Effect| -> f64 {
        let Curve { half, slope, .. } = effect.curve;
        weights.iter().map(|(q, scale)| effect.beta * scale * hill(q * spend, half, slope)).sum()
    };
    let reach = CURVE_REACH * live.last().copied().unwrap_or(0.0).min(2.0 * observed[1]);
    let points = (0..=CURVE_POINTS)
        .map(|step| {
            let spend = reach * step as f64 / CURVE_POINTS as f64;
            let each = replicates.iter().map(|effect| orders(spend, effect));
            CurvePoint { spend, orders: interval(orders(spend, &estimate), each) }
        })
        .collect();
    ResponseCurve { points, observed, usual }
}

/// Orders per day of the whole market at endless spend, in the window's mean season.
pub fn ceiling(data: &Data, model: &Model, effect: &Effect) -> f64 {
    let cells = model.season.iter().enumerate();
    let season: f64 = cells.map(|(cell, s)| s * data.share[cell % data.regions]).sum();
    effect.beta * season / (data.periods * data.step_days) as f64
}

/// Orders by period, split up.
pub fn contributions(data: &Data, model: &Model) -> Contributions {
    let by_period = |cells: &[f64]| -> Vec<f64> {
        cells.chunks(data.regions).map(|day| day.iter().sum()).collect()
    };
    let channels: Vec<ChannelSeries> = data
        .channels
        .iter()
        .zip(&model.media)
        .map(|(channel, media)| ChannelSeries {
            channel: channel.name.clone(),
            orders: by_period(media),
        })
        .collect();
    Contributions {
        dates: data.dates.to_vec(),
        observed: by_period(&data.orders),
        fitted: by_period(&model.mean),
        baseline: by_period(&model.base),
        channels,
    }
}
