use std::fs;

use datafusion::arrow::util::pretty::pretty_format_batches;
use jiff::civil::date;
use tempfile::TempDir;

use super::*;
use crate::dataset::Dataset;
use crate::dataset::testing::World;
use crate::engine::{Source as _, Stopped};
use crate::tables::columns;
use crate::tables::spec::{Folder, Kind, Table};

fn values(platforms: &[&str]) -> Values {
    let named = |id: &&str| PlatformName { id: (*id).into(), name: id.to_uppercase() };
    Values {
        name: "o'shop".into(),
        currency: "USD".into(),
        timezone: "Asia/Riyadh".into(),
        country: "SA".into(),
        first_day: date(2026, 3, 1),
        last_day: date(2026, 3, 6),
        platforms: platforms.iter().map(named).collect(),
        timezones: vec!["Asia/Dubai".into(), "Asia/Riyadh".into()],
    }
}

/// A layout in a folder of the name `own`.
struct Own(TempDir);

impl Own {
    fn new(files: &[(&str, &str)]) -> Own {
        let own = Own(TempDir::new().unwrap());
        fs::create_dir(own.folder()).unwrap();
        for (path, text) in files {
            let path = own.folder().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        own
    }

    fn folder(&self) -> std::path::PathBuf {
        self.0.path().join("own")
    }

    fn plan(&self) -> Result<Plan, LayoutError> {
        Layout::from_folder(&self.folder())?.plan(&values(&["meta"]), columns::ALL)
    }

    /// What is said of it, with paths as they are inside the layout.
    fn refused(&self) -> String {
        let said = self.plan().expect_err("it should be refused").to_string();
        said.replace(&format!("{}/", self.folder().display()), "")
    }

    /// The rows of its first table, or why there are none, over the small world.
    fn rows(&self) -> Result<String, String> {
        let data = TempDir::new().unwrap();
        World::small().write(data.path(), "csv");
        let dataset = Dataset::open(data.path(), 2).unwrap();
        let source = self.plan().unwrap().over(dataset.session()).unwrap();
        let mut batches = Vec::new();
        let made = source.make(0, &mut |_, batch| {
            batches.push(batch);
            Ok::<(), Stopped>(())
        });
        match made {
            Ok(()) => Ok(pretty_format_batches(&batches).unwrap().to_string()),
            Err(Stopped) => Err(source.failure().expect("a reason")),
        }
    }
}

#[test]
fn a_folder_of_plain_queries_is_a_layout_with_the_types_of_their_answers() {
    let own = Own::new(&[
        (
            "totals.sql",
            "-- What was sold\n-- by region.\nSELECT region, sum(total) AS total FROM _sold GROUP BY region ORDER BY region",
        ),
        ("_sold.sql", "SELECT CAST(region_id AS VARCHAR) AS region, total FROM orders"),
        ("notes.txt", "left alone"),
    ]);
    let plan = own.plan().unwrap();
    assert_eq!((plan.name(), plan.doc()), ("own", ""));
    let [table] = plan.tables() else { panic!("{:?}", plan.tables()) };
    assert_eq!((table.name, table.folder), ("totals", Folder::named("own")));
    assert_eq!(table.doc, "What was sold by region.");
    let kinds = table.columns.iter().map(|column| column.kind).collect::<Vec<_>>();
    assert_eq!(kinds, [Kind::Text, Kind::Money]);
    let read = plan.reads().iter().map(|table| table.name).collect::<Vec<_>>();
    assert_eq!(read, ["orders"]);
    let rows = own.rows().unwrap();
    assert!(rows.contains("| total"), "{rows}");
}

#[test]
fn what_is_made_of_tables_with_flaws_promises_nothing() {
    let own = Own::new(&[
        ("order.sql", "SELECT order_id AS id, CAST(delivered_on AS VARCHAR) AS day FROM orders"),
        (
            "order.toml",
            "grain = \"order\"\nprimary_key = [\"id\"]\n\
             columns = [[\"id\", \"text\", \"\", \"Order\"], [\"day\", \"date\", \"\", \"Day\"]]",
        ),
        ("line.sql", "SELECT CAST(order_id AS VARCHAR) AS of FROM order_items"),
        (
            "line.toml",
            "grain = \"line\"\ncolumns = [[\"of\", \"text\", \"\", \"Order\"]]\n\
             foreign_keys = [{ column = \"of\", table = \"order\", key = \"id\" }]",
        ),
    ]);
    let plan = |plain: &[&'static Table]| {
        let layout = Layout::from_folder(&own.folder()).unwrap();
        let plan = layout.plan(&values(&["meta"]), plain).unwrap();
        let [line, order] = plan.tables() else { panic!("{:?}", plan.tables()) };
        let [_, day] = order.columns else { panic!("{order:?}") };
        (order.primary_key, day.kind, day.nullable, line.columns[0].references)
    };
    assert_eq!(plan(columns::ALL), (&["id"][..], Kind::Date, false, "order.id"));
    let orders = Table { primary_key: &[], ..columns::ORDERS }.kept();
    let plain = columns::ALL.iter().copied();
    let dirty: Vec<&Table> =
        plain.map(|table| if table.is_named_like(orders) { orders } else { table }).collect();
    assert_eq!(plan(&dirty), (&[][..], Kind::Text, true, ""));
}

#[test]
fn what_is_documented_decides_types_names_and_keys() {
    let own = Own::new(&[
        ("layout.toml", "doc = \"mine\""),
        ("shop/order.sql", "SELECT order_id AS id, total AS price, ordered_at AS at FROM orders"),
        (
            "shop/order.toml",
            "grain = \"order\"\nprimary_key = [\"id\"]\ncolumns = [\n[\"id\", \"text\", \"\", \"Order\"],\
             [\"price\", \"float?\", \"currency\", \"Paid\"], [\"at\", \"timestamp\", \"UTC\", \"When\"]]",
        ),
        (
            "shop/line.sql",
            "SELECT o.id AS order_id, i.quantity FROM order_items i \
             JOIN shop.\"order\" o ON o.id = i.order_id",
        ),
    ]);
    let plan = own.plan().unwrap();
    assert_eq!(plan.doc(), "mine");
    let names = plan.tables().iter().map(|table| table.name).collect::<Vec<_>>();
    assert_eq!(names, ["shop.line", "shop.order"]);
    let order = plan.tables()[1];
    assert_eq!((order.grain, order.primary_key), ("one order", &["id"][..]));
    let kinds = order.columns.iter().map(|c| (c.kind, c.nullable)).collect::<Vec<_>>();
    assert_eq!(kinds, [(Kind::Text, false), (Kind::Float, true), (Kind::Clock, false)]);
}

#[test]
fn templates_repeat_columns_and_tables_for_platforms() {
    let own = Own::new(&[
        (
            "wide.sql",
            "SELECT date{{#each platforms}}, 1 AS \"spend_{{id}}\", '{{name}}' AS \"n_{{id}}\"{{/each}} FROM calendar",
        ),
        (
            "wide.toml",
            "columns = [[\"date\", \"date\", \"\", \"Day\"], [\"spend_{{id}}\", \"int\", \"\", \"On {{name}}\", \"platforms\"],\
             [\"n_{{id}}\", \"text\", \"\", \"Name\", \"platforms\"]]",
        ),
        ("one.sql", "SELECT '{{id}}' AS id, '{{name}}' AS name"),
        ("one.toml", "for_each = \"platform\"\nexcept = [\"tv\"]\nfile = \"{{id}}_file\""),
        ("snap.sql", "SELECT 1 AS a"),
        ("snap.toml", "for_platform = [\"snapchat\"]"),
    ]);
    let layout = Layout::from_folder(&own.folder()).unwrap();
    let plan = layout.plan(&values(&["google", "meta", "tv"]), columns::ALL).unwrap();
    let names = plan.tables().iter().map(|table| table.name).collect::<Vec<_>>();
    assert_eq!(names, ["google_file", "meta_file", "wide"]);
    let wide = plan.tables()[2].columns.iter().map(|column| column.name).collect::<Vec<_>>();
    let expected = ["date", "spend_google", "n_google", "spend_meta", "n_meta", "spend_tv", "n_tv"];
    assert_eq!(wide, expected);
    assert_eq!(plan.tables()[2].columns[1].doc, "On GOOGLE");
}

#[test]
fn a_plain_name_always_means_the_plain_table() {
    let own = Own::new(&[("orders.sql", "SELECT count(*) AS orders FROM orders")]);
    assert!(own.rows().unwrap().contains("| 5 "), "{:?}", own.rows());
}

#[test]
fn what_is_wrong_with_a_file_is_said_with_its_name() {
    let cases: [(&[(&str, &str)], &str); 14] = [
        (
            &[
                ("a.sql", "SELECT * FROM b"),
                ("b.sql", "SELECT * FROM c"),
                ("c.sql", "SELECT * FROM a"),
            ],
            "a.sql: it reads itself: a.sql, which reads b.sql, which reads c.sql, which reads a.sql",
        ),
        (&[("a.sql", "SELECT '{{nam}}' AS a")], "a.sql: `{{nam}}` is not known here"),
        (&[("a.sql", "SELECT 1{{#each days}}{{/each}}")], "a.sql: there is no list `days`"),
        (&[("a.sql", "SELECT 1 AS a; SELECT 2 AS a")], "a.sql: it should hold one query"),
        (&[("a.sql", "DROP TABLE orders")], "a.sql: it should hold a query"),
        (&[("a.sql", "SELEC 1")], "a.sql: SQL error"),
        (&[("a.sql", "SELECT ordr_id FROM orders")], "a.sql: Schema error: No field named ordr_id"),
        (&[("a.sql", "SELECT * FROM truth.orders")], "a.sql: it reads truth.orders"),
        (
            &[("a.sql", "SELECT 1 AS a"), ("a.toml", "columns = [[\"b\", \"int\", \"\", \"\"]]")],
            "a.sql: column `b` is documented, but the query does not give it",
        ),
        (
            &[
                ("a.sql", "SELECT 1 AS a, 2 AS b"),
                ("a.toml", "columns = [[\"b\", \"int\", \"\", \"\"]]"),
            ],
            "a.sql: the query gives column `a`, which is not documented",
        ),
        (
            &[
                ("a.sql", "SELECT 1 AS a"),
                ("a.toml", "columns = [[\"a\", \"number\", \"\", \"\"]]"),
            ],
            "a.sql: columns: `a` is of type `number`, which is none of text, int",
        ),
        (&[("a.sql", "SELECT 1 AS a"), ("a.toml", "colums = []")], "a.toml: TOML parse error"),
        (&[("a.sql", "SELECT 1 AS a"), ("b.toml", "")], "b.toml: there is no SQL file"),
        (&[("_a.sql", "SELECT 1 AS a")], "own: the layout makes no table"),
    ];
    for (files, said) in cases {
        let refused = Own::new(files).refused();
        assert!(refused.starts_with(said), "{refused}\nis not\n{said}");
    }
}

#[test]
fn rows_that_break_the_documentation_are_an_error_and_no_empty_cells() {
    let toml = |kind: &str| format!("columns = [[\"a\", \"{kind}\", \"\", \"\"]]");
    let failed = |sql: &str, kind: &str| {
        Own::new(&[("a.sql", sql), ("a.toml", &toml(kind))]).rows().unwrap_err()
    };
    let said = failed("SELECT user_id AS a FROM sessions", "int");
    assert!(said.contains("a.sql: column `a` has") && said.contains("empty cells"), "{said}");
    let said = failed("SELECT 'ten' AS a", "int");
    assert!(said.contains("a.sql: column `a`: ") && said.contains("ten"), "{said}");
    let said = failed("SELECT 1 / (total - total) AS a FROM orders", "float");
    assert!(said.contains("a.sql: the query failed: "), "{said}");
}

#[test]
fn tables_that_are_not_written_are_named() {
    let without_orders =
        columns::ALL.iter().copied().filter(|table| table.name != "orders").collect::<Vec<_>>();
    let layout = Layout::named("star").unwrap();
    let refused = layout.plan(&values(&["meta"]), &without_orders).unwrap_err().to_string();
    assert!(refused.contains("it reads orders, which --tables leaves out"), "{refused}");
}

#[test]
fn names_that_are_no_layout_are_refused_with_those_that_are() {
    let refused = Layout::find("stars").unwrap_err().to_string();
    assert!(refused.contains("exports, star, flat, connectors, mix, views"), "{refused}");
    let folder = TempDir::new().unwrap();
    for taken in ["truth", "a b"] {
        let path = folder.path().join(taken);
        fs::create_dir(&path).unwrap();
        let refused = Layout::from_folder(&path).unwrap_err().to_string();
        assert!(refused.contains("cannot be the name of a layout"), "{refused}");
    }
}

#[test]
fn every_built_in_layout_fits_its_documentation_with_and_without_platforms() {
    let every = ["amazon", "google", "meta", "snapchat", "tiktok", "tv"];
    for name in Layout::BUILT_IN {
        let layout = Layout::named(name).unwrap();
        assert!(!layout.doc().is_empty(), "{name}");
        for platforms in [&every[..], &["facebook"], &[]] {
            let plan = layout.plan(&values(platforms), columns::ALL);
            let plan = plan.unwrap_or_else(|error| panic!("{name}: {error}"));
            assert!(!plan.tables().is_empty(), "{name}");
            for table in plan.tables() {
                check(table, plan.tables());
            }
        }
    }
}

/// Whether a table says all that a reader, a database and a data package want to know.
fn check(table: &Table, all: &[&'static Table]) {
    let place = table.qualified_name();
    assert!(!table.doc.is_empty() && table.grain != "one row of the query", "{place}");
    // The shop's own export repeats lines that look alike, as real ones do.
    assert!(!table.primary_key.is_empty() || table.name == "shop_orders", "{place} has no key");
    for column in table.columns {
        let name = column.name;
        assert!(!column.doc.is_empty(), "{place}.{name}");
        assert!(!(column.nullable && table.primary_key.contains(&name)), "{place}.{name}");
        let Some((target, key)) = column.references.rsplit_once('.') else { continue };
        // A table that this world does not have cannot be led to.
        if let Some(target) = all.iter().find(|table| table.name == target) {
            assert_eq!(target.primary_key, [key], "{place}.{name}");
        }
    }
}

#[test]
fn views_are_queries_without_templates_that_read_plain_tables() {
    let views = views();
    assert_eq!(views.len(), 11);
    let plan = Layout::named("views").unwrap().plan(&values(&["meta"]), columns::ALL).unwrap();
    for (view, table) in views.iter().zip(plan.tables()) {
        assert_eq!((view.name, view.doc), (table.name, table.doc));
        assert_eq!(view.columns.len(), table.columns.len());
        assert!(!view.sql.contains("{{") && !view.sql.contains("CAST("), "{}", view.name);
        let read = order::reads(view.sql).unwrap();
        let is_plain = |name: &str| columns::ALL.iter().any(|table| table.name == name);
        assert!(read.iter().all(|(_, name)| is_plain(name)), "{}: {read:?}", view.name);
    }
}

#[test]
fn values_are_those_of_the_scenario() {
    let source = crate::scenario::Source::find("gcc").unwrap();
    let scenario = crate::scenario::load(&source, &[]).unwrap();
    let values = Values::of(&scenario);
    let span = jiff::Span::new().days(119);
    assert_eq!(values.last_day, values.first_day.checked_add(span).unwrap());
    let ids = values.platforms.iter().map(|platform| platform.id.as_str()).collect::<Vec<_>>();
    assert_eq!(ids, ["google", "meta", "snapchat", "tiktok"]);
    assert!(values.timezones.is_sorted() && !values.timezones.is_empty());
    assert!(values.timezones.contains(&values.timezone) && values.country.len() == 2);
}
