//! Planted flaws: the log and the clean twin make the dirty data, and the reverse, byte for byte.
//!
//! [`forward`] and [`backward`] are the procedure of `docs/defects.md`, written down once more.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::support::{Row, SMALL, adloom, binary, generate, rows, tables, text};

/// A table as it stands in its file.
#[derive(Debug, Clone, PartialEq)]
struct Sheet {
    names: Vec<String>,
    rows: Vec<Row>,
}

fn sheet(folder: &Path, table: &str) -> Sheet {
    let path = folder.join(format!("data/{table}.csv"));
    let mut reader = csv::Reader::from_path(path).unwrap();
    let names = reader.headers().unwrap().iter().map(str::to_owned).collect();
    Sheet { names, rows: reader.deserialize().map(|row| row.unwrap()).collect() }
}

/// The file that a table would be.
fn bytes(sheet: &Sheet) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(&sheet.names).unwrap();
    for row in &sheet.rows {
        writer.write_record(sheet.names.iter().map(|name| &row[name])).unwrap();
    }
    writer.into_inner().unwrap()
}

/// The primary keys of the clean tables.
fn keys(clean: &Path) -> BTreeMap<String, Vec<String>> {
    let manifest = fs::read_to_string(clean.join("manifest.json")).unwrap();
    let manifest: serde_json::Value = serde_json::from_str(&manifest).unwrap();
    let own = manifest["tables"].as_array().unwrap().iter().filter(|t| t["folder"] == "data");
    let key = |table: &serde_json::Value| {
        let columns = table["primary_key"].as_array().unwrap().iter();
        columns.map(|name| name.as_str().unwrap().to_owned()).collect()
    };
    own.map(|table| (table["name"].as_str().unwrap().to_owned(), key(table))).collect()
}

fn key_of(row: &Row, key: &[String]) -> String {
    key.iter().map(|name| row[name].as_str()).collect::<Vec<_>>().join("|")
}

/// Columns that a log adds: those of late rows, then those of drift.
fn new_columns(log: &[Row]) -> (Vec<&Row>, Vec<&Row>) {
    let whole = log.iter().filter(|entry| entry["row_key"].is_empty());
    whole.partition(|entry| entry["from_date"].is_empty())
}

/// 02:00 in the night after a day.
fn night_after(day: &str) -> String {
    let day: jiff::civil::Date = day[..10].parse().unwrap();
    format!("{}T02:00:00Z", day.tomorrow().unwrap())
}

/// The clean table and its part of the log make the dirty table.
fn forward(clean: &Sheet, key: &[String], log: &[Row]) -> Sheet {
    let (late, drifts) = new_columns(log);
    let mut names = clean.names.clone();
    names.extend(late.iter().map(|entry| entry["column"].clone()));
    names.extend(drifts.iter().map(|entry| entry["dirty_value"].clone()));
    let moment = || clean.names.iter().find(|name| name.ends_with("_at"));
    let day = clean.names.iter().find(|name| *name == "date").or_else(moment);
    let mut by_row: BTreeMap<&str, Vec<&Row>> = BTreeMap::new();
    for entry in log.iter().filter(|entry| !entry["row_key"].is_empty()) {
        by_row.entry(&entry["row_key"]).or_default().push(entry);
    }
    let mut dirty = Vec::new();
    for row in &clean.rows {
        let mut own = row.clone();
        for entry in &late {
            own.insert(entry["column"].clone(), night_after(&row[&entry["clean_value"]]));
        }
        let entries = by_row.get(key_of(row, key).as_str()).cloned().unwrap_or_default();
        for entry in entries.iter().filter(|entry| entry["action"] == "changed") {
            own.insert(entry["column"].clone(), entry["dirty_value"].clone());
        }
        let mut made = vec![own.clone()];
        for entry in entries.iter().filter(|entry| entry["action"] == "added") {
            match entry["column"].as_str() {
                "" => made.push(own.clone()),
                column => {
                    let cell = entry["dirty_value"].clone();
                    made.last_mut().unwrap().insert(column.to_owned(), cell);
                }
            }
        }
        for mut made in made {
            for entry in &drifts {
                let later = row[day.unwrap()][..10] >= entry["from_date"][..];
                let old = made[&entry["column"]].clone();
                if later && entry["action"] == "renamed" {
                    made.insert(entry["column"].clone(), String::new());
                }
                made.insert(entry["dirty_value"].clone(), if later { old } else { String::new() });
            }
            dirty.push(made);
        }
    }
    Sheet { names, rows: dirty }
}

