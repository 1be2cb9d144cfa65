//! The tables: what each holds, and how the rows of one block are made from the world's events.
//!
//! Blocks come in a fixed order: the dimensions, the people by day of sign-up, the facts by day and
//! region, and the totals. Each is a pure function of the world, so any of them can be made alone.

mod ad_interactions;
mod ad_performance;
mod business_daily;
mod clicks;
pub mod columns;
mod day_labels;
mod dimensions;
mod gather;
mod inventory;
mod labels;
mod orders;
pub mod rows;
mod sessions;
pub mod spec;
mod totals;
mod truth;
mod users;

use arrow_array::RecordBatch;

use crate::engine::{Source, Stopped, TableSelection};
use crate::scenario::Scenario;
use crate::world::World;
use crate::world::day::Day;
use crate::world::propensity::Propensity;

use columns as t;
use day_labels::DayLabels;
use gather::Gather;
use labels::WorldLabels;
use spec::Table;
use totals::Totals;

/// Rows in a batch, at most: few enough to stay in the cache while they are encoded.
const BATCH_ROWS: usize = 16 * 1024;
/// Days of sign-ups in a block.
const USER_DAYS: usize = 8;

/// Every table, in order.
pub fn all() -> &'static [&'static Table] {
    t::ALL
}

/// The tables of a scenario's world, block by block.
pub fn source(scenario: Scenario, selection: &TableSelection) -> WorldTables {
    WorldTables::new(World::new(scenario), selection)
}

/// The tables of a world.
#[derive(Debug)]
pub struct WorldTables {
    world: World,
    labels: WorldLabels,
    tables: Vec<&'static Table>,
    blocks: Vec<Block>,
    totals: Totals,
}

/// Rows that are made together.
#[derive(Debug, Clone)]
enum Block {
    Dimensions,
    /// People who signed up on these days of the plan.
    Users(std::ops::Range<usize>),
    /// Days of the plan and regions, in order.
    Facts(Vec<(usize, usize)>),
    Totals,
}

/// Visits that make a block worth its while.
const VISITS_PER_BLOCK: f64 = 4_000.0;

/// Days and regions in a block: more where little happens. It follows from the scenario alone, so
/// that parts of a world are the same on every machine.
fn units_per_block(world: &World) -> usize {
    let scenario = &world.scenario;
    let clicks: f64 = scenario
        .platforms
        .values()
        .map(|p| 1_000.0 * p.budget * scenario.scale / p.cpm.base * p.ctr.base)
        .sum();
    let free = scenario.demand.orders_per_day * scenario.scale * scenario.traffic.visits_per_order;
    let visits = (clicks + free) / scenario.regions.len() as f64;
    (VISITS_PER_BLOCK / visits.max(1.0)).clamp(1.0, 32.0) as usize
}

type Emit<'a> = &'a mut dyn FnMut(usize, RecordBatch) -> Result<(), Stopped>;

impl WorldTables {
    /// The selected tables of a world.
    pub fn new(world: World, selection: &TableSelection) -> Self {
        let span = world.span;
        let (launch, end) = (span.t(span.launch), span.t(span.end));
        let mut blocks = vec![Block::Dimensions];
        blocks.extend(
            (launch..end).step_by(USER_DAYS).map(|t| Block::Users(t..(t + USER_DAYS).min(end))),
        );
        let units: Vec<(usize, usize)> = (span.t(span.start)..end)
            .flat_map(|t| (0..world.scenario.regions.len()).map(move |r| (t, r)))
            .collect();
        blocks.extend(units.chunks(units_per_block(&world)).map(|u| Block::Facts(u.to_vec())));
        blocks.push(Block::Totals);
        let labels = WorldLabels::new(&world);
        let tables = selection.tables().to_vec();
        WorldTables { world, labels, tables, blocks, totals: Totals::default() }
    }

    /// The world behind the tables.
    pub fn world(&self) -> &World {
        &self.world
    }

    fn wants(&self, table: &'static Table) -> Option<usize> {
        self.tables.iter().position(|t| std::ptr::eq(*t, table))
    }

