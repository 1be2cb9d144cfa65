//! Customers come back as the Pareto/NBD model says.

use std::collections::HashMap;

use adloom::random::Key;
use adloom::random::distributions::{gamma, poisson};
use adloom::scenario::{Source, load};
use adloom::world::World;

/// A still world: nothing in the calendar, no noise, no ads, all customers won on one day's terms.
fn still_world() -> World {
    let source = Source::find("gcc").expect("a preset");
    let set = [
        "horizon.start=2025-07-20",
        "launch=2025-07-20",
        "horizon.days=300",
        "events=[]",
        "demand.yearly=[]",
        "demand.growth_per_year=0",
        "demand.shared_noise.sd=0",
        "demand.local_noise.sd=0",
        "demand.dispersion=0",
        "platforms.meta.budget=0",
        "platforms.google.budget=0",
        "platforms.tiktok.budget=0",
        "platforms.snapchat.budget=0",
        "customers.purchase_rate.scale_weeks=10",
        "demand.orders_per_day=400",
    ]
    .map(str::to_owned);
    World::new(load(&source, &set).expect("a valid scenario"))
}

/// Repeat orders in the first 26 weeks of everyone won in the first 60 days.
fn observed(world: &World) -> Vec<u32> {
    let launch = world.span.launch;
    let mut counts = HashMap::new();
    let mut customers = Vec::new();
    for day in launch..launch + 60 + 182 {
        for r in 0..world.scenario.regions.len() {
            for order in world.orders(world.span.t(day), r).iter() {
                let age = day - order.customer.day();
                if order.is_new && day < launch + 60 {
                    customers.push(order.customer);
                } else if !order.is_new && age <= 182 {
                    *counts.entry(order.customer).or_insert(0) += 1;
                }
            }
        }
    }
    customers.into_iter().map(|customer| counts.get(&customer).copied().unwrap_or(0)).collect()
}

/// The same from the model's definition, one customer at a time.
fn simulated(world: &World, customers: u64, rate_factor: f64) -> Vec<u32> {
    let model = &world.scenario.customers;
    (0..customers)
        .map(|n| {
            let mut stream = Key::seed(99).at(n).stream();
            let rate = gamma(&mut stream, model.purchase_rate.shape)
                / model.purchase_rate.scale_weeks
                * rate_factor;
            let dropout = gamma(&mut stream, model.lifetime.shape) / model.lifetime.scale_weeks;
            let lifetime = -stream.open().ln() / dropout;
            poisson(&mut stream, rate * lifetime.min(26.0)) as u32
        })
        .collect()
}

fn mean_and_buyers(counts: &[u32]) -> ((f64, f64), (f64, f64)) {
    let n = counts.len() as f64;
    let mean = counts.iter().map(|&c| f64::from(c)).sum::<f64>() / n;
    let variance = counts.iter().map(|&c| (f64::from(c) - mean).powi(2)).sum::<f64>() / n;
    let back = counts.iter().filter(|&&c| c > 0).count() as f64 / n;
    ((mean, (variance / n).sqrt()), (back, (back * (1.0 - back) / n).sqrt()))
}

#[test]
fn repeat_orders_follow_the_model_and_not_one_a_fifth_off() {
    let world = still_world();
    let (mean, back) = mean_and_buyers(&observed(&world));
    let distance = |model: ((f64, f64), (f64, f64))| {
        let z = |a: (f64, f64), b: (f64, f64)| (a.0 - b.0).abs() / a.1.hypot(b.1);
        z(mean, model.0).max(z(back, model.1))
    };
    let right = distance(mean_and_buyers(&simulated(&world, 200_000, 1.0)));
    let wrong = distance(mean_and_buyers(&simulated(&world, 200_000, 1.25)));
    assert!(right < 4.0, "z = {right}: {mean:?} {back:?}");
    assert!(wrong > 4.0, "the check would not see a rate a fifth off: z = {wrong}");
}
