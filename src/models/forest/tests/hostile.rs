//! Whatever comes in, there is an answer or an error in words.

use linfa::ParamGuard as _;
use linfa::dataset::DatasetBase;
use linfa::traits::Fit as _;

use super::*;
use crate::models::forest::{
    ClassWeight, FeaturesPerNode, ForestError, RandomForestClassifier, RandomForestRegressor,
};

fn small() -> RandomForestClassifier {
    RandomForestClassifier::new().trees(5).min_leaf(1)
}

#[test]
fn nothing_to_learn_from_is_an_error() {
    let none = small().fit_table(&table([]), &Array1::default(0));
    assert_eq!(none.unwrap_err(), ForestError::NoFeatures);
    let no_rows = small().fit_table(&table([numbers("x", [])]), &Array1::default(0));
    assert_eq!(no_rows.unwrap_err(), ForestError::NoRows);
    let short = small().fit_table(&table([numbers("x", [1.0])]), &Array1::default(2));
    assert!(matches!(short, Err(ForestError::Length { length: 2, rows: 1, .. })));
    let uneven = table([numbers("x", [1.0, 2.0]), numbers("y", [1.0])]);
    let error = small().fit_table(&uneven, &Array1::default(2)).unwrap_err();
    assert_eq!(error.to_string(), "y has 1 values where the table has 2 rows");
}

#[test]
fn one_row_and_one_outcome_are_learnt_as_they_are() {
    for outcome in [false, true] {
        for rows in [1, 2, 500] {
            let x = (0..rows).map(|row| row as f32);
            let forest = small().fit_table(&table([numbers("x", x)]), &vec![outcome; rows].into());
            let scores = forest.unwrap().scores(&table([numbers("x", [7.0, f32::NAN])])).unwrap();
            assert_eq!(scores.to_vec(), [f32::from(u8::from(outcome)); 2]);
        }
    }
}

#[test]
fn constants_missing_columns_and_infinities_are_survived() {
    let rows = 400;
    let truth: Array1<bool> = (0..rows).map(|row| row % 3 == 0).collect();
    let odd = |row: usize| [f32::INFINITY, f32::NEG_INFINITY, f32::MAX, -0.0, f32::NAN][row % 5];
    let features = [
        numbers("constant", vec![3.5; rows]),
        numbers("missing", vec![f32::NAN; rows]),
        numbers("odd", (0..rows).map(odd)),
        category("one", 1, vec![0; rows]),
        category("beyond", 2, (0..rows).map(|row| row as u32)),
        category("no labels", 0, vec![9; rows]),
    ];
    let table = table(features);
    let scores = small().fit_table(&table, &truth).unwrap().scores(&table).unwrap();
    assert!(scores.iter().all(|score| (0.0..=1.0).contains(score)));
    let y: Array1<f32> = (0..rows).map(|row| row as f32).collect();
    let forest = RandomForestRegressor::new().trees(5).fit_table(&table, &y).unwrap();
    assert!(forest.scores(&table).unwrap().iter().all(|score| (0.0..400.0).contains(score)));
}

#[test]
fn neighbouring_numbers_are_told_apart() {
    // No number lies between these two; a cut half way would part everything from nothing.
    let (a, b) = (200.0_f32, f32::from_bits(200.0_f32.to_bits() + 1));
    let table = table([numbers("x", [a, b, a, b].repeat(50))]);
    let truth: Array1<bool> = [false, true, false, true].repeat(50).into();
    let scores = small().fit_table(&table, &truth).unwrap().scores(&table).unwrap();
    assert_eq!(scores.to_vec(), [0.0, 1.0, 0.0, 1.0].repeat(50));
}

#[test]
fn a_constant_target_grows_no_split() {
    for value in [0.0, 0.1, -3.7e8, 1e-30] {
        let (train, _, _) = visits(2_000, 80);
        let forest = RandomForestRegressor::new().trees(3);
        let forest = forest.fit_table(&train, &Array1::from_elem(2_000, value)).unwrap();
        assert_eq!(forest.nodes(), 3);
        assert!(forest.gain_importance().iter().all(|(_, gain)| *gain == 0.0));
        assert_eq!(forest.scores(&train).unwrap()[0], value);
    }
}

#[test]
fn targets_and_weights_must_be_numbers() {
    let (train, converted, _) = visits(10, 81);
    let mut y = Array1::from_elem(10, 1.0_f32);
    y[4] = f32::NAN;
    let error = RandomForestRegressor::new().fit_table(&train, &y).unwrap_err();
    assert_eq!(error, ForestError::Target { row: 4 });
    for (weight, row) in [(-1.0, Some(3)), (f32::INFINITY, Some(3)), (0.0, None)] {
        let mut weights = Array1::zeros(10);
        weights[3] = weight;
        let data = DatasetBase::new(train.clone(), converted.clone()).with_weights(weights);
        assert_eq!(small().fit(&data).unwrap_err(), ForestError::Weight { row });
    }
}

#[test]
fn settings_out_of_range_are_refused_by_name() {
    let name = |params: RandomForestClassifier| match params.check() {
        Err(ForestError::Parameter { name, .. }) => name,
        other => panic!("{other:?}"),
    };
    assert_eq!(name(small().trees(0)), "trees");
    assert_eq!(name(small().max_depth(129)), "max_depth");
    assert_eq!(name(small().min_leaf(0)), "min_leaf");
    assert_eq!(name(small().bins(1)), "bins");
    assert_eq!(name(small().bins(255)), "bins");
    assert_eq!(name(small().features_per_node(FeaturesPerNode::Exactly(0))), "features_per_node");
    let weight = ClassWeight::Given { negative: 1.0, positive: 0.0 };
    assert_eq!(name(small().class_weight(weight)), "class_weight");
    assert!(small().max_depth(0).bins(2).bins(254).check().is_ok());
}

#[test]
fn a_table_without_the_features_is_refused() {
    let (train, converted, _) = visits(200, 82);
    let forest = small().fit_table(&train, &converted).unwrap();
    let mut lacking = train.clone();
    lacking.features.remove(1);
    let error = forest.scores(&lacking).unwrap_err();
    assert_eq!(error, ForestError::Feature { name: "age".into(), other_kind: false });
    let mut other = train.clone();
    other.features[3] = numbers("device", vec![1.0; 200]);
    let error = forest.scores(&other).unwrap_err();
    assert_eq!(error, ForestError::Feature { name: "device".into(), other_kind: true });
    assert_eq!(forest.scores(&train.select(&[])).unwrap().len(), 0);
}

#[test]
fn very_deep_trees_end() {
    let rows = 3_000;
    let x = (0..rows).map(|row| row as f32);
    let y: Array1<f32> = (0..rows).map(|row| (row as f32).sqrt()).collect();
    let table = table([numbers("x", x)]);
    let params = RandomForestRegressor::new().trees(2).max_depth(128).min_leaf(1).bootstrap(false);
    let forest = params.fit_table(&table, &y).unwrap();
    // 254 codes can be told apart at most; a tree with that many leaves ends by itself.
    let leaves = (forest.nodes() / 2).div_ceil(2);
    assert!((150..=254).contains(&leaves), "{leaves} leaves");
}
