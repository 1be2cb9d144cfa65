//! `adloom gen`: its arguments.

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::thread;

use clap::builder::{PossibleValuesParser, TypedValueParser};

use super::{Failure, generate};
use crate::engine::Part;
use crate::sinks::Format;

/// Generate a dataset from a scenario
#[derive(Debug, clap::Args)]
pub struct Args {
    /// A scenario file, or the name of a preset
    scenario: String,

    #[command(flatten)]
    window: Window,

    /// Override any value of the scenario, such as platforms.meta.budget=0
    #[arg(long, value_name = "KEY=VALUE")]
    set: Vec<String>,

    #[command(flatten)]
    output: Output,

    /// Load into a database instead (not yet: gen writes folders only)
    #[arg(long, value_name = "URL", conflicts_with = "out")]
    to: Option<String>,

    /// Rearrange the tables (not yet: gen writes its own layout only)
    #[arg(long, value_name = "LAYOUT")]
    layout: Option<String>,
}

/// Values of the scenario that have an option of their own.
#[derive(Debug, Default, clap::Args)]
pub struct Window {
    /// First day to write
    #[arg(long, value_name = "DATE")]
    start: Option<String>,

    /// Number of days to write
    #[arg(long, value_name = "N")]
    days: Option<String>,

    /// Seed of everything random
    #[arg(long, value_name = "N")]
    seed: Option<String>,

    /// Multiply volume, keeping every rate
    #[arg(long, value_name = "X")]
    scale: Option<String>,
}

impl Window {
    /// The same as `KEY=VALUE`.
    pub fn overrides(&self) -> Vec<String> {
        let options = [
            ("horizon.start", &self.start),
            ("horizon.days", &self.days),
            ("seed", &self.seed),
            ("scale", &self.scale),
        ];
        let given = options.into_iter().filter_map(|(key, value)| Some((key, value.as_ref()?)));
        given.map(|(key, value)| format!("{key}={value}")).collect()
    }
}

/// What is written, and where.
#[derive(Debug, Default, clap::Args)]
pub struct Output {
    /// Folder of the dataset [default: output/<scenario name>]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,

    /// Format of the files [default: csv]
    #[arg(long, value_parser = format_parser())]
    format: Option<Format>,

    /// Write these tables only: orders, truth.orders, or a whole folder such as truth
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub tables: Option<Vec<String>>,

    /// Write one of several parts; text parts put together in order are the whole file
    #[arg(long, value_name = "I", requires = "parts")]
    part: Option<usize>,

    /// The number of parts
    #[arg(long, value_name = "N", requires = "part")]
    parts: Option<usize>,

    /// Threads to work with; they never change a byte [default: one per core]
    #[arg(long, value_name = "N")]
    threads: Option<NonZeroUsize>,

    /// Replace a dataset that is already there
    #[arg(long)]
    pub force: bool,
}

/// More threads than this help nobody, and each takes memory.
const MOST_THREADS: usize = 256;

/// More parts than this would hold less than a block each.
const MOST_PARTS: usize = 9999;

impl Output {
    /// All tables in the default format, in place of a dataset that may be there.
    pub fn replacing(out: Option<PathBuf>) -> Output {
        Output { out, force: true, ..Output::default() }
    }

    /// The format.
    pub fn format(&self) -> Format {
        self.format.unwrap_or(Format::Csv)
    }

    /// The number of threads.
    pub fn threads(&self) -> usize {
        let cores = || thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
        self.threads.unwrap_or_else(cores).get().min(MOST_THREADS)
    }

    /// The part.
    pub fn part(&self) -> Result<Part, Failure> {
        let (Some(part), Some(parts)) = (self.part, self.parts) else { return Ok(Part::WHOLE) };
        Part::new(part, parts).filter(|_| parts <= MOST_PARTS).ok_or_else(|| {
            let why = format!("parts are counted from 1 to --parts, at most {MOST_PARTS}");
            Failure::Input(format!("--part {part} --parts {parts}: there is no such part; {why}"))
        })
    }
}

fn format_parser() -> impl TypedValueParser<Value = Format> {
    PossibleValuesParser::new(Format::ALL.map(Format::extension)).try_map(|name| name.parse())
}

impl Args {
    /// Loads the scenario, writes the dataset and tells what is in it.
    pub fn run(self) -> Result<(), Failure> {
        if self.to.is_some() {
            return Err(Failure::Input("--to: not yet; gen writes folders only".to_owned()));
        }
        if self.layout.is_some() {
            return Err(Failure::Input(
                "--layout: not yet; gen writes its own layout only".to_owned(),
            ));
        }
        self.output.part()?;
        let overrides = [self.set, self.window.overrides()].concat();
        let scenario = generate::load(&self.scenario, &overrides)?;
        generate::generate(scenario, self.output)?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    #[derive(Parser)]
    struct Gen {
        #[command(flatten)]
        args: Args,
    }

    fn parse(line: &str) -> Result<Args, clap::Error> {
        Ok(Gen::try_parse_from(["gen"].into_iter().chain(line.split_whitespace()))?.args)
    }

    #[test]
    fn options_of_the_scenario_are_overrides() {
        let args = parse("gcc --start 2026-01-01 --scale 2.5 --seed 7").unwrap();
        let expected = ["horizon.start=2026-01-01", "seed=7", "scale=2.5"];
        assert_eq!(args.window.overrides(), expected);
    }

    #[test]
    fn a_part_needs_to_know_of_how_many() {
        assert!(parse("gcc --part 1").is_err());
        assert!(parse("gcc --parts 2").is_err());
        assert!(parse("gcc --part 2 --parts 2").unwrap().output.part().is_ok());
        assert!(parse("gcc --part 0 --parts 2").unwrap().output.part().is_err());
        assert!(parse("gcc --part 3 --parts 2").unwrap().output.part().is_err());
        assert_eq!(parse("gcc").unwrap().output.part().unwrap(), Part::WHOLE);
    }

    #[test]
    fn formats_are_the_known_ones() {
        assert_eq!(parse("gcc").unwrap().output.format(), Format::Csv);
        assert_eq!(parse("gcc --format parquet").unwrap().output.format(), Format::Parquet);
        assert!(parse("gcc --format xml").is_err());
        assert!(parse("gcc --threads 0").is_err());
    }

    #[test]
    fn databases_and_layouts_are_refused_for_now() {
        for option in ["--to sqlite:x.db", "--layout star"] {
            let refused = parse(&format!("gcc {option}")).unwrap().run().unwrap_err();
            assert_eq!(refused.exit_code(), 2);
            assert!(refused.to_string().contains("not yet"), "{refused}");
        }
    }
}
