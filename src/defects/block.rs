//! One block's rows, as they pass through.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use arrow_array::{Array, ArrayRef, RecordBatch, TimestampMillisecondArray, UInt32Array};

use super::apply::{Addition, Edit, apply, taken};
use super::cell::{Cell, DAY_MILLIS};
use super::change::{Row, near_copy};
use super::choice::{day_of, row_keys, shown_key};
use super::log::{Action, Entry, Log};
use super::plan::{Act, INGESTED_AT, Plan, Planned, TablePlan};
use super::totals::Totals;
use super::{Defective, NIGHTLY_HOUR, clean};
use crate::engine::{Source, Stopped};
use crate::random::Key;
use crate::random::names::DEFECT_CHANGE;
use crate::tables::columns::ORDERS;
use crate::tables::spec::{Kind, Table};
use crate::world::clock::day_number;

type Emit<'a> = &'a mut dyn FnMut(usize, RecordBatch) -> Result<(), Stopped>;
/// Takes a batch of a table, by its position, with what the block's orders came to.
type Take<'a> = &'a mut dyn FnMut(usize, RecordBatch, &Totals) -> Result<(), Stopped>;

/// Makes a block of a source. Rows that are compared with orders of their block come last, once all
/// of these are known; an order's payments and refunds are made in the order's own block.
pub fn walk<S: Source>(
    source: &S,
    plan: &Plan,
    index: usize,
    take: Take<'_>,
) -> Result<(), Stopped> {
    let mut totals = Totals::default();
    let mut waiting = Vec::new();
    source.make(index, &mut |position, batch| {
        let table = clean(source, position);
        if !plan.figures.is_empty() && std::ptr::eq(table, &ORDERS) {
            totals.add(&batch, &plan.figures);
        }
        match plan.of(table).is_some_and(|plan| plan.waits) {
            true => waiting.push((position, batch)),
            false => take(position, batch, &Totals::default())?,
        }
        Ok(())
    })?;
    waiting.into_iter().try_for_each(|(position, batch)| take(position, batch, &totals))
}

/// The work on one block.
pub struct Block<'a, S> {
    source: &'a Defective<S>,
    log: Log,
    /// Robots so far, by defect, day and region.
    bots: HashMap<(i32, i32, String), u64>,
}

impl<'a, S: Source> Block<'a, S> {
    /// Nothing made yet.
    pub fn new(source: &'a Defective<S>) -> Self {
        Block { source, log: Log::default(), bots: HashMap::new() }
    }

    /// Logs what concerns columns as a whole, which is no row's.
    pub fn whole_columns(&mut self) {
        for plan in &self.source.plan.tables {
            if let (Some(number), Some(day)) = (plan.late, plan.clean.day_column()) {
                let day = plan.clean.columns[day].name;
                self.log.add_arrivals(plan.clean.name, number, INGESTED_AT, day);
            }
            for drift in &plan.drifts {
                self.log.add_drift(plan.clean.name, plan.clean.columns[drift.column].name, drift);
            }
        }
    }

    /// Gives on a batch with its defects.
    pub fn batch(
        &mut self,
        position: usize,
        batch: RecordBatch,
        totals: &Totals,
        emit: Emit<'_>,
    ) -> Result<(), Stopped> {
        let source = self.source;
        let given = source.positions[position];
        let Some(plan) = source.plan.of(clean(&source.inner, position)) else {
            return given.map_or(Ok(()), |given| emit(given, batch));
        };
        if given.is_none() && source.log.is_none() {
            return Ok(());
        }
        let dirty = self.spoil(plan, &batch, totals);
        if let Some(given) = given {
            emit(given, dirty)?;
        }
        self.give_log(false, emit)
    }

    /// Gives on what is left of the log.
    pub fn finish(mut self, emit: Emit<'_>) -> Result<(), Stopped> {
        self.give_log(true, emit)
    }

    fn give_log(&mut self, all: bool, emit: Emit<'_>) -> Result<(), Stopped> {
        match self.source.log {
            Some(position) => self.log.give(all, &mut |batch| emit(position, batch)),
            None => Ok(()),
        }
    }

