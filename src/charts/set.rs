//! All charts of an analysis, in reading order.

use super::figure::{Figure, NotDrawn};
use super::judged::Judged;
use super::setting::Setting;
use super::{
    anomalies, calibration_and_lift, campaigns, cohorts, contributions, creative_classes,
    creative_fatigue, experiments, funnel, importance, pareto, partial_dependence, rates_over_time,
    residuals, response_curves, revenue_by_place, roas_by_platform, roas_map, roc_and_pr,
    spend_and_revenue, spend_by_device, top_creatives,
};
use crate::analysis::Analysis;
use crate::models::conversion::ConversionResult;

/// What is known for certain, where data were made: it is set beside the estimates.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Known {
    /// Return on ad spend, by platform.
    pub roas: Vec<(String, f64)>,
    /// Orders per day at steady spend per day, over all regions, by platform.
    pub curves: Vec<(String, Vec<(f64, f64)>)>,
}

impl Known {
    /// A platform's return on ad spend.
    pub fn roas_of(&self, platform: &str) -> Option<f64> {
        self.roas.iter().find(|(name, _)| name == platform).map(|(_, roas)| *roas)
    }

    /// A platform's response curve.
    pub fn curve_of(&self, platform: &str) -> Option<&[(f64, f64)]> {
        let curve = self.curves.iter().find(|(name, _)| name == platform);
        curve.map(|(_, points)| points.as_slice())
    }
}

/// The figures for which an analysis has the results, and for each of the others why there is none.
/// Analyses that were not asked for, or that say themselves why they were not done, have no charts.
pub fn figures(analysis: &Analysis, known: &Known) -> (Vec<Figure>, Vec<NotDrawn>) {
    let setting = &Setting::of(&analysis.about);
    let mut all: Vec<Result<Figure, NotDrawn>> = Vec::new();
    let response = analysis.response.done();
    if let Some(kpis) = analysis.kpis.done() {
        let channels = response.map_or(&[][..], |fit| &fit.channels);
        all.push(spend_and_revenue::spend_and_revenue(kpis, setting));
        all.push(rates_over_time::rates_over_time(kpis, setting));
        all.push(roas_by_platform::roas_by_platform(kpis, channels, known, setting));
    }
    if let Some(fit) = response {
        all.push(contributions::contributions(fit, setting));
        all.push(response_curves::response_curves(fit, known, setting));
    }
    for reading in analysis.experiments.done().into_iter().flatten() {
        all.push(experiments::experiment(reading));
    }
    if let Some(kpis) = analysis.kpis.done() {
        all.push(revenue_by_place::revenue_by_place(kpis, setting));
        all.push(roas_map::roas_map(kpis, setting));
        all.push(campaigns::campaigns(kpis, setting));
        all.push(pareto::pareto(kpis.pareto.as_ref(), setting));
        all.push(funnel::funnel(&kpis.funnel, setting));
        all.push(spend_by_device::spend_by_device(kpis, setting));
    }
    if let Some(scores) = analysis.creatives.done() {
        all.push(top_creatives::top_creatives(&scores.rows, setting));
        all.push(creative_classes::creative_classes(&scores.rows, setting));
        all.push(creative_fatigue::creative_fatigue(scores, setting));
    }
    if let Some(cells) = analysis.cohorts.done() {
        all.push(cohorts::cohorts(cells, setting));
    }
    if let Some(kpis) = analysis.kpis.done() {
        all.push(anomalies::anomalies(&kpis.anomalies, setting));
    }
    let forests = [(&analysis.conversion, ""), (&analysis.conversion_in_visit, "-in-visit")];
    for (result, ending) in
        forests.into_iter().filter_map(|(outcome, e)| Some((outcome.done()?, e)))
    {
        all.extend(visits(result, ending));
    }
    if let Some(fit) = response {
        all.push(residuals::residuals(&fit.residuals, setting));
    }
    let (mut figures, mut not_drawn) = (Vec::new(), Vec::new());
    for figure in all {
        match figure {
            Ok(figure) => figures.push(figure),
            Err(why) => not_drawn.push(why),
        }
    }
    (figures, not_drawn)
}

/// The charts of a model of visits; `ending` sets the names of its files apart.
fn visits(result: &ConversionResult, ending: &str) -> [Result<Figure, NotDrawn>; 4] {
    let judged = &Judged::of(result, ending);
    let forest = &result.forest;
    let logistic = result.logistic.as_ref().map(|logistic| &logistic.metrics);
    [
        roc_and_pr::roc_and_pr(judged, forest, logistic, &result.roc, &result.precision_recall),
        calibration_and_lift::calibration_and_lift(
            judged,
            forest,
            &result.calibration,
            &result.deciles,
        ),
        importance::importance(judged, &result.importance),
        partial_dependence::partial_dependence(judged, &result.partial_dependence),
    ]
}
