//! A part of a table being made, in several streams at once.
//!
//! Each stream makes every n-th block, so that all of them work on neighbouring days, which share
//! what they remember. A stream makes its rows on a thread of its own and waits until they are
//! taken; when nobody takes them any more, it ends.

use std::any::Any;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, OnceLock};

use datafusion::arrow::array::{Array, ArrayRef, RecordBatch, RecordBatchOptions};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::SchemaRef;
use datafusion::common::Statistics;
use datafusion::common::tree_node::TreeNodeRecursion;
use datafusion::error::DataFusionError;
use datafusion::execution::TaskContext;
use datafusion::physical_expr::{EquivalenceProperties, PhysicalExpr};
use datafusion::physical_plan::execution_plan::{Boundedness, EmissionType};
use datafusion::physical_plan::statistics::StatisticsArgs;
use datafusion::physical_plan::stream::RecordBatchReceiverStreamBuilder;
use datafusion::physical_plan::{
    DisplayAs, DisplayFormatType, ExecutionPlan, Partitioning, PlanProperties,
    SendableRecordBatchStream,
};

use super::statistics;
use crate::engine::{Pick, Source, Stopped, Unit};
use crate::tables::spec::Table;

/// Batches that wait to be taken, for each stream.
const WAITING_BATCHES: usize = 2;
/// So few rows are made in one stream: the first ones, always the same.
const FEW_ROWS: usize = 64 << 10;

/// The part of a table that a query takes.
#[derive(Clone)]
pub struct Share {
    pub table: &'static Table,
    /// Positions of the columns.
    pub columns: Vec<usize>,
    /// In the order of the table's rows.
    pub units: Vec<Unit>,
    /// After how many rows the query has enough.
    pub limit: Option<usize>,
}

/// Makes a part of a table.
#[derive(Clone)]
pub struct Scan {
    tables: Arc<dyn Pick>,
    share: Share,
    source: Arc<dyn Source + Send>,
    schema: SchemaRef,
    properties: Arc<PlanProperties>,
    /// Worked out once, since that may take a while.
    statistics: Arc<OnceLock<Arc<Statistics>>>,
}

impl Scan {
    /// Makes a part of one of the tables, in at most so many streams.
    pub fn new(tables: Arc<dyn Pick>, share: Share, schema: SchemaRef, partitions: usize) -> Scan {
        let source = tables.source(share.table, &share.columns, &share.units);
        let few = share.limit.is_some_and(|limit| limit <= FEW_ROWS);
        let streams = if few { 1 } else { partitions.clamp(1, source.blocks().max(1)) };
        let properties = PlanProperties::new(
            EquivalenceProperties::new(schema.clone()),
            Partitioning::UnknownPartitioning(streams),
            EmissionType::Incremental,
            Boundedness::Bounded,
        );
        let properties = Arc::new(properties);
        Scan { tables, share, source, schema, properties, statistics: Arc::default() }
    }

    fn streams(&self) -> usize {
        self.properties.partitioning.partition_count()
    }
}

impl fmt::Debug for Scan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.fmt_as(DisplayFormatType::Default, f)
    }
}

impl DisplayAs for Scan {
    fn fmt_as(&self, kind: DisplayFormatType, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Share { table, columns, units, limit } = &self.share;
        let names: Vec<&str> = columns.iter().map(|&at| table.columns[at].name).collect();
        let separator = if kind == DisplayFormatType::TreeRender { "\n" } else { ", " };
        if kind != DisplayFormatType::TreeRender {
            write!(f, "Scan: ")?;
        }
        write!(f, "table={}{separator}", table.qualified_name())?;
        write!(f, "columns=[{}]{separator}days and regions={}", names.join(", "), units.len())?;
        match limit {
            Some(limit) => write!(f, "{separator}limit={limit}"),
            None => Ok(()),
        }
    }
}

impl ExecutionPlan for Scan {
    fn name(&self) -> &str {
        "Scan"
    }

    fn properties(&self) -> &Arc<PlanProperties> {
        &self.properties
    }

