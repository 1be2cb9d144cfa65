//! Models: plain features in, documented results out. None of them knows of files, pixels or the
//! world that made the data.

pub mod ad_conversions;
pub mod conversion;
pub mod creatives;
pub mod experiments;
pub mod forest;
pub mod kpis;
pub mod least_squares;
pub mod metrics;
pub mod response;
