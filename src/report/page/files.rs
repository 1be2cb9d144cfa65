//! What lies beside the page.

use super::Content;
use super::html::{Html, el};
use crate::report::text::sections::{FILES, Section};

/// Links to the tables, the figures and whatever was attached; the charts link to their own.
pub fn section(content: &Content) -> (Section, Html) {
    let link = |file: &str, about: Option<&str>| {
        let about = about.map(|about| format!(": {about}"));
        el("li", (el("a", file).with("href", file), about))
    };
    let attachments = content.report.attachments;
    let about = |file: &str| match file {
        "metrics.json" => Some("every figure"),
        "metrics.schema.json" => Some("the JSON Schema of metrics.json"),
        _ => attachments.iter().find(|a| a.path == file).map(|a| a.about.as_str()),
    };
    let shown = |file: &&String| !file.starts_with("charts/") && *file != "report.html";
    let links: Html =
        content.files.iter().filter(shown).map(|file| link(file, about(file))).collect();
    (FILES, el("ul", links).class("files").into())
}
