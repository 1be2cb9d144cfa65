//! How trees are grown: against a slow tree, and the same on any number of threads.

use ndarray::Array1;

use super::*;
use crate::models::forest::bootstrap::{BLOCK, draws};
use crate::models::forest::{FeaturesPerNode, RandomForestClassifier, RandomForestRegressor};

/// A regression tree as in a textbook: every cut between values of every feature, the squared error
/// of both sides added up anew each time.
fn slow_tree(
    x: &[Vec<f64>],
    y: &[f64],
    rows: &[usize],
    depth: usize,
    leaf: usize,
    ask: &[f64],
) -> f64 {
    let mean = |rows: &[usize]| rows.iter().map(|&r| y[r]).sum::<f64>() / rows.len() as f64;
    let error = |rows: &[usize]| rows.iter().map(|&r| (y[r] - mean(rows)).powi(2)).sum::<f64>();
    let mut best: Option<(f64, usize, f64)> = None;
    if depth > 0 {
        for (feature, values) in x.iter().enumerate() {
            let mut own: Vec<f64> = rows.iter().map(|&row| values[row]).collect();
            own.sort_by(f64::total_cmp);
            own.dedup();
            for pair in own.windows(2) {
                let cut = 0.5 * (pair[0] + pair[1]);
                let (left, right): (Vec<usize>, Vec<usize>) =
                    rows.iter().partition(|&&row| values[row] <= cut);
                if left.len() < leaf || right.len() < leaf {
                    continue;
                }
                let gain = error(rows) - error(&left) - error(&right);
                if gain > 1e-9 && best.is_none_or(|(most, ..)| gain > most + 1e-9) {
                    best = Some((gain, feature, cut));
                }
            }
        }
    }
    let Some((_, feature, cut)) = best else { return mean(rows) };
    let side = |row: &&usize| (x[feature][**row] <= cut) == (ask[feature] <= cut);
    let rows: Vec<usize> = rows.iter().filter(side).copied().collect();
    slow_tree(x, y, &rows, depth - 1, leaf, ask)
}

#[test]
fn a_tree_equals_one_grown_the_slow_way() {
    let (rows, leaf, depth) = (300, 4, 5);
    // Values on a grid of 30, so that each has its own code; targets without ties in gain.
    let value = |f: u64, row: u64| Key::seed(30 + f).at(row).below(30) as f64;
    let x: Vec<Vec<f64>> = (0..4).map(|f| (0..rows).map(|row| value(f, row)).collect()).collect();
    let y: Vec<f64> = (0..rows as usize)
        .map(|row| {
            (x[0][row] - 10.0).abs() + x[1][row] * 0.3 + normal(Key::seed(35).at(row as u64))
        })
        .collect();
    let features = |x: &[Vec<f64>]| {
        let feature = |(f, values): (usize, &Vec<f64>)| {
            numbers(&format!("x{f}"), values.iter().map(|&value| value as f32))
        };
        x.iter().enumerate().map(feature).collect::<Vec<Feature>>()
    };
    let target: Array1<f32> = y.iter().map(|&y| y as f32).collect();
    let y: Vec<f64> = target.iter().map(|&y| f64::from(y)).collect();
    let tree = RandomForestRegressor::new()
        .trees(1)
        .bootstrap(false)
        .features_per_node(FeaturesPerNode::All)
        .max_depth(depth)
        .min_leaf(leaf)
        .fit_table(&table(features(&x)), &target)
        .unwrap();
    let scores = tree.scores(&table(features(&x))).unwrap();
    let all: Vec<usize> = (0..rows as usize).collect();
    for row in (0..rows as usize).step_by(3) {
        let ask: Vec<f64> = x.iter().map(|values| values[row]).collect();
        let slow = slow_tree(&x, &y, &all, depth, leaf, &ask);
        assert!((f64::from(scores[row]) - slow).abs() < 1e-4, "row {row}: {} {slow}", scores[row]);
    }
}

#[test]
fn trees_are_the_same_on_any_number_of_threads() {
    let (train, converted, _) = visits(6_000, 36);
    let y: Array1<f32> = (0..6_000).map(|row| normal(Key::seed(37).at(row)) as f32).collect();
    let grow = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            let classes = RandomForestClassifier::new().trees(12).fit_table(&train, &converted);
            let numbers = RandomForestRegressor::new().trees(12).fit_table(&train, &y);
            let (classes, numbers) = (classes.unwrap(), numbers.unwrap());
            let scores = classes.scores(&train).unwrap();
            (classes, numbers, scores)
        })
    };
    let one = grow(1);
    assert!(one == grow(2) && one == grow(5));
    let other = RandomForestClassifier::new().trees(12).seed(1).fit_table(&train, &converted);
    assert!(one.0 != other.unwrap(), "the seed must matter");
}

#[test]
fn a_shallow_tree_is_the_deep_one_cut_off() {
    let (train, converted, _) = visits(5_000, 39);
    let grow = |depth| {
        let params = RandomForestClassifier::new().trees(6).min_leaf(5).max_depth(depth);
        params.fit_table(&train, &converted).unwrap()
    };
    let deep = grow(14).out_of_bag_at(&train, &[0, 3, 14], usize::MAX).unwrap();
    for (judged, depth) in deep.into_iter().zip([0, 3, 14]) {
        assert_eq!(judged, grow(depth).out_of_bag(&train, usize::MAX).unwrap());
    }
}

#[test]
fn leaves_hold_enough_draws_and_paths_are_short_enough() {
    let (train, converted, _) = visits(8_000, 40);
    let params = RandomForestClassifier::new().trees(5).min_leaf(50).max_depth(6).bootstrap(false);
    let forest = params.fit_table(&train, &converted).unwrap();
    for tree in 0..5 {
        // Rows are routed by the codes of prediction, which may differ from those of training for
        // a few rows of a category.
        let mut rows = std::collections::BTreeMap::new();
        for leaf in forest.leaves(tree, &train).unwrap() {
            *rows.entry(leaf).or_insert(0) += 1;
        }
        assert!(rows.len() > 5 && rows.len() <= 64);
        assert!(rows.values().all(|&rows| rows >= 40), "{rows:?}");
    }
}

#[test]
fn draws_are_those_of_a_bootstrap() {
    let mut counts = [0_u32; 9];
    for block in 0..20_000 {
        for draws in draws(Key::seed(41), block) {
            counts[usize::from(draws)] += 1;
        }
    }
    let rows = f64::from(counts.iter().sum::<u32>());
    assert_eq!(rows, 20_000.0 * BLOCK as f64);
    let mut expected = (-1.0_f64).exp();
    for (draws, &count) in counts.iter().enumerate().take(7) {
        let share = f64::from(count) / rows;
        // Four standard errors, and the rounding to 16 bits.
        let error = 4.0 * (expected / rows).sqrt() + 2e-5;
        assert!((share - expected).abs() < error, "{draws} draws: {share}, not {expected}");
        expected /= draws as f64 + 1.0;
    }
    let mean: f64 = counts.iter().enumerate().map(|(d, &c)| d as f64 * f64::from(c)).sum();
    assert!((mean / rows - 1.0).abs() < 0.005);
}
