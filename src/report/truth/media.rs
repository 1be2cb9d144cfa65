//! Channels and experiments beside the truth.

use schemars::JsonSchema;
use serde::Serialize;

use super::comparison::Beside;
use super::{TrueChannel, TrueExperiment};
use crate::analysis::Analysis;
use crate::models::experiments::{self, ExperimentReading, Outcome};
use crate::models::least_squares::{Interval, Step};
use crate::models::response::{ChannelResponse, Estimate, Explained};

/// What one platform's ads brought, as claimed, as estimated and in truth.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ChannelComparison {
    /// Platform.
    pub channel: String,
    /// Its spend, in currency.
    pub spend: f64,
    /// Whether the response model calls its effect identified; none where it is not in the model.
    pub identified: Option<bool>,
    /// ROAS that the platform claims.
    pub claimed_roas: Option<f64>,
    /// ROAS by last click.
    pub last_click_roas: Option<f64>,
    /// True ROAS of all orders that its ads caused, those of existing customers among them; none
    /// without spend.
    pub all_orders_roas: Option<f64>,
    /// All orders that its ads caused, as expected.
    pub all_orders: f64,
    /// Whether the figures beside estimates count first orders only, because the response model
    /// explains those; else they count all orders that its ads caused.
    pub first_orders_only: bool,
    /// ROAS of the response model, with its 90 % interval.
    pub roas: Option<Beside>,
    /// Marginal ROAS of the response model, with its 90 % interval.
    pub marginal_roas: Option<Beside>,
    /// Orders that it brought, by the response model, with their 90 % interval.
    pub orders: Option<Beside>,
    /// ROAS by least squares on spend alone, with its 95 % interval.
    pub naive_roas: Option<Beside>,
    /// ROAS by least squares with the calendar held, with its 95 % interval.
    pub controlled_roas: Option<Beside>,
    /// θ, per day; none where the model has weekly periods.
    pub decay: Option<Beside>,
    /// K, per day and region. The truth counts effective spend, which weighs each unit of money by
    /// the ad that it was spent on.
    pub half_spend: Option<Beside>,
    /// α.
    pub slope: Option<Beside>,
}

/// What one experiment changed.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ExperimentComparison {
    /// Experiment.
    pub id: String,
    /// Orders that it added, by difference-in-differences, with their 95 % interval.
    pub difference_in_differences: Beside,
    /// The same by the synthetic control.
    pub synthetic_control: Beside,
}

impl ChannelComparison {
    /// The figures that can be set beside the truth, by name.
    pub fn figures(&self) -> Vec<(&'static str, &Beside)> {
        let all = [
            ("roas", &self.roas),
            ("marginal_roas", &self.marginal_roas),
            ("orders", &self.orders),
            ("least_squares_roas", &self.naive_roas),
            ("least_squares_calendar_roas", &self.controlled_roas),
            ("decay", &self.decay),
            ("half_spend", &self.half_spend),
            ("slope", &self.slope),
        ];
        all.into_iter().filter_map(|(name, beside)| Some((name, beside.as_ref()?))).collect()
    }
}

/// Sets each platform's estimates beside its truth, by falling spend: like beside like. Where the
/// response model explains first orders, so does the truth beside it, by their share of the orders
/// that the platform caused.
pub fn channels(truth: &[TrueChannel], analysis: &Analysis) -> Vec<ChannelComparison> {
    let fit = analysis.response.done();
    let exploratory = analysis.exploratory.done();
    let platforms = analysis.kpis.done().and_then(|kpis| kpis.by(&["platform"]));
    let daily = fit.is_some_and(|fit| fit.step_days == 1);
    let explains_first = fit.is_some_and(|fit| fit.explained == Explained::NewCustomers);
    let mut rows: Vec<ChannelComparison> = truth
        .iter()
        .map(|channel| {
            let name = &channel.platform;
            let response = fit.and_then(|fit| fit.channels.iter().find(|c| c.channel == *name));
            let least_squares = |step: Option<&Step>| {
                let effects = &step?.channels;
                effects.iter().find(|c| c.channel == *name)?.roas.map(interval)
            };
            let kpis = platforms
                .and_then(|table| table.rows.iter().find(|row| row.keys.first() == Some(name)));
            let shape = |truth: f64, of: fn(&ChannelResponse) -> Estimate| {
                Some(Beside::new(truth, response.map(|r| estimate(of(r)))))
            };
            let attribution = response.map(|r| &r.attribution);
            let shares = channel.first_orders.zip(channel.first_orders_of_revenue);
            let first = shares.filter(|_| explains_first);
            let (of_orders, of_revenue) = first.unwrap_or((1.0, 1.0));
            let roas =
                |truth: Option<f64>, estimate| Some(Beside::new(of_revenue * truth?, estimate));
            ChannelComparison {
                all_orders_roas: channel.roas,
                all_orders: channel.expected_orders,
                first_orders_only: first.is_some(),
                channel: name.clone(),
                spend: channel.spend,
                identified: response.map(|r| r.identification.effect),
                claimed_roas: kpis.and_then(|row| row.ratios.claimed_roas),
                last_click_roas: kpis.and_then(|row| row.ratios.roas),
                roas: roas(channel.roas, attribution.and_then(|a| a.roas).map(estimate)),
                marginal_roas: roas(
                    channel.marginal_roas,
                    attribution.and_then(|a| a.marginal_roas).map(estimate),
                ),
                orders: Some(Beside::new(
                    of_orders * channel.expected_orders,
                    attribution.map(|a| estimate(a.orders)),
                )),
                naive_roas: roas(channel.roas, least_squares(exploratory.map(|e| &e.naive))),
                controlled_roas: roas(
                    channel.roas,
                    least_squares(exploratory.and_then(|e| e.controlled.as_ref())),
                ),
                decay: if daily { shape(channel.decay, |r| r.decay) } else { None },
                half_spend: shape(channel.half_spend, |r| r.half_spend),
                slope: shape(channel.slope, |r| r.slope),
            }
        })
        .collect();
    rows.sort_by(|a, b| b.spend.total_cmp(&a.spend).then_with(|| a.channel.cmp(&b.channel)));
    rows
}

/// Sets each experiment that could be read beside what it truly changed, on all its platforms and
/// in all its regions.
pub fn experiments(truth: &[TrueExperiment], analysis: &Analysis) -> Vec<ExperimentComparison> {
    let Some(readings) = analysis.experiments.done() else { return Vec::new() };
    let compare = |experiment: &ExperimentReading| {
        let Outcome::Computed(reading) = &experiment.outcome else { return None };
        let parts: Vec<f64> =
            truth.iter().filter(|t| t.id == experiment.id).map(|t| t.lift_orders).collect();
        let lift = (!parts.is_empty()).then(|| parts.iter().sum())?;
        let beside = |e: &experiments::Estimate| Beside::new(lift, Some(interval(e.orders)));
        Some(ExperimentComparison {
            id: experiment.id.clone(),
            difference_in_differences: beside(&reading.difference_in_differences),
            synthetic_control: beside(&reading.synthetic_control),
        })
    };
    readings.iter().filter_map(compare).collect()
}

fn estimate(Estimate { value, low, high }: Estimate) -> [f64; 3] {
    [value, low, high]
}

fn interval(Interval { estimate, low, high }: Interval) -> [f64; 3] {
    [estimate, low, high]
}
