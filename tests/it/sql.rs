//! `adloom sql`: what it answers, refuses and prints.

use std::fs;
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Output, Stdio};

use crate::support::{adloom, command, generate, text};

const WORLD: [&str; 6] = ["--days", "3", "--scale", "0.05", "--seed", "1"];

/// Asks the small world.
fn sql(args: &[&str]) -> Output {
    adloom(&[&["sql", "gcc"], args, &WORLD[..]].concat())
}

fn answer(args: &[&str]) -> String {
    let output = sql(args);
    assert!(output.status.success(), "{args:?}: {}", text(&output.stderr));
    text(&output.stdout)
}

fn refused(args: &[&str], code: i32) -> String {
    let output = sql(args);
    let said = text(&output.stderr);
    assert_eq!(output.status.code(), Some(code), "{args:?}: {said}");
    assert_eq!(text(&output.stdout), "", "{args:?}");
    said
}

#[test]
fn people_get_an_aligned_table() {
    let query = "SELECT 'a' AS word, 1 AS n, CAST(1.5 AS DECIMAL(6, 2)) AS m \
                 UNION ALL SELECT NULL, 200, CAST(20.25 AS DECIMAL(6, 2)) ORDER BY n";
    let shown = answer(&[query]);
    let expected =
        "word │   n │     m\n─────┼─────┼──────\na    │   1 │  1.50\nNULL │ 200 │ 20.25\n";
    assert_eq!(shown, expected);
}

#[test]
fn an_answer_without_rows_still_names_its_columns() {
    let query = "SELECT order_id, status FROM orders WHERE date = '1999-01-01'";
    assert!(answer(&[query]).starts_with("order_id │ status\n"));
    assert_eq!(answer(&[query, "--format", "csv"]), "order_id,status\n");
    assert_eq!(answer(&[query, "--format", "json"]), "[]\n");
    assert_eq!(answer(&[query, "--format", "jsonl"]), "");
}

#[test]
fn cells_look_as_in_the_files_that_gen_writes() {
    let dir = tempfile::tempdir().unwrap();
    let folder = generate(&dir.path().join("out"), &[&["gcc"], &WORLD[..]].concat());
    for table in ["orders", "sessions", "users", "creatives"] {
        let written = fs::read_to_string(folder.join(format!("data/{table}.csv"))).unwrap();
        let query = format!("SELECT * FROM {table}");
        let asked = answer(&[&query, "--format", "csv", "--threads", "1"]);
        assert_eq!(asked, written, "{table}");
    }
}

#[test]
fn programs_get_json_with_numbers_as_numbers() {
    let query = "SELECT date, 3 AS n, 2.50 AS price, 'a \"b\"' AS t, NULL AS nothing, \
                 started_at, converted FROM sessions LIMIT 2";
    let all: serde_json::Value =
        serde_json::from_str(&answer(&[query, "--format", "json"])).unwrap();
    let rows = all.as_array().unwrap();
    assert_eq!(rows.len(), 2);
    assert_eq!(rows[0]["n"], 3);
    assert_eq!(rows[0]["price"], 2.5);
    assert_eq!(rows[0]["t"], "a \"b\"");
    assert!(rows[0]["nothing"].is_null());
    assert!(rows[0]["converted"].is_boolean());
    assert!(rows[0]["started_at"].as_str().unwrap().ends_with('Z'));
    let lines = answer(&[query, "--format", "jsonl"]);
    let lines: Vec<serde_json::Value> =
        lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(&lines, rows);
}

#[test]
fn the_ending_of_the_file_names_the_format() {
    let dir = tempfile::tempdir().unwrap();
    let query = "SELECT region_id, name FROM regions ORDER BY 1";
    for ending in ["csv", "json", "jsonl", "txt", "parquet"] {
        let file = dir.path().join(format!("answer.{ending}"));
        let out = file.to_str().unwrap();
        assert_eq!(answer(&[query, "--out", out]), "");
        let bytes = fs::read(&file).unwrap();
        if ending == "parquet" {
            assert!(bytes.starts_with(b"PAR1") && bytes.ends_with(b"PAR1"));
        } else {
            let format = if ending == "txt" { "table" } else { ending };
            assert_eq!(text(&bytes), answer(&[query, "--format", format]), "{ending}");
        }
    }
    let said = refused(&[query, "--out", "answer.xyz"], 2);
    assert!(said.contains("--format"), "{said}");
}

