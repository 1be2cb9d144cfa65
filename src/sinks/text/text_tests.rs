use std::sync::Arc;

use ::csv::ReaderBuilder;
use arrow_array::cast::AsArray;
use arrow_array::types::TimestampMillisecondType;
use arrow_array::types::{
    Date32Type, Decimal128Type, Float64Type, Int16Type, Int32Type, Int64Type,
};
use arrow_array::{DictionaryArray, Int16Array, StringArray};
use jiff::Timestamp;
use jiff::civil::Date;

use super::*;
use crate::engine::testing::{ORDERS, orders};
use crate::tables::spec::{Column, Folder, Kind};

fn encoded<D: Dialect>(table: &Table, batches: &[RecordBatch]) -> String {
    let encoder = Encoder::<D>::new(table);
    let mut out = D::header(table);
    for batch in batches {
        encoder.encode(batch, &mut out).unwrap();
    }
    String::from_utf8(out).unwrap()
}

/// What a cell should read as, by the slow way: one value at a time.
fn expected(batch: &RecordBatch, column: usize, row: usize) -> Option<String> {
    let array = batch.column(column);
    if array.is_null(row) {
        return None;
    }
    Some(match ORDERS.columns[column].kind {
        Kind::Id | Kind::Long => array.as_primitive::<Int64Type>().value(row).to_string(),
        Kind::Int => array.as_primitive::<Int32Type>().value(row).to_string(),
        Kind::Float => array.as_primitive::<Float64Type>().value(row).to_string(),
        Kind::Money => array.as_primitive::<Decimal128Type>().value_as_string(row),
        Kind::Bool => array.as_boolean().value(row).to_string(),
        Kind::Text => array.as_string::<i32>().value(row).to_owned(),
        Kind::Label => {
            let dictionary = array.as_dictionary::<Int16Type>();
            let key = dictionary.keys().value(row);
            dictionary.values().as_string::<i32>().value(key as usize).to_owned()
        }
        Kind::Date => {
            let days = array.as_primitive::<Date32Type>().value(row);
            let epoch = Date::constant(1970, 1, 1);
            (epoch + jiff::Span::new().days(days)).to_string()
        }
        Kind::Time => {
            let millis = array.as_primitive::<TimestampMillisecondType>().value(row);
            Timestamp::from_millisecond(millis).unwrap().to_string()
        }
        Kind::Clock => {
            let millis = array.as_primitive::<TimestampMillisecondType>().value(row);
            let text = Timestamp::from_millisecond(millis).unwrap().to_string();
            text.replace('T', " ").replace('Z', "")
        }
    })
}

#[test]
fn an_independent_reader_finds_every_csv_cell_as_it_was() {
    let batches = [orders(&(0..500).collect::<Vec<_>>()), orders(&(500..777).collect::<Vec<_>>())];
    let text = encoded::<Csv>(&ORDERS, &batches);
    let mut reader = ReaderBuilder::new().from_reader(text.as_bytes());
    let names = ORDERS.columns.iter().map(|column| column.name).collect::<Vec<_>>();
    assert_eq!(reader.headers().unwrap(), &names);
    let mut records = reader.into_records();
    for batch in &batches {
        for row in 0..batch.num_rows() {
            let record = records.next().unwrap().unwrap();
            for (column, spec) in ORDERS.columns.iter().enumerate() {
                let expected = expected(batch, column, row).unwrap_or_default();
                match spec.kind {
                    Kind::Float if !expected.is_empty() => assert_eq!(
                        record[column].parse::<f64>().unwrap(),
                        expected.parse::<f64>().unwrap()
                    ),
                    _ => assert_eq!(record[column], expected, "{} of row {row}", spec.name),
                }
            }
        }
    }
    assert!(records.next().is_none());
}