/// The dirty table without its part of the log is the clean table.
fn backward(dirty: &Sheet, key: &[String], log: &[Row]) -> Sheet {
    let (late, drifts) = new_columns(log);
    let mut added: BTreeSet<&str> = late.iter().map(|entry| entry["column"].as_str()).collect();
    added.extend(drifts.iter().map(|entry| entry["dirty_value"].as_str()));
    let of_rows: Vec<&Row> = log.iter().filter(|entry| !entry["row_key"].is_empty()).collect();
    let mut groups = of_rows.chunk_by(|a, b| a["row_key"] == b["row_key"]).peekable();
    let mut clean = Vec::new();
    let mut rows = dirty.rows.iter();
    while let Some(row) = rows.next() {
        let mut own = row.clone();
        for entry in drifts.iter().filter(|entry| entry["action"] == "renamed") {
            if own[&entry["column"]].is_empty() {
                own.insert(entry["column"].clone(), own[&entry["dirty_value"]].clone());
            }
        }
        let is_next = |group: &&[&Row]| {
            let clean_key = group[0]["row_key"].split('|');
            key.iter().zip(clean_key).all(|(column, clean)| {
                let changed =
                    |entry: &&&Row| entry["action"] == "changed" && entry["column"] == *column;
                let last = group.iter().rfind(changed);
                own[column] == last.map_or(clean, |entry| &entry["dirty_value"])
            })
        };
        if let Some(group) = groups.next_if(is_next) {
            for entry in group.iter().filter(|entry| entry["action"] == "changed") {
                own.insert(entry["column"].clone(), entry["clean_value"].clone());
            }
            let is_row = |entry: &&&Row| entry["action"] == "added" && entry["column"].is_empty();
            let copies = group.iter().filter(is_row).count();
            rows.by_ref().take(copies).for_each(drop);
        }
        own.retain(|name, _| !added.contains(name.as_str()));
        clean.push(own);
    }
    assert!(groups.next().is_none(), "an entry of the log finds no row");
    let names = dirty.names.iter().filter(|name| !added.contains(name.as_str())).cloned();
    Sheet { names: names.collect(), rows: clean }
}

/// Holds a dirty dataset against its clean twin, and returns the log.
fn assert_twins(clean: &Path, dirty: &Path) -> Vec<Row> {
    let log = rows(dirty, "truth/defects");
    for (table, key) in keys(clean) {
        let own: Vec<Row> = log.iter().filter(|entry| entry["table"] == table).cloned().collect();
        let file = |folder: &Path| fs::read(folder.join(format!("data/{table}.csv"))).unwrap();
        if own.is_empty() {
            assert!(file(clean) == file(dirty), "{table} has no defects, but changed");
            continue;
        }
        let (before, after) = (sheet(clean, &table), sheet(dirty, &table));
        assert!(bytes(&forward(&before, &key, &own)) == file(dirty), "{table}: clean + log");
        assert!(bytes(&backward(&after, &key, &own)) == file(clean), "{table}: dirty - log");
    }
    for table in tables(clean).iter().filter(|table| table.starts_with("truth/")) {
        let file = |folder: &Path| fs::read(folder.join(format!("{table}.csv"))).unwrap();
        assert!(file(clean) == file(dirty), "{table} changed");
    }
    log
}

/// The small world with these defects, in a file.
fn scenario(folder: &Path, defects: &str) -> String {
    let path = folder.join("shop.toml");
    fs::write(&path, format!("extends = \"gcc\"\nname = \"shop\"\n{defects}")).unwrap();
    path.to_str().unwrap().to_owned()
}

