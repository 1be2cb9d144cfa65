//! SQL over a world that was never written: the same rows as in files, and no more of them made
//! than the query needs.

use std::fs;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use adloom::dataset::Session;
use adloom::engine::sql::providers;
use adloom::engine::{Known, Pick, Rows, Source, Stopped, Unit};
use adloom::scenario;
use adloom::sinks::answer::{Answer, Style};
use adloom::tables::WorldPick;
use adloom::tables::spec::Table;
use arrow_array::RecordBatch;
use arrow_array::cast::AsArray;
use arrow_array::types::Int64Type;

use crate::support::generate;

const SMALL: [&str; 4] = ["horizon.days=4", "scale=0.05", "seed=3", "horizon.start=2026-03-27"];
const SMALL_OPTIONS: [&str; 8] =
    ["--days", "4", "--scale", "0.05", "--seed", "3", "--start", "2026-03-27"];

/// What was asked of a table.
#[derive(Debug, Clone, PartialEq)]
struct Asked {
    table: String,
    columns: Vec<&'static str>,
    units: usize,
}

/// A world that notes down what is asked of it, and what is made.
struct Watched {
    world: WorldPick,
    asked: Mutex<Vec<Asked>>,
    rows: Arc<AtomicUsize>,
}

/// A source that counts the rows that it makes with columns.
struct Counted {
    source: Arc<dyn Source + Send>,
    rows: Arc<AtomicUsize>,
}

impl Source for Counted {
    fn tables(&self) -> &[&'static Table] {
        self.source.tables()
    }

    fn blocks(&self) -> usize {
        self.source.blocks()
    }

    fn make(
        &self,
        index: usize,
        emit: &mut dyn FnMut(usize, RecordBatch) -> Result<(), Stopped>,
    ) -> Result<(), Stopped> {
        self.source.make(index, &mut |table, batch| {
            if batch.num_columns() > 0 {
                self.rows.fetch_add(batch.num_rows(), Ordering::Relaxed);
            }
            emit(table, batch)
        })
    }
}

impl Pick for Watched {
    fn tables(&self) -> &[&'static Table] {
        self.world.tables()
    }

    fn units(&self, table: &'static Table) -> Vec<Unit> {
        self.world.units(table)
    }

    fn known(&self, table: &'static Table, unit: Unit, column: &str) -> Known<'_> {
        self.world.known(table, unit, column)
    }

    fn rows(&self, table: &'static Table, unit: Unit) -> Rows {
        self.world.rows(table, unit)
    }

    fn source(
        &self,
        table: &'static Table,
        columns: &[usize],
        units: &[Unit],
    ) -> Arc<dyn Source + Send> {
        self.asked.lock().unwrap().push(Asked {
            table: table.qualified_name(),
            columns: columns.iter().map(|&at| table.columns[at].name).collect(),
            units: units.len(),
        });
        let source = self.world.source(table, columns, units);
        Arc::new(Counted { source, rows: self.rows.clone() })
    }
}

struct Asking {
    world: Arc<Watched>,
    session: Session,
}

impl Asking {
    fn of(preset: &str, overrides: &[&str], threads: usize) -> Asking {
        let overrides: Vec<String> = overrides.iter().map(|text| (*text).to_owned()).collect();
        let source = scenario::Source::find(preset).unwrap();
        let world = WorldPick::new(scenario::load(&source, &overrides).unwrap());
        let world = Arc::new(Watched { world, asked: Mutex::default(), rows: Arc::default() });
        let session = Session::new(threads).unwrap();
        for (table, provider) in providers(world.clone()) {
            session.register(table.folder.name(), table.name, provider).unwrap();
        }
        Asking { world, session }
    }

    fn small(threads: usize) -> Asking {
        Asking::of("gcc", &SMALL, threads)
    }

    fn batches(&self, query: &str) -> Vec<RecordBatch> {
        self.session.rows(query).unwrap().map(Result::unwrap).collect()
    }

    fn number(&self, query: &str) -> i64 {
        let batches = self.batches(query);
        batches[0].column(0).as_primitive::<Int64Type>().value(0)
    }

    fn text(&self, query: &str) -> String {
        let rows = self.session.rows(query).unwrap();
        let mut out = Vec::new();
        let mut answer = Answer::begin(Style::Csv, &rows.schema(), &mut out, None).unwrap();
        for batch in rows {
            answer.write(&batch.unwrap()).unwrap();
        }
        answer.finish().unwrap();
        String::from_utf8(out).unwrap()
    }

