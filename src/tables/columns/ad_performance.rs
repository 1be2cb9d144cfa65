//! Descriptions of the columns.

use crate::tables::spec::{Column, Folder, Kind, Table};

/// What the platforms report each day. Conversions and revenue are the platform's claims, booked on the day of the touch: its latest click or logged view before the order, within its window.
pub static AD_PERFORMANCE: Table = Table {
    name: "ad_performance",
    folder: Folder::Data,
    doc: "What the platforms report each day. Conversions and revenue are the platform's claims, booked on the day of the touch: its latest click or logged view before the order, within its window.",
    grain: "date, ad, region and device",
    primary_key: &["date", "ad_id", "region_id", "device"],
    columns: &[
        Column::new("date", Kind::Date, "Local day"),
        Column::new("ad_id", Kind::Id, "Ad").references("ads.ad_id"),
        Column::new("region_id", Kind::Label, "Region").references("regions.region_id"),
        Column::new("device", Kind::Label, "mobile, desktop or tablet"),
        Column::new("platform", Kind::Label, "Platform").references("platforms.platform"),
        Column::new("campaign_id", Kind::Int, "Campaign").references("campaigns.campaign_id"),
        Column::new("ad_set_id", Kind::Int, "Ad set").references("ad_sets.ad_set_id"),
        Column::new("currency", Kind::Label, "Currency of the money"),
        Column::new("impressions", Kind::Int, "Times shown"),
        Column::new("reach", Kind::Int, "People who saw it").unit("people"),
        Column::new("frequency", Kind::Float, "Impressions per person reached"),
        Column::new("clicks", Kind::Int, "Clicks"),
        Column::new("landing_page_views", Kind::Int, "Clicks that became a visit"),
        Column::new("spend", Kind::Money, "Cost").unit("currency"),
        Column::new("video_views", Kind::Int, "Plays of at least three seconds").nullable(),
        Column::new("video_completions", Kind::Int, "Plays to the end").nullable(),
        Column::new("engagements", Kind::Int, "Likes, comments, saves and shares"),
        Column::new("leads", Kind::Int, "Forms and sign-ups"),
        Column::new("add_to_carts", Kind::Int, "Visits from it that filled a cart that day"),
        Column::new("claimed_conversions", Kind::Int, "Orders that the platform claims"),
        Column::new("claimed_view_conversions", Kind::Int, "Those of them claimed on a view alone"),
        Column::new(
            "claimed_revenue",
            Kind::Money,
            "Revenue of the orders that the platform claims",
        )
        .unit("currency"),
    ],
};