/// Generates that world, with its defects and without.
fn twins(folder: &Path, defects: &str, scale: &str) -> (PathBuf, PathBuf) {
    let path = scenario(folder, defects);
    let args = [path.as_str(), "--days", "12", "--scale", scale];
    let dirty = generate(&folder.join("dirty"), &args);
    let clean = generate(&folder.join("clean"), &[&args[..], &["--defects", "none"]].concat());
    (clean, dirty)
}

#[test]
fn every_kind_is_done_and_undone_by_the_log() {
    let dir = tempfile::tempdir().unwrap();
    let clean = generate(&dir.path().join("clean"), &SMALL);
    let args = [&SMALL[..], &["--defects", "heavy"]].concat();
    let dirty = generate(&dir.path().join("dirty"), &args);
    let log = assert_twins(&clean, &dirty);
    let kinds: BTreeSet<&str> = log.iter().map(|entry| entry["kind"].as_str()).collect();
    let all = adloom::scenario::Defect::KINDS;
    assert_eq!(kinds, all.iter().copied().collect(), "the small world misses a kind");
    assert!(!clean.join("truth/defects.csv").exists());
}

#[test]
fn keys_and_cells_that_several_entries_strike_are_undone_too() {
    let dir = tempfile::tempdir().unwrap();
    let defects = r#"
        defects = [
          { kind = "date_formats", table = "ad_performance", column = "date", rate = 0.3 },
          { kind = "label_variants", table = "ad_performance", column = "device", rate = 0.3 },
          { kind = "missing", table = "ad_performance", column = "device", rate = 0.3 },
          { kind = "orphaned_keys", table = "ad_performance", column = "ad_id", rate = 0.2 },
          { kind = "orphaned_keys", table = "ad_performance", column = "region_id", rate = 0.2 },
          { kind = "missing", table = "ad_performance", column = "date", rate = 0.05 },
          { kind = "duplicates", table = "ad_performance", rate = 0.2 },
          { kind = "duplicates", table = "ad_performance", rate = 0.2 },
          { kind = "duplicates", mode = "near", table = "ad_performance", rate = 0.2,
            columns = ["spend", "impressions", "platform"] },
          { kind = "schema_drift", table = "ad_performance", column = "device", 
            new_name = "device_type", from = 2026-01-20 },
          { kind = "schema_drift", change = "added", table = "ad_performance", column = "spend",
            new_name = "cost", from = 2026-01-22 },
          { kind = "missing", table = "orders", column = "order_id", rate = 0.2 },
          { kind = "time_zone_shift", table = "orders", column = "ordered_at", rate = 0.5 },
          { kind = "late_rows", table = "orders", rate = 0.5 },
          { kind = "missing", table = "orders", column = "is_new_customer", rate = 0.5 },
          { kind = "swapped_columns", table = "orders", rate = 0.5,
            columns = ["currency", "status"] },
          { kind = "truncated_text", table = "products", column = "name", length = 4, rate = 0.5 },
          { kind = "broken_encoding", read_as = "windows_1256", table = "products",
            column = "native_name", rate = 0.5 },
          { kind = "orphaned_keys", table = "orders", column = "user_id", rate = 0.1 },
          { kind = "bots", table = "sessions", rate = 0.1 },
          { kind = "bots", table = "sessions", rate = 0.1 },
          { kind = "unit_slip", slip = "micros", table = "ad_pricing", column = "price",
            rate = 0.5 },
        ]"#;
    let (clean, dirty) = twins(dir.path(), defects, "0.2");
    let log = assert_twins(&clean, &dirty);
    // What was invented is nobody's.
    let known = |table: &str, column: &str| -> BTreeSet<String> {
        rows(&clean, table).into_iter().map(|row| row[column].clone()).collect()
    };
    let (users, sessions) = (known("data/users", "user_id"), known("data/sessions", "session_id"));
    let invented = |kind: &str, column: &str| -> Vec<String> {
        let own = log.iter().filter(|e| e["kind"] == kind && e["column"] == column);
        own.map(|entry| entry["dirty_value"].clone()).collect()
    };
    let strangers = invented("orphaned_keys", "user_id");
    assert!(!strangers.is_empty() && strangers.iter().all(|id| !users.contains(id)));
    let robots = invented("bots", "session_id");
    let distinct: BTreeSet<&String> = robots.iter().collect();
    assert!(robots.len() > 100 && distinct.len() == robots.len());
    assert!(robots.iter().all(|id| !sessions.contains(id)));
}