    fn spoil(&mut self, plan: &TablePlan, clean: &RecordBatch, totals: &Totals) -> RecordBatch {
        let extended = extended(plan, clean);
        let keys = row_keys(plan.clean, self.source.plan.seed, clean);
        let (mut edits, mut additions, mut entries) = (Vec::new(), Vec::new(), Vec::new());
        for (place, defect) in plan.defects.iter().enumerate() {
            let mut rows = 0;
            for (at, draw) in struck(plan, defect, clean, &keys) {
                let row = Row { batch: &extended, kinds: &plan.kinds, at, totals };
                let key = draw.of(DEFECT_CHANGE);
                let entry = |action, column, clean, dirty| Entry {
                    row: at,
                    defect: place,
                    action,
                    column,
                    clean,
                    dirty,
                };
                let added = match &defect.act {
                    Act::Change(change) => {
                        let changes = change.of(row, key);
                        rows += u64::from(!changes.is_empty());
                        for (column, cell) in changes {
                            let name = plan.dirty.columns[column].name;
                            let was = row.cell(column);
                            entries.push(entry(Action::Changed, Some(name), was, cell.clone()));
                            edits.push(Edit { row: at, column, cell });
                        }
                        continue;
                    }
                    Act::Copy(columns) => near_copy(row, columns, key),
                    Act::Bot(region) => self.bot(plan.clean, defect, row, *region, key),
                };
                rows += 1;
                entries.push(entry(Action::Added, None, Cell::Empty, Cell::Empty));
                for (column, cell) in &added {
                    let name = plan.dirty.columns[*column].name;
                    entries.push(entry(Action::Added, Some(name), Cell::Empty, cell.clone()));
                }
                additions.push(Addition { row: at, cells: added });
            }
            defect.struck.fetch_add(rows, Ordering::Relaxed);
        }
        // Sorting is stable: the entries of a row keep the order of the scenario.
        entries.sort_by_key(|entry| entry.row);
        additions.sort_by_key(|addition: &Addition| addition.row);
        if self.source.log.is_some() {
            self.note(plan, clean, &entries);
        }
        finished(plan, clean, extended.columns().to_vec(), &edits, &additions)
    }

    fn note(&mut self, plan: &TablePlan, batch: &RecordBatch, entries: &[Entry]) {
        for of_row in entries.chunk_by(|a, b| a.row == b.row) {
            let key = shown_key(plan.clean, batch, of_row[0].row);
            for entry in of_row {
                self.log.add(plan.clean.name, &plan.defects[entry.defect], &key, entry);
            }
        }
    }

    /// All cells of a robot's visit that are its own; it shares day, place and arrival with the
    /// visit that it follows.
    fn bot(
        &mut self,
        table: &Table,
        defect: &Planned,
        row: Row<'_>,
        region: usize,
        key: Key,
    ) -> Vec<(usize, Cell)> {
        /// Robots of one operator, which come back all week.
        const VISITORS: u64 = 12;
        const REGION_BITS: u32 = 24;
        let cell = |name: &str| table.position(name).map_or(Cell::Empty, |column| row.cell(column));
        let (day, place) = match (cell("date"), cell("region_id")) {
            (Cell::Day(day), Cell::Text(place)) => (day, place),
            _ => return Vec::new(),
        };
        // A day and region is made in one block, in a fixed order, so its robots can be counted.
        let number = self.bots.entry((defect.number, day, place.clone())).or_default();
        let ids = &self.source.plan.robots;
        let shop = ids.regions.iter().position(|id| *id == place).unwrap_or(0) as u64;
        let session = ids.session(day, region, (shop << REGION_BITS) | *number);
        *number += 1;
        let visitor = ids.visitor(day - day.rem_euclid(7), region, key.at(1).below(VISITORS));
        let pages = 25 + key.at(2).below(56) as i64;
        let started = match cell("started_at") {
            Cell::Moment(millis) => Cell::Moment(millis + key.at(3).below(3) as i64 * 1_000),
            other => other,
        };
        let text = |text: &str| Cell::Text(text.to_owned());
        let own = |name: &str| match name {
            "session_id" => Cell::Whole(session),
            "visitor_id" => Cell::Whole(visitor),
            "started_at" => started.clone(),
            "device" => text("desktop"),
            "os" => text("Linux"),
            "browser" => text("Headless Chrome"),
            "language" => text("en"),
            "source" => text("(direct)"),
            "medium" => text("(none)"),
            "user_id" | "utm_campaign" | "utm_content" | "platform" | "ad_id" | "click_id" => {
                Cell::Empty
            }
            "is_returning" | "added_to_cart" | "reached_checkout" | "converted" => {
                Cell::Bool(false)
            }
            "page_views" => Cell::Whole(pages),
            "product_views" => Cell::Whole(pages - 1 - key.at(4).below(5) as i64),
            "duration_seconds" => Cell::Whole(2 + key.at(5).below(8) as i64),
            // date, region_id, city_id and landing_page are those of the visit before it.
            other => cell(other),
        };
        table.columns.iter().enumerate().map(|(place, column)| (place, own(column.name))).collect()
    }
}

