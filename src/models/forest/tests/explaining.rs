//! Importance, partial dependence and rules.

use super::*;
use crate::models::forest::{
    FeaturesPerNode, RandomForestClassifier, RandomForestRegressor, RegressionForest, Shuffles,
};
use crate::models::metrics::RegressionMetrics;

#[test]
fn shuffling_hurts_what_matters_and_nothing_else() {
    let (train, converted, _) = visits(30_000, 60);
    let (test, truth, _) = visits(30_000, 61);
    let forest = RandomForestClassifier::new().trees(40).fit_table(&train, &converted).unwrap();
    let metric = |rows: &[usize], scores: &[f64]| {
        let truth: Vec<bool> = rows.iter().map(|&row| truth[row]).collect();
        Ranking::new(scores, &truth)?.auc()
    };
    let found = forest.permutation_importance(&test, Shuffles::default(), metric).unwrap();
    let fall = |name: &str| found.iter().find(|one| one.feature == name).unwrap().fall.unwrap();
    assert!(fall("source") > 0.08 && fall("hour") > 0.02 && fall("device") > 0.02);
    assert!(fall("noise").abs() < 0.25 * fall("hour"), "{}", fall("noise"));
    assert!(found.iter().all(|one| one.deviation.unwrap() < 0.02));
    let gains = forest.gain_importance();
    assert!((gains.iter().map(|(_, gain)| gain).sum::<f64>() - 1.0).abs() < 1e-12);
    let gain = |name: &str| gains.iter().find(|(own, _)| *own == name).unwrap().1;
    // Gain flatters numbers of many values, noise too: this is why the other is told beside it.
    assert!(gain("noise") > 0.1 && gain("source") > 0.1, "{gains:?}");
    // A metric without a value is no importance of 0.
    let none = forest.permutation_importance(&test, Shuffles::default(), |_, _| None).unwrap();
    assert!(none.iter().all(|one| one.fall.is_none() && one.deviation.is_none()));
}

#[test]
fn partial_dependence_draws_the_step() {
    let x = |row: u64| Key::seed(62).at(row).at(0).unit() as f32;
    let group = |row: u64| Key::seed(62).at(row).at(1).below(3) as u32;
    let y = |row| if x(row) > 0.4 { 10.0 } else { 2.0 } + f32::from(group(row) == 2) * 5.0;
    let rows = 0..5_000;
    let features = [
        numbers("x", rows.clone().map(|row| if row % 50 == 0 { f32::NAN } else { x(row) })),
        category("group", 3, rows.clone().map(group)),
    ];
    let table = table(features);
    let forest = RandomForestRegressor::new().features_per_node(FeaturesPerNode::All);
    let forest = forest.fit_table(&table, &rows.map(y).collect()).unwrap();

    let step = forest.partial_dependence(&table, "x", 20, 1_000).unwrap();
    assert!(!step.categorical);
    let share: f64 = step.points.iter().map(|point| point.share).sum();
    assert!((share - 1.0).abs() < 1e-9);
    for point in &step.points {
        let Some(value) = point.value else {
            assert_eq!((point.label.as_str(), point.share), ("missing", 0.02));
            continue;
        };
        let expected = if value > 0.4 { 11.67 } else { 3.67 };
        let near = (value - 0.4).abs() < 0.03;
        assert!(near || (point.mean - expected).abs() < 0.6, "{point:?}");
    }

    let groups = forest.partial_dependence(&table, "group", 20, 1_000).unwrap();
    assert!(groups.categorical && groups.points.len() == 3);
    let mean = |label: &str| groups.points.iter().find(|point| point.label == label).unwrap().mean;
    assert!((mean("group2") - mean("group0") - 5.0).abs() < 0.5);
    assert!(forest.partial_dependence(&table, "nothing", 20, 1_000).is_err());
}

#[test]
fn every_row_obeys_one_rule() {
    let (train, converted, _) = visits(8_000, 63);
    let y = converted.mapv(|converted| f32::from(u8::from(converted)));
    let tree = RandomForestRegressor::new()
        .trees(1)
        .bootstrap(false)
        .features_per_node(FeaturesPerNode::All)
        .max_depth(3)
        .min_leaf(100)
        .fit_table(&train, &y)
        .unwrap();
    let rules = tree.leaf_rules(0);
    let (leaves, scores) = (tree.leaves(0, &train).unwrap(), tree.scores(&train).unwrap());
    assert!((4..=8).contains(&rules.len()));
    for (row, leaf) in leaves.iter().enumerate() {
        let rule = rules.iter().find(|rule| rule.leaf == *leaf).unwrap();
        assert_eq!(rule.value as f32, scores[row]);
        let obeyed = rule.conditions.iter().all(|condition| holds(&train, row, condition));
        assert!(obeyed, "row {row} breaks {:?}", rule.conditions);
        let others = rules
            .iter()
            .filter(|rule| rule.conditions.iter().all(|condition| holds(&train, row, condition)));
        assert_eq!(others.count(), 1);
    }
}

