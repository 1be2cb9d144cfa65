//! The columns that a forest reads, wherever they stand.

use ndarray::{ArrayView1, ArrayView2};

use super::error::ForestError;
use crate::features::table::{FeatureTable, Values};

/// Columns of equal length, with their names.
#[derive(Debug, Clone)]
pub(super) struct Columns<'a> {
    pub(super) rows: usize,
    pub(super) columns: Vec<(String, Column<'a>)>,
}

/// The values of a column.
#[derive(Debug, Clone, Copy)]
pub(super) enum Column<'a> {
    /// Numbers, `NaN` where one is missing.
    Numeric(ArrayView1<'a, f32>),
    /// Places in the labels.
    Category(ArrayView1<'a, u32>, &'a [String]),
}

impl Column<'_> {
    fn len(&self) -> usize {
        match self {
            Column::Numeric(values) => values.len(),
            Column::Category(codes, _) => codes.len(),
        }
    }
}

impl<'a> Columns<'a> {
    /// The columns of a table.
    pub(super) fn of_table(table: &'a FeatureTable) -> Result<Columns<'a>, ForestError> {
        let rows = table.rows();
        let named = |feature: &'a crate::features::table::Feature| {
            let column = match &feature.values {
                Values::Numeric(values) => Column::Numeric(values.view()),
                Values::Category { codes, labels } => Column::Category(codes.view(), labels),
            };
            same_length(&feature.name, column.len(), rows)?;
            Ok((feature.name.clone(), column))
        };
        let columns = table.features.iter().map(named).collect::<Result<_, ForestError>>()?;
        Ok(Columns { rows, columns })
    }

    /// The columns of an array, all numbers, called x0, x1, …
    pub(super) fn of_array(array: ArrayView2<'a, f32>) -> Columns<'a> {
        let named = |place| {
            // The view of a column of a view that lives as long as the array.
            let column = array.index_axis_move(ndarray::Axis(1), place);
            (format!("x{place}"), Column::Numeric(column))
        };
        Columns { rows: array.nrows(), columns: (0..array.ncols()).map(named).collect() }
    }

    /// The named columns, in this order.
    pub(super) fn named<'n>(
        &self,
        names: impl Iterator<Item = &'n str>,
    ) -> Result<Vec<Column<'a>>, ForestError> {
        let mut order = self.columns.iter().cycle();
        let find = |name: &str| {
            // Tables mostly hold the columns in the order of the forest's features.
            let found = order.by_ref().take(self.columns.len()).find(|(own, _)| own == name);
            let missing = || ForestError::Feature { name: name.to_owned(), other_kind: false };
            found.map(|(_, column)| *column).ok_or_else(missing)
        };
        names.map(find).collect()
    }
}

/// Refuses what is not as long as the table.
pub(super) fn same_length(what: &str, length: usize, rows: usize) -> Result<(), ForestError> {
    if length == rows {
        return Ok(());
    }
    Err(ForestError::Length { what: what.to_owned(), length, rows })
}
