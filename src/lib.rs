//! adloom weaves a synthetic advertising world from one TOML file.

pub mod cli;
pub mod curves;
pub mod dataset;
pub mod engine;
pub mod random;
pub mod scenario;
pub mod sinks;
pub mod tables;
pub mod verify;
pub mod world;
