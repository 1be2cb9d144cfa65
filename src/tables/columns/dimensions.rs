//! Descriptions of the columns.

use crate::tables::spec::{Column, Folder, Kind, Table};

/// The regions the shop sells to.
pub static REGIONS: Table = Table {
    name: "regions",
    folder: Folder::Data,
    doc: "The regions the shop sells to.",
    grain: "one region",
    primary_key: &["region_id"],
    columns: &[
        Column::new("region_id", Kind::Label, "Short code, such as SA or US-CA"),
        Column::new("name", Kind::Text, "Name"),
        Column::new("country", Kind::Label, "ISO 3166 country code"),
        Column::new("timezone", Kind::Text, "IANA time zone in which a day begins and ends"),
        Column::new("currency", Kind::Label, "Reporting currency of all money"),
        Column::new("local_currency", Kind::Label, "Currency that shoppers see"),
        Column::new(
            "exchange_rate",
            Kind::Float,
            "Local currency for one unit of the reporting currency",
        ),
        Column::new("tax_rate", Kind::Float, "Sales tax or VAT as a fraction"),
        Column::new("weekend", Kind::Text, "Weekend days"),
    ],
};

/// Cities of the regions.
pub static CITIES: Table = Table {
    name: "cities",
    folder: Folder::Data,
    doc: "Cities of the regions.",
    grain: "one city",
    primary_key: &["city_id"],
    columns: &[
        Column::new("city_id", Kind::Int, "Surrogate key"),
        Column::new("region_id", Kind::Label, "Region").references("regions.region_id"),
        Column::new("name", Kind::Text, "Name in Latin script"),
        Column::new("native_name", Kind::Text, "Name in the local script"),
        Column::new("latitude", Kind::Float, "Latitude").unit("degrees"),
        Column::new("longitude", Kind::Float, "Longitude").unit("degrees"),
    ],
};

/// Advertising platforms and how they attribute.
pub static PLATFORMS: Table = Table {
    name: "platforms",
    folder: Folder::Data,
    doc: "Advertising platforms and how they attribute.",
    grain: "one platform",
    primary_key: &["platform"],
    columns: &[
        Column::new("platform", Kind::Label, "Short id, such as meta"),
        Column::new("name", Kind::Text, "Name"),
        Column::new("utm_source", Kind::Text, "utm_source of its visits"),
        Column::new("utm_medium", Kind::Text, "utm_medium of its visits"),
        Column::new("clickable", Kind::Bool, "Whether its ads can be clicked"),
        Column::new(
            "click_window_days",
            Kind::Int,
            "Days after a click within which it claims an order",
        )
        .unit("days"),
        Column::new(
            "view_window_days",
            Kind::Int,
            "Days after a logged view within which it claims an order",
        )
        .unit("days"),
        Column::new(
            "over_delivery",
            Kind::Float,
            "Most by which a day's spend may exceed a campaign's daily budget, as a fraction",
        ),
    ],
};

/// Audience segments that ad sets target.
pub static AUDIENCES: Table = Table {
    name: "audiences",
    folder: Folder::Data,
    doc: "Audience segments that ad sets target.",
    grain: "one segment",
    primary_key: &["audience_id"],
    columns: &[
        Column::new("audience_id", Kind::Label, "Short id"),
        Column::new("name", Kind::Text, "Name"),
        Column::new("age_min", Kind::Int, "Youngest age").unit("years"),
        Column::new("age_max", Kind::Int, "Oldest age").unit("years"),
        Column::new("gender", Kind::Label, "all, female or male"),
    ],
};

