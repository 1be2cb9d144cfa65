//! `adloom model`.

use std::ffi::OsStr;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::thread;

use clap::builder::{PossibleValuesParser, TypedValueParser};

use super::{Failure, talk};
use crate::analysis::{self, Analysis, Options, Part};
use crate::dataset::DatasetError;
use crate::features::map::Map;
use crate::features::marts::Marts;
use crate::models::conversion::ConversionResult;
use crate::report::{self, Attachment, Report, ReportError};
use crate::sinks::database::DatabaseUrl;

/// Model a dataset: what the spend did, who converts, which creative works
///
/// Reads what `adloom gen` wrote, or a company's own files that --map names the columns of, and
/// writes a report, charts, tables and every figure. Whatever columns are there decide which
/// analyses run; each of the others says what it lacked.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// What `adloom gen` made (a folder, a SQLite file, or the address of a database), or a folder
    /// of files that --map describes
    pub dataset: PathBuf,

    /// Folder of the report [default: model/ in the dataset, NAME-model here for a database]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,

    /// TOML file that says what the files and their columns are called
    #[arg(long, value_name = "FILE")]
    pub map: Option<PathBuf>,

    /// Do these analyses only
    #[arg(long, value_name = "PARTS", value_delimiter = ',', value_parser = part_parser())]
    pub only: Vec<Part>,

    /// Seed of everything random in the analyses
    #[arg(long, value_name = "N", default_value_t = analysis::SEED)]
    pub seed: u64,

    /// Threads to work with [default: one per core]
    #[arg(long, value_name = "N")]
    pub threads: Option<NonZeroUsize>,
}

fn part_parser() -> impl TypedValueParser<Value = Part> {
    PossibleValuesParser::new(Part::ALL.map(Part::name)).map(|name| {
        // The parser has just seen to it that the name is one of these.
        Part::ALL.into_iter().find(|part| part.name() == name).unwrap_or(Part::Kpis)
    })
}

impl Args {
    /// The arguments of a demo: all analyses of a dataset, with nothing set.
    pub fn of(dataset: PathBuf) -> Args {
        Args {
            dataset,
            out: None,
            map: None,
            only: Vec::new(),
            seed: analysis::SEED,
            threads: None,
        }
    }

    /// Models the dataset and says what to open.
    pub fn run(self) -> Result<(), Failure> {
        let out = self.out.clone().unwrap_or_else(|| default_folder(&self.dataset));
        let pool = threads(self.threads)?;
        let written = pool.install(|| self.model(pool.current_num_threads(), &out))?;
        if talk::json() {
            talk::print(serde_json::json!({
                "folder": written.folder,
                "report": written.page,
                "files": written.files,
                "findings": written.findings,
            }))?;
        } else if !talk::quiet() {
            talk::print(summary(&written))?;
        }
        Ok(())
    }

    fn model(&self, threads: usize, out: &Path) -> Result<report::Written, Failure> {
        let marts = marts(&self.dataset, self.map.as_deref(), threads)?;
        let only = (!self.only.is_empty()).then(|| self.only.iter().copied().collect());
        let options = Options { seed: self.seed, only, response: true };
        let analysis = analysis::analyse(&marts, &options, &|part| {
            talk::say(format!("modelling: {}", part.name()));
        })?;
        let truth = report::answer_key::read(&marts, &analysis)?;
        talk::say("drawing");
        let (charts, not_drawn) = report::draw(&analysis, truth.as_ref());
        let attachments = forests(&analysis);
        let report = Report {
            analysis: &analysis,
            truth: truth.as_ref(),
            charts: &charts,
            not_drawn: &not_drawn,
            attachments: &attachments,
        };
        report::write(&report, out).map_err(|error| match error {
            ReportError::Refused(why) => Failure::Input(why),
            ReportError::Io(error) => Failure::Other(format!("{}: {error}", out.display())),
        })
    }
}

/// Where the report goes if nothing is said: into the dataset's folder or, as nothing can be put
/// into a database, a folder of its name in the working directory.
fn default_folder(dataset: &Path) -> PathBuf {
    let name = match DatabaseUrl::detect(dataset) {
        None | Some(Err(_)) => return dataset.join("model"),
        Some(Ok(DatabaseUrl::Sqlite(path))) => path.file_stem().map(OsStr::to_os_string),
        Some(Ok(DatabaseUrl::Postgres(server) | DatabaseUrl::Mysql(server))) => {
            Some(server.database.replace(['/', '\\'], "-").into())
        }
    };
    let mut folder = name.unwrap_or_default();
    folder.push("-model");
    PathBuf::from(folder)
}

/// The threads of a command.
pub fn threads(asked: Option<NonZeroUsize>) -> Result<rayon::ThreadPool, Failure> {
    let cores = || thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
    rayon::ThreadPoolBuilder::new()
        .num_threads(asked.unwrap_or_else(cores).get())
        .build()
        .map_err(|e| Failure::Other(format!("no threads to work with: {e}")))
}

/// Opens a dataset of ours, or a company's own files as a map names them.
pub fn marts(folder: &Path, map: Option<&Path>, threads: usize) -> Result<Marts, Failure> {
    match map {
        None => Marts::of_dataset(folder, threads).map_err(hinting_at_maps),
        Some(path) => {
            let map = Map::read(path).map_err(Failure::Input)?;
            Marts::of_files(folder, &map).map_err(|e| Failure::Input(e.to_string()))
        }
    }
}

/// A folder without a manifest may well be a company's own.
fn hinting_at_maps(error: DatasetError) -> Failure {
    match error {
        DatasetError::NotADataset { .. } => Failure::Input(format!(
            "{error}\n  hint: for files of your own, say with --map FILE what their columns are called"
        )),
        other => other.into(),
    }
}

/// The fitted forests, as files that `adloom predict` reads.
fn forests(analysis: &Analysis) -> Vec<Attachment> {
    let fitted = [analysis.conversion.done(), analysis.conversion_in_visit.done()];
    let forest = |result: &ConversionResult| Attachment {
        path: format!("forests/{}.forest", result.feature_set.replace(' ', "-")),
        about: format!("the conversion forest, {}", result.feature_set),
        bytes: result.model.to_bytes(),
    };
    fitted.into_iter().flatten().map(forest).collect()
}

/// How many findings are repeated on the terminal; the report has them all.
const MOST_FINDINGS: usize = 5;

fn summary(written: &report::Written) -> String {
    let findings = written.findings.iter().take(MOST_FINDINGS);
    let mut lines: Vec<String> = findings.map(|finding| format!("- {finding}")).collect();
    lines.push(format!("open {}", written.page.display()));
    lines.join("\n")
}
