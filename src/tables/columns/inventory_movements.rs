//! Descriptions of the columns.

use crate::tables::spec::{Column, Folder, Kind, Table};

/// Stock movements of each region's warehouse, with the stock that is left.
pub static INVENTORY_MOVEMENTS: Table = Table {
    name: "inventory_movements",
    folder: Folder::Data,
    doc: "Stock movements of each region's warehouse, with the stock that is left.",
    grain: "date, region, product and type",
    primary_key: &["movement_id"],
    columns: &[
        Column::new("movement_id", Kind::Id, "Surrogate key"),
        Column::new("date", Kind::Date, "Local day"),
        Column::new("region_id", Kind::Label, "Warehouse's region").references("regions.region_id"),
        Column::new("product_id", Kind::Int, "Product").references("products.product_id"),
        Column::new(
            "movement_type",
            Kind::Label,
            "sale, restock or transfer (an urgent one from elsewhere)",
        ),
        Column::new("quantity", Kind::Int, "Units in (above 0) or out (below 0)"),
        Column::new("stock_after", Kind::Int, "Units left after the movement"),
    ],
};
