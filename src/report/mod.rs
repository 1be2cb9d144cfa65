//! What a reader opens: one page, the figures behind it, and each table as a file.

pub mod answer_key;
mod draw;
#[cfg(test)]
pub(crate) mod example;
pub mod figures;
mod findings;
pub(crate) mod folder;
mod metrics;
mod numbers;
mod page;
mod tables;
#[cfg(test)]
mod tests;
mod text;
mod truth;

pub use draw::draw;
pub use metrics::metrics_schema;
pub use truth::{TrueChannel, TrueCreative, TrueCurvePoint, TrueExperiment, Truth};

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use self::folder::File;
use crate::analysis::Analysis;
use crate::charts::{Figure, NotDrawn};

/// The page's file.
const PAGE: &str = "report.html";

/// All that a report is made of.
#[derive(Debug, Clone, Copy)]
pub struct Report<'a> {
    /// What was found.
    pub analysis: &'a Analysis,
    /// What is true, where that is known.
    pub truth: Option<&'a Truth>,
    /// The charts, in reading order.
    pub charts: &'a [Chart],
    /// Why other charts are not there.
    pub not_drawn: &'a [NotDrawn],
    /// Files to lay beside the report, such as fitted forests.
    pub attachments: &'a [Attachment],
}

/// A drawn chart.
#[derive(Debug, Clone)]
pub struct Chart {
    /// What it shows; its files have its name.
    pub figure: Figure,
    /// The picture.
    pub png: Vec<u8>,
}

/// A file beside the report.
#[derive(Debug, Clone)]
pub struct Attachment {
    /// Its path inside the report's folder, with `/` between parts, such as `forest.json`.
    pub path: String,
    /// What it is, in a few words.
    pub about: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// What was written.
#[derive(Debug, Clone)]
pub struct Written {
    /// The folder.
    pub folder: PathBuf,
    /// The page to open.
    pub page: PathBuf,
    /// All files, relative to the folder, in order.
    pub files: Vec<String>,
    /// What the report says first, as plain sentences, the weightiest first.
    pub findings: Vec<String>,
}

/// Why no report was written.
#[derive(Debug)]
pub enum ReportError {
    /// The place is taken by something that adloom did not write.
    Refused(String),
    /// The file system failed.
    Io(io::Error),
}

/// Writes the report into a folder: `report.html`, `metrics.json` with its schema, `tables/` and
/// `charts/`. The folder appears whole or not at all; one that an earlier run wrote is replaced.
///
/// # Errors
/// Where the folder holds anything that adloom did not write, or where the file system fails.
pub fn write(report: &Report, out: &Path) -> Result<Written, ReportError> {
    let truth = report.truth.map(|truth| truth::compare(truth, report.analysis));
    let overview = findings::overview(report.analysis);
    let findings = findings::findings(report.analysis);
    let mut files = beside_the_page(report, truth.as_ref())?;
    let mut names: Vec<String> = files.iter().map(|file| file.path.clone()).collect();
    names.extend([PAGE, folder::LIST, metrics::SCHEMA_FILE].map(str::to_owned));
    names.sort();

    let (overview, truth) = (overview.as_ref(), truth.as_ref());
    let (shown, listed) = (&findings[..], &names[..]);
    let content = page::Content { report, truth, overview, findings: shown, files: listed };
    files.push(File::new(PAGE, page::page(&content)));
    let metrics = metrics::Metrics::new(report, truth, overview, shown, listed);
    files.push(File::new(folder::LIST, json(&metrics)?));
    files.push(File::new(metrics::SCHEMA_FILE, json(&metrics_schema())?));
    folder::publish(&files, out)?;
    Ok(Written {
        folder: out.to_owned(),
        page: out.join(PAGE),
        files: names,
        findings: findings.iter().map(|finding| findings::plain(&finding.says)).collect(),
    })
}

/// Tables, charts and attachments.
fn beside_the_page(
    report: &Report,
    truth: Option<&truth::Comparison>,
) -> Result<Vec<File>, ReportError> {
    let mut files = Vec::new();
    for table in tables::all(report.analysis, truth) {
        files.push(File::new(format!("tables/{}.csv", table.name), table.csv()?));
    }
    for chart in report.charts {
        files.push(File::new(chart.picture_file(), chart.png.clone()));
        files.push(File::new(chart.data_file(), tables::of_figure(&chart.figure)?));
    }
    for attachment in report.attachments {
        files.push(File::new(attachment.path.clone(), attachment.bytes.clone()));
    }
    Ok(files)
}

fn json(value: &impl serde::Serialize) -> Result<Vec<u8>, ReportError> {
    let mut text = serde_json::to_vec_pretty(value).map_err(io::Error::from)?;
    text.push(b'\n');
    Ok(text)
}

impl Chart {
    /// Where its picture lies in the folder.
    fn picture_file(&self) -> String {
        format!("charts/{}.png", self.figure.name)
    }

    /// Where its data lie.
    fn data_file(&self) -> String {
        format!("charts/{}.csv", self.figure.name)
    }
}

impl fmt::Display for ReportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ReportError::Refused(why) => f.write_str(why),
            ReportError::Io(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for ReportError {}

impl From<io::Error> for ReportError {
    fn from(error: io::Error) -> Self {
        ReportError::Io(error)
    }
}

impl From<csv::Error> for ReportError {
    fn from(error: csv::Error) -> Self {
        ReportError::Io(io::Error::from(error))
    }
}
