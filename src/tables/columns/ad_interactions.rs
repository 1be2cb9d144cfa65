//! Descriptions of the columns.

use crate::tables::spec::{Column, Folder, Kind, Table};

/// The ad log: every click, every lead, and a sample of impressions that holds all on which a view claim rests.
pub static AD_INTERACTIONS: Table = Table {
    name: "ad_interactions",
    folder: Folder::Data,
    doc: "The ad log: every click, every lead, and a sample of impressions that holds all on which a view claim rests.",
    grain: "one interaction",
    primary_key: &["interaction_id"],
    columns: &[
        Column::new("interaction_id", Kind::Id, "Surrogate key"),
        Column::new("interaction_type", Kind::Label, "impression, click or lead"),
        Column::new("occurred_at", Kind::Time, "When (UTC)"),
        Column::new("date", Kind::Date, "Local day"),
        Column::new("ad_id", Kind::Id, "Ad").references("ads.ad_id"),
        Column::new("platform", Kind::Label, "Platform").references("platforms.platform"),
        Column::new("region_id", Kind::Label, "Region").references("regions.region_id"),
        Column::new("device", Kind::Label, "mobile, desktop or tablet"),
        Column::new(
            "visitor_id",
            Kind::Id,
            "The person, as the shop's analytics knows them; empty where the click never landed",
        )
        .nullable(),
        Column::new("click_id", Kind::Text, "Click id; empty for impressions").nullable(),
        Column::new("session_id", Kind::Id, "The visit it became; empty if it never landed")
            .nullable()
            .references("sessions.session_id"),
        Column::new(
            "suspected_invalid",
            Kind::Bool,
            "Whether the platform suspects an invalid click",
        ),
    ],
};
