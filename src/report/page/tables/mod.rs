//! The tables on the page: the rows that a reader needs, rounded.

mod campaigns;
mod creatives;
mod experiments;
mod groups;
mod regression;
mod response;
mod visits;

use super::html::{Html, el};
use crate::analysis::Analysis;
use crate::report::text::sections::{Section, TABLES};

/// All tables of what was found.
pub fn section(analysis: &Analysis) -> (Section, Html) {
    let mut body = Html::default();
    if let Some(kpis) = analysis.kpis.done() {
        body.push(groups::platforms(kpis));
        body.push(groups::places(kpis));
        body.push(campaigns::campaigns(kpis));
        body.push(groups::months(kpis));
        body.push(groups::funnel(kpis));
    }
    if let Some(scores) = analysis.creatives.done() {
        body.push(creatives::creatives(scores));
        body.push(creatives::attributes(scores));
    }
    if let Some(exploratory) = analysis.exploratory.done() {
        body.push(regression::regression(exploratory));
    }
    if let Some(fit) = analysis.response.done() {
        body.push(response::response(fit));
    }
    if let Some(readings) = analysis.experiments.done() {
        body.push(experiments::experiments(readings, analysis.response.done()));
    }
    let forests = [&analysis.conversion, &analysis.conversion_in_visit];
    for result in forests.into_iter().filter_map(|outcome| outcome.done()) {
        body.push(visits::visits(result));
    }
    if let Some(result) = analysis.ad_conversions.done() {
        body.push(visits::ads(result));
    }
    (TABLES, body)
}

/// A heading and what stands under it; nothing where that is nothing.
fn part(title: &str, body: impl Into<Html>) -> Html {
    let body = body.into();
    if body.is_empty() { body } else { (el("h3", title), body).into() }
}
