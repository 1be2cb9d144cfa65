//! `adloom sql`.

mod answer;
mod subject;

use std::fs;
use std::io::{self, IsTerminal, Read};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::thread;

use clap::builder::{PossibleValuesParser, TypedValueParser};

use super::r#gen::Window;
use super::{Failure, talk};
use crate::dataset::{Fault, QueryError};
use crate::sinks::answer::Style;
use answer::Target;
use subject::Subject;

/// Ask a dataset, or a world that was never written, in SQL
///
/// The tables are those that `adloom gen` writes. An unqualified name is one of the company's
/// tables; the answer key is reached as `truth.orders` and so on. SHOW TABLES lists them, and
/// DESCRIBE orders says what a table holds. Nothing can be changed.
///
/// A folder that holds a manifest is a dataset, also where a preset has the same name; anything
/// else is a scenario, whose rows are made as the query needs them.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// What `adloom gen` made (a folder, a SQLite file, the address of a database), a scenario file,
    /// or the name of a preset
    #[arg(value_name = "DATASET|SCENARIO")]
    subject: String,

    /// The query
    #[arg(required_unless_present = "query_file", conflicts_with = "query_file")]
    query: Option<String>,

    /// Read the query from a file, or from standard input if it is `-`
    #[arg(long, value_name = "FILE")]
    query_file: Option<PathBuf>,

    #[command(flatten)]
    window: Window,

    /// Override any value of the scenario, such as platforms.meta.budget=0
    #[arg(long, value_name = "KEY=VALUE")]
    set: Vec<String>,

    /// Format of the answer [default: by the ending of --out, or else table]
    #[arg(long, value_parser = style_parser())]
    format: Option<Style>,

    /// Write the answer to this file
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,

    /// Replace a file that is already there
    #[arg(long, requires = "out")]
    force: bool,

    /// Threads to work with [default: one per core]
    #[arg(long, value_name = "N")]
    threads: Option<NonZeroUsize>,
}

fn style_parser() -> impl TypedValueParser<Value = Style> {
    let find = |name: String| {
        // The names are those of the styles.
        Style::ALL.into_iter().find(|style| style.name() == name).unwrap_or(Style::Table)
    };
    PossibleValuesParser::new(Style::ALL.map(Style::name)).map(find)
}

impl Args {
    /// Answers the query.
    pub fn run(self) -> Result<(), Failure> {
        let style = self.style()?;
        let query = self.query()?;
        let cores = || thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
        let threads = self.threads.unwrap_or_else(cores).get();
        let overrides = [self.set, self.window.overrides()].concat();
        let target = Target { style, file: self.out, force: self.force };
        target.check()?;
        let subject = Subject::open(&self.subject, &overrides, threads)?;
        answer::answer(subject, query, &target)
    }

    fn style(&self) -> Result<Style, Failure> {
        if let Some(style) = self.format {
            return Ok(style);
        }
        let Some(out) = &self.out else {
            return Ok(if talk::json() { Style::Json } else { Style::Table });
        };
        let extension = out.extension().and_then(|extension| extension.to_str());
        extension.and_then(Style::of_extension).ok_or_else(|| {
            let formats = Style::ALL.map(Style::name).join(", ");
            let why = format!("its ending names no format; give --format, one of {formats}");
            Failure::Input(format!("--out {}: {why}", out.display()))
        })
    }

    fn query(&self) -> Result<String, Failure> {
        let Some(path) = &self.query_file else {
            return Ok(self.query.clone().unwrap_or_default());
        };
        let read = if path == Path::new("-") {
            let mut text = String::new();
            io::stdin().read_to_string(&mut text).map(|_| text)
        } else {
            fs::read_to_string(path)
        };
        read.map_err(|error| Failure::Input(format!("--query-file {}: {error}", path.display())))
    }
}

impl From<QueryError> for Failure {
    fn from(error: QueryError) -> Self {
        match error.fault {
            Fault::Query => Failure::Input(error.why),
            Fault::Answer => Failure::Other(error.why),
        }
    }
}

/// Whether somebody looks at the answer, rather than a program reads it.
fn is_looked_at() -> bool {
    io::stdout().is_terminal()
}
