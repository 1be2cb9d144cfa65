use std::collections::BTreeSet;
use std::fs;

use tempfile::TempDir;

use super::{Check, Outcome, verify, verify_within};
use crate::dataset::testing::World;
use crate::dataset::{Dataset, DatasetError};

fn checks(folder: &TempDir) -> Vec<Check> {
    verify(&Dataset::open_damaged(folder.path(), 2).unwrap()).unwrap()
}

fn broken(checks: &[Check]) -> Vec<&str> {
    checks
        .iter()
        .filter(|check| check.outcome.is_broken())
        .map(|check| check.name.as_str())
        .collect()
}

fn spoilt(spoil: impl Fn(&mut World)) -> (TempDir, Vec<Check>) {
    let folder = TempDir::new().unwrap();
    let mut world = World::small();
    spoil(&mut world);
    world.write(folder.path(), "csv");
    let checks = checks(&folder);
    (folder, checks)
}

/// One spoilt world per line, in which exactly the named identity must be found broken.
macro_rules! negative_controls {
    ($($test:ident: $identity:literal, $spoil:expr;)*) => {
        $(
            #[test]
            fn $test() {
                let (_folder, checks) = spoilt($spoil);
                assert_eq!(broken(&checks), [$identity], "{checks:#?}");
            }
        )*
        const CONTROLLED: &[&str] = &[$($identity),*];
    };
}

