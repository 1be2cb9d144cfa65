//! The query engine behind a dataset: bounded memory, a fixed number of threads, read only.

mod stream;

use std::collections::{BTreeMap, BTreeSet};
use std::future::{Future, poll_fn};
use std::mem;
use std::ops::ControlFlow;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use datafusion::arrow::array::RecordBatch;
use datafusion::catalog::{MemorySchemaProvider, TableProvider};
use datafusion::common::TableReference;
use datafusion::common::tree_node::TreeNodeRecursion;
use datafusion::datasource::MemTable;
use datafusion::error::DataFusionError;
use datafusion::execution::SessionStateBuilder;
use datafusion::execution::context::SQLOptions;
use datafusion::execution::memory_pool::FairSpillPool;
use datafusion::execution::runtime_env::RuntimeEnvBuilder;
use datafusion::logical_expr::LogicalPlan;
use datafusion::prelude::{DataFrame, Expr, SessionConfig, SessionContext};

use tokio::runtime::Runtime;

use super::DatasetError;

/// What queries may hold in memory before they spill to a temporary folder.
const MEMORY_BYTES: usize = 2 << 30;

/// How often it is looked whether somebody asked to stop.
const PATIENCE: Duration = Duration::from_millis(100);

/// The tables (`data.orders`) that a query reads, and the columns it reads of each.
pub type Reads = BTreeMap<String, BTreeSet<String>>;

/// Tables that SQL can be asked about. It blocks, and so must not be used inside an async task.
pub struct Session {
    pub(super) context: SessionContext,
    pub(super) runtime: Arc<Runtime>,
    threads: usize,
    interrupted: Option<&'static AtomicBool>,
}

impl Session {
    /// An engine without tables, on so many threads.
    pub fn new(threads: usize) -> Result<Session, DatasetError> {
        Session::within(threads, MEMORY_BYTES)
    }

    /// An engine without tables whose queries may hold so many bytes before they spill.
    pub fn within(threads: usize, bytes: usize) -> Result<Session, DatasetError> {
        let threads = threads.max(1);
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(threads)
            .enable_all()
            .build()
            .map_err(|e| DatasetError::Query(format!("no threads to run it on: {e}")))?;
        Session::on(Arc::new(runtime), threads, bytes)
    }

    /// The same engine, which answers no more once somebody asks to stop; nor do its siblings. What
    /// is being reckoned then is left to itself until the program ends.
    pub fn until(self, interrupted: &'static AtomicBool) -> Session {
        Session { interrupted: Some(interrupted), ..self }
    }

    /// An engine without tables, on the same threads as this one.
    pub fn empty_sibling(&self) -> Result<Session, DatasetError> {
        self.sibling(self.threads)
    }

    /// An engine without tables that works through rows in their order: sums of floating-point
    /// numbers come out the same to the last digit, whatever the number of threads.
    pub fn sequential_sibling(&self) -> Result<Session, DatasetError> {
        self.sibling(1)
    }

    fn sibling(&self, threads: usize) -> Result<Session, DatasetError> {
        let sibling = Session::on(self.runtime.clone(), threads, MEMORY_BYTES)?;
        Ok(Session { interrupted: self.interrupted, ..sibling })
    }

    fn on(runtime: Arc<Runtime>, threads: usize, bytes: usize) -> Result<Session, DatasetError> {
        let memory = RuntimeEnvBuilder::new()
            .with_memory_pool(Arc::new(FairSpillPool::new(bytes)))
            .build_arc()
            .map_err(query_error)?;
        // An unqualified name is one of the company's tables, never the answer key's.
        let config = SessionConfig::new()
            .with_target_partitions(threads)
            .with_information_schema(true)
            .with_default_catalog_and_schema("adloom", "data");
        let context = SessionContext::new_with_config_rt(config, memory);
        Ok(Session { context, runtime, threads, interrupted: None })
    }

    /// The number of threads it computes on.
    pub fn threads(&self) -> usize {
        self.threads
    }

