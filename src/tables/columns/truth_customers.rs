//! Descriptions of the columns.

use crate::tables::spec::{Column, Folder, Kind, Table};

/// Each customer's own parameters in the Pareto/NBD model.
pub static TRUTH_CUSTOMERS: Table = Table {
    name: "customers",
    folder: Folder::Truth,
    doc: "Each customer's own parameters in the Pareto/NBD model.",
    grain: "one customer",
    primary_key: &["user_id"],
    columns: &[
        Column::new("user_id", Kind::Id, "Customer").references("users.user_id"),
        Column::new("rate", Kind::Float, "λ: expected orders per week while alive, not counting those that an ad causes (truth.orders.is_incremental)")
            .unit("per week"),
        Column::new(
            "lifetime_days",
            Kind::Float,
            "Days from the first order to the end of the relationship",
        )
        .unit("days"),
        Column::new("acquiring_platform", Kind::Label, "Platform that caused the first order")
            .nullable()
            .references("platforms.platform"),
    ],
};