    /// What a query asks of the world, and how many rows are made for it.
    fn asks(&self, query: &str) -> (Vec<Asked>, usize) {
        self.world.asked.lock().unwrap().clear();
        self.world.rows.store(0, Ordering::Relaxed);
        self.batches(query);
        (self.world.asked.lock().unwrap().clone(), self.world.rows.load(Ordering::Relaxed))
    }

    fn units(&self, query: &str) -> usize {
        let (asked, _) = self.asks(query);
        assert_eq!(asked.len(), 1, "{query}: {asked:?}");
        asked[0].units
    }
}

#[test]
fn every_table_is_byte_for_byte_what_gen_writes() {
    let dir = tempfile::tempdir().unwrap();
    let folder = generate(&dir.path().join("out"), &[&["gcc"], &SMALL_OPTIONS[..]].concat());
    // One thread makes rows in their order.
    let asking = Asking::small(1);
    for table in asking.world.tables() {
        let name = table.qualified_name();
        let file = folder.join(format!("{}.csv", name.replace('.', "/")));
        let written = fs::read_to_string(file).unwrap();
        assert_eq!(asking.text(&format!("SELECT * FROM {name}")), written, "{name}");
    }
}

#[test]
fn several_threads_make_the_same_rows() {
    let (one, three) = (Asking::small(1), Asking::small(3));
    for table in one.world.tables() {
        let name = table.qualified_name();
        let key = table.primary_key.join(", ");
        let query = format!("SELECT * FROM {name} ORDER BY {key}");
        assert_eq!(one.text(&query), three.text(&query), "{name}");
    }
}

#[test]
fn a_column_alone_is_what_it_is_among_all() {
    let asking = Asking::small(1);
    for table in asking.world.tables() {
        let name = table.qualified_name();
        let whole = asking.text(&format!("SELECT * FROM {name}"));
        let whole: Vec<csv::StringRecord> =
            csv::Reader::from_reader(whole.as_bytes()).records().map(Result::unwrap).collect();
        for (at, column) in table.columns.iter().enumerate() {
            // A line with nothing but an empty cell would not count as a row.
            let alone = asking.text(&format!("SELECT {}, 1 AS one FROM {name}", column.name));
            let alone = csv::Reader::from_reader(alone.as_bytes());
            let cells: Vec<String> =
                alone.into_records().map(|row| row.unwrap()[0].to_owned()).collect();
            let among: Vec<&str> = whole.iter().map(|row| &row[at]).collect();
            assert_eq!(cells, among, "{name}.{}", column.name);
        }
    }
}

#[test]
fn columns_that_no_query_asks_for_are_not_made() {
    let asking = Asking::small(2);
    let (asked, _) = asking.asks("SELECT sum(page_views) FROM sessions WHERE device = 'mobile'");
    let expected = Asked {
        table: "data.sessions".to_owned(),
        columns: vec!["device", "page_views"],
        units: 24,
    };
    assert_eq!(asked, [expected]);
}

#[test]
fn filters_on_days_and_regions_leave_only_those_days_and_regions() {
    let asking = Asking::small(2);
    let regions = asking.number("SELECT count(*) FROM regions") as usize;
    for (filter, units) in [
        ("date = '2026-03-28'", regions),
        ("date = DATE '2026-03-28' AND region_id = 'SA'", 1),
        ("region_id IN ('SA', 'AE') AND date > '2026-03-28'", 4),
        ("date BETWEEN '2026-03-28' AND '2026-03-29'", 2 * regions),
        ("date <= '2026-03-27' OR region_id = 'QA'", regions + 3),
        ("cast(date AS varchar) LIKE '%-28' AND lower(region_id) = 'sa'", 1),
        ("extract(day FROM date) = 30", regions),
        ("NOT (date < '2026-03-30')", regions),
        ("date = '2031-01-01'", 0),
    ] {
        let query = format!("SELECT order_id FROM orders WHERE {filter}");
        assert_eq!(asking.units(&query), units, "{filter}");
        // Asked row by row, nothing can be pruned, and the rows are the same.
        let unpruned = format!("SELECT count(CASE WHEN {filter} THEN 1 END) FROM orders");
        let pruned = format!("SELECT count(*) FROM orders WHERE {filter}");
        assert_eq!(asking.number(&pruned), asking.number(&unpruned), "{filter}");
    }
}

#[test]
fn filters_on_moments_leave_the_days_around_them() {
    let asking = Asking::small(2);
    let regions = asking.number("SELECT count(*) FROM regions") as usize;
    for (filter, most) in [
        ("ordered_at >= '2026-03-29T12:00:00Z' AND ordered_at < '2026-03-29T13:00:00Z'", regions),
        ("ordered_at BETWEEN '2026-03-27 08:00:00+04:00' AND '2026-03-27 09:00:00+04:00'", regions),
        ("ordered_at > '2026-03-30T18:00:00Z'", regions),
        ("ordered_at < '2020-01-01'", 0),
        ("ordered_at >= '2026-03-28' AND region_id = 'SA' AND status = 'completed'", 4),
    ] {
        let query = format!("SELECT order_id FROM orders WHERE {filter}");
        assert!(asking.units(&query) <= most, "{filter}");
        let unpruned = format!("SELECT count(CASE WHEN {filter} THEN 1 END) FROM orders");
        let pruned = format!("SELECT count(*) FROM orders WHERE {filter}");
        assert_eq!(asking.number(&pruned), asking.number(&unpruned), "{filter}");
    }
    // Payments may come weeks after the order, but not before it.
    let early = asking.units("SELECT amount FROM payments WHERE paid_at < '2026-03-28T00:00:00Z'");
    assert!(early <= 2 * regions, "{early}");
    let late = asking.units("SELECT amount FROM payments WHERE paid_at > '2026-04-20T00:00:00Z'");
    assert_eq!(late, 4 * regions);
}

#[test]
fn what_is_said_of_a_unit_beforehand_holds_for_all_of_its_rows() {
    // The clocks change on the second day.
    let set = ["horizon.start=2026-03-07", "horizon.days=3", "scale=0.2"];
    let asking = Asking::of("us-brand", &set, 1);
    let world = &asking.world;
    for table in world.tables() {
        let units = world.units(table);
        // People sign up from the launch on; the last of those days will do.
        for &unit in &units[units.len().saturating_sub(MOST_UNITS)..] {
            let columns: Vec<usize> = (0..table.columns.len()).collect();
            let source = world.source(table, &columns, &[unit]);
            let mut rows = 0;
            for block in 0..source.blocks() {
                let mut look = |_: usize, batch: RecordBatch| {
                    rows += batch.num_rows() as u64;
                    for (at, column) in table.columns.iter().enumerate() {
                        let known = world.known(table, unit, column.name);
                        holds(known, &batch, at, &table.qualified_name());
                    }
                    Ok(())
                };
                source.make(block, &mut look).unwrap();
            }
            if let Rows::Exactly(exactly) = world.rows(table, unit) {
                assert_eq!(exactly, rows, "{} {unit:?}", table.name);
            }
        }
    }
}

/// Units of a table that are looked at.
const MOST_UNITS: usize = 60;

fn holds(known: Known, batch: &RecordBatch, at: usize, table: &str) {
    use arrow_array::types::{Date32Type, Int16Type, TimestampMillisecondType};
    let column = batch.column(at);
    match known {
        Known::Nothing => {}
        Known::Day(day) => {
            assert!(column.as_primitive::<Date32Type>().values().iter().all(|d| *d == day));
        }
        Known::Label(label) => {
            let labels = column.as_dictionary::<Int16Type>();
            let values = labels.downcast_dict::<arrow_array::StringArray>().unwrap();
            assert!(values.into_iter().all(|value| value == Some(label)), "{table}");
        }
        Known::Moments(first, last) => {
            let moments = column.as_primitive::<TimestampMillisecondType>();
            let within = |ms: &i64| *ms >= first * 1_000 && last.is_none_or(|l| *ms <= l * 1_000);
            assert!(moments.values().iter().all(within), "{table}");
        }
    }
}

#[test]
fn counting_makes_no_row() {
    for (preset, overrides) in [
        ("gcc", &SMALL[..]),
        ("mix", &["horizon.days=2", "scale=0.3"]),
        ("marketplace", &["horizon.days=1", "scale=0.01", "seed=9"]),
    ] {
        let asking = Asking::of(preset, overrides, 2);
        for table in asking.world.tables() {
            let name = table.qualified_name();
            let query = format!("SELECT count(*) FROM {name}");
            let (_, rows) = asking.asks(&query);
            assert_eq!(rows, 0, "{preset} {name}");
            let all = asking.batches(&format!("SELECT * FROM {name}"));
            let all: usize = all.iter().map(RecordBatch::num_rows).sum();
            assert_eq!(asking.number(&query), all as i64, "{preset} {name}");
        }
    }
}

#[test]
fn counts_and_days_are_known_to_the_planner() {
    let asking = Asking::small(2);
    for query in [
        "SELECT count(*) FROM sessions",
        "SELECT count(*) FROM ad_interactions WHERE date = '2026-03-28'",
        "SELECT count(*) FROM users WHERE region_id = 'SA'",
        "SELECT count(user_id) FROM users",
        "SELECT min(date), max(date) FROM business_daily",
    ] {
        let plan = asking.text(&format!("EXPLAIN {query}"));
        let physical = plan.rsplit("physical_plan").next().unwrap();
        assert!(physical.contains("PlaceholderRowExec"), "{plan}");
    }
    let days = asking.text("SELECT min(date), max(date) FROM business_daily");
    assert_eq!(days.lines().nth(1), Some("2026-03-27,2026-03-30"));
}

#[test]
fn a_limit_stops_early_and_gives_the_first_rows() {
    let large = Asking::of("gcc", &["horizon.days=10"], 3);
    let (_, rows) = large.asks("SELECT session_id FROM sessions LIMIT 5");
    let all = large.number("SELECT count(*) FROM sessions") as usize;
    assert!(rows < all / 2, "{rows} of {all} rows are made");
    let asking = Asking::small(3);
    let limited = asking.text("SELECT * FROM sessions LIMIT 5");
    let whole = Asking::small(1).text("SELECT * FROM sessions");
    assert!(whole.starts_with(&limited));
    assert_eq!(limited.lines().count(), 6);
}

#[test]
fn an_unqualified_name_never_reaches_the_answer_key() {
    let asking = Asking::small(1);
    assert!(asking.session.rows("SELECT true_roas FROM channels").is_err());
    assert!(asking.session.rows("SELECT is_incremental FROM orders").is_err());
    let caused = "SELECT count(*) FROM truth.orders WHERE is_incremental";
    assert!(asking.number(caused) > 0);
}

/// A world one of whose days cannot be made.
struct Broken(WorldPick);

struct BrokenSource(Arc<dyn Source + Send>);

impl Source for BrokenSource {
    fn tables(&self) -> &[&'static Table] {
        self.0.tables()
    }