#[test]
fn rates_are_met_and_filters_kept() {
    let dir = tempfile::tempdir().unwrap();
    let defects = r#"
        defects = [
          { kind = "missing", table = "sessions", column = "browser", rate = 0.07 },
          { kind = "missing", mode = "by_column", table = "sessions", column = "os", on = "device",
            values = ["mobile"], rate = 0.10, otherwise = 0.02 },
          { kind = "missing", mode = "by_value", table = "sessions", column = "duration_seconds",
            at_least = 120, rate = 0.30 },
          { kind = "duplicates", table = "sessions", rate = 0.05 },
          { kind = "tracking_outage", table = "sessions", columns = ["source", "platform"],
            from = 2026-01-18, to = 2026-01-19 },
          { kind = "label_variants", table = "sessions", column = "medium", rate = 0.2,
            where = { region_id = "AE" }, from = 2026-01-20 },
        ]"#;
    let (clean, dirty) = twins(dir.path(), defects, "1");
    let log = assert_twins(&clean, &dirty);
    let visits = rows(&clean, "data/sessions");
    let by_id: BTreeMap<&str, &Row> =
        visits.iter().map(|v| (v["session_id"].as_str(), v)).collect();
    let struck = |defect: &str| -> BTreeSet<&str> {
        log.iter().filter(|e| e["defect"] == defect).map(|e| e["row_key"].as_str()).collect()
    };
    // Five standard errors: a right rate fails once in two million runs, and the seed is fixed.
    let meets = |defect: &str, rate: f64, eligible: &dyn Fn(&Row) -> bool| {
        let all = visits.iter().filter(|row| eligible(row)).count() as f64;
        let hit = struck(defect).into_iter().filter(|key| eligible(by_id[key])).count() as f64;
        let error = (all * rate * (1.0 - rate)).sqrt();
        assert!(all > 200.0, "defect {defect} has hardly a row to strike");
        assert!((hit - all * rate).abs() <= 5.0 * error, "defect {defect}: {hit} of {all}");
    };
    meets("1", 0.07, &|_| true);
    meets("2", 0.10, &|row| row["device"] == "mobile");
    meets("2", 0.02, &|row| row["device"] != "mobile");
    let seconds = |row: &Row| row["duration_seconds"].parse::<f64>().unwrap();
    meets("3", 0.30, &|row| seconds(row) >= 120.0);
    meets("3", 0.0, &|row| seconds(row) < 120.0);
    meets("4", 0.05, &|_| true);
    let outage = "2026-01-18".to_owned()..="2026-01-19".to_owned();
    meets("5", 1.0, &|row| outage.contains(&row["date"]));
    meets("5", 0.0, &|row| !outage.contains(&row["date"]));
    let limited = |row: &Row| row["region_id"] == "AE" && row["date"].as_str() >= "2026-01-20";
    meets("6", 0.2, &limited);
    meets("6", 0.0, &|row| !limited(row));
    // An outage moves visits to "other"; none is lost.
    let sources = |folder: &Path| {
        let mut count: BTreeMap<String, i64> = BTreeMap::new();
        for row in rows(folder, "data/sessions").iter().filter(|r| outage.contains(&r["date"])) {
            *count.entry(row["source"].clone()).or_default() += 1;
        }
        count
    };
    let copies = log.iter().filter(|e| e["kind"] == "duplicates");
    let copies = copies.filter(|e| outage.contains(&by_id[e["row_key"].as_str()]["date"])).count();
    let (before, after) = (sources(&clean), sources(&dirty));
    assert!(before.len() > 3);
    assert_eq!(after.keys().collect::<Vec<_>>(), ["other"]);
    assert_eq!(after["other"], before.values().sum::<i64>() + copies as i64);
}

