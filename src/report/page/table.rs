//! A table on the page: columns with a heading and a cell per row, in a box that scrolls sideways
//! where the screen is narrow.

use super::html::{Element, Html, el};

/// A table in the making: its rows, and the columns so far.
pub struct Grid<'a, T> {
    rows: &'a [T],
    columns: Vec<Column>,
}

struct Column {
    heading: &'static str,
    class: Option<&'static str>,
    cells: Vec<Html>,
}

/// A table with a row for each thing.
pub fn grid<T>(rows: &[T]) -> Grid<'_, T> {
    Grid { rows, columns: Vec::new() }
}

impl<'a, T> Grid<'a, T> {
    /// Adds a column of words or names; the first column names the rows.
    pub fn text<C: Into<Html>>(
        self,
        heading: &'static str,
        cell: impl Fn(&'a T) -> C,
    ) -> Grid<'a, T> {
        self.column(heading, None, cell)
    }

    /// Adds a column of sentences, which need room.
    pub fn words<C: Into<Html>>(
        self,
        heading: &'static str,
        cell: impl Fn(&'a T) -> C,
    ) -> Grid<'a, T> {
        self.column(heading, Some("words"), cell)
    }

    /// Adds a column of numbers.
    pub fn number<C: Into<Html>>(
        self,
        heading: &'static str,
        cell: impl Fn(&'a T) -> C,
    ) -> Grid<'a, T> {
        self.column(heading, Some("number"), cell)
    }

    /// Adds a column of numbers unless no row has one.
    pub fn number_if_any(
        self,
        heading: &'static str,
        cell: impl Fn(&'a T) -> Option<Html>,
    ) -> Grid<'a, T> {
        let known = self.rows.iter().any(|row| cell(row).is_some());
        if !known {
            return self;
        }
        self.number(heading, |row| cell(row).unwrap_or_else(|| crate::report::numbers::NONE.into()))
    }

    fn column<C: Into<Html>>(
        mut self,
        heading: &'static str,
        class: Option<&'static str>,
        cell: impl Fn(&'a T) -> C,
    ) -> Grid<'a, T> {
        let cells = self.rows.iter().map(|row| cell(row).into()).collect();
        self.columns.push(Column { heading, class, cells });
        self
    }

    /// The table under a caption; nothing where it has no rows.
    pub fn under(self, caption: &str) -> Html {
        if self.rows.is_empty() {
            return Html::default();
        }
        let styled = |element: Element, class: Option<&str>| match class {
            Some(class) => element.class(class),
            None => element,
        };
        let heading =
            |column: &Column| styled(el("th", column.heading).with("scope", "col"), column.class);
        let head: Html = self.columns.iter().map(heading).collect();
        let row = |i: usize| -> Element {
            let cells = self.columns.iter().enumerate().map(|(at, column)| {
                let cell = column.cells[i].clone();
                match at {
                    0 => el("th", cell).with("scope", "row"),
                    _ => styled(el("td", cell), column.class),
                }
            });
            el("tr", cells.collect::<Html>())
        };
        let body: Html = (0..self.rows.len()).map(row).collect();
        let table = el(
            "table",
            (el("caption", el("span", caption)), el("thead", el("tr", head)), el("tbody", body)),
        );
        // The keyboard can scroll what it can focus.
        let scroll = el("div", table).class("scroll").with("tabindex", "0");
        scroll.with("role", "region").with("aria-label", caption).into()
    }
}

/// A number above its interval.
pub fn with_interval(value: f64, low: f64, high: f64, print: impl Fn(f64) -> String) -> Html {
    (print(value), el("small", crate::report::numbers::interval(low, high, print))).into()
}
