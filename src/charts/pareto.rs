//! How few campaigns bring how much.

use super::figure::{
    Axis, Band, Colour, Figure, Line, NotDrawn, Panel, Range, Rule, Series, Side, Stroke, Unit,
};
use super::setting::Setting;
use super::text::kpis::{pareto as title, said};
use crate::models::kpis::Pareto;

/// The share at which the rule of thumb is read.
const FOUR_FIFTHS: f64 = 0.8;

/// The share of the whole that the first so many campaigns bring together.
pub fn pareto(pareto: Option<&Pareto>, setting: &Setting) -> Result<Figure, NotDrawn> {
    let Some(pareto) = pareto else {
        let what = "shares of campaigns in revenue or spend".to_owned();
        return Err(NotDrawn::NotComputed { what });
    };
    if pareto.rows.len() < 2 {
        let (what, have) = ("campaigns".to_owned(), pareto.rows.len());
        return Err(NotDrawn::TooFew { what, have, need: 2 });
    }
    let shares = pareto.rows.iter().enumerate().map(|(i, row)| (i as f64 + 1.0, row.cumulative));
    let points: Vec<(f64, f64)> = [(0.0, 0.0)].into_iter().chain(shares).collect();
    let below = points.iter().map(|&(rank, share)| (rank, 0.0, share)).collect();
    let series = |name: &str| Series::new(name, Colour::Accent);
    let x = Axis::linear("Campaigns, the largest first", Unit::Number);
    let y = Axis::linear(format!("Share of {}", said(&pareto.measure)), Unit::Percent);
    let few = pareto.to_four_fifths;
    let panel = Panel::new(x, y.range(Range::AtLeast(0.0, 1.0)))
        .with(Band { series: series(""), points: below })
        .with(Rule { on: Side::Y, at: FOUR_FIFTHS, label: "80%".to_owned() })
        .with(Rule { on: Side::X, at: few as f64, label: few.to_string() })
        .with(Line { series: series(""), points, stroke: Stroke::Solid });
    let title = title(few, pareto.rows.len(), &pareto.measure);
    Ok(Figure::new("pareto", title, setting.caption(&[]), panel))
}
