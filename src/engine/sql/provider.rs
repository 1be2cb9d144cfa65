//! A table as the query planner sees it.

use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use datafusion::arrow::datatypes::SchemaRef;
use datafusion::catalog::{Session, TableProvider};
use datafusion::error::DataFusionError;
use datafusion::logical_expr::{Expr, TableProviderFilterPushDown, TableType};
use datafusion::physical_plan::ExecutionPlan;

use super::prune::{Reach, reach, remaining};
use super::scan::{Scan, Share};
use crate::engine::{Pick, Unit};
use crate::tables::spec::Table;

/// A table of which a query takes a part.
pub struct PickedTable {
    tables: Arc<dyn Pick>,
    table: &'static Table,
    schema: SchemaRef,
    units: Vec<Unit>,
}

impl PickedTable {
    /// One of the tables.
    pub fn new(tables: Arc<dyn Pick>, table: &'static Table) -> PickedTable {
        let units = tables.units(table);
        PickedTable { schema: super::schema(table), units, tables, table }
    }
}

impl fmt::Debug for PickedTable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PickedTable({})", self.table.qualified_name())
    }
}

#[async_trait]
impl TableProvider for PickedTable {
    fn schema(&self) -> SchemaRef {
        self.schema.clone()
    }

    fn table_type(&self) -> TableType {
        TableType::Base
    }

    fn supports_filters_pushdown(
        &self,
        filters: &[&Expr],
    ) -> Result<Vec<TableProviderFilterPushDown>, DataFusionError> {
        let pushed = |filter: &&Expr| match reach(&*self.tables, self.table, &self.units, filter) {
            Reach::WholeUnits => TableProviderFilterPushDown::Exact,
            Reach::SomeRows => TableProviderFilterPushDown::Inexact,
            Reach::Unknown => TableProviderFilterPushDown::Unsupported,
        };
        Ok(filters.iter().map(pushed).collect())
    }

    async fn scan(
        &self,
        state: &dyn Session,
        projection: Option<&Vec<usize>>,
        filters: &[Expr],
        limit: Option<usize>,
    ) -> Result<Arc<dyn ExecutionPlan>, DataFusionError> {
        let columns = match projection {
            Some(columns) => columns.clone(),
            None => (0..self.table.columns.len()).collect(),
        };
        let units =
            remaining(&*self.tables, self.table, &self.schema, &self.units, filters, state)?;
        let schema = Arc::new(self.schema.project(&columns)?);
        let partitions = state.config().target_partitions();
        let share = Share { table: self.table, columns, units, limit };
        Ok(Arc::new(Scan::new(self.tables.clone(), share, schema, partitions)))
    }
}
