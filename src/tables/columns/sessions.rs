//! Descriptions of the columns.

use crate::tables::spec::{Column, Folder, Kind, Table};

/// Visits to the shop.
pub static SESSIONS: Table = Table {
    name: "sessions",
    folder: Folder::Data,
    doc: "Visits to the shop.",
    grain: "one visit",
    primary_key: &["session_id"],
    columns: &[
        Column::new("session_id", Kind::Id, "Surrogate key"),
        Column::new(
            "visitor_id",
            Kind::Id,
            "The person, as the shop's analytics knows them across devices",
        ),
        Column::new("user_id", Kind::Id, "Account, where one is known by the visit's end; new customers make theirs during the visit in which they first order")
            .nullable()
            .references("users.user_id"),
        Column::new("started_at", Kind::Time, "Start (UTC)"),
        Column::new("date", Kind::Date, "Local day"),
        Column::new("region_id", Kind::Label, "Region").references("regions.region_id"),
        Column::new("city_id", Kind::Int, "City").references("cities.city_id"),
        Column::new("device", Kind::Label, "mobile, desktop or tablet"),
        Column::new("os", Kind::Label, "Operating system"),
        Column::new("browser", Kind::Label, "Browser"),
        Column::new("language", Kind::Label, "ISO 639-1 code"),
        Column::new("source", Kind::Label, "utm_source or referrer"),
        Column::new("medium", Kind::Label, "utm_medium"),
        Column::new("utm_campaign", Kind::Label, "utm_campaign of paid visits").nullable(),
        Column::new("utm_content", Kind::Label, "utm_content of paid visits").nullable(),
        Column::new("platform", Kind::Label, "Platform whose ad brought it")
            .nullable()
            .references("platforms.platform"),
        Column::new("ad_id", Kind::Id, "Ad that brought it").nullable().references("ads.ad_id"),
        Column::new("click_id", Kind::Text, "Click id on the landing page").nullable(),
        Column::new("landing_page", Kind::Label, "First page"),
        Column::new("is_returning", Kind::Bool, "Whether this visitor was here before"),
        Column::new("page_views", Kind::Int, "Pages seen"),
        Column::new("product_views", Kind::Int, "Product pages seen"),
        Column::new("duration_seconds", Kind::Int, "Length").unit("seconds"),
        Column::new("added_to_cart", Kind::Bool, "Whether something went into the cart"),
        Column::new("reached_checkout", Kind::Bool, "Whether the checkout was reached"),
        Column::new("converted", Kind::Bool, "Whether it ended in an order"),
    ],
};
