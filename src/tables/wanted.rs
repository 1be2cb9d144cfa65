//! The columns of a table that somebody asks for: no other is made.

use std::sync::Arc;

use arrow_array::{ArrayRef, RecordBatch, RecordBatchOptions};
use arrow_schema::{Schema, SchemaRef};

use super::spec::Table;

/// Some columns of a table, in any order.
#[derive(Debug, Clone)]
pub struct Wanted {
    table: &'static Table,
    positions: Vec<usize>,
    schema: SchemaRef,
}

impl Wanted {
    /// All columns.
    pub fn all(table: &'static Table) -> Self {
        let positions = (0..table.columns.len()).collect();
        Wanted { table, positions, schema: table.schema() }
    }

    /// The columns at these positions; there may be none, where only the number of rows matters.
    /// Positions that the table does not have are left out.
    pub fn some(table: &'static Table, positions: &[usize]) -> Self {
        let positions: Vec<usize> =
            positions.iter().copied().filter(|&at| at < table.columns.len()).collect();
        let whole = table.schema();
        let fields: Vec<_> = positions.iter().map(|&at| whole.fields()[at].clone()).collect();
        Wanted { table, positions, schema: Arc::new(Schema::new(fields)) }
    }

    /// The table.
    pub fn table(&self) -> &'static Table {
        self.table
    }

    /// Whether no columns are wanted but these.
    pub fn only(&self, columns: &[&str]) -> bool {
        self.positions.iter().all(|&at| columns.contains(&self.table.columns[at].name))
    }

    /// A batch of so many rows. `make` makes a column by its name, and is asked for no other than
    /// those that are wanted.
    pub fn batch(
        &self,
        rows: usize,
        mut make: impl FnMut(&'static str) -> ArrayRef,
    ) -> RecordBatch {
        let columns = self.positions.iter().map(|&at| make(self.table.columns[at].name)).collect();
        let options = RecordBatchOptions::new().with_row_count(Some(rows));
        RecordBatch::try_new_with_options(self.schema.clone(), columns, &options)
            // Rules are written beside the description they must match; the tests read every table.
            .expect("columns match the table's description")
    }
}

/// Stands where a table has no rule for one of its columns, which the tests rule out: they make
/// every column of every table.
#[cold]
pub fn no_rule(column: &str) -> ArrayRef {
    panic!("there is no rule for the column {column}")
}
