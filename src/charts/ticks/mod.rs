//! Where an axis has its marks, and what stands beside them.

mod dates;
mod linear;
mod log;

pub use dates::steps as date_steps;
pub use linear::{between, step};
pub use log::decades;

/// A mark on an axis.
#[derive(Debug, Clone, PartialEq)]
pub struct Tick {
    /// The value.
    pub at: f64,
    /// What stands beside it.
    pub label: String,
    /// What stands below that, such as the year; empty for nothing.
    pub below: String,
}

impl Tick {
    /// A mark with one line beside it.
    pub fn new(at: f64, label: String) -> Tick {
        Tick { at, label, below: String::new() }
    }
}

#[cfg(test)]
mod tests;
