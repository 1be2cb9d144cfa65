//! Puts changed cells and added rows into a batch. Columns that nothing touches are passed on as
//! they are.

use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{
    Date32Type, Decimal128Type, Float64Type, Int16Type, Int32Type, Int64Type,
    TimestampMillisecondType,
};
use arrow_array::{
    Array, ArrayRef, ArrowPrimitiveType, BooleanArray, DictionaryArray, PrimitiveArray,
    StringArray, UInt32Array,
};
use arrow_buffer::NullBuffer;
use arrow_select::take::take;

use super::cell::Cell;
use crate::tables::spec::Kind;

/// A cell that is not what it was, or a cell of an added row.
#[derive(Debug, Clone)]
pub struct Edit {
    /// The row, by its place in the batch that is edited.
    pub row: usize,
    /// The column.
    pub column: usize,
    /// What stands there from now on.
    pub cell: Cell,
}

/// A row to be added behind another.
#[derive(Debug)]
pub struct Addition {
    /// The row that it follows and is a copy of.
    pub row: usize,
    /// The cells in which it differs.
    pub cells: Vec<(usize, Cell)>,
}

/// The columns of a batch with its changed cells, in kinds that can hold them; then its added rows.
/// Also where each row of the result comes from, if any was added.
pub fn apply(
    mut columns: Vec<ArrayRef>,
    kinds: &[(Kind, Kind)],
    edits: &[Edit],
    additions: &[Addition],
) -> (Vec<ArrayRef>, Option<UInt32Array>) {
    edit(&mut columns, kinds, edits);
    if additions.is_empty() {
        return (columns, None);
    }
    let rows = columns.first().map_or(0, |column| column.len());
    let mut origins = Vec::with_capacity(rows + additions.len());
    let mut own = Vec::new();
    let mut next = additions.iter().peekable();
    for row in 0..rows {
        origins.push(row as u32);
        while let Some(addition) = next.next_if(|addition| addition.row == row) {
            let at = origins.len();
            origins.push(row as u32);
            own.extend(addition.cells.iter().map(|(column, cell)| Edit {
                row: at,
                column: *column,
                cell: in_kind(cell, kinds[*column]),
            }));
        }
    }
    let origins = UInt32Array::from(origins);
    let mut columns: Vec<ArrayRef> = columns.iter().map(|column| taken(column, &origins)).collect();
    // The columns have their kinds by now.
    let kinds: Vec<(Kind, Kind)> = kinds.iter().map(|(_, dirty)| (*dirty, *dirty)).collect();
    edit(&mut columns, &kinds, &own);
    (columns, Some(origins))
}

/// A cell as the column holds it by now.
fn in_kind(cell: &Cell, (clean, dirty): (Kind, Kind)) -> Cell {
    match (clean == dirty, cell.shown()) {
        (false, Some(text)) => Cell::Text(text),
        _ => cell.clone(),
    }
}

/// The rows of a column at some places; an empty place is an empty cell.
pub fn taken(column: &ArrayRef, places: &UInt32Array) -> ArrayRef {
    // All places are rows of the column.
    take(column, places, None).expect("places within the column")
}

fn edit(columns: &mut [ArrayRef], kinds: &[(Kind, Kind)], edits: &[Edit]) {
    for (place, column) in columns.iter_mut().enumerate() {
        let own: Vec<&Edit> = edits.iter().filter(|edit| edit.column == place).collect();
        let (clean, dirty) = kinds[place];
        if clean != dirty {
            *column = as_text(column, clean, &own);
        } else if !own.is_empty() {
            *column = patched(column, clean, &own);
        }
    }
}

/// A column as text, cell by cell as a CSV file shows it.
fn as_text(column: &ArrayRef, kind: Kind, edits: &[&Edit]) -> ArrayRef {
    let mut texts: Vec<Option<String>> = Vec::with_capacity(column.len());
    // Days repeat from row to row.
    let mut last = (Cell::Empty, None);
    for row in 0..column.len() {
        let cell = Cell::of(column, kind, row);
        if cell != last.0 {
            last = (cell.clone(), cell.shown());
        }
        texts.push(last.1.clone());
    }
    for edit in edits {
        texts[edit.row] = edit.cell.shown();
    }
    Arc::new(StringArray::from_iter(texts))
}

