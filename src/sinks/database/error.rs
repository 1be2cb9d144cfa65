//! Why nothing was loaded, in one line.

use std::fmt::{self, Display};
use std::io;

use crate::engine;

/// Why nothing was loaded. The text is one line: where, what is wrong, and what would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LoadError {
    /// The arguments, or what stands in the database, have to change first.
    Input(String),
    /// It could not be done: a server that is gone, a full disk.
    Failed(String),
    /// Somebody asked it to stop.
    Interrupted,
}

impl LoadError {
    /// The next move is the user's. `place` is most often a [`DatabaseUrl`](super::DatabaseUrl).
    pub fn input(place: impl Display, what: impl Display) -> LoadError {
        LoadError::Input(one_line(&format!("{place}: {what}")))
    }

    /// It could not be done.
    pub fn failed(place: impl Display, what: impl Display) -> LoadError {
        LoadError::Failed(one_line(&format!("{place}: {what}")))
    }

    /// What ended a run: an error that a sink carried as [`io::Error`] comes out as it went in.
    pub fn of_run(place: impl Display, error: engine::Error) -> LoadError {
        match error {
            engine::Error::Interrupted => LoadError::Interrupted,
            engine::Error::Source(why) => LoadError::failed(place, why),
            engine::Error::Sink(error) => match error.downcast::<LoadError>() {
                Ok(error) => error,
                Err(error) => LoadError::failed(place, error),
            },
        }
    }

    /// Whether the input is wrong, rather than the world.
    pub fn is_input(&self) -> bool {
        matches!(self, LoadError::Input(_))
    }
}

impl Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            LoadError::Input(text) | LoadError::Failed(text) => f.write_str(text),
            LoadError::Interrupted => f.write_str("interrupted; nothing was loaded"),
        }
    }
}

impl std::error::Error for LoadError {}

/// So that a sink can hand it through the engine.
impl From<LoadError> for io::Error {
    fn from(error: LoadError) -> io::Error {
        io::Error::other(error)
    }
}

/// Servers like to explain themselves over several lines.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_survives_its_way_through_the_engine() {
        let full = LoadError::failed("sqlite:a.db", "the disk is full");
        let carried = engine::Error::Sink(full.clone().into());
        assert_eq!(LoadError::of_run("sqlite:a.db", carried), full);
        let other = engine::Error::Sink(io::Error::other("odd"));
        assert_eq!(LoadError::of_run("here", other), LoadError::failed("here", "odd"));
        assert_eq!(LoadError::of_run("here", engine::Error::Interrupted), LoadError::Interrupted);
    }

    #[test]
    fn a_message_is_one_line() {
        let error = LoadError::failed("here", "no\n  DETAIL:  none\n");
        assert_eq!(error.to_string(), "here: no DETAIL: none");
    }
}
