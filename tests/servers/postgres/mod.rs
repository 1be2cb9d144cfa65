//! `gen --to postgresql://…` against a real server.

mod encryption;
mod full_disk;
mod server;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::thread;
use std::time::Duration;

use libtest_mimic::Trial;
use postgres::Client;

use crate::certificates;
use server::{PASSWORD, Server};

/// A small world: twelve days of the default scenario at a fifth of its size.
const SMALL: [&str; 6] = ["gen", "gcc", "--days", "12", "--scale", "0.2"];
/// One that takes long enough to be disturbed.
const LARGE: [&str; 4] = ["gen", "gcc", "--scale", "3"];

/// A test's name, what it does, and whether this system has what it needs beside a server.
type Test = (&'static str, fn(), bool);

/// The tests; ignored where no server is installed.
pub fn trials() -> Vec<Trial> {
    let can_sign = certificates::can_be_made();
    let tests: [Test; 13] = [
        ("a_load_is_whole_with_keys_comments_and_views", a_load_is_whole, true),
        ("what_was_loaded_passes_verify_and_models_as_a_folder_does", it_reads_back, true),
        ("what_is_not_adlooms_is_never_touched", nothing_foreign_is_touched, true),
        ("wrong_addresses_end_with_one_line_and_no_password", wrong_addresses, true),
        ("a_load_that_is_cut_off_leaves_nothing", cut_off, true),
        ("a_server_that_dies_ends_the_load_with_one_line", server_dies, true),
        ("names_with_quotes_are_names", names_with_quotes, true),
        ("layouts_have_schemas_of_their_own", layouts_have_schemas, true),
        (
            "a_server_without_tls_is_refused_where_it_is_wanted",
            encryption::a_server_without_tls_is_refused_where_it_is_wanted,
            true,
        ),
        (
            "everything_works_over_an_encrypted_connection",
            encryption::everything_works_over_an_encrypted_connection,
            can_sign,
        ),
        (
            "certificates_that_are_not_trusted_end_with_one_line",
            encryption::certificates_that_are_not_trusted_end_with_one_line,
            can_sign,
        ),
        (
            "a_certificate_that_signed_itself_can_be_trusted",
            encryption::a_certificate_that_signed_itself_can_be_trusted,
            can_sign,
        ),
        (
            "a_full_disk_ends_the_load_with_one_line",
            full_disk::a_full_disk_ends_the_load_with_one_line,
            full_disk::can_be_had(),
        ),
    ];
    let missing = !Server::is_installed();
    let trial = |(name, test, can_run): Test| {
        Trial::test(format!("postgres::{name}"), move || {
            test();
            Ok(())
        })
        .with_ignored_flag(missing || !can_run)
    };
    tests.into_iter().map(trial).collect()
}

static SERVER: OnceLock<Mutex<Option<Server>>> = OnceLock::new();

/// The server that tests share, each with a database of its own: its address and a connection.
fn database(name: &str) -> (String, Client) {
    let shared = SERVER.get_or_init(|| Mutex::new(Some(Server::start())));
    let server = shared.lock().unwrap_or_else(PoisonError::into_inner);
    let server = server.as_ref().expect("the tests still run");
    (server.database(name), server.connect(name))
}

/// Stops the server: a static is never dropped.
pub fn stop() {
    if let Some(server) = SERVER.get() {
        drop(server.lock().unwrap_or_else(PoisonError::into_inner).take());
    }
}

fn command(args: &[&str]) -> Command {
    let binary = PathBuf::from(std::env::var_os("CARGO_BIN_EXE_adloom").expect("cargo runs this"));
    let mut command = Command::new(binary);
    command.env("NO_COLOR", "1").arg("--quiet").args(args);
    command
}

fn adloom(args: &[&str]) -> Output {
    let output = command(args).output().unwrap();
    let said = format!("{output:?}");
    assert!(!said.contains(PASSWORD) && !said.contains("panicked"), "{said}");
    output
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn done(args: &[&str]) -> String {
    let output = adloom(args);
    assert!(output.status.success(), "{args:?}: {}", text(&output.stderr));
    text(&output.stdout)
}

/// Fails with one line that has certain words in it.
fn refused(args: &[&str], code: i32, words: &str) {
    let output = adloom(args);
    one_line(&output, code, words);
}

fn one_line(output: &Output, code: i32, words: &str) {
    let said = text(&output.stderr);
    assert_eq!(output.status.code(), Some(code), "{said}");
    assert!(said.starts_with("error: ") && said.trim().lines().count() == 1, "{said}");
    assert!(said.contains(words), "{said}");
}

fn to<'a>(world: &[&'a str], url: &'a str, extra: &[&'a str]) -> Vec<&'a str> {
    [world, &["--to", url], extra].concat()
}