    fn wants_any(&self, tables: &[&'static Table]) -> bool {
        tables.iter().any(|table| self.wants(table).is_some())
    }

    /// Gives a batch of a table that is wanted; others are not even made.
    fn give(
        &self,
        emit: Emit,
        table: &'static Table,
        make: impl FnOnce() -> RecordBatch,
    ) -> Result<(), Stopped> {
        match self.wants(table) {
            Some(position) => {
                let batch = make();
                if batch.num_rows() == 0 { Ok(()) } else { emit(position, batch) }
            }
            None => Ok(()),
        }
    }

    fn dimensions(&self, emit: Emit) -> Result<(), Stopped> {
        let (world, labels) = (&self.world, &self.labels);
        self.give(emit, &t::REGIONS, || dimensions::regions(world, labels))?;
        self.give(emit, &t::CITIES, || dimensions::cities(world, labels))?;
        self.give(emit, &t::PLATFORMS, || dimensions::platforms(world, labels))?;
        self.give(emit, &t::AUDIENCES, || dimensions::audiences(world))?;
        self.give(emit, &t::CAMPAIGNS, || dimensions::campaigns(world, labels))?;
        self.give(emit, &t::AD_SETS, || dimensions::ad_sets(world, labels))?;
        self.give(emit, &t::CREATIVES, || dimensions::creatives(world, labels))?;
        self.give(emit, &t::ADS, || dimensions::ads(world, labels))?;
        self.give(emit, &t::AD_PRICING, || dimensions::ad_pricing(world, labels))?;
        self.give(emit, &t::CATEGORIES, || dimensions::categories(world))?;
        self.give(emit, &t::PRODUCTS, || dimensions::products(world))?;
        self.give(emit, &t::EXPERIMENTS, || dimensions::experiments(world, labels))?;
        self.give(emit, &t::TRUTH_CREATIVES, || truth::creatives(world))
    }

    fn users(&self, days: std::ops::Range<usize>, emit: Emit) -> Result<(), Stopped> {
        let (world, labels) = (&self.world, &self.labels);
        if !self.wants_any(&[&t::USERS, &t::TRUTH_CUSTOMERS]) {
            return Ok(());
        }
        for t in days {
            for r in 0..world.scenario.regions.len() {
                let found = users::sign_ups(world, t, r);
                for found in found.chunks(BATCH_ROWS) {
                    self.give(emit, &t::USERS, || users::users(world, labels, t, r, found))?;
                    let truth = || users::truth_customers(world, labels, found);
                    self.give(emit, &t::TRUTH_CUSTOMERS, truth)?;
                }
            }
        }
        Ok(())
    }

    fn facts(&self, t: usize, r: usize, emit: Emit) -> Result<(), Stopped> {
        let (world, labels) = (&self.world, &self.labels);
        if r == 0 {
            self.give(emit, &t::CALENDAR, || dimensions::calendar(world, labels, t))?;
        }
        if self.wants(&t::TRUTH_CHANNELS).is_some() {
            self.totals.keep(world, t, r);
        }
        let stock = || inventory::inventory_movements(world, labels, t, r);
        self.give(emit, &t::INVENTORY_MOVEMENTS, stock)?;
        const DAILY: [&Table; 11] = [
            &t::AD_PERFORMANCE,
            &t::AD_INTERACTIONS,
            &t::SESSIONS,
            &t::TRUTH_SESSIONS,
            &t::ORDERS,
            &t::ORDER_ITEMS,
            &t::PAYMENTS,
            &t::REFUNDS,
            &t::BUSINESS_DAILY,
            &t::TRUTH_ORDERS,
            &t::TRUTH_DAILY,
        ];
        if !self.wants_any(&DAILY) {
            return Ok(());
        }
        let day = Day::new(world, t, r);
        self.give(emit, &t::AD_PERFORMANCE, || ad_performance::ad_performance(&day, labels))?;
        self.visits(&day, emit)?;
        let book = orders::book(&day);
        for (table, make) in [
            (&t::ORDERS, orders::orders as fn(&Day, &WorldLabels, &[_]) -> RecordBatch),
            (&t::ORDER_ITEMS, |day, _, book| orders::order_items(day, book)),
            (&t::PAYMENTS, orders::payments),
            (&t::REFUNDS, orders::refunds),
        ] {
            for book in book.chunks(BATCH_ROWS / 4) {
                self.give(emit, table, || make(&day, labels, book))?;
            }
        }
        let business = || business_daily::business_daily(&day, labels, &book);
        self.give(emit, &t::BUSINESS_DAILY, business)?;
        self.give(emit, &t::TRUTH_ORDERS, || orders::truth_orders(&day, labels))?;
        self.give(emit, &t::TRUTH_DAILY, || truth::daily(&day, labels))
    }

    fn visits(&self, day: &Day, emit: Emit) -> Result<(), Stopped> {
        let labels = &self.labels;
        if self.wants(&t::AD_INTERACTIONS).is_some() {
            for entries in ad_interactions::entries(day).chunks(BATCH_ROWS) {
                let make = || ad_interactions::ad_interactions(day, labels, entries);
                self.give(emit, &t::AD_INTERACTIONS, make)?;
            }
        }
        if self.wants_any(&[&t::SESSIONS, &t::TRUTH_SESSIONS]) {
            let ads = self.wants(&t::SESSIONS).map(|_| DayLabels::new(&self.world, &day.live));
            let propensity = self.wants(&t::TRUTH_SESSIONS).map(|_| Propensity::new(day));
            for visits in day.visits.chunks(BATCH_ROWS) {
                let seen = sessions::look(day, visits);
                if let Some(ads) = &ads {
                    let make = || sessions::sessions(day, labels, ads, visits, &seen);
                    self.give(emit, &t::SESSIONS, make)?;
                }
                if let Some(propensity) = &propensity {
                    let make = || sessions::truth_sessions(day, propensity, visits, &seen);
                    self.give(emit, &t::TRUTH_SESSIONS, make)?;
                }
            }
        }
        Ok(())
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

    fn totals(&self, emit: Emit) -> Result<(), Stopped> {
        let (world, labels) = (&self.world, &self.labels);
        let channels = || truth::channels(world, labels, &self.totals.of_window(world));
        self.give(emit, &t::TRUTH_CHANNELS, channels)?;
        self.give(emit, &t::TRUTH_RESPONSE_CURVES, || truth::response_curves(world, labels))?;
        self.give(emit, &t::TRUTH_EXPERIMENTS, || truth::experiments(world, labels))
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
        match self.blocks[index].clone() {
            Block::Dimensions => self.dimensions(emit),
            Block::Users(days) => self.gathered(emit, |emit| self.users(days.clone(), emit)),
            Block::Facts(units) => self
                .gathered(emit, |emit| units.iter().try_for_each(|&(t, r)| self.facts(t, r, emit))),
            Block::Totals => self.totals(emit),
        }
    }
}
