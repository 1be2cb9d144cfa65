//! The layouts that are built in: the files under `sql/`, by their paths there.

use super::files::File;

/// The folder of helpers that every layout may read.
pub const SHARED: &str = "shared";

/// The files of a folder under `sql/`, in the order of their paths.
pub fn files(folder: &str) -> Vec<File> {
    let mut files = Vec::new();
    for &(path, text) in EMBEDDED.iter().flat_map(|group| group.iter()) {
        let inside = path.strip_prefix(folder).and_then(|rest| rest.strip_prefix('/'));
        let Some(inside) = inside else { continue };
        let (schema, name) = match inside.split_once('/') {
            Some((schema, name)) => (Some(schema.to_owned()), name),
            None => (None, inside),
        };
        let (shown, name) = (path.to_owned(), name.to_owned());
        files.push(File { shown, schema, name, text: text.to_owned() });
    }
    files.sort_by(|a, b| (&a.schema, &a.name).cmp(&(&b.schema, &b.name)));
    files
}

/// Paths and texts.
type Embedded = &'static [(&'static str, &'static str)];

macro_rules! embed {
    ($ending:literal: $($path:literal,)*) => {
        &[$((concat!($path, $ending), include_str!(concat!("sql/", $path, $ending)))),*]
    };
}

macro_rules! documented {
    ($($path:literal,)*) => { [embed!(".sql": $($path,)*), embed!(".toml": $($path,)*)] };
}

