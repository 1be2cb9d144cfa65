//! Descriptions of the columns.

use crate::tables::spec::{Column, Folder, Kind, Table};

/// What each platform's ads truly did in the window.
pub static TRUTH_CHANNELS: Table = Table {
    name: "channels",
    folder: Folder::Truth,
    doc: "What each platform's ads truly did in the window.",
    grain: "one platform",
    primary_key: &["platform"],
    columns: &[
        Column::new("platform", Kind::Label, "Platform").references("platforms.platform"),
        Column::new("decay", Kind::Float, "θ of the adstock, per day"),
        Column::new("half_spend", Kind::Float, "K of the Hill curve, effective spend per day and region").unit("currency"),
        Column::new("slope", Kind::Float, "α of the Hill curve"),
        Column::new("incremental_orders_max", Kind::Float, "β: ceiling of incremental orders per day over all regions"),
        Column::new("spend", Kind::Money, "Spend in the window").unit("currency"),
        Column::new("expected_orders", Kind::Float, "Expected incremental orders in the window: the sum of λ"),
        Column::new("realised_orders", Kind::Long, "Orders in the window that it caused"),
        Column::new("expected_revenue", Kind::Float, "Expected revenue of the incremental orders").unit("currency"),
        Column::new("realised_revenue", Kind::Money, "Revenue of the orders that it caused").unit("currency"),
        Column::new("true_roas", Kind::Float, "expected_revenue / spend; empty without spend").nullable(),
        Column::new("marginal_roas", Kind::Float, "Derivative of expected revenue by spend along the spend path: Σ h'(X)·X over Σ spend, in revenue").nullable(),
    ],
};

/// Expected incremental orders per day at a steady effective spend, in an average season.
pub static TRUTH_RESPONSE_CURVES: Table = Table {
    name: "response_curves",
    folder: Folder::Truth,
    doc: "Expected incremental orders per day at a steady effective spend, in an average season.",
    grain: "platform, region and step",
    primary_key: &["platform", "region_id", "step"],
    columns: &[
        Column::new("platform", Kind::Label, "Platform").references("platforms.platform"),
        Column::new("region_id", Kind::Label, "Region").references("regions.region_id"),
        Column::new("step", Kind::Int, "Step along the curve, from 0"),
        Column::new("effective_spend", Kind::Float, "Effective spend per day in the region")
            .unit("currency"),
        Column::new("expected_orders", Kind::Float, "Expected incremental orders per day"),
        Column::new("expected_revenue", Kind::Float, "Their expected revenue").unit("currency"),
        Column::new("marginal_revenue", Kind::Float, "Expected revenue of one unit of spend more")
            .unit("currency"),
    ],
};
