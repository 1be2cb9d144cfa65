//! Descriptions of the columns.

use crate::tables::spec::{Column, Folder, Kind, Table};

/// Payments of the window's orders, whenever they came in.
pub static PAYMENTS: Table = Table {
    name: "payments",
    folder: Folder::Data,
    doc: "Payments of the window's orders, whenever they came in.",
    grain: "one payment",
    primary_key: &["payment_id"],
    columns: &[
        Column::new("payment_id", Kind::Id, "Surrogate key"),
        Column::new("order_id", Kind::Id, "Order").references("orders.order_id"),
        Column::new("paid_at", Kind::Time, "When (UTC); cash comes with the delivery"),
        Column::new("method", Kind::Label, "How"),
        Column::new("amount", Kind::Money, "Amount").unit("currency"),
        Column::new("currency", Kind::Label, "Currency of the amount"),
    ],
};
