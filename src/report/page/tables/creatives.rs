//! The best and the worst creatives, and what their attributes are worth.

use super::part;
use crate::models::creatives::{Class, CreativeScore, CreativeScores, Kind, Level};
use crate::report::numbers::{change, count, fixed, percent, rough_percent, times};
use crate::report::page::html::{Html, el, name};
use crate::report::page::table::{grid, with_interval};
use crate::report::text::platform;

/// Creatives that are shown from each end of the leaderboard.
const MOST: usize = 10;
/// Levels of attributes that are shown.
const MOST_LEVELS: usize = 14;

/// The leaderboard's two ends.
pub fn creatives(scores: &CreativeScores) -> Html {
    let rows: Vec<&CreativeScore> = scores.rows.iter().collect();
    let (top, bottom) = match rows.len() <= 2 * MOST {
        true => (&rows[..], &rows[..0]),
        false => (&rows[..MOST], &rows[rows.len() - MOST..]),
    };
    let caption = if bottom.is_empty() { "All creatives, by score" } else { "The ten best scores" };
    let tables = (leaderboard(top, caption), leaderboard(bottom, "The ten lowest scores"));
    let note = el(
        "p",
        "The score is 50 for the average creative of its platform, format and context. Rates are \
         posterior means with 90% intervals: the fewer the data, the nearer to that average. The \
         terms are defined under Method.",
    );
    match rows.is_empty() {
        true => Html::default(),
        false => part("Creatives", (tables, note.class("note"))),
    }
}

fn leaderboard(rows: &[&CreativeScore], caption: &str) -> Html {
    grid(rows)
        .text("Creative", |row| {
            let kind = format!("{} · {}", platform(&row.platform), name(&row.format));
            (name(&row.name), el("br", ()), el("small", kind))
        })
        .number("Score", |row| fixed(row.score, 0))
        .text("Class", |row| chip(row.class))
        .number("Impressions", |row| count(row.impressions as f64))
        .number("CTR", |row| with_interval(row.ctr.mean, row.ctr.low, row.ctr.high, percent))
        .number_if_any("Conversion", |row| {
            let rate = row.cvr.as_ref()?;
            Some(with_interval(rate.mean, rate.low, rate.high, percent))
        })
        .number_if_any("ROAS", |row| {
            let roas = row.roas.as_ref()?;
            Some(with_interval(roas.mean, roas.low, roas.high, times))
        })
        .number_if_any("CTR lost", |row| Some(percent(row.fatigue.as_ref()?.lost).into()))
        .under(caption)
}

/// Effects of attributes on clicks, the surest first.
pub fn attributes(scores: &CreativeScores) -> Html {
    let Some(effects) = &scores.ctr_effects else { return Html::default() };
    let mut levels: Vec<(&Kind, &Level)> = effects
        .attributes
        .iter()
        .flat_map(|kind| kind.levels.iter().map(move |level| (kind, level)))
        .collect();
    // By how far from a toss-up it is that the effect has this sign.
    let sure = |level: &Level| (level.above - 0.5).abs();
    levels.sort_by(|a, b| sure(b.1).total_cmp(&sure(a.1)));
    levels.truncate(MOST_LEVELS);
    let factor = |log: f64| libm::exp(log) - 1.0;
    let table = grid(&levels)
        .text("Attribute", |(kind, level)| {
            format!("{}: {}", kind.name.replace('_', " "), name(&level.name))
        })
        .number("Creatives", |(_, level)| count(level.creatives as f64))
        .number("Effect on CTR", |(_, level)| {
            let e = level.effect;
            with_interval(factor(e.mean), factor(e.low), factor(e.high), change)
        })
        .number("Chance that it helps", |(_, level)| rough_percent(level.above))
        .under(
            "Against the average creative that has the attribute, all else equal, shrunken toward \
             none; 90% intervals",
        );
    part("What pays in a creative", table)
}

fn chip(class: Class) -> Html {
    let tone = match class {
        Class::HighPerformer | Class::Scale => "chance",
        Class::Fatigued | Class::LowCtr | Class::LowCvr => "warning",
        Class::TooLittleData => "unknown",
        Class::Steady => "fact",
    };
    el("span", class.name()).class(&format!("chip {tone}")).into()
}
