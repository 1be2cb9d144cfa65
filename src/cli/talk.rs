//! How the commands speak: results to standard output, talk to standard error.

use std::fmt::Display;
use std::io::{self, IsTerminal, Write};
use std::sync::OnceLock;

use super::Failure;

/// Options of every command
#[derive(Debug, Clone, Copy, Default, clap::Args)]
pub struct Options {
    /// Print nothing but errors and what was asked for
    #[arg(long, short, global = true)]
    quiet: bool,

    /// Print the result as JSON, where the command has one
    #[arg(long, global = true)]
    json: bool,
}

static OPTIONS: OnceLock<Options> = OnceLock::new();

/// Sets the options; the first call counts.
pub(super) fn set(options: Options) {
    OPTIONS.get_or_init(|| options);
}

fn options() -> Options {
    OPTIONS.get().copied().unwrap_or_default()
}

/// Whether talk is unwanted.
pub fn quiet() -> bool {
    options().quiet
}

/// Whether the result is wanted as JSON.
pub fn json() -> bool {
    options().json
}

/// Whether progress can be shown: somebody looks at a terminal.
pub fn shows_progress() -> bool {
    !quiet() && io::stderr().is_terminal()
}

/// Prints a line of talk, unless talk is unwanted.
pub fn say(text: impl Display) {
    if !quiet() {
        // Nobody can be told that talking failed.
        let _ = writeln!(anstream::stderr(), "{text}");
    }
}

/// Prints a result, line end included.
pub fn print(text: impl Display) -> Result<(), Failure> {
    let mut out = anstream::stdout().lock();
    let printed = writeln!(out, "{text}").and_then(|()| out.flush());
    printed.map_err(|error| Failure::Other(format!("standard output: {error}")))
}
