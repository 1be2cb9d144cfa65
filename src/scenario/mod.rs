//! What the user asked for: one TOML file, checked whole.
//!
//! A scenario is put together in layers (`layers.rs`): the built-in `defaults.toml`, a preset
//! that it may extend, the file itself, and each `--set`. The merged tree, in which every value
//! still knows where it was written (`tree.rs`), is held against the JSON Schema of the typed keys
//! (`schema/`, `shape/`), and only a tree that fits becomes a [`Scenario`], on which the rules
//! that span several keys are checked (`check/`). So a user sees every problem at once, each with
//! its place, and the rest of the program sees values that cannot be wrong.

mod check;
mod document;
mod layers;
mod load;
pub(crate) mod near;
mod overrides;
mod pattern;
mod presets;
mod problem;
mod reading;
pub mod schema;
mod shape;
mod source;
#[cfg(test)]
mod tests;
mod texts;
mod tree;

pub use check::{ROOM_FOR_ORDERS, ROOM_FOR_VISITS};
pub use document::{hash, json_schema, resolved_toml};
pub use load::load;
pub use presets::{Preset, presets};
pub use problem::{Problem, Problems};
pub use reading::{Reading, read};
pub use schema::*;
pub use source::Source;
