//! How a command fails: with a reason, and an exit code that says whose move is next.

use std::fmt;
use std::io::{self, Write};

use crate::engine::{self, UnknownTables};
use crate::scenario::Problems;
use crate::sinks::folder;

/// Why a command ended without its result.
#[derive(Debug)]
pub enum Failure {
    /// The scenario is wrong: all its problems, each with its place.
    Scenario(Problems),
    /// The arguments are wrong.
    Input(String),
    /// It could not be done.
    Other(String),
}

impl Failure {
    /// 2 if the input is wrong, 1 for everything else.
    pub fn exit_code(&self) -> u8 {
        match self {
            Failure::Scenario(_) | Failure::Input(_) => 2,
            Failure::Other(_) => 1,
        }
    }

    /// Prints the reason on standard error.
    pub fn print(&self) {
        // Nobody can be told that talking failed.
        let _ = writeln!(anstream::stderr(), "{self}");
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            // Each problem says `error:` itself.
            Failure::Scenario(problems) => write!(f, "{problems}"),
            Failure::Input(reason) | Failure::Other(reason) => write!(f, "error: {reason}"),
        }
    }
}

impl std::error::Error for Failure {}

impl From<Problems> for Failure {
    fn from(problems: Problems) -> Self {
        Failure::Scenario(problems)
    }
}

impl From<UnknownTables> for Failure {
    fn from(unknown: UnknownTables) -> Self {
        Failure::Input(format!("--tables: {unknown}"))
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Failure::Other(error.to_string())
    }
}

impl From<engine::Error> for Failure {
    fn from(error: engine::Error) -> Self {
        Failure::Other(error.to_string())
    }
}

impl From<folder::Error> for Failure {
    fn from(error: folder::Error) -> Self {
        Failure::Other(error.to_string())
    }
}