/// Campaigns, which share a platform's budget.
pub static CAMPAIGNS: Table = Table {
    name: "campaigns",
    folder: Folder::Data,
    doc: "Campaigns, which share a platform's budget.",
    grain: "one campaign",
    primary_key: &["campaign_id"],
    columns: &[
        Column::new("campaign_id", Kind::Int, "Surrogate key"),
        Column::new("platform", Kind::Label, "Platform").references("platforms.platform"),
        Column::new("name", Kind::Text, "Name in the ad account"),
        Column::new("objective", Kind::Label, "What it is optimised for"),
        Column::new("tactic", Kind::Label, "Whom it is after"),
        Column::new("daily_budget", Kind::Money, "Daily budget").unit("currency"),
        Column::new("currency", Kind::Label, "Currency of the budget"),
        Column::new(
            "start_date",
            Kind::Date,
            "First day of its flight; empty if it ran before the shop opened",
        )
        .nullable(),
        Column::new("end_date", Kind::Date, "Last day of its flight; empty if open").nullable(),
    ],
};

/// Ad sets: a campaign's delivery to one audience.
pub static AD_SETS: Table = Table {
    name: "ad_sets",
    folder: Folder::Data,
    doc: "Ad sets: a campaign's delivery to one audience.",
    grain: "one ad set",
    primary_key: &["ad_set_id"],
    columns: &[
        Column::new("ad_set_id", Kind::Int, "Surrogate key"),
        Column::new("campaign_id", Kind::Int, "Campaign").references("campaigns.campaign_id"),
        Column::new("platform", Kind::Label, "Platform").references("platforms.platform"),
        Column::new("audience_id", Kind::Label, "Audience").references("audiences.audience_id"),
        Column::new("name", Kind::Text, "Name in the ad account"),
    ],
};

/// Creatives: what is shown, and its attributes.
pub static CREATIVES: Table = Table {
    name: "creatives",
    folder: Folder::Data,
    doc: "Creatives: what is shown, and its attributes.",
    grain: "one creative",
    primary_key: &["creative_id"],
    columns: &[
        Column::new("creative_id", Kind::Id, "Surrogate key"),
        Column::new("campaign_id", Kind::Int, "Campaign it was made for")
            .references("campaigns.campaign_id"),
        Column::new("platform", Kind::Label, "Platform").references("platforms.platform"),
        Column::new("name", Kind::Text, "Name in the ad account"),
        Column::new("concept", Kind::Text, "Concept of which it is a variant"),
        Column::new("format", Kind::Label, "Format"),
        Column::new("hook", Kind::Label, "How it opens"),
        Column::new("call_to_action", Kind::Label, "Button"),
        Column::new("language", Kind::Label, "ISO 639-1 code"),
        Column::new("length_seconds", Kind::Int, "Length; empty if it does not play")
            .nullable()
            .unit("seconds"),
        Column::new("shows_person", Kind::Bool, "Whether a person is seen"),
        Column::new("shows_price", Kind::Bool, "Whether a price is seen"),
        Column::new("made_by_customer", Kind::Bool, "Whether it looks made by a customer (UGC)"),
        Column::new("headline", Kind::Text, "Headline"),
        Column::new("body", Kind::Text, "Text"),
        Column::new("created_on", Kind::Date, "Day it was first shown"),
    ],
};

/// Ads: one creative in one ad set.
pub static ADS: Table = Table {
    name: "ads",
    folder: Folder::Data,
    doc: "Ads: one creative in one ad set.",
    grain: "one ad",
    primary_key: &["ad_id"],
    columns: &[
        Column::new("ad_id", Kind::Id, "Surrogate key"),
        Column::new("ad_set_id", Kind::Int, "Ad set").references("ad_sets.ad_set_id"),
        Column::new("creative_id", Kind::Id, "Creative").references("creatives.creative_id"),
        Column::new("campaign_id", Kind::Int, "Campaign").references("campaigns.campaign_id"),
        Column::new("platform", Kind::Label, "Platform").references("platforms.platform"),
        Column::new("name", Kind::Text, "Name in the ad account"),
        Column::new("start_date", Kind::Date, "First day"),
        Column::new("end_date", Kind::Date, "Last planned day"),
    ],
};

