use jiff::civil::date;
use ndarray::Array1;

use super::*;
use crate::features::ad_days::AdDays;
use crate::features::table::{Feature, FeatureTable, Values};
use crate::random::Key;

/// Forty days of twelve ads, whose orders follow their clicks.
fn days(feature: &str) -> AdDays {
    let (ads, length) = (12, 40);
    let rows: Vec<(usize, i64)> =
        (0..ads).flat_map(|ad| (0..length).map(move |day| (ad, day))).collect();
    let key = |ad: usize, day: i64| Key::seed(7).at(ad as u64).at(day as u64);
    let clicks = |(ad, day): &(usize, i64)| {
        (20.0 * (1.0 + (*ad % 4) as f64) * (0.5 + key(*ad, *day).unit())) as f32
    };
    let orders = |row: &(usize, i64)| {
        let noise = key(row.0, row.1).at(1).unit() - 0.5;
        (f64::from(clicks(row)) / 10.0 + noise).round().max(0.0) as f32
    };
    let start = date(2026, 1, 1);
    let on = |day: i64| start.checked_add(jiff::Span::new().days(day)).unwrap();
    let values = Values::Numeric(rows.iter().map(clicks).collect());
    AdDays {
        features: FeatureTable { features: vec![Feature { name: feature.into(), values }] },
        ads: rows.iter().map(|(ad, _)| format!("ad {ad}")).collect(),
        dates: rows.iter().map(|(_, day)| on(*day)).collect(),
        orders: rows.iter().map(orders).collect(),
    }
}

#[test]
fn a_forest_that_sees_the_clicks_beats_the_ad_s_own_past() {
    let result = fit(&days("clicks"), 1).unwrap();
    let (forest, past) = (result.forest.r2.unwrap(), result.trailing_mean.r2.unwrap());
    assert!(forest > 0.95 && forest > past + 0.2, "{forest} against {past}");
    assert!(result.overall_mean.r2.unwrap() < 0.02);
    assert!(result.test_from > result.train_to);
    assert_eq!(result.by_day.len(), 10);
}

#[test]
fn what_knows_nothing_does_not_beat_the_past() {
    let mut days = days("noise");
    let noise = (0..days.ads.len()).map(|row| Key::seed(3).at(row as u64).unit() as f32);
    days.features.features[0].values = Values::Numeric(noise.collect());
    let result = fit(&days, 1).unwrap();
    assert!(result.forest.r2.unwrap() < result.trailing_mean.r2.unwrap());
}

#[test]
fn the_answer_under_another_name_is_refused() {
    let error = fit(&days("claimed_conversions"), 1).unwrap_err();
    assert!(matches!(error, AdConversionsError::Leak { .. }));
    assert!(error.to_string().contains("`claimed_conversions`"));
}

#[test]
fn too_little_is_refused() {
    let mut few = days("clicks");
    few.orders = Array1::zeros(few.ads.len());
    assert_eq!(fit(&few, 1).unwrap_err(), AdConversionsError::NoOrders);
    let none = AdDays {
        features: FeatureTable::default(),
        ads: Vec::new(),
        dates: Vec::new(),
        orders: Array1::zeros(0),
    };
    assert_eq!(fit(&none, 1).unwrap_err(), AdConversionsError::TooFewDays { days: 0 });
}
