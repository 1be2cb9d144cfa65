//! Repaired tables in whatever format, through the binary.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use crate::support::{adloom, text};

/// The tables that the assignment plants flaws in.
const TABLES: [&str; 3] = ["ad_performance", "orders", "users"];

struct Place(tempfile::TempDir);

impl Place {
    fn new() -> Place {
        let place = Place(tempfile::tempdir().unwrap());
        fs::write(place.path("roster.csv"), "id\n1\n").unwrap();
        fs::write(place.path("secret.key"), "the secret of the tests").unwrap();
        place
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// A class that hands out tables with flaws, in some format; its data are the same in all.
    fn class(&self, format: &str) -> PathBuf {
        let class = self.path(&format!("class-{format}"));
        let paths = [&self.path("roster.csv"), &class, &self.path("secret.key")]
            .map(|path| path.to_str().unwrap().to_owned());
        let [roster, out, key] = &paths;
        let fixed = ["class", "gcc", "--days", "60", "--scale", "0.05", "--assignment", "cleaning"];
        let named = ["--roster", roster, "--out", out, "--key", key, "--format", format];
        let made = adloom(&[&fixed, &named[..]].concat());
        assert!(made.status.success(), "{}", text(&made.stderr));
        class
    }

    fn copy(&self, from: &Path, to: &str) -> PathBuf {
        let to = self.path(to);
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::copy(from, &to).unwrap();
        to
    }
}

fn dirty(class: &Path) -> PathBuf {
    class.join("students/1/data")
}

fn clean(class: &Path) -> PathBuf {
    class.join("instructor/students/1/data")
}

fn score(dirty: &Path, cleaned: &Path) -> Output {
    adloom(&["score-cleaning", dirty.to_str().unwrap(), cleaned.to_str().unwrap(), "--json"])
}

fn overall(dirty: &Path, cleaned: &Path) -> f64 {
    let output = score(dirty, cleaned);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let score: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert!(!score["tables"].as_array().unwrap().is_empty(), "{score}");
    score["overall"].as_f64().unwrap()
}

#[test]
fn every_format_scores_alike_against_every_other() {
    let place = Place::new();
    let classes = ["csv", "parquet", "jsonl"].map(|format| place.class(format));
    for one in &classes {
        for other in &classes {
            assert_eq!(overall(&dirty(one), &clean(other)), 1.0, "{one:?} {other:?}");
            assert_eq!(overall(&dirty(one), &dirty(other)), 0.0, "{one:?} {other:?}");
        }
    }
}

#[test]
fn a_submission_may_mix_formats() {
    let place = Place::new();
    let [csv, parquet, lines] = ["csv", "parquet", "jsonl"].map(|format| place.class(format));
    place.copy(&clean(&csv).join("orders.csv"), "in/1/orders.csv");
    place.copy(&clean(&parquet).join("users.parquet"), "in/1/users.parquet");
    // As some programs name it.
    place.copy(&clean(&lines).join("ad_performance.jsonl"), "in/1/ad_performance.json");
    place.copy(&csv.join("instructor/students/1/answers.csv"), "in/1/answers.csv");
    let [class, submissions, out] = [&csv, &place.path("in"), &place.path("grades")]
        .map(|path| path.to_str().unwrap().to_owned());
    let graded = adloom(&["grade", &class, "--submissions", &submissions, "--out", &out, "--json"]);
    assert!(graded.status.success(), "{}", text(&graded.stderr));
    let grades: serde_json::Value = serde_json::from_slice(&graded.stdout).unwrap();
    assert_eq!(grades["mean_percent"], 100.0, "{grades}");
}

#[test]
fn a_dataset_of_any_format_brings_its_own_log() {
    let place = Place::new();
    let out = place.path("untidy");
    let shown = out.to_str().unwrap();
    let args = ["--days", "20", "--scale", "0.05", "--format", "parquet", "--out", shown];
    let made = adloom(&[&["gen", "classroom"][..], &args].concat());
    assert!(made.status.success(), "{}", text(&made.stderr));
    assert!(out.join("truth/defects.parquet").exists());
    assert_eq!(overall(&out, &out), 0.0);
    let key = place.path("untidy/truth");
    let copy = place.copy(&out.join("data/orders.parquet"), "elsewhere/a/b/orders.parquet");
    let [dirty, key] = [&copy, &key].map(|path| path.to_str().unwrap());
    let scored = adloom(&["score-cleaning", dirty, dirty, "--key-folder", key]);
    assert!(scored.status.success(), "{}", text(&scored.stderr));
}

#[test]
fn what_cannot_be_scored_is_told_by_name() {
    let place = Place::new();
    let class = place.class("parquet");
    let orders = dirty(&class).join("orders.parquet");
    let refused = |cleaned: &Path, part: &str| {
        let output = score(&orders, cleaned);
        assert_eq!(output.status.code(), Some(2), "{part}");
        let why = text(&output.stderr);
        assert!(why.contains(part), "{part}: {why}");
    };
    let whole = fs::read(clean(&class).join("orders.parquet")).unwrap();
    let put = |name: &str, bytes: &[u8]| {
        let path = place.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, bytes).unwrap();
        path
    };
    refused(&put("cut/orders.parquet", &whole[..whole.len() / 2]), "no whole Parquet file");
    refused(&put("text/orders.parquet", b"order_id,total\n1,2\n"), "no whole Parquet file");
    refused(&put("lines/orders.jsonl", b"{\"order_id\": 1}\nbroken\n"), "line 2");
    refused(&put("keyless/orders.jsonl", b"{\"total\": 1}\n"), "no column `order_id`");
    refused(&put("sheet/orders.csv", b"PK\x03\x04"), "an Excel workbook");
    refused(&place.path("nowhere/orders.csv"), "there is no such file or folder");
    let folder = place.path("empty");
    fs::create_dir(&folder).unwrap();
    refused(&folder, "there is no orders.csv, .parquet or .jsonl");
    put("twice/orders.csv", b"");
    put("twice/orders.jsonl", b"");
    refused(&place.path("twice"), "orders.csv and orders.jsonl are both there");
    // In a folder of several tables, one that cannot be read costs its own marks alone.
    for table in TABLES {
        let file = format!("{table}.parquet");
        place.copy(&clean(&class).join(&file), &format!("some/{file}"));
    }
    put("some/users.parquet", &whole[..100]);
    let output = score(&dirty(&class), &place.path("some"));
    let found: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let overall = found["overall"].as_f64().unwrap();
    assert!((0.5..1.0).contains(&overall), "{found}");
    assert!(found.to_string().contains("no whole Parquet file"), "{found}");
}
