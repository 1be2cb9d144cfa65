//! `adloom model` through the binary: what it writes, on our data and on a company's own.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::support::{SMALL, adloom, generate, text};

/// Sixty days of the default scenario at a third of its size: enough for every analysis.
const WORLD: [&str; 5] = ["gcc", "--days", "60", "--scale", "0.3"];

fn model(dataset: &Path, more: &[&str]) -> std::process::Output {
    adloom(&[&["model", dataset.to_str().unwrap()], more].concat())
}

fn metrics(folder: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(folder.join("metrics.json")).unwrap()).unwrap()
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("{value} is no number"))
}

#[test]
fn a_model_is_a_whole_folder_and_the_same_on_one_thread_and_two() {
    let dir = tempfile::tempdir().unwrap();
    let dataset =
        generate(&dir.path().join("gcc"), &[&WORLD[..], &["--format", "parquet"]].concat());
    let (one, two) = (dir.path().join("one"), dir.path().join("two"));
    for (out, threads) in [(&one, "1"), (&two, "2")] {
        let output = model(&dataset, &["--out", out.to_str().unwrap(), "--threads", threads]);
        assert!(output.status.success(), "{}", text(&output.stderr));
    }
    assert_eq!(
        fs::read_to_string(one.join("metrics.json")).unwrap(),
        fs::read_to_string(two.join("metrics.json")).unwrap()
    );
    assert_eq!(
        fs::read(one.join("report.html")).unwrap(),
        fs::read(two.join("report.html")).unwrap()
    );
    let charts = fs::read_dir(one.join("charts")).unwrap().map(|e| e.unwrap().path());
    let (png, csv): (Vec<_>, Vec<_>) =
        charts.partition(|path| path.extension().is_some_and(|e| e == "png"));
    assert!(png.len() >= 18, "{png:?}");
    for path in &png {
        assert!(csv.contains(&path.with_extension("csv")), "{path:?} has no data beside it");
        assert!(fs::read(path).unwrap().starts_with(b"\x89PNG"));
    }
    let report = fs::read_to_string(one.join("report.html")).unwrap();
    assert!(
        !report.contains("http://") && !report.contains("https://"),
        "the report needs a network"
    );

    // Key figures against the books, added up by hand.
    let metrics = metrics(&one);
    let daily = dir.path().join("csv");
    let daily =
        generate(&daily, &[&WORLD[..], &["--tables", "business_daily,ad_performance"]].concat());
    let sum = |table: &str, column: &str| -> f64 {
        let rows = crate::support::rows(&daily, table);
        rows.iter().map(|row| crate::support::number(row, column)).sum()
    };
    let total = &metrics["kpis"]["result"]["total"];
    assert_eq!(number(&total["orders"]), sum("data/business_daily", "orders"));
    assert!((number(&total["revenue"]) - sum("data/business_daily", "revenue")).abs() < 0.01);
    assert!((number(&total["spend"]) - sum("data/ad_performance", "spend")).abs() < 0.01);
    assert!(
        (number(&total["roas"]) - number(&total["revenue"]) / number(&total["spend"])).abs() < 1e-9
    );
}

