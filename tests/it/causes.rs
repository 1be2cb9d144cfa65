//! The truth proves itself: what a platform caused is what is gone without it.

use std::collections::{BTreeMap, BTreeSet};

use crate::support::{Row, generate, number, rows};

const WORLD: [&str; 7] = ["gcc", "--days", "10", "--scale", "0.5", "--start", "2026-03-01"];

#[test]
fn without_a_platform_exactly_its_own_orders_are_gone() {
    let dir = tempfile::tempdir().unwrap();
    let with = generate(&dir.path().join("with"), &WORLD);
    let truth: BTreeMap<String, Row> =
        rows(&with, "truth/orders").into_iter().map(|row| (row["order_id"].clone(), row)).collect();
    for platform in ["meta", "google"] {
        let off = format!("platforms.{platform}.budget=0");
        let without = generate(&dir.path().join("off"), &[&WORLD[..], &["--set", &off]].concat());
        let ascribed = |row: &&Row| {
            let truth = &truth[&row["order_id"]];
            truth["driver_platform"] == platform || truth["acquiring_platform"] == platform
        };
        let all = rows(&with, "data/orders");
        let left: Vec<&Row> = all.iter().filter(|row| !ascribed(row)).collect();
        let found = rows(&without, "data/orders");
        assert!(left.len() < all.len(), "{platform} caused nothing: the test would say nothing");
        assert_eq!(left, found.iter().collect::<Vec<_>>(), "{platform}");

        let ids: BTreeSet<&String> = found.iter().map(|row| &row["order_id"]).collect();
        let items = |folder| -> Vec<Row> {
            rows(folder, "data/order_items")
                .into_iter()
                .filter(|row| ids.contains(&row["order_id"]))
                .collect()
        };
        assert_eq!(items(&with), items(&without), "{platform}: other baskets");
    }
}

#[test]
fn realised_incremental_orders_agree_with_their_expectation() {
    let dir = tempfile::tempdir().unwrap();
    let (mut expected, mut realised, mut variance) = (0.0, 0.0, 0.0);
    for seed in 1..=8 {
        let seed = seed.to_string();
        let world = generate(
            &dir.path().join("world"),
            &["gcc", "--days", "20", "--tables", "truth.daily", "--seed", &seed],
        );
        for row in rows(&world, "truth/daily") {
            let lambda = number(&row, "expected_orders");
            expected += lambda;
            realised += number(&row, "realised_orders");
            // Negative binomial with at most the dispersion that the presets have.
            variance += lambda + 0.1 * lambda * lambda;
        }
    }
    let z = (realised - expected) / variance.sqrt();
    assert!(z.abs() < 4.0, "{realised} realised, {expected} expected, z = {z}");
    // The check can fail: a tenth more or less would be seen.
    assert!(0.1 * expected / variance.sqrt() > 4.0, "too few orders to tell");
}

#[test]
fn neither_ids_nor_positions_tell_a_cause() {
    let dir = tempfile::tempdir().unwrap();
    let world = generate(
        &dir.path().join("world"),
        &["gcc", "--days", "30", "--tables", "orders,truth.orders"],
    );
    let truth: BTreeMap<String, bool> = rows(&world, "truth/orders")
        .into_iter()
        .map(|row| (row["order_id"].clone(), row["is_incremental"] == "true"))
        .collect();
    let orders = rows(&world, "data/orders");
    let caused: Vec<bool> = orders.iter().map(|row| truth[&row["order_id"]]).collect();
    let mut features: Vec<(String, Vec<f64>)> = Vec::new();
    for column in ["order_id", "user_id", "session_id"] {
        for bit in 0..38 {
            let of = |row: &Row| ((row[column].parse::<u64>().unwrap() >> bit) & 1) as f64;
            features.push((format!("{column} bit {bit}"), orders.iter().map(of).collect()));
        }
    }
    let mut position = BTreeMap::new();
    let places = orders
        .iter()
        .map(|row| {
            let place = position.entry((&row["date"], &row["region_id"])).or_insert(0.0);
            *place += 1.0;
            *place % 2.0
        })
        .collect();
    features.push(("parity of the position".into(), places));
    let share = caused.iter().filter(|c| **c).count() as f64 / caused.len() as f64;
    for (name, values) in &features {
        // Users won by ads are a fact of the world, so their ids are held to the same standard
        // only bit by bit: no bit may mark them.
        let ones = values.iter().filter(|v| **v > 0.5).count() as f64;
        let hits =
            values.iter().zip(&caused).filter(|(v, caused)| **v > 0.5 && **caused).count() as f64;
        let spread = (share * (1.0 - share) * ones).sqrt().max(1.0);
        let z = (hits - share * ones) / spread;
        // Five standard deviations, for some hundred features.
        assert!(z.abs() < 5.0, "{name} tells causes apart: z = {z}");
    }
}