#[test]
fn a_tree_by_linfa_imitates_the_forest_as_well_as_one_of_ours() {
    let (train, converted, _) = visits(20_000, 64);
    let (test, _, _) = visits(20_000, 65);
    let forest = RandomForestClassifier::new().trees(40).min_leaf(60);
    let forest = forest.fit_table(&train, &converted).unwrap();
    let (depth, leaf) = (3, 400);
    let imitation = forest.imitation(&train, depth, leaf).unwrap();
    let ours = RandomForestRegressor::new()
        .trees(1)
        .bootstrap(false)
        .features_per_node(FeaturesPerNode::All)
        .max_depth(depth)
        .min_leaf(leaf)
        .fit_table(&train, &forest.scores(&train).unwrap())
        .unwrap();
    let scores = wide(&forest.scores(&test).unwrap());
    let fidelity = |tree: &RegressionForest| {
        RegressionMetrics::of(&wide(&tree.scores(&test).unwrap()), &scores).unwrap().r2.unwrap()
    };
    let (by_linfa, by_us) = (fidelity(&imitation), fidelity(&ours));
    assert!(by_linfa > 0.5 && by_linfa > by_us - 0.02, "{by_linfa}, ours {by_us}");
    // Hardly a leaf says that most of its visits convert: a tree of classes would be one leaf.
    let rules = imitation.leaf_rules(0);
    assert!(
        (5..=8).contains(&rules.len()) && rules.iter().all(|rule| rule.value < 0.5),
        "{rules:?}"
    );
    let leaves = imitation.leaves(0, &train).unwrap();
    for rule in &rules {
        assert!(leaves.iter().filter(|own| **own == rule.leaf).count() >= leaf, "{rule:?}");
    }
}

#[test]
fn a_forest_of_one_score_is_imitated_by_one_leaf() {
    let (train, _, _) = visits(500, 66);
    let never = Array1::from_elem(500, false);
    let forest = RandomForestClassifier::new().trees(3).fit_table(&train, &never).unwrap();
    assert_eq!(forest.imitation(&train, 3, 10).unwrap().nodes(), 1);
}

/// Reads a condition the way a person would.
fn holds(table: &FeatureTable, row: usize, condition: &str) -> bool {
    let (name, rest) = condition.split_once(' ').unwrap();
    match &table.feature(name).unwrap().values {
        Values::Numeric(values) => rest.split(" and ").all(|part| {
            let (sign, cut) = part.split_once(' ').unwrap();
            let cut: f32 = cut.parse().unwrap();
            if sign == ">" { values[row] > cut } else { values[row] <= cut }
        }),
        Values::Category { codes, labels } => {
            let (not, list) = match rest.strip_prefix("is not ") {
                Some(list) => (true, list),
                None => (false, rest.strip_prefix("is ").unwrap()),
            };
            let listed = list.split([',', ' ']).any(|word| word == labels[codes[row] as usize]);
            listed != not
        }
    }
}

#[test]
fn walking_anew_only_where_a_feature_is_asked_for_gives_what_walking_all_gives() {
    let (table, positive, _) = visits(3_000, 5);
    let forest = RandomForestClassifier::new().trees(20).fit_table(&table, &positive).unwrap();
    let (_, codes) = forest.sample(&table, usize::MAX, 0).unwrap();
    let ways = forest.ways(&codes);
    assert_eq!(ways.means(), forest.means(&codes));
    for feature in 0..table.features.len() {
        let reversed: Vec<u8> = (0..codes.rows()).rev().map(|r| codes.row(r)[feature]).collect();
        let mut changed = codes.clone();
        let to = changed.bytes.iter_mut().skip(feature).step_by(codes.stride);
        to.zip(&reversed).for_each(|(to, &code)| *to = code);
        let found = ways.means_with(feature, reversed.into_iter());
        let pairs = found.iter().zip(forest.means(&changed));
        assert!(pairs.clone().all(|(a, b)| (a - b).abs() < 1e-12), "feature {feature}");
    }
}
