//! How the rows of a block are made, table by table.

use arrow_array::RecordBatch;

use super::business_daily::{Sums, business_daily};
use super::columns as t;
use super::day_labels::DayLabels;
use super::labels::WorldLabels;
use super::orders::{self, Book};
use super::sessions::{self, Seen};
use super::spec::Table;
use super::wanted::{Wanted, no_rule};
use super::{Emit, WorldTables};
use super::{ad_interactions, ad_performance, dimensions, inventory, rows, truth, users};
use crate::engine::{Stopped, Unit};
use crate::world::day::Day;
use crate::world::propensity::Propensity;

/// Rows in a batch, at most: few enough to stay in the cache while they are encoded.
const BATCH_ROWS: usize = 16 * 1024;
/// Orders whose books are worked out together.
const BOOK_ORDERS: usize = BATCH_ROWS / 4;

/// Columns that have one value in all rows of a day and region.
const OF_THE_DAY: [&str; 2] = ["date", "region_id"];

type FromBook = fn(&Wanted, &WorldLabels, &Book) -> RecordBatch;

/// Tables that are made from the books.
static FROM_BOOKS: [(&Table, FromBook); 5] = [
    (&t::ORDERS, orders::orders),
    (&t::ORDER_ITEMS, orders::order_items),
    (&t::PAYMENTS, orders::payments),
    (&t::REFUNDS, orders::refunds),
    (&t::TRUTH_ORDERS, orders::truth_orders),
];

impl WorldTables {
    pub(super) fn dimensions(&self, emit: Emit) -> Result<(), Stopped> {
        let (world, labels) = (&*self.world, &*self.labels);
        self.give(emit, &t::REGIONS, |w| dimensions::regions(w, labels, world))?;
        self.give(emit, &t::CITIES, |w| dimensions::cities(w, labels, world))?;
        self.give(emit, &t::PLATFORMS, |w| dimensions::platforms(w, labels, world))?;
        self.give(emit, &t::AUDIENCES, |w| dimensions::audiences(w, world))?;
        self.give(emit, &t::CAMPAIGNS, |w| dimensions::campaigns(w, labels, world))?;
        self.give(emit, &t::AD_SETS, |w| dimensions::ad_sets(w, labels, world))?;
        self.give(emit, &t::CREATIVES, |w| dimensions::creatives(w, labels, world))?;
        self.give(emit, &t::ADS, |w| dimensions::ads(w, labels, world))?;
        self.give(emit, &t::AD_PRICING, |w| dimensions::ad_pricing(w, labels, world))?;
        self.give(emit, &t::CATEGORIES, |w| dimensions::categories(w, world))?;
        self.give(emit, &t::PRODUCTS, |w| dimensions::products(w, world))?;
        self.give(emit, &t::EXPERIMENTS, |w| dimensions::experiments(w, labels, world))?;
        self.give(emit, &t::TRUTH_CREATIVES, |w| truth::creatives(w, world))
    }

    pub(super) fn users(&self, unit: Unit, emit: Emit) -> Result<(), Stopped> {
        let (world, labels) = (&*self.world, &*self.labels);
        if !self.wants_any(&[&t::USERS, &t::TRUTH_CUSTOMERS]) {
            return Ok(());
        }
        let found = users::sign_ups(world, unit.t, unit.r);
        for found in found.chunks(BATCH_ROWS) {
            self.give(emit, &t::USERS, |w| users::users(w, labels, world, unit, found))?;
            let truth = |w: &Wanted| users::truth_customers(w, labels, world, found);
            self.give(emit, &t::TRUTH_CUSTOMERS, truth)?;
        }
        Ok(())
    }

    pub(super) fn facts(&self, unit: Unit, emit: Emit) -> Result<(), Stopped> {
        let (world, labels) = (&*self.world, &*self.labels);
        let Unit { t, r } = unit;
        if r == 0 {
            self.give(emit, &t::CALENDAR, |w| dimensions::calendar(w, labels, world, t))?;
        }
        if self.wants(&t::TRUTH_CHANNELS).is_some() {
            self.totals.keep(world, t, r);
        }
        let stock = |w: &Wanted| inventory::inventory_movements(w, labels, world, unit);
        self.give(emit, &t::INVENTORY_MOVEMENTS, stock)?;
        let day = Day::new(world, t, r);
        let performance = |w: &Wanted| ad_performance::ad_performance(w, labels, &day);
        self.give(emit, &t::AD_PERFORMANCE, performance)?;
        self.interactions(&day, emit)?;
        self.visits(&day, emit)?;
        self.books(&day, emit)?;
        self.give(emit, &t::TRUTH_DAILY, |w| truth::daily(w, labels, &day))
    }