    /// Adds a table under `schema.name`, or replaces it.
    pub fn register(
        &self,
        schema: &str,
        name: &str,
        table: Arc<dyn TableProvider>,
    ) -> Result<(), DatasetError> {
        let catalog = self.context.catalog("adloom").ok_or_else(|| missing("the catalog"))?;
        if catalog.schema(schema).is_none() {
            catalog
                .register_schema(schema, Arc::new(MemorySchemaProvider::new()))
                .map_err(query_error)?;
        }
        self.context
            .register_table(TableReference::partial(schema, name), table)
            .map_err(query_error)?;
        Ok(())
    }

    /// One table out of several with the same columns, one after the other.
    pub(super) fn union(
        &self,
        tables: Vec<Arc<dyn TableProvider>>,
    ) -> Result<Arc<dyn TableProvider>, DatasetError> {
        let mut frames = tables.into_iter().map(|table| self.context.read_table(table));
        let first = frames.next().ok_or_else(|| missing("a table"))?.map_err(query_error)?;
        let whole =
            frames.try_fold(first, |whole, next| whole.union(next?)).map_err(query_error)?;
        Ok(whole.into_view())
    }

    /// Answers a query once and keeps its rows as the table `schema.name` of another session.
    pub fn keep(
        &self,
        into: &Session,
        schema: &str,
        name: &str,
        query: &str,
    ) -> Result<(), DatasetError> {
        let (arrow_schema, batches) = self.answer(query, async |frame| {
            let arrow_schema = Arc::new(frame.schema().as_arrow().clone());
            Ok((arrow_schema, frame.collect().await?))
        })?;
        let table = MemTable::try_new(arrow_schema, vec![batches]).map_err(query_error)?;
        into.register(schema, name, Arc::new(table))
    }

    /// Names a query as the table `schema.name`, to be answered whenever that is read.
    pub fn view(&self, schema: &str, name: &str, query: &str) -> Result<(), DatasetError> {
        let frame = self.block_on(self.plan(&self.context, query))?;
        self.register(schema, name, frame.into_view())
    }

    /// Answers a query.
    pub fn sql(&self, query: &str) -> Result<Vec<RecordBatch>, DatasetError> {
        self.answer(query, async |frame| frame.collect().await)
    }

    /// Counts a query's rows and returns the first `limit` of them in the order of its columns.
    pub fn count_and_head(
        &self,
        query: &str,
        limit: usize,
    ) -> Result<(usize, Vec<RecordBatch>), DatasetError> {
        self.answer(query, async |frame| {
            let count = frame.clone().count().await?;
            if count == 0 {
                return Ok((0, Vec::new()));
            }
            let columns = frame.schema().columns().into_iter().map(Expr::Column).collect();
            let head = frame.sort_by(columns)?.limit(0, Some(limit))?.collect().await?;
            Ok((count, head))
        })
    }

