//! How the rows of a world are cut into blocks, which are made one at a time.

use crate::engine::Unit;
use crate::world::World;

/// Days of sign-ups in a block.
const USER_DAYS: usize = 8;
/// Visits that make a block of facts worth its while.
const VISITS_PER_BLOCK: f64 = 4_000.0;

/// Rows that are made together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    Dimensions,
    /// People who signed up on these days of the plan in these regions.
    Users(Vec<Unit>),
    /// Days of the plan and regions, in order.
    Facts(Vec<Unit>),
    Totals,
}

/// All blocks of a world, in order.
pub fn all(world: &World) -> Vec<Block> {
    let mut blocks = vec![Block::Dimensions];
    blocks.extend(users(world, &sign_up_units(world)));
    blocks.extend(facts(world, &window_units(world)));
    blocks.push(Block::Totals);
    blocks
}

/// Days and regions in which people sign up: from launch to the window's end.
pub fn sign_up_units(world: &World) -> Vec<Unit> {
    units(world, world.span.launch)
}

/// Days and regions of the window.
pub fn window_units(world: &World) -> Vec<Unit> {
    units(world, world.span.start)
}

fn units(world: &World, first: i32) -> Vec<Unit> {
    let span = world.span;
    let regions = 0..world.scenario.regions.len();
    (span.t(first)..span.t(span.end))
        .flat_map(|t| regions.clone().map(move |r| Unit { t, r }))
        .collect()
}

/// Blocks of sign-ups.
pub fn users(world: &World, units: &[Unit]) -> Vec<Block> {
    let regions = world.scenario.regions.len();
    units.chunks(USER_DAYS * regions).map(|units| Block::Users(units.to_vec())).collect()
}

/// Blocks of facts.
pub fn facts(world: &World, units: &[Unit]) -> Vec<Block> {
    units.chunks(units_per_block(world)).map(|units| Block::Facts(units.to_vec())).collect()
}

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
