//! Daily orders of each ad: a regression forest against naive guesses, on later days.

mod error;
mod fit;
mod result;
#[cfg(test)]
mod tests;

pub use error::AdConversionsError;
pub use fit::{LEAKS, fit};
pub use result::{AdConversionsResult, PredictedDay, TargetImportance};