/// Reference prices of placements.
pub static AD_PRICING: Table = Table {
    name: "ad_pricing",
    folder: Folder::Data,
    doc: "Reference prices of placements.",
    grain: "platform, format and region",
    primary_key: &["pricing_id"],
    columns: &[
        Column::new("pricing_id", Kind::Int, "Surrogate key"),
        Column::new("platform", Kind::Label, "Platform").references("platforms.platform"),
        Column::new("format", Kind::Label, "Format"),
        Column::new("region_id", Kind::Label, "Region").references("regions.region_id"),
        Column::new("pricing_model", Kind::Label, "cpm: per thousand impressions"),
        Column::new("price", Kind::Money, "Reference price of a thousand impressions")
            .unit("currency"),
        Column::new("expected_ctr", Kind::Float, "Clicks per impression to plan with"),
        Column::new(
            "minimum_daily_budget",
            Kind::Money,
            "Smallest daily budget the platform takes",
        )
        .unit("currency"),
    ],
};

/// Product categories.
pub static CATEGORIES: Table = Table {
    name: "categories",
    folder: Folder::Data,
    doc: "Product categories.",
    grain: "one category",
    primary_key: &["category_id"],
    columns: &[
        Column::new("category_id", Kind::Int, "Surrogate key"),
        Column::new("slug", Kind::Label, "Name in addresses"),
        Column::new("name", Kind::Text, "Name"),
        Column::new("native_name", Kind::Text, "Name in Arabic"),
        Column::new("department", Kind::Label, "Department"),
    ],
};

/// Products.
pub static PRODUCTS: Table = Table {
    name: "products",
    folder: Folder::Data,
    doc: "Products.",
    grain: "one product",
    primary_key: &["product_id"],
    columns: &[
        Column::new("product_id", Kind::Int, "Surrogate key"),
        Column::new("sku", Kind::Text, "Stock keeping unit"),
        Column::new("name", Kind::Text, "Name"),
        Column::new("native_name", Kind::Text, "Name in Arabic"),
        Column::new("category_id", Kind::Int, "Category").references("categories.category_id"),
        Column::new("brand", Kind::Label, "Brand"),
        Column::new("price", Kind::Money, "List price without tax").unit("currency"),
        Column::new("unit_cost", Kind::Money, "What a unit costs the shop").unit("currency"),
    ],
};

/// Geo experiments as planned: who was treated, when, how.
pub static EXPERIMENTS: Table = Table {
    name: "experiments",
    folder: Folder::Data,
    doc: "Geo experiments as planned: who was treated, when, how.",
    grain: "experiment, platform and treated region",
    primary_key: &["experiment_id", "platform", "region_id"],
    columns: &[
        Column::new("experiment_id", Kind::Label, "Short id"),
        Column::new("name", Kind::Text, "Name in the test plan"),
        Column::new("platform", Kind::Label, "Platform under test")
            .references("platforms.platform"),
        Column::new("region_id", Kind::Label, "Treated region").references("regions.region_id"),
        Column::new("start_date", Kind::Date, "First day"),
        Column::new("end_date", Kind::Date, "Last day"),
        Column::new("multiplier", Kind::Float, "Spend multiplier: 0 is a hold-out"),
    ],
};

/// The days of the window as each region knows them.
pub static CALENDAR: Table = Table {
    name: "calendar",
    folder: Folder::Data,
    doc: "The days of the window as each region knows them.",
    grain: "date and region",
    primary_key: &["date", "region_id"],
    columns: &[
        Column::new("date", Kind::Date, "Local day"),
        Column::new("region_id", Kind::Label, "Region").references("regions.region_id"),
        Column::new("weekday", Kind::Label, "Day of the week"),
        Column::new("iso_week", Kind::Int, "ISO week"),
        Column::new("month", Kind::Int, "Month"),
        Column::new("quarter", Kind::Int, "Quarter"),
        Column::new("year", Kind::Int, "Year"),
        Column::new("is_weekend", Kind::Bool, "Whether it is a weekend day here"),
        Column::new("hijri_date", Kind::Text, "Hijri date (Umm al-Qura)"),
        Column::new("events", Kind::Text, "Events of the day, separated by semicolons").nullable(),
    ],
};
