//! `ad_performance`: one row is what a platform reports of an ad in a region on a device on a day.

use std::cell::LazyCell;

use arrow_array::RecordBatch;

use super::ad_interactions::leaves_lead;
use super::labels::WorldLabels;
use super::rows;
use super::wanted::{Wanted, no_rule};
use crate::world::behaviour::Aim;
use crate::world::claims::claims;
use crate::world::day::Day;
use crate::world::delivery::Delivered;
use crate::world::touches::TouchKind;

/// Rows of `ad_performance` of a day.
pub fn ad_performance(wanted: &Wanted, labels: &WorldLabels, day: &Day) -> RecordBatch {
    let world = day.world;
    let claims = LazyCell::new(|| claims(day));
    let carts = LazyCell::new(|| carts(day));
    let shown = shown(day);
    let n = shown.len();
    let each = || shown.iter().copied();
    let cells = || shown.iter().map(|&c| &day.cells()[c]);
    let ad = |position: u32| &day.live().ads[position as usize];
    let plan = |position: u32| &world.media.campaigns[ad(position).campaign as usize];
    let set = |position: u32| plan(position).ad_sets[ad(position).ad_set as usize].id;
    let count = |of: fn(&Delivered) -> u32| rows::ints(cells().map(|c| of(c) as i32).collect());
    let video = |of: fn((u32, u32)) -> u32| {
        rows::optional_ints(cells().map(|c| c.video.map(|video| of(video) as i32)).collect())
    };
    let frequency = |c: &Delivered| {
        let frequency = f64::from(c.impressions) / f64::from(c.reach.max(1));
        (frequency * 1e4).round() / 1e4
    };
    wanted.batch(n, |column| match column {
        "date" => rows::dates(vec![day.number; n]),
        "ad_id" => rows::ids(cells().map(|c| ad(c.ad).id).collect()),
        "region_id" => labels.regions.constant(day.r, n),
        "device" => labels.devices.column(cells().map(|c| i16::from(c.device)).collect()),
        "platform" => {
            labels.platforms.column(cells().map(|c| plan(c.ad).platform as i16).collect())
        }
        "campaign_id" => rows::ints(cells().map(|c| plan(c.ad).id).collect()),
        "ad_set_id" => rows::ints(cells().map(|c| set(c.ad)).collect()),
        "currency" => labels.currency.constant(0, n),
        "impressions" => count(|c| c.impressions),
        "reach" => count(|c| c.reach),
        "frequency" => rows::floats(cells().map(frequency).collect()),
        "clicks" => count(|c| c.clicks),
        "landing_page_views" => count(|c| c.landings),
        "spend" => rows::money(cells().map(|c| c.plan.spend_cents).collect()),
        "video_views" => video(|(views, _)| views),
        "video_completions" => video(|(_, completions)| completions),
        "engagements" => count(|c| c.engagements),
        "leads" => rows::ints(each().map(|c| leads(day, c as u32)).collect()),
        "add_to_carts" => rows::ints(each().map(|c| carts[c]).collect()),
        "claimed_conversions" => rows::ints(each().map(|c| claims[c].orders as i32).collect()),
        "claimed_view_conversions" => {
            rows::ints(each().map(|c| claims[c].on_views as i32).collect())
        }
        "claimed_revenue" => rows::money(each().map(|c| claims[c].revenue).collect()),
        other => no_rule(other),
    })
}

/// The cells that are reported, ad by ad: those that showed or cost something.
pub fn shown(day: &Day) -> Vec<usize> {
    let mut shown: Vec<usize> = (0..day.cells().len())
        .filter(|&c| day.cells()[c].impressions > 0 || day.cells()[c].plan.spend_cents > 0)
        .collect();
    shown.sort_by_key(|&c| (day.live().ads[day.cells()[c].ad as usize].id, day.cells()[c].device));
    shown
}

/// Leads left during the visits that a cell brought.
fn leads(day: &Day, place: u32) -> i32 {
    let cell = &day.cells()[place as usize];
    let left = |&n: &u32| leaves_lead(day, place, cell.visits.at(u64::from(n)));
    (0..cell.fillers).filter(left).count() as i32
}

/// Visits from each cell that filled a cart.
fn carts(day: &Day) -> Vec<i32> {
    let behaviour = &day.world.behaviour;
    let fills = |cell: &Delivered| {
        let visits = (0..cell.fillers).map(|n| cell.visits.at(u64::from(n)));
        visits.filter(|&visit| behaviour.fills_cart(visit, Aim::Look)).count() as i32
    };
    let mut carts: Vec<i32> = day.cells().iter().map(fills).collect();
    for touch in day.touches().iter().filter(|touch| touch.touch.kind == TouchKind::Click) {
        let fills = touch.converting || behaviour.fills_cart(touch.touch.key(), Aim::Consider);
        carts[touch.cell as usize] += i32::from(fills);
    }
    carts
}
