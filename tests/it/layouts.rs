//! The same world in other shapes: what a layout says is what the plain tables say.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use adloom::dataset::{Dataset, Session};
use adloom::layouts::{Layout, Values};
use adloom::scenario;
use adloom::tables::columns;
use datafusion::arrow::util::display::array_value_to_string;

use crate::support::{adloom, generate, text};

/// Every layout, small, with a platform of each connector.
const ALL: [&str; 9] = [
    "omnichannel",
    "--days",
    "8",
    "--scale",
    "0.1",
    "--seed",
    "3",
    "--layout",
    "exports,star,flat,connectors,mix,views",
];

/// The first row of an answer.
fn first(session: &Session, query: &str) -> Vec<String> {
    let batches = session.sql(query).unwrap_or_else(|error| panic!("{query}: {error}"));
    let batch = batches.iter().find(|batch| batch.num_rows() > 0).expect("a row");
    batch.columns().iter().map(|cells| array_value_to_string(cells, 0).unwrap()).collect()
}

/// A session over a dataset's plain tables and those of its layouts, each in the layout's schema.
fn with_layouts(folder: &Path) -> (Dataset, Session) {
    let dataset = Dataset::open(folder, 2).unwrap();
    let manifest: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(folder.join("manifest.json")).unwrap()).unwrap();
    let session = dataset.session().sequential_share("data").unwrap();
    let scenario = fs::read_to_string(folder.join("truth/scenario.toml")).unwrap();
    let path = folder.join("scenario.toml");
    fs::write(&path, scenario).unwrap();
    let source = scenario::Source::find(path.to_str().unwrap()).unwrap();
    let values = Values::of(&scenario::load(&source, &[]).unwrap());
    fs::remove_file(&path).unwrap();
    for name in Layout::BUILT_IN {
        let plan = Layout::named(name).unwrap().plan(&values, columns::ALL).unwrap();
        for table in plan.tables() {
            let written = manifest["tables"]
                .as_array()
                .unwrap()
                .iter()
                .find(|written| written["folder"] == name && written["name"] == table.name);
            let file = written.unwrap_or_else(|| panic!("{name}/{} is not written", table.name));
            let file = folder.join(file["file"].as_str().unwrap());
            let files = [(*table, file)];
            let one = adloom::dataset::session_over(folder, &files, 1).unwrap();
            one.keep(
                &session,
                name,
                &table.name.replace('.', "_"),
                &format!("SELECT * FROM {name}.\"{}\"", table.name),
            )
            .unwrap();
        }
    }
    (dataset, session)
}

#[test]
fn every_layout_adds_up_to_the_plain_tables_and_its_keys_hold() {
    let dir = tempfile::tempdir().unwrap();
    let folder = generate(&dir.path().join("out"), &ALL);
    let (_dataset, session) = with_layouts(&folder);
    adds_up(&session);
    keys_hold(&folder, &session);
}

fn adds_up(session: &Session) {
    let ads = "sum(impressions), sum(clicks), CAST(sum(spend) AS DECIMAL(18, 2))";
    let plain = first(session, &format!("SELECT {ads} FROM ad_performance"));
    for table in ["star.fact_marketing_performance", "views.ad_summary"] {
        assert_eq!(first(session, &format!("SELECT {ads} FROM {table}")), plain, "{table}");
    }
    let of = |platform: &str| {
        first(session, &format!("SELECT {ads} FROM ad_performance WHERE platform = '{platform}'"))
    };
    for (platform, query) in [
        (
            "meta",
            "SELECT sum(impressions), sum(inline_link_clicks), CAST(sum(spend) AS DECIMAL(18, 2)) FROM connectors.facebook_ads_basic_ad",
        ),
        (
            "google",
            "SELECT sum(impressions), sum(clicks), CAST(sum(cost_micros) / 1000000.0 AS DECIMAL(18, 2)) FROM connectors.google_ads_ad_stats",
        ),
        (
            "tiktok",
            "SELECT sum(impressions), sum(clicks), CAST(sum(spend) AS DECIMAL(18, 2)) FROM connectors.tiktok_ads_ad_report_hourly",
        ),
        (
            "amazon",
            "SELECT sum(impressions), sum(clicks), CAST(sum(cost) AS DECIMAL(18, 2)) FROM connectors.amazon_ads_advertised_product_report",
        ),
        (
            "meta",
            "SELECT sum(CAST(impressions AS BIGINT)), sum(CAST(inline_link_clicks AS BIGINT)), CAST(sum(CAST(spend AS DECIMAL(18, 2))) AS DECIMAL(18, 2)) FROM exports.meta_ads",
        ),
        (
            "google",
            "SELECT sum(impressions), sum(clicks), CAST(sum(spend) AS DECIMAL(18, 2)) FROM flat.google",
        ),
    ] {
        assert_eq!(first(session, query), of(platform), "{platform}: {query}");
    }
    let orders = "SELECT CAST(count(*) AS BIGINT), CAST(sum(total) AS DECIMAL(18, 2)) FROM orders";
    let orders = first(session, orders);
    for query in [
        "SELECT CAST(count(*) AS BIGINT), CAST(sum(total_price) AS DECIMAL(18, 2)) FROM connectors.shopify_order",
        "SELECT CAST(count(DISTINCT ecommerce_transaction_id) AS BIGINT), CAST(sum(ecommerce_purchase_revenue) AS DECIMAL(18, 2)) FROM connectors.ga4_export_event",
        "SELECT CAST(count(*) AS BIGINT), CAST(sum(total) AS DECIMAL(18, 2)) FROM star.fact_orders",
    ] {
        assert_eq!(first(session, query), orders, "{query}");
    }
    let revenue = "SELECT sum(orders), CAST(sum(revenue) AS DECIMAL(18, 2)) FROM ";
    let plain = first(session, &format!("{revenue} business_daily"));
    assert_eq!(first(session, &format!("{revenue} mix.mix")), plain);
}

