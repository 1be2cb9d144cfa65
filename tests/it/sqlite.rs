//! `gen --to sqlite:PATH`: one file that is a whole warehouse, or nothing.

use std::fs;
use std::path::Path;
use std::process::Output;
use std::time::Duration;

use rusqlite::Connection;
use rusqlite::types::Value;

use crate::support::{SMALL, adloom, binary, command, generate, rows, tables, text};

fn load(path: &Path, extra: &[&str]) -> Output {
    let url = format!("sqlite:{}", path.display());
    adloom(&[&["gen"], &SMALL[..], &["--to", &url], extra].concat())
}

fn loaded(path: &Path, extra: &[&str]) -> Connection {
    let output = load(path, extra);
    assert!(output.status.success(), "{}", text(&output.stderr));
    Connection::open(path).unwrap()
}

fn count(file: &Connection, query: &str) -> i64 {
    file.query_row(query, [], |row| row.get(0)).unwrap_or_else(|e| panic!("{query}: {e}"))
}

fn list(file: &Connection, query: &str) -> Vec<String> {
    let mut statement = file.prepare(query).unwrap();
    let rows = statement.query_map([], |row| row.get(0)).unwrap();
    rows.map(Result::unwrap).collect()
}

fn refused(output: &Output, words: &str) {
    let said = text(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains(words) && said.trim().lines().count() == 1, "{said}");
}

#[test]
fn a_file_holds_the_whole_world_with_keys_views_and_a_clean_staging_layer() {
    let dir = tempfile::tempdir().unwrap();
    let folder =
        generate(&dir.path().join("csv"), &[&SMALL[..], &["--layout", "exports,star"]].concat());
    let file = loaded(&dir.path().join("shop.db"), &[]);

    for table in tables(&folder) {
        let name = table.trim_start_matches("data/").replace("truth/", "truth_");
        let there = count(&file, &format!("SELECT count(*) FROM {name}"));
        assert_eq!(usize::try_from(there).unwrap(), rows(&folder, &table).len(), "{name}");
    }
    assert_eq!(list(&file, "PRAGMA integrity_check"), ["ok"]);
    assert!(list(&file, "SELECT \"table\" FROM pragma_foreign_key_check").is_empty());
    let keys = "SELECT count(*) FROM sqlite_schema s, pragma_foreign_key_list(s.name)";
    assert!(count(&file, keys) > 30, "tables lead to one another");

    // Money is stored so that it adds up to the cent.
    let orders = rows(&folder, "data/orders");
    let cents = |text: &str| text.replace('.', "").parse::<i64>().unwrap();
    let total: i64 = orders.iter().map(|order| cents(&order["total"])).sum();
    assert_eq!(count(&file, "SELECT CAST(round(sum(total) * 100) AS INTEGER) FROM orders"), total);
    let kinds = "SELECT typeof(ordered_at) || typeof(date) || typeof(is_new_customer) FROM orders";
    assert_eq!(list(&file, &format!("{kinds} LIMIT 1")), ["texttextinteger"]);

    let views = list(&file, "SELECT name FROM sqlite_schema WHERE type = 'view'");
    assert!(views.contains(&"funnel_stages".to_owned()) && views.len() > 10, "{views:?}");
    for view in views {
        assert!(count(&file, &format!("SELECT count(*) FROM {view}")) > 0, "{view} is empty");
    }

    // The staging layer is the platforms' own text, and cleaning keeps what it says.
    let exports = rows(&folder, "exports/meta_ads");
    let spend = "SELECT spend FROM stage_meta_ads ORDER BY rowid";
    assert_eq!(list(&file, spend), exports.iter().map(|r| r["spend"].clone()).collect::<Vec<_>>());
    let clean =
        list(&file, "SELECT name FROM sqlite_schema WHERE name LIKE 'clean\\_%' ESCAPE '\\'");
    assert!(clean.len() >= 4, "{clean:?}");
    assert!(
        list(&file, "SELECT reason || ': ' || coalesce(raw_value, '') FROM anomalies").is_empty()
    );
    let difference = "SELECT abs((SELECT sum(spend) FROM ad_performance)
        - (SELECT sum(spend) FROM clean_meta_ads) - (SELECT sum(spend) FROM clean_google_ads)
        - (SELECT sum(spend) FROM clean_tiktok_ads) - (SELECT sum(spend) FROM clean_snapchat_ads))
        < 0.01 * (SELECT count(*) FROM ad_performance)";
    assert_eq!(count(&file, difference), 1, "the exports' spend is the world's");
    let orders = "SELECT (SELECT count(*) FROM clean_orders) - (SELECT count(*) FROM orders)";
    assert_eq!(count(&file, orders), 0);
    let fact = "SELECT CAST(round(sum(spend) * 100) AS INTEGER) FROM fact_marketing_performance";
    let plain = "SELECT CAST(round(sum(spend) * 100) AS INTEGER) FROM ad_performance";
    assert_eq!(count(&file, fact), count(&file, plain));
}

