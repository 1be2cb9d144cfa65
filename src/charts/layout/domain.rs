//! Which values an axis spans.

use crate::charts::figure::{Axis, Mark, Panel, Range, Scale};
use crate::charts::ticks::step;

/// What an axis spans, and whether by its logarithm.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Domain {
    /// Least value.
    pub low: f64,
    /// Largest value.
    pub high: f64,
    /// Whether places follow the logarithm.
    pub log: bool,
}

/// How far a logarithmic axis goes beyond its data.
const LOG_ROOM: f64 = 1.15;
/// Part of its span that an axis may be extended by to end on a round number.
const FAR: f64 = 0.12;
/// Part of its span that it is extended by if it does not.
const ROOM: f64 = 0.03;

impl Domain {
    /// What an axis spans, given the data on it. With `round`, a number of marks, it ends on a mark
    /// if one is near.
    pub fn of(axis: &Axis, data: Option<(f64, f64)>, round: Option<usize>) -> Domain {
        // A panel that is drawn has data on both axes.
        let (low, high) = data.unwrap_or((0.0, 1.0));
        let linear = |(low, high)| Domain { low, high, log: false };
        match &axis.scale {
            Scale::Categories(names) => linear((-0.5, names.len() as f64 - 0.5)),
            Scale::Dates => {
                let (low, high) = wide(axis.range, low, high);
                linear(if low == high { (low - 0.5, high + 0.5) } else { (low, high) })
            }
            Scale::Log(_) => Domain { low: low / LOG_ROOM, high: high * LOG_ROOM, log: true },
            Scale::Linear(_) => {
                let (low, high) = match axis.range {
                    Range::Zero => (low.min(0.0), high.max(0.0)),
                    range => wide(range, low, high),
                };
                let (low, high) = apart(low, high);
                let Some(most) = round else { return linear((low, high)) };
                let step = step(high - low, most);
                let ends = (step.below(low), step.above(high));
                let span = high - low;
                // Where the next mark is far off, the axis ends a little beyond the data.
                let below = if low - ends.0 > span * FAR { low - span * ROOM } else { ends.0 };
                let above = if ends.1 - high > span * FAR { high + span * ROOM } else { ends.1 };
                // Far from 0 a round number may lie on the wrong side by rounding.
                linear((below.min(low), above.max(high)))
            }
        }
    }
}

/// The data, and what the axis is to span at least.
fn wide(range: Range, low: f64, high: f64) -> (f64, f64) {
    match range {
        Range::AtLeast(from, to) => (low.min(from), high.max(to)),
        Range::Data | Range::Zero => (low, high),
    }
}

/// Two values that differ enough to be drawn apart.
fn apart(low: f64, high: f64) -> (f64, f64) {
    let least = low.abs().max(high.abs()) * 1e-9;
    if high - low > least {
        return (low, high);
    }
    let room = if low == 0.0 && high == 0.0 { 1.0 } else { low.abs().max(high.abs()) * 0.1 };
    if low == 0.0 { (0.0, room) } else { (low - room, high + room) }
}

/// Distance between the places that bars stand on, where these are numbers or dates: none where the
/// panel has no such bars.
pub fn bar_spacing(panel: &Panel) -> Option<f64> {
    if panel.x.names().is_some() || panel.y.names().is_some() {
        return None;
    }
    let bars = panel.marks.iter().filter_map(|mark| match mark {
        Mark::Bars(bars) => Some(&bars.series),
        _ => None,
    });
    let places = bars.flatten().flat_map(|series| series.bars.iter().map(|bar| bar.at));
    let mut places: Vec<f64> = places.filter(|at| at.is_finite()).collect();
    if places.is_empty() {
        return None;
    }
    places.sort_by(f64::total_cmp);
    let gaps = places.windows(2).map(|pair| pair[1] - pair[0]).filter(|gap| *gap > 0.0);
    Some(gaps.reduce(f64::min).unwrap_or(1.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::charts::figure::Unit;

    fn span(axis: Axis, low: f64, high: f64) -> (f64, f64) {
        let domain = Domain::of(&axis, Some((low, high)), Some(5));
        (domain.low, domain.high)
    }

    #[test]
    fn numbers_end_on_near_marks_and_take_in_zero_when_asked() {
        let axis = || Axis::linear("", Unit::Number);
        assert_eq!(span(axis(), 3.0, 9.3), (0.0, 10.0));
        assert_eq!(span(axis(), -4.0, 9.3), (-5.0, 10.0));
        assert_eq!(span(axis().range(Range::Data), 90.5, 99.5), (90.0, 100.0));
        assert_eq!(span(axis().range(Range::AtLeast(0.0, 1.0)), 0.2, 0.3), (0.0, 1.0));
        assert_eq!(span(axis().range(Range::AtLeast(0.0, 1.0)), 0.2, 1.9), (0.0, 2.0));
    }

    #[test]
    fn an_axis_does_not_go_far_beyond_its_data_for_a_round_end() {
        let (low, high) = span(Axis::linear("", Unit::Number), 10.0, 43.0);
        assert!(low == 0.0 && high > 43.0 && high < 45.0, "{high}");
    }

    #[test]
    fn equal_values_still_span_something() {
        for axis in [Axis::linear("", Unit::Number), Axis::dates(), Axis::log("", Unit::Number)] {
            for value in [1e-300, 0.5, 7.0, 1e15, 1e299] {
                if axis.scale == Scale::Dates && value > 1e14 {
                    continue;
                }
                let (low, high) = span(axis.clone(), value, value);
                assert!(low < high && low <= value && value <= high, "{axis:?} {value}");
            }
        }
        assert_eq!(span(Axis::linear("", Unit::Number), 0.0, 0.0), (0.0, 1.0));
    }
}
