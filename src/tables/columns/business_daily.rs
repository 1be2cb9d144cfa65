//! Descriptions of the columns.

use crate::tables::spec::{Column, Folder, Kind, Table};

/// The shop's own daily figures. Money that comes back later is booked on the day of the order.
pub static BUSINESS_DAILY: Table = Table {
    name: "business_daily",
    folder: Folder::Data,
    doc: "The shop's own daily figures. Money that comes back later is booked on the day of the order.",
    grain: "date and region",
    primary_key: &["date", "region_id"],
    columns: &[
        Column::new("date", Kind::Date, "Local day"),
        Column::new("region_id", Kind::Label, "Region").references("regions.region_id"),
        Column::new("currency", Kind::Label, "Currency of the money"),
        Column::new("orders", Kind::Int, "Orders placed"),
        Column::new("new_customers", Kind::Int, "Of them, first orders"),
        Column::new("units", Kind::Int, "Units sold"),
        Column::new("gross_sales", Kind::Money, "Items at the prices charged").unit("currency"),
        Column::new("discounts", Kind::Money, "Discounts").unit("currency"),
        Column::new("shipping", Kind::Money, "Shipping fees").unit("currency"),
        Column::new("tax", Kind::Money, "Tax").unit("currency"),
        Column::new("revenue", Kind::Money, "gross_sales − discounts + shipping").unit("currency"),
        Column::new("cost_of_goods", Kind::Money, "Cost of the items").unit("currency"),
        Column::new("gross_profit", Kind::Money, "revenue − cost_of_goods").unit("currency"),
        Column::new("cancelled_orders", Kind::Int, "Of the day's orders, those cancelled since"),
        Column::new("refunds", Kind::Money, "Refunds of the day's orders").unit("currency"),
        Column::new("sessions", Kind::Int, "Visits"),
        Column::new("ad_spend", Kind::Money, "Spend on ads").unit("currency"),
    ],
};
