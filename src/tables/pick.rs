//! The tables of a world, of which any days, regions and columns can be made alone.

use std::sync::Arc;

use super::WorldTables;
use super::blocks::{self, Block};
use super::columns as t;
use super::labels::WorldLabels;
use super::spec::{Column, Kind, Table};
use super::users;
use super::wanted::Wanted;
use crate::engine::{Known, Pick, Rows, Source, Unit};
use crate::scenario::Scenario;
use crate::world::{DEVICES, World};

/// Seconds by which what belongs to a day may run over its midnight: leads are left, and accounts
/// made, during visits, and those last four hours at most.
const OVER_MIDNIGHT: i64 = 4 * 3_600;
/// Payments and refunds of an order, roughly: enough to plan a query with.
const PAYMENTS_PER_ORDER: f64 = 1.0;
const REFUNDS_PER_ORDER: f64 = 0.15;
/// Share of the products that move on a day.
const MOVEMENTS_PER_PRODUCT: f64 = 0.1;

/// A world's tables, to be made in part.
#[derive(Debug, Clone)]
pub struct WorldPick {
    world: Arc<World>,
    labels: Arc<WorldLabels>,
}

/// How the rows of a table are cut into units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cut {
    /// Not at all: they come with the dimensions.
    Dimension,
    /// By day; a unit holds all regions.
    Calendar,
    /// By day of sign-up and region.
    SignUps,
    /// By day of the window and region.
    Days,
    /// Not at all: they come with the totals.
    Totals,
}

