//! The truth that is known from the plan: the response day by day, the channels, their curves, the
//! creatives and the experiments.

use std::cell::LazyCell;

use arrow_array::RecordBatch;

use super::dimensions::treated;
use super::labels::WorldLabels;
use super::rows::{self, Labels};
use super::totals::{Total, Totals};
use super::wanted::{Wanted, no_rule};
use crate::curves::{hill, hill_elasticity};
use crate::scenario::Experiment;
use crate::world::clock::day_number;
use crate::world::day::Day;
use crate::world::media::Media;
use crate::world::response::responses;
use crate::world::{DEVICES, World};

/// Steps of a response curve.
const CURVE_STEPS: i32 = 20;
/// Curves go up to this multiple of the half-saturation spend.
const CURVE_REACH: f64 = 4.0;

/// Rows of `truth/daily` of a day.
pub fn daily(wanted: &Wanted, labels: &WorldLabels, day: &Day) -> RecordBatch {
    let world = day.world;
    let platforms = world.responses.len();
    let (time, r) = (day.t, day.r);
    let spend = || {
        let mut spend = vec![0; platforms];
        for (place, cell) in day.plans().iter().enumerate() {
            let campaign = day.live().ads[place / DEVICES].campaign as usize;
            spend[world.media.campaigns[campaign].platform] += cell.spend_cents;
        }
        spend
    };
    let realised = || {
        let mut realised = vec![0; platforms];
        for (platform, _) in day.orders().iter().filter_map(|order| order.driver) {
            realised[usize::from(platform)] += 1;
        }
        realised
    };
    let of = |value: &dyn Fn(usize) -> f64| rows::floats((0..platforms).map(value).collect());
    wanted.batch(platforms, |column| match column {
        "date" => rows::dates(vec![day.number; platforms]),
        "region_id" => labels.regions.constant(r, platforms),
        "platform" => labels.platforms.column((0..platforms as i16).collect()),
        "spend" => rows::money(spend()),
        "effective_spend" => of(&|p| world.responses[p].effective[r][time]),
        "adstock" => of(&|p| world.responses[p].adstock[r][time]),
        "season" => of(&|_| world.calendar.regions[r].season[time]),
        "expected_orders" => of(&|p| world.responses[p].expected[r][time]),
        "realised_orders" => rows::ints(realised()),
        "expected_revenue" => {
            let revenue = world.expected_revenue(time, r);
            of(&|p| world.responses[p].expected[r][time] * revenue)
        }
        "baseline_orders" => of(&|_| world.expected_baseline(time, r)),
        other => no_rule(other),
    })
}

impl World {
    /// Expected revenue of an order of region `r` on day `t` of the plan, in currency.
    pub fn expected_revenue(&self, t: usize, r: usize) -> f64 {
        let discount = self.calendar.regions[r].discount[t];
        self.baskets.expected_revenue(r, t, discount) / 100.0
    }
}

/// Rows of `truth/channels`.
pub fn channels(
    wanted: &Wanted,
    labels: &WorldLabels,
    world: &World,
    totals: &Totals,
) -> RecordBatch {
    let platforms: Vec<_> = (0..world.responses.len()).map(|p| world.platform(p)).collect();
    let totals = LazyCell::new(|| totals.of_window(world));
    let scale = world.scenario.scale;
    let per_spend =
        |total: &Total, value: f64| (total.spend > 0).then(|| value / (total.spend as f64 / 100.0));
    wanted.batch(platforms.len(), |column| match column {
        "platform" => labels.platforms.column((0..platforms.len() as i16).collect()),
        "decay" => rows::floats(platforms.iter().map(|p| p.adstock.decay).collect()),
        "half_spend" => {
            rows::floats(platforms.iter().map(|p| p.saturation.half_spend * scale).collect())
        }
        "slope" => rows::floats(platforms.iter().map(|p| p.saturation.slope).collect()),
        "incremental_orders_max" => {
            rows::floats(platforms.iter().map(|p| p.incremental_orders * scale).collect())
        }
        "spend" => rows::money(totals.iter().map(|t| t.spend).collect()),
        "expected_orders" => rows::floats(totals.iter().map(|t| t.expected).collect()),
        "realised_orders" => rows::ids(totals.iter().map(|t| t.realised as i64).collect()),
        "expected_revenue" => rows::floats(totals.iter().map(|t| t.expected_revenue).collect()),
        "realised_revenue" => rows::money(totals.iter().map(|t| t.realised_revenue).collect()),
        "true_roas" => {
            rows::optional_floats(totals.iter().map(|t| per_spend(t, t.expected_revenue)).collect())
        }
        "marginal_roas" => {
            rows::optional_floats(totals.iter().map(|t| per_spend(t, t.marginal)).collect())
        }
        other => no_rule(other),
    })
}

