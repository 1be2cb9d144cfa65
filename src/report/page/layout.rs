//! The frame of the page: head, title, contents, sections, foot.

use super::html::{Html, el, name};
use crate::analysis::Analysis;
use crate::report::findings::{Finding, plain};
use crate::report::numbers::date;
use crate::report::text::sections::Section;

const STYLE: &str = include_str!("style.css");
/// Nothing but what is in the page itself: no script, no network.
const POLICY: &str = "default-src 'none'; img-src data:; style-src 'unsafe-inline'";

/// The whole document.
pub fn document(
    analysis: &Analysis,
    overview: Option<&Finding>,
    truth: bool,
    sections: &[(Section, Html)],
) -> String {
    let head = el(
        "head",
        vec![
            el("meta", ()).with("charset", "utf-8").into(),
            el("meta", ())
                .with("name", "viewport")
                .with("content", "width=device-width, initial-scale=1")
                .into(),
            el("meta", ())
                .with("http-equiv", "Content-Security-Policy")
                .with("content", POLICY)
                .into(),
            el("meta", ()).with("name", "generator").with("content", "adloom").into(),
            Html::from(el("title", format!("{}: advertising report", title(analysis)))),
            el("style", Html::trusted(STYLE)).into(),
        ],
    );
    let body = el(
        "body",
        (header(analysis, overview, truth), contents(sections), main(sections), foot(analysis)),
    );
    let page = Html::from(el("html", (head, body)).with("lang", "en"));
    format!("<!DOCTYPE html>\n{}\n", page.into_string())
}

/// The dataset's title; the first line of it, if it has several.
fn title(analysis: &Analysis) -> String {
    match analysis.about.title.lines().next().unwrap_or_default().trim() {
        "" => "Untitled data".to_owned(),
        title => title.to_owned(),
    }
}

fn header(analysis: &Analysis, overview: Option<&Finding>, truth: bool) -> Html {
    let about = &analysis.about;
    let period = match (about.first_day, about.last_day) {
        (Some(first), Some(last)) => format!("{} to {}", date(first), date(last)),
        _ => "period not known".to_owned(),
    };
    let currency = match &about.currency {
        Some(currency) => format!("money in {}", name(currency)),
        None => "currency not known".to_owned(),
    };
    let mut facts = vec![el("span", period), el("span", currency)];
    if truth {
        let link = el("a", "truth beside estimate").with("href", "#truth");
        facts.push(el("span", ("made data: ", link)));
    }
    let lead = overview.map(|finding| {
        (
            el("p", &finding.says).class("lead"),
            (!finding.because.is_empty()).then(|| el("p", &finding.because).class("soft")),
        )
    });
    el(
        "header",
        (el("h1", name(&title(analysis))), el("p", facts_in_a_row(facts)).class("about"), lead),
    )
    .into()
}

/// Elements with a space between them, so that they do not run together when copied.
fn facts_in_a_row(facts: Vec<super::html::Element>) -> Html {
    facts.into_iter().map(|fact| (fact, " ")).collect()
}

fn contents(sections: &[(Section, Html)]) -> Html {
    let link = |(section, _): &(Section, Html)| {
        el("li", el("a", section.title).with("href", &format!("#{}", section.id)))
    };
    let links: Html = sections.iter().map(link).collect();
    el("nav", el("ul", links)).with("aria-label", "Contents").into()
}

fn main(sections: &[(Section, Html)]) -> Html {
    let section = |(section, body): &(Section, Html)| {
        let heading = el("h2", section.title);
        let intro = el("p", section.intro).class("soft");
        el("section", (heading, intro, body.clone())).id(section.id)
    };
    el("main", sections.iter().map(section).collect::<Html>()).into()
}

fn foot(analysis: &Analysis) -> Html {
    let text = format!(
        "Made by adloom {} with seed {}. The same data and seed give the same page.",
        plain(&analysis.about.adloom),
        analysis.about.seed
    );
    el("footer", text).into()
}
