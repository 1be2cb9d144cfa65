//! How well the forest tells visits that convert from others.

use super::figure::{
    Axis, Colour, Figure, Line, NotDrawn, Panel, Range, Rule, Series, Side, Stroke, Unit,
};
use super::judged::Judged;
use super::text::visits::ranking;
use crate::models::metrics::{ClassifierMetrics, PrPoint, RocPoint};

/// Recall from which precision is drawn: below it rests on a handful of visits.
const FEWEST: f64 = 0.01;
/// Height of the panels, so that they are square.
const SQUARE: f64 = 1.45;

/// The ROC curve beside that of no knowledge, and the precision-recall curve beside the base rate.
pub fn roc_and_pr(
    judged: &Judged,
    forest: &ClassifierMetrics,
    logistic: Option<&ClassifierMetrics>,
    roc: &[RocPoint],
    precision_recall: &[PrPoint],
) -> Result<Figure, NotDrawn> {
    let enough = precision_recall.iter().any(|point| point.recall >= FEWEST);
    let Some(auc) = forest.auc.filter(|_| roc.len() > 1 && enough) else {
        let what = "ROC and precision-recall curves".to_owned();
        return Err(NotDrawn::NotComputed { what });
    };
    let axis = |title: &str| Axis::linear(title, Unit::Percent).range(Range::AtLeast(0.0, 1.0));
    let line = |points: Vec<(f64, f64)>, colour, stroke| Line {
        series: Series::new("", colour),
        points,
        stroke,
    };
    let curve = roc.iter().map(|point| (point.false_positive_rate, point.true_positive_rate));
    let first = Panel::new(axis("Others flagged"), axis("Conversions found"))
        .titled("ROC")
        .stretched(SQUARE)
        .with(line(vec![(0.0, 0.0), (1.0, 1.0)], Colour::Neutral, Stroke::Dashed))
        .with(line(curve.collect(), Colour::Accent, Stroke::Solid));
    let many = precision_recall.iter().filter(|point| point.recall >= FEWEST);
    let curve = many.map(|point| (point.recall, point.precision));
    let y = Axis::linear("Of those flagged, conversions", Unit::Percent);
    let mut second = Panel::new(axis("Conversions found"), y)
        .titled("Precision and recall")
        .stretched(SQUARE)
        .with(line(curve.collect(), Colour::Accent, Stroke::Solid));
    if let Some(at) = forest.base_rate {
        second = second.with(Rule { on: Side::Y, at, label: "all visits".to_owned() });
    }
    let title = ranking(auc, logistic.and_then(|metrics| metrics.auc));
    let caption = format!("{} Precision is drawn from a recall of 1% on.", judged.caption());
    let panels = vec![first, second];
    Ok(Figure::grid(&judged.name("roc-and-pr"), title, caption, panels, 2))
}