#[test]
fn a_file_is_replaced_only_by_force_and_never_left_half_written() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("a.csv");
    let out = file.to_str().unwrap();
    fs::write(&file, "mine").unwrap();
    let said = refused(&["SELECT 1 AS n", "--out", out], 1);
    assert!(said.contains("--force"), "{said}");
    // It fails after the first rows.
    let fails = "SELECT 1 / (2 - page_views) FROM sessions";
    refused(&[fails, "--out", out, "--force"], 1);
    assert_eq!(fs::read_to_string(&file).unwrap(), "mine");
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    answer(&["SELECT 1 AS n", "--out", out, "--force"]);
    assert_eq!(fs::read_to_string(&file).unwrap(), "n\n1\n");
}

#[test]
fn a_dataset_and_its_world_give_the_same_answers() {
    let dir = tempfile::tempdir().unwrap();
    let args = [&["gcc", "--format", "parquet"], &WORLD[..]].concat();
    let folder = generate(&dir.path().join("out"), &args);
    let folder = folder.to_str().unwrap();
    for query in [
        "SELECT count(*) FROM sessions",
        "SELECT platform, sum(spend) AS spend, sum(claimed_revenue) AS claimed \
         FROM ad_performance GROUP BY platform ORDER BY platform",
        "SELECT o.region_id, t.driver_platform, count(*) AS orders, sum(o.revenue) AS revenue \
         FROM orders o JOIN truth.orders t USING (order_id) GROUP BY 1, 2 ORDER BY 1, 2",
        "SHOW TABLES",
        "DESCRIBE truth.orders",
    ] {
        let written = adloom(&["sql", folder, query, "--format", "csv"]);
        assert!(written.status.success(), "{}", text(&written.stderr));
        assert_eq!(text(&written.stdout), answer(&[query, "--format", "csv"]), "{query}");
    }
    let refused = adloom(&["sql", folder, "SELECT 1", "--scale", "2"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(text(&refused.stderr).contains("already written"), "{}", text(&refused.stderr));
}

#[test]
fn a_database_that_gen_loaded_is_asked_like_any_other_dataset() {
    let dir = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", dir.path().join("world.db").display());
    let loaded = adloom(&[&["gen", "gcc", "--to", &url][..], &WORLD[..]].concat());
    assert!(loaded.status.success(), "{}", text(&loaded.stderr));
    let query = "SELECT o.region_id, t.is_incremental, count(*) AS n, sum(o.total) AS total \
                 FROM orders o JOIN truth.orders t USING (order_id) GROUP BY 1, 2 ORDER BY 1, 2";
    let asked = adloom(&["sql", &url, query, "--format", "csv"]);
    assert!(asked.status.success(), "{}", text(&asked.stderr));
    assert_eq!(text(&asked.stdout), answer(&[query, "--format", "csv"]));
}

#[test]
fn a_folder_with_a_manifest_wins_over_a_preset_of_the_same_name() {
    let dir = tempfile::tempdir().unwrap();
    let ask = |query: &str| {
        let output = command().current_dir(dir.path()).args(["sql", "gcc", query]).output();
        let output = output.unwrap();
        assert!(output.status.success(), "{}", text(&output.stderr));
        text(&output.stdout).lines().nth(2).unwrap().trim().to_owned()
    };
    // A folder that is no dataset stands in nobody's way.
    fs::create_dir(dir.path().join("gcc")).unwrap();
    let world: u32 = ask("SELECT count(*) FROM calendar").parse().unwrap();
    fs::remove_dir(dir.path().join("gcc")).unwrap();
    generate(&dir.path().join("gcc"), &[&["gcc"], &WORLD[..]].concat());
    let dataset: u32 = ask("SELECT count(*) FROM calendar").parse().unwrap();
    assert!(dataset < world, "{dataset} of {world}");
}

#[test]
fn tables_and_columns_are_described() {
    let tables = answer(&["show tables", "--format", "csv"]);
    assert!(tables.contains("\ntruth,orders,What caused each order.\n"), "{tables}");
    assert_eq!(tables.lines().count(), 1 + adloom::tables::all().len());
    let columns = answer(&["describe sessions", "--format", "csv"]);
    assert!(columns.contains("\nduration_seconds,a whole number,no,\"\",Length (seconds)\n"));
    for same in ["DESC data.sessions", "SHOW COLUMNS FROM sessions"] {
        assert_eq!(answer(&[same, "--format", "csv"]), columns, "{same}");
    }
    let known =
        answer(&["SELECT count(*) FROM information_schema.tables WHERE table_schema = 'truth'"]);
    assert!(known.lines().nth(2).is_some_and(|n| n.trim() == "8"), "{known}");
}

#[test]
fn a_query_that_cannot_be_understood_is_refused_in_one_line() {
    for (query, words) in [
        ("SELECT count(*) FROM sesions", "did you mean sessions"),
        ("SELECT * FROM truth.order", "truth.orders"),
        ("DESCRIBE order", "did you mean orders"),
        ("SELECT devise FROM sessions", "device"),
        ("SELEC 1", "SELEC"),
        ("SELECT 1; SELECT 2", "one query at a time"),
        ("", "no query"),
        ("/* nothing */", "no query"),
        ("DROP TABLE orders", "nothing is changed"),
        ("INSERT INTO orders SELECT * FROM orders", "nothing is changed"),
        ("CREATE TABLE a AS SELECT 1", "nothing is changed"),
        ("COPY orders TO 'x.csv'", "nothing is changed"),
        ("SET datafusion.execution.batch_size = 1", "nothing is changed"),
    ] {
        let said = refused(&[query], 2);
        assert!(said.starts_with("error: ") && said.contains(words), "{query}: {said}");
        assert_eq!(said.lines().count(), 1, "{query}: {said}");
    }
    assert!(!Path::new("x.csv").exists());
}

#[test]
fn the_query_can_come_from_a_file_or_a_pipe() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("query.sql");
    fs::write(&file, "-- how many regions\nSELECT count(*) AS n\nFROM regions;\n").unwrap();
    let from_file = answer(&["--query-file", file.to_str().unwrap(), "--format", "csv"]);
    assert_eq!(from_file, "n\n6\n");
    let mut child = command()
        .args(["sql", "gcc", "--query-file", "-", "--format", "csv"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(b"SELECT count(*) AS n FROM regions").unwrap();
    assert_eq!(text(&child.wait_with_output().unwrap().stdout), "n\n6\n");
}

#[test]
fn a_reader_that_has_seen_enough_ends_it_quietly() {
    let mut child = command()
        .args(["sql", "gcc", "SELECT * FROM sessions", "--format", "csv"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = [0; 10];
    child.stdout.take().unwrap().read_exact(&mut first).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), String::new()));
}

#[test]
fn control_characters_do_not_reach_the_terminal() {
    let shown = answer(&["SELECT 'a' || chr(27) || '[31mred' || chr(10) || 'b' AS t"]);
    assert!(!shown.contains('\u{1b}') && shown.lines().count() == 4, "{shown:?}");
}

#[test]
fn the_queries_of_the_documentation_have_answers() {
    let docs = fs::read_to_string("docs/sql.md").unwrap();
    let queries: Vec<&str> = docs
        .split("```sql\n")
        .skip(1)
        .filter_map(|rest| rest.split_once("```").map(|(query, _)| query))
        .collect();
    assert_eq!(queries.len(), 10);
    for query in queries {
        let rows = answer(&[query, "--format", "jsonl", "--start", "2026-02-18"]);
        // Few products are about to run out in a small shop that has just been filled.
        assert!(!rows.is_empty() || query.contains("stock_after"), "{query}");
    }
}