    fn children(&self) -> Vec<&Arc<dyn ExecutionPlan>> {
        Vec::new()
    }

    fn with_new_children(
        self: Arc<Self>,
        _: Vec<Arc<dyn ExecutionPlan>>,
    ) -> Result<Arc<dyn ExecutionPlan>, DataFusionError> {
        Ok(self)
    }

    fn apply_expressions(
        &self,
        _: &mut dyn FnMut(&Arc<dyn PhysicalExpr>) -> Result<TreeNodeRecursion, DataFusionError>,
    ) -> Result<TreeNodeRecursion, DataFusionError> {
        Ok(TreeNodeRecursion::Continue)
    }

    fn statistics_from_inputs(
        &self,
        _: &[Arc<Statistics>],
        args: &StatisticsArgs,
    ) -> Result<Arc<Statistics>, DataFusionError> {
        if args.partition().is_some_and(|_| self.streams() > 1) {
            return Ok(Arc::new(Statistics::new_unknown(&self.schema)));
        }
        let threads = self.streams();
        let work = || {
            let found =
                statistics::of(&*self.tables, &self.share, &*self.source, &self.schema, threads);
            Arc::new(found)
        };
        Ok(self.statistics.get_or_init(work).clone())
    }

    fn execute(
        &self,
        partition: usize,
        _: Arc<TaskContext>,
    ) -> Result<SendableRecordBatchStream, DataFusionError> {
        let mut stream =
            RecordBatchReceiverStreamBuilder::new(self.schema.clone(), WAITING_BATCHES);
        let taker = stream.tx();
        let (source, schema) = (self.source.clone(), self.schema.clone());
        let (step, limit) = (self.streams(), self.share.limit);
        let name = self.share.table.qualified_name();
        stream.spawn_blocking(move || {
            let blocks = (partition..source.blocks()).step_by(step);
            let give = |batch| taker.blocking_send(batch).map_err(|_| Stopped);
            make(&*source, blocks, limit, |batch| give(as_seen(&batch, &schema)))
                .map_err(|why| DataFusionError::Execution(format!("rows of {name}: {why}")))
        });
        Ok(stream.build())
    }
}

/// Makes blocks until there are none left, or no more rows are wanted. A panic becomes an error.
fn make(
    source: &(dyn Source + Send),
    blocks: impl Iterator<Item = usize>,
    limit: Option<usize>,
    mut give: impl FnMut(RecordBatch) -> Result<(), Stopped>,
) -> Result<(), String> {
    let mut left = limit.unwrap_or(usize::MAX);
    let mut emit = |_: usize, batch: RecordBatch| {
        let rows = batch.num_rows().min(left);
        give(batch.slice(0, rows))?;
        left -= rows;
        if left == 0 { Err(Stopped) } else { Ok(()) }
    };
    for block in blocks {
        match catch_unwind(AssertUnwindSafe(|| source.make(block, &mut emit))) {
            Ok(Ok(())) => {}
            Ok(Err(Stopped)) => return Ok(()),
            Err(panic) => return Err(said(&*panic)),
        }
    }
    Ok(())
}

/// What a panic said.
pub fn said(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "making them failed".to_owned())
}

/// A batch under the schema that SQL sees: labels become plain text.
fn as_seen(batch: &RecordBatch, schema: &SchemaRef) -> Result<RecordBatch, DataFusionError> {
    let seen =
        |(column, field): (&ArrayRef, &Arc<datafusion::arrow::datatypes::Field>)| match column
            .data_type()
            == field.data_type()
        {
            true => Ok(column.clone()),
            false => cast(column, field.data_type()),
        };
    let columns = batch.columns().iter().zip(schema.fields()).map(seen);
    let columns = columns.collect::<Result<Vec<_>, _>>()?;
    let options = RecordBatchOptions::new().with_row_count(Some(batch.num_rows()));
    Ok(RecordBatch::try_new_with_options(schema.clone(), columns, &options)?)
}
