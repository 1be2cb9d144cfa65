//! A table of a database as the query engine sees it.

use std::sync::Arc;

use async_trait::async_trait;
use datafusion::arrow::array::{RecordBatch, RecordBatchOptions};
use datafusion::arrow::datatypes::SchemaRef;
use datafusion::catalog::{Session, TableProvider};
use datafusion::error::DataFusionError;
use datafusion::execution::{SendableRecordBatchStream, TaskContext};
use datafusion::logical_expr::{Expr, TableType};
use datafusion::physical_plan::ExecutionPlan;
use datafusion::physical_plan::stream::RecordBatchReceiverStreamBuilder;
use datafusion::physical_plan::streaming::{PartitionStream, StreamingTableExec};

use super::Reader;
use crate::dataset::reading_schema;
use crate::sinks::database::Relation;
use crate::tables::spec::{Column, Table};

/// Batches that may wait until they are asked for.
const AHEAD: usize = 2;

/// A table, and how to read it.
#[derive(Debug)]
pub struct DatabaseTable {
    reader: Arc<dyn Reader>,
    table: &'static Table,
    place: Relation,
    schema: SchemaRef,
}

impl DatabaseTable {
    /// A table that stands in a place.
    pub fn new(reader: Arc<dyn Reader>, table: &'static Table, place: Relation) -> DatabaseTable {
        DatabaseTable { reader, table, place, schema: reading_schema(table) }
    }
}

#[async_trait]
impl TableProvider for DatabaseTable {
    fn schema(&self) -> SchemaRef {
        self.schema.clone()
    }

    fn table_type(&self) -> TableType {
        TableType::Base
    }

    async fn scan(
        &self,
        _state: &dyn Session,
        projection: Option<&Vec<usize>>,
        _filters: &[Expr],
        limit: Option<usize>,
    ) -> Result<Arc<dyn ExecutionPlan>, DataFusionError> {
        let wanted = match projection {
            Some(columns) => columns.clone(),
            None => (0..self.table.columns.len()).collect(),
        };
        let schema = Arc::new(self.schema.project(&wanted)?);
        let scan = Arc::new(Scan {
            reader: self.reader.clone(),
            place: self.place.clone(),
            // Positions of the schema are positions of the description.
            columns: wanted.into_iter().map(|column| self.table.columns[column]).collect(),
            schema: schema.clone(),
        });
        let exec = StreamingTableExec::try_new(schema, vec![scan], None, [], false, limit)?;
        Ok(Arc::new(exec))
    }
}

/// The reading of some columns.
#[derive(Debug, Clone)]
struct Scan {
    reader: Arc<dyn Reader>,
    place: Relation,
    columns: Vec<Column>,
    schema: SchemaRef,
}

impl PartitionStream for Scan {
    fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    fn execute(&self, _context: Arc<TaskContext>) -> SendableRecordBatchStream {
        let mut stream = RecordBatchReceiverStreamBuilder::new(self.schema.clone(), AHEAD);
        let (sender, scan) = (stream.tx(), self.clone());
        stream.spawn_blocking(move || {
            let mut give = |batch| sender.blocking_send(Ok(batch)).is_ok();
            scan.read(&mut give).map_err(DataFusionError::Execution)
        });
        stream.build()
    }
}

impl Scan {
    fn read(&self, give: &mut dyn FnMut(RecordBatch) -> bool) -> Result<(), String> {
        if !self.columns.is_empty() {
            return self.reader.read(&self.place, &self.columns, give);
        }
        // Rows without columns: all there is to know is how many.
        let rows = self.reader.count(&self.place)?;
        let options = RecordBatchOptions::new().with_row_count(Some(rows));
        let batch = RecordBatch::try_new_with_options(self.schema.clone(), Vec::new(), &options);
        give(batch.map_err(|error| error.to_string())?);
        Ok(())
    }
}
