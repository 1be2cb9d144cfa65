//! Which values a panel shows.

use std::collections::BTreeMap;

use crate::charts::figure::{Arrangement, Bars, Mark, Panel, Side, Stack};

/// The least and the largest value on each axis.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Extent {
    /// On the horizontal axis; none where nothing has a place on it.
    pub x: Option<(f64, f64)>,
    /// On the vertical axis.
    pub y: Option<(f64, f64)>,
}

/// Beyond this nothing is drawn, so that the distance between two values stays a number.
const LIMIT: f64 = 1e300;

impl Extent {
    /// The extent of everything in a panel, and none where there is no data in it: reference lines,
    /// shades and words alone are no chart.
    pub fn of(panel: &Panel) -> Option<Extent> {
        let mut extent = Extent::default();
        for (x, y) in panel.marks.iter().flat_map(|mark| corners(panel, mark)) {
            if has_place(panel, x, y) {
                widen(&mut extent.x, x);
                widen(&mut extent.y, y);
            }
        }
        if extent == Extent::default() {
            return None;
        }
        for mark in &panel.marks {
            match mark {
                Mark::Rule(rule) => extent.widen_on(panel, rule.on, rule.at),
                Mark::Bars(bars) => {
                    let across = if panel.standing() == Side::X { Side::Y } else { Side::X };
                    bars.track.into_iter().for_each(|end| extent.widen_on(panel, across, end));
                }
                _ => {}
            }
        }
        Some(extent)
    }

    fn widen_on(&mut self, panel: &Panel, on: Side, value: f64) {
        let (axis, span) = match on {
            Side::X => (&panel.x, &mut self.x),
            Side::Y => (&panel.y, &mut self.y),
        };
        if axis.holds(value) && value.abs() <= LIMIT {
            widen(span, value);
        }
    }
}

/// Whether a point can be drawn in a panel.
pub fn has_place(panel: &Panel, x: f64, y: f64) -> bool {
    let near = x.abs() <= LIMIT && y.abs() <= LIMIT;
    near && panel.x.holds(x) && panel.y.holds(y)
}

fn widen(span: &mut Option<(f64, f64)>, value: f64) {
    let (low, high) = span.unwrap_or((value, value));
    *span = Some((low.min(value), high.max(value)));
}

/// The outermost points of what a mark shows.
fn corners(panel: &Panel, mark: &Mark) -> Vec<(f64, f64)> {
    let upright = panel.standing() == Side::X;
    let stand = |(at, value): (f64, f64)| if upright { (at, value) } else { (value, at) };
    match mark {
        Mark::Line(line) => line.points.clone(),
        Mark::Band(band) => {
            let whole = band.points.iter().filter(|(_, low, high)| (low + high).is_finite());
            whole.flat_map(|&(x, low, high)| [(x, low), (x, high)]).collect()
        }
        Mark::Stack(stack) => stack_ends(stack),
        Mark::Bars(bars) => bar_ends(bars).into_iter().map(stand).collect(),
        Mark::Points(points) => points.dots.iter().map(|dot| (dot.x, dot.y)).collect(),
        Mark::Estimates(estimates) => {
            let ends = estimates.estimates.iter().flat_map(|estimate| {
                let (low, high) = estimate.interval.unwrap_or((estimate.value, estimate.value));
                [low, estimate.value, high].map(|value| (estimate.at, value))
            });
            ends.map(stand).collect()
        }
        Mark::Cells(cells) => {
            let known = cells.cells.iter().filter(|cell| cell.value.is_finite());
            known.map(|cell| (cell.x as f64, cell.y as f64)).collect()
        }
        Mark::Rule(_) | Mark::Region(_) | Mark::Note(_) => Vec::new(),
    }
}

/// How far down and up a stack reaches at each place.
fn stack_ends(stack: &Stack) -> Vec<(f64, f64)> {
    let mut ends = Vec::new();
    for (i, &x) in stack.x.iter().enumerate() {
        let heights = stack.areas.iter().filter_map(|area| area.heights.get(i));
        let finite: Vec<f64> = heights.copied().filter(|height| height.is_finite()).collect();
        if !finite.is_empty() {
            ends.push((x, finite.iter().map(|height| height.min(0.0)).sum()));
            ends.push((x, finite.iter().map(|height| height.max(0.0)).sum()));
        }
    }
    ends
}

