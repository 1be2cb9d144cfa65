//! `adloom erd`: the picture of a world's tables.

use clap::ValueEnum;

use super::{Failure, generate, talk};
use crate::engine::{Source as _, TableSelection};
use crate::sinks::diagram::{self, Detail};
use crate::tables;

/// Print a diagram of a scenario's tables and the keys between them
///
/// Tables that the scenario leaves empty, such as experiments where none is planned, are not
/// drawn.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// A scenario file, or the name of a preset
    scenario: String,

    /// Language of the diagram
    #[arg(long, value_name = "LANGUAGE", default_value = "mermaid")]
    format: Language,

    /// Show keys only, not every column
    #[arg(long)]
    keys: bool,

    /// Draw these tables only: orders, truth.orders, or a whole folder such as truth
    /// [default: data]
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    tables: Option<Vec<String>>,

    /// Override any value of the scenario, such as platforms.meta.budget=0
    #[arg(long, value_name = "KEY=VALUE")]
    set: Vec<String>,
}

/// A language of diagrams.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Language {
    Mermaid,
    Dbml,
}

impl Args {
    /// Prints the diagram.
    pub fn run(self) -> Result<(), Failure> {
        let scenario = generate::load(&self.scenario, &self.set)?;
        let names = self.tables.unwrap_or_else(|| vec!["data".to_owned()]);
        let selection = TableSelection::named(tables::columns::ALL, &names)?;
        let source = tables::source(scenario, &selection);
        let there =
            source.tables().iter().enumerate().filter(|(place, _)| !source.is_empty(*place));
        let drawn = there.map(|(_, table)| *table).collect::<Vec<_>>();
        let language = match self.format {
            Language::Mermaid => diagram::Language::Mermaid,
            Language::Dbml => diagram::Language::Dbml,
        };
        let detail = if self.keys { Detail::Keys } else { Detail::All };
        talk::print(diagram::diagram(&drawn, language, detail).trim_end())
    }
}
