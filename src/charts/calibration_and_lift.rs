//! Whether predicted rates are right, and what acting on the highest scores would reach.

use super::figure::{
    Arrangement, Axis, Bar, BarSeries, Bars, Colour, Estimate, Estimates, Figure, Line, Marker,
    NotDrawn, Panel, Rule, Series, Side, Stroke, Unit,
};
use super::judged::Judged;
use super::text::visits::lift;
use crate::models::metrics::{CalibrationBin, ClassifierMetrics, Decile};

/// Height of the panels.
const HEIGHT: f64 = 1.3;

/// Observed against predicted rates in bins of like score, and the lift of each tenth of visits.
pub fn calibration_and_lift(
    judged: &Judged,
    forest: &ClassifierMetrics,
    calibration: &[CalibrationBin],
    deciles: &[Decile],
) -> Result<Figure, NotDrawn> {
    let Some(first) = deciles.first().filter(|_| calibration.len() > 1) else {
        let what = "calibration and lift".to_owned();
        return Err(NotDrawn::NotComputed { what });
    };
    let title = lift(first.cumulative_gain, forest.calibration_error);
    let caption = format!("{} Bars on the left: 90% intervals.", judged.caption());
    let panels = vec![calibrated(calibration), lifted(deciles)];
    Ok(Figure::grid(&judged.name("calibration-and-lift"), title, caption, panels, 2))
}

fn calibrated(bins: &[CalibrationBin]) -> Panel {
    let estimates = bins.iter().map(|bin| Estimate {
        at: bin.predicted,
        value: bin.observed,
        interval: Some((bin.observed_low, bin.observed_high)),
        colour: None,
    });
    let series = Series::new("", Colour::Accent);
    let end = bins.iter().map(|bin| bin.predicted).fold(0.0, f64::max);
    let diagonal = Line {
        series: Series::new("", Colour::Neutral),
        points: vec![(0.0, 0.0), (end, end)],
        stroke: Stroke::Dashed,
    };
    let axis = |title: &str| Axis::linear(title, Unit::Percent);
    Panel::new(axis("Predicted rate"), axis("Observed rate"))
        .titled("Calibration")
        .stretched(HEIGHT)
        .with(diagonal)
        .with(Estimates { series, estimates: estimates.collect(), marker: Marker::Dot })
}

fn lifted(deciles: &[Decile]) -> Panel {
    let bar = |(i, decile): (usize, &Decile)| Bar {
        at: i as f64,
        value: decile.lift,
        label: String::new(),
        colour: None,
    };
    let bars = deciles.iter().enumerate().map(bar).collect();
    let series = vec![BarSeries { series: Series::new("", Colour::Accent), bars }];
    let names = deciles.iter().map(|decile| decile.decile.to_string()).collect();
    let mut x = Axis::categories(names);
    x.title = "Tenth of visits, highest scores first".to_owned();
    Panel::new(x, Axis::linear("Conversion rate over the mean", Unit::Times))
        .titled("Lift")
        .stretched(HEIGHT)
        .with(Bars { series, arrangement: Arrangement::Grouped, track: None })
        .with(Rule { on: Side::Y, at: 1.0, label: "all visits".to_owned() })
}
