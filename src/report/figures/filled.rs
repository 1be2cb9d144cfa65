//! A table with what was found in it, in the types that a CSV reader would give.

use std::sync::Arc;

use datafusion::arrow::array::{
    ArrayRef, BooleanArray, Date32Array, Float64Array, RecordBatch, StringArray,
};
use datafusion::arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use jiff::civil::{Date, date};

use super::outlines::{Holds, Outline};
use crate::report::tables::{Cell, Table};

/// A table that an analysis has filled.
#[derive(Debug, Clone)]
pub struct Filled {
    /// The columns that its outline names; one that these data do not know is empty.
    pub batch: RecordBatch,
    /// The whole table as CSV, as a report has it.
    pub csv: Vec<u8>,
}

impl Outline {
    /// Its columns and their types.
    pub fn schema(&self) -> SchemaRef {
        let field = |(name, holds): &(String, Holds)| Field::new(name, holds.arrow(), true);
        Arc::new(Schema::new(self.columns.iter().map(field).collect::<Vec<_>>()))
    }

    /// A table of a report under this outline.
    pub(super) fn filled(&self, table: &Table) -> Result<Filled, String> {
        let nothing = vec![Cell::None; table.rows()];
        let array = |(name, holds): &(String, Holds)| {
            let cells = table.columns().find(|(known, _)| known == name);
            holds.array(cells.map_or(nothing.as_slice(), |(_, cells)| cells))
        };
        let arrays = self.columns.iter().map(array).collect();
        let batch = RecordBatch::try_new(self.schema(), arrays);
        let csv = table.csv().map_err(|error| error.to_string())?;
        Ok(Filled { batch: batch.map_err(|error| error.to_string())?, csv })
    }
}

impl Holds {
    fn arrow(self) -> DataType {
        match self {
            Holds::Number => DataType::Float64,
            Holds::Text => DataType::Utf8,
            Holds::Date => DataType::Date32,
            Holds::Bool => DataType::Boolean,
        }
    }

    fn array(self, cells: &[Cell]) -> ArrayRef {
        match self {
            Holds::Number => Arc::new(cells.iter().map(number).collect::<Float64Array>()),
            Holds::Text => Arc::new(cells.iter().map(text).collect::<StringArray>()),
            Holds::Date => Arc::new(cells.iter().map(day).collect::<Date32Array>()),
            Holds::Bool => Arc::new(cells.iter().map(truth).collect::<BooleanArray>()),
        }
    }

    /// Whether a cell can be had in this type.
    #[cfg(test)]
    pub(super) fn fits(self, cell: &Cell) -> bool {
        let empty = text(cell).is_none();
        empty
            || match self {
                Holds::Number => number(cell).is_some(),
                Holds::Text => true,
                Holds::Date => day(cell).is_some(),
                Holds::Bool => truth(cell).is_some(),
            }
    }
}

fn number(cell: &Cell) -> Option<f64> {
    match cell {
        Cell::Number(value) => Some(*value).filter(|value| value.is_finite()),
        Cell::Whole(value) => Some(*value as f64),
        Cell::None | Cell::Text(_) => None,
    }
}

/// What stands in the file; a reader takes an empty cell for none.
fn text(cell: &Cell) -> Option<String> {
    Some(cell.text()).filter(|text| !text.is_empty())
}

fn day(cell: &Cell) -> Option<i32> {
    const EPOCH: Date = date(1970, 1, 1);
    Some((text(cell)?.parse::<Date>().ok()? - EPOCH).get_days())
}

fn truth(cell: &Cell) -> Option<bool> {
    text(cell)?.parse().ok()
}
