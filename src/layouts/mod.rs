//! The same world in the shapes that its users already know, made by SQL over the plain tables.
//!
//! ```text
//! Layout ──plan(values, tables)──► Plan ──over(session)──► LayoutSource: engine::Source
//! files       templates, order,      described tables         one block per table,
//!             columns checked                                 streamed from its query
//! ```
//!
//! A layout is a folder: each `NAME.sql` is one SELECT and makes one table; `NAME.toml` beside it
//! says what the table is. Files named `_NAME.sql` are read by others and make none. A folder
//! inside is a schema. Six layouts are built in (`sql/`), and a user's own folder is one too.
//! docs/layouts.md has the rules.

mod built_in;
mod description;
mod error;
mod files;
mod layout;
mod loosened;
mod order;
mod plan;
mod source;
mod template;
#[cfg(test)]
mod tests;
mod values;
mod views;

pub use error::LayoutError;
pub use layout::Layout;
pub use plan::Plan;
pub use source::LayoutSource;
pub use values::{PlatformName, Values};
pub use views::{View, views};
