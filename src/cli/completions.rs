//! `adloom completions`.

use clap::CommandFactory;
use clap_complete::Shell;

use super::{Cli, Failure, talk};

/// Print a completion script for a shell
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The shell
    shell: Shell,
}

impl Args {
    /// Prints the script.
    pub fn run(self) -> Result<(), Failure> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut Cli::command(), "adloom", &mut script);
        talk::print(String::from_utf8_lossy(&script).trim_end())
    }
}