// A test holds these lists against the folder.
static EMBEDDED: [Embedded; 4] = {
    // Tables: a query and what is said of it.
    let tables: [Embedded; 2] = documented![
        "connectors/amazon_ads/ad_group_history",
        "connectors/amazon_ads/ad_group_level_report",
        "connectors/amazon_ads/advertised_product_report",
        "connectors/amazon_ads/campaign_history",
        "connectors/amazon_ads/campaign_level_report",
        "connectors/amazon_ads/keyword_history",
        "connectors/amazon_ads/portfolio_history",
        "connectors/amazon_ads/product_ad_history",
        "connectors/amazon_ads/profile",
        "connectors/amazon_ads/search_term_ad_keyword_report",
        "connectors/amazon_ads/targeting_keyword_report",
        "connectors/facebook_ads/account_history",
        "connectors/facebook_ads/ad_history",
        "connectors/facebook_ads/ad_set_history",
        "connectors/facebook_ads/basic_ad",
        "connectors/facebook_ads/basic_ad_action_values",
        "connectors/facebook_ads/basic_ad_actions",
        "connectors/facebook_ads/campaign_history",
        "connectors/facebook_ads/creative_history",
        "connectors/facebook_ads/demographics_country",
        "connectors/facebook_ads/demographics_country_actions",
        "connectors/facebook_ads/demographics_region",
        "connectors/facebook_ads/demographics_region_actions",
        "connectors/ga4_export/event",
        "connectors/google_ads/account_history",
        "connectors/google_ads/account_stats",
        "connectors/google_ads/ad_group_criterion_history",
        "connectors/google_ads/ad_group_history",
        "connectors/google_ads/ad_group_stats",
        "connectors/google_ads/ad_history",
        "connectors/google_ads/ad_stats",
        "connectors/google_ads/campaign_bidding_strategy_history",
        "connectors/google_ads/campaign_budget_history",
        "connectors/google_ads/campaign_criterion_history",
        "connectors/google_ads/campaign_history",
        "connectors/google_ads/campaign_stats",
        "connectors/google_ads/keyword_stats",
        "connectors/google_ads/search_term_keyword_stats",
        "connectors/shopify/collection",
        "connectors/shopify/collection_product",
        "connectors/shopify/customer",
        "connectors/shopify/discount_allocation",
        "connectors/shopify/discount_application",
        "connectors/shopify/discount_code_basic",
        "connectors/shopify/discount_redeem_code",
        "connectors/shopify/fulfillment",
        "connectors/shopify/fulfillment_event",
        "connectors/shopify/inventory_item",
        "connectors/shopify/inventory_level",
        "connectors/shopify/inventory_quantity",
        "connectors/shopify/location",
        "connectors/shopify/order",
        "connectors/shopify/order_adjustment",
        "connectors/shopify/order_discount_code",
        "connectors/shopify/order_line",
        "connectors/shopify/order_line_refund",
        "connectors/shopify/order_shipping_line",
        "connectors/shopify/order_shipping_tax_line",
        "connectors/shopify/order_url_tag",
        "connectors/shopify/product",
        "connectors/shopify/product_variant",
        "connectors/shopify/refund",
        "connectors/shopify/shop",
        "connectors/shopify/tax_line",
        "connectors/shopify/tender_transaction",
        "connectors/shopify/transaction",
        "connectors/snapchat_ads/ad_account_history",
        "connectors/snapchat_ads/ad_history",
        "connectors/snapchat_ads/ad_hourly_report",
        "connectors/snapchat_ads/ad_squad_history",
        "connectors/snapchat_ads/ad_squad_hourly_report",
        "connectors/snapchat_ads/campaign_geo_country_daily_report",
        "connectors/snapchat_ads/campaign_geo_region_daily_report",
        "connectors/snapchat_ads/campaign_history",
        "connectors/snapchat_ads/campaign_hourly_report",
        "connectors/snapchat_ads/creative_history",
        "connectors/snapchat_ads/creative_url_tag_history",
        "connectors/tiktok_ads/ad_history",
        "connectors/tiktok_ads/ad_report_hourly",
        "connectors/tiktok_ads/adgroup_history",
        "connectors/tiktok_ads/adgroup_report_hourly",
        "connectors/tiktok_ads/advertiser",
        "connectors/tiktok_ads/campaign_country_report",
        "connectors/tiktok_ads/campaign_history",
        "connectors/tiktok_ads/campaign_report_hourly",
        "connectors/tiktok_ads/location",
        "exports/amazon_ads",
        "exports/google_ads",
        "exports/meta_ads",
        "exports/other_ads",
        "exports/shop_orders",
        "exports/snapchat_ads",
        "exports/tiktok_ads",
        "flat/business",
        "flat/marketing_performance",
        "flat/platform",
        "mix/mix",
        "mix/mix_weekly",
        "star/dim_adset",
        "star/dim_campaign",
        "star/dim_country",
        "star/dim_creative",
        "star/dim_customer",
        "star/dim_date",
        "star/dim_platform",
        "star/dim_product",
        "star/fact_marketing_performance",
        "star/fact_order_items",
        "star/fact_orders",
        "views/ad_budgets",
        "views/ad_efficiency_ranks",
        "views/ad_summary",
        "views/campaign_budgets",
        "views/campaign_roi",
        "views/cohort_retention",
        "views/conversion_by_source",
        "views/funnel_stages",
        "views/low_stock_products",
        "views/revenue_by_category",
        "views/user_order_summary",
    ];
    // Helpers: a query that others read.
    let helpers: Embedded = embed![".sql":
        "connectors/_countries",
        "connectors/_discount_codes",
        "connectors/_google_days",
        "connectors/_hour_levels",
        "connectors/_hours",
        "connectors/_keyword_days",
        "connectors/_keywords",
        "connectors/_order_lines",
        "connectors/_refund_lines",
        "connectors/_search_term_days",
        "connectors/_snapchat_creatives",
        "connectors/_stock",
        "connectors/_versions",
        "connectors/_warehouses",
        "connectors/facebook_ads/_facebook_actions",
        "connectors/facebook_ads/_facebook_places",
        "connectors/snapchat_ads/_snapchat_hours",
        "connectors/snapchat_ads/_snapchat_places",
        "connectors/tiktok_ads/_tiktok_hours",
        "shared/_ad_days",
        "shared/_amazon_windows",
        "shared/_channel_types",
        "shared/_delivery",
        "shared/_last_click",
        "shared/_order_costs",
        "shared/_order_numbers",
        "shared/_shelf",
        "shared/_status",
        "shared/_utm",
        "shared/_uuids",
    ];
    // What is said of a whole folder.
    let folders: Embedded = embed![".toml":
        "connectors/amazon_ads/schema",
        "connectors/facebook_ads/schema",
        "connectors/ga4_export/schema",
        "connectors/google_ads/schema",
        "connectors/layout",
        "connectors/shopify/schema",
        "connectors/snapchat_ads/schema",
        "connectors/tiktok_ads/schema",
        "exports/layout",
        "flat/layout",
        "mix/layout",
        "star/layout",
        "views/layout",
    ];
    [tables[0], tables[1], helpers, folders]
};

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::Path;

    use super::*;

    fn list(folder: &Path, root: &Path, found: &mut BTreeSet<String>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                list(&path, root, found);
            } else {
                let inside = path.strip_prefix(root).unwrap();
                found.insert(inside.to_str().unwrap().replace('\\', "/"));
            }
        }
    }

    #[test]
    fn every_file_of_the_folder_is_built_in() {
        let root = Path::new("src/layouts/sql");
        let mut there = BTreeSet::new();
        list(root, root, &mut there);
        let listed = EMBEDDED.iter().flat_map(|group| group.iter()).map(|(path, _)| (*path).into());
        assert_eq!(listed.collect::<BTreeSet<String>>(), there);
    }
}
