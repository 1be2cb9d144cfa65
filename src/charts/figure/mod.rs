//! A chart as plain data: what is shown, not how it is drawn.

mod axis;
mod mark;
mod table;

pub use axis::{Axis, Range, Scale, Unit, day};
pub use mark::{
    Area, Arrangement, Band, Bar, BarSeries, Bars, Cell, Cells, Colour, Dot, Estimate, Estimates,
    Line, Mark, Marker, Note, Points, Ramp, Region, Rule, Series, Side, Stack, Stroke,
};
pub use table::Table;

use std::fmt;

/// A chart: one finding, in one or more panels.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// Short name, also that of its files: `roas-by-platform`.
    pub name: String,
    /// States the finding, as a sentence without a full stop.
    pub title: String,
    /// Period, unit, and what was left out.
    pub caption: String,
    /// The panels, in reading order; at least one.
    pub panels: Vec<Panel>,
    /// Panels side by side, at least 1.
    pub columns: usize,
    /// How the series are named.
    pub keys: Keys,
}

/// One pair of axes and what stands between them.
#[derive(Debug, Clone, PartialEq)]
pub struct Panel {
    /// Heading; empty where the figure has one panel only.
    pub title: String,
    /// Horizontal axis.
    pub x: Axis,
    /// Vertical axis.
    pub y: Axis,
    /// What is drawn, the lowest first.
    pub marks: Vec<Mark>,
    /// Height against that of an ordinary panel; categories on the vertical axis make their own.
    pub stretch: f64,
}

/// How the reader is told which series is which.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keys {
    /// In a legend above the panels; nothing where there are fewer than two names.
    Legend,
    /// Lines and areas at their right end, and whatever else in a legend.
    Direct,
    /// Not at all: the axes say it.
    None,
}

/// Why there is no chart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotDrawn {
    /// The figures it shows were not computed.
    NotComputed {
        /// What is missing, such as "ROAS by platform".
        what: String,
    },
    /// There are too few values for the chart to say anything.
    TooFew {
        /// What there is too little of, such as "days".
        what: String,
        /// How many there are.
        have: usize,
        /// How many it takes.
        need: usize,
    },
    /// A panel has nothing to show between its axes.
    EmptyPanel {
        /// The figure's name.
        figure: String,
        /// The panel's heading, or its number.
        panel: String,
    },
    /// The picture could not be written.
    Picture {
        /// What went wrong.
        cause: String,
    },
}

impl Figure {
    /// A figure of one panel.
    pub fn new(name: &str, title: String, caption: String, panel: Panel) -> Figure {
        Figure::grid(name, title, caption, vec![panel], 1)
    }

    /// A figure of several panels, `columns` of them side by side.
    pub fn grid(
        name: &str,
        title: String,
        caption: String,
        panels: Vec<Panel>,
        columns: usize,
    ) -> Figure {
        Figure { name: name.to_owned(), title, caption, panels, columns, keys: Keys::Legend }
    }

    /// The same figure with its series named otherwise.
    pub fn keys(self, keys: Keys) -> Figure {
        Figure { keys, ..self }
    }

    /// Everything that the figure shows, as a tidy table.
    pub fn table(&self) -> Table {
        Table::of(self)
    }
}

impl Panel {
    /// An empty panel between two axes.
    pub fn new(x: Axis, y: Axis) -> Panel {
        Panel { title: String::new(), x, y, marks: Vec::new(), stretch: 1.0 }
    }

    /// The same panel under a heading.
    pub fn titled(self, title: impl Into<String>) -> Panel {
        Panel { title: title.into(), ..self }
    }

    /// The same panel, `stretch` times as high.
    pub fn stretched(self, stretch: f64) -> Panel {
        Panel { stretch, ..self }
    }

    /// The axis that bars and estimates stand on: the one with names, else the horizontal one.
    pub fn standing(&self) -> Side {
        if self.y.names().is_some() && self.x.names().is_none() { Side::Y } else { Side::X }
    }

    /// The same panel with one more mark on top.
    pub fn with(mut self, mark: impl Into<Mark>) -> Panel {
        self.marks.push(mark.into());
        self
    }
}

impl fmt::Display for NotDrawn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NotDrawn::NotComputed { what } => write!(f, "chart not drawn: {what} not computed"),
            NotDrawn::TooFew { what, have, need } => {
                write!(f, "chart not drawn: {have} {what}, of which it takes {need}")
            }
            NotDrawn::EmptyPanel { figure, panel } => {
                write!(f, "chart {figure} not drawn: nothing to show in panel {panel}")
            }
            NotDrawn::Picture { cause } => write!(f, "chart not drawn: {cause}"),
        }
    }
}

impl std::error::Error for NotDrawn {}
