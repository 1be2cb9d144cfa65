//! What a figure shows, as a table.

use jiff::{Span, civil::date};

use super::{Axis, Figure, Mark, Panel, Scale, Side};

/// One row per thing shown: which panel and series it belongs to, where it stands, and what is
/// printed beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The rows, in drawing order.
    pub rows: Vec<[String; Table::COLUMNS.len()]>,
}

impl Table {
    /// Names of the columns. `x` and `y` are values of the panel's axes (a date, a name or a
    /// number), `low` and `high` the ends of an interval, a band or a region, `value` what the
    /// area of a bubble or the colour of a cell stands for. A cell is empty where a thing has no such value.
    pub const COLUMNS: [&str; 9] =
        ["panel", "series", "mark", "x", "y", "low", "high", "value", "label"];

    pub(super) fn of(figure: &Figure) -> Table {
        let mut table = Table { rows: Vec::new() };
        for panel in &figure.panels {
            for mark in &panel.marks {
                table.add(panel, mark);
            }
        }
        table
    }

    /// The table as CSV, with a header.
    pub fn csv(&self) -> Result<Vec<u8>, csv::Error> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(Table::COLUMNS)?;
        for row in &self.rows {
            writer.write_record(row)?;
        }
        writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))
    }

    fn add(&mut self, panel: &Panel, mark: &Mark) {
        let x = |value: f64| place(&panel.x, value);
        let y = |value: f64| place(&panel.y, value);
        // What stands on the vertical axis has its value along the horizontal one.
        let upright = panel.standing() == Side::X;
        let along = |value: f64| if upright { y(value) } else { x(value) };
        let stand = |at: f64, value: f64| {
            if upright { (x(at), y(value)) } else { (x(value), y(at)) }
        };
        let mut row = |series: &str, kind: &str, cells: [String; 6]| {
            let [x, y, low, high, value, label] = cells;
            let head = [panel.title.clone(), series.to_owned(), kind.to_owned()];
            let [panel, series, kind] = head;
            self.rows.push([panel, series, kind, x, y, low, high, value, label]);
        };
        let none = String::new;
        match mark {
            Mark::Line(line) => {
                for &(at, value) in &line.points {
                    let cells = [x(at), y(value), none(), none(), none(), none()];
                    row(&line.series.name, "line", cells);
                }
            }
            Mark::Stack(stack) => {
                for area in &stack.areas {
                    for (&at, &height) in stack.x.iter().zip(&area.heights) {
                        let cells = [x(at), y(height), none(), none(), none(), none()];
                        row(&area.series.name, "area", cells);
                    }
                }
            }
            Mark::Bars(bars) => {
                for series in &bars.series {
                    for bar in &series.bars {
                        let (x, y) = stand(bar.at, bar.value);
                        let cells = [x, y, none(), none(), none(), bar.label.clone()];
                        row(&series.series.name, "bar", cells);
                    }
                }
            }
            Mark::Points(points) => {
                for dot in &points.dots {
                    let size = dot.size.map_or_else(none, number);
                    let cells = [x(dot.x), y(dot.y), none(), none(), size, dot.label.clone()];
                    row(&points.series.name, "point", cells);
                }
            }
            Mark::Estimates(estimates) => {
                for estimate in &estimates.estimates {
                    let (x, y) = stand(estimate.at, estimate.value);
                    let (low, high) = match estimate.interval {
                        Some((low, high)) => (along(low), along(high)),
                        None => (none(), none()),
                    };
                    row(&estimates.series.name, "estimate", [x, y, low, high, none(), none()]);
                }
            }
            Mark::Band(band) => {
                for &(at, low, high) in &band.points {
                    let cells = [x(at), none(), y(low), y(high), none(), none()];
                    row(&band.series.name, "band", cells);
                }
            }
            Mark::Cells(cells) => {
                for cell in &cells.cells {
                    let at = (x(cell.x as f64), y(cell.y as f64));
                    let value = number(cell.value);
                    let cells_of = [at.0, at.1, none(), none(), value, cell.label.clone()];
                    row(&cells.series, "cell", cells_of);
                }
            }
            Mark::Rule(rule) => {
                let (x, y) = match rule.on {
                    Side::X => (x(rule.at), none()),
                    Side::Y => (none(), y(rule.at)),
                };
                row("", "rule", [x, y, none(), none(), none(), rule.label.clone()]);
            }
            Mark::Region(region) => {
                let axis = if region.on == Side::X { &panel.x } else { &panel.y };
                let ends = (place(axis, region.from), place(axis, region.to));
                let cells = [none(), none(), ends.0, ends.1, none(), region.label.clone()];
                row("", "region", cells);
            }
            Mark::Note(note) => {
                let cells = [x(note.x), y(note.y), none(), none(), none(), note.text.clone()];
                row("", "note", cells);
            }
        }
    }
}

/// A value as its axis writes it: a date, the nearest name, or a number.
fn place(axis: &Axis, value: f64) -> String {
    match &axis.scale {
        Scale::Dates => date_text(value),
        Scale::Categories(names) => {
            let nearest = value.round();
            let known = nearest >= 0.0 && nearest < names.len() as f64;
            if known { names[nearest as usize].clone() } else { String::new() }
        }
        Scale::Linear(_) | Scale::Log(_) => number(value),
    }
}

fn date_text(value: f64) -> String {
    if !value.is_finite() {
        return String::new();
    }
    let days = Span::new().try_days(value.floor() as i64);
    let day = days.and_then(|days| date(1970, 1, 1).checked_add(days));
    day.map_or_else(|_| number(value), |day| day.to_string())
}

/// Nothing where there is no number.
fn number(value: f64) -> String {
    if value.is_finite() { value.to_string() } else { String::new() }
}
