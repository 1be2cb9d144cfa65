//! Forests over visits and over the days of ads.

use jiff::civil::date;
use ndarray::Array1;

use super::{FIRST, TAG};
use crate::features::table::{Feature, FeatureTable, Values};
use crate::models::ad_conversions::{AdConversionsResult, PredictedDay, TargetImportance};
use crate::models::conversion::*;
use crate::models::forest::{RandomForestClassifier, RandomForestRegressor};
use crate::models::metrics::{
    CalibrationBin, ClassifierMetrics, Decile, RegressionMetrics, Threshold,
};

fn metrics(auc: Option<f64>) -> ClassifierMetrics {
    ClassifierMetrics {
        cases: 40_000,
        positives: 980,
        auc,
        average_precision: auc.map(|auc| 0.1 * auc),
        log_loss: Some(0.1031),
        brier: Some(0.02311),
        calibration_error: Some(0.0012),
        mean_score: Some(0.0247),
        base_rate: Some(0.0245),
    }
}

pub fn conversion(feature_set: &str, auc: f64) -> ConversionResult {
    let decile = |decile: u32| Decile {
        decile,
        cases: 4_000,
        positives: 330.0 / f64::from(decile),
        rate: 0.08 / f64::from(decile),
        lift: 3.4 / f64::from(decile),
        cumulative_gain: 0.34 + 0.07 * f64::from(decile - 1),
        cumulative_lift: 3.4 - 0.2 * f64::from(decile),
    };
    let importance = |feature: &str, fall: f64| FeatureImportance {
        feature: feature.into(),
        gain: fall * 5.0,
        permutation: Some(fall),
        permutation_sd: Some(0.002),
    };
    ConversionResult {
        feature_set: feature_set.into(),
        forest: metrics(Some(auc)),
        forest_out_of_bag: Some(metrics(Some(auc + 0.002))),
        logistic: Some(LogisticResult {
            metrics: metrics(Some(auc - 0.02)),
            columns: 31,
            rows: 160_000,
            converged: true,
            largest_gradient: 1e-9,
        }),
        calibration: vec![CalibrationBin {
            cases: 2_000,
            positives: 40,
            lowest: 0.01,
            highest: 0.03,
            predicted: 0.021,
            observed: 0.02,
            observed_low: 0.015,
            observed_high: 0.026,
        }],
        deciles: (1..=10).map(decile).collect(),
        thresholds: vec![Threshold {
            threshold: 0.05,
            flagged_share: 0.12,
            precision: 0.08,
            recall: 0.39,
            f1: 0.133,
        }],
        importance: vec![importance("source", 0.08), importance(TAG, 0.02)],
        partial_dependence: vec![PartialDependence {
            feature: "hour".into(),
            categorical: false,
            points: vec![DependencePoint {
                label: "18".into(),
                value: Some(18.0),
                share: 0.1,
                rate: 0.03,
            }],
        }],
        surrogate: Some(Surrogate {
            depth: 3,
            rules: vec![Rule {
                conditions: vec!["source is email or direct".into(), "hour > 18.5".into()],
                share: 0.14,
                predicted_rate: 0.061,
                observed_rate: Some(0.058),
            }],
            fidelity_r2: Some(0.81),
            auc: Some(auc - 0.03),
        }),
        caveats: vec!["Visits of one person are not independent.".into()],
        ..hollow()
    }
}

pub fn hollow() -> ConversionResult {
    let table = table();
    let positive = Array1::from_iter((0..40).map(|i| i % 2 == 0));
    ConversionResult {
        feature_set: "at session start".into(),
        features: vec!["hour".into()],
        split: Split {
            by_time: true,
            train_from: Some(FIRST),
            train_to: Some(date(2025, 8, 1)),
            test_from: Some(date(2025, 8, 2)),
            test_to: Some(date(2025, 9, 26)),
            train_rows: 160_000,
            train_conversions: 3_900,
            test_rows: 40_000,
            test_conversions: 980,
        },
        tuning: Tuning {
            trees: 100,
            depth: 12,
            leaf: 20,
            features_per_node: 3,
            ladder: Vec::new(),
            judged_on: 0,
        },
        forest: metrics(None),
        forest_out_of_bag: None,
        logistic: None,
        base_rate: metrics(Some(0.5)),
        roc: Vec::new(),
        precision_recall: Vec::new(),
        calibration: Vec::new(),
        deciles: Vec::new(),
        thresholds: Vec::new(),
        importance: Vec::new(),
        partial_dependence: Vec::new(),
        surrogate: None,
        caveats: Vec::new(),
        model: RandomForestClassifier::new().trees(1).fit_table(&table, &positive).unwrap(),
        test_scores: Vec::new(),
        test_outcomes: Vec::new(),
        test_rows: Vec::new(),
    }
}

fn table() -> FeatureTable {
    let hours = Array1::from_iter((0..40_u8).map(f32::from));
    FeatureTable { features: vec![Feature { name: "hour".into(), values: Values::Numeric(hours) }] }
}

pub fn ad_conversions() -> AdConversionsResult {
    AdConversionsResult {
        importance: vec![TargetImportance {
            feature: "clicks".into(),
            gain: 0.6,
            permutation: Some(0.31),
        }],
        by_day: vec![PredictedDay { date: FIRST, actual: 41.0, forest: 39.2, trailing_mean: 36.0 }],
        ..hollow_ads()
    }
}

pub fn hollow_ads() -> AdConversionsResult {
    let metrics = |r2| RegressionMetrics {
        cases: 3_000,
        r2,
        mae: Some(0.71),
        rmse: Some(1.2),
        mape: None,
        zeros: 900,
    };
    let target = Array1::from_iter((0..40_u8).map(f32::from));
    AdConversionsResult {
        features: vec!["clicks".into()],
        train_from: FIRST,
        train_to: date(2025, 8, 1),
        test_from: date(2025, 8, 2),
        test_to: date(2025, 9, 26),
        train_rows: 12_000,
        test_rows: 3_000,
        forest: metrics(Some(0.62)),
        trailing_mean: metrics(Some(0.55)),
        overall_mean: metrics(None),
        trees: 100,
        depth: 12,
        leaf: 5,
        importance: Vec::new(),
        by_day: Vec::new(),
        model: RandomForestRegressor::new().trees(1).fit_table(&table(), &target).unwrap(),
    }
}
