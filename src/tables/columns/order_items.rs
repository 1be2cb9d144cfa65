//! Descriptions of the columns.

use crate::tables::spec::{Column, Folder, Kind, Table};

/// Lines of the orders.
pub static ORDER_ITEMS: Table = Table {
    name: "order_items",
    folder: Folder::Data,
    doc: "Lines of the orders.",
    grain: "one line",
    primary_key: &["order_item_id"],
    columns: &[
        Column::new("order_item_id", Kind::Id, "Surrogate key"),
        Column::new("order_id", Kind::Id, "Order").references("orders.order_id"),
        Column::new("line_number", Kind::Int, "Position in the order, from 1"),
        Column::new("date", Kind::Date, "Local day of the order"),
        Column::new("product_id", Kind::Int, "Product").references("products.product_id"),
        Column::new("quantity", Kind::Int, "Units"),
        Column::new("unit_price", Kind::Money, "Price charged for a unit").unit("currency"),
        Column::new("line_total", Kind::Money, "quantity × unit_price").unit("currency"),
        Column::new("unit_cost", Kind::Money, "What a unit cost the shop").unit("currency"),
    ],
};
