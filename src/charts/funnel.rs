//! From the impression to the new customer.

use super::figure::{
    Arrangement, Axis, Bar, BarSeries, Bars, Colour, Figure, NotDrawn, Panel, Range, Series, Unit,
};
use super::numbers::{number, print};
use super::setting::Setting;
use super::text::kpis::funnel as title;
use crate::models::kpis::{Funnel, FunnelStep};

/// Each bar is a step's share of the step above it: shares of the first step would leave all but
/// two of the bars too short to be seen.
pub fn funnel(funnel: &Funnel, setting: &Setting) -> Result<Figure, NotDrawn> {
    let steps = &funnel.steps;
    if steps.len() < 2 {
        let (what, have) = ("steps of the funnel".to_owned(), steps.len());
        return Err(NotDrawn::TooFew { what, have, need: 2 });
    }
    let label = |step: &FunnelStep| match step.of_previous {
        Some(share) => format!("{} · {}", number(step.count), print(share, &Unit::Percent)),
        None => number(step.count),
    };
    let bars = steps.iter().enumerate().map(|(i, step)| Bar {
        at: i as f64,
        value: if i == 0 { 1.0 } else { step.of_previous.unwrap_or(0.0) },
        label: label(step),
        colour: None,
    });
    let series = Series::new("Share of the step above", Colour::Accent);
    let series = vec![BarSeries { series, bars: bars.collect() }];
    let names = steps.iter().map(|step| step.name.clone()).collect();
    let x = Axis::linear("Share of the step above", Unit::Percent);
    let panel = Panel::new(x.range(Range::AtLeast(0.0, 1.0)), Axis::categories(names)).with(Bars {
        series,
        arrangement: Arrangement::Grouped,
        track: Some(1.0),
    });
    let caption = setting.caption(&["Visits that ads brought, by last click"]);
    Ok(Figure::new("funnel", words(steps), caption, panel))
}

/// From clicks, or else from the first step, to orders, or else to the last.
fn words(steps: &[FunnelStep]) -> String {
    let named = |name: &str| steps.iter().position(|step| step.name == name);
    let to = named("Orders").unwrap_or(steps.len() - 1);
    let from = named("Clicks").filter(|from| *from < to).unwrap_or(0);
    let (first, last) = (&steps[from], &steps[to]);
    if first.count > 0.0 && last.count > 0.0 && from < to {
        return title(&first.name, &last.name, last.count / first.count);
    }
    format!(
        "{} {} and no {}",
        number(first.count),
        first.name.to_lowercase(),
        last.name.to_lowercase()
    )
}