/// The rows of a batch that a defect strikes, each with its draw.
pub fn struck<'a>(
    plan: &'a TablePlan,
    defect: &'a Planned,
    clean: &'a RecordBatch,
    keys: &'a [u64],
) -> impl Iterator<Item = (usize, Key)> + 'a {
    let draws = keys.iter().enumerate().map(|(row, key)| (row, defect.key.at(*key)));
    draws.filter(|(_, draw)| defect.chance.may(*draw)).filter(|(row, draw)| {
        defect.rows.has(plan.clean, clean, *row)
            && defect.chance.strikes(*draw, plan.clean, clean, *row)
    })
}

/// The clean batch, with the arrival of every row where some are late.
pub fn extended(plan: &TablePlan, clean: &RecordBatch) -> RecordBatch {
    let Some(day) = plan.clean.day_column().filter(|_| plan.late.is_some()) else {
        return clean.clone();
    };
    const HOUR_MILLIS: i64 = 3_600_000;
    let (array, kind) = (clean.column(day), plan.clean.columns[day].kind);
    let arrival = |row| {
        let day = i64::from(day_of(array, kind, row)?);
        Some((day + 1) * DAY_MILLIS + NIGHTLY_HOUR * HOUR_MILLIS)
    };
    let arrivals = (0..clean.num_rows()).map(arrival);
    let arrivals = arrivals.collect::<TimestampMillisecondArray>().with_timezone("UTC");
    let mut columns = clean.columns().to_vec();
    columns.push(Arc::new(arrivals));
    let mut fields: Vec<_> = clean.schema().fields().iter().cloned().collect();
    fields.push(Arc::new(arrow_schema::Field::new(INGESTED_AT, Kind::Time.arrow(), true)));
    // The columns are those of the batch and one more of as many rows.
    RecordBatch::try_new(Arc::new(arrow_schema::Schema::new(fields)), columns)
        .expect("one more column")
}

fn finished(
    plan: &TablePlan,
    clean: &RecordBatch,
    columns: Vec<ArrayRef>,
    edits: &[Edit],
    additions: &[Addition],
) -> RecordBatch {
    let kinds: Vec<(Kind, Kind)> = plan
        .kinds
        .iter()
        .zip(plan.dirty.columns)
        .map(|(clean, dirty)| (*clean, dirty.kind))
        .collect();
    let (mut columns, origins) = apply(columns, &kinds, edits, additions);
    let rows = columns.first().map_or(0, |column| column.len());
    for drift in &plan.drifts {
        let Some(day) = plan.clean.day_column() else { continue };
        let (array, kind) = (clean.column(day), plan.clean.columns[day].kind);
        let from = day_number(drift.from);
        let is_later = |row: usize| {
            let origin = origins.as_ref().map_or(row, |origins| origins.value(row) as usize);
            day_of(array, kind, origin).is_some_and(|day| day >= from)
        };
        let places = |later: bool| -> UInt32Array {
            (0..rows).map(|row| (is_later(row) == later).then_some(row as u32)).collect()
        };
        let old = Arc::clone(&columns[drift.column]);
        columns.push(taken(&old, &places(true)));
        if drift.renamed {
            columns[drift.column] = taken(&old, &places(false));
        }
    }
    // Columns are made beside the description that they must match; the tests read every kind.
    RecordBatch::try_new(plan.dirty.schema(), columns).expect("columns match the description")
}