/// Keys are unique, and those that lead elsewhere find their row.
fn keys_hold(folder: &Path, session: &Session) {
    let manifest: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(folder.join("manifest.json")).unwrap()).unwrap();
    let place = |name: &str| {
        let (folder, table) = name.split_once('.').unwrap();
        format!("{folder}.{}", table.replace('.', "_"))
    };
    let mut seen = 0;
    for table in manifest["tables"].as_array().unwrap() {
        let (layout, name) = (table["folder"].as_str().unwrap(), table["name"].as_str().unwrap());
        if !Layout::BUILT_IN.contains(&layout) {
            continue;
        }
        let own = place(&format!("{layout}.{name}"));
        let key = table["primary_key"].as_array().unwrap().iter();
        let key = key.map(|key| format!("\"{}\"", key.as_str().unwrap())).collect::<Vec<_>>();
        let key = key.join(", ");
        if key.is_empty() {
            assert_eq!(own, "exports.shop_orders");
            continue;
        }
        let twice = format!(
            "SELECT count(*) FROM (SELECT {key} FROM {own} GROUP BY {key} HAVING count(*) > 1)"
        );
        assert_eq!(first(session, &twice), ["0"], "{own}: {key}");
        for foreign in table["foreign_keys"].as_array().unwrap() {
            let [column, target, key] =
                ["column", "table", "key"].map(|part| foreign[part].as_str().unwrap());
            let target = place(target);
            let lost = format!(
                "SELECT count(*) FROM {own} c LEFT ANTI JOIN {target} p ON c.\"{column}\" = p.\"{key}\" \
                 WHERE c.\"{column}\" IS NOT NULL"
            );
            assert_eq!(first(session, &lost), ["0"], "{own}.{column}");
            seen += 1;
        }
    }
    assert!(seen > 20, "{seen} foreign keys");
}

#[test]
fn a_dataset_with_layouts_verifies_and_a_changed_file_of_one_is_found() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("out");
    let args = ["gcc", "--days", "3", "--scale", "0.1", "--layout", "star"];
    let folder = generate(&out, &args);
    let verify = || adloom(&["verify", folder.to_str().unwrap()]);
    assert!(verify().status.success(), "{}", text(&verify().stdout));
    let dictionary = fs::read_to_string(folder.join("DICTIONARY.md")).unwrap();
    assert!(dictionary.contains("## star/: ") && dictionary.contains("### star/dim_date"));
    let package = fs::read_to_string(folder.join("datapackage.json")).unwrap();
    assert!(package.contains("\"name\": \"star-fact-orders\""));
    let path = folder.join("star/dim_platform.csv");
    let before = fs::read_to_string(&path).unwrap();
    fs::write(&path, before.replace("meta", "beta")).unwrap();
    assert!(text(&verify().stdout).contains("star/dim_platform.csv"));
    fs::remove_file(&path).unwrap();
    assert!(text(&verify().stdout).contains("star/dim_platform.csv"));
    // It is still adloom's own, and so may be replaced.
    generate(&out, &args);
    assert!(verify().status.success());
}