#[test]
fn a_count_is_exact_and_parts_agree_on_it() {
    let dir = tempfile::tempdir().unwrap();
    let defects = r#"
        defects = [
          { kind = "outliers", table = "orders", column = "total", count = 17 },
          { kind = "truncated_text", table = "products", column = "name", length = 5, count = 9 },
          { kind = "duplicates", table = "payments", count = 1, from = 2026-01-17 },
          { kind = "violations", rule = "above", table = "payments", column = "amount",
            other = "orders.total", count = 5 },
        ]"#;
    let (clean, dirty) = twins(dir.path(), defects, "0.2");
    let log = assert_twins(&clean, &dirty);
    for (defect, count) in [("1", 17), ("2", 9), ("3", 1), ("4", 5)] {
        assert_eq!(log.iter().filter(|e| e["defect"] == defect).count(), count, "defect {defect}");
    }
    let totals: BTreeMap<String, f64> = rows(&clean, "data/orders")
        .into_iter()
        .map(|row| (row["order_id"].clone(), row["total"].parse().unwrap()))
        .collect();
    let orders: BTreeMap<String, String> = rows(&clean, "data/payments")
        .into_iter()
        .map(|row| (row["payment_id"].clone(), row["order_id"].clone()))
        .collect();
    for entry in log.iter().filter(|entry| entry["defect"] == "4") {
        let paid: f64 = entry["dirty_value"].parse().unwrap();
        assert!(paid > totals[&orders[&entry["row_key"]]]);
    }
    let path = dir.path().join("shop.toml");
    let out = dir.path().join("parts");
    for part in ["1", "2", "3"] {
        let args = [&["gen", path.to_str().unwrap()], &SMALL[1..]].concat();
        let args = [&args[..], &["--out", out.to_str().unwrap(), "--part", part, "--parts", "3"]];
        let output = adloom(&args.concat());
        assert!(output.status.success(), "{}", text(&output.stderr));
    }
    for table in tables(&dirty) {
        let part = |n| fs::read(out.join(format!("{table}.part-000{n}-of-0003.csv"))).unwrap();
        let joined: Vec<u8> = (1..=3).flat_map(part).collect();
        assert!(joined == fs::read(dirty.join(format!("{table}.csv"))).unwrap(), "{table}");
    }
}

#[test]
fn threads_and_windows_never_move_a_defect() {
    let dir = tempfile::tempdir().unwrap();
    let path = scenario(
        dir.path(),
        r#"
        defects = [
          { kind = "missing", table = "sessions", column = "browser", rate = 0.1 },
          { kind = "bots", table = "sessions", rate = 0.1 },
          { kind = "date_formats", table = "sessions", column = "date", rate = 0.1 },
        ]"#,
    );
    let run = |name: &str, more: &[&str]| {
        let args = [&[path.as_str(), "--scale", "0.2", "--tables", "sessions,truth.defects"], more];
        generate(&dir.path().join(name), &args.concat())
    };
    let file = |folder: &Path, table: &str| fs::read(folder.join(table)).unwrap();
    let long = run("long", &["--start", "2026-02-10", "--days", "12", "--threads", "1"]);
    let again = run("again", &["--start", "2026-02-10", "--days", "12", "--threads", "2"]);
    for table in ["data/sessions.csv", "truth/defects.csv"] {
        assert!(file(&long, table) == file(&again, table), "{table}");
    }
    let short = run("short", &["--start", "2026-02-14", "--days", "4"]);
    for table in ["data/sessions", "truth/defects"] {
        let of_long: BTreeSet<Row> = rows(&long, table).into_iter().collect();
        let of_short = rows(&short, table);
        assert!(
            of_short.len() > 200 && of_short.iter().all(|row| of_long.contains(row)),
            "{table}"
        );
    }
}