#[test]
fn an_independent_reader_finds_every_json_value_as_it_was() {
    let batch = orders(&(0..500).collect::<Vec<_>>());
    let text = encoded::<JsonLines>(&ORDERS, std::slice::from_ref(&batch));
    assert_eq!(text.lines().count(), 500);
    for (row, line) in text.lines().enumerate() {
        let object = serde_json::from_str::<serde_json::Value>(line).unwrap();
        assert_eq!(object.as_object().unwrap().len(), ORDERS.columns.len());
        for (column, spec) in ORDERS.columns.iter().enumerate() {
            let value = &object[spec.name];
            match (expected(&batch, column, row), spec.kind) {
                (None, _) => assert!(value.is_null()),
                (Some(text), Kind::Float | Kind::Money) => {
                    assert_eq!(value.as_f64().unwrap(), text.parse::<f64>().unwrap());
                }
                (Some(text), Kind::Id | Kind::Long | Kind::Int | Kind::Bool) => {
                    assert_eq!(value.to_string(), text);
                }
                (Some(text), _) => assert_eq!(value.as_str().unwrap(), text),
            }
        }
    }
}

static WORDS: Table = Table {
    name: "words",
    folder: Folder::Data,
    doc: "Words.",
    grain: "one word",
    primary_key: &[],
    columns: &[
        Column::new("text", Kind::Text, "Text.").nullable(),
        Column::new("label", Kind::Label, "A label.").nullable(),
    ],
};

fn words(words: &[Option<&str>]) -> RecordBatch {
    let text = StringArray::from(words.to_vec());
    let label = words.iter().copied().collect::<DictionaryArray<Int16Type>>();
    RecordBatch::try_new(WORDS.schema(), vec![Arc::new(text), Arc::new(label)]).unwrap()
}

#[test]
fn csv_quotes_only_what_needs_it() {
    let batch = words(&[Some("plain"), Some("a,b"), Some("say \"hi\""), Some("x\ny"), Some(" s ")]);
    let text = encoded::<Csv>(&WORDS, &[batch]);
    let rows = "plain,plain\n\"a,b\",\"a,b\"\n\"say \"\"hi\"\"\",\"say \"\"hi\"\"\"\n\"x\ny\",\"x\ny\"\n s , s \n";
    assert_eq!(text, format!("text,label\n{rows}"));
}

#[test]
fn empty_text_stays_apart_from_null() {
    let batch = words(&[Some(""), None, Some("a")]);
    let csv = encoded::<Csv>(&WORDS, std::slice::from_ref(&batch));
    assert_eq!(csv, "text,label\n\"\",\"\"\n,\na,a\n");
    let json = encoded::<JsonLines>(&WORDS, &[batch]);
    assert!(json.starts_with("{\"text\":\"\",\"label\":\"\"}\n{\"text\":null,\"label\":null}\n"));
}

#[test]
fn a_null_value_inside_a_dictionary_is_an_empty_cell() {
    let values = Arc::new(StringArray::from(vec![None, Some("b")]));
    let label = DictionaryArray::<Int16Type>::new(Int16Array::from(vec![0, 1]), values);
    let text = StringArray::from(vec!["x", "y"]);
    let batch =
        RecordBatch::try_new(WORDS.schema(), vec![Arc::new(text), Arc::new(label)]).unwrap();
    assert_eq!(encoded::<Csv>(&WORDS, &[batch]), "text,label\nx,\ny,b\n");
}

#[test]
fn each_batch_may_bring_its_own_dictionary() {
    let batches = [words(&[Some("a"), Some("b")]), words(&[Some("b"), Some("c,")])];
    let text = encoded::<Csv>(&WORDS, &batches);
    assert_eq!(text, "text,label\na,a\nb,b\nb,b\n\"c,\",\"c,\"\n");
}

#[test]
fn slices_of_a_batch_are_encoded_like_the_whole() {
    let whole = orders(&(0..300).collect::<Vec<_>>());
    let slices = [whole.slice(0, 7), whole.slice(7, 200), whole.slice(207, 93)];
    assert_eq!(encoded::<Csv>(&ORDERS, &slices), encoded::<Csv>(&ORDERS, &[whole]));
}
