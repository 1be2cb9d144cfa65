//! Descriptions of the columns.

use crate::tables::spec::{Column, Folder, Kind, Table};

/// What each experiment truly changed, within the window.
pub static TRUTH_EXPERIMENTS: Table = Table {
    name: "experiments",
    folder: Folder::Truth,
    doc: "What each experiment truly changed, within the window.",
    grain: "experiment, platform and treated region",
    primary_key: &["experiment_id", "platform", "region_id"],
    columns: &[
        Column::new("experiment_id", Kind::Label, "Experiment"),
        Column::new("platform", Kind::Label, "Platform under test")
            .references("platforms.platform"),
        Column::new("region_id", Kind::Label, "Treated region").references("regions.region_id"),
        Column::new("days", Kind::Int, "Days of it inside the window").unit("days"),
        Column::new(
            "expected_orders",
            Kind::Float,
            "Expected incremental orders from its first day to the window's end, as it was",
        ),
        Column::new("expected_orders_without", Kind::Float, "The same had it not been held"),
        Column::new("lift_orders", Kind::Float, "expected_orders − expected_orders_without"),
        Column::new("spend_change", Kind::Float, "Spend it added or withheld").unit("currency"),
    ],
};