fn count(client: &mut Client, query: &str) -> i64 {
    client.query_one(query, &[]).unwrap_or_else(|e| panic!("{query}: {e}")).get(0)
}

fn schemas(client: &mut Client) -> Vec<String> {
    let sql = "SELECT nspname::text FROM pg_namespace
        WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' ORDER BY 1";
    client.query(sql, &[]).unwrap().iter().map(|row| row.get(0)).collect()
}

fn a_load_is_whole() {
    let (url, mut client) = database("whole");
    done(&to(&SMALL, &url, &[]));
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("csv");
    done(&[&SMALL[..], &["--out", folder.to_str().unwrap()]].concat());
    for (part, schema) in [("data", "adloom"), ("truth", "adloom_truth")] {
        for table in csv_tables(&folder.join(part)) {
            let rows = csv::Reader::from_path(folder.join(part).join(format!("{table}.csv")));
            let rows = rows.unwrap().records().count();
            let there = count(&mut client, &format!("SELECT count(*) FROM {schema}.{table}"));
            assert_eq!(usize::try_from(there).unwrap(), rows, "{schema}.{table}");
        }
    }
    // Cells are those of the files: a digest of each order, put together alike on both sides.
    let sql = "SELECT o.order_id::text || o.total::text || o.date::text || o.is_new_customer::text
            || to_char(o.ordered_at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')
            || coalesce(o.discount_code, '') FROM adloom.orders o";
    let mut here =
        client.query(sql, &[]).unwrap().iter().map(|r| r.get(0)).collect::<Vec<String>>();
    let mut orders = csv::Reader::from_path(folder.join("data/orders.csv")).unwrap();
    let names = orders.headers().unwrap().clone();
    let columns = ["order_id", "total", "date", "is_new_customer", "ordered_at", "discount_code"];
    let places = columns.map(|column| names.iter().position(|name| name == column).unwrap());
    let line = |row: csv::StringRecord| places.map(|place| row[place].to_owned()).concat();
    let mut there = orders.records().map(|row| line(row.unwrap())).collect::<Vec<_>>();
    here.sort();
    there.sort();
    assert!(here == there, "{:?} {:?}", here.first(), there.first());

    let of_kind = |kind: &str| {
        format!(
            "SELECT count(*) FROM pg_constraint WHERE contype = '{kind}'
             AND connamespace::regnamespace::text LIKE 'adloom%'"
        )
    };
    assert!(count(&mut client, &of_kind("p")) > 25);
    assert!(count(&mut client, &of_kind("f")) > 40);
    let bare = "SELECT count(*) FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
        WHERE c.relnamespace = 'adloom'::regnamespace AND c.relkind IN ('r', 'v') AND a.attnum > 0
        AND c.relname <> 'adloom_manifest' AND col_description(c.oid, a.attnum) IS NULL";
    assert_eq!(count(&mut client, bare), 0, "columns without a comment");
    let views = "SELECT relname::text FROM pg_class
        WHERE relkind = 'v' AND relnamespace = 'adloom'::regnamespace";
    let views = client.query(views, &[]).unwrap();
    assert!(views.len() > 10);
    for view in views.iter().map(|row| row.get::<_, String>(0)) {
        let rows = count(&mut client, &format!("SELECT count(*) FROM adloom.{view}"));
        assert!(rows > 0, "{view} is empty");
    }
}

fn csv_tables(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let tables = entries.filter(|path| path.extension().is_some_and(|ending| ending == "csv"));
    tables.map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned()).collect()
}

