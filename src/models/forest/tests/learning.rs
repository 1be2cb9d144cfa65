//! What a forest finds, and what it must not find.

use linfa::dataset::{DatasetBase, Pr};
use linfa::traits::{Fit as _, Predict as _};
use ndarray::{Array1, Array2};

use super::*;
use crate::models::forest::{
    ClassWeight, FeaturesPerNode, RandomForestClassifier, RandomForestRegressor,
};
use crate::models::metrics::RegressionMetrics;

fn classifier() -> RandomForestClassifier {
    RandomForestClassifier::new().trees(40).max_depth(9).min_leaf(60)
}

#[test]
fn scores_come_near_the_true_ranking_and_are_probabilities() {
    let (train, converted, _) = visits(40_000, 1);
    let (test, truth, chance) = visits(40_000, 2);
    let scores = wide(&classifier().fit_table(&train, &converted).unwrap().scores(&test).unwrap());
    let (found, best) = (auc(&scores, &truth), auc(&chance, &truth));
    assert!(best > 0.75 && best - found < 0.025, "{found} of {best}");
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    assert!((mean(&scores) - mean(&chance)).abs() < 0.002);
    let error: f64 = scores.iter().zip(&chance).map(|(a, b)| (a - b).powi(2)).sum::<f64>();
    let spread: f64 = chance.iter().map(|p| (p - mean(&chance)).powi(2)).sum();
    assert!(error / spread < 0.2, "the scores explain {}", 1.0 - error / spread);
}

#[test]
fn nothing_is_found_where_there_is_nothing() {
    let (train, _, _) = visits(20_000, 3);
    let (test, _, _) = visits(20_000, 4);
    let luck = |seed| {
        (0..20_000).map(|row| Key::seed(seed).at(row).happens(0.05)).collect::<Array1<bool>>()
    };
    let scores = classifier().fit_table(&train, &luck(5)).unwrap().scores(&test).unwrap();
    // 1 000 positives leave ± 0.03 of chance.
    assert!((auc(&wide(&scores), &luck(6)) - 0.5).abs() < 0.03);
}

#[test]
fn equal_values_hide_no_split() {
    // Any cell of 2 × 6 × 6 has its own outcome: a tree that misses splits between ties fails.
    let rows = 0..4_000;
    let code = |row: u64, place: u64, of: u64| Key::seed(6).at(row).at(place).below(of) as u32;
    let positive = |row: u64| {
        let cell = code(row, 0, 2) * 36 + code(row, 1, 6) * 6 + code(row, 2, 6);
        Key::seed(7).at(u64::from(cell)).happens(0.5)
    };
    let features = [
        numbers("a", rows.clone().map(|row| code(row, 0, 2) as f32)),
        numbers("b", rows.clone().map(|row| code(row, 1, 6) as f32)),
        numbers("c", rows.clone().map(|row| code(row, 2, 6) as f32)),
    ];
    let truth: Array1<bool> = rows.map(positive).collect();
    let one = RandomForestClassifier::new().trees(1).bootstrap(false).min_leaf(1).max_depth(30);
    let one = one.features_per_node(FeaturesPerNode::All);
    let table = table(features);
    let scores = one.fit_table(&table, &truth).unwrap().scores(&table).unwrap();
    assert!(scores.iter().zip(&truth).all(|(score, y)| *score == f32::from(u8::from(*y))));
}

#[test]
fn a_missing_value_goes_where_it_belongs() {
    // Missing is as good as high in one case and as low in the other; 4 % would be lost else.
    for like_high in [true, false] {
        let rows = 0..6_000_u64;
        let high = |row: u64| Key::seed(8).at(row).unit();
        let missing = |row: u64| Key::seed(9).at(row).happens(0.3);
        let value = |row| if missing(row) { f32::NAN } else { high(row) as f32 };
        let truth: Array1<bool> = rows
            .clone()
            .map(|row| if missing(row) { like_high } else { high(row) > 0.5 })
            .collect();
        let table = table([numbers("x", rows.map(value))]);
        let forest = classifier().max_depth(1).fit_table(&table, &truth).unwrap();
        let scores = forest.scores(&table).unwrap();
        let right = scores.iter().zip(&truth).filter(|(s, y)| (**s > 0.5) == **y).count();
        assert!(right > 5_900, "{right} of 6 000 with one split");
    }
}