    fn blocks(&self) -> usize {
        self.0.blocks()
    }

    fn make(
        &self,
        _: usize,
        _: &mut dyn FnMut(usize, RecordBatch) -> Result<(), Stopped>,
    ) -> Result<(), Stopped> {
        panic!("this day is cursed")
    }
}

impl Pick for Broken {
    fn tables(&self) -> &[&'static Table] {
        self.0.tables()
    }

    fn units(&self, table: &'static Table) -> Vec<Unit> {
        self.0.units(table)
    }

    fn known(&self, table: &'static Table, unit: Unit, column: &str) -> Known<'_> {
        self.0.known(table, unit, column)
    }

    fn rows(&self, table: &'static Table, unit: Unit) -> Rows {
        self.0.rows(table, unit)
    }

    fn source(&self, table: &'static Table, c: &[usize], u: &[Unit]) -> Arc<dyn Source + Send> {
        Arc::new(BrokenSource(self.0.source(table, c, u)))
    }
}

#[test]
fn a_panic_while_rows_are_made_is_an_error_of_the_query() {
    let source = scenario::Source::find("gcc").unwrap();
    let overrides = SMALL.map(str::to_owned);
    let world = WorldPick::new(scenario::load(&source, &overrides).unwrap());
    let session = Session::new(2).unwrap();
    for (table, provider) in providers(Arc::new(Broken(world))) {
        session.register(table.folder.name(), table.name, provider).unwrap();
    }
    for query in ["SELECT sum(total) FROM orders", "SELECT count(*) FROM sessions"] {
        let answer = session.rows(query).and_then(|rows| rows.collect::<Result<Vec<_>, _>>());
        let error = answer.unwrap_err();
        assert!(error.why.contains("this day is cursed"), "{error}");
        assert_eq!(error.fault, adloom::dataset::Fault::Answer);
    }
}
