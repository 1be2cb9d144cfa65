//! Columns of few different values: a dictionary of them, and each cell's position in it.
//!
//! Labels already come as positions in a list, batch by batch; the library's own writer would look
//! every cell's text up again. Numbers of which there are few (days, cities, ads, pages) take
//! fewer bits as positions than they would compressed, and less time.

use std::collections::HashMap;
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{ArrowPrimitiveType, Int16Type};
use arrow_array::{Array, ArrayRef, StringArray};

use super::chunk::Values;
use super::numbers::{Number, each, present, widened};
use super::runs::push_runs;

/// Most different numbers that count as few: their positions take twelve bits.
const FEW: usize = 1 << 12;
/// A dictionary is worth its while if each of its values stands in this many cells on average.
const CELLS_PER_VALUE: usize = 4;

/// The values of a column of labels (`Dictionary(Int16, Utf8)`).
pub fn labels(arrays: &[ArrayRef]) -> Values {
    let rows = arrays.iter().map(|array| array.len()).sum();
    let mut dictionary = Vec::new();
    let mut known: HashMap<&str, u32> = HashMap::new();
    let mut positions = Vec::with_capacity(rows);
    let mut list: Option<&ArrayRef> = None;
    // Where the values of a list stand in the dictionary; most batches share one list.
    let mut places: Vec<Option<u32>> = Vec::new();
    for array in arrays {
        let cells = array.as_dictionary::<Int16Type>();
        if !list.is_some_and(|list| Arc::ptr_eq(list, cells.values())) {
            list = Some(cells.values());
            places = vec![None; cells.values().len()];
        }
        let texts: &StringArray = cells.values().as_string();
        each(cells.keys(), |key| {
            // Keys are positions in the list.
            let key = key as usize;
            positions.push(*places[key].get_or_insert_with(|| {
                let next = known.len() as u32;
                let text = texts.value(key);
                *known.entry(text).or_insert_with(|| {
                    dictionary.extend_from_slice(&(text.len() as u32).to_le_bytes());
                    dictionary.extend_from_slice(text.as_bytes());
                    next
                })
            }));
        });
    }
    Values {
        rows,
        present: present(arrays),
        body: body(&positions, known.len()),
        dictionary: Some((dictionary, known.len())),
        // The smallest and largest label tell a reader nothing.
        statistics: None,
    }
}

/// The values of a column of numbers, if there are few different ones.
pub fn few_numbers<T: ArrowPrimitiveType<Native: Number>>(arrays: &[ArrayRef]) -> Option<Values> {
    let rows = arrays.iter().map(|array| array.len()).sum::<usize>();
    let limit = FEW.min(rows / CELLS_PER_VALUE);
    let mut known = Known::new();
    let mut positions = Vec::with_capacity(rows);
    for array in arrays {
        each(array.as_primitive::<T>(), |number| positions.push(known.place(number)));
        if known.numbers.len() > limit {
            return None;
        }
    }
    let mut dictionary = Vec::new();
    known.numbers.iter().for_each(|number| number.push(&mut dictionary));
    let range = known.numbers.iter().fold(None, |range, &number| Some(widened(range, number)));
    let empty = rows - positions.len();
    Some(Values {
        rows,
        present: present(arrays),
        body: body(&positions, known.numbers.len()),
        dictionary: Some((dictionary, known.numbers.len())),
        statistics: Some(Number::statistics(range, empty as u64)),
    })
}

/// The width of a position, then the positions.
fn body(positions: &[u32], values: usize) -> Vec<u8> {
    // One value needs no bits, but not every reader likes a width of none.
    let width = (usize::BITS - values.saturating_sub(1).leading_zeros()).max(1);
    let mut bytes = Vec::with_capacity(1 + positions.len() * width as usize / 8);
    bytes.push(width as u8);
    push_runs(positions, width, &mut bytes);
    bytes
}

/// Numbers in order of first appearance, and where each stands.
struct Known<N> {
    numbers: Vec<N>,
    /// One more than a number's place, at the first free slot from the number's own on; 0 is free.
    slots: Vec<u32>,
    /// How far a number's product is shifted to its slot.
    shift: u32,
}

impl<N: Number> Known<N> {
    fn new() -> Self {
        let mut known = Known { numbers: Vec::new(), slots: Vec::new(), shift: 0 };
        known.grow(64);
        known
    }

    #[inline]
    fn place(&mut self, number: N) -> u32 {
        let slot = self.slot(number);
        match self.slots[slot] {
            0 => {
                self.numbers.push(number);
                self.slots[slot] = self.numbers.len() as u32;
                // Half of the slots stay free, so that few numbers meet.
                if self.numbers.len() * 2 > self.slots.len() {
                    self.grow(self.slots.len() * 4);
                }
                self.numbers.len() as u32 - 1
            }
            place => place - 1,
        }
    }

    /// The slot that a number has, or gets.
    #[inline]
    fn slot(&self, number: N) -> usize {
        // Fibonacci hashing (Knuth, volume 3, 6.4): the high bits of a product.
        let mut slot = (number.bits().wrapping_mul(0x9E37_79B9_7F4A_7C15) >> self.shift) as usize;
        loop {
            let place = self.slots[slot];
            if place == 0 || self.numbers[place as usize - 1] == number {
                return slot;
            }
            slot = (slot + 1) % self.slots.len();
        }
    }

    /// Sets up this many slots, a power of two.
    fn grow(&mut self, slots: usize) {
        self.slots = vec![0; slots];
        self.shift = u64::BITS - slots.trailing_zeros();
        for place in 0..self.numbers.len() {
            let slot = self.slot(self.numbers[place]);
            self.slots[slot] = place as u32 + 1;
        }
    }
}
