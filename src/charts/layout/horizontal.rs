//! The horizontal axis of a panel: as many labels as fit side by side.

use super::domain::{Domain, bar_spacing};
use super::extent::Extent;
use super::inside::Insets;
use super::ruler::Ruler;
use super::text::LINE;
use super::vertical::{labels, marks};
use crate::charts::figure::{Mark, Panel, Scale, Side};
use crate::charts::theme::{BELOW, GAP, TEXT, TICK_GAP};
use crate::charts::ticks::{Tick, date_steps};
use crate::charts::typeface::{Weight, shorten, width, wrap};

/// Lines that a name below the axis may take.
const NAME_LINES: usize = 3;
/// Length of a name that runs upwards.
const UPWARDS: f64 = 120.0;
/// Most labels tried on an axis of numbers.
const MOST: usize = 9;

/// A horizontal axis before its place is known.
#[derive(Debug, Clone, PartialEq)]
pub struct Horizontal {
    /// What it spans, from the left edge of the panel as 0.
    pub ruler: Ruler,
    /// Its labels.
    pub labels: Vec<Label>,
    /// Room that labels and title take below the panel.
    pub height: f64,
}

/// A label below the axis.
#[derive(Debug, Clone, PartialEq)]
pub struct Label {
    /// The value.
    pub at: f64,
    /// Its lines.
    pub lines: Vec<String>,
    /// Whether it runs upwards.
    pub turned: bool,
}

impl Horizontal {
    /// The horizontal axis of a panel `plot` wide between its axes, with some room on both sides
    /// into which labels may reach.
    pub fn of(panel: &Panel, extent: &Extent, plot: f64, room: (f64, f64)) -> Horizontal {
        let mut domain = Domain::of(&panel.x, extent.x, round(panel).then_some(MOST - 3));
        if let Some(spacing) = bar_spacing(panel).filter(|_| !domain.log) {
            domain.low -= spacing / 2.0;
            domain.high += spacing / 2.0;
        }
        let insets = Insets::of(panel);
        let Domain { low, high, log } = domain;
        let (start, end) = (insets.left, (plot - insets.right).max(insets.left + 1.0));
        let ruler = Ruler { log, low, high, start, end };
        let labels = match panel.x.names() {
            Some(names) => named(names, ruler),
            None => numbered(panel, domain, ruler, (-room.0, plot + room.1)),
        };
        let deepest = labels.iter().map(Label::height).fold(0.0, f64::max);
        let title = if panel.x.title.is_empty() { 0.0 } else { LINE * TEXT };
        let height = if deepest > 0.0 { deepest + BELOW + title } else { title };
        Horizontal { ruler, labels, height }
    }
}

impl Label {
    /// Height below the axis.
    pub fn height(&self) -> f64 {
        if self.turned {
            return self.width();
        }
        LINE * TEXT * self.lines.len() as f64
    }

    fn width(&self) -> f64 {
        let widths = self.lines.iter().map(|line| width(line, Weight::Regular, TEXT));
        widths.fold(0.0, f64::max)
    }
}

/// Whether the axis ends on round numbers: where bars lie along it, and below clouds of points.
fn round(panel: &Panel) -> bool {
    let points = |mark: &Mark| matches!(mark, Mark::Points(_));
    let lines = |mark: &Mark| matches!(mark, Mark::Line(_) | Mark::Stack(_) | Mark::Band(_));
    let cloud = panel.marks.iter().any(points) && !panel.marks.iter().any(lines);
    panel.standing() == Side::Y || cloud
}

/// Names side by side: on a few lines each, else upwards, else only every n-th.
fn named(names: &[String], ruler: Ruler) -> Vec<Label> {
    let slot = (ruler.end - ruler.start) / names.len().max(1) as f64;
    let flat = |name: &String| {
        let lines = wrap(name, Weight::Regular, TEXT, slot - GAP, NAME_LINES);
        let whole = lines.concat().replace(' ', "") == name.replace(' ', "");
        (whole || name.trim().is_empty()).then_some(lines)
    };
    let all: Option<Vec<Vec<String>>> = names.iter().map(flat).collect();
    let turned = all.is_none();
    let lines = all.unwrap_or_else(|| {
        let short = |name: &String| vec![shorten(name, Weight::Regular, TEXT, UPWARDS)];
        names.iter().map(short).collect()
    });
    let every = if turned { (LINE * TEXT / slot).ceil().max(1.0) as usize } else { 1 };
    let labels = lines.into_iter().enumerate().step_by(every);
    labels.map(|(i, lines)| Label { at: i as f64, lines, turned }).collect()
}

/// Numbers or dates: the closest marks whose labels do not meet.
fn numbered(panel: &Panel, domain: Domain, ruler: Ruler, limits: (f64, f64)) -> Vec<Label> {
    let fitting = |ticks: &Vec<Tick>| fits(ticks, ruler, limits);
    let ticks = match panel.x.scale {
        Scale::Dates => date_steps(domain.low, domain.high).find(fitting),
        _ => {
            let tries = (1..=MOST).rev().map(|most| {
                let values = marks(domain, most);
                let texts = labels(&panel.x, &values);
                let ticks = values.into_iter().zip(texts);
                ticks.map(|(at, label)| Tick::new(at, label)).collect()
            });
            tries.into_iter().find(fitting)
        }
    };
    let label = |tick: Tick| {
        let below = Some(tick.below).filter(|below| !below.is_empty());
        Label { at: tick.at, lines: [tick.label].into_iter().chain(below).collect(), turned: false }
    };
    ticks.unwrap_or_default().into_iter().map(label).collect()
}

/// Whether the labels lie within limits and apart from each other, on each of their lines.
fn fits(ticks: &[Tick], ruler: Ruler, (left, right): (f64, f64)) -> bool {
    let apart = |text: fn(&Tick) -> &str| {
        let mut reached = f64::MIN;
        ticks.iter().filter(|tick| !text(tick).is_empty()).all(|tick| {
            let width = width(text(tick), Weight::Regular, TEXT);
            let start = start(ruler.place(tick.at), width, (left, right));
            let free = start >= reached + TICK_GAP && start + width <= right + 1e-6;
            reached = start + width;
            free
        })
    };
    !ticks.is_empty() && apart(|tick| &tick.label) && apart(|tick| &tick.below)
}

/// Where a label of some width begins: in the middle below its mark, but within limits.
pub fn start(place: f64, width: f64, (left, right): (f64, f64)) -> f64 {
    (place - width / 2.0).min(right - width).max(left)
}
