use std::fs::{self, File};
use std::sync::atomic::AtomicBool;

use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use tempfile::TempDir;

use super::*;
use crate::engine::testing::{ORDERS, REGIONS, Shop, TRUTH_ORDERS, orders};
use crate::engine::{Source, run};
use crate::tables::spec::{Column, Folder};

const TWO_GROUPS_AND_A_BIT: Shop = Shop { blocks: 10, orders: 30_001, batch: 7_001 };

fn written(shop: &Shop, threads: usize) -> (TempDir, Vec<Written>) {
    let folder = tempfile::tempdir().unwrap();
    let paths = ["regions", "orders", "truth"].map(|name| folder.path().join(name));
    let files = shop.tables().iter().copied().zip(paths.iter().map(|path| path.as_path()));
    let sink = Parquet::create(files, threads).unwrap();
    run(shop, 0..shop.blocks(), threads, &sink, &(), &AtomicBool::new(false)).unwrap();
    let written = sink.finish().unwrap();
    (folder, written)
}

#[test]
fn a_reader_finds_every_row_as_it_was() {
    let (folder, written) = written(&TWO_GROUPS_AND_A_BIT, 2);
    assert_eq!(written[1].rows, 300_010);
    let file = File::open(folder.path().join("orders")).unwrap();
    let reader = ParquetRecordBatchReaderBuilder::try_new(file).unwrap();
    assert_eq!(reader.schema().fields(), ORDERS.schema().fields());
    let mut first = 0;
    for batch in reader.with_batch_size(10_000).build().unwrap() {
        let batch = batch.unwrap();
        let rows = batch.num_rows() as i64;
        let expected = orders(&(first..first + rows).collect::<Vec<_>>());
        for (i, column) in ORDERS.columns.iter().enumerate() {
            // Labels come back with a dictionary of their own, so values are compared as text.
            let text = |array: &ArrayRef| {
                let options = arrow_schema_free_format();
                (0..rows as usize).map(|row| options(array, row)).collect::<Vec<_>>()
            };
            match column.kind {
                Kind::Label => assert_eq!(text(batch.column(i)), text(expected.column(i))),
                _ => assert_eq!(batch.column(i), expected.column(i), "{}", column.name),
            }
        }
        first += rows;
    }
    assert_eq!(first, 300_010);
}

fn arrow_schema_free_format() -> impl Fn(&ArrayRef, usize) -> Option<String> {
    use arrow_array::Array;
    use arrow_array::cast::AsArray;
    use arrow_array::types::Int16Type;
    |array, row| {
        let dictionary = array.as_dictionary::<Int16Type>();
        let key = dictionary.keys().is_valid(row).then(|| dictionary.keys().value(row))?;
        Some(dictionary.values().as_string::<i32>().value(key as usize).to_owned())
    }
}

#[test]
fn columns_of_few_and_of_many_numbers_come_back_with_their_range() {
    use arrow_array::{Array, Int64Array};
    use parquet::file::statistics::Statistics;
    static COLUMNS: [Column; 3] = [
        Column::new("key", Kind::Id, "Never twice."),
        Column::new("ad", Kind::Id, "One of a few, or none.").nullable(),
        Column::new("none", Kind::Id, "Always empty.").nullable(),
    ];
    static TABLE: Table = Table {
        name: "touches",
        folder: Folder::Data,
        doc: "Touches.",
        grain: "one touch",
        primary_key: &["key"],
        columns: &COLUMNS,
    };
    let rows = ROW_GROUP_ROWS as i64 + 5;
    let key = |n: i64| n * 7_919 % 1_000_003 - 9;
    let ad = |n: i64| (n % 3 > 0).then_some(n * n % 1_999);
    let batch = |first: i64, count: i64| {
        let numbers = || first..first + count;
        let columns: Vec<ArrayRef> = vec![
            Arc::new(numbers().map(key).collect::<Int64Array>()),
            Arc::new(numbers().map(ad).collect::<Int64Array>()),
            Arc::new(Int64Array::new_null(count as usize)),
        ];
        RecordBatch::try_new(TABLE.schema(), columns).unwrap()
    };
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("touches");
    let sink = Parquet::create([(&TABLE, path.as_path())], 1).unwrap();
    for first in (0..rows).step_by(10_007) {
        sink.write(0, batch(first, 10_007.min(rows - first))).unwrap();
    }
    sink.finish().unwrap();
    let reader = ParquetRecordBatchReaderBuilder::try_new(File::open(&path).unwrap()).unwrap();
    let group = reader.metadata().row_group(0);
    let dictionaries: Vec<_> =
        group.columns().iter().map(|c| c.dictionary_page_offset().is_some()).collect();
    assert_eq!(dictionaries, [false, true, true]);
    let Some(Statistics::Int64(range)) = group.column(1).statistics() else {
        panic!("the ads have a range");
    };
    let expected = || (0..ROW_GROUP_ROWS as i64).filter_map(ad);
    assert_eq!(range.min_opt(), expected().min().as_ref());
    assert_eq!(range.max_opt(), expected().max().as_ref());
    assert_eq!(range.null_count_opt(), Some(ROW_GROUP_ROWS as u64 - expected().count() as u64));
    let read: Vec<RecordBatch> = reader.build().unwrap().map(Result::unwrap).collect();
    let read = arrow_select::concat::concat_batches(&TABLE.schema(), &read).unwrap();
    assert_eq!(read, batch(0, rows));
    assert_eq!(read.column(2).null_count() as i64, rows);
}

#[test]
fn any_number_of_threads_writes_the_same_bytes() {
    let (alone, summary) = written(&TWO_GROUPS_AND_A_BIT, 1);
    for threads in [2, 5] {
        let (many, also) = written(&TWO_GROUPS_AND_A_BIT, threads);
        assert_eq!(summary, also);
        for name in ["regions", "orders", "truth"] {
            let read = |folder: &TempDir| fs::read(folder.path().join(name)).unwrap();
            assert!(read(&alone) == read(&many), "{name} differs");
        }
    }
}

#[test]
fn row_groups_end_where_the_rows_say() {
    for batch in [1_000, 30_001] {
        let (folder, _) = written(&Shop { batch, ..TWO_GROUPS_AND_A_BIT }, 2);
        let file = File::open(folder.path().join("orders")).unwrap();
        let reader = ParquetRecordBatchReaderBuilder::try_new(file).unwrap();
        let groups = reader.metadata().row_groups().iter().map(|group| group.num_rows());
        assert_eq!(groups.collect::<Vec<_>>(), [131_072, 131_072, 37_866]);
    }
}

#[test]
fn a_table_without_rows_is_a_file_that_opens() {
    let (folder, written) = written(&Shop { blocks: 0, orders: 0, batch: 1 }, 2);
    assert_eq!(written.iter().map(|file| file.rows).collect::<Vec<_>>(), [7, 0, 0]);
    let file = File::open(folder.path().join("truth")).unwrap();
    let reader = ParquetRecordBatchReaderBuilder::try_new(file).unwrap();
    assert_eq!(reader.schema().fields(), TRUTH_ORDERS.schema().fields());
    assert_eq!(reader.metadata().file_metadata().created_by(), Some(CREATED_BY));
    assert_eq!(REGIONS.columns.len(), 2);
}
