//! The page: one file, readable without a network and without a script.

mod caveats;
mod charts;
mod claims;
mod files;
mod findings;
pub mod html;
mod layout;
mod method;
mod table;
mod tables;
mod tiles;
mod truth;

use self::html::Html;
use super::Report;
use super::findings::Finding;
use super::truth::Comparison;

/// What the page is made of.
pub struct Content<'a> {
    /// Figures, charts and attachments.
    pub report: &'a Report<'a>,
    /// Estimates beside the truth, where it is known.
    pub truth: Option<&'a Comparison>,
    /// The state of things.
    pub overview: Option<&'a Finding>,
    /// What the figures say, in order.
    pub findings: &'a [Finding],
    /// All files of the report, relative to the page.
    pub files: &'a [String],
}

/// Writes the page.
pub fn page(content: &Content) -> String {
    let analysis = content.report.analysis;
    let sections: Vec<(super::text::sections::Section, Html)> = vec![
        findings::section(content),
        tiles::section(analysis),
        claims::section(analysis),
        charts::section(content.report),
        tables::section(analysis),
        method::section(analysis),
        caveats::section(content.report),
        truth::section(content.truth),
        files::section(content),
    ]
    .into_iter()
    .filter(|(_, body)| !body.is_empty())
    .collect();
    layout::document(analysis, content.overview, content.truth.is_some(), &sections)
}
