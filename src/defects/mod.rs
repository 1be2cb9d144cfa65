//! Flaws planted on purpose, each logged cell by cell in `truth/defects`.
//!
//! ```text
//! clean batch ──choice──► rows ──change──► cells ──apply──► dirty batch
//!                                    └─────────log────────► truth/defects
//! ```
//!
//! [`Defective`] stands between the tables and the sinks and takes its rows from any other source.
//! Three stages make a dirty table, in this order, whatever the order of the scenario's entries:
//!
//! 1. *Cells.* Each entry looks at the clean row only, and says which cells it would write. Of two
//!    entries that write to one cell, the later one holds. So an entry's draws and its lines of the
//!    log are the same with the others and without them.
//! 2. *Rows.* A copy, or a robot's visit, follows right behind the row that it belongs to, with
//!    that row's dirty cells where it has none of its own.
//! 3. *Columns.* From a day on, cells move to a column of another name, or are doubled there.
//!
//! Which rows an entry strikes follows from the seed, the table, the row's own key and the entry:
//! threads, parts and windows never change it. `docs/defects.md` says how the log is used.

mod apply;
mod block;
mod cell;
mod change;
mod choice;
mod count;
mod describe;
mod encoding;
mod lists;
mod log;
mod plan;
mod totals;
mod wording;

pub use lists::List;

use std::sync::atomic::Ordering;

use arrow_array::RecordBatch;

use self::block::Block;
use self::plan::Plan;
use crate::engine::{Source, Stopped, TableSelection, UnknownTables};
use crate::scenario::Scenario;
use crate::tables::columns::{self, ORDERS, TRUTH_DEFECTS};
use crate::tables::spec::Table;
use crate::tables::{self, WorldTables};
use crate::world::World;

/// How the arrival of a row that is not late follows from its day: in the night after it.
const NIGHTLY: &str = "+1 day 02:00";
/// The hour of that, UTC.
const NIGHTLY_HOUR: i64 = 2;

/// The tables of a scenario's world, with the scenario's defects. `names` are those that are
/// written; all of them, if there are none.
pub fn source(
    scenario: Scenario,
    names: Option<&[String]>,
    threads: usize,
) -> Result<Defective<WorldTables>, UnknownTables> {
    let mut all = tables::all().to_vec();
    if !scenario.defects.is_empty() {
        all.push(&TRUTH_DEFECTS);
    }
    let selection = match names {
        Some(names) => TableSelection::named(&all, names)?,
        None => TableSelection::all(&all),
    };
    let again =
        scenario.defects.iter().any(|d| d.target().count.is_some()).then(|| scenario.clone());
    let world = World::new(scenario);
    let mut plan = Plan::new(&world);
    if let Some(scenario) = again {
        count::settle(&mut plan, scenario, threads);
    }
    // What the log needs is made, though it may not be written; and so are looked-up orders.
    let logged = selection.contains(&TRUTH_DEFECTS);
    let is_made = |table: &&'static Table| {
        let spoilt = plan.of(table);
        let wanted = selection.contains(table) || (logged && spoilt.is_some());
        let waiting =
            |plan: &plan::TablePlan| plan.waits && (logged || selection.contains(plan.clean));
        wanted || (std::ptr::eq(*table, &ORDERS) && plan.tables.iter().any(waiting))
    };
    let made: Vec<&'static Table> = tables::all().iter().copied().filter(is_made).collect();
    let inner = WorldTables::new(world, &TableSelection::all(&made));
    Ok(Defective::new(inner, plan, &selection))
}

/// A source whose rows have defects.
#[derive(Debug)]
pub struct Defective<S> {
    inner: S,
    plan: Plan,
    /// The tables that are given on, as they are with their defects.
    tables: Vec<&'static Table>,
    /// For each table of the inner source, its position among those given on.
    positions: Vec<Option<usize>>,
    /// The position of the log.
    log: Option<usize>,
    /// The names of the tables with defects, in order.
    planted: Vec<&'static str>,
}

impl<S: Source> Defective<S> {
    /// Plants the defects of a plan in the rows of a source, of which those selected are given on.
    fn new(inner: S, plan: Plan, selection: &TableSelection) -> Self {
        let position =
            |table: &Table| selection.tables().iter().position(|t| t.is_named_like(table));
        let positions = inner.tables().iter().map(|table| position(table)).collect();
        let dirty = |table: &&'static Table| {
            describe::linked(plan.of(table).map_or(*table, |plan| plan.dirty), &plan)
        };
        Defective {
            positions,
            log: position(&TRUTH_DEFECTS),
            tables: selection.tables().iter().map(dirty).collect(),
            planted: plan.tables.iter().map(|plan| plan.clean.name).collect(),
            inner,
            plan,
        }
    }

    /// Once all blocks are made: entries that found no row to strike, and those that found fewer
    /// than they ask for, each in one line.
    pub fn shortfalls(&self) -> Vec<String> {
        let is_made = |table: &Table| {
            self.log.is_some() || self.tables.iter().any(|given| given.is_named_like(table))
        };
        let made = self.plan.tables.iter().filter(|plan| is_made(plan.clean));
        let short = |(table, defect): (&str, &plan::Planned)| {
            let struck = defect.struck.load(Ordering::Relaxed);
            let what = match defect.count {
                Some(count) if struck < u64::from(count) => {
                    format!("strikes {struck} rows where {count} are asked for: there are no more")
                }
                None if struck == 0 => "found no row that it could strike".to_owned(),
                _ => return None,
            };
            let (number, kind) = (defect.number, defect.kind);
            Some((number, format!("entry {number} of `defects` ({kind} in {table}) {what}")))
        };
        let entries =
            made.flat_map(|plan| plan.defects.iter().map(|defect| (plan.clean.name, defect)));
        let mut lines: Vec<(i32, String)> = entries.filter_map(short).collect();
        lines.sort();
        lines.into_iter().map(|(_, line)| line).collect()
    }

    /// The source without the defects.
    pub fn inner(&self) -> &S {
        &self.inner
    }
}

impl<S: Source> Source for Defective<S> {
    fn tables(&self) -> &[&'static Table] {
        &self.tables
    }

    fn blocks(&self) -> usize {
        self.inner.blocks()
    }

    fn is_empty(&self, table: usize) -> bool {
        let inner = self.positions.iter().position(|position| *position == Some(table));
        inner.is_some_and(|inner| self.inner.is_empty(inner))
    }

    fn planted(&self) -> &[&'static str] {
        &self.planted
    }

    fn make(
        &self,
        index: usize,
        emit: &mut dyn FnMut(usize, RecordBatch) -> Result<(), Stopped>,
    ) -> Result<(), Stopped> {
        let mut block = Block::new(self);
        if index == 0 {
            block.whole_columns();
        }
        block::walk(&self.inner, &self.plan, index, &mut |position, batch, totals| {
            block.batch(position, batch, totals, emit)
        })?;
        block.finish(emit)
    }
}

/// The description of a table, by its position in a source.
fn clean<S: Source>(source: &S, position: usize) -> &'static Table {
    let table = source.tables()[position];
    columns::find(table.folder, table.name).unwrap_or(table)
}
