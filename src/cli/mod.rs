//! The command line: one file per subcommand, arguments in, progress and messages out.
//!
//! Results go to standard output, everything else to standard error. Nothing outside this module
//! prints.

mod check;
mod class;
mod completions;
mod demo;
mod erd;
mod failure;
mod r#gen;
mod generate;
mod grade;
mod headlines;
mod init;
mod interrupt;
mod layouts;
mod live;
mod load;
mod model;
mod predict;
mod score_cleaning;
mod sql;
mod summary;
pub mod talk;
mod verify;

pub use failure::Failure;

use clap::{Parser, Subcommand};

/// Weave a synthetic advertising world from one TOML file
#[derive(Debug, Parser)]
#[command(version, propagate_version = true, max_term_width = 100)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,

    #[command(flatten)]
    talk: talk::Options,
}

#[derive(Debug, Subcommand)]
enum Command {
    Demo(demo::Args),
    Gen(r#gen::Args),
    Model(model::Args),
    Predict(predict::Args),
    Verify(verify::Args),
    Class(class::Args),
    Grade(grade::Args),
    ScoreCleaning(score_cleaning::Args),
    Sql(sql::Args),
    Check(check::Args),
    Erd(erd::Args),
    Init(init::Args),
    Completions(completions::Args),
}

impl Cli {
    /// Does what the command line asks for.
    pub fn run(self) -> Result<(), Failure> {
        talk::set(self.talk);
        match self.command {
            Command::Demo(args) => args.run(),
            Command::Gen(args) => args.run(),
            Command::Model(args) => args.run(),
            Command::Predict(args) => args.run(),
            Command::Verify(args) => args.run(),
            Command::Class(args) => args.run(),
            Command::Grade(args) => args.run(),
            Command::ScoreCleaning(args) => args.run(),
            Command::Sql(args) => args.run(),
            Command::Check(args) => args.run(),
            Command::Erd(args) => args.run(),
            Command::Init(args) => args.run(),
            Command::Completions(args) => args.run(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }
}
