//! Everything that is found in one dataset: each analysis for which the data have the columns, and
//! for each of the others what it lacked.

mod key_figures;
mod media;
mod result;
mod run;
mod visits;

pub use key_figures::{DIMENSIONS, PLACES};
pub use result::{About, Analysis, KeyFigures, Outcome, Place};
pub use run::{Options, Part, SEED, analyse};
pub use visits::MOST_VISITS;