negative_controls! {
    a_word_where_money_belongs_breaks_the_file: "readable",
        |w| { w.set("data.orders", 1, "total", "plenty"); };
    an_empty_name_breaks_filled: "filled",
        |w| { w.set("data.regions", 1, "name", ""); };
    a_row_that_comes_twice_breaks_the_primary_key: "primary_key",
        |w| { w.repeat("data.ad_pricing", 0); };
    a_region_that_does_not_exist_breaks_the_foreign_key: "foreign_key",
        |w| { w.set("data.ad_pricing", 0, "region_id", "XX"); };
    reach_above_impressions_breaks_the_funnel: "funnel",
        |w| { w.set("data.ad_performance", 3, "reach", "10001"); };
    a_budget_that_is_too_small_breaks_budgets: "budgets",
        |w| { w.set("data.campaigns", 0, "daily_budget", "99.90"); };
    delivery_after_the_flight_breaks_flights: "flights",
        |w| { w.set("data.campaigns", 1, "end_date", "2026-03-03"); };
    delivery_before_the_flight_breaks_flights: "flights",
        |w| {
            w.set("data.campaigns", 1, "start_date", "2026-03-05")
                .set("data.campaigns", 1, "end_date", "");
        };
    a_paid_visit_on_another_device_breaks_paid_sessions: "paid_sessions",
        |w| { w.set("data.sessions", 0, "device", "desktop"); };
    a_cart_nobody_filled_breaks_paid_sessions: "paid_sessions",
        |w| { w.set("data.ad_performance", 0, "add_to_carts", "3"); };
    a_click_that_was_not_logged_breaks_interactions: "interactions",
        |w| { w.remove("data.ad_interactions", 2); };
    a_lead_that_was_not_reported_breaks_interactions: "interactions",
        |w| { w.set("data.ad_performance", 0, "leads", "0"); };
    a_conversion_without_an_order_breaks_converting_sessions: "converting_sessions",
        |w| { w.set("data.sessions", 6, "converted", "true"); };
    an_order_in_a_session_that_did_not_convert_breaks_converting_sessions: "converting_sessions",
        |w| { w.set("data.sessions", 4, "converted", "false"); };
    an_order_after_its_session_breaks_orders_inside_sessions: "orders_inside_sessions",
        |w| { w.set("data.sessions", 2, "duration_seconds", "599"); };
    an_order_before_its_session_breaks_orders_inside_sessions: "orders_inside_sessions",
        |w| { w.set("data.sessions", 2, "started_at", "2026-03-02T20:10:01Z"); };
    a_total_that_is_off_breaks_order_totals: "order_totals",
        |w| {
            w.set("data.orders", 3, "total", "43.00").set("data.payments", 4, "amount", "43.00");
        };
    a_line_that_is_too_cheap_breaks_order_items: "order_items",
        |w| {
            w.set("data.order_items", 1, "unit_price", "94.00")
                .set("data.order_items", 1, "line_total", "94.00");
        };
    a_line_that_does_not_multiply_breaks_line_totals: "line_totals",
        |w| { w.set("data.order_items", 1, "unit_price", "94.00"); };
    a_payment_that_is_missing_breaks_payments: "payments",
        |w| { w.remove("data.payments", 4); };
    a_refund_above_the_payment_breaks_refunds: "refunds",
        |w| {
            w.set("data.refunds", 0, "amount", "109.26")
                .set("data.business_daily", 0, "refunds", "109.26");
        };
    a_refund_of_what_was_never_paid_breaks_refunds: "refunds",
        |w| {
            w.set("data.refunds", 0, "order_id", "5")
                .set("data.business_daily", 0, "refunds", "0.00")
                .set("data.business_daily", 3, "refunds", "57.50");
        };
    a_view_outside_its_window_breaks_claims: "claims",
        |w| { w.set("data.ad_interactions", 4, "occurred_at", "2026-03-01T15:04:59Z"); };
    a_click_after_the_order_breaks_claims: "claims",
        |w| { w.set("data.ad_interactions", 1, "occurred_at", "2026-03-01T09:10:01Z"); };
    revenue_that_is_overclaimed_breaks_claims: "claims",
        |w| { w.set("data.ad_performance", 0, "claimed_revenue", "190.01"); };
    a_later_view_that_was_not_credited_breaks_claims: "claims",
        |w| { w.set("data.ad_interactions", 5, "occurred_at", "2026-03-02T01:00:00Z"); };
    tax_that_was_not_charged_breaks_daily_orders: "daily_orders",
        |w| { w.set("data.business_daily", 2, "tax", "2.01"); };
    a_day_that_is_left_out_breaks_daily_orders: "daily_orders",
        |w| { w.set("data.business_daily", 3, "cancelled_orders", "0"); };
    a_cost_nobody_had_breaks_daily_costs: "daily_costs",
        |w| {
            w.set("data.business_daily", 2, "cost_of_goods", "16.00")
                .set("data.business_daily", 2, "gross_profit", "24.00");
        };
    a_profit_that_does_not_add_up_breaks_daily_costs: "daily_costs",
        |w| { w.set("data.business_daily", 2, "gross_profit", "24.00"); };
    a_refund_on_the_wrong_day_breaks_daily_refunds: "daily_refunds",
        |w| { w.set("data.refunds", 0, "order_id", "2"); };
    a_visit_nobody_made_breaks_daily_sessions: "daily_sessions",
        |w| { w.set("data.business_daily", 5, "sessions", "3"); };
    spend_nobody_had_breaks_daily_ad_spend: "daily_ad_spend",
        |w| { w.set("data.business_daily", 5, "ad_spend", "5.01"); };
    an_order_before_the_first_one_breaks_first_orders: "first_orders",
        |w| {
            // Customer 2's first order moves behind the second, with all that goes with it but
            // its date.
            w.set("data.sessions", 1, "started_at", "2026-03-06T09:00:00Z")
                .set("data.ad_interactions", 1, "occurred_at", "2026-03-06T08:59:50Z")
                .set("data.orders", 0, "ordered_at", "2026-03-06T09:10:00Z");
        };
    two_first_orders_break_first_orders: "first_orders",
        |w| {
            // Order 4 goes to customer 4, who signed up earlier and has a first order already.
            w.set("data.orders", 3, "user_id", "4")
                .set("truth.orders", 3, "acquiring_platform", "tv")
                .set("truth.orders", 3, "is_incremental", "true")
                .set("truth.orders", 3, "driver_platform", "tv")
                .set("truth.orders", 3, "driver_ad_id", "21")
                .set("truth.orders", 3, "lag_days", "0")
                .set("truth.channels", 1, "realised_orders", "2")
                .set("truth.channels", 1, "realised_revenue", "70.00")
                .repeat("truth.daily", 4)
                .set("truth.daily", 5, "date", "2026-03-02")
                .set("truth.daily", 5, "expected_orders", "0.0");
        };
    a_new_customer_without_a_first_order_breaks_new_customers: "new_customers",
        |w| { w.set("data.users", 0, "date", "2026-03-01"); };
    an_order_before_the_sign_up_breaks_sign_ups: "sign_ups",
        |w| { w.set("data.users", 0, "signed_up_at", "2026-03-02T20:10:01Z"); };
    an_order_without_a_cause_breaks_same_orders: "same_orders",
        |w| { w.remove("truth.orders", 1); };
    a_driver_without_a_lag_breaks_drivers: "drivers",
        |w| { w.set("truth.orders", 0, "lag_days", ""); };
    a_driver_with_another_platforms_ad_breaks_drivers: "drivers",
        |w| { w.set("truth.orders", 0, "driver_ad_id", "21"); };
    a_customer_whom_someone_else_won_breaks_acquirers: "acquirers",
        |w| { w.set("truth.customers", 2, "acquiring_platform", "meta"); };
    an_effect_that_is_miscounted_breaks_daily_effects: "daily_effects",
        |w| { w.set("truth.daily", 1, "realised_orders", "1"); };
    an_expectation_that_does_not_add_up_breaks_channel_effects: "channel_effects",
        |w| { w.set("truth.channels", 0, "expected_orders", "1.50001"); };
    revenue_that_is_miscounted_breaks_channel_effects: "channel_effects",
        |w| { w.set("truth.channels", 1, "realised_revenue", "30.01"); };
    spend_that_does_not_add_up_breaks_channel_spend: "channel_spend",
        |w| { w.set("truth.channels", 1, "spend", "50.01"); };
    a_propensity_above_one_breaks_propensities: "propensities",
        |w| { w.set("truth.sessions", 3, "propensity", "1.01"); };
    a_visit_without_a_propensity_breaks_propensities: "propensities",
        |w| { w.remove("truth.sessions", 3); };
    stock_below_nothing_breaks_stock_left: "stock_left",
        |w| { w.set("data.inventory_movements", 0, "stock_after", "-1"); };
}

