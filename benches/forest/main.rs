//! How fast forests grow and foretell: `cargo bench --bench forest`.
//!
//! The rows are a made-up table of visits: a dozen columns, of which four are categories, and a few
//! per cent of conversions. With `FOREST_DATA=FOLDER` the rows are those of the folder that
//! `compare.py` wrote, and one forest is grown and judged; see there.

mod given;

use std::hint::black_box;
use std::path::Path;

use adloom::features::table::{Feature, FeatureTable, Values};
use adloom::models::forest::{RandomForestClassifier, RandomForestRegressor};
use adloom::random::Key;
use criterion::{Criterion, Throughput};
use ndarray::Array1;

const ROWS: usize = 200_000;
const TREES: usize = 100;
const DEPTH: usize = 12;
const LEAF: usize = 20;
const NUMBERS: usize = 8;
/// Levels of each category.
const LEVELS: [u64; 4] = [3, 6, 12, 60];

fn main() {
    if let Some(folder) = std::env::var_os("FOREST_DATA") {
        given::run(Path::new(&folder));
        return;
    }
    let mut criterion = Criterion::default().configure_from_args();
    bench(&mut criterion);
    criterion.final_summary();
}

fn bench(c: &mut Criterion) {
    let (table, converted) = visits();
    let target = converted.mapv(|converted| if converted { 1.0 } else { 0.0 });
    let classifier = RandomForestClassifier::new().trees(TREES).max_depth(DEPTH).min_leaf(LEAF);
    let regressor = RandomForestRegressor::new().trees(TREES).max_depth(DEPTH).min_leaf(LEAF);
    // The table is one of the kind that forests are made for.
    let forest = classifier.fit_table(&table, &converted).expect("a sound table");

    let mut group = c.benchmark_group("forest");
    group.sample_size(10).throughput(Throughput::Elements(ROWS as u64));
    group.bench_function("classify/fit", |b| {
        b.iter(|| classifier.fit_table(black_box(&table), black_box(&converted)));
    });
    group.bench_function("classify/score", |b| b.iter(|| forest.scores(black_box(&table))));
    group.bench_function("regress/fit", |b| {
        b.iter(|| regressor.fit_table(black_box(&table), black_box(&target)));
    });
    group.finish();
}

/// Visits whose log odds depend on a number, a category, and on the two together.
fn visits() -> (FeatureTable, Array1<bool>) {
    let key = Key::seed(1);
    let number = |column: usize| {
        let own = key.at(column as u64);
        Array1::from_iter((0..ROWS).map(|row| own.at(row as u64).unit() as f32))
    };
    let numbers: Vec<Array1<f32>> = (0..NUMBERS).map(number).collect();
    let category = |column: usize| {
        let own = key.at((NUMBERS + column) as u64);
        Array1::from_iter((0..ROWS).map(|row| own.at(row as u64).below(LEVELS[column]) as u32))
    };
    let categories: Vec<Array1<u32>> = (0..LEVELS.len()).map(category).collect();
    let outcome = key.at(u64::MAX);
    let converted = Array1::from_iter((0..ROWS).map(|row| {
        let (x, level) = (f64::from(numbers[0][row]), f64::from(categories[3][row] % 7));
        let odds = (-5.0 + 2.0 * x + 0.3 * level * f64::from(numbers[1][row])).exp();
        outcome.at(row as u64).happens(odds / (1.0 + odds))
    }));
    let numbers = numbers.into_iter().map(Values::Numeric);
    let labels = |levels: u64| (0..levels).map(|level| level.to_string()).collect();
    let categories = categories
        .into_iter()
        .zip(LEVELS)
        .map(|(codes, levels)| Values::Category { codes, labels: labels(levels) });
    let named = |(place, values)| Feature { name: format!("x{place}"), values };
    let features = numbers.chain(categories).enumerate().map(named).collect();
    (FeatureTable { features }, converted)
}
