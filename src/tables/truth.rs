//! The truth that is known from the plan: the response day by day, the channels, their curves, the
//! creatives and the experiments.

use arrow_array::RecordBatch;

use super::columns as t;
use super::dimensions::treated;
use super::labels::WorldLabels;
use super::rows::{self, Labels};
use super::totals::Total;
use crate::curves::{hill, hill_elasticity};
use crate::world::World;
use crate::world::clock::day_number;
use crate::world::day::Day;
use crate::world::media::Media;
use crate::world::response::responses;

/// Steps of a response curve.
const CURVE_STEPS: i32 = 20;
/// Curves go up to this multiple of the half-saturation spend.
const CURVE_REACH: f64 = 4.0;

/// Rows of `truth/daily` of a day.
pub fn daily(day: &Day, labels: &WorldLabels) -> RecordBatch {
    let world = day.world;
    let platforms = world.responses.len();
    let (time, r) = (day.t, day.r);
    let mut spend = vec![0; platforms];
    for (place, cell) in day.cells.iter().enumerate() {
        spend[day.platform_of(place as u32)] += cell.plan.spend_cents;
    }
    let mut realised = vec![0; platforms];
    for order in &day.orders {
        if let Some((platform, _)) = order.order.driver {
            realised[usize::from(platform)] += 1;
        }
    }
    let of = |value: &dyn Fn(usize) -> f64| rows::floats((0..platforms).map(value).collect());
    let revenue = world.expected_revenue(time, r);
    rows::batch(
        &t::TRUTH_DAILY,
        vec![
            rows::dates(vec![day.number; platforms]),
            labels.regions.constant(r, platforms),
            labels.platforms.column((0..platforms as i16).collect()),
            rows::money(spend),
            of(&|p| world.responses[p].effective[r][time]),
            of(&|p| world.responses[p].adstock[r][time]),
            of(&|_| world.calendar.regions[r].season[time]),
            of(&|p| world.responses[p].expected[r][time]),
            rows::ints(realised),
            of(&|p| world.responses[p].expected[r][time] * revenue),
            of(&|_| world.expected_baseline(time, r)),
        ],
    )
}

impl World {
    /// Expected revenue of an order of region `r` on day `t` of the plan, in currency.
    pub fn expected_revenue(&self, t: usize, r: usize) -> f64 {
        let discount = self.calendar.regions[r].discount[t];
        self.baskets.expected_revenue(r, t, discount) / 100.0
    }
}

/// Rows of `truth/channels`.
pub fn channels(world: &World, labels: &WorldLabels, totals: &[Total]) -> RecordBatch {
    let platforms: Vec<_> = (0..totals.len()).map(|p| world.platform(p)).collect();
    let scale = world.scenario.scale;
    let per_spend =
        |total: &Total, value: f64| (total.spend > 0).then(|| value / (total.spend as f64 / 100.0));
    rows::batch(
        &t::TRUTH_CHANNELS,
        vec![
            labels.platforms.column((0..totals.len() as i16).collect()),
            rows::floats(platforms.iter().map(|p| p.adstock.decay).collect()),
            rows::floats(platforms.iter().map(|p| p.saturation.half_spend * scale).collect()),
            rows::floats(platforms.iter().map(|p| p.saturation.slope).collect()),
            rows::floats(platforms.iter().map(|p| p.incremental_orders * scale).collect()),
            rows::money(totals.iter().map(|t| t.spend).collect()),
            rows::floats(totals.iter().map(|t| t.expected).collect()),
            rows::ids(totals.iter().map(|t| t.realised as i64).collect()),
            rows::floats(totals.iter().map(|t| t.expected_revenue).collect()),
            rows::money(totals.iter().map(|t| t.realised_revenue).collect()),
            rows::optional_floats(
                totals.iter().map(|t| per_spend(t, t.expected_revenue)).collect(),
            ),
            rows::optional_floats(totals.iter().map(|t| per_spend(t, t.marginal)).collect()),
        ],
    )
}

/// Rows of `truth/response_curves`.
pub fn response_curves(world: &World, labels: &WorldLabels) -> RecordBatch {
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
    rows::batch(
        &t::TRUTH_RESPONSE_CURVES,
        vec![
            labels.platforms.column(points.iter().map(|p| p.platform).collect()),
            labels.regions.column(points.iter().map(|p| p.region).collect()),
            rows::ints(points.iter().map(|p| p.step).collect()),
            of(|p| p.spend),
            of(|p| p.orders),
            of(|p| p.revenue),
            of(|p| p.marginal),
        ],
    )
}

/// Rows of `truth/creatives`.
pub fn creatives(world: &World) -> RecordBatch {
    let list: Vec<_> =
        world.media.creatives.iter().filter(|c| c.first_day < world.span.end).collect();
    rows::batch(
        &t::TRUTH_CREATIVES,
        vec![
            rows::ids(list.iter().map(|c| c.id).collect()),
            rows::floats(list.iter().map(|c| c.quality).collect()),
            rows::floats(list.iter().map(|c| c.concept_effect).collect()),
            rows::floats(list.iter().map(|c| c.variant_effect).collect()),
            rows::floats(list.iter().map(|c| c.attribute_effect).collect()),
            rows::floats(list.iter().map(|c| c.effect).collect()),
        ],
    )
}

/// Rows of `truth/experiments`: the plan with each experiment, against the plan without it.
pub fn experiments(world: &World, labels: &WorldLabels) -> RecordBatch {
    let list: Vec<_> = treated(world).collect();
    let mut rows_of = Vec::with_capacity(list.len());
    let mut without: Option<(&str, Media, Vec<_>)> = None;
    for (experiment, p, r) in &list {
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
        let with = sum(first..window.end, &|t| world.responses[*p].expected[*r][t]);
        let plain = sum(first..window.end, &|t| other[*p].expected[*r][t]);
        let change = sum(first..last, &|t| {
            world.media.platform_spend(*p, t, *r) - media.platform_spend(*p, t, *r)
        });
        rows_of.push((last - first, with, plain, change));
    }
    rows::batch(
        &t::TRUTH_EXPERIMENTS,
        vec![
            Labels::of_cells(list.iter().map(|e| Some(e.0.id.as_str()))),
            labels.platforms.column(list.iter().map(|e| e.1 as i16).collect()),
            labels.regions.column(list.iter().map(|e| e.2 as i16).collect()),
            rows::ints(rows_of.iter().map(|e| e.0 as i32).collect()),
            rows::floats(rows_of.iter().map(|e| e.1).collect()),
            rows::floats(rows_of.iter().map(|e| e.2).collect()),
            rows::floats(rows_of.iter().map(|e| e.1 - e.2).collect()),
            rows::floats(rows_of.iter().map(|e| e.3).collect()),
        ],
    )
}
