//! The catalogue of tables: what each holds, column by column.

mod ad_interactions;
mod ad_performance;
mod business_daily;
mod dimensions;
mod inventory_movements;
mod order_items;
mod orders;
mod payments;
mod refunds;
mod sessions;
mod truth_channels;
mod truth_creatives;
mod truth_customers;
mod truth_daily;
mod truth_defects;
mod truth_experiments;
mod truth_orders;
mod truth_sessions;
mod users;

pub use ad_interactions::AD_INTERACTIONS;
pub use ad_performance::AD_PERFORMANCE;
pub use business_daily::BUSINESS_DAILY;
pub use dimensions::{
    AD_PRICING, AD_SETS, ADS, AUDIENCES, CALENDAR, CAMPAIGNS, CATEGORIES, CITIES, CREATIVES,
    EXPERIMENTS, PLATFORMS, PRODUCTS, REGIONS,
};
pub use inventory_movements::INVENTORY_MOVEMENTS;
pub use order_items::ORDER_ITEMS;
pub use orders::ORDERS;
pub use payments::PAYMENTS;
pub use refunds::REFUNDS;
pub use sessions::SESSIONS;
pub use truth_channels::{TRUTH_CHANNELS, TRUTH_RESPONSE_CURVES};
pub use truth_creatives::TRUTH_CREATIVES;
pub use truth_customers::TRUTH_CUSTOMERS;
pub use truth_daily::TRUTH_DAILY;
pub use truth_defects::TRUTH_DEFECTS;
pub use truth_experiments::TRUTH_EXPERIMENTS;
pub use truth_orders::TRUTH_ORDERS;
pub use truth_sessions::TRUTH_SESSIONS;
pub use users::USERS;

use super::spec::{Folder, Table};

/// The table of a folder and name, `truth.defects` included, which not every world has.
pub fn find(folder: Folder, name: &str) -> Option<&'static Table> {
    let all = ALL.iter().copied().chain([&TRUTH_DEFECTS]);
    all.into_iter().find(|table| table.folder == folder && table.name == name)
}

/// Every table that all worlds have: dimensions first, then facts, then truth.
pub static ALL: &[&Table] = &[
    &REGIONS,
    &CITIES,
    &PLATFORMS,
    &AUDIENCES,
    &CAMPAIGNS,
    &AD_SETS,
    &CREATIVES,
    &ADS,
    &AD_PRICING,
    &CATEGORIES,
    &PRODUCTS,
    &EXPERIMENTS,
    &CALENDAR,
    &USERS,
    &AD_PERFORMANCE,
    &AD_INTERACTIONS,
    &SESSIONS,
    &ORDERS,
    &ORDER_ITEMS,
    &PAYMENTS,
    &REFUNDS,
    &INVENTORY_MOVEMENTS,
    &BUSINESS_DAILY,
    &TRUTH_CHANNELS,
    &TRUTH_RESPONSE_CURVES,
    &TRUTH_DAILY,
    &TRUTH_ORDERS,
    &TRUTH_CREATIVES,
    &TRUTH_SESSIONS,
    &TRUTH_CUSTOMERS,
    &TRUTH_EXPERIMENTS,
];
