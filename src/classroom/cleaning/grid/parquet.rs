//! Cells of Parquet, whatever types whoever wrote it chose.

use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use csv::StringRecord;
use datafusion::arrow::array::{Array, ArrayRef, AsArray, StringArray};
use datafusion::arrow::compute::{can_cast_types, cast};
use datafusion::arrow::datatypes::{
    ArrowTimestampType, DataType, TimeUnit, TimestampMicrosecondType, TimestampMillisecondType,
    TimestampNanosecondType, TimestampSecondType,
};
use datafusion::parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use super::{Grid, KindOf, MOST_BYTES};

/// The bytes with which a Parquet file begins.
pub const START: &[u8] = b"PAR1";

/// Reads a file.
pub fn read(path: &Path, kind_of: KindOf) -> Result<Grid, String> {
    let file = File::open(path).map_err(|error| format!("it cannot be read: {error}"))?;
    let broken = |why: String| format!("it is no whole Parquet file: {why}");
    let reader = ParquetRecordBatchReaderBuilder::try_new(file);
    let reader = reader.map_err(|error| broken(error.to_string()))?;
    let mut grid = Grid::default();
    let mut columns = Vec::new();
    for (at, field) in reader.schema().fields().iter().enumerate() {
        // A list would become text as well, but none that a table has.
        let is_cell = !field.data_type().is_nested();
        match is_cell && can_cast_types(field.data_type(), &DataType::Utf8) {
            true => {
                grid.header.push(field.name().clone());
                columns.push(at);
            }
            // A column that nobody asked for may hold anything.
            false if kind_of(field.name()).is_none() => {}
            false => {
                let (name, found) = (field.name(), field.data_type());
                return Err(format!("`{name}` holds values of type {found}, which are no cells"));
            }
        }
    }
    let mut bytes = 0;
    for batch in reader.build().map_err(|error| broken(error.to_string()))? {
        let batch = batch.map_err(|error| broken(error.to_string()))?;
        let cells = columns.iter().map(|&at| cells(batch.column(at)));
        let cells = cells.collect::<Result<Vec<_>, _>>().map_err(broken)?;
        for row in 0..batch.num_rows() {
            let row = cells.iter().map(|column| match column.is_null(row) {
                true => "",
                false => column.value(row),
            });
            let row = row.collect::<StringRecord>();
            bytes += row.as_slice().len() as u64;
            grid.rows.push(row);
        }
        if bytes > MOST_BYTES {
            return Err(format!("it holds more than {} MiB of text", MOST_BYTES >> 20));
        }
    }
    Ok(grid)
}

/// A column as text.
fn cells(array: &ArrayRef) -> Result<StringArray, String> {
    let array = in_utc(array);
    let text = cast(&array, &DataType::Utf8).map_err(|error| error.to_string())?;
    Ok(text.as_string::<i32>().clone())
}

/// A moment of some time zone, in UTC; anything else as it is.
fn in_utc(array: &ArrayRef) -> ArrayRef {
    fn utc<T: ArrowTimestampType>(array: &ArrayRef) -> ArrayRef {
        Arc::new(array.as_primitive::<T>().clone().with_timezone("+00:00"))
    }
    match array.data_type() {
        DataType::Timestamp(TimeUnit::Second, Some(_)) => utc::<TimestampSecondType>(array),
        DataType::Timestamp(TimeUnit::Millisecond, Some(_)) => {
            utc::<TimestampMillisecondType>(array)
        }
        DataType::Timestamp(TimeUnit::Microsecond, Some(_)) => {
            utc::<TimestampMicrosecondType>(array)
        }
        DataType::Timestamp(TimeUnit::Nanosecond, Some(_)) => utc::<TimestampNanosecondType>(array),
        _ => Arc::clone(array),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use datafusion::arrow::array::{
        Float64Array, Int64Array, ListArray, RecordBatch, TimestampNanosecondArray,
    };
    use datafusion::arrow::datatypes::Int32Type;
    use datafusion::parquet::arrow::ArrowWriter;

    fn written(columns: Vec<(&str, ArrayRef)>) -> tempfile::NamedTempFile {
        let batch = RecordBatch::try_from_iter(columns).unwrap();
        let file = tempfile::NamedTempFile::new().unwrap();
        let target = file.reopen().unwrap();
        let mut writer = ArrowWriter::try_new(target, batch.schema(), None).unwrap();
        writer.write(&batch).unwrap();
        writer.close().unwrap();
        file
    }

    #[test]
    fn any_type_that_a_program_chose_becomes_text() {
        let noon = 1_768_936_658_000_000_000;
        let riyadh = TimestampNanosecondArray::from(vec![noon, noon]).with_timezone("Asia/Riyadh");
        let list = ListArray::from_iter_primitive::<Int32Type, _, _>([Some([Some(1)]), None]);
        let file = written(vec![
            ("id", Arc::new(Int64Array::from(vec![9_007_199_254_740_991, 2]))),
            ("total", Arc::new(Float64Array::from(vec![Some(12.5), None]))),
            ("at", Arc::new(riyadh)),
            ("mine", Arc::new(list)),
        ]);
        let grid =
            read(file.path(), &|name| (name != "mine").then_some(crate::tables::spec::Kind::Float));
        let grid = grid.unwrap();
        assert_eq!(grid.header, ["id", "total", "at"]);
        let at = "2026-01-20T19:17:38Z";
        assert_eq!(grid.rows[0], StringRecord::from(vec!["9007199254740991", "12.5", at]));
        assert_eq!(grid.rows[1], StringRecord::from(vec!["2", "", at]));
    }

    #[test]
    fn a_column_of_lists_is_told_where_values_belong() {
        let list = ListArray::from_iter_primitive::<Int32Type, _, _>([Some([Some(1)])]);
        let file = written(vec![("total", Arc::new(list))]);
        let why = read(file.path(), &|_| Some(crate::tables::spec::Kind::Money)).unwrap_err();
        assert!(why.contains("`total`") && why.contains("no cells"), "{why}");
    }
}
