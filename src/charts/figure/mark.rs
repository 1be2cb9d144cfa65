//! What stands between the axes.
//!
//! Coordinates are values of the two axes. A value that is not finite is a gap: lines and areas
//! break there, anything else leaves it out.

/// Anything that is drawn between the axes.
#[derive(Debug, Clone, PartialEq)]
pub enum Mark {
    /// A line.
    Line(Line),
    /// Areas on top of one another.
    Stack(Stack),
    /// Bars.
    Bars(Bars),
    /// Points or bubbles.
    Points(Points),
    /// Points with intervals.
    Estimates(Estimates),
    /// The space between two lines.
    Band(Band),
    /// Coloured cells with printed values.
    Cells(Cells),
    /// A reference line.
    Rule(Rule),
    /// A shaded part of an axis.
    Region(Region),
    /// Words at a place.
    Note(Note),
}

/// What a mark is called and how it is coloured.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// Name in the legend and in the table; empty where it needs none.
    pub name: String,
    /// Colour.
    pub colour: Colour,
}

/// A colour by what it means; the theme knows how it looks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Colour {
    /// That of a platform, by its id or name: the same on every chart.
    Platform(String),
    /// The one thing to look at.
    Accent,
    /// The other thing, set against the accent.
    Contrast,
    /// What was measured, or is true: nearly black.
    Ink,
    /// What is there for comparison: dark grey.
    Neutral,
    /// What is there for context: light grey.
    Faint,
    /// The n-th of several kinds, none of them a platform.
    Kind(usize),
}

/// A line through points, in their order.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// Name and colour.
    pub series: Series,
    /// x and y.
    pub points: Vec<(f64, f64)>,
    /// How it is drawn.
    pub stroke: Stroke,
}

/// How a line is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stroke {
    /// Thick, without breaks.
    Solid,
    /// Thin, without breaks.
    Thin,
    /// Dashed.
    Dashed,
    /// In steps: each value holds until the next.
    Steps,
}

/// Areas on top of one another; those below 0 hang from it.
#[derive(Debug, Clone, PartialEq)]
pub struct Stack {
    /// Places on the horizontal axis, in order.
    pub x: Vec<f64>,
    /// The areas, the lowest first.
    pub areas: Vec<Area>,
}

/// One area of a stack.
#[derive(Debug, Clone, PartialEq)]
pub struct Area {
    /// Name and colour.
    pub series: Series,
    /// Its height at each place.
    pub heights: Vec<f64>,
}

/// Bars, upright or lying: they stand on the axis that has names, else on the horizontal one.
#[derive(Debug, Clone, PartialEq)]
pub struct Bars {
    /// The bars by series.
    pub series: Vec<BarSeries>,
    /// How the series share a place.
    pub arrangement: Arrangement,
    /// Where a pale bar behind each place ends, such as at 100%.
    pub track: Option<f64>,
}

/// How several series of bars share a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arrangement {
    /// Side by side.
    Grouped,
    /// On top of one another; negative ones hang from 0.
    Stacked,
}

/// The bars of one series.
#[derive(Debug, Clone, PartialEq)]
pub struct BarSeries {
    /// Name and colour.
    pub series: Series,
    /// Its bars.
    pub bars: Vec<Bar>,
}

/// One bar.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    /// Its place on the axis it stands on.
    pub at: f64,
    /// How far it reaches.
    pub value: f64,
    /// Words at its end, or within it where bars are stacked; empty for none.
    pub label: String,
    /// A colour of its own instead of the series'.
    pub colour: Option<Colour>,
}

/// Points of one series.
#[derive(Debug, Clone, PartialEq)]
pub struct Points {
    /// Name and colour.
    pub series: Series,
    /// The points.
    pub dots: Vec<Dot>,
    /// Their form.
    pub marker: Marker,
}

/// One point or bubble.
#[derive(Debug, Clone, PartialEq)]
pub struct Dot {
    /// Horizontal place.
    pub x: f64,
    /// Vertical place.
    pub y: f64,
    /// What the area of a bubble stands for, on one scale per panel; none for a plain point.
    pub size: Option<f64>,
    /// Name in the table, and beside the point if `named` and there is room; may be empty.
    pub label: String,
    /// Whether the label is drawn.
    pub named: bool,
}