    /// Runs a query's partitions in parallel, each folded into a value of its own as it streams by.
    pub fn fold<T: Send + 'static>(
        &self,
        query: &str,
        start: impl Fn() -> T,
        step: impl Fn(&mut T, RecordBatch) + Clone + Send + 'static,
    ) -> Result<Vec<T>, DatasetError> {
        self.block_on(async {
            let streams =
                self.plan(&self.context, query).await?.execute_stream_partitioned().await?;
            let mut tasks = Vec::new();
            for mut stream in streams {
                let (mut value, step) = (start(), step.clone());
                tasks.push(self.runtime.spawn(async move {
                    while let Some(batch) = poll_fn(|task| stream.as_mut().poll_next(task)).await {
                        step(&mut value, batch?);
                    }
                    Ok::<T, DataFusionError>(value)
                }));
            }
            let mut values = Vec::new();
            for task in tasks {
                values.push(task.await.map_err(|e| DataFusionError::External(e.into()))??);
            }
            Ok(values)
        })
    }

    /// Runs a query and hands on each batch as it comes, until told to stop; says whether it was.
    pub fn each(
        &self,
        query: &str,
        mut step: impl FnMut(RecordBatch) -> ControlFlow<()>,
    ) -> Result<ControlFlow<()>, DatasetError> {
        self.block_on(async {
            let mut stream = self.plan(&self.context, query).await?.execute_stream().await?;
            while let Some(batch) = poll_fn(|task| stream.as_mut().poll_next(task)).await {
                if step(batch?).is_break() {
                    return Ok(ControlFlow::Break(()));
                }
            }
            Ok(ControlFlow::Continue(()))
        })
    }

    /// Names a table of this session in another one, too.
    pub fn share(&self, with: &Session, schema: &str, name: &str) -> Result<(), DatasetError> {
        let table = self.context.table_provider(TableReference::partial(schema, name));
        let table = self.block_on(table)?;
        with.register(schema, name, table)
    }

    /// What a query would read, which is known without reading it.
    pub fn reads(&self, query: &str) -> Result<Reads, DatasetError> {
        self.block_on(async {
            let plan = self.plan(&self.context, query).await?.into_optimized_plan()?;
            let mut reads = Reads::new();
            plan.apply_with_subqueries(|node| {
                if let LogicalPlan::TableScan(scan) = node {
                    let columns = reads.entry(scan.table_name.to_string()).or_default();
                    columns.extend(scan.projected_schema.fields().iter().map(|f| f.name().clone()));
                    let filtered = scan.filters.iter().flat_map(Expr::column_refs);
                    columns.extend(filtered.map(|column| column.name.clone()));
                }
                Ok(TreeNodeRecursion::Continue)
            })?;
            Ok(reads)
        })
    }

    /// Plans a query and does something with it; where hash joins do not fit into memory it is done
    /// again with joins that sort, and so can spill.
    fn answer<T>(
        &self,
        query: &str,
        finish: impl AsyncFn(DataFrame) -> Result<T, DataFusionError>,
    ) -> Result<T, DatasetError> {
        self.block_on(async {
            let in_memory = self.plan(&self.context, query).await?;
            match finish(in_memory).await {
                Err(e) if matches!(e.find_root(), DataFusionError::ResourcesExhausted(_)) => {
                    finish(self.plan(&self.sorting_context(), query).await?).await
                }
                other => other,
            }
        })
    }

    pub(super) async fn plan(
        &self,
        context: &SessionContext,
        query: &str,
    ) -> Result<DataFrame, DataFusionError> {
        let read_only = SQLOptions::new()
            .with_allow_ddl(false)
            .with_allow_dml(false)
            .with_allow_statements(false);
        context.sql_with_options(query, read_only).await
    }

    pub(super) fn sorting_context(&self) -> SessionContext {
        let state = self.context.state();
        // The catalog stays the one that the tables are in.
        let config = state
            .config()
            .clone()
            .set_bool("datafusion.optimizer.prefer_hash_join", false)
            .with_create_default_catalog_and_schema(false);
        let builder = SessionStateBuilder::new_from_existing(state).with_config(config);
        SessionContext::new_with_state(builder.build())
    }

    fn block_on<T>(
        &self,
        work: impl Future<Output = Result<T, DataFusionError>>,
    ) -> Result<T, DatasetError> {
        let Some(interrupted) = self.interrupted else {
            return self.runtime.block_on(work).map_err(query_error);
        };
        self.runtime.block_on(async {
            let (mut work, mut clock) = (pin!(work), tokio::time::interval(PATIENCE));
            poll_fn(|task| match interrupted.load(Ordering::Relaxed) {
                true => {
                    // To drop its threads would be to wait for what they are at.
                    mem::forget(Arc::clone(&self.runtime));
                    Poll::Ready(Err(DatasetError::Interrupted))
                }
                false => {
                    wake_at_next_tick(&mut clock, task);
                    work.as_mut().poll(task).map_err(query_error)
                }
            })
            .await
        })
    }
}

/// Has a task looked at again when the clock ticks, whatever else it waits for.
fn wake_at_next_tick(clock: &mut tokio::time::Interval, task: &mut Context<'_>) {
    while clock.poll_tick(task).is_ready() {}
}

fn query_error(error: DataFusionError) -> DatasetError {
    DatasetError::Query(error.find_root().strip_backtrace())
}

fn missing(what: &str) -> DatasetError {
    DatasetError::Query(format!("{what} is missing"))
}

#[cfg(test)]
mod tests;