fn it_reads_back() {
    let (url, _) = database("back");
    done(&to(&SMALL, &url, &["--schema", "shop"]));
    let url = format!("{url}?schema=shop");
    let checks = done(&["verify", &url]);
    assert!(
        checks.contains("held     1      foreign_key") && !checks.contains("broken"),
        "{checks}"
    );
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("csv");
    done(&[&SMALL[..], &["--out", folder.to_str().unwrap()]].concat());
    let model = |dataset: &str, out: &str| {
        let out = dir.path().join(out);
        done(&["model", dataset, "--only", "kpis", "--out", out.to_str().unwrap()]);
        fs::read_to_string(out.join("metrics.json")).unwrap()
    };
    assert!(model(&url, "a") == model(folder.to_str().unwrap(), "b"), "the figures differ");
    refused(&["verify", &url.replace("=shop", "=other")], 2, "schema other is not a dataset");
}

fn nothing_foreign_is_touched() {
    let (url, mut client) = database("foreign");
    client.batch_execute("CREATE SCHEMA adloom; CREATE TABLE adloom.orders (id int)").unwrap();
    for force in [&[][..], &["--force"]] {
        refused(&to(&SMALL, &url, force), 2, "\"adloom\".\"orders\" is there already");
    }
    // An empty schema that somebody prepared is used, and stays when the dataset is replaced.
    client.batch_execute("DROP TABLE adloom.orders; COMMENT ON SCHEMA adloom IS 'mine'").unwrap();
    done(&to(&SMALL, &url, &["--tables", "data"]));
    assert_eq!(schemas(&mut client), ["adloom", "public"]);
    refused(&to(&SMALL, &url, &[]), 2, "--force replaces it");
    done(&to(&SMALL, &url, &["--force", "--tables", "regions,truth.daily"]));
    assert_eq!(schemas(&mut client), ["adloom", "adloom_truth", "public"]);
    let tables = "SELECT count(*) FROM pg_class
        WHERE relkind IN ('r', 'v') AND relnamespace = 'adloom'::regnamespace";
    assert_eq!(count(&mut client, tables), 2, "regions and the manifest");
    done(&to(&SMALL, &url, &["--force", "--tables", "regions"]));
    assert_eq!(schemas(&mut client), ["adloom", "public"], "an empty schema of ours goes");
    // What somebody built on it, or put beside it, is nobody's to drop.
    client.batch_execute("CREATE VIEW public.mine AS SELECT * FROM adloom.regions").unwrap();
    refused(&to(&SMALL, &url, &["--force"]), 2, "depend");
    client.batch_execute("DROP VIEW public.mine; CREATE TABLE adloom.notes (t text)").unwrap();
    refused(&to(&SMALL, &url, &["--force"]), 2, "\"adloom\".\"notes\"");
    assert_eq!(count(&mut client, "SELECT count(*) FROM adloom.regions"), 6);
}

fn wrong_addresses() {
    let (url, mut client) = database("wrong");
    client.batch_execute(&format!("CREATE ROLE guest LOGIN PASSWORD '{PASSWORD}'")).unwrap();
    let port = url.split(':').nth(3).unwrap().split('/').next().unwrap();
    for (url, code, words) in [
        (url.replace("hunter2", "hunter3"), 2, "check the user and the password"),
        (url.replace(&format!(":{PASSWORD}"), ""), 2, "asks for a password"),
        (url.replace("/wrong", "/missing"), 2, "create it first"),
        (url.replace("adloom:", "guest:"), 2, "permission denied"),
        (url.replace(port, "1"), 1, "cannot be reached"),
        (url.replace("127.0.0.1", "no-such-host.invalid"), 1, "cannot be reached"),
        (format!("{url}?sslmode=sometimes"), 2, "sslmode is none of"),
        (format!("{url}?colour=red"), 2, "`colour`"),
    ] {
        let output = command(&to(&SMALL, &url, &[])).env_remove("PGPASSWORD").output().unwrap();
        one_line(&output, code, words);
        assert!(!text(&output.stderr).contains("hunter"), "{}", text(&output.stderr));
    }
    refused(&to(&SMALL, &url, &["--schema", ""]), 2, "schema");
    refused(&to(&SMALL, &url, &["--schema", "pg_mine"]), 1, "pg_mine");
    assert_eq!(schemas(&mut client), ["public"]);
}