#[test]
fn an_entry_does_the_same_with_the_others_and_without() {
    let dir = tempfile::tempdir().unwrap();
    let own = r#"{ kind = "label_variants", table = "orders", column = "status", rate = 0.3 }"#;
    let others = r#"
          { kind = "missing", table = "orders", column = "status", rate = 0.5 },
          { kind = "duplicates", table = "orders", rate = 0.5 },
          { kind = "missing", table = "users", column = "email", rate = 0.5 },"#;
    let log = |name: &str, list: String| -> Vec<Row> {
        let path = scenario(dir.path(), &format!("defects = [{list}]"));
        let folder = generate(&dir.path().join(name), &[&[path.as_str()], &SMALL[1..]].concat());
        let mut log = rows(&folder, "truth/defects");
        log.retain(|entry| entry["kind"] == "label_variants");
        log.iter_mut().for_each(|entry| drop(entry.remove("defect")));
        log
    };
    let alone = log("alone", own.to_owned());
    let among = log("among", format!("{others} {own}"));
    assert!(alone.len() > 20 && alone == among);
}

#[test]
fn verify_knows_planted_flaws_from_others() {
    let dir = tempfile::tempdir().unwrap();
    for format in ["csv", "jsonl", "parquet"] {
        let args = [&SMALL[..], &["--defects", "heavy", "--format", format]].concat();
        let folder = generate(&dir.path().join(format), &args);
        let output = adloom(&["verify", folder.to_str().unwrap()]);
        let said = text(&output.stdout);
        assert!(output.status.success(), "{format}: {said}{}", text(&output.stderr));
        assert!(said.contains("data.orders has planted defects"), "{said}");
        assert!(said.contains("held     defects changes"), "{said}");
    }
    let file = dir.path().join("csv/truth/defects.csv");
    let log = fs::read_to_string(&file).unwrap();
    fs::write(&file, log.replacen(",changed,", ",chanced,", 1)).unwrap();
    let output = adloom(&["verify", dir.path().join("csv").to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn a_dirty_dataset_is_modelled_or_refused_but_never_crashes() {
    let dir = tempfile::tempdir().unwrap();
    for list in ["light", "heavy"] {
        let args = ["gcc", "--days", "40", "--scale", "0.2", "--defects", list];
        let folder = generate(&dir.path().join(list), &args);
        let output = adloom(&["model", folder.to_str().unwrap(), "--only", "kpis,creatives"]);
        let said = text(&output.stderr);
        assert!(matches!(output.status.code(), Some(0..=2)), "{list}: {said}");
        assert!(!said.contains("panicked"), "{list}: {said}");
    }
}

#[test]
fn an_entry_that_strikes_less_than_it_should_is_told() {
    let dir = tempfile::tempdir().unwrap();
    let (out, set) = (
        dir.path().join("out"),
        "defects=[\
        { kind = 'missing', table = 'products', column = 'brand', count = 100000 },\
        { kind = 'duplicates', table = 'orders', rate = 0.5, from = 2031-01-01 },\
        { kind = 'missing', table = 'users', column = 'email', rate = 0.5 }]",
    );
    let args = ["gen", "gcc", "--days", "3", "--scale", "0.05", "--set", set, "--out"];
    // What is talked of is heard only without `--quiet`.
    let output = Command::new(binary()).args(args).arg(&out).output().unwrap();
    let said = text(&output.stderr);
    assert!(output.status.success(), "{said}");
    let notes: Vec<&str> = said.lines().filter(|line| line.starts_with("note: entry")).collect();
    assert_eq!(notes.len(), 2, "{said}");
    assert!(notes[0].contains("entry 1 of `defects` (missing in products) strikes"), "{said}");
    assert!(notes[0].ends_with("rows where 100000 are asked for: there are no more"), "{said}");
    assert_eq!(
        notes[1],
        "note: entry 2 of `defects` (duplicates in orders) found no row that it could strike"
    );
}