/// The files of a layout, with their bytes.
fn files(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => found.extend(files(&path)),
            false => found.push((path.clone(), fs::read(&path).unwrap())),
        }
    }
    found.sort();
    found
}

#[test]
fn threads_never_change_a_byte_of_a_layout() {
    let dir = tempfile::tempdir().unwrap();
    for format in ["csv", "parquet"] {
        let bytes = |threads| {
            let args = [
                "gcc",
                "--days",
                "4",
                "--scale",
                "0.1",
                "--layout",
                "star,connectors",
                "--format",
                format,
                "--threads",
                threads,
            ];
            let folder = generate(&dir.path().join("out"), &args);
            [files(&folder.join("star")), files(&folder.join("connectors"))].concat()
        };
        let (one, three) = (bytes("1"), bytes("3"));
        assert!(one.len() > 50);
        for (one, three) in one.iter().zip(&three) {
            assert!(one == three, "{} differs in {format}", one.0.display());
        }
    }
    let left = fs::read_dir(dir.path()).unwrap().map(|entry| entry.unwrap().file_name());
    assert_eq!(left.collect::<BTreeSet<_>>().len(), 1, "something is left beside the dataset");
}

#[test]
fn a_world_without_ads_has_every_layout_too() {
    let dir = tempfile::tempdir().unwrap();
    let args = [
        "tests/it/scenarios/valid/without-ads.toml",
        "--days",
        "2",
        "--layout",
        "exports,star,flat,connectors,mix,views",
    ];
    let folder = generate(&dir.path().join("out"), &args);
    let orders = fs::read_to_string(folder.join("star/fact_orders.csv")).unwrap();
    assert!(orders.lines().count() > 1);
    assert!(!folder.join("connectors/facebook_ads").exists());
}

#[test]
fn a_folder_of_ones_own_is_a_layout_and_its_mistakes_are_told_before_anything_is_made() {
    let dir = tempfile::tempdir().unwrap();
    let own = dir.path().join("mine");
    fs::create_dir(&own).unwrap();
    fs::write(
        own.join("sales.sql"),
        "SELECT date, count(*) AS orders FROM orders GROUP BY date ORDER BY date",
    )
    .unwrap();
    let out = dir.path().join("out");
    let path = own.to_str().unwrap();
    let folder = generate(&out, &["gcc", "--days", "2", "--scale", "0.1", "--layout", path]);
    let sales = fs::read_to_string(folder.join("mine/sales.csv")).unwrap();
    assert_eq!(sales.lines().next(), Some("date,orders"));
    assert_eq!(sales.lines().count(), 3);

    let never = dir.path().join("never");
    let refused = |args: &[&str]| {
        let start = ["gen", "gcc", "--days", "2", "--out", never.to_str().unwrap()];
        let output = adloom(&[&start, args].concat());
        assert_eq!(output.status.code(), Some(2), "{}", text(&output.stderr));
        assert!(!never.exists());
        text(&output.stderr)
    };
    let said = refused(&["--layout", "stars"]);
    assert!(said.contains("exports, star, flat, connectors, mix, views"), "{said}");
    let said = refused(&["--layout", "star", "--part", "1", "--parts", "2"]);
    assert!(said.contains("--part"), "{said}");
    let said = refused(&["--layout", "star,star"]);
    assert!(said.contains("two are named `star`"), "{said}");
    let said = refused(&["--layout", "mix", "--tables", "orders,regions"]);
    assert!(said.contains("--tables leaves out"), "{said}");
    fs::write(own.join("sales.sql"), "SELECT * FROM order").unwrap();
    let said = refused(&["--layout", path]);
    assert!(said.contains("mine/sales.sql: "), "{said}");
}

#[test]
fn every_layout_is_made_of_tables_with_flaws_too() {
    let dir = tempfile::tempdir().unwrap();
    for list in ["light", "heavy"] {
        let folder = generate(&dir.path().join(list), &[&ALL[..], &["--defects", list]].concat());
        let package = fs::read_to_string(folder.join("datapackage.json")).unwrap();
        let package: serde_json::Value = serde_json::from_str(&package).unwrap();
        let resources = package["resources"].as_array().unwrap();
        let of_orders = |one: &&serde_json::Value| one["path"] == "star/fact_orders.csv";
        let orders = resources.iter().find(of_orders).expect("it is listed");
        // What was copied and blanked before stands in it as it is, and nothing else is promised.
        assert!(orders["schema"].get("primaryKey").is_none(), "{list}: {orders}");
    }
}
