//! How it was computed, with the formulas and the settings of this run.

use super::html::{Html, el};
use crate::analysis::Analysis;
use crate::models::creatives::{self, Definition};
use crate::models::kpis::RULES;
use crate::models::response::ResponseFit;
use crate::report::numbers::{count, counted, percent};
use crate::report::text::sections::{METHOD, Section};

/// A folded part for each analysis that ran.
pub fn section(analysis: &Analysis) -> (Section, Html) {
    let mut body = Html::default();
    if analysis.kpis.done().is_some() {
        let rules: Html = RULES.iter().map(|rule| el("li", *rule)).collect();
        body.push(part(
            "Key figures, anomalies, campaigns",
            (Html::trusted(include_str!("method/kpis.html")), el("ol", rules)),
        ));
    }
    if analysis.exploratory.done().is_some() {
        body.push(part("Least squares", Html::trusted(include_str!("method/least_squares.html"))));
    }
    if let Some(fit) = analysis.response.done() {
        body.push(part(
            "Response model",
            (Html::trusted(include_str!("method/response.html")), el("p", response_settings(fit))),
        ));
    }
    if analysis.experiments.done().is_some() {
        body.push(part("Experiments", Html::trusted(include_str!("method/experiments.html"))));
    }
    if analysis.conversion.done().is_some() || analysis.conversion_in_visit.done().is_some() {
        body.push(part("Forests", Html::trusted(include_str!("method/forests.html"))));
    }
    if let Some(scores) = analysis.creatives.done() {
        let terms: Html = scores.definitions.iter().map(definition).collect();
        let terms = (!terms.is_empty()).then(|| el("dl", terms));
        let rules: Html = creatives::RULES.iter().map(|rule| el("li", *rule)).collect();
        let rules = (el("p", "Classes, by the first rule that holds:"), el("ol", rules));
        body.push(part(
            "Creative scores",
            (Html::trusted(include_str!("method/creatives.html")), terms, rules),
        ));
    }
    (METHOD, body)
}

fn part(title: &str, body: impl Into<Html>) -> Html {
    // Open, so that it is printed; a reader can fold it.
    el("details", (el("summary", title), body.into())).class("method").with("open", "").into()
}

fn definition(definition: &Definition) -> Html {
    (el("dt", definition.term), el("dd", definition.meaning)).into()
}

fn response_settings(fit: &ResponseFit) -> String {
    let season: Vec<String> = fit.controls.iter().map(|control| control.name.clone()).collect();
    let (search, bootstrap) = (fit.search, fit.bootstrap);
    let period = if fit.step_days == 7 { ("week", "weeks") } else { ("day", "days") };
    format!(
        "This run: {} in {}; {} of controls; {} starts of the search, {} of which agree within \
         0.1 of the best log likelihood, {} evaluations; {} bootstrap replicates with blocks of \
         {}. Dispersion of orders {} (1 is Poisson); the budgets' common movement {} a control{}.",
        counted(fit.periods, period.0, period.1),
        counted(fit.regions.len(), "region", "regions"),
        counted(season.len(), "term", "terms"),
        count(search.starts as f64),
        count(search.agreeing as f64),
        count(search.evaluations as f64),
        count(bootstrap.replicates as f64),
        counted(bootstrap.block, period.0, period.1),
        crate::report::numbers::times(fit.noise.dispersion),
        if fit.budgets.controlled { "is" } else { "is not" },
        match fit.budgets.shared {
            Some([elasticity, error]) => format!(
                " (elasticity of baseline orders to it {} ± {})",
                crate::report::numbers::times(elasticity),
                crate::report::numbers::times(error)
            ),
            None => String::new(),
        }
    ) + &match fit.media.share_of_orders.value {
        share if share.is_finite() => format!(" All media: {} of orders.", percent(share)),
        _ => String::new(),
    }
}
