//! Creative scores.

use super::{Cell, Rows, Table};
use crate::models::creatives::{
    CreativeScore, CreativeScores, Estimate, Kind, Level, RateScore, RoasScore,
};

/// The leaderboard, what attributes are worth, and what the scores rest on.
pub fn tables(scores: &CreativeScores) -> Vec<Table> {
    vec![
        leaderboard(scores),
        attributes(scores),
        rate_priors(scores),
        order_priors(scores),
        value_priors(scores),
        fatigue_priors(scores),
        Table::of("creatives_left_out", &scores.left_out)
            .column("id", |row| &row.id)
            .column("name", |row| &row.name)
            .column("platform", |row| &row.platform)
            .column("why", |row| &row.why)
            .table(),
    ]
}

fn leaderboard(scores: &CreativeScores) -> Table {
    let mut table = Table::of("creatives", &scores.rows)
        .column("rank", |row| row.rank)
        .column("id", |row| &row.id)
        .column("name", |row| &row.name)
        .column("platform", |row| &row.platform)
        .column("format", |row| &row.format)
        .column("context", |row| {
            let parts = row.context.iter().map(|(kind, level)| format!("{kind}={level}"));
            parts.collect::<Vec<_>>().join(" ")
        })
        .column("score", |row| row.score)
        .column("class", |row| Cell::choice(&row.class))
        .column("first_day", |row| row.first_day)
        .column("last_day", |row| row.last_day)
        .column("days", |row| row.days)
        .column("impressions", |row| row.impressions)
        .column("clicks", |row| row.clicks)
        .column("visits", |row| row.visits)
        .column("orders", |row| row.orders)
        .column("revenue", |row| row.revenue)
        .column("spend", |row| row.spend);
    table = rate(table, RATES[0], |row| Some(&row.ctr));
    table = rate(table, RATES[1], |row| row.cvr.as_ref());
    table = table
        .columns(["roas_raw", "roas", "roas_low", "roas_high", "roas_above", "roas_best"], |row| {
            roas(row.roas.as_ref())
        })
        .column("lift", |row| row.lift.as_ref().and_then(|lift| lift.lift))
        .column("lift_impressions_p", |row| row.lift.as_ref().map(|lift| lift.impressions_p))
        .column("lift_impressions_q", |row| row.lift.as_ref().map(|lift| lift.impressions_q))
        .column("lift_days_p", |row| row.lift.as_ref().and_then(|lift| lift.days_p))
        .column("fatigue_axis", |row| {
            row.fatigue.as_ref().map_or(Cell::None, |fatigue| Cell::choice(&fatigue.axis))
        })
        .columns(["fatigue_slope", "fatigue_slope_low", "fatigue_slope_high"], |row| {
            three(row.fatigue.as_ref().map(|fatigue| fatigue.slope))
        })
        .column("fatigue_falling", |row| row.fatigue.as_ref().map(|fatigue| fatigue.falling))
        .column("fatigue_lost", |row| row.fatigue.as_ref().map(|fatigue| fatigue.lost))
        .columns(["days_to_half", "days_to_half_low", "days_to_half_high"], |row| {
            let half = row.fatigue.as_ref().and_then(|fatigue| fatigue.days_to_half);
            [half.map(|h| h.days), half.map(|h| h.low), half.and_then(|h| h.high)]
        });
    table.table()
}

/// Columns of a rate, by rate.
const RATES: [[&str; 11]; 2] = [
    [
        "ctr_raw",
        "ctr",
        "ctr_low",
        "ctr_high",
        "ctr_weight",
        "ctr_quality",
        "ctr_quality_low",
        "ctr_quality_high",
        "ctr_above",
        "ctr_best",
        "ctr_design_effect",
    ],
    [
        "cvr_raw",
        "cvr",
        "cvr_low",
        "cvr_high",
        "cvr_weight",
        "cvr_quality",
        "cvr_quality_low",
        "cvr_quality_high",
        "cvr_above",
        "cvr_best",
        "cvr_design_effect",
    ],
];

fn rate<'a>(
    table: Rows<'a, CreativeScore>,
    names: [&str; 11],
    of: impl Fn(&'a CreativeScore) -> Option<&'a RateScore>,
) -> Rows<'a, CreativeScore> {
    table.columns(names, |row| {
        of(row).map_or([None; 11], |rate| {
            let Estimate { mean, low, high, .. } = rate.quality;
            let known = [rate.raw, rate.mean, rate.low, rate.high, rate.weight, mean, low, high];
            let [raw, posterior, posterior_low, posterior_high, weight, mean, low, high] =
                known.map(Some);
            let best = rate.best;
            [
                raw,
                posterior,
                posterior_low,
                posterior_high,
                weight,
                mean,
                low,
                high,
                Some(rate.above),
                best,
                Some(rate.design_effect),
            ]
        })
    })
}

