//! Descriptions of the columns.

use crate::tables::spec::{Column, Folder, Kind, Table};

/// Refunds of the window's orders, whenever they were made.
pub static REFUNDS: Table = Table {
    name: "refunds",
    folder: Folder::Data,
    doc: "Refunds of the window's orders, whenever they were made.",
    grain: "one refund",
    primary_key: &["refund_id"],
    columns: &[
        Column::new("refund_id", Kind::Id, "Surrogate key"),
        Column::new("order_id", Kind::Id, "Order").references("orders.order_id"),
        Column::new(
            "order_item_id",
            Kind::Id,
            "Line sent back; empty if the whole order was cancelled",
        )
        .nullable()
        .references("order_items.order_item_id"),
        Column::new("refunded_at", Kind::Time, "When (UTC)"),
        Column::new(
            "reason",
            Kind::Label,
            "cancelled, unwanted, wrong_size, damaged, late or not_as_described",
        ),
        Column::new("amount", Kind::Money, "Amount").unit("currency"),
        Column::new("currency", Kind::Label, "Currency of the amount"),
    ],
};
