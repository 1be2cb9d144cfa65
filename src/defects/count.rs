//! Exact counts without anybody counting for the others: a stated number of rows are those with the
//! lowest draws of all that are eligible in the window.
//!
//! Whoever makes a part finds that out alone, by making the tables in question once beforehand. It
//! costs that time again, and no memory but the draws.

use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use super::block::{extended, walk};
use super::change::Row;
use super::choice::{Chance, Lowest, row_keys};
use super::clean;
use super::plan::{Act, Plan};
use crate::engine::{Source, TableSelection};
use crate::random::names::DEFECT_CHANGE;
use crate::scenario::Scenario;
use crate::tables::columns::ORDERS;
use crate::tables::spec::Table;
use crate::tables::{self, WorldTables};
use crate::world::World;

/// Finds the draws up to which defects with a count strike.
pub fn settle(plan: &mut Plan, scenario: Scenario, threads: usize) {
    let counted = |table: &&'static Table| {
        let own = plan.of(table).is_some_and(|p| p.defects.iter().any(|d| d.count.is_some()));
        own || (!plan.figures.is_empty() && std::ptr::eq(*table, &ORDERS))
    };
    let made: Vec<&'static Table> = tables::all().iter().copied().filter(counted).collect();
    let source = WorldTables::new(World::new(scenario), &TableSelection::all(&made));
    let whole = Mutex::new(empty(plan));
    let next = AtomicUsize::new(0);
    thread::scope(|scope| {
        for _ in 0..threads.max(1) {
            scope.spawn(|| {
                let mut own = empty(plan);
                loop {
                    let block = next.fetch_add(1, Ordering::Relaxed);
                    if block >= source.blocks() {
                        break;
                    }
                    count(plan, &source, block, &mut own);
                }
                // A thread that panicked ends the run; the others leave what they have.
                let mut whole = whole.lock().unwrap_or_else(PoisonError::into_inner);
                whole
                    .iter_mut()
                    .flatten()
                    .zip(own.into_iter().flatten())
                    .for_each(|(all, own)| all.join(own));
            });
        }
    });
    let whole = whole.into_inner().unwrap_or_else(PoisonError::into_inner);
    for (table, lowest) in plan.tables.iter_mut().zip(whole) {
        for (defect, lowest) in table.defects.iter_mut().zip(lowest) {
            if defect.count.is_some() {
                defect.chance = Chance::UpTo(lowest.last());
            }
        }
    }
}

/// For every defect of every table, nothing seen yet.
fn empty(plan: &Plan) -> Vec<Vec<Lowest>> {
    let of_table = |table: &super::plan::TablePlan| {
        table.defects.iter().map(|d| Lowest::new(d.count.unwrap_or(0) as usize)).collect()
    };
    plan.tables.iter().map(of_table).collect()
}

fn count(plan: &Plan, source: &WorldTables, block: usize, lowest: &mut [Vec<Lowest>]) {
    let walked = walk(source, plan, block, &mut |position, batch, totals| {
        let table = clean(source, position);
        let Some(place) = plan.tables.iter().position(|p| std::ptr::eq(p.clean, table)) else {
            return Ok(());
        };
        let of_table = &plan.tables[place];
        let extended = extended(of_table, &batch);
        let keys = row_keys(table, plan.seed, &batch);
        for (defect, lowest) in of_table.defects.iter().zip(&mut lowest[place]) {
            for (at, key) in keys.iter().enumerate() {
                let draw = defect.key.at(*key);
                if !lowest.wants(draw.bits()) || !defect.rows.has(table, &batch, at) {
                    continue;
                }
                let row = Row { batch: &extended, kinds: &of_table.kinds, at, totals };
                let is_eligible = match &defect.act {
                    Act::Change(change) => !change.of(row, draw.of(DEFECT_CHANGE)).is_empty(),
                    Act::Copy(_) | Act::Bot(_) => true,
                };
                if is_eligible {
                    lowest.add(draw.bits());
                }
            }
        }
        Ok(())
    });
    // Nothing here asks it to stop.
    debug_assert!(walked.is_ok());
}