/// Where each bar begins and ends.
fn bar_ends(bars: &Bars) -> Vec<(f64, f64)> {
    let all = bars.series.iter().flat_map(|series| &series.bars);
    let finite = all.filter(|bar| bar.value.is_finite());
    if bars.arrangement == Arrangement::Grouped {
        return finite.flat_map(|bar| [(bar.at, 0.0), (bar.at, bar.value)]).collect();
    }
    // How far down and up the bars on each place reach.
    let mut reach: BTreeMap<u64, (f64, f64)> = BTreeMap::new();
    for bar in finite {
        let (down, up) = reach.entry(bar.at.to_bits()).or_default();
        *down += bar.value.min(0.0);
        *up += bar.value.max(0.0);
    }
    let ends = reach.into_iter().map(|(at, reach)| (f64::from_bits(at), reach));
    ends.flat_map(|(at, (down, up))| [(at, down), (at, up)]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::charts::figure::{
        Area, Axis, Bar, BarSeries, Colour, Line, Range, Rule, Series, Stroke, Unit,
    };

    fn panel() -> Panel {
        Panel::new(
            Axis::linear("", Unit::Number).range(Range::Data),
            Axis::linear("", Unit::Number),
        )
    }

    fn line(points: &[(f64, f64)]) -> Line {
        let series = Series::new("", Colour::Accent);
        Line { series, points: points.to_vec(), stroke: Stroke::Solid }
    }

    #[test]
    fn points_that_are_no_numbers_or_beyond_all_bounds_count_for_nothing() {
        let points = [(1.0, 2.0), (f64::NAN, 9.0), (3.0, f64::INFINITY), (4.0, 1e305), (2.0, -1.0)];
        let extent = Extent::of(&panel().with(line(&points))).unwrap();
        assert_eq!(extent, Extent { x: Some((1.0, 2.0)), y: Some((-1.0, 2.0)) });
    }

    #[test]
    fn reference_lines_alone_are_no_data() {
        let rule = Rule { on: Side::Y, at: 5.0, label: "goal".into() };
        let empty = panel().with(rule.clone()).with(line(&[(f64::NAN, 1.0)]));
        assert_eq!(Extent::of(&empty), None);
        let extent = Extent::of(&panel().with(rule).with(line(&[(0.0, 1.0)]))).unwrap();
        assert_eq!(extent.y, Some((1.0, 5.0)));
    }

    #[test]
    fn stacks_reach_as_far_as_their_sums() {
        let area = |heights: [f64; 2]| Area {
            series: Series::new("", Colour::Accent),
            heights: heights.to_vec(),
        };
        let areas = vec![area([1.0, 2.0]), area([3.0, f64::NAN]), area([-2.0, -1.0])];
        let stack = Stack { x: vec![0.0, 1.0], areas };
        let extent = Extent::of(&panel().with(stack)).unwrap();
        assert_eq!(extent.y, Some((-2.0, 4.0)));
        let bar = |value| Bar { at: 0.0, value, label: String::new(), colour: None };
        let series = Series::new("", Colour::Accent);
        let series = vec![BarSeries { series, bars: vec![bar(2.0), bar(3.0), bar(-1.0)] }];
        let bars = |arrangement| Bars { series: series.clone(), arrangement, track: None };
        let of = |arrangement| Extent::of(&panel().with(bars(arrangement))).unwrap().y;
        assert_eq!(of(Arrangement::Stacked), Some((-1.0, 5.0)));
        assert_eq!(of(Arrangement::Grouped), Some((-1.0, 3.0)));
    }

    #[test]
    fn a_log_axis_has_no_place_for_zero() {
        let mut panel = panel().with(line(&[(1.0, 0.0), (2.0, 10.0), (3.0, 100.0)]));
        panel.y = Axis::log("", Unit::Number);
        let extent = Extent::of(&panel).unwrap();
        assert_eq!(extent, Extent { x: Some((2.0, 3.0)), y: Some((10.0, 100.0)) });
    }
}
