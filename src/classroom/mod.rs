//! The classroom: one dataset and one answer key for each student, and marks for what they hand in.
//!
//! ```text
//! roster ─► seeds ─► variants ─► data to hand out, key to keep        (class)
//!                                  └► models ──────────┘
//! submissions ─► marks ─► grades, feedback, summary, gradebooks       (grade)
//! repaired tables ─► the log of planted flaws ─► precision, recall    (score-cleaning)
//! ```

pub mod assignment;
pub mod class;
pub mod cleaning;
mod folder_name;
pub mod grade;
pub mod gradebook;
pub mod key;
pub mod make;
pub mod manifest;
pub mod marks;
mod models;
pub mod place;
pub mod plan;
mod portable;
pub mod roster;
mod secret;
mod sheet;
pub mod spreadsheet;
mod tap;
mod template;
mod variants;
