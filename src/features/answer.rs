//! The rows of a query's answer, column by column.

use datafusion::arrow::array::{ArrayRef, AsArray, RecordBatch};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{DataType, Date32Type, Float64Type};
use jiff::civil::Date;

use crate::dataset::{DatasetError, Session};

/// An answer, held whole: only what has been summed up is asked for this way.
pub struct Answer {
    batches: Vec<RecordBatch>,
}

impl Answer {
    /// Asks.
    pub fn to(session: &Session, query: &str) -> Result<Answer, DatasetError> {
        Ok(Answer { batches: session.sql(query)? })
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.batches.iter().map(RecordBatch::num_rows).sum()
    }

    /// A column of numbers; what is empty or not finite is none.
    pub fn numbers(&self, column: &str) -> Result<Vec<Option<f64>>, DatasetError> {
        let mut values = Vec::with_capacity(self.rows());
        for array in self.arrays(column, &DataType::Float64)? {
            let array = array.as_primitive::<Float64Type>();
            values.extend(array.iter().map(|value| value.filter(|value| value.is_finite())));
        }
        Ok(values)
    }

    /// A column of text; what is empty is none.
    pub fn texts(&self, column: &str) -> Result<Vec<Option<String>>, DatasetError> {
        let mut values = Vec::with_capacity(self.rows());
        for array in self.arrays(column, &DataType::Utf8)? {
            values.extend(array.as_string::<i32>().iter().map(|value| value.map(str::to_owned)));
        }
        Ok(values)
    }

    /// A column of days; what is empty is none.
    pub fn dates(&self, column: &str) -> Result<Vec<Option<Date>>, DatasetError> {
        let mut values = Vec::with_capacity(self.rows());
        for array in self.arrays(column, &DataType::Date32)? {
            let array = array.as_primitive::<Date32Type>();
            values.extend(array.iter().map(|day| date_of(day?)));
        }
        Ok(values)
    }

    fn arrays(&self, column: &str, to: &DataType) -> Result<Vec<ArrayRef>, DatasetError> {
        self.batches.iter().map(|batch| typed(batch, column, to)).collect()
    }
}

/// A batch's column, as another type.
pub fn typed(batch: &RecordBatch, column: &str, to: &DataType) -> Result<ArrayRef, DatasetError> {
    let failed = |why: String| DatasetError::Query(format!("column {column}: {why}"));
    let array = batch.column_by_name(column).ok_or_else(|| failed("it is missing".into()))?;
    cast(array, to).map_err(|e| failed(e.to_string()))
}

/// The day so many days after 1970-01-01, if the calendar has it.
pub fn date_of(days: i32) -> Option<Date> {
    jiff::civil::date(1970, 1, 1).checked_add(jiff::Span::new().try_days(days).ok()?).ok()
}
