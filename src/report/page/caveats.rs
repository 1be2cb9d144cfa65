//! Limits of the data and of the models, and analyses that did not run.

use super::claims::reason;
use super::html::{Html, el, name};
use crate::analysis::{Analysis, Outcome};
use crate::report::Report;
use crate::report::findings::capital;
use crate::report::numbers::counted;
use crate::report::text::sections::{CAVEATS, Section};
use crate::report::text::{self, cautions, platform};

/// All caveats, by where they come from.
pub fn section(report: &Report) -> (Section, Html) {
    let analysis = report.analysis;
    let mut groups: Vec<(&str, Vec<String>)> = vec![
        ("Analyses that did not run", not_done(analysis)),
        ("The data", analysis.about.notes.clone()),
        ("The response model", response(analysis)),
        ("Least squares", least_squares(analysis)),
        ("Experiments", experiments(analysis)),
        ("Which visits convert", visits(analysis)),
        ("Creatives", creatives(analysis)),
        ("Charts", not_drawn(report)),
    ];
    groups.retain(|(_, sentences)| !sentences.is_empty());
    let group = |(title, sentences): &(&str, Vec<String>)| {
        let items: Html = sentences.iter().map(|sentence| el("li", sentence)).collect();
        (el("h3", *title), el("ul", items).class("caveats"))
    };
    let body = match groups.is_empty() {
        true => el("p", "None were found in this run.").into(),
        false => groups.iter().map(group).collect(),
    };
    (CAVEATS, body)
}

/// Why charts are not there, each reason once.
fn not_drawn(report: &Report) -> Vec<String> {
    let mut reasons: Vec<String> = Vec::new();
    for why in report.not_drawn.iter().map(|why| format!("{}.", capital(&why.to_string()))) {
        if !reasons.contains(&why) {
            reasons.push(why);
        }
    }
    reasons
}

fn not_done(analysis: &Analysis) -> Vec<String> {
    fn line<T>(what: &str, outcome: &Outcome<T>) -> Option<String> {
        match outcome {
            Outcome::Done(_) => None,
            Outcome::NotDone(why) => Some(format!("{what}: {why}.")),
            Outcome::NotAsked => Some(format!("{what}: not asked for.")),
        }
    }
    [
        line("Key figures", &analysis.kpis),
        line("Cohorts", &analysis.cohorts),
        line("Least squares of orders on spend", &analysis.exploratory),
        line("Response model", &analysis.response),
        line("Experiments", &analysis.experiments),
        line("Which visits convert, from what is known when they begin", &analysis.conversion),
        line("Which visits convert, from what happens in them too", &analysis.conversion_in_visit),
        line("Daily conversions of each ad", &analysis.ad_conversions),
        line("Creative scores", &analysis.creatives),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn response(analysis: &Analysis) -> Vec<String> {
    let Some(fit) = analysis.response.done() else { return Vec::new() };
    let left_out = fit.left_out.iter().map(|channel| {
        format!("{} is not in the model: {}.", platform(&channel.channel), reason(channel.reason))
    });
    let counted = text::not_counted(fit.explained).to_owned();
    [counted].into_iter().chain(left_out).chain(cautions::sentences(fit)).collect()
}

fn least_squares(analysis: &Analysis) -> Vec<String> {
    let Some(exploratory) = analysis.exploratory.done() else { return Vec::new() };
    let mut sentences = vec![
        "Neither fit is causal: budgets follow demand, and carry-over and saturation are not in \
         them. They are there to be compared with the response model."
            .to_owned(),
    ];
    sentences.extend(
        exploratory
            .controlled_missing
            .iter()
            .map(|why| format!("No fit with the calendar: {why}.")),
    );
    sentences
        .extend(exploratory.controls_left_out.iter().map(|what| format!("Left out – {what}.")));
    sentences
}

fn experiments(analysis: &Analysis) -> Vec<String> {
    let Some(readings) = analysis.experiments.done() else { return Vec::new() };
    let mut sentences = Vec::new();
    for reading in readings {
        match &reading.outcome {
            crate::models::experiments::Outcome::NotComputed(why) => {
                sentences.push(format!("{} could not be read: {why}.", name(&reading.id)));
            }
            crate::models::experiments::Outcome::Computed(read) if read.cut_short => {
                sentences.push(format!(
                    "{}: the data end before the test or its cool-down does, so its effect is \
                     not complete.",
                    name(&reading.id)
                ));
            }
            crate::models::experiments::Outcome::Computed(_) => {}
        }
    }
    sentences
}

fn visits(analysis: &Analysis) -> Vec<String> {
    let results = [&analysis.conversion, &analysis.conversion_in_visit];
    let results = results.into_iter().filter_map(|outcome| outcome.done());
    results
        .flat_map(|result| {
            let set = result.feature_set.as_str();
            result.caveats.iter().map(move |caveat| format!("{}: {caveat}", name(set)))
        })
        .collect()
}

fn creatives(analysis: &Analysis) -> Vec<String> {
    let Some(scores) = analysis.creatives.done() else { return Vec::new() };
    let mut sentences = scores.remarks.clone();
    if !scores.left_out.is_empty() {
        sentences.push(format!(
            "{} not scored; tables/creatives_left_out.csv says why.",
            match scores.left_out.len() {
                1 => "One creative is".to_owned(),
                many => format!("{} are", counted(many, "creative", "creatives")),
            }
        ));
    }
    sentences
}
