//! Dataset → design matrices.
//!
//! [`marts`] turns whatever data there are into a few wide tables; [`read`] asks those for what each
//! analysis needs. All SQL stands in `features/sql`, one file per query. The other modules are the
//! plain types that models take.

pub mod ad_days;
pub mod answer;
pub mod cohorts;
pub mod creatives;
pub mod map;
pub mod marts;
pub mod panel;
mod raw;
pub mod read;
pub mod series;
pub mod sums;
pub mod table;
#[cfg(test)]
mod tests;
