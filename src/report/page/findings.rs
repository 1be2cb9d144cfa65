//! Findings first.

use super::Content;
use super::html::{Element, Html, el};
use crate::report::findings::{Finding, Tone};
use crate::report::text::sections::{FINDINGS, Section};

/// The findings, in order.
pub fn section(content: &Content) -> (Section, Html) {
    let body = match content.findings {
        [] => el("p", "No analysis that was asked for found anything to say.").into(),
        findings => {
            Html::from(el("ol", findings.iter().map(item).collect::<Html>()).class("findings"))
        }
    };
    (FINDINGS, body)
}

fn item(finding: &Finding) -> Element {
    let stake = finding.at_stake.as_ref().map(|stake| el("span", &stake.of));
    let tag = el("p", (el("span", label(finding)), " ", stake)).class("tag");
    let because = (!finding.because.is_empty()).then(|| el("p", &finding.because).class("because"));
    el("li", (tag, el("p", &finding.says).class("says"), because)).class(class(finding.tone))
}

/// What it is about, and which way it points: not by colour alone.
fn label(finding: &Finding) -> String {
    let points = match finding.tone {
        Tone::Chance => "chance",
        Tone::Warning => "warning",
        Tone::Unknown => "unknown",
        Tone::Fact => return finding.about.to_owned(),
    };
    format!("{} · {points}", finding.about)
}

fn class(tone: Tone) -> &'static str {
    match tone {
        Tone::Chance => "chance",
        Tone::Warning => "warning",
        Tone::Unknown => "unknown",
        Tone::Fact => "fact",
    }
}