#[test]
fn what_was_not_written_is_named_and_the_rest_is_done() {
    let dir = tempfile::tempdir().unwrap();
    let tables = ["--tables", "ad_performance,campaigns,regions,platforms"];
    let dataset = generate(&dir.path().join("ads"), &[&WORLD[..], &tables].concat());
    let output = model(&dataset, &[]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let metrics = metrics(&dataset.join("model"));
    let of = |name: &str| &metrics[name];
    assert_eq!(of("kpis")["outcome"], "done");
    assert_eq!(of("response")["outcome"], "not_done");
    assert_eq!(of("response")["result"], "the data have no business");
    assert_eq!(of("conversion")["result"], "the data have no visits");
}

#[test]
fn only_what_is_asked_for_is_done() {
    let dir = tempfile::tempdir().unwrap();
    let dataset = generate(&dir.path().join("gcc"), &WORLD);
    let output = model(&dataset, &["--only", "kpis"]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let metrics = metrics(&dataset.join("model"));
    assert_eq!(metrics["kpis"]["outcome"], "done");
    assert_eq!(metrics["response"]["outcome"], "not_asked");
}

/// Files as two ad managers and a shop hand them out, quirks included.
fn exports(folder: &Path) {
    let mut meta = String::from(
        "\u{feff}Day,Campaign name,Ad name,Amount spent (USD),Impressions,Reach,Link clicks,Purchases,Purchases conversion value\n",
    );
    let mut google = String::from(
        "Campaign report\n\"1 March 2026 - 29 April 2026\"\nDay,Campaign,Cost,Impr.,Clicks,Conversions,Conv. value\n",
    );
    let mut orders = String::from("date,orders,new_customers,revenue\n");
    let first = jiff::civil::date(2026, 3, 1);
    for d in 0..60_i64 {
        let day = first.checked_add(jiff::Span::new().days(d)).unwrap();
        let wave = (d * 37 % 23) as f64;
        let (spend, cost) = (900.0 + 25.0 * wave, 500.0 + 11.0 * ((d * 17 % 19) as f64));
        meta += &format!(
            "{day},Always On,\"Video, blue\",\"{:.2}\",40000,30000,500,{},--\n",
            spend,
            10 + d % 5
        );
        google += &format!("{day},Brand,\"1,{:06.2}\",9000,450,{}.5,1200.00\n", cost, 6 + d % 3);
        let noise = d * 13 % 7;
        orders += &format!("{day},{},12,{:.2}\n", 40 + noise + (wave as i64), 2500.0 + 30.0 * wave);
    }
    google += "Total: Account,,99999.00,540000,27000,400.0,72000.00\n";
    fs::write(folder.join("meta.csv"), meta).unwrap();
    fs::write(folder.join("google.csv"), google).unwrap();
    fs::write(folder.join("orders_by_day.csv"), orders).unwrap();
}

#[test]
fn a_company_s_own_exports_are_read_through_a_map() {
    let dir = tempfile::tempdir().unwrap();
    exports(dir.path());
    let output = model(dir.path(), &["--map", "configs/maps/ad-manager-exports.toml"]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let metrics = metrics(&dir.path().join("model"));
    let kpis = &metrics["kpis"]["result"];
    let platforms = kpis["tables"].as_array().unwrap();
    let platforms = platforms.iter().find(|t| t["dimensions"] == serde_json::json!(["platform"]));
    let google = &platforms.unwrap()["rows"][0];
    assert_eq!(google["keys"][0], "google");
    let cost: f64 = (0..60).map(|d| 1500.0 + 11.0 * f64::from(d * 17 % 19)).sum();
    assert!((number(&google["spend"]) - cost).abs() < 1e-6, "{google}");
    // The line of totals is left out, and `--` is nothing rather than 0.
    assert_eq!(number(&google["clicks"]), 27_000.0);
    assert_eq!(platforms.unwrap()["rows"][1]["claimed_revenue"], Value::Null);
    assert_eq!(metrics["exploratory"]["outcome"], "done");
    assert_eq!(metrics["conversion"]["result"], "the data have no visits");
}

#[test]
fn a_cell_of_another_type_is_shown() {
    let dir = tempfile::tempdir().unwrap();
    exports(dir.path());
    let path = dir.path().join("orders_by_day.csv");
    let spoilt = fs::read_to_string(&path).unwrap().replacen(",12,", ",a dozen,", 1);
    fs::write(&path, spoilt).unwrap();
    let output = model(dir.path(), &["--map", "configs/maps/ad-manager-exports.toml"]);
    assert_eq!(output.status.code(), Some(2));
    let said = text(&output.stderr);
    assert!(said.contains("orders_by_day.csv") && said.contains("`a dozen`"), "{said}");
    assert!(said.contains("not a number"), "{said}");
    assert!(!dir.path().join("model").exists());
}

#[test]
fn visits_without_days_are_split_at_random_and_say_so() {
    let dir = tempfile::tempdir().unwrap();
    let header = "Administrative,Administrative_Duration,Informational,Informational_Duration,\
                  ProductRelated,ProductRelated_Duration,BounceRates,ExitRates,PageValues,SpecialDay,\
                  Month,OperatingSystems,Browser,Region,TrafficType,VisitorType,Weekend,Revenue\n";
    let mut rows = String::from(header);
    for i in 0..4000_u32 {
        let pages = i * 7 % 40;
        let value = if i % 3 == 0 { f64::from(i % 50) } else { 0.0 };
        let buys = value > 20.0 && i % 5 != 0;
        let month = ["May", "Nov", "Mar", "Dec"][(i % 4) as usize];
        rows += &format!(
            "{},{}.5,0,0,{pages},{}.25,0.02,0.04,{value},0,{month},{},2,{},{},Returning_Visitor,{},{}\n",
            i % 4,
            i % 90,
            pages * 30,
            i % 3 + 1,
            i % 9 + 1,
            i % 5 + 1,
            if i % 7 < 2 { "TRUE" } else { "FALSE" },
            if buys { "TRUE" } else { "FALSE" },
        );
    }
    fs::write(dir.path().join("online_shoppers_intention.csv"), rows).unwrap();
    let output =
        model(dir.path(), &["--map", "configs/maps/online-shoppers.toml", "--only", "forest"]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let metrics = metrics(&dir.path().join("model"));
    let later = &metrics["conversion_in_visit"];
    assert_eq!(later["outcome"], "done", "{later}");
    assert!(number(&later["result"]["forest"]["auc"]) > 0.9);
    let caveats = later["result"]["caveats"].to_string();
    assert!(caveats.contains("at random"), "{caveats}");
}

#[test]
fn a_folder_that_is_no_dataset_is_refused_with_a_hint_at_maps() {
    let dir = tempfile::tempdir().unwrap();
    let output = model(dir.path(), &[]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("--map FILE"), "{}", text(&output.stderr));
}

#[test]
fn what_a_killed_model_left_hinders_nobody() {
    let dir = tempfile::tempdir().unwrap();
    let dataset = generate(&dir.path().join("gcc"), &SMALL);
    let leave = || {
        let left = dataset.join(".model.adloom-partial-1-0");
        fs::create_dir_all(left.join("new")).unwrap();
        fs::write(left.join("new/report.html"), "half").unwrap();
        fs::write(left.join("adloom.lock"), "").unwrap();
        left
    };
    let left = leave();
    let output = model(&dataset, &["--only", "kpis"]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert!(!left.exists() && dataset.join("model/report.html").exists());
    let left = leave();
    generate(&dataset, &SMALL);
    assert!(!left.exists() && !dataset.join("model").exists());
    assert!(adloom(&["verify", dataset.to_str().unwrap()]).status.success());
}

#[test]
fn a_saved_forest_scores_every_visit_as_the_model_did() {
    let dir = tempfile::tempdir().unwrap();
    let dataset = generate(&dir.path().join("gcc"), &SMALL);
    let output = model(&dataset, &["--only", "forest"]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let forest = dataset.join("model/forests/at-session-start.forest");
    let predict = |threads: &str| {
        let paths = [&forest, &dataset].map(|path| path.to_str().unwrap());
        let output = adloom(&["predict", paths[0], paths[1], "--threads", threads]);
        assert!(output.status.success(), "{}", text(&output.stderr));
        text(&output.stdout)
    };
    let scored = predict("2");
    assert!(scored == predict("1"), "threads changed a score, or the order of the visits");
    let converted: BTreeMap<String, bool> = crate::support::rows(&dataset, "data/sessions")
        .into_iter()
        .map(|row| (row["session_id"].clone(), row["converted"] == "true"))
        .collect();
    let mut lines = scored.lines();
    assert_eq!(lines.next(), Some("visit,probability"));
    let mut means = [(0.0, 0.0); 2];
    for line in lines {
        let (visit, probability) = line.split_once(',').unwrap();
        let mean = &mut means[usize::from(converted[visit])];
        *mean = (mean.0 + probability.parse::<f64>().unwrap(), mean.1 + 1.0);
    }
    assert_eq!(means[0].1 + means[1].1, converted.len() as f64);
    let [lost, won] = means.map(|(sum, count)| sum / count);
    assert!(won > 2.0 * lost, "visits that ended in an order: {won}, others: {lost}");
}
