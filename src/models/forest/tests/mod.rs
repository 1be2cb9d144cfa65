//! Forests against slow computations, known truths and hostile input.

mod explaining;
mod files;
mod growing;
mod hostile;
mod learning;
mod out_of_bag;

use ndarray::Array1;

use crate::features::table::{Feature, FeatureTable, Values};
use crate::models::metrics::Ranking;
use crate::random::Key;

fn numbers(name: &str, values: impl IntoIterator<Item = f32>) -> Feature {
    Feature { name: name.into(), values: Values::Numeric(values.into_iter().collect()) }
}

fn category(name: &str, labels: usize, codes: impl IntoIterator<Item = u32>) -> Feature {
    let labels = (0..labels).map(|label| format!("{name}{label}")).collect();
    Feature {
        name: name.into(),
        values: Values::Category { codes: codes.into_iter().collect(), labels },
    }
}

fn table(features: impl Into<Vec<Feature>>) -> FeatureTable {
    FeatureTable { features: features.into() }
}

/// A standard normal number (Box and Muller).
fn normal(key: Key) -> f64 {
    let mut stream = key.stream();
    (-2.0 * stream.open().ln()).sqrt() * (std::f64::consts::TAU * stream.unit()).cos()
}

/// Visits of which about 4 % convert: two numbers and two categories matter, with an interaction;
/// one number is noise. Also the true probability of each.
pub(super) fn visits(rows: usize, seed: u64) -> (FeatureTable, Array1<bool>, Vec<f64>) {
    let key = |row: usize| Key::seed(seed).at(row as u64);
    let all = || (0..rows).map(key);
    let hour = |key: Key| key.at(1).below(24) as f32;
    let age = |key: Key| (30.0 * -key.at(2).unit().max(1e-12).ln()) as f32;
    let device = |key: Key| key.at(3).below(3) as u32;
    let source = |key: Key| key.at(4).below(9) as u32;
    let chance = |key: Key| {
        let effects = [0.0, 1.2, -0.8, 0.4, -1.5, 0.9, -0.3, 1.6, -0.6];
        let evening = f64::from(hour(key) >= 18.0);
        let z = -4.0 + effects[source(key) as usize] + evening * f64::from(device(key))
            - 0.4 * f64::from(age(key)).ln_1p();
        1.0 / (1.0 + (-z).exp())
    };
    let features = [
        numbers("hour", all().map(hour)),
        numbers("age", all().map(age)),
        numbers("noise", all().map(|key| normal(key.at(5)) as f32)),
        category("device", 3, all().map(device)),
        category("source", 9, all().map(source)),
    ];
    let converted = all().map(|key| key.at(6).happens(chance(key))).collect();
    (table(features), converted, all().map(chance).collect())
}

fn wide(scores: &Array1<f32>) -> Vec<f64> {
    scores.iter().map(|&score| f64::from(score)).collect()
}

fn auc(scores: &[f64], truth: &Array1<bool>) -> f64 {
    Ranking::new(scores, &truth.to_vec()).unwrap().auc().unwrap()
}
