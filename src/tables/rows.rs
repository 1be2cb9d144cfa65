//! From plain vectors to Arrow columns.

use std::sync::Arc;

use arrow_array::builder::StringBuilder;
use arrow_array::types::Int16Type;
use arrow_array::{
    ArrayRef, BooleanArray, Date32Array, Decimal128Array, DictionaryArray, Float64Array,
    Int16Array, Int32Array, Int64Array, PrimitiveArray, StringArray, TimestampMillisecondArray,
};
use arrow_buffer::{NullBuffer, ScalarBuffer};

use super::spec::{MONEY_PRECISION, MONEY_SCALE};

/// The label position that stands for an empty cell.
pub const NO_LABEL: i16 = -1;
/// The id that stands for an empty cell: no id is zero.
pub const NO_ID: i64 = 0;

/// Ids and 64-bit counts.
pub fn ids(values: Vec<i64>) -> ArrayRef {
    Arc::new(Int64Array::from(values))
}

/// Ids, of which [`NO_ID`] is empty.
pub fn optional_ids(values: Vec<i64>) -> ArrayRef {
    let nulls = values
        .contains(&NO_ID)
        .then(|| values.iter().map(|&id| id != NO_ID).collect::<NullBuffer>());
    Arc::new(Int64Array::new(ScalarBuffer::from(values), nulls))
}

/// 32-bit counts.
pub fn ints(values: Vec<i32>) -> ArrayRef {
    Arc::new(Int32Array::from(values))
}

/// 32-bit counts, some empty.
pub fn optional_ints(values: Vec<Option<i32>>) -> ArrayRef {
    Arc::new(Int32Array::from(values))
}

/// Doubles.
pub fn floats(values: Vec<f64>) -> ArrayRef {
    Arc::new(Float64Array::from(values))
}

/// Doubles, some empty.
pub fn optional_floats(values: Vec<Option<f64>>) -> ArrayRef {
    Arc::new(Float64Array::from(values))
}

/// Money, from cents.
pub fn money(cents: Vec<i64>) -> ArrayRef {
    let values = cents.into_iter().map(i128::from).collect::<Vec<_>>();
    let array = Decimal128Array::from(values)
        .with_precision_and_scale(MONEY_PRECISION, MONEY_SCALE)
        // The precision and scale are constants within Arrow's limits.
        .expect("money has a valid precision");
    Arc::new(array)
}

/// Truth values.
pub fn bools(values: Vec<bool>) -> ArrayRef {
    Arc::new(BooleanArray::from(values))
}

/// Days since 1970-01-01.
pub fn dates(values: Vec<i32>) -> ArrayRef {
    Arc::new(Date32Array::from(values))
}

/// Days since 1970-01-01, some empty.
pub fn optional_dates(values: Vec<Option<i32>>) -> ArrayRef {
    Arc::new(Date32Array::from(values))
}

/// UTC seconds since 1970-01-01.
pub fn times(seconds: Vec<i64>) -> ArrayRef {
    let millis = seconds.into_iter().map(|s| s * 1_000).collect::<Vec<_>>();
    Arc::new(TimestampMillisecondArray::from(millis).with_timezone("UTC"))
}

/// Text.
pub fn text<S: AsRef<str>>(values: impl IntoIterator<Item = S>) -> ArrayRef {
    Arc::new(strings(values))
}

/// Arrow wants to know the number of values first.
fn strings<S: AsRef<str>>(values: impl IntoIterator<Item = S>) -> StringArray {
    StringArray::from_iter_values(values.into_iter().collect::<Vec<_>>())
}

/// Text, some empty.
pub fn optional_text<S: AsRef<str>>(values: impl IntoIterator<Item = Option<S>>) -> ArrayRef {
    Arc::new(StringArray::from_iter(values))
}

/// Text from a builder.
pub fn built(mut builder: StringBuilder) -> ArrayRef {
    Arc::new(builder.finish())
}

/// A list of values that cells of a label column take.
#[derive(Debug, Clone)]
pub struct Labels {
    values: Arc<StringArray>,
}

impl Labels {
    /// The list of these values; a cell is a position in it.
    pub fn new<S: AsRef<str>>(values: impl IntoIterator<Item = S>) -> Self {
        Labels { values: Arc::new(strings(values)) }
    }

    /// The position of a value.
    pub fn position(&self, value: &str) -> i16 {
        let found = self.values.iter().position(|v| v == Some(value));
        found.map_or(NO_LABEL, |place| place as i16)
    }

    /// The value at a position.
    pub fn value(&self, position: usize) -> &str {
        self.values.value(position)
    }

    /// A column of positions, of which [`NO_LABEL`] is empty.
    pub fn column(&self, positions: Vec<i16>) -> ArrayRef {
        let nulls = positions
            .contains(&NO_LABEL)
            .then(|| positions.iter().map(|&p| p != NO_LABEL).collect::<NullBuffer>());
        let keys: PrimitiveArray<Int16Type> = match nulls {
            None => Int16Array::from(positions),
            Some(nulls) => {
                let keys = positions.into_iter().map(|p| p.max(0)).collect::<Vec<_>>();
                Int16Array::new(ScalarBuffer::from(keys), Some(nulls))
            }
        };
        // Positions come from `position`, or from enumerating the list itself.
        let array = DictionaryArray::try_new(keys, self.values.clone()).expect("known labels");
        Arc::new(array)
    }

    /// A column that has the same value in every row.
    pub fn constant(&self, position: usize, rows: usize) -> ArrayRef {
        self.column(vec![position as i16; rows])
    }

    /// The labels of cells that are already text, in order of first appearance.
    pub fn of_cells<'a>(cells: impl IntoIterator<Item = Option<&'a str>>) -> ArrayRef {
        let mut values: Vec<&str> = Vec::new();
        let positions = cells
            .into_iter()
            .map(|cell| match cell {
                None => NO_LABEL,
                Some(cell) => match values.iter().position(|v| *v == cell) {
                    Some(place) => place as i16,
                    None => {
                        values.push(cell);
                        (values.len() - 1) as i16
                    }
                },
            })
            .collect();
        Labels::new(&values).column(positions)
    }
}
