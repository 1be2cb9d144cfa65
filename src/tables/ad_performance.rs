//! `ad_performance`: one row is what a platform reports of an ad in a region on a device on a day.

use arrow_array::RecordBatch;

use super::ad_interactions::leaves_lead;
use super::columns::AD_PERFORMANCE;
use super::labels::WorldLabels;
use super::rows;
use crate::world::behaviour::Aim;
use crate::world::claims::claims;
use crate::world::day::Day;
use crate::world::touches::TouchKind;

/// Carts and leads of a cell.
#[derive(Debug, Clone, Copy, Default)]
struct Counted {
    carts: i32,
    leads: i32,
}

/// Rows of `ad_performance` of a day.
pub fn ad_performance(day: &Day, labels: &WorldLabels) -> RecordBatch {
    let world = day.world;
    let claims = claims(day);
    let counted = count(day);
    let mut shown: Vec<usize> = (0..day.cells.len())
        .filter(|&c| day.cells[c].impressions > 0 || day.cells[c].plan.spend_cents > 0)
        .collect();
    shown.sort_by_key(|&c| (day.live.ads[day.cells[c].ad as usize].id, day.cells[c].device));
    let n = shown.len();
    let cells = || shown.iter().map(|&c| &day.cells[c]);
    let ad = |ad: u32| &day.live.ads[ad as usize];
    let plan = |position: u32| &world.media.campaigns[ad(position).campaign as usize];
    let int = |value: u32| value as i32;
    let round = |value: f64| (value * 1e4).round() / 1e4;
    rows::batch(
        &AD_PERFORMANCE,
        vec![
            rows::dates(vec![day.number; n]),
            rows::ids(cells().map(|c| ad(c.ad).id).collect()),
            labels.regions.constant(day.r, n),
            labels.devices.column(cells().map(|c| i16::from(c.device)).collect()),
            labels.platforms.column(cells().map(|c| plan(c.ad).platform as i16).collect()),
            rows::ints(cells().map(|c| plan(c.ad).id).collect()),
            rows::ints(cells().map(|c| plan(c.ad).ad_sets[ad(c.ad).ad_set as usize].id).collect()),
            labels.currency.constant(0, n),
            rows::ints(cells().map(|c| int(c.impressions)).collect()),
            rows::ints(cells().map(|c| int(c.reach)).collect()),
            rows::floats(
                cells()
                    .map(|c| round(f64::from(c.impressions) / f64::from(c.reach.max(1))))
                    .collect(),
            ),
            rows::ints(cells().map(|c| int(c.clicks)).collect()),
            rows::ints(cells().map(|c| int(c.landings)).collect()),
            rows::money(cells().map(|c| c.plan.spend_cents).collect()),
            rows::optional_ints(cells().map(|c| c.video.map(|v| int(v.0))).collect()),
            rows::optional_ints(cells().map(|c| c.video.map(|v| int(v.1))).collect()),
            rows::ints(cells().map(|c| int(c.engagements)).collect()),
            rows::ints(shown.iter().map(|&c| counted[c].leads).collect()),
            rows::ints(shown.iter().map(|&c| counted[c].carts).collect()),
            rows::ints(shown.iter().map(|&c| int(claims[c].orders)).collect()),
            rows::ints(shown.iter().map(|&c| int(claims[c].on_views)).collect()),
            rows::money(shown.iter().map(|&c| claims[c].revenue).collect()),
        ],
    )
}

/// Counts the carts and leads of each cell's visits.
fn count(day: &Day) -> Vec<Counted> {
    let behaviour = &day.world.behaviour;
    let mut counted = vec![Counted::default(); day.cells.len()];
    for (place, cell) in day.cells.iter().enumerate() {
        for n in 0..cell.fillers {
            let visit = cell.visits.at(u64::from(n));
            counted[place].carts += i32::from(behaviour.fills_cart(visit, Aim::Look));
            counted[place].leads += i32::from(leaves_lead(day, place as u32, visit));
        }
    }
    for touch in day.touches.iter().filter(|touch| touch.touch.kind == TouchKind::Click) {
        let fills = touch.converting || behaviour.fills_cart(touch.touch.key(), Aim::Consider);
        counted[touch.cell as usize].carts += i32::from(fills);
    }
    counted
}
