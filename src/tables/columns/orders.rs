//! Descriptions of the columns.

use crate::tables::spec::{Column, Folder, Kind, Table};

/// Orders. They never change; what is cancelled or returned later has rows of its own.
pub static ORDERS: Table = Table {
    name: "orders",
    folder: Folder::Data,
    doc: "Orders. They never change; what is cancelled or returned later has rows of its own.",
    grain: "one order",
    primary_key: &["order_id"],
    columns: &[
        Column::new("order_id", Kind::Id, "Surrogate key"),
        Column::new("user_id", Kind::Id, "Customer").references("users.user_id"),
        Column::new("session_id", Kind::Id, "The visit in which it was placed")
            .references("sessions.session_id"),
        Column::new("ordered_at", Kind::Time, "When (UTC)"),
        Column::new("date", Kind::Date, "Local day"),
        Column::new("region_id", Kind::Label, "Region").references("regions.region_id"),
        Column::new("city_id", Kind::Int, "City shipped to").references("cities.city_id"),
        Column::new("is_new_customer", Kind::Bool, "Whether it is the customer's first order"),
        Column::new("units", Kind::Int, "Units in it"),
        Column::new("currency", Kind::Label, "Currency of the money"),
        Column::new("subtotal", Kind::Money, "Items at the prices charged").unit("currency"),
        Column::new("discount", Kind::Money, "Discount on them").unit("currency"),
        Column::new("discount_code", Kind::Label, "Code used").nullable(),
        Column::new("shipping", Kind::Money, "Shipping fee").unit("currency"),
        Column::new("tax", Kind::Money, "Tax").unit("currency"),
        Column::new("total", Kind::Money, "subtotal − discount + shipping + tax").unit("currency"),
        Column::new("revenue", Kind::Money, "total − tax: what the shop books").unit("currency"),
        Column::new("payment_method", Kind::Label, "How it is paid"),
        Column::new("status", Kind::Label, "completed or cancelled"),
        Column::new("delivered_on", Kind::Date, "Local day of delivery; empty if cancelled")
            .nullable(),
    ],
};
