//! How fast rows are made and written: `cargo bench`.
//!
//! Each fact table alone, from the plan to finished Arrow batches, on one thread; then the writing
//! of sessions as CSV and Parquet. Throughput is in rows (or bytes) of the table.

use std::hint::black_box;
use std::sync::atomic::AtomicBool;

use adloom::engine::{self, Part, Sink as _, Source as _, Stopped, TableSelection};
use adloom::scenario::{Source, load};
use adloom::sinks::Parquet;
use adloom::sinks::text::{Csv, Text};
use adloom::tables::spec::Table;
use adloom::tables::{self, WorldTables};
use adloom::world::World;
use arrow_array::RecordBatch;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

/// A week of the default scenario at four times its size.
fn world(table: &str) -> WorldTables {
    let set = ["horizon.days=7", "scale=4"].map(str::to_owned);
    // A built-in scenario is valid, and so are the table names below.
    let source = Source::find("gcc").expect("a preset");
    let scenario = load(&source, &set).expect("a valid scenario");
    let selection = TableSelection::named(tables::all(), &[table.to_owned()]).expect("a table");
    WorldTables::new(World::new(scenario), &selection)
}

fn batches(source: &WorldTables) -> Vec<RecordBatch> {
    let mut made = Vec::new();
    for block in 0..source.blocks() {
        let mut emit = |_: usize, batch: RecordBatch| {
            made.push(batch);
            Ok(())
        };
        // Nothing stops this source.
        source.make(block, &mut emit).expect("all blocks are made");
    }
    made
}

fn rows(batches: &[RecordBatch]) -> u64 {
    batches.iter().map(|batch| batch.num_rows() as u64).sum()
}

fn make(c: &mut Criterion) {
    let mut group = c.benchmark_group("make");
    group.sample_size(10);
    for table in [
        "users",
        "ad_performance",
        "ad_interactions",
        "sessions",
        "truth.sessions",
        "orders",
        "order_items",
        "payments",
        "refunds",
        "inventory_movements",
        "business_daily",
    ] {
        let source = world(table);
        group.throughput(Throughput::Elements(rows(&batches(&source))));
        group.bench_function(table, |b| b.iter(|| black_box(batches(&source))));
    }
    group.finish();
}

/// Sessions that are already made, to time the writing alone.
struct Made(Vec<RecordBatch>, [&'static Table; 1]);

impl engine::Source for Made {
    fn tables(&self) -> &[&'static Table] {
        &self.1
    }

    fn blocks(&self) -> usize {
        self.0.len()
    }

    fn make(
        &self,
        index: usize,
        emit: &mut dyn FnMut(usize, RecordBatch) -> Result<(), Stopped>,
    ) -> Result<(), Stopped> {
        emit(0, self.0[index].clone())
    }
}

fn write(c: &mut Criterion) {
    let made = Made(batches(&world("sessions")), [&tables::columns::SESSIONS]);
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    // The benchmark needs a disk to write to.
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("sessions");
    let go = AtomicBool::new(false);
    let mut group = c.benchmark_group("write");
    group.sample_size(10);

    // A sink writes new files only.
    let fresh = || drop(std::fs::remove_file(&path));
    let csv = || {
        fresh();
        let files = [(made.1[0], path.as_path())];
        let sink = Text::<Csv>::create(files, Part::WHOLE).expect("a file");
        engine::run(&made, 0..made.blocks(), threads, &sink, &(), &go).expect("all is written");
        sink.finish().expect("the file is closed");
    };
    csv();
    let size = std::fs::metadata(&path).expect("the file is there").len();
    group.throughput(Throughput::Bytes(size));
    group.bench_function("sessions as csv", |b| b.iter(csv));

    group.throughput(Throughput::Elements(rows(&made.0)));
    group.bench_function("sessions as parquet", |b| {
        b.iter(|| {
            fresh();
            let files = [(made.1[0], path.as_path())];
            let sink = Parquet::create(files, threads).expect("a file");
            engine::run(&made, 0..made.blocks(), threads, &sink, &(), &go).expect("all is written");
            sink.finish().expect("the file is closed");
        })
    });
    group.finish();
}

criterion_group!(benches, make, write);
criterion_main!(benches);