#[test]
fn a_value_that_was_never_missing_in_training_goes_with_the_many() {
    let x = (0..1_000).map(|row| if row < 300 { 1.0 } else { 5.0 });
    let truth: Array1<bool> = (0..1_000).map(|row| row >= 300).collect();
    let forest = classifier().fit_table(&table([numbers("x", x)]), &truth).unwrap();
    let score = forest.scores(&table([numbers("x", [f32::NAN])])).unwrap()[0];
    assert!(score > 0.9, "{score}");
}

#[test]
fn a_category_that_was_never_seen_counts_as_an_average_one() {
    let (train, converted, _) = visits(30_000, 10);
    let only_source = table([train.features[4].clone()]);
    let forest = classifier().fit_table(&only_source, &converted).unwrap();
    let new = Feature {
        name: "source".into(),
        values: Values::Category { codes: vec![0, 1, 7].into(), labels: vec!["new".into()] },
    };
    let scores = forest.scores(&table([new])).unwrap();
    let rate = converted.iter().filter(|c| **c).count() as f32 / 30_000.0;
    assert!(scores.iter().all(|score| (score / rate - 1.0).abs() < 0.35), "{scores} of {rate}");
}

#[test]
fn labels_may_stand_in_another_order_than_in_training() {
    let (train, converted, _) = visits(5_000, 11);
    let forest = classifier().fit_table(&train, &converted).unwrap();
    let mut turned = train.clone();
    turned.features.reverse();
    for feature in &mut turned.features {
        if let Values::Category { codes, labels } = &mut feature.values {
            labels.reverse();
            let last = labels.len() as u32 - 1;
            codes.mapv_inplace(|code| last - code);
        }
    }
    assert_eq!(forest.scores(&train).unwrap(), forest.scores(&turned).unwrap());
}

#[test]
fn thousands_of_levels_without_meaning_do_no_harm() {
    // 3 000 levels of about 7 rows: their own means would foretell the training rows by heart.
    let (mut train, converted, _) = visits(20_000, 12);
    let (mut test, truth, _) = visits(20_000, 13);
    let grow = |train: &FeatureTable| classifier().fit_table(train, &converted).unwrap();
    let without = auc(&wide(&grow(&train).scores(&test).unwrap()), &truth);
    for (table, seed) in [(&mut train, 14), (&mut test, 15)] {
        let level = |row| Key::seed(seed).at(row).below(3_000) as u32;
        table.features.push(category("level", 3_000, (0..20_000).map(level)));
    }
    let forest = grow(&train);
    let with = auc(&wide(&forest.scores(&test).unwrap()), &truth);
    assert!(with > without - 0.01, "{with} with, {without} without");
    assert!(forest.gain_importance()[5].1 < 0.1);
}

#[test]
fn rates_of_hundreds_of_levels_are_learnt() {
    let levels = 600;
    let make = |seed: u64| {
        let key = |row: u64| Key::seed(seed).at(row);
        let level = |row| key(row).at(0).below(levels) as u32;
        let chance = |row| if level(row) % 2 == 0 { 0.02 } else { 0.12 };
        let feature = category("level", levels as usize, (0..60_000).map(level));
        let truth = (0..60_000).map(|row| key(row).at(1).happens(chance(row))).collect();
        (table([feature]), truth, (0..60_000).map(chance).collect::<Vec<f64>>())
    };
    let ((train, converted, _), (test, truth, chance)) = (make(16), make(17));
    let forest = classifier().fit_table(&train, &converted).unwrap();
    let (found, best) = (auc(&wide(&forest.scores(&test).unwrap()), &truth), auc(&chance, &truth));
    assert!(best > 0.68 && found > best - 0.02, "{found} of {best}");
}

#[test]
fn a_weight_of_two_is_the_row_twice() {
    let (train, converted, _) = visits(2_000, 18);
    let twice: Vec<usize> = (0..2_000).flat_map(|row| vec![row; 1 + row % 2]).collect();
    let doubled: Array1<bool> = twice.iter().map(|&row| converted[row]).collect();
    // Of few values, so that cuts stand between them for copies as for weights.
    let numeric = |table: &FeatureTable| FeatureTable { features: table.features[..1].to_vec() };
    let one = RandomForestClassifier::new().trees(1).bootstrap(false).max_depth(4).min_leaf(1);
    let one = one.features_per_node(FeaturesPerNode::All);
    let copies = one.fit_table(&numeric(&train.select(&twice)), &doubled).unwrap();
    let weights = Array1::from_iter((0..2_000).map(|row| (1 + row % 2) as f32));
    let data = DatasetBase::new(numeric(&train), converted).with_weights(weights);
    let weighted = one.fit(&data).unwrap();
    let [a, b] = [copies, weighted].map(|forest| forest.scores(&numeric(&train)).unwrap());
    let far = a.iter().zip(&b).filter(|(a, b)| (*a - *b).abs() > 1e-6).count();
    assert_eq!(far, 0, "of 2 000 rows differ");
    assert!(a.iter().any(|score| *score != a[0]), "nothing was learnt");
}

