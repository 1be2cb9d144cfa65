//! Loads into MariaDB, looked at with the server's own eyes.

mod encryption;
mod procedures;
mod server;

use std::process::Stdio;
use std::thread;
use std::time::Duration;

use ::mysql::prelude::Queryable;
use adloom::dataset::Dataset;
use adloom::tables::spec::Kind;
use libtest_mimic::{Failed, Trial};

use self::procedures::procedures_agree_with_the_files;
use self::server::{DATABASE, PASSWORD, Server, USER};
use crate::certificates;
use crate::support::{adloom, expect, fail, free_port, succeed, test, text};

type Test = fn(&Server) -> Result<(), Failed>;

const TESTS: [(&str, Test); 8] = [
    ("mariadb_holds_every_row_with_its_keys", every_row_arrives_with_its_keys),
    ("mariadb_without_local_files_gets_inserts", a_server_without_local_files_gets_inserts),
    ("procedures_agree_with_the_files", procedures_agree_with_the_files),
    ("mariadb_keeps_what_is_not_ours", what_is_not_ours_is_kept),
    ("a_load_that_breaks_off_leaves_nothing", a_load_that_breaks_off_leaves_nothing),
    ("force_replaces_only_what_adloom_made", force_replaces_only_what_adloom_made),
    ("mariadb_says_in_one_line_why_it_refuses", what_goes_wrong_is_said_in_one_line),
    (
        "mariadb_without_tls_is_refused_where_it_is_wanted",
        encryption::a_server_without_tls_is_refused_where_it_is_wanted,
    ),
];

/// A test that starts a server of its own.
type Alone = fn() -> Result<(), Failed>;

/// Those that start servers with certificates.
const ENCRYPTED: [(&str, Alone); 2] = [
    (
        "everything_works_over_an_encrypted_connection_to_mariadb",
        encryption::everything_works_over_an_encrypted_connection,
    ),
    (
        "certificates_of_mariadb_that_are_not_trusted_end_with_one_line",
        encryption::certificates_that_are_not_trusted_end_with_one_line,
    ),
];

pub fn tests() -> Vec<Trial> {
    let can_run = Server::binaries().is_some();
    let trial = |(name, run): (&str, Test)| test(name, can_run, move || run(&Server::start()?));
    let can_sign = can_run && certificates::can_be_made();
    let encrypted = ENCRYPTED.into_iter().map(|(name, run)| test(name, can_sign, run));
    TESTS.into_iter().map(trial).chain(encrypted).collect()
}

const SMALL: [&str; 6] = ["gen", "gcc", "--scale", "0.05", "--days", "12"];

/// The same world as files, to compare with.
fn files() -> Result<(tempfile::TempDir, Dataset), Failed> {
    let folder = tempfile::tempdir()?;
    let out = folder.path().join("world");
    let files = [&SMALL[..], &["--format", "parquet", "--out"]].concat();
    succeed(adloom(&files).arg(&out))?;
    let dataset = Dataset::open(&out, 1)?;
    Ok((folder, dataset))
}

fn every_row_arrives_with_its_keys(server: &Server) -> Result<(), Failed> {
    succeed(&mut server.load(&[]))?;
    check_rows(server)?;
    let mut root = server.root()?;
    let orphans: Vec<(String, String, String, String)> = root.query(
        "SELECT table_name, column_name, referenced_table_name, referenced_column_name \
         FROM information_schema.key_column_usage \
         WHERE table_schema = DATABASE() AND referenced_table_name IS NOT NULL",
    )?;
    expect(orphans.len() > 50, || format!("{} foreign keys", orphans.len()))?;
    for (table, column, target, key) in orphans {
        let sql = format!(
            "SELECT count(*) FROM `{table}` c LEFT JOIN `{target}` p ON p.`{key}` = c.`{column}` \
             WHERE c.`{column}` IS NOT NULL AND p.`{key}` IS NULL"
        );
        let found: Option<u64> = root.query_first(sql)?;
        expect(found == Some(0), || format!("{table}.{column}: {found:?} orphans"))?;
    }
    let refused = root.query_drop("INSERT INTO payments SELECT 1, -1, paid_at, method, amount, currency FROM payments LIMIT 1");
    expect(refused.is_err(), || "a payment without an order is taken".to_owned())?;
    let bare: Vec<String> = root.query(
        "SELECT CONCAT(c.table_name, '.', c.column_name) FROM information_schema.columns c \
         JOIN information_schema.tables t USING (table_schema, table_name) \
         WHERE c.table_schema = DATABASE() AND t.table_type = 'BASE TABLE' \
         AND c.column_comment = '' AND c.table_name <> 'adloom_manifest'",
    )?;
    expect(bare.is_empty(), || format!("without a comment: {bare:?}"))?;
    let views: Vec<String> = root.query(
        "SELECT CAST(table_name AS CHAR) FROM information_schema.views \
         WHERE table_schema = DATABASE()",
    )?;
    expect(views.len() >= 10, || format!("{views:?}"))?;
    for view in views {
        let rows: Option<u64> = root.query_first(format!("SELECT count(*) FROM `{view}`"))?;
        expect(rows.is_some(), || view.clone())?;
    }
    Ok(())
}

