use std::sync::Arc;

use arrow_array::types::Int32Type;
use arrow_array::{
    ArrayRef, Decimal128Array, Float64Array, Int64Array, ListArray, NullArray, RecordBatch,
    StringArray, TimestampNanosecondArray, UInt8Array,
};

use super::{Answer, NewFile, Style};

fn batch(columns: &[(&str, ArrayRef)]) -> RecordBatch {
    RecordBatch::try_from_iter(columns.iter().map(|(name, column)| (*name, column.clone())))
        .unwrap()
}

fn text(style: Style, batches: &[RecordBatch], width: Option<usize>) -> (String, usize) {
    let mut out = Vec::new();
    let mut answer = Answer::begin(style, &batches[0].schema(), &mut out, width).unwrap();
    for batch in batches {
        answer.write(batch).unwrap();
    }
    let hidden = answer.finish().unwrap();
    (String::from_utf8(out).unwrap(), hidden)
}

fn words(words: &[&str]) -> ArrayRef {
    Arc::new(StringArray::from(words.to_vec()))
}

#[test]
fn every_type_that_a_query_may_give_has_a_form() {
    let decimal = |scale| {
        let values = Decimal128Array::from(vec![Some(1_234_500), None]);
        Arc::new(values.with_precision_and_scale(12, scale).unwrap()) as ArrayRef
    };
    let moments = TimestampNanosecondArray::from(vec![Some(1_771_405_442_000_000_000), None]);
    let lists = vec![Some(vec![Some(1), None]), None];
    let rows = batch(&[
        ("small", Arc::new(UInt8Array::from(vec![Some(7), None]))),
        ("money", decimal(2)),
        ("mean", decimal(6)),
        ("whole", decimal(0)),
        ("clock", Arc::new(moments)),
        ("list", Arc::new(ListArray::from_iter_primitive::<Int32Type, _, _>(lists))),
        ("null", Arc::new(NullArray::new(2))),
        ("float", Arc::new(Float64Array::from(vec![0.5, f64::NAN]))),
    ]);
    let (csv, _) = text(Style::Csv, std::slice::from_ref(&rows), None);
    let expected = "small,money,mean,whole,clock,list,null,float\n\
                    7,12345.00,1.2345,1234500,2026-02-18 09:04:02,\"[1, ]\",,0.5\n,,,,,,,\n";
    assert_eq!(csv, expected);
    let (json, _) = text(Style::Json, &[rows.clone(), rows], None);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json.as_array().unwrap().len(), 4);
    assert_eq!(json[2]["small"], 7);
}

#[test]
fn names_of_columns_are_quoted_where_they_need_it() {
    let rows = batch(&[("count(*), \"all\"", words(&["a"])), ("line\nend", words(&["b"]))]);
    let (csv, _) = text(Style::Csv, std::slice::from_ref(&rows), None);
    assert_eq!(csv, "\"count(*), \"\"all\"\"\",\"line\nend\"\na,b\n");
    let (json, _) = text(Style::Json, std::slice::from_ref(&rows), None);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json[0]["line\nend"], "b");
    let (table, _) = text(Style::Table, &[rows], None);
    assert_eq!(table.lines().count(), 3);
}

#[test]
fn widths_follow_from_the_first_batch_and_no_later_digit_is_lost() {
    let numbers =
        |values: Vec<i64>| batch(&[("n", Arc::new(Int64Array::from(values)) as ArrayRef)]);
    let (table, _) = text(Style::Table, &[numbers(vec![1, 20]), numbers(vec![3, 4_567])], None);
    assert_eq!(table, " n\n──\n 1\n20\n 3\n4567\n");
}

#[test]
fn wide_letters_keep_the_columns_aligned() {
    let rows = batch(&[("name", words(&["日本", "ab"])), ("after", words(&["x", "y"]))]);
    let (table, _) = text(Style::Table, &[rows], None);
    assert_eq!(table, "name │ after\n─────┼──────\n日本 │ x\nab   │ y\n");
}

#[test]
fn at_an_edge_text_gives_way_and_then_the_last_columns_do() {
    let long = "a sentence that goes on for quite a while, and then some";
    let number: ArrayRef = Arc::new(Int64Array::from(vec![1_234_567_890_123]));
    let rows = batch(&[("text", words(&[long])), ("number", number.clone()), ("more", number)]);
    let (table, hidden) = text(Style::Table, std::slice::from_ref(&rows), Some(50));
    assert_eq!(hidden, 0);
    assert!(table.lines().all(|line| line.chars().count() <= 50), "{table}");
    assert!(table.contains('…') && table.contains("1234567890123"), "{table}");
    let (table, hidden) = text(Style::Table, std::slice::from_ref(&rows), Some(30));
    assert_eq!(hidden, 1);
    assert!(table.contains("1234567890123") && !table.contains("more"), "{table}");
    let (table, _) = text(Style::Table, &[rows], None);
    assert!(table.contains(long));
}

#[test]
fn parquet_keeps_the_types_of_the_answer() {
    use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
    let rows = batch(&[("n", Arc::new(UInt8Array::from(vec![1, 2]))), ("t", words(&["a", "b"]))]);
    let mut out = Vec::new();
    let mut answer = Answer::begin(Style::Parquet, &rows.schema(), &mut out, None).unwrap();
    answer.write(&rows).unwrap();
    answer.finish().unwrap();
    let reader = ParquetRecordBatchReaderBuilder::try_new(bytes::Bytes::from(out)).unwrap();
    let read: Vec<RecordBatch> = reader.build().unwrap().map(Result::unwrap).collect();
    assert_eq!(read, [rows]);
}

#[test]
fn a_file_that_is_given_up_leaves_nothing_behind() {
    use std::io::Write;
    let dir = tempfile::tempdir().unwrap();
    let place = dir.path().join("answer.csv");
    let file = NewFile::create(&place, false).unwrap();
    (&file).write_all(b"half").unwrap();
    drop(file);
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 0);
    let file = NewFile::create(&place, false).unwrap();
    (&file).write_all(b"whole").unwrap();
    file.publish().unwrap();
    assert_eq!(std::fs::read(&place).unwrap(), b"whole");
    let refused = NewFile::create(&place, false).err().unwrap();
    assert!(refused.to_string().contains("--force"));
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 1);
}
