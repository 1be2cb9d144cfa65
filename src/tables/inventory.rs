//! `inventory_movements`: one row is a movement of a product's stock in a region on a day.

use arrow_array::RecordBatch;

use super::labels::WorldLabels;
use super::rows;
use super::wanted::{Wanted, no_rule};
use crate::engine::Unit;
use crate::world::World;
use crate::world::ids::RowId;
use crate::world::stock::{MovementKind, movements};

/// Rows of `inventory_movements` of region `r` on day `t` of the plan.
pub fn inventory_movements(
    wanted: &Wanted,
    labels: &WorldLabels,
    world: &World,
    Unit { t, r }: Unit,
) -> RecordBatch {
    let day = world.span.day(t);
    let movements = movements(world, t, r);
    let n = movements.len();
    let kind = |kind: MovementKind| match kind {
        MovementKind::Restock => 0,
        MovementKind::Transfer => 1,
        MovementKind::Sale => 2,
    };
    let id = |n: usize| {
        let movement = &movements[n];
        let number = u64::from(movement.product) * 4 + kind(movement.kind) as u64;
        // A refill that sends stock away and an urgent transfer may fall on the same day.
        let twin = n > 0
            && movements[n - 1].product == movement.product
            && movements[n - 1].kind == movement.kind;
        world.ids.movement.id(RowId::new(day, r, 0, number * 2 + u64::from(twin)))
    };
    wanted.batch(n, |column| match column {
        "movement_id" => rows::ids((0..n).map(id).collect()),
        "date" => rows::dates(vec![day; n]),
        "region_id" => labels.regions.constant(r, n),
        "product_id" => rows::ints(movements.iter().map(|m| m.product as i32 + 1).collect()),
        "movement_type" => {
            labels.movements.column(movements.iter().map(|m| kind(m.kind)).collect())
        }
        "quantity" => rows::ints(movements.iter().map(|m| m.quantity as i32).collect()),
        "stock_after" => rows::ints(movements.iter().map(|m| m.stock_after as i32).collect()),
        other => no_rule(other),
    })
}