    fn interactions(&self, day: &Day, emit: Emit) -> Result<(), Stopped> {
        let Some(wanted) = self.wants(&t::AD_INTERACTIONS) else { return Ok(()) };
        if wanted.only(&OF_THE_DAY) {
            return self.alike(day, &t::AD_INTERACTIONS, ad_interactions::count(day), emit);
        }
        for entries in ad_interactions::entries(day) {
            for entries in entries.chunks(BATCH_ROWS) {
                self.give(emit, &t::AD_INTERACTIONS, |wanted| {
                    ad_interactions::ad_interactions(wanted, &self.labels, day, entries)
                })?;
            }
        }
        Ok(())
    }

    fn visits(&self, day: &Day, emit: Emit) -> Result<(), Stopped> {
        let tables = [&t::SESSIONS, &t::TRUTH_SESSIONS];
        if tables.into_iter().filter_map(|table| self.wants(table)).all(|w| w.only(&OF_THE_DAY)) {
            return tables
                .into_iter()
                .filter(|table| self.wants(table).is_some())
                .try_for_each(|table| self.alike(day, table, day.visit_count(), emit));
        }
        let ads = DayLabels::default();
        let propensity = self.wants(&t::TRUTH_SESSIONS).map(|_| Propensity::new(day));
        for visits in day.visits() {
            for visits in visits.chunks(BATCH_ROWS) {
                let seen = Seen::new(day, visits);
                let make = |w: &Wanted| sessions::sessions(w, &self.labels, &ads, &seen);
                self.give(emit, &t::SESSIONS, make)?;
                if let Some(propensity) = &propensity {
                    let make = |w: &Wanted| sessions::truth_sessions(w, propensity, &seen);
                    self.give(emit, &t::TRUTH_SESSIONS, make)?;
                }
            }
        }
        Ok(())
    }

    fn books(&self, day: &Day, emit: Emit) -> Result<(), Stopped> {
        let business = self.wants(&t::BUSINESS_DAILY);
        let summed = business.is_some_and(Sums::are_needed);
        let wanted = FROM_BOOKS.iter().any(|(table, _)| self.wants(table).is_some());
        let mut sums = Sums::default();
        if wanted || summed {
            for orders in day.orders().chunks(BOOK_ORDERS) {
                let book = Book::new(day, orders);
                for (table, make) in FROM_BOOKS {
                    self.give(emit, table, |wanted| make(wanted, &self.labels, &book))?;
                }
                if summed {
                    sums.add(&book);
                }
            }
        }
        self.give(emit, &t::BUSINESS_DAILY, |w| business_daily(w, &self.labels, day, &sums))
    }

    /// Rows that differ in nothing that is wanted of them.
    fn alike(
        &self,
        day: &Day,
        table: &'static Table,
        count: usize,
        emit: Emit,
    ) -> Result<(), Stopped> {
        for first in (0..count).step_by(BATCH_ROWS) {
            let n = BATCH_ROWS.min(count - first);
            self.give(emit, table, |wanted| {
                wanted.batch(n, |column| match column {
                    "date" => rows::dates(vec![day.number; n]),
                    "region_id" => self.labels.regions.constant(day.r, n),
                    other => no_rule(other),
                })
            })?;
        }
        Ok(())
    }

    pub(super) fn totals(&self, emit: Emit) -> Result<(), Stopped> {
        let (world, labels) = (&*self.world, &*self.labels);
        let channels = |w: &Wanted| truth::channels(w, labels, world, &self.totals);
        self.give(emit, &t::TRUTH_CHANNELS, channels)?;
        let curves = |w: &Wanted| truth::response_curves(w, labels, world);
        self.give(emit, &t::TRUTH_RESPONSE_CURVES, curves)?;
        self.give(emit, &t::TRUTH_EXPERIMENTS, |w| truth::experiments(w, labels, world))
    }
}