/// The same column with some other cells; of two for one place the later one holds.
fn patched(column: &ArrayRef, kind: Kind, edits: &[&Edit]) -> ArrayRef {
    let whole = |cell: &Cell| if let Cell::Whole(value) = cell { Some(*value) } else { None };
    let moment = |cell: &Cell| match cell {
        Cell::Moment(value) | Cell::Clock(value) => Some(*value),
        _ => None,
    };
    match kind {
        Kind::Id | Kind::Long => numbers::<Int64Type>(column, edits, whole),
        // The change saw to it that it fits.
        Kind::Int => numbers::<Int32Type>(column, edits, |cell| whole(cell)?.try_into().ok()),
        Kind::Float => numbers::<Float64Type>(column, edits, |cell| match cell {
            Cell::Float(value) => Some(*value),
            _ => None,
        }),
        Kind::Money => numbers::<Decimal128Type>(column, edits, |cell| match cell {
            Cell::Money(value) => Some(*value),
            _ => None,
        }),
        Kind::Date => numbers::<Date32Type>(column, edits, |cell| match cell {
            Cell::Day(value) => Some(*value),
            _ => None,
        }),
        Kind::Time | Kind::Clock => numbers::<TimestampMillisecondType>(column, edits, moment),
        Kind::Bool => {
            let mut values: Vec<Option<bool>> = column.as_boolean().iter().collect();
            for edit in edits {
                values[edit.row] = match edit.cell {
                    Cell::Bool(value) => Some(value),
                    _ => None,
                };
            }
            Arc::new(BooleanArray::from(values))
        }
        Kind::Text => {
            let mut values: Vec<Option<&str>> = column.as_string::<i32>().iter().collect();
            for edit in edits {
                values[edit.row] = edit.cell.text();
            }
            Arc::new(StringArray::from_iter(values))
        }
        Kind::Label => labels(column, edits),
    }
}

fn numbers<T: ArrowPrimitiveType>(
    column: &ArrayRef,
    edits: &[&Edit],
    value: impl Fn(&Cell) -> Option<T::Native>,
) -> ArrayRef {
    let old = column.as_primitive::<T>();
    let mut values = old.values().to_vec();
    let mut valid = None;
    for edit in edits {
        let new = value(&edit.cell);
        if new.is_none() || old.null_count() > 0 || valid.is_some() {
            valid.get_or_insert_with(|| validity(column))[edit.row] = new.is_some();
        }
        values[edit.row] = new.unwrap_or_default();
    }
    let nulls = valid.map(NullBuffer::from).or_else(|| old.nulls().cloned());
    let array = PrimitiveArray::<T>::new(values.into(), nulls);
    // The zone of a moment and the decimals of money are part of the type.
    Arc::new(array.with_data_type(column.data_type().clone()))
}

fn labels(column: &ArrayRef, edits: &[&Edit]) -> ArrayRef {
    let old = column.as_dictionary::<Int16Type>();
    let known = old.values().as_string::<i32>();
    let mut values: Vec<&str> = known.iter().map(Option::unwrap_or_default).collect();
    let mut keys = old.keys().values().to_vec();
    let mut valid = validity(column);
    for edit in edits {
        let text = edit.cell.text();
        valid[edit.row] = text.is_some();
        let place = text.map_or(0, |text| match values.iter().position(|value| *value == text) {
            Some(place) => place,
            None => {
                values.push(text);
                values.len() - 1
            }
        });
        // A batch has at most 64 Ki rows, few of which are changed to labels of their own.
        keys[edit.row] = i16::try_from(place).unwrap_or(0);
    }
    let keys = PrimitiveArray::<Int16Type>::new(keys.into(), Some(NullBuffer::from(valid)));
    let values = Arc::new(StringArray::from_iter_values(values));
    // Every key is a position in the values.
    Arc::new(DictionaryArray::try_new(keys, values).expect("known labels"))
}

fn validity(column: &ArrayRef) -> Vec<bool> {
    (0..column.len()).map(|row| column.is_valid(row)).collect()
}
