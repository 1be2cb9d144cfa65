//! Marts → features: one function per kind of analysis, each with the SQL that it asks.

mod ad_days;
mod cohorts;
mod creatives;
mod groups;
mod panel;
mod series;
mod visits;

pub use ad_days::ad_days;
pub use cohorts::cohorts;
pub use creatives::creatives;
pub use groups::{business, performance};
pub use panel::{MediaPanel, panel};
pub use series::series;
pub use visits::{Reading, VisitSample, each_visit, visits};
