//! Who comes again, and how likely a visit ends in an order.

use std::collections::BTreeMap;

use super::Seen;
use crate::scenario::{Source, load};
use crate::world::World;
use crate::world::day::{Day, Origin, Visit};
use crate::world::propensity::Propensity;

fn world(set: &[&str]) -> World {
    let set: Vec<String> = set.iter().map(|&text| text.to_owned()).collect();
    World::new(load(&Source::find("gcc").expect("a preset"), &set).expect("a valid scenario"))
}

/// Calls `look` with every visit of the window, region by region and in order of time.
fn each_day(world: &World, mut look: impl FnMut(&Day, &Seen, &[Visit])) {
    for r in 0..world.scenario.regions.len() {
        for t in world.window() {
            let day = Day::new(world, t, r);
            let visits: Vec<Visit> = day.visits().flatten().collect();
            look(&day, &Seen::new(&day, &visits), &visits);
        }
    }
}

#[test]
fn whoever_is_returning_came_before_and_nobody_else() {
    let world = world(&["launch=2026-01-10", "horizon.start=2026-01-10", "horizon.days=40"]);
    let mut first = BTreeMap::new();
    let (mut strangers, mut again) = (0, 0);
    each_day(&world, |_, seen, visits| {
        for (n, visit) in visits.iter().enumerate() {
            let visitor = seen.visitors()[n];
            let look = (seen.devices()[n], seen.features()[n].system);
            let earlier = first.get(&visitor.row).copied();
            assert_eq!(visitor.returning, earlier.is_some(), "{visit:?} {visitor:?} {earlier:?}");
            if let (Some((_, first_look)), Origin::Paid { .. } | Origin::Free { .. }, false) =
                (earlier, visit.origin, visitor.account)
            {
                assert_eq!(look, first_look, "a browser is on one device: {visit:?} {visitor:?}");
            }
            first.entry(visitor.row).or_insert((*visit, look));
            if !visitor.account {
                strangers += 1;
                again += usize::from(earlier.is_some());
            }
        }
    });
    let share = again as f64 / strangers as f64;
    let wanted = world.scenario.traffic.returning_share;
    assert!((share - wanted).abs() < 0.02, "{again} of {strangers}");
}

/// Visits that end in an order, and how many should.
#[derive(Debug, Default, Clone, Copy)]
struct Count {
    orders: f64,
    expected: f64,
}

#[test]
fn propensities_are_the_shares_of_visits_that_end_in_an_order() {
    let world = world(&["horizon.start=2026-01-10", "horizon.days=40", "scale=3"]);
    let mut groups: BTreeMap<String, Count> = BTreeMap::new();
    each_day(&world, |day, seen, visits| {
        let propensity = Propensity::new(day);
        for (n, visit) in visits.iter().enumerate() {
            let visitor = &seen.visitors()[n];
            let (device, features) = (seen.devices()[n], &seen.features()[n]);
            let source = seen.sources()[n];
            let expected =
                propensity.of(visit.origin, source, visit.second(), features, device, visitor);
            let known = day.is_known(visit.origin, visitor);
            let paid = seen.cells()[n].is_some();
            let who = match (known, visitor.returning) {
                (true, _) => "known",
                (false, true) => "again",
                (false, false) => "first",
            };
            let orders = f64::from(u8::from(matches!(visit.origin, Origin::Order(_))));
            for group in [
                "all".to_owned(),
                format!("{} {who}", if paid { "paid" } else { "free" }),
                format!("device {device}"),
                format!("system {:?}", features.system),
                format!("landing {:?}", features.landing),
                format!("time {}", visit.second() / 21_600),
            ] {
                let count = groups.entry(group).or_default();
                count.orders += orders;
                count.expected += expected;
            }
        }
    });
    for (group, Count { orders, expected, .. }) in groups {
        // Orders are drawn with more spread than a Poisson's.
        let room = 0.04 * expected + 4.0 * expected.sqrt();
        assert!((orders - expected).abs() < room, "{group}: {orders} orders, {expected} expected");
    }
}
