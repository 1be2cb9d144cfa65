//! `adloom gen`: its arguments.

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::thread;

use clap::builder::{PossibleValuesParser, TypedValueParser};

use super::load::{self, Target};
use super::{Failure, generate, layouts};
use crate::defects::List;
use crate::engine::Part;
use crate::sinks::Format;
use crate::sinks::database::DatabaseUrl;

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

    /// Plant these flaws in place of the scenario's own, each logged in truth/defects
    #[arg(long, value_name = "LIST", value_parser = list_parser())]
    defects: Option<List>,

    #[command(flatten)]
    output: Output,

    /// Load into a database instead: sqlite:PATH, postgresql://user@host/database or
    /// mysql://user@host/database
    #[arg(long, value_name = "URL", conflicts_with_all = ["out", "format", "part", "parts"])]
    to: Option<String>,

    /// Schema to load into, where the database has schemas [default: adloom]
    #[arg(long, value_name = "NAME", requires = "to")]
    schema: Option<String>,

    /// Write the same world in other shapes too, each into a folder of its name: exports, star,
    /// flat, connectors, mix, views, or a folder of SQL files
    #[arg(long, value_name = "LAYOUTS", value_delimiter = ',')]
    layout: Vec<String>,
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
    /// Folder of the dataset, or a place in an object store: s3://bucket/prefix
    /// [default: output/<scenario name>]
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

    #[command(flatten)]
    threads: Threads,

    /// Replace a dataset that is already there
    #[arg(long)]
    pub force: bool,
}

/// How many threads to work with.
#[derive(Debug, Default, clap::Args)]
pub struct Threads {
    /// Threads to work with; they never change a byte [default: one per core]
    #[arg(long, value_name = "N")]
    threads: Option<NonZeroUsize>,
}

impl Threads {
    /// The number of threads.
    pub fn count(&self) -> usize {
        let cores = || thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
        self.threads.unwrap_or_else(cores).get().min(MOST_THREADS)
    }
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
        self.threads.count()
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

/// Reads the name of a format.
pub fn format_parser() -> impl TypedValueParser<Value = Format> {
    PossibleValuesParser::new(Format::ALL.map(Format::extension)).try_map(|name| name.parse())
}

fn list_parser() -> impl TypedValueParser<Value = List> {
    PossibleValuesParser::new(List::ALL.map(List::name)).try_map(|name| name.parse())
}

impl Args {
    /// Loads the scenario, writes the dataset and tells what is in it.
    pub fn run(self) -> Result<(), Failure> {
        let to = self.to.as_deref().map(str::parse::<DatabaseUrl>).transpose();
        let to = to.map_err(|why| Failure::Input(format!("--to: {why}")))?;
        if !self.output.part()?.is_whole() && !self.layout.is_empty() {
            return Err(Failure::Input(
                "--layout: layouts are made of all rows, and so not with --part".to_owned(),
            ));
        }
        let layouts = layouts::find(&self.layout)?;
        let overrides = [self.set, self.window.overrides()].concat();
        let mut scenario = generate::load(&self.scenario, &overrides)?;
        if let Some(list) = self.defects {
            scenario.defects = list.defects(&scenario);
        }
        match to {
            Some(url) => {
                load::load(scenario, &self.output, Target { url, schema: self.schema }, layouts)
            }
            None => generate::generate(scenario, self.output, &layouts).map(drop),
        }
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
    fn a_database_stands_in_for_a_folder_and_its_format() {
        for option in ["--out x", "--format csv", "--part 1 --parts 2"] {
            assert!(parse(&format!("gcc --to sqlite:x.db {option}")).is_err(), "{option}");
        }
        assert!(parse("gcc --schema shop").is_err());
        let refused = parse("gcc --to oracle://me:hunter2@db/x").unwrap().run().unwrap_err();
        assert_eq!(refused.exit_code(), 2);
        assert!(!refused.to_string().contains("hunter2"), "{refused}");
    }

    #[test]
    fn layouts_are_named_together_or_one_by_one() {
        let args = parse("gcc --layout star,flat --layout mix").unwrap();
        assert_eq!(args.layout, ["star", "flat", "mix"]);
        let refused = parse("gcc --layout star --part 1 --parts 2").unwrap().run().unwrap_err();
        assert_eq!(refused.exit_code(), 2);
        assert!(refused.to_string().contains("--part"), "{refused}");
    }
}