/// Rows of `truth/response_curves`.
pub fn response_curves(wanted: &Wanted, labels: &WorldLabels, world: &World) -> RecordBatch {
    struct Point {
        platform: i16,
        region: i16,
        step: i32,
        spend: f64,
        orders: f64,
        revenue: f64,
        marginal: f64,
    }
    let mut points = Vec::new();
    let scale = world.scenario.scale;
    for p in 0..world.responses.len() {
        let platform = world.platform(p);
        let half = platform.saturation.half_spend * scale;
        let slope = platform.saturation.slope;
        for r in 0..world.scenario.regions.len() {
            let ceiling = platform.incremental_orders * scale * world.demand.weights[r];
            let order = world.baskets.usual_revenue(r) / 100.0;
            for step in 0..=CURVE_STEPS {
                let spend = CURVE_REACH * half * f64::from(step) / f64::from(CURVE_STEPS);
                let orders = ceiling * hill(spend, half, slope);
                // The slope at zero is that a little above it, where a power below one is endless.
                let at = spend.max(1e-6 * half);
                let marginal = ceiling * hill_elasticity(at, half, slope) / at * order;
                points.push(Point {
                    platform: p as i16,
                    region: r as i16,
                    step,
                    spend,
                    orders,
                    revenue: orders * order,
                    marginal,
                });
            }
        }
    }
    let of = |value: fn(&Point) -> f64| rows::floats(points.iter().map(value).collect());
    wanted.batch(points.len(), |column| match column {
        "platform" => labels.platforms.column(points.iter().map(|p| p.platform).collect()),
        "region_id" => labels.regions.column(points.iter().map(|p| p.region).collect()),
        "step" => rows::ints(points.iter().map(|p| p.step).collect()),
        "effective_spend" => of(|p| p.spend),
        "expected_orders" => of(|p| p.orders),
        "expected_revenue" => of(|p| p.revenue),
        "marginal_revenue" => of(|p| p.marginal),
        other => no_rule(other),
    })
}

/// Rows of `truth/creatives`.
pub fn creatives(wanted: &Wanted, world: &World) -> RecordBatch {
    let list: Vec<_> =
        world.media.creatives.iter().filter(|c| c.first_day < world.span.end).collect();
    wanted.batch(list.len(), |column| match column {
        "creative_id" => rows::ids(list.iter().map(|c| c.id).collect()),
        "quality" => rows::floats(list.iter().map(|c| c.quality).collect()),
        "concept_effect" => rows::floats(list.iter().map(|c| c.concept_effect).collect()),
        "variant_effect" => rows::floats(list.iter().map(|c| c.variant_effect).collect()),
        "attribute_effect" => rows::floats(list.iter().map(|c| c.attribute_effect).collect()),
        "effect" => rows::floats(list.iter().map(|c| c.effect).collect()),
        other => no_rule(other),
    })
}

/// Rows of `truth/experiments`: the plan with each experiment, against the plan without it.
pub fn experiments(wanted: &Wanted, labels: &WorldLabels, world: &World) -> RecordBatch {
    let list: Vec<_> = treated(world).collect();
    let effects = LazyCell::new(|| effects(world, &list));
    let of = |value: fn(&Effect) -> f64| rows::floats(effects.iter().map(value).collect());
    wanted.batch(list.len(), |column| match column {
        "experiment_id" => Labels::of_cells(list.iter().map(|e| Some(e.0.id.as_str()))),
        "platform" => labels.platforms.column(list.iter().map(|e| e.1 as i16).collect()),
        "region_id" => labels.regions.column(list.iter().map(|e| e.2 as i16).collect()),
        "days" => rows::ints(effects.iter().map(|e| e.days as i32).collect()),
        "expected_orders" => of(|e| e.with),
        "expected_orders_without" => of(|e| e.without),
        "lift_orders" => of(|e| e.with - e.without),
        "spend_change" => of(|e| e.spend_change),
        other => no_rule(other),
    })
}

/// What an experiment changed for a platform in a region.
struct Effect {
    /// Days of it inside the window.
    days: usize,
    /// Expected incremental orders from its first day to the window's end, with it and without it.
    with: f64,
    without: f64,
    spend_change: f64,
}

/// The effect of each experiment on each platform and treated region.
fn effects(world: &World, list: &[(&Experiment, usize, usize)]) -> Vec<Effect> {
    let mut effects = Vec::with_capacity(list.len());
    let mut without: Option<(&str, Media, Vec<_>)> = None;
    for (experiment, p, r) in list {
        if without.as_ref().is_none_or(|(id, ..)| *id != experiment.id) {
            let (scenario, span) = (&world.scenario, world.span);
            let (calendar, demand) = (&world.calendar, &world.demand);
            let id = experiment.id.as_str();
            let media = Media::new(scenario, world.key, span, calendar, demand, Some(id));
            let response = responses(scenario, world.key, span, calendar, demand, &media);
            without = Some((id, media, response));
        }
        let Some((_, media, other)) = &without else { continue };
        let window = world.window();
        let within = |day: i32| world.span.t(day.clamp(world.span.start, world.span.end));
        let first = within(day_number(experiment.start));
        let last = within(day_number(experiment.end) + 1).max(first);
        let sum = |days: std::ops::Range<usize>, value: &dyn Fn(usize) -> f64| -> f64 {
            days.map(value).sum()
        };
        effects.push(Effect {
            days: last - first,
            with: sum(first..window.end, &|t| world.responses[*p].expected[*r][t]),
            without: sum(first..window.end, &|t| other[*p].expected[*r][t]),
            spend_change: sum(first..last, &|t| {
                world.media.platform_spend(*p, t, *r) - media.platform_spend(*p, t, *r)
            }),
        });
    }
    effects
}
