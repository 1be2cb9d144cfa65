//! SQL over tables that were never written: each as a DataFusion table provider, whose rows are
//! made when a query asks for them.
//!
//! ```text
//! filters on days, regions and moments ─► units that may match ─┐
//! columns of the query ────────────────► columns to make ───────┼─► Source ─► streams of batches
//! limit ───────────────────────────────► rows after which to stop ┘
//! ```
//!
//! A column that no query asks for is not made, nor a day and region that no row of the answer can
//! come from. Where nothing but the number of rows is asked for, none is made.

mod provider;
mod prune;
mod scan;
mod statistics;

use std::sync::Arc;

use datafusion::arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use datafusion::catalog::TableProvider;

use super::Pick;
use crate::tables::spec::{Kind, Table};

pub use provider::PickedTable;

/// A provider for each of the tables.
pub fn providers(tables: Arc<dyn Pick>) -> Vec<(&'static Table, Arc<dyn TableProvider>)> {
    let provider = |table: &'static Table| {
        (table, Arc::new(PickedTable::new(tables.clone(), table)) as Arc<dyn TableProvider>)
    };
    tables.tables().iter().copied().map(provider).collect()
}

/// The schema under which SQL sees a table: labels are plain text, as in data that was written.
fn schema(table: &Table) -> SchemaRef {
    let field = |column: &crate::tables::spec::Column| {
        let data_type = match column.kind {
            Kind::Label => DataType::Utf8,
            other => other.arrow(),
        };
        Field::new(column.name, data_type, column.nullable)
    };
    Arc::new(Schema::new(table.columns.iter().map(field).collect::<Vec<_>>()))
}
