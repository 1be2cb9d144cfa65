//! Room inside a panel, between its edges and the ends of its axes.

use super::radii;
use crate::charts::figure::{Arrangement, Bar, Bars, Mark, Panel, Region, Rule, Side};
use crate::charts::theme::{DOT, GAP, TEXT};
use crate::charts::typeface::{Weight, width};

use super::super::text::LINE;

/// Room on the four sides, in points.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Insets {
    /// On the left.
    pub left: f64,
    /// On the right.
    pub right: f64,
    /// At the top.
    pub top: f64,
    /// At the bottom.
    pub bottom: f64,
}

impl Insets {
    /// The room that a panel's points and the labels of its bars need.
    pub fn of(panel: &Panel) -> Insets {
        let mut insets = Insets::default();
        let radius = radii(panel);
        for mark in &panel.marks {
            match mark {
                Mark::Points(points) => {
                    let room = points.dots.iter().map(&radius).fold(0.0, f64::max) + 1.0;
                    insets.widen(Insets { left: room, right: room, top: room, bottom: room });
                }
                Mark::Estimates(_) => {
                    let room = DOT + 2.0;
                    insets.widen(match (panel.x.names(), panel.y.names()) {
                        (Some(_), _) => Insets { top: room, bottom: room, ..Insets::default() },
                        (_, Some(_)) => Insets { left: room, right: room, ..Insets::default() },
                        _ => Insets { left: room, right: room, top: room, bottom: room },
                    });
                }
                Mark::Bars(bars) if bars.arrangement == Arrangement::Grouped => {
                    insets.widen(for_labels(bars, panel.standing()));
                }
                _ => {}
            }
        }
        insets
    }

    fn widen(&mut self, other: Insets) {
        self.left = self.left.max(other.left);
        self.right = self.right.max(other.right);
        self.top = self.top.max(other.top);
        self.bottom = self.bottom.max(other.bottom);
    }
}

/// Room above the first of several rows of names, for words at reference lines across them.
pub fn headroom(panel: &Panel) -> f64 {
    let labelled = panel.marks.iter().any(|mark| match mark {
        Mark::Rule(Rule { on, label, .. }) | Mark::Region(Region { on, label, .. }) => {
            *on == Side::X && !label.is_empty()
        }
        _ => false,
    });
    if labelled { LINE * TEXT } else { 0.0 }
}

fn for_labels(bars: &Bars, standing: Side) -> Insets {
    let all = || bars.series.iter().flat_map(|series| &series.bars);
    let labelled =
        |below: bool| all().filter(move |bar| !bar.label.is_empty() && (bar.value < 0.0) == below);
    let needs = |below: bool| match standing {
        Side::X => labelled(below).next().map_or(0.0, |_| LINE * TEXT + 1.0),
        Side::Y => labelled(below).map(label_width).fold(0.0, f64::max),
    };
    match standing {
        Side::X => Insets { top: needs(false), bottom: needs(true), ..Insets::default() },
        Side::Y => Insets { left: needs(true), right: needs(false), ..Insets::default() },
    }
}

fn label_width(bar: &Bar) -> f64 {
    width(&bar.label, Weight::Regular, TEXT) + GAP + 2.0
}
