//! Answers that go by batch after batch, and what is known of an answer without asking for it.

use std::cell::Cell;
use std::future::poll_fn;
use std::ops::ControlFlow;

use datafusion::arrow::array::RecordBatch;
use datafusion::arrow::datatypes::SchemaRef;
use datafusion::error::DataFusionError;
use datafusion::physical_plan::stream::RecordBatchReceiverStreamBuilder;
use datafusion::prelude::SessionContext;

use super::{Session, missing};
use crate::dataset::DatasetError;

/// Batches that may wait until they are asked for.
const AHEAD: usize = 2;

impl Session {
    /// An engine over the tables of one of this one's schemas, and no others. It works through rows
    /// in their order, as a [`Session::sequential_sibling`] does.
    pub fn sequential_share(&self, schema: &str) -> Result<Session, DatasetError> {
        let share = self.sequential_sibling()?;
        let catalog = self.context.catalog("adloom").ok_or_else(|| missing("the catalog"))?;
        let Some(tables) = catalog.schema(schema) else { return Ok(share) };
        for name in tables.table_names() {
            if let Some(table) = self.block_on(tables.table(&name))? {
                share.register(schema, &name, table)?;
            }
        }
        Ok(share)
    }

    /// The columns of a query's answer, which are known without answering it.
    pub fn columns(&self, query: &str) -> Result<SchemaRef, DatasetError> {
        let frame = self.block_on(self.plan(&self.context, query))?;
        Ok(frame.schema().as_arrow().clone().into())
    }

    /// Answers a query and hands over its batches, in order, until `step` breaks off.
    ///
    /// Where hash joins do not fit into memory, it begins again with joins that sort, unless rows
    /// were handed over already.
    pub fn for_each(
        &self,
        query: &str,
        mut step: impl FnMut(RecordBatch) -> ControlFlow<()>,
    ) -> Result<(), DatasetError> {
        let untouched = Cell::new(true);
        let mut watched = |batch| {
            untouched.set(false);
            step(batch)
        };
        self.block_on(async {
            match self.pour(&self.context, query, &mut watched).await {
                Err(e) if untouched.get() && is_too_much(&e) => {
                    self.pour(&self.sorting_context(), query, &mut watched).await
                }
                other => other,
            }
        })
    }

    async fn pour(
        &self,
        context: &SessionContext,
        query: &str,
        step: &mut dyn FnMut(RecordBatch) -> ControlFlow<()>,
    ) -> Result<(), DataFusionError> {
        let mut answer = self.plan(context, query).await?.execute_stream().await?;
        // It is worked out by another thread, since a window over many rows is reckoned at one go:
        // whoever waits for it here can still be told to stop.
        let mut stream = RecordBatchReceiverStreamBuilder::new(answer.schema(), AHEAD);
        let sender = stream.tx();
        stream.spawn(async move {
            while let Some(batch) = poll_fn(|task| answer.as_mut().poll_next(task)).await {
                if sender.send(batch).await.is_err() {
                    break;
                }
            }
            Ok(())
        });
        let mut stream = stream.build();
        while let Some(batch) = poll_fn(|task| stream.as_mut().poll_next(task)).await {
            if step(batch?).is_break() {
                break;
            }
        }
        Ok(())
    }
}

fn is_too_much(error: &DataFusionError) -> bool {
    matches!(error.find_root(), DataFusionError::ResourcesExhausted(_))
}