/// Waits until rows are being copied, and returns the server's process.
fn copying(client: &mut Client) -> i32 {
    let sql = "SELECT pid FROM pg_stat_activity
        WHERE application_name = 'adloom' AND datname = current_database() AND query LIKE 'COPY%'";
    for _ in 0..600 {
        if let Some(row) = client.query_opt(sql, &[]).unwrap() {
            return row.get(0);
        }
        thread::sleep(Duration::from_millis(20));
    }
    panic!("no row is copied");
}

fn cut_off() {
    let (url, mut client) = database("cut");
    let start = || {
        let mut load = command(&to(&LARGE, &url, &[]));
        load.stderr(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap()
    };
    let child = start();
    let pid = copying(&mut client);
    client.execute("SELECT pg_terminate_backend($1)", &[&pid]).unwrap();
    one_line(&child.wait_with_output().unwrap(), 1, "nothing was loaded");

    let child = start();
    copying(&mut client);
    let interrupt = Command::new("kill").args(["-INT", &child.id().to_string()]).status();
    assert!(interrupt.unwrap().success());
    one_line(&child.wait_with_output().unwrap(), 1, "interrupted");
    assert_eq!(schemas(&mut client), ["public"], "nothing is half-loaded");
}

fn server_dies() {
    let mut server = Server::start();
    let url = server.database("dies");
    let mut client = server.connect("dies");
    let mut load = command(&to(&LARGE, &url, &[]));
    let child = load.stderr(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
    let pid = copying(&mut client);
    server.kill();
    let _ = Command::new("kill").args(["-KILL", &pid.to_string()]).status();
    one_line(&child.wait_with_output().unwrap(), 1, "nothing was loaded");
}

fn names_with_quotes() {
    let (_, mut client) = database("names");
    client.batch_execute("CREATE DATABASE \"it's \"\"our\"\" shop\"").unwrap();
    let (url, _) = database("quotes");
    let url = url.replace("/quotes", "/it's%20%22our%22%20shop");
    let extra = ["--schema", "the \"shop's\"", "--set", "title=\"it's \\\"ours\\\"\""];
    done(&to(&SMALL, &url, &extra));
    refused(&to(&SMALL, &url, &extra), 2, "--force replaces it");
    done(&to(&SMALL, &url, &[&extra[..], &["--force"]].concat()));
    let url = format!("{url}?schema=the%20%22shop's%22");
    assert!(!done(&["verify", &url]).contains("broken"));
}

fn layouts_have_schemas() {
    let (url, mut client) = database("layouts");
    done(&to(&SMALL, &url, &["--layout", "connectors,star", "--tables", "data"]));
    let there = schemas(&mut client);
    for schema in ["adloom", "adloom_star", "facebook_ads", "google_ads", "shopify", "tiktok_ads"] {
        assert!(there.contains(&schema.to_owned()), "{there:?}");
    }
    let spend = |client: &mut Client, table: &str, column: &str| {
        count(client, &format!("SELECT (sum({column}) * 100)::bigint FROM {table}"))
    };
    let plain = spend(&mut client, "adloom.ad_performance", "spend");
    assert_eq!(spend(&mut client, "adloom_star.fact_marketing_performance", "spend"), plain);
    assert!(count(&mut client, "SELECT count(*) FROM shopify.\"order\"") > 0);
    // Another load may not take the connectors' schemas away, but this one may.
    refused(&to(&SMALL, &url, &["--layout", "connectors", "--schema", "b"]), 2, "facebook_ads");
    done(&to(&SMALL, &url, &["--tables", "data", "--force"]));
    assert_eq!(schemas(&mut client), ["adloom", "public"]);
}
