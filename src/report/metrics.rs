//! `metrics.json`: every figure, and its JSON Schema.

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};
use serde::Serialize;

use super::Report;
use super::findings::{Finding, plain};
use super::truth::Comparison;
use crate::analysis::Analysis;

/// Name of the schema's file, beside `metrics.json`.
pub const SCHEMA_FILE: &str = "metrics.schema.json";

/// Every figure of a report. Numbers are unrounded; what could not be computed is null.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "adloom metrics")]
pub struct Metrics<'a> {
    /// Where the schema of this file lies.
    #[serde(rename = "$schema")]
    schema: &'static str,
    /// What was found, analysis by analysis.
    #[serde(flatten)]
    analysis: &'a Analysis,
    /// Estimates beside the truth, where it is known.
    truth: Option<&'a Comparison>,
    /// The state of things in one sentence.
    overview: Option<Finding>,
    /// What the figures say, the finding with the most money at stake first.
    findings: Vec<Finding>,
    /// The charts.
    charts: Vec<ChartEntry<'a>>,
    /// Why other charts are not there.
    charts_not_drawn: Vec<String>,
    /// All files of the report, relative to this one.
    files: &'a [String],
}

/// A chart and its files.
#[derive(Serialize, JsonSchema)]
pub struct ChartEntry<'a> {
    /// Short name.
    name: &'a str,
    /// The finding that it shows.
    title: &'a str,
    /// Period, unit, and what was left out.
    caption: &'a str,
    /// The picture.
    picture: String,
    /// What it shows, as a table.
    data: String,
}

impl<'a> Metrics<'a> {
    /// Gathers the figures of a report.
    pub fn new(
        report: &Report<'a>,
        truth: Option<&'a Comparison>,
        overview: Option<&Finding>,
        findings: &[Finding],
        files: &'a [String],
    ) -> Metrics<'a> {
        let chart = |chart: &'a super::Chart| ChartEntry {
            name: &chart.figure.name,
            title: &chart.figure.title,
            caption: &chart.figure.caption,
            picture: chart.picture_file(),
            data: chart.data_file(),
        };
        Metrics {
            schema: SCHEMA_FILE,
            analysis: report.analysis,
            truth,
            overview: overview.map(in_plain_words),
            findings: findings.iter().map(in_plain_words).collect(),
            charts: report.charts.iter().map(chart).collect(),
            charts_not_drawn: report.not_drawn.iter().map(ToString::to_string).collect(),
            files,
        }
    }
}

/// A finding without the marks that only a page needs.
fn in_plain_words(finding: &Finding) -> Finding {
    Finding { says: plain(&finding.says), because: plain(&finding.because), ..finding.clone() }
}

/// The JSON Schema of `metrics.json` (draft 2020-12).
pub fn metrics_schema() -> Schema {
    SchemaSettings::draft2020_12()
        .for_serialize()
        .into_generator()
        .into_root_schema_for::<Metrics>()
}
