//! How the predicted rate follows each feature, the others as they are.

use super::figure::{
    Arrangement, Axis, Bar, BarSeries, Bars, Colour, Figure, Line, NotDrawn, Panel, Range, Series,
    Stroke, Unit,
};
use super::judged::Judged;
use super::text::visits::dependence;
use crate::models::conversion::{DependencePoint, PartialDependence};

/// Features shown, and categories of each.
const MOST: (usize, usize) = (6, 6);
/// A category with a smaller share of visits is not named in the title.
const WORTH_NAMING: f64 = 0.02;

/// One panel for each of the most important features, all on one scale.
pub fn partial_dependence(
    judged: &Judged,
    features: &[PartialDependence],
) -> Result<Figure, NotDrawn> {
    let shown: Vec<&PartialDependence> =
        features.iter().filter(|feature| feature.points.len() > 1).take(MOST.0).collect();
    if shown.is_empty() {
        return Err(NotDrawn::NotComputed { what: "partial dependence".to_owned() });
    }
    let rates = shown.iter().flat_map(|feature| &feature.points).map(|point| point.rate);
    let highest = rates.filter(|rate| rate.is_finite()).fold(0.0, f64::max);
    let panels: Vec<Panel> = shown.iter().map(|feature| panel(feature, highest)).collect();
    let title = title(&shown).unwrap_or_else(|| "Predicted conversion rate by feature".to_owned());
    let caption = format!("{} Mean predicted rate.", judged.caption());
    let columns = panels.len().min(2);
    Ok(Figure::grid(&judged.name("partial-dependence"), title, caption, panels, columns))
}

fn panel(feature: &PartialDependence, highest: f64) -> Panel {
    let rate = || Axis::linear("", Unit::Percent).range(Range::AtLeast(0.0, highest));
    let series = || Series::new("", Colour::Accent);
    if feature.categorical {
        let points = &feature.points[..feature.points.len().min(MOST.1)];
        let bar = |(i, point): (usize, &DependencePoint)| Bar {
            at: i as f64,
            value: point.rate,
            label: String::new(),
            colour: None,
        };
        let bars = points.iter().enumerate().map(bar).collect();
        let series = vec![BarSeries { series: series(), bars }];
        let names = points.iter().map(|point| point.label.clone()).collect();
        return Panel::new(rate(), Axis::categories(names))
            .titled(feature.feature.clone())
            .with(Bars { series, arrangement: Arrangement::Grouped, track: None });
    }
    let known = feature.points.iter().filter_map(|point| Some((point.value?, point.rate)));
    Panel::new(Axis::linear("", Unit::Number).range(Range::Data), rate())
        .titled(feature.feature.clone())
        .with(Line { series: series(), points: known.collect(), stroke: Stroke::Solid })
}

/// The feature whose highest rate is the largest multiple of its lowest.
fn title(features: &[&PartialDependence]) -> Option<String> {
    let ends = features.iter().filter_map(|feature| {
        let large = |point: &&DependencePoint| !feature.categorical || point.share >= WORTH_NAMING;
        let points = || feature.points.iter().filter(large).filter(|point| point.rate > 0.0);
        let high = points().max_by(|a, b| a.rate.total_cmp(&b.rate))?;
        let low = points().min_by(|a, b| a.rate.total_cmp(&b.rate))?;
        Some((feature.feature.as_str(), high, low, high.rate / low.rate))
    });
    let (name, high, low, ratio) = ends.max_by(|a, b| a.3.total_cmp(&b.3))?;
    Some(dependence(name, &high.label, &low.label, ratio))
}