#[test]
fn balanced_classes_rank_alike_but_lie_about_the_rate() {
    let (train, converted, _) = visits(30_000, 19);
    let (test, truth, _) = visits(30_000, 20);
    let plain = classifier().fit_table(&train, &converted).unwrap().scores(&test).unwrap();
    let balanced = classifier().class_weight(ClassWeight::Balanced);
    let balanced = balanced.fit_table(&train, &converted).unwrap().scores(&test).unwrap();
    assert!((auc(&wide(&plain), &truth) - auc(&wide(&balanced), &truth)).abs() < 0.02);
    let [plain, balanced] = [plain, balanced].map(|scores| scores.mean().unwrap());
    assert!(plain < 0.06 && balanced > 5.0 * plain, "{plain} and {balanced}");
}

#[test]
fn a_wide_table_finds_the_few_features_that_matter() {
    let rows = 4_000_u64;
    let value = |row: u64, f: u64| normal(Key::seed(21).at(row).at(f));
    let features: Vec<Feature> = (0..300)
        .map(|f| numbers(&format!("x{f}"), (0..rows).map(move |row| value(row, f) as f32)))
        .collect();
    let truth: Array1<bool> = (0..rows).map(|row| value(row, 7) + value(row, 250) > 1.0).collect();
    let forest = classifier().fit_table(&table(features), &truth).unwrap();
    let mut importance = forest.gain_importance();
    importance.sort_by(|a, b| b.1.total_cmp(&a.1));
    let mut first = [importance[0].0, importance[1].0];
    first.sort_unstable();
    assert_eq!(first, ["x250", "x7"]);
}

#[test]
fn a_heavy_tail_is_followed_to_its_end() {
    let make = |seed: u64| {
        let spend = |row: u64| (1.5 * normal(Key::seed(seed).at(row).at(0))).exp() as f32;
        let y = |row| 3.0 * spend(row) + normal(Key::seed(seed).at(row).at(1)) as f32;
        let table = table([numbers("spend", (0..20_000).map(spend))]);
        (table, (0..20_000).map(y).collect::<Array1<f32>>())
    };
    let ((train, y), (test, truth)) = (make(22), make(23));
    let forest = RandomForestRegressor::new().trees(40).fit_table(&train, &y).unwrap();
    let predicted = wide(&forest.scores(&test).unwrap());
    // The one or two largest values lie beyond all that was seen; no tree can foretell those.
    let judged: Vec<usize> = (0..20_000).filter(|&row| truth[row] < 400.0).collect();
    let pick = |of: &dyn Fn(usize) -> f64| judged.iter().map(|&row| of(row)).collect::<Vec<f64>>();
    let metrics =
        RegressionMetrics::of(&pick(&|row| predicted[row]), &pick(&|row| f64::from(truth[row])));
    assert!(metrics.unwrap().r2.unwrap() > 0.98);
}

#[test]
fn it_is_a_linfa_model_on_tables_and_on_arrays() {
    let array = Array2::from_shape_fn((500, 3), |(row, x)| ((row * (x + 3)) % 50) as f32);
    let positive: Array1<bool> = array.column(1).mapv(|x| x > 25.0);
    let data = DatasetBase::new(array.clone(), positive);
    let forest = classifier().fit(&data).unwrap();
    let chances: Array1<Pr> = forest.predict(&array);
    assert!(chances.iter().zip(&data.targets).all(|(chance, y)| (**chance > 0.5) == *y));

    let number: Array1<f32> = array.column(1).to_owned();
    let forest = RandomForestRegressor::new().fit(&DatasetBase::new(array.clone(), number));
    let predicted: Array1<f32> = forest.unwrap().predict(&array);
    assert!((predicted[30] - array[[30, 1]]).abs() < 3.0);

    let (table, converted, _) = visits(500, 24);
    let data = DatasetBase::new(table, converted);
    let forest = classifier().fit(&data).unwrap();
    let chances: Array1<Pr> = forest.predict(&data);
    assert_eq!(chances.mapv(|chance| *chance), forest.scores(&data.records).unwrap());
}
