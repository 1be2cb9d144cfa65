//! Labels, encoded once per dictionary instead of once per cell.

use std::marker::PhantomData;
use std::sync::{Arc, PoisonError, RwLock};

use arrow_array::ArrayRef;
use arrow_array::cast::AsArray;

use super::Dialect;

/// The values of a dictionary as they stand in the file.
pub struct Labels {
    text: Vec<u8>,
    ends: Vec<usize>,
    null: Vec<bool>,
}

impl Labels {
    /// Encodes the values of a dictionary.
    pub fn new<D: Dialect>(values: &ArrayRef) -> Labels {
        let strings = values.as_string::<i32>();
        let mut labels = Labels { text: Vec::new(), ends: vec![0], null: Vec::new() };
        for value in strings {
            if let Some(value) = value {
                D::escaped(value.as_bytes(), &mut labels.text);
            }
            labels.null.push(value.is_none());
            labels.ends.push(labels.text.len());
        }
        labels
    }

    /// The text of a key, unless its value is null.
    #[inline]
    pub fn get(&self, key: i16) -> Option<&[u8]> {
        // Arrow checks that the keys of a dictionary array are positions of its values.
        let key = key as usize;
        (!self.null[key]).then(|| &self.text[self.ends[key]..self.ends[key + 1]])
    }
}

/// A dictionary and its encoded values.
type Known = (ArrayRef, Arc<Labels>);

/// Remembers the last dictionary of each column: sources tend to share one among all batches.
pub struct LabelCache<D> {
    columns: Vec<RwLock<Option<Known>>>,
    dialect: PhantomData<D>,
}

impl<D: Dialect> LabelCache<D> {
    /// A cache for a number of columns.
    pub fn new(columns: usize) -> LabelCache<D> {
        let columns = (0..columns).map(|_| RwLock::new(None)).collect();
        LabelCache { columns, dialect: PhantomData }
    }

    /// The values of a column's dictionary, encoded.
    pub fn encoded(&self, column: usize, values: &ArrayRef) -> Arc<Labels> {
        let slot = &self.columns[column];
        let known = slot.read().unwrap_or_else(PoisonError::into_inner);
        if let Some((array, labels)) = &*known
            && Arc::ptr_eq(array, values)
        {
            return Arc::clone(labels);
        }
        drop(known);
        let labels = Arc::new(Labels::new::<D>(values));
        // Holding on to the array keeps its address from being used again for another.
        let entry = (Arc::clone(values), Arc::clone(&labels));
        *slot.write().unwrap_or_else(PoisonError::into_inner) = Some(entry);
        labels
    }
}
