//! Descriptions of the columns.

use crate::tables::spec::{Column, Folder, Kind, Table};

/// Registered people: customers, and visitors who never bought. Everyone who signed up from the shop's launch to the window's end.
pub static USERS: Table = Table {
    name: "users",
    folder: Folder::Data,
    doc: "Registered people: customers, and visitors who never bought. Everyone who signed up from the shop's launch to the window's end.",
    grain: "one person",
    primary_key: &["user_id"],
    columns: &[
        Column::new("user_id", Kind::Id, "Surrogate key"),
        Column::new("signed_up_at", Kind::Time, "When the account was made (UTC)"),
        Column::new("date", Kind::Date, "Local day of that"),
        Column::new("region_id", Kind::Label, "Region").references("regions.region_id"),
        Column::new("city_id", Kind::Int, "City").references("cities.city_id"),
        Column::new("first_name", Kind::Text, "Given name in Latin script"),
        Column::new("last_name", Kind::Text, "Family name in Latin script"),
        Column::new("native_name", Kind::Text, "Full name in the person's own script"),
        Column::new("email", Kind::Text, "E-mail address, at a reserved domain"),
        Column::new("gender", Kind::Label, "female or male"),
        Column::new("birth_year", Kind::Int, "Year of birth"),
        Column::new("language", Kind::Label, "ISO 639-1 code"),
        Column::new("marketing_consent", Kind::Bool, "Whether they take marketing e-mail"),
    ],
};