/// The form of a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Marker {
    /// A filled circle.
    Dot,
    /// An open circle.
    Ring,
    /// A filled square.
    Square,
    /// A filled diamond.
    Diamond,
    /// An upright stroke, across the axis that has names.
    Tick,
}

/// Points with intervals; they stand on the same axis as [`Bars`].
#[derive(Debug, Clone, PartialEq)]
pub struct Estimates {
    /// Name and colour.
    pub series: Series,
    /// The estimates.
    pub estimates: Vec<Estimate>,
    /// Form of the points.
    pub marker: Marker,
}

/// One point and its interval.
#[derive(Debug, Clone, PartialEq)]
pub struct Estimate {
    /// Its place on the axis it stands on. Fractions set series apart within a category.
    pub at: f64,
    /// The point.
    pub value: f64,
    /// The interval's ends, where it has one.
    pub interval: Option<(f64, f64)>,
    /// A colour of its own instead of the series'.
    pub colour: Option<Colour>,
}

/// One of a panel's axes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The horizontal one.
    X,
    /// The vertical one.
    Y,
}

/// The space between two lines.
#[derive(Debug, Clone, PartialEq)]
pub struct Band {
    /// Name and colour; it is drawn pale.
    pub series: Series,
    /// x, and the lower and upper y there.
    pub points: Vec<(f64, f64, f64)>,
}

/// Coloured cells with printed values, between two axes of names.
#[derive(Debug, Clone, PartialEq)]
pub struct Cells {
    /// What the values are, for the table.
    pub series: String,
    /// The cells; places without one stay blank.
    pub cells: Vec<Cell>,
    /// How values become colours.
    pub ramp: Ramp,
}

/// One cell.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// Place on the horizontal axis.
    pub x: usize,
    /// Place on the vertical axis.
    pub y: usize,
    /// Value.
    pub value: f64,
    /// The value as printed.
    pub label: String,
}

/// How values become colours.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Ramp {
    /// From pale at the least to dark at the most.
    Sequential,
    /// Pale at the middle, one hue below and another above.
    Diverging {
        /// The middle.
        middle: f64,
    },
}

/// A straight reference line across the panel.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    /// The axis whose value it marks.
    pub on: Side,
    /// The value.
    pub at: f64,
    /// Words at its end; may be empty.
    pub label: String,
}

/// A shaded part of an axis.
#[derive(Debug, Clone, PartialEq)]
pub struct Region {
    /// The axis.
    pub on: Side,
    /// Where it begins.
    pub from: f64,
    /// Where it ends.
    pub to: f64,
    /// Words at its top; may be empty.
    pub label: String,
}

/// Words at a place, left out where they would cover other words.
#[derive(Debug, Clone, PartialEq)]
pub struct Note {
    /// Horizontal place.
    pub x: f64,
    /// Vertical place.
    pub y: f64,
    /// The words.
    pub text: String,
}

impl Series {
    /// A named series.
    pub fn new(name: impl Into<String>, colour: Colour) -> Series {
        Series { name: name.into(), colour }
    }

    /// A platform's series: its name, and its colour on every chart.
    pub fn platform(name: &str) -> Series {
        Series::new(name, Colour::Platform(name.to_owned()))
    }
}

impl Cells {
    /// The least and the largest value; 0 and 0 where there is none.
    pub fn range(&self) -> (f64, f64) {
        let values = self.cells.iter().map(|cell| cell.value).filter(|value| value.is_finite());
        let ends = values.map(|value| (value, value));
        ends.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1))).unwrap_or_default()
    }
}

macro_rules! marks {
    ($($kind:ident),*) => {
        $(impl From<$kind> for Mark {
            fn from(mark: $kind) -> Mark {
                Mark::$kind(mark)
            }
        })*
    };
}

marks!(Line, Stack, Bars, Points, Estimates, Band, Cells, Rule, Region, Note);
