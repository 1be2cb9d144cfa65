//! Descriptions of the columns.

use crate::tables::spec::{Column, Folder, Kind, Table};

/// What caused each order.
pub static TRUTH_ORDERS: Table = Table {
    name: "orders",
    folder: Folder::Truth,
    doc: "What caused each order.",
    grain: "one order",
    primary_key: &["order_id"],
    columns: &[
        Column::new("order_id", Kind::Id, "Order").references("orders.order_id"),
        Column::new("is_incremental", Kind::Bool, "Whether an ad caused it"),
        Column::new("driver_platform", Kind::Label, "Platform that caused it")
            .nullable()
            .references("platforms.platform"),
        Column::new("driver_ad_id", Kind::Id, "Ad that caused it")
            .nullable()
            .references("ads.ad_id"),
        Column::new("lag_days", Kind::Int, "Days from the ad to the order").nullable().unit("days"),
        Column::new(
            "acquiring_platform",
            Kind::Label,
            "Platform that caused the customer's first order",
        )
        .nullable()
        .references("platforms.platform"),
    ],
};
