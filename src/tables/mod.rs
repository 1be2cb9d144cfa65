//! The tables: what each holds, and how the rows of one block are made from the world's events.
//!
//! Blocks come in a fixed order: the dimensions, the people by day of sign-up, the facts by day and
//! region, and the totals. Each is a pure function of the world, so any of them can be made alone,
//! and any columns of it without the others.

mod ad_interactions;
mod ad_performance;
mod blocks;
mod business_daily;
mod clicks;
pub mod columns;
mod day_labels;
mod dimensions;
mod gather;
mod inventory;
mod labels;
mod make;
mod orders;
mod pick;
pub mod rows;
mod sessions;
pub mod spec;
mod totals;
mod truth;
mod users;
mod wanted;

pub use pick::WorldPick;

use std::sync::Arc;

use arrow_array::RecordBatch;

use crate::engine::{Source, Stopped, TableSelection};
use crate::scenario::Scenario;
use crate::world::World;

use blocks::Block;
use columns as t;
use gather::Gather;
use labels::WorldLabels;
use spec::Table;
use totals::Totals;
use wanted::Wanted;

/// Every table, in order.
pub fn all() -> &'static [&'static Table] {
    t::ALL
}

/// The tables of a scenario's world, block by block.
pub fn source(scenario: Scenario, selection: &TableSelection) -> WorldTables {
    WorldTables::new(World::new(scenario), selection)
}

/// Tables of a world.
#[derive(Debug)]
pub struct WorldTables {
    world: Arc<World>,
    labels: Arc<WorldLabels>,
    tables: Vec<&'static Table>,
    wanted: Vec<Wanted>,
    blocks: Vec<Block>,
    totals: Totals,
}

type Emit<'a> = &'a mut dyn FnMut(usize, RecordBatch) -> Result<(), Stopped>;

impl WorldTables {
    /// The selected tables of a world, with all their columns.
    pub fn new(world: World, selection: &TableSelection) -> Self {
        let labels = Arc::new(WorldLabels::new(&world));
        let blocks = blocks::all(&world);
        let wanted = selection.tables().iter().copied().map(Wanted::all).collect();
        WorldTables::of(Arc::new(world), labels, wanted, blocks)
    }

    fn of(
        world: Arc<World>,
        labels: Arc<WorldLabels>,
        wanted: Vec<Wanted>,
        blocks: Vec<Block>,
    ) -> Self {
        let tables = wanted.iter().map(Wanted::table).collect();
        WorldTables { world, labels, tables, wanted, blocks, totals: Totals::default() }
    }

    /// The world behind the tables.
    pub fn world(&self) -> &World {
        &self.world
    }

    /// The position of a table, if it is wanted.
    fn position(&self, table: &'static Table) -> Option<usize> {
        self.tables.iter().position(|t| std::ptr::eq(*t, table))
    }

    /// What is wanted of a table.
    fn wants(&self, table: &'static Table) -> Option<&Wanted> {
        self.position(table).map(|position| &self.wanted[position])
    }

    fn wants_any(&self, tables: &[&'static Table]) -> bool {
        tables.iter().any(|table| self.wants(table).is_some())
    }

    /// Gives a batch of a table that is wanted; others are not even made.
    fn give(
        &self,
        emit: Emit,
        table: &'static Table,
        make: impl FnOnce(&Wanted) -> RecordBatch,
    ) -> Result<(), Stopped> {
        match self.position(table) {
            Some(position) => {
                let batch = make(&self.wanted[position]);
                if batch.num_rows() == 0 { Ok(()) } else { emit(position, batch) }
            }
            None => Ok(()),
        }
    }

    /// Makes rows and joins small batches.
    fn gathered(
        &self,
        emit: Emit,
        make: impl FnOnce(Emit) -> Result<(), Stopped>,
    ) -> Result<(), Stopped> {
        let mut gather = Gather::new(self.tables.len());
        make(&mut |table, batch| gather.add(table, batch, emit))?;
        gather.finish(emit)
    }
}

impl Source for WorldTables {
    fn tables(&self) -> &[&'static Table] {
        &self.tables
    }

    fn blocks(&self) -> usize {
        self.blocks.len()
    }

    fn is_empty(&self, table: usize) -> bool {
        let is_one_of = |tables: [&'static Table; 2]| {
            tables.into_iter().any(|t| std::ptr::eq(t, self.tables[table]))
        };
        if is_one_of([&t::EXPERIMENTS, &t::TRUTH_EXPERIMENTS]) {
            return dimensions::treated(&self.world).next().is_none();
        }
        is_one_of([&t::AD_PERFORMANCE, &t::AD_INTERACTIONS]) && !self.world.advertises()
    }

    fn make(&self, index: usize, emit: Emit) -> Result<(), Stopped> {
        match &self.blocks[index] {
            Block::Dimensions => self.dimensions(emit),
            Block::Users(units) => {
                self.gathered(emit, |emit| units.iter().try_for_each(|u| self.users(*u, emit)))
            }
            Block::Facts(units) => {
                self.gathered(emit, |emit| units.iter().try_for_each(|u| self.facts(*u, emit)))
            }
            Block::Totals => self.totals(emit),
        }
    }
}
