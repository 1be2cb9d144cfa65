//! What can be wrong with a layout, in words that name the file.

use std::fmt;

use crate::dataset::DatasetError;

/// Why a layout cannot be read or made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LayoutError {
    place: String,
    why: String,
    hint: Option<String>,
}

impl LayoutError {
    /// Something is wrong at a place: a layout, a folder or a file of one.
    pub(super) fn at(place: impl Into<String>, why: impl Into<String>) -> LayoutError {
        LayoutError { place: place.into(), why: why.into(), hint: None }
    }

    /// The same, with what would help.
    pub(super) fn hint(mut self, hint: impl Into<String>) -> LayoutError {
        self.hint = Some(hint.into());
        self
    }

    /// The engine's own words about a file.
    pub(super) fn engine(place: impl Into<String>, error: DatasetError) -> LayoutError {
        match error {
            DatasetError::Query(why) => LayoutError::at(place, why),
            other => LayoutError::at(place, other.to_string()),
        }
    }
}

impl fmt::Display for LayoutError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.why)?;
        match &self.hint {
            Some(hint) => write!(f, "\n  hint: {hint}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for LayoutError {}