#[test]
fn the_file_passes_verify_and_models_to_the_same_figures_as_a_folder() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("shop.db");
    drop(loaded(&path, &[]));
    let folder = generate(&dir.path().join("csv"), &SMALL);
    let url = format!("sqlite:{}", path.display());
    let output = adloom(&["verify", &url]);
    let said = text(&output.stdout);
    assert!(output.status.success(), "{said}{}", text(&output.stderr));
    assert!(said.contains("skipped  files  unchanged"), "{said}");
    let output = adloom(&["sql", &url, "--format", "csv", "SELECT count(*) AS n FROM regions"]);
    assert_eq!(text(&output.stdout), "n\n6\n", "{}", text(&output.stderr));

    let model = |dataset: &str, out: &str| {
        let out = dir.path().join(out);
        let args = ["model", dataset, "--only", "kpis", "--out", out.to_str().unwrap()];
        let output = adloom(&args);
        assert!(output.status.success(), "{}", text(&output.stderr));
        fs::read_to_string(out.join("metrics.json")).unwrap()
    };
    let of_folder = model(folder.to_str().unwrap(), "a");
    assert!(of_folder == model(&url, "b"), "the figures differ");
    assert!(of_folder == model(path.to_str().unwrap(), "c"), "a plain path is read, too");
}

#[test]
fn a_file_of_somebody_else_is_refused_and_ours_replaced_only_by_force() {
    let dir = tempfile::tempdir().unwrap();
    let foreign = dir.path().join("thesis.db");
    let theirs = Connection::open(&foreign).unwrap();
    theirs.execute_batch("CREATE TABLE orders (id); INSERT INTO orders VALUES (1)").unwrap();
    drop(theirs);
    for extra in [&[][..], &["--force"]] {
        refused(&load(&foreign, extra), "adloom did not make");
        assert_eq!(count(&Connection::open(&foreign).unwrap(), "SELECT count(*) FROM orders"), 1);
    }
    fs::write(dir.path().join("notes.db"), "not a database").unwrap();
    refused(&load(&dir.path().join("notes.db"), &["--force"]), "adloom did not make");
    refused(&load(dir.path(), &["--force"]), "a folder is there");
    refused(&load(&dir.path().join("no/such/shop.db"), &[]), "there is no folder");

    let ours = dir.path().join("it's \"ours\".db");
    drop(loaded(&ours, &["--tables", "data"]));
    refused(&load(&ours, &[]), "--force replaces it");
    let file = loaded(&ours, &["--tables", "regions,orders", "--force"]);
    let names = list(&file, "SELECT name FROM sqlite_schema WHERE type = 'table'");
    assert!(!names.iter().any(|name| name == "sessions"), "the old file is gone: {names:?}");
    file.execute_batch("CREATE TABLE notes (text)").unwrap();
    drop(file);
    refused(&load(&ours, &["--force"]), "`notes`");
}

#[test]
fn truth_is_left_out_where_it_is_not_asked_for() {
    let dir = tempfile::tempdir().unwrap();
    let file = loaded(&dir.path().join("shop.db"), &["--tables", "data"]);
    let names = list(&file, "SELECT name FROM sqlite_schema WHERE type = 'table'");
    assert!(names.contains(&"stage_orders".to_owned()), "{names:?}");
    assert!(!names.iter().any(|name| name.starts_with("truth")), "{names:?}");
}

#[test]
fn a_run_that_is_killed_or_short_of_space_leaves_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("shop.db");
    let url = format!("sqlite:{}", path.display());
    let mut child = command().args(["gen", "gcc", "--scale", "2", "--to", &url]).spawn().unwrap();
    let entries = || fs::read_dir(dir.path()).unwrap().count();
    for _ in 0..3_000 {
        if entries() > 0 {
            break;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    std::thread::sleep(Duration::from_millis(200));
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(!path.exists(), "a killed run must not look whole");

    let script = format!(
        "trap '' XFSZ; ulimit -f 400; exec '{}' --quiet gen gcc --to '{url}'",
        binary().display()
    );
    let output = std::process::Command::new("sh").args(["-c", &script]).output().unwrap();
    let said = text(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.starts_with("error: ") && said.trim().lines().count() == 1, "{said}");
    assert_eq!(entries(), 0, "leavings of both");

    let file = loaded(&path, &["--tables", "regions"]);
    assert_eq!(count(&file, "SELECT count(*) FROM regions"), 6);
    assert_eq!(entries(), 1);
}

#[test]
fn the_manifest_in_the_file_lists_all_that_is_in_it() {
    let dir = tempfile::tempdir().unwrap();
    let file = loaded(&dir.path().join("shop.db"), &[]);
    let manifest: String =
        file.query_row("SELECT manifest FROM adloom_manifest", [], |row| row.get(0)).unwrap();
    let manifest: serde_json::Value = serde_json::from_str(&manifest).unwrap();
    let relations = manifest["relations"].as_array().unwrap();
    let mut listed = relations
        .iter()
        .map(|relation| relation["name"].as_str().unwrap().to_owned())
        .collect::<Vec<_>>();
    listed.sort();
    let there = "SELECT name FROM sqlite_schema
        WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY 1";
    assert_eq!(list(&file, there), listed);
    let mark: Value = file.query_row("PRAGMA application_id", [], |row| row.get(0)).unwrap();
    assert_eq!(mark, Value::Integer(0x6164_6c6d));
}