#[test]
fn a_sound_world_breaks_nothing() {
    let (folder, checks) = spoilt(|_| {});
    assert!(checks.iter().all(|check| check.outcome == Outcome::Held), "{checks:#?}");
    let streamed = verify_within(&Dataset::open(folder.path(), 2).unwrap(), 0).unwrap();
    assert_eq!(checks, streamed, "in memory and from the files it is the same");
}

#[test]
fn a_spoilt_world_is_found_out_from_the_files_as_well() {
    let (folder, checks) = spoilt(|w| {
        w.set("data.orders", 3, "total", "43.00");
    });
    assert_eq!(broken(&checks), ["order_totals", "payments"]);
    assert_eq!(checks, verify_within(&Dataset::open(folder.path(), 1).unwrap(), 0).unwrap());
}

#[test]
fn every_identity_has_a_negative_control() {
    let (_folder, checks) = spoilt(|_| {});
    let names: BTreeSet<&str> = checks.iter().map(|check| check.name.as_str()).collect();
    let here = ["unchanged", "row_counts"];
    let controlled: BTreeSet<&str> = CONTROLLED.iter().chain(&here).copied().collect();
    assert_eq!(names, controlled);
}

#[test]
fn an_edited_file_breaks_unchanged() {
    let (folder, _) = spoilt(|_| {});
    let path = folder.path().join("data/regions.csv");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replacen(",x,", ",y,", 1)).unwrap();
    let checks = checks(&folder);
    assert_eq!(broken(&checks), ["unchanged"]);
}

#[test]
fn a_row_too_many_breaks_row_counts_and_unchanged() {
    let (folder, _) = spoilt(|_| {});
    let path = folder.path().join("data/categories.csv");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.clone() + &text.lines().last().unwrap().replacen('1', "2", 1) + "\n")
        .unwrap();
    assert_eq!(broken(&checks(&folder)), ["unchanged", "row_counts"]);
}

#[test]
fn the_offending_keys_are_shown_with_the_key_first() {
    let (_folder, checks) = spoilt(|w| {
        w.set("data.orders", 3, "total", "43.00").set("data.payments", 4, "amount", "43.00");
    });
    let check = checks.iter().find(|check| check.name == "order_totals").unwrap();
    assert_eq!(check.tables, ["data.orders"]);
    let Outcome::Broken { count, columns, rows } = &check.outcome else { panic!("{check:?}") };
    assert_eq!((*count, columns[0].as_str(), rows[0][0].as_str()), (1, "order_id", "4"));
}

#[test]
fn a_cell_that_does_not_parse_is_named() {
    let (_folder, checks) = spoilt(|w| {
        w.set("data.orders", 1, "total", "plenty");
    });
    let Outcome::Broken { rows, .. } = &checks[0].outcome else { panic!("{checks:?}") };
    let problem = "column `total` should hold an amount of money: \
                   can't parse the string value plenty to decimal";
    assert_eq!(rows[0], ["data/orders.csv", "data.orders", problem]);
}

#[test]
fn identities_whose_tables_were_not_written_are_skipped_by_name() {
    let (_folder, checks) = spoilt(|w| {
        w.without("data.payments");
    });
    assert!(broken(&checks).is_empty(), "{checks:#?}");
    for name in ["payments", "refunds"] {
        let check = checks.iter().find(|check| check.name == name).unwrap();
        assert_eq!(check.outcome, Outcome::Skipped("data.payments was not written".into()));
    }
    let others = checks.iter().filter(|check| !check.tables.iter().any(|t| t == "data.payments"));
    assert!(others.into_iter().all(|check| check.outcome == Outcome::Held));
}

#[test]
fn identities_whose_tables_are_lost_are_skipped_and_the_file_is_reported() {
    let (folder, _) = spoilt(|_| {});
    fs::remove_file(folder.path().join("data/refunds.csv")).unwrap();
    assert!(matches!(Dataset::open(folder.path(), 1), Err(DatasetError::BadTable { .. })));
    let checks = checks(&folder);
    assert_eq!(broken(&checks), ["readable"]);
    let check = checks.iter().find(|check| check.name == "daily_refunds").unwrap();
    assert_eq!(check.outcome, Outcome::Skipped("data.refunds cannot be read".into()));
}

#[test]
fn every_identity_says_in_words_what_must_hold() {
    for identity in super::identities::IDENTITIES {
        let what = identity.what();
        assert!(what.len() > 20 && what.ends_with('.'), "{}: {what}", identity.name);
    }
}