fn roas(roas: Option<&RoasScore>) -> [Option<f64>; 6] {
    roas.map_or([None; 6], |r| {
        [Some(r.raw), Some(r.mean), Some(r.low), Some(r.high), Some(r.above), r.best]
    })
}

fn attributes(scores: &CreativeScores) -> Table {
    let mut rows: Vec<(&str, &str, &Kind, &Level)> = Vec::new();
    let rates = [
        ("ctr", &scores.ctr_effects),
        ("cvr", &scores.cvr_effects),
        ("orders_per_spend", &scores.order_effects),
    ];
    for (rate, effects) in rates {
        let Some(effects) = effects else { continue };
        let roles = [
            ("attribute", &effects.attributes),
            ("context", &effects.context),
            ("group", &effects.groups),
        ];
        for (role, kinds) in roles {
            for kind in kinds {
                rows.extend(kind.levels.iter().map(|level| (rate, role, kind, level)));
            }
        }
    }
    Table::of("creative_effects", &rows)
        .column("rate", |row| row.0)
        .column("role", |row| row.1)
        .column("kind", |row| &row.2.name)
        .column("kind_sd", |row| row.2.sd)
        .column("level", |row| &row.3.name)
        .column("creatives", |row| row.3.creatives)
        .columns(["log_effect", "log_effect_low", "log_effect_high"], |row| {
            three(Some(row.3.effect))
        })
        .column("above", |row| row.3.above)
        .table()
}

fn rate_priors(scores: &CreativeScores) -> Table {
    let priors = [("ctr", &scores.ctr_priors), ("cvr", &scores.cvr_priors)];
    let rows: Vec<_> =
        priors.iter().flat_map(|(rate, all)| all.iter().map(|prior| (*rate, prior))).collect();
    Table::of("creative_rate_priors", &rows)
        .column("rate", |(rate, _)| *rate)
        .column("platform", |(_, p)| &p.platform)
        .column("format", |(_, p)| &p.format)
        .column("creatives", |(_, p)| p.creatives)
        .column("scope", |(_, p)| Cell::choice(&p.scope))
        .column("learnt_from", |(_, p)| p.learnt_from)
        .column("alpha", |(_, p)| p.alpha)
        .column("beta", |(_, p)| p.beta)
        .column("mean", |(_, p)| p.mean)
        .column("log_sd", |(_, p)| p.log_sd)
        .column("fallback", |(_, p)| p.fallback.as_ref())
        .table()
}

fn order_priors(scores: &CreativeScores) -> Table {
    Table::of("creative_order_priors", &scores.order_priors)
        .column("platform", |p| &p.platform)
        .column("format", |p| &p.format)
        .column("scope", |p| Cell::choice(&p.scope))
        .column("learnt_from", |p| p.learnt_from)
        .column("a", |p| p.a)
        .column("b", |p| p.b)
        .column("mean", |p| p.mean)
        .table()
}

fn value_priors(scores: &CreativeScores) -> Table {
    Table::of("creative_value_priors", &scores.value_priors)
        .column("platform", |p| &p.platform)
        .column("format", |p| &p.format)
        .column("scope", |p| Cell::choice(&p.scope))
        .column("learnt_from", |p| p.learnt_from)
        .column("p", |v| v.p)
        .column("q", |v| v.q)
        .column("v", |v| v.v)
        .column("mean", |v| v.mean)
        .table()
}

fn fatigue_priors(scores: &CreativeScores) -> Table {
    Table::of("creative_fatigue_priors", &scores.fatigue_priors)
        .column("platform", |p| &p.platform)
        .column("axis", |p| Cell::choice(&p.axis))
        .column("scope", |p| Cell::choice(&p.scope))
        .column("learnt_from", |p| p.learnt_from)
        .column("mean", |p| p.mean)
        .column("se", |p| p.se)
        .column("sd", |p| p.sd)
        .table()
}

fn three(estimate: Option<Estimate>) -> [Option<f64>; 3] {
    estimate.map_or([None; 3], |e| [Some(e.mean), Some(e.low), Some(e.high)])
}
