//! Which creatives work, and why.

use super::wording::{Amounts, capital, listed};
use super::{Finding, Tone};
use crate::analysis::Analysis;
use crate::models::creatives::{Class, CreativeScore, Kind, Level};
use crate::report::numbers::{count, counted, interval, percent, rough_percent, signed, times};
use crate::report::page::html::name;

/// Creatives that have lost their pull.
pub fn fatigued(analysis: &Analysis, amounts: &Amounts) -> Option<Finding> {
    let scores = analysis.creatives.done()?;
    let mut worn: Vec<&CreativeScore> =
        scores.rows.iter().filter(|row| row.class == Class::Fatigued).collect();
    worn.sort_by(|a, b| b.spend.total_cmp(&a.spend));
    let most = worn.first()?;
    let spend: f64 = worn.iter().map(|row| row.spend).sum();
    let says = format!(
        "{} of {} {} worn out: {}.",
        capital(&count(worn.len() as f64)),
        counted(scores.rows.len(), "creative", "creatives"),
        if worn.len() == 1 { "is" } else { "are" },
        listed(&worn.iter().map(|row| &row.name).collect::<Vec<_>>())
    );
    let lost = most.fatigue.as_ref().map_or_else(String::new, |fatigue| {
        format!(
            "{}, on which most was spent, has lost about {} of the click-through rate that it had \
             when fresh (probability that it lost more than a fifth: {}).",
            name(&most.name),
            rough_percent(fatigue.lost),
            rough_percent(fatigue.worn)
        )
    });
    let stake = format!("{} was spent on them", amounts.short(spend));
    Some(Finding::new("Creatives", Tone::Warning, says, lost).at_stake(spend, stake))
}

/// The high performers.
pub fn best(analysis: &Analysis, amounts: &Amounts) -> Option<Finding> {
    let scores = analysis.creatives.done()?;
    let high: Vec<&CreativeScore> =
        scores.rows.iter().filter(|row| row.class == Class::HighPerformer).collect();
    let first = high.first()?;
    let spend: f64 = high.iter().map(|row| row.spend).sum();
    let says = format!(
        "{} better than {} like in clicks and in revenue: {}.",
        match high.len() {
            1 => "One creative is".to_owned(),
            many => format!("{} are", counted(many, "creative", "creatives")),
        },
        if high.len() == 1 { "its" } else { "their" },
        listed(&high.iter().map(|row| &row.name).collect::<Vec<_>>())
    );
    let mut because = format!(
        "{} has a click-through rate of {} (90% interval {})",
        name(&first.name),
        percent(first.ctr.mean),
        interval(first.ctr.low, first.ctr.high, percent)
    );
    because += &match &first.roas {
        Some(roas) => format!(
            " and returns {} by last click ({}).",
            times(roas.mean),
            interval(roas.low, roas.high, times)
        ),
        None => ".".to_owned(),
    };
    let stake = format!("{} was spent on them", amounts.short(spend));
    Some(Finding::new("Creatives", Tone::Chance, says, because).at_stake(spend, stake))
}

/// The attribute whose effect on clicks is the largest among those that are not chance.
pub fn attribute(analysis: &Analysis, _: &Amounts) -> Option<Finding> {
    let effects = analysis.creatives.done()?.ctr_effects.as_ref()?;
    let told = |level: &Level| level.effect.low > 0.0 || level.effect.high < 0.0;
    let levels: Vec<(&Kind, &Level)> = effects
        .attributes
        .iter()
        .flat_map(|kind| kind.levels.iter().map(move |level| (kind, level)))
        .filter(|(_, level)| told(level))
        .collect();
    let size = |level: &Level| level.effect.mean.abs();
    let (kind, level) = *levels.iter().max_by(|a, b| size(a.1).total_cmp(&size(b.1)))?;
    let factor = |log: f64| libm::exp(log) - 1.0;
    let says = format!(
        "Creatives with {} {} get about {} {} clicks per impression than others, all else equal \
         (90% interval {}).",
        name(&kind.name.replace('_', " ")),
        name(&level.name),
        rough_percent(factor(level.effect.mean).abs()),
        if level.effect.mean > 0.0 { "more" } else { "fewer" },
        interval(factor(level.effect.low), factor(level.effect.high), |share| signed(
            share,
            rough_percent(share)
        ))
    );
    let because = format!(
        "{} have it. {} can be told from chance among all attributes; the effects are shrunken \
         toward none, which allows for looking at many.",
        capital(&counted(level.creatives, "creative", "creatives")),
        capital(&counted(levels.len(), "level", "levels"))
    );
    Some(Finding::new("Attributes", Tone::Chance, says, because))
}