fn cut(table: &Table) -> Cut {
    let is = |list: &[&'static Table]| list.iter().any(|other| std::ptr::eq(*other, table));
    if is(&[&t::CALENDAR]) {
        Cut::Calendar
    } else if is(&[&t::USERS, &t::TRUTH_CUSTOMERS]) {
        Cut::SignUps
    } else if is(&[&t::TRUTH_CHANNELS, &t::TRUTH_RESPONSE_CURVES, &t::TRUTH_EXPERIMENTS]) {
        Cut::Totals
    } else if is(&[
        &t::REGIONS,
        &t::CITIES,
        &t::PLATFORMS,
        &t::AUDIENCES,
        &t::CAMPAIGNS,
        &t::AD_SETS,
        &t::CREATIVES,
        &t::ADS,
        &t::AD_PRICING,
        &t::CATEGORIES,
        &t::PRODUCTS,
        &t::EXPERIMENTS,
        &t::TRUTH_CREATIVES,
    ]) {
        Cut::Dimension
    } else {
        Cut::Days
    }
}

impl WorldPick {
    /// The tables of a scenario's world.
    pub fn new(scenario: Scenario) -> Self {
        let world = World::new(scenario);
        WorldPick { labels: Arc::new(WorldLabels::new(&world)), world: Arc::new(world) }
    }

    /// The world behind the tables.
    pub fn world(&self) -> &World {
        &self.world
    }

    fn tables_of(&self, wanted: Wanted, units: &[Unit]) -> WorldTables {
        let blocks = match cut(wanted.table()) {
            _ if units.is_empty() => Vec::new(),
            Cut::Dimension => vec![Block::Dimensions],
            Cut::Totals => vec![Block::Totals],
            Cut::SignUps => blocks::users(&self.world, units),
            Cut::Calendar | Cut::Days => blocks::facts(&self.world, units),
        };
        WorldTables::of(self.world.clone(), self.labels.clone(), vec![wanted], blocks)
    }

    /// Rows of a table that is not cut, which are counted by asking for no column of it.
    fn counted(&self, table: &'static Table, unit: Unit) -> u64 {
        let mut rows = 0;
        let tables = self.tables_of(Wanted::some(table, &[]), &[unit]);
        for block in 0..tables.blocks() {
            // This one never says that it had enough.
            let _ = tables.make(block, &mut |_, batch| {
                rows += batch.num_rows() as u64;
                Ok(())
            });
        }
        rows
    }

    /// About how many rows a day and region has: what is expected of it, roughly.
    fn about(&self, table: &'static Table, Unit { t, r }: Unit) -> f64 {
        let (world, scenario) = (&*self.world, &self.world.scenario);
        let orders = || world.expected_orders(t, r);
        let shown = || -> f64 {
            (0..world.responses.len())
                .map(|p| 1_000.0 * world.media.platform_spend(p, t, r) / world.platform(p).cpm.base)
                .sum()
        };
        let clicks = || -> f64 {
            let of = |p: usize| {
                let platform = world.platform(p);
                let shown = 1_000.0 * world.media.platform_spend(p, t, r) / platform.cpm.base;
                if platform.clickable { shown * platform.ctr.base } else { 0.0 }
            };
            (0..world.responses.len()).map(of).sum()
        };
        let ads = || -> usize {
            world.media.campaigns.iter().map(|plan| plan.ad_sets.len() * plan.slots.len()).sum()
        };
        let free = || world.demand.organic[r][t] * scenario.traffic.visits_per_order;
        match (table.folder.name(), table.name) {
            (_, "sessions") => orders() + clicks() + free(),
            ("data", "ad_interactions") => clicks() + shown() * scenario.tracking.impression_sample,
            ("data", "ad_performance") => (DEVICES * ads()) as f64,
            ("data", "order_items") => orders() * scenario.basket.lines,
            ("data", "payments") => orders() * PAYMENTS_PER_ORDER,
            ("data", "refunds") => orders() * REFUNDS_PER_ORDER,
            ("data", "inventory_movements") => {
                world.catalog.products.len() as f64 * MOVEMENTS_PER_PRODUCT
            }
            _ => orders(),
        }
    }
}

impl Pick for WorldPick {
    fn tables(&self) -> &[&'static Table] {
        t::ALL
    }

    fn units(&self, table: &'static Table) -> Vec<Unit> {
        match cut(table) {
            Cut::Dimension | Cut::Totals => vec![Unit { t: 0, r: 0 }],
            Cut::SignUps => blocks::sign_up_units(&self.world),
            Cut::Days => blocks::window_units(&self.world),
            Cut::Calendar => {
                blocks::window_units(&self.world).into_iter().filter(|unit| unit.r == 0).collect()
            }
        }
    }

    fn known(&self, table: &'static Table, unit: Unit, column: &str) -> Known<'_> {
        let cut = cut(table);
        let Some(Column { kind, .. }) = table.columns.iter().find(|c| c.name == column) else {
            return Known::Nothing;
        };
        let first = || self.world.local_day(unit.t, unit.r).utc(0);
        let last = || self.world.local_day(unit.t + 1, unit.r).utc(0) + OVER_MIDNIGHT;
        match (cut, column, kind) {
            (Cut::Dimension | Cut::Totals, ..) => Known::Nothing,
            (_, "date", _) => Known::Day(self.world.span.day(unit.t)),
            (Cut::Days | Cut::SignUps, "region_id", _) => {
                Known::Label(self.labels.regions.value(unit.r))
            }
            // Money moves when it moves, but not before the order.
            (Cut::Days, "paid_at" | "refunded_at", _) => Known::Moments(first(), None),
            (Cut::Days | Cut::SignUps, _, Kind::Time) => Known::Moments(first(), Some(last())),
            _ => Known::Nothing,
        }
    }

    fn rows(&self, table: &'static Table, unit: Unit) -> Rows {
        let regions = self.world.scenario.regions.len() as u64;
        let one_of = |other: &'static Table| std::ptr::eq(table, other);
        match cut(table) {
            Cut::Dimension | Cut::Totals => Rows::Exactly(self.counted(table, unit)),
            Cut::Calendar => Rows::Exactly(regions),
            Cut::SignUps if one_of(&t::USERS) => {
                Rows::Exactly(users::count(&self.world, unit, true))
            }
            Cut::SignUps => Rows::Exactly(users::count(&self.world, unit, false)),
            Cut::Days if one_of(&t::BUSINESS_DAILY) => Rows::Exactly(1),
            Cut::Days if one_of(&t::TRUTH_DAILY) => {
                Rows::Exactly(self.world.responses.len() as u64)
            }
            Cut::Days => Rows::About(self.about(table, unit)),
        }
    }

    fn source(
        &self,
        table: &'static Table,
        columns: &[usize],
        units: &[Unit],
    ) -> Arc<dyn Source + Send> {
        Arc::new(self.tables_of(Wanted::some(table, columns), units))
    }
}
