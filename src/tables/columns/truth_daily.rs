//! Descriptions of the columns.

use crate::tables::spec::{Column, Folder, Kind, Table};

/// The response model, day by day.
pub static TRUTH_DAILY: Table = Table {
    name: "daily",
    folder: Folder::Truth,
    doc: "The response model, day by day.",
    grain: "date, region and platform",
    primary_key: &["date", "region_id", "platform"],
    columns: &[
        Column::new("date", Kind::Date, "Local day"),
        Column::new("region_id", Kind::Label, "Region").references("regions.region_id"),
        Column::new("platform", Kind::Label, "Platform").references("platforms.platform"),
        Column::new("spend", Kind::Money, "Spend").unit("currency"),
        Column::new(
            "effective_spend",
            Kind::Float,
            "x: spend weighted by objective, tactic and ad",
        )
        .unit("currency"),
        Column::new("adstock", Kind::Float, "X: effective spend carried over").unit("currency"),
        Column::new("season", Kind::Float, "season(t) of the region"),
        Column::new("expected_orders", Kind::Float, "λ: expected incremental orders"),
        Column::new("realised_orders", Kind::Int, "Orders of the day that it caused"),
        Column::new("expected_revenue", Kind::Float, "Expected revenue of the incremental orders")
            .unit("currency"),
        Column::new(
            "baseline_orders",
            Kind::Float,
            "Expected orders of the day in the region that no ad of the day caused: organic and repeat",
        ),
    ],
};
