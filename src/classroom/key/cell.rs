//! A cell of a query's answer.

use datafusion::arrow::array::{Array, ArrayRef, AsArray, RecordBatch};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{DataType, Float64Type};

/// Significant digits of a number that is written down: sums of doubles agree that far, in whatever
/// order they were added.
const DIGITS: i32 = 12;

/// A cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// A number.
    Number(f64),
    /// Anything else, as it stands in a CSV file.
    Text(String),
}

impl Cell {
    /// The number, if it is one that can be compared.
    pub fn number(&self) -> Option<f64> {
        match self {
            Cell::Number(number) if number.is_finite() => Some(*number),
            _ => None,
        }
    }

    /// As people write it.
    pub fn text(&self) -> String {
        match self {
            Cell::Empty => String::new(),
            Cell::Number(number) => plain_number(*number),
            Cell::Text(text) => text.clone(),
        }
    }
}

/// A number without needless digits or an exponent.
pub fn plain_number(number: f64) -> String {
    if number == 0.0 || !number.is_finite() {
        return if number == 0.0 { "0".to_owned() } else { number.to_string() };
    }
    let decimals = DIGITS - 1 - number.abs().log10().floor() as i32;
    let text = format!("{number:.*}", decimals.clamp(0, 40) as usize);
    match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => text,
    }
}

/// The rows of an answer.
pub fn rows(batches: &[RecordBatch]) -> Result<Vec<Vec<Cell>>, String> {
    let mut rows = Vec::new();
    for batch in batches {
        let columns = batch.columns().iter().map(cells).collect::<Result<Vec<_>, _>>()?;
        for at in 0..batch.num_rows() {
            rows.push(columns.iter().map(|column| column[at].clone()).collect());
        }
    }
    Ok(rows)
}

fn cells(array: &ArrayRef) -> Result<Vec<Cell>, String> {
    let failed = |error: datafusion::arrow::error::ArrowError| error.to_string();
    if array.data_type().is_numeric() {
        let numbers = cast(array, &DataType::Float64).map_err(failed)?;
        let numbers = numbers.as_primitive::<Float64Type>();
        return Ok(numbers.iter().map(|one| one.map_or(Cell::Empty, Cell::Number)).collect());
    }
    let texts = cast(array, &DataType::Utf8).map_err(failed)?;
    let texts = texts.as_string::<i32>();
    Ok(texts
        .iter()
        .map(|one| one.map_or(Cell::Empty, |text| Cell::Text(text.to_owned())))
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_plain() {
        for (number, text) in [
            (0.1 + 0.2, "0.3"),
            (1234.5, "1234.5"),
            (-2.0, "-2"),
            (0.0, "0"),
            (1e-7, "0.0000001"),
            (12_345_678_901.0, "12345678901"),
        ] {
            assert_eq!(plain_number(number), text);
        }
    }

    #[test]
    fn only_finite_numbers_can_be_compared() {
        assert_eq!(Cell::Number(f64::NAN).number(), None);
        assert_eq!(Cell::Text("1".to_owned()).number(), None);
        assert_eq!(Cell::Number(1.0).number(), Some(1.0));
    }
}
