//! Columns of whole numbers as they are: ids are random below the day, and nothing makes them
//! smaller.

use arrow_array::cast::AsArray;
use arrow_array::types::ArrowPrimitiveType;
use arrow_array::{Array, ArrayRef, PrimitiveArray};
use arrow_buffer::{BooleanBuffer, BooleanBufferBuilder};
use parquet::file::statistics::Statistics;

use super::chunk::Values;

/// A whole number of a Parquet column.
pub trait Number: Copy + Ord {
    /// Appends its bytes.
    fn push(self, bytes: &mut Vec<u8>);
    /// Its bits.
    fn bits(self) -> u64;
    /// What is known of a column's numbers: the smallest, the largest, and how many are missing.
    fn statistics(range: Option<(Self, Self)>, empty: u64) -> Statistics;
}

impl Number for i32 {
    fn push(self, bytes: &mut Vec<u8>) {
        bytes.extend_from_slice(&self.to_le_bytes());
    }

    fn bits(self) -> u64 {
        u64::from(self as u32)
    }

    fn statistics(range: Option<(i32, i32)>, empty: u64) -> Statistics {
        let (least, most) = range.unzip();
        Statistics::int32(least, most, None, Some(empty), false)
    }
}

impl Number for i64 {
    fn push(self, bytes: &mut Vec<u8>) {
        bytes.extend_from_slice(&self.to_le_bytes());
    }

    fn bits(self) -> u64 {
        self as u64
    }

    fn statistics(range: Option<(i64, i64)>, empty: u64) -> Statistics {
        let (least, most) = range.unzip();
        Statistics::int64(least, most, None, Some(empty), false)
    }
}

/// The values of a column of numbers, one after the other.
pub fn plain<T: ArrowPrimitiveType<Native: Number>>(arrays: &[ArrayRef]) -> Values {
    let rows = arrays.iter().map(|array| array.len()).sum::<usize>();
    let mut body = Vec::with_capacity(rows * size_of::<T::Native>());
    let mut range = None;
    for array in arrays {
        each(array.as_primitive::<T>(), |number| {
            number.push(&mut body);
            range = Some(widened(range, number));
        });
    }
    let empty = rows - body.len() / size_of::<T::Native>();
    let statistics = Some(Number::statistics(range, empty as u64));
    Values { rows, present: present(arrays), dictionary: None, body, statistics }
}

/// Calls with each value that is there.
#[inline]
pub fn each<T: ArrowPrimitiveType>(array: &PrimitiveArray<T>, mut call: impl FnMut(T::Native)) {
    match array.nulls() {
        Some(nulls) if nulls.null_count() > 0 => {
            nulls.valid_indices().for_each(|row| call(array.values()[row]));
        }
        _ => array.values().iter().for_each(|&value| call(value)),
    }
}

/// The smallest and the largest so far.
#[inline]
pub fn widened<N: Number>(range: Option<(N, N)>, number: N) -> (N, N) {
    range.map_or((number, number), |(least, most)| (least.min(number), most.max(number)))
}

/// Which cells hold a value; none if all do.
pub fn present(arrays: &[ArrayRef]) -> Option<BooleanBuffer> {
    arrays.iter().any(|array| array.null_count() > 0).then(|| {
        let mut present = BooleanBufferBuilder::new(arrays.iter().map(|array| array.len()).sum());
        for array in arrays {
            match array.nulls() {
                Some(nulls) => present.append_buffer(nulls.inner()),
                None => present.append_n(array.len(), true),
            }
        }
        present.finish()
    })
}
