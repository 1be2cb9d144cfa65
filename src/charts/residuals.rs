//! Whether what the response model leaves over is noise.

use super::figure::{
    Arrangement, Axis, Bar, BarSeries, Bars, Colour, Dot, Figure, Line, Marker, NotDrawn, Panel,
    Points, Range, Rule, Series, Side, Stroke, Unit, day,
};
use super::setting::Setting;
use super::text::media::residuals as title;
use crate::models::response::Residuals;

/// Four panels: against fitted orders, over time, against normal quantiles, against earlier ones.
pub fn residuals(residuals: &Residuals, setting: &Setting) -> Result<Figure, NotDrawn> {
    let (have, need) = (residuals.standardised.len(), 3);
    if have < need {
        return Err(NotDrawn::TooFew { what: "residuals".to_owned(), have, need });
    }
    let panels = vec![
        against_fitted(residuals),
        over_time(residuals),
        against_normal(residuals),
        against_earlier(residuals),
    ];
    let bound = residuals.bound;
    let beyond = residuals.autocorrelation.iter().filter(|value| value.abs() > bound).count();
    let lags = residuals.autocorrelation.len();
    // One in twenty lies beyond the bound by chance.
    let beyond = if beyond * 20 <= lags { 0 } else { beyond };
    let first = residuals.autocorrelation.first().copied();
    let caption = setting.caption(&[
        "Actual less fitted orders, in standard deviations",
        "Dashed in the last panel: 95% of the autocorrelations of pure noise lie between",
    ]);
    Ok(Figure::grid("residuals", title(beyond, lags, first), caption, panels, 2))
}

fn series() -> Series {
    Series::new("", Colour::Accent)
}

fn numbers(title: &str) -> Axis {
    Axis::linear(title, Unit::Number)
}

fn zero(on: Side) -> Rule {
    Rule { on, at: 0.0, label: String::new() }
}

fn cloud(points: impl Iterator<Item = (f64, f64)>) -> Points {
    let dot = |(x, y)| Dot { x, y, size: None, label: String::new(), named: false };
    Points { series: series(), dots: points.map(dot).collect(), marker: Marker::Dot }
}

fn against_fitted(residuals: &Residuals) -> Panel {
    let points = residuals.fitted.iter().copied().zip(residuals.standardised.iter().copied());
    Panel::new(numbers("Fitted orders").range(Range::Data), numbers(""))
        .titled("Against fitted orders")
        .with(cloud(points))
        .with(zero(Side::Y))
}

fn over_time(residuals: &Residuals) -> Panel {
    let days = residuals.dates.iter().map(|date| day(*date));
    let points = days.zip(residuals.standardised.iter().copied()).collect();
    Panel::new(Axis::dates(), numbers(""))
        .titled("Over time")
        .with(Line { series: series(), points, stroke: Stroke::Thin })
        .with(zero(Side::Y))
}

fn against_normal(residuals: &Residuals) -> Panel {
    let points = residuals.quantiles.iter().map(|[theory, sample]| (*theory, *sample));
    let theory = || residuals.quantiles.iter().map(|pair| pair[0]);
    let ends = (theory().fold(f64::MAX, f64::min), theory().fold(f64::MIN, f64::max));
    let diagonal = Line {
        series: Series::new("", Colour::Neutral),
        points: vec![(ends.0, ends.0), (ends.1, ends.1)],
        stroke: Stroke::Dashed,
    };
    let x = numbers("Expected of a normal distribution").range(Range::Data);
    Panel::new(x, numbers("").range(Range::Data))
        .titled("Sorted, against normal quantiles")
        .with(cloud(points))
        .with(diagonal)
}

fn against_earlier(residuals: &Residuals) -> Panel {
    let bar = |(lag, value): (usize, &f64)| Bar {
        at: lag as f64 + 1.0,
        value: *value,
        label: String::new(),
        colour: None,
    };
    let bars = residuals.autocorrelation.iter().enumerate().map(bar).collect();
    let series = vec![BarSeries { series: series(), bars }];
    let bound = |at| Rule { on: Side::Y, at, label: String::new() };
    Panel::new(numbers("Lag").range(Range::Data), numbers(""))
        .titled("Autocorrelation")
        .with(Bars { series, arrangement: Arrangement::Grouped, track: None })
        .with(bound(residuals.bound))
        .with(bound(-residuals.bound))
}
