//! Orders actual against fitted, and what brought them.

use super::days::weekly;
use super::figure::{
    Area, Axis, Colour, Figure, Line, NotDrawn, Panel, Series, Stack, Stroke, Unit, day,
};
use super::setting::Setting;
use super::text::{self, media};
use super::top::top;
use crate::models::response::ResponseFit;

/// Channels shown apart.
const MOST: usize = 8;
/// Days from which on weeks are shown.
const LONG: usize = 120;
/// The chart is this much higher than others.
const HEIGHT: f64 = 1.15;

/// The baseline and on it what each channel brought, under the actual and the fitted orders.
pub fn contributions(fit: &ResponseFit, setting: &Setting) -> Result<Figure, NotDrawn> {
    let parts = &fit.contributions;
    let days: Vec<f64> = parts.dates.iter().map(|date| day(*date)).collect();
    if days.len() < 2 {
        let (what, have) = ("periods".to_owned(), days.len());
        return Err(NotDrawn::TooFew { what, have, need: 2 });
    }
    let by_week = fit.step_days == 1 && days.len() > LONG;
    let series = |values: &[f64]| -> Vec<(f64, f64)> {
        let points: Vec<(f64, f64)> = days.iter().copied().zip(values.iter().copied()).collect();
        if by_week { weekly(&points) } else { points }
    };
    let heights = |values: &[f64]| -> Vec<f64> {
        series(values).into_iter().map(|(_, height)| height).collect()
    };
    let totals = parts.channels.iter().map(|c| (c.channel.clone(), c.orders.iter().sum()));
    let (shown, others) = top(totals.collect(), MOST);
    let baseline = Series::new("Without ads", Colour::Faint);
    let mut areas = vec![Area { series: baseline, heights: heights(&parts.baseline) }];
    for (name, _) in &shown {
        let channel = parts.channels.iter().find(|channel| channel.channel == *name);
        let series = Series::new(text::platform(name), Colour::Platform(name.clone()));
        let orders = channel.map_or(&[][..], |channel| &channel.orders);
        areas.push(Area { series, heights: heights(orders) });
    }
    if others.is_some() {
        let hidden = parts
            .channels
            .iter()
            .filter(|channel| shown.iter().all(|(name, _)| *name != channel.channel));
        let mut sum = vec![0.0; days.len()];
        for channel in hidden {
            sum.iter_mut().zip(&channel.orders).for_each(|(sum, orders)| *sum += orders);
        }
        let series = Series::new("Other platforms", Colour::Neutral);
        areas.push(Area { series, heights: heights(&sum) });
    }
    let x = series(&parts.baseline).into_iter().map(|(at, _)| at).collect();
    let line = |name: &str, values: &[f64], colour, stroke| Line {
        series: Series::new(name, colour),
        points: series(values),
        stroke,
    };
    let unit = match (by_week, fit.step_days) {
        (true, _) | (false, 1) => "Orders a day",
        _ => "Orders a period",
    };
    let panel = Panel::new(Axis::dates(), Axis::linear(unit, Unit::Number))
        .stretched(HEIGHT)
        .with(Stack { x, areas })
        .with(line("Fitted", &parts.fitted, Colour::Ink, Stroke::Dashed))
        .with(line("Actual", &parts.observed, Colour::Ink, Stroke::Thin));
    let unsure: Vec<String> = fit
        .channels
        .iter()
        .filter(|channel| !channel.identification.effect)
        .map(|channel| channel.channel.clone())
        .collect();
    let share = fit.media.share_of_orders;
    let sure = |(name, orders): &&(String, f64)| *orders > 0.0 && !unsure.contains(name);
    let most = shown.first().filter(sure).map(|(name, _)| name.as_str());
    let part = (share.value, share.low, share.high);
    let title = media::contributions(part, media::explained(fit.explained), most);
    let whose = text::capital(media::explained(fit.explained));
    let caption = setting.caption(&[
        &whose,
        if by_week { "Weekly means" } else { "" },
        "In brackets: 90% interval",
        &media::not_identified(&unsure),
    ]);
    Ok(Figure::new("contributions", title, caption, panel))
}
