//! Aligned columns, for people.
//!
//! Widths follow from the first batch, so that rows can be shown as they come. A later cell that is
//! wider pushes its row to the right rather than losing a digit. Where there is an edge, long text
//! is cut to what fits, and then the last columns are left out.

use std::io::{self, Write};

use arrow_array::RecordBatch;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::sinks::text::cell_texts;
use crate::tables::spec::{Kind, Table};

/// What stands between two columns, and below it.
const BETWEEN: &str = " │ ";
const CROSS: &str = "─┼─";
/// What an empty cell shows.
const NULL: &str = "NULL";
/// Text is not cut below this width.
const LEAST_TEXT: usize = 10;
/// Rows by which widths are chosen, at most.
const ROWS_MEASURED: usize = 4_096;

/// A table being shown.
pub struct Grid<W> {
    out: W,
    table: &'static Table,
    edge: Option<usize>,
    /// Of the columns that are shown.
    widths: Option<Vec<usize>>,
}

impl<W: Write> Grid<W> {
    /// A table with these columns, cut at an edge if there is one.
    pub fn new(out: W, table: &'static Table, edge: Option<usize>) -> Grid<W> {
        Grid { out, table, edge, widths: None }
    }

    /// Shows the next rows.
    pub fn write(&mut self, batch: &RecordBatch) -> io::Result<()> {
        let mut columns = Vec::with_capacity(batch.num_columns());
        for column in batch.columns() {
            columns.push(cell_texts(column, NULL)?);
        }
        if self.widths.is_none() {
            self.head(&columns)?;
        }
        let widths = self.widths.clone().unwrap_or_default();
        for row in 0..batch.num_rows() {
            let cells: Vec<&str> = columns.iter().map(|column| column[row].as_str()).collect();
            self.row(&widths, &cells, false)?;
        }
        Ok(())
    }

    /// Shows at least the header; tells how many columns there was no room for.
    pub fn finish(mut self) -> io::Result<usize> {
        if self.widths.is_none() {
            let nothing = vec![Vec::new(); self.table.columns.len()];
            self.head(&nothing)?;
        }
        self.out.flush()?;
        Ok(self.table.columns.len() - self.widths.map_or(0, |widths| widths.len()))
    }

    /// Chooses the widths and shows the header.
    fn head(&mut self, columns: &[Vec<String>]) -> io::Result<()> {
        let names: Vec<String> = self.table.columns.iter().map(|c| visible(c.name)).collect();
        let widest = |cells: &Vec<String>| {
            let lines = cells.iter().take(ROWS_MEASURED).flat_map(|cell| cell.lines());
            lines.map(|line| line.width()).max().unwrap_or(0)
        };
        let widths = names.iter().zip(columns).map(|(name, c)| name.width().max(widest(c)));
        let numeric: Vec<bool> = self.table.columns.iter().map(|c| is_number(c.kind)).collect();
        let mut widths: Vec<usize> = widths.collect();
        if let Some(edge) = self.edge {
            widths = fitted(widths, &numeric, edge);
        }
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        self.row(&widths, &names, true)?;
        let rules: Vec<String> = widths.iter().map(|&width| "─".repeat(width)).collect();
        writeln!(self.out, "{}", rules.join(CROSS))?;
        self.widths = Some(widths);
        Ok(())
    }

    /// Shows a row: as many lines as the tallest of its cells.
    fn row(&mut self, widths: &[usize], cells: &[&str], head: bool) -> io::Result<()> {
        let cells: Vec<Vec<&str>> = cells
            .iter()
            .take(widths.len())
            .map(|cell| cell.trim_end().split('\n').collect())
            .collect();
        let height = cells.iter().map(Vec::len).max().unwrap_or(0);
        for level in 0..height {
            let mut line = String::new();
            for (n, &width) in widths.iter().enumerate() {
                if n > 0 {
                    line.push_str(BETWEEN);
                }
                let text = cells[n].get(level).copied().unwrap_or_default();
                self.cell(n, text, width, head, &mut line);
            }
            writeln!(self.out, "{}", line.trim_end())?;
        }
        Ok(())
    }

    fn cell(&self, column: usize, text: &str, width: usize, head: bool, line: &mut String) {
        let number = is_number(self.table.columns[column].kind);
        // A number that is cut would be another number.
        let cut = self.edge.is_some() && (head || !number);
        let text = if cut { shortened(text, width) } else { text.to_owned() };
        let room = " ".repeat(width.saturating_sub(text.width()));
        let (before, after) = if number { (room.as_str(), "") } else { ("", room.as_str()) };
        line.extend([before, &text, after]);
    }
}

fn is_number(kind: Kind) -> bool {
    matches!(kind, Kind::Id | Kind::Int | Kind::Long | Kind::Float | Kind::Money)
}

/// Widths that fit an edge: the widest text gives way first, then the last columns do.
fn fitted(mut widths: Vec<usize>, numeric: &[bool], edge: usize) -> Vec<usize> {
    let total = |widths: &[usize]| {
        widths.iter().sum::<usize>() + BETWEEN.width() * widths.len().saturating_sub(1)
    };
    while total(&widths) > edge {
        let excess = total(&widths) - edge;
        let text = (0..widths.len()).filter(|&n| !numeric[n] && widths[n] > LEAST_TEXT);
        match text.max_by_key(|&n| widths[n]) {
            // Down to the next widest in one step would cut one column where two could share.
            Some(widest) => widths[widest] -= excess.min((widths[widest] - LEAST_TEXT).div_ceil(8)),
            None if widths.len() > 1 => drop(widths.pop()),
            None => break,
        }
    }
    widths
}

/// Text cut to a width, with a sign that it was.
fn shortened(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut short = String::new();
    let mut used = 1;
    for c in text.chars() {
        used += c.width().unwrap_or(0);
        if used > width {
            break;
        }
        short.push(c);
    }
    short.push('…');
    short
}

/// A name without characters that would move the cursor or colour the terminal.
fn visible(name: &str) -> String {
    name.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}