/// Rows and sums of every table, against the files of the same world.
fn check_rows(server: &Server) -> Result<(), Failed> {
    let (_folder, dataset) = files()?;
    let mut root = server.root()?;
    for table in dataset.tables() {
        let prefix = if table.folder.name() == "truth" { "truth_" } else { "" };
        let stored = format!("{prefix}{}", table.name);
        let rows: Option<u64> = root.query_first(format!("SELECT count(*) FROM `{stored}`"))?;
        let written = dataset.manifest().tables.iter();
        let mut written = written.filter(|t| t.qualified_name() == table.qualified_name());
        let expected = written.next().map(|t| t.rows());
        expect(rows == expected, || format!("{stored}: {rows:?} of {expected:?} rows"))?;
        for column in table.columns {
            // A sum of values, or of lengths of texts in bytes, and the empty cells.
            let name = column.name;
            let (ours, theirs) = match column.kind {
                // A sum of ids does not fit 64 bits.
                Kind::Id | Kind::Int | Kind::Long => (
                    format!("CAST(sum(CAST({name} AS DECIMAL(38, 0))) AS VARCHAR)"),
                    format!("CAST(sum(`{name}`) AS CHAR)"),
                ),
                Kind::Money => (
                    format!("CAST(sum({name}) AS VARCHAR)"),
                    format!("CAST(sum(`{name}`) AS CHAR)"),
                ),
                Kind::Text | Kind::Label => (
                    format!("CAST(sum(octet_length({name})) AS VARCHAR)"),
                    format!("CAST(sum(length(`{name}`)) AS CHAR)"),
                ),
                Kind::Bool => (
                    format!("CAST(sum(CASE WHEN {name} THEN 1 ELSE 0 END) AS VARCHAR)"),
                    format!("CAST(sum(`{name}`) AS CHAR)"),
                ),
                Kind::Date => (
                    format!("CAST(min({name}) AS VARCHAR)"),
                    format!("CAST(min(`{name}`) AS CHAR)"),
                ),
                Kind::Time | Kind::Clock => (
                    format!("to_char(max({name}), '%Y-%m-%d %H:%M:%S')"),
                    format!("CAST(max(`{name}`) AS CHAR)"),
                ),
                Kind::Float => continue,
            };
            let sql = format!("SELECT {ours} || '' FROM {}", table.qualified_name());
            let ours = first_cell(&dataset, &sql)?;
            let sql = format!("SELECT {theirs} FROM `{stored}`");
            let theirs: Option<Option<String>> = root.query_first(sql)?;
            expect(ours == theirs.clone().flatten(), || {
                format!("{stored}.{name}: {theirs:?} instead of {ours:?}")
            })?;
        }
    }
    Ok(())
}

fn first_cell(dataset: &Dataset, sql: &str) -> Result<Option<String>, Failed> {
    let rows = cells(dataset, sql)?;
    Ok(rows.into_iter().next().and_then(|row| row.into_iter().next()).flatten())
}

/// Rows of texts.
fn cells(dataset: &Dataset, sql: &str) -> Result<Vec<Vec<Option<String>>>, Failed> {
    use arrow_array::Array;
    use arrow_array::cast::AsArray;
    let mut rows = Vec::new();
    for batch in dataset.sql(sql)? {
        for row in 0..batch.num_rows() {
            let cell = |column: &arrow_array::ArrayRef| match column.data_type() {
                arrow_schema::DataType::Utf8View => {
                    let texts = column.as_string_view();
                    texts.is_valid(row).then(|| texts.value(row).to_owned())
                }
                _ => {
                    let texts = column.as_string::<i32>();
                    texts.is_valid(row).then(|| texts.value(row).to_owned())
                }
            };
            rows.push(batch.columns().iter().map(cell).collect());
        }
    }
    Ok(rows)
}

fn a_server_without_local_files_gets_inserts(_: &Server) -> Result<(), Failed> {
    let server = Server::start_with(&["--local-infile=0", "--max-allowed-packet=1M"])?;
    succeed(&mut server.load(&[]))?;
    check_rows(&server)
}

