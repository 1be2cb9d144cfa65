//! Descriptions of the columns.

use crate::tables::spec::{Column, Folder, Kind, Table};

/// How likely each visit was to end in an order, from what was known when it began.
pub static TRUTH_SESSIONS: Table = Table {
    name: "sessions",
    folder: Folder::Truth,
    doc: "How likely each visit was to end in an order, from what was known when it began.",
    grain: "one visit",
    primary_key: &["session_id"],
    columns: &[
        Column::new("session_id", Kind::Id, "Visit").references("sessions.session_id"),
        Column::new("propensity", Kind::Float, "Probability of an order"),
    ],
};
