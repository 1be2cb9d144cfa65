//! The scripts in `load/`: DuckDB runs its own, and a parser reads those of the other systems.

use libtest_mimic::{Failed, Trial};
use tempfile::TempDir;

use crate::support::{adloom, expect, python, run_python, succeed, test};

pub fn tests() -> Vec<Trial> {
    let duckdb = python("duckdb");
    let sqlglot = python("sqlglot");
    vec![
        test("duckdb_runs_its_load_script", duckdb.is_some(), move || {
            duckdb_runs_its_load_script(&duckdb.unwrap_or_default())
        }),
        test("a_parser_reads_every_load_script", sqlglot.is_some(), move || {
            a_parser_reads_every_load_script(&sqlglot.unwrap_or_default())
        }),
    ]
}

/// A dataset small enough for a test, with every table.
fn dataset(arguments: &[&str]) -> Result<TempDir, Failed> {
    let folder = tempfile::tempdir()?;
    let out = folder.path().join("world").display().to_string();
    let base = ["gen", "gcc", "--scale", "0.02", "--days", "12", "--format", "parquet", "--out"];
    succeed(adloom(&base).arg(out).args(arguments))?;
    Ok(folder)
}

const RUN_IN_DUCKDB: &str = r#"
import duckdb, glob, json
world = duckdb.connect()
world.execute(open("load/duckdb.sql").read())
tables, keyed = {}, set()
for path in sorted(glob.glob("manifest*.json")):
    for table in json.load(open(path))["tables"]:
        prefix = "" if table["folder"] == "data" else table["folder"] + "_"
        name = prefix + table["name"]
        if "." in table["name"]:
            name = table["name"]
        tables[name] = tables.get(name, 0) + table["rows"]
        if table["primary_key"]:
            keyed.add(name)
for table, rows in tables.items():
    name = ".".join('"' + part + '"' for part in table.split("."))
    there = world.execute(f"SELECT count(*) FROM {name}").fetchall()[0][0]
    assert there == rows, f"{table}: {there} of {rows} rows"
keys = "SELECT count(*) FROM duckdb_constraints() WHERE constraint_type = "
primary = world.execute(keys + "'PRIMARY KEY'").fetchall()[0][0]
assert primary == len(keyed), f"{primary} primary keys of {len(keyed)}"
foreign = world.execute(keys + "'FOREIGN KEY'").fetchall()[0][0]
assert foreign > 50, f"{foreign} foreign keys"
bare = world.execute("""SELECT table_name, column_name FROM duckdb_columns()
    WHERE comment IS NULL AND database_name = current_database()""").fetchall()
assert not bare, f"without a comment: {bare}"
try:
    world.execute("INSERT INTO payments SELECT * REPLACE (-1 AS payment_id, -1 AS order_id) "
                  "FROM payments LIMIT 1")
    raise SystemExit("a payment without an order is taken")
except duckdb.ConstraintException:
    pass
print(len(tables))
"#;

fn duckdb_runs_its_load_script(python: &str) -> Result<(), Failed> {
    for (layout, least) in [("", 31), ("star,connectors", 60)] {
        let arguments = if layout.is_empty() { vec![] } else { vec!["--layout", layout] };
        let folder = dataset(&arguments)?;
        let tables = run_python(python, RUN_IN_DUCKDB, &folder.path().join("world"))?;
        let tables: usize = tables.trim().parse()?;
        expect(tables >= least, || format!("{tables} tables with --layout {layout}"))?;
    }
    let parts = dataset(&["--part", "1", "--parts", "2"])?;
    let out = parts.path().join("world").display().to_string();
    let base = ["gen", "gcc", "--scale", "0.02", "--days", "12", "--format", "parquet", "--out"];
    succeed(adloom(&base).arg(out).args(["--part", "2", "--parts", "2"]))?;
    run_python(python, RUN_IN_DUCKDB, &parts.path().join("world")).map(drop)
}

const PARSE: &str = r#"
import json, logging, sqlglot
from sqlglot import exp
logging.disable(logging.CRITICAL)
manifest = json.load(open("manifest.json"))["tables"]
tables, keyed = len(manifest), sum(bool(table["primary_key"]) for table in manifest)
# What a dialect of the parser does not know it takes as a whole. Only these may be such.
opaque = {"tsql": ("EXTERNAL DATA SOURCE", "EXTERNAL FILE FORMAT")}
for system, dialect, load in [
    ("bigquery", "bigquery", "LOAD DATA INTO"),
    ("snowflake", "snowflake", "COPY INTO"),
    ("redshift", "redshift", "COPY "),
    ("sqlserver", "tsql", "INSERT INTO"),
    ("duckdb", "duckdb", "INSERT INTO"),
]:
    script = open(f"load/{system}.sql").read()
    statements = [s for s in sqlglot.parse(script, read=dialect) if s is not None]
    for statement in statements:
        if isinstance(statement, exp.Command):
            said = statement.sql(dialect=dialect)
            assert any(words in said for words in opaque.get(dialect, ())), said
    creates = [s for s in statements if isinstance(s, exp.Create) and s.kind == "TABLE"
               and isinstance(s.this, exp.Schema) and s.find(exp.PrimaryKey)]
    assert len(creates) == keyed, f"{system}: {len(creates)} of {keyed} tables with a key"
    foreign = sum(len(list(s.find_all(exp.ForeignKey))) for s in creates)
    assert foreign > 50, f"{system}: {foreign} foreign keys"
    loads = sum(line.startswith(load) for line in script.splitlines())
    assert loads == tables, f"{system}: {loads} of {tables} tables are loaded"
"#;

fn a_parser_reads_every_load_script(python: &str) -> Result<(), Failed> {
    for arguments in [vec![], vec!["--layout", "exports,star,flat,mix,views,connectors"]] {
        let folder = dataset(&arguments)?;
        run_python(python, PARSE, &folder.path().join("world"))?;
    }
    Ok(())
}