fn what_is_not_ours_is_kept(server: &Server) -> Result<(), Failed> {
    let mut root = server.root()?;
    root.query_drop("CREATE TABLE orders (mine INT)")?;
    root.query_drop("CREATE TABLE notes (mine INT)")?;
    for more in [&[][..], &["--force"]] {
        let said = fail(&mut server.load(more), 2)?;
        expect(said.contains("`orders`"), || said.clone())?;
    }
    expect(server.names()? == ["notes", "orders"], || format!("{:?}", server.names()))?;
    root.query_drop("DROP TABLE orders")?;
    root.query_drop("CREATE PROCEDURE ad_budgets() SELECT 1")?;
    let said = fail(&mut server.load(&[]), 2)?;
    expect(said.contains("procedure `ad_budgets`"), || said.clone())?;
    root.query_drop("DROP PROCEDURE ad_budgets")?;
    succeed(&mut server.load(&[]))?;
    expect(server.names()?.contains(&"notes".to_owned()), || "notes is gone".to_owned())
}

fn force_replaces_only_what_adloom_made(server: &Server) -> Result<(), Failed> {
    succeed(&mut server.load(&[]))?;
    let names = server.names()?;
    let said = fail(&mut server.load(&["--seed", "2"]), 2)?;
    expect(said.contains("--force"), || said.clone())?;
    server.root()?.query_drop("CREATE TABLE notes (mine INT)")?;
    succeed(&mut server.load(&["--force"]))?;
    check_rows(server)?;
    let mut expected = names.clone();
    expected.push("notes".to_owned());
    expected.sort();
    expect(server.names()? == expected, || format!("{:?}", server.names()))?;
    succeed(&mut server.load(&["--force", "--tables", "regions"]))?;
    let left = server.names()?;
    expect(left == ["adloom_manifest", "notes", "regions"], || format!("{left:?}"))
}

fn a_load_that_breaks_off_leaves_nothing(server: &Server) -> Result<(), Failed> {
    succeed(&mut server.load(&[]))?;
    let before = server.names()?;
    let large = || {
        let url = server.url();
        let mut command = adloom(&["gen", "gcc", "--scale", "5", "--force", "--to", &url]);
        command.stdout(Stdio::null()).stderr(Stdio::piped());
        command
    };
    // Killed: its tables stay until the next load.
    let mut killed = large().spawn()?;
    wait_until(server, "adloom_new_1")?;
    killed.kill()?;
    killed.wait()?;
    check_rows(server)?;
    // The connections cut, as by an administrator: it tidies up by itself.
    let cut = large().spawn()?;
    thread::sleep(Duration::from_millis(300));
    wait_until(server, "adloom_new_1")?;
    thread::sleep(Duration::from_millis(700));
    let mut root = server.root()?;
    let threads: Vec<u64> =
        root.query("SELECT id FROM information_schema.processlist WHERE id <> connection_id()")?;
    for thread in threads {
        // It may have ended by itself.
        let _ = root.query_drop(format!("KILL {thread}"));
    }
    let output = cut.wait_with_output()?;
    let said = text(&output.stderr);
    expect(output.status.code() == Some(1), || format!("{}: {said}", output.status))?;
    expect(said.trim_end().lines().count() == 1, || said.clone())?;
    expect(!said.contains(PASSWORD), || said.clone())?;
    check_rows(server)?;
    succeed(&mut server.load(&["--force"]))?;
    expect(server.names()? == before, || format!("{:?}", server.names()))
}

fn wait_until(server: &Server, table: &str) -> Result<(), Failed> {
    for _ in 0..600 {
        if server.names()?.iter().any(|name| name == table) {
            return Ok(());
        }
        thread::sleep(Duration::from_millis(50));
    }
    Err(format!("{table} is not made").into())
}

fn what_goes_wrong_is_said_in_one_line(server: &Server) -> Result<(), Failed> {
    let mut root = server.root()?;
    root.query_drop("CREATE USER reader@'127.0.0.1' IDENTIFIED BY 'hunter2'")?;
    root.query_drop(format!(
        "GRANT SELECT ON `{}`.* TO reader@'127.0.0.1'",
        DATABASE.replace('`', "``")
    ))?;
    let nobody = format!("mysql://me:hunter2@127.0.0.1:{}/shop", free_port()?);
    for (url, code, words) in [
        (server.url_of(USER, "hunter2", DATABASE), 2, "password"),
        (server.url_of("root", "", "nowhere"), 2, "no such database"),
        (server.url_of("reader", "hunter2", DATABASE), 2, "privilege"),
        (nobody, 1, "no server answers"),
        (format!("{}?ssl-mode=SOMETIMES", server.url()), 2, "ssl-mode is none of"),
    ] {
        let said = fail(&mut adloom(&[&SMALL[..], &["--to", &url]].concat()), code)?;
        expect(said.contains(words), || said.clone())?;
        expect(!said.contains("hunter2") && !said.contains(PASSWORD), || said.clone())?;
    }
    expect(server.names()?.is_empty(), || format!("{:?}", server.names()))
}
