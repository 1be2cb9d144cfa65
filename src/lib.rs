//! adloom weaves a synthetic advertising world from one TOML file, and models it.
//!
//! ```text
//! scenario ─► world ─► tables ─► sinks ─► a folder ─► dataset ─► features ─► models ─► charts ─► report
//!  (text)    (rates)  (batches)  (bytes)                (SQL)      (SQL)    (linfa)  (plotters)
//! ```
//!
//! On the way to the sinks [`defects`] may plant flaws in the rows, and log each.
//!
//! The folders are this sentence; a module never imports one to its right. Generating reads from
//! [`scenario`] to [`sinks`], modelling from [`dataset`] to [`report`]; [`layouts`] put what was
//! written into other shapes; [`random`] and [`curves`] stand below both halves, [`cli`] on top.

pub mod analysis;
pub mod charts;
pub mod classroom;
pub mod cli;
pub mod curves;
pub mod dataset;
pub mod defects;
pub mod engine;
pub mod features;
pub mod layouts;
pub mod models;
pub mod random;
pub mod report;
pub mod scenario;
pub mod sinks;
pub mod tables;
pub mod verify;
pub mod world;
