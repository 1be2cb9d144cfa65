//! One forest on given rows, and what it took: a line of JSON.
//!
//! A folder holds `about.json` and, column after column as little-endian 32-bit floats,
//! `train.f32` and `test.f32`; the targets are in `train_y.f32` and `test_y.f32`.

use std::fs::{self, File};
use std::io::{BufReader, Read as _};
use std::path::Path;

use adloom::features::table::{Feature, FeatureTable, Values};
use adloom::models::forest::{RandomForestClassifier, RandomForestRegressor};
use adloom::models::metrics::{Ranking, RegressionMetrics};
use ndarray::Array1;
use serde::Deserialize;
use serde_json::json;

use super::{DEPTH, LEAF, TREES};

/// What `about.json` says.
#[derive(Deserialize)]
struct About {
    /// Whether the target is a number rather than yes or no.
    regression: bool,
    columns: Vec<Column>,
}

#[derive(Deserialize)]
struct Column {
    name: String,
    /// The labels that the numbers of the column stand for, if it is a category.
    labels: Option<Vec<String>>,
}

/// Grows a forest on the folder's training rows and judges it on its test rows. With
/// `FOREST_NUMBERS` set, categories are taken for the numbers that stand for them.
pub fn run(folder: &Path) {
    let about = fs::read(folder.join("about.json")).expect("about.json");
    let about: About = serde_json::from_slice(&about).expect("about.json as compare.py writes it");
    let numbers_only = std::env::var_os("FOREST_NUMBERS").is_some();
    let (train, y) = (table(folder, "train", &about, numbers_only), floats(folder, "train_y"));
    let (test, test_y) = (table(folder, "test", &about, numbers_only), floats(folder, "test_y"));
    let yes = |y: &[f32]| y.iter().map(|&y| y > 0.5).collect::<Vec<bool>>();
    let (began, stood) = (cpu_seconds(), peak_megabytes());
    let (scores, fitted, took) = if about.regression {
        let params = RandomForestRegressor::new().trees(TREES).max_depth(DEPTH).min_leaf(LEAF);
        let forest = params.fit_table(&train, &Array1::from_vec(y)).expect("a forest");
        let (fitted, took) = (cpu_seconds(), peak_megabytes());
        (forest.scores(&test).expect("scores"), fitted, took)
    } else {
        let params = RandomForestClassifier::new().trees(TREES).max_depth(DEPTH).min_leaf(LEAF);
        let forest = params.fit_table(&train, &Array1::from_vec(yes(&y))).expect("a forest");
        let (fitted, took) = (cpu_seconds(), peak_megabytes());
        (forest.scores(&test).expect("scores"), fitted, took)
    };
    let ended = cpu_seconds();
    let scores: Vec<f64> = scores.iter().map(|&score| f64::from(score)).collect();
    let truth: Vec<f64> = test_y.iter().map(|&y| f64::from(y)).collect();
    let quality = if about.regression {
        RegressionMetrics::of(&scores, &truth).and_then(|metrics| metrics.r2)
    } else {
        Ranking::new(&scores, &yes(&test_y)).and_then(|ranking| ranking.auc())
    };
    let digest: f64 = scores.iter().enumerate().map(|(i, s)| s * (1 + i % 97) as f64).sum();
    let result = json!({
        "cpu": fitted - began,
        "score_cpu": ended - fitted,
        "peak": took,
        "more": took - stood,
        "quality": quality,
        "digest": digest.to_bits().to_string(),
    });
    println!("{result}");
}

/// A table, read column after column, so that no more than one is held twice.
fn table(folder: &Path, name: &str, about: &About, numbers_only: bool) -> FeatureTable {
    let mut file = BufReader::new(open(folder, name));
    let bytes = file.get_ref().metadata().expect("a file").len() as usize;
    let rows = bytes / size_of::<f32>() / about.columns.len();
    let features = about.columns.iter().map(|column| {
        let values = (0..rows).map(|_| {
            let mut bytes = [0; size_of::<f32>()];
            file.read_exact(&mut bytes).expect("as many numbers as its length says");
            f32::from_le_bytes(bytes)
        });
        let values = match &column.labels {
            Some(labels) if !numbers_only => Values::Category {
                codes: values.map(|code| code as u32).collect(),
                labels: labels.clone(),
            },
            _ => Values::Numeric(values.collect()),
        };
        Feature { name: column.name.clone(), values }
    });
    FeatureTable { features: features.collect() }
}

fn floats(folder: &Path, name: &str) -> Vec<f32> {
    let mut bytes = Vec::new();
    open(folder, name).read_to_end(&mut bytes).expect("a file of numbers");
    bytes.chunks_exact(4).map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]])).collect()
}

fn open(folder: &Path, name: &str) -> File {
    File::open(folder.join(format!("{name}.f32"))).expect("a file that compare.py wrote")
}

/// CPU seconds of this process so far, user and system, as Linux counts them: in hundredths.
fn cpu_seconds() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // The name of the program, in brackets, may hold blanks.
    let after = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
    let ticks = |place: usize| after.split_whitespace().nth(place)?.parse::<f64>().ok();
    (ticks(11).unwrap_or(0.0) + ticks(12).unwrap_or(0.0)) / 100.0
}

/// The most memory that this process has held so far.
fn peak_megabytes() -> f64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|rest| rest.split_whitespace().next()?.parse::<f64>().ok());
    kilobytes.unwrap_or(0.0) / 1024.0
}
