//! Names at the right ends of lines and areas.

use super::text::{Anchor, LINE, TextBox};
use super::{Frame, has_place};
use crate::charts::figure::{Mark, Panel, Series};
use crate::charts::theme::{ENDS_SHARE, GAP, Rgb, TEXT, Theme};
use crate::charts::typeface::{Weight, shorten, width};

/// The names at the ends of a panel's lines and areas.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Ends {
    names: Vec<End>,
}

#[derive(Debug, Clone, PartialEq)]
struct End {
    name: String,
    colour: Rgb,
    /// The value on the vertical axis that it stands beside.
    at: f64,
}

impl Ends {
    /// The names of a panel whose cell is `cell` wide.
    pub fn of(panel: &Panel, cell: f64, theme: &Theme) -> Ends {
        let mut names = Vec::new();
        let mut add = |series: &Series, at: f64| {
            let name = shorten(&series.name, Weight::Regular, TEXT, cell * ENDS_SHARE);
            names.push(End { name, colour: theme.rgb(&series.colour), at });
        };
        for mark in &panel.marks {
            match mark {
                Mark::Line(line) if !line.series.name.is_empty() => {
                    let last = line.points.iter().rev().find(|(x, y)| has_place(panel, *x, *y));
                    last.into_iter().for_each(|&(_, y)| add(&line.series, y));
                }
                Mark::Stack(stack) => {
                    let (mut up, mut down) = (0.0, 0.0);
                    for area in &stack.areas {
                        let last = area.heights.last().copied().filter(|height| height.is_finite());
                        let height = last.unwrap_or(0.0);
                        let from = if height < 0.0 { &mut down } else { &mut up };
                        let middle = *from + height / 2.0;
                        *from += height;
                        if !area.series.name.is_empty() {
                            add(&area.series, middle);
                        }
                    }
                }
                _ => {}
            }
        }
        Ends { names }
    }

    /// Whether the names find room, one above the other.
    pub fn fit(&self, height: f64) -> bool {
        self.names.len() as f64 * LINE * TEXT <= height
    }

    /// Room to the right of the panel.
    pub fn width(&self) -> f64 {
        let widths = self.names.iter().map(|end| width(&end.name, Weight::Regular, TEXT));
        let widest = widths.fold(0.0, f64::max);
        if widest > 0.0 { widest + GAP } else { 0.0 }
    }

    /// The names beside a drawn panel, each as near to its line as the others let it.
    pub fn place(&self, frame: &Frame) -> Vec<TextBox> {
        let mut order: Vec<(f64, &End)> =
            self.names.iter().map(|end| (frame.y.place(end.at), end)).collect();
        order.sort_by(|a, b| a.0.total_cmp(&b.0));
        let wanted: Vec<f64> = order.iter().map(|(y, _)| *y).collect();
        let half = LINE * TEXT / 2.0;
        let places = spread(&wanted, LINE * TEXT, frame.plot.top + half, frame.plot.bottom - half);
        let x = frame.plot.right + GAP;
        let ends = order.iter().zip(places);
        ends.map(|((_, end), y)| TextBox::at(&end.name, TEXT, end.colour, Anchor::Left, x, y))
            .collect()
    }
}

/// Moves ascending places apart to at least `gap` each, between `low` and `high`, as little as a
/// pass down and a pass up can.
fn spread(wanted: &[f64], gap: f64, low: f64, high: f64) -> Vec<f64> {
    let mut places = wanted.to_vec();
    let mut least = low;
    for place in &mut places {
        *place = place.max(least);
        least = *place + gap;
    }
    let mut most = high;
    for place in places.iter_mut().rev() {
        *place = place.min(most);
        most = *place - gap;
    }
    places
}

#[cfg(test)]
mod tests {
    use super::spread;

    #[test]
    fn names_move_apart_and_stay_within_the_panel() {
        assert_eq!(spread(&[1.0, 50.0], 10.0, 0.0, 100.0), [1.0, 50.0]);
        assert_eq!(spread(&[50.0, 51.0, 52.0], 10.0, 0.0, 100.0), [50.0, 60.0, 70.0]);
        assert_eq!(spread(&[97.0, 98.0, 99.0], 10.0, 0.0, 100.0), [80.0, 90.0, 100.0]);
        assert_eq!(spread(&[-9.0, -8.0], 10.0, 0.0, 100.0), [0.0, 10.0]);
        assert!(spread(&[], 10.0, 0.0, 100.0).is_empty());
    }
}
