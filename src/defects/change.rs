//! What each kind of defect does to a clean row, cell by cell.
//!
//! A change is a pure function of the clean row and a key. It reads nothing that another defect
//! left behind, so an entry of the scenario does the same with the others and without them.

use arrow_array::RecordBatch;

use super::cell::{Cell, DAY_MILLIS};
use super::encoding::misread;
use super::totals::Totals;
use super::wording::{nearly, reformatted, variant};
use crate::random::Key;
use crate::scenario::{DateFormat, OutlierMode, ReadAs, Variant};
use crate::tables::spec::Kind;
use crate::world::ids::{FIRST_DAY, NO_REGIONS, Permutation, RowId};

/// A clean row.
#[derive(Clone, Copy)]
pub struct Row<'a> {
    /// Its batch, with `ingested_at` behind the columns of its own where rows are late.
    pub batch: &'a RecordBatch,
    /// The kinds of the batch's columns.
    pub kinds: &'a [Kind],
    /// Its place in the batch.
    pub at: usize,
    /// What the orders of the same day came to.
    pub totals: &'a Totals,
}

impl Row<'_> {
    /// The cell of a column.
    pub fn cell(&self, column: usize) -> Cell {
        Cell::of(self.batch.column(column), self.kinds[column], self.at)
    }
}

/// A change of some cells. Columns are positions.
#[derive(Debug, Clone)]
pub enum Change {
    Blank(usize),
    Outlier(usize, OutlierMode),
    Rewrite(usize, Vec<Variant>),
    Redate(usize, Vec<DateFormat>),
    Multiply(usize, f64),
    Swap(usize, usize),
    Misread(usize, ReadAs),
    Cut(usize, usize),
    Orphan(usize, Orphan),
    Exceed(usize, Limit),
    Negate(usize),
    /// Milliseconds that are added.
    Shift(usize, i64),
    /// Columns that are emptied, columns that get the label, and the label.
    Collapse(Vec<usize>, Vec<usize>, String),
    /// The column `ingested_at`, and the fewest and most days a row is late.
    Delay(usize, u32, u32),
    Double(Vec<usize>),
}

/// How a key is made that leads nowhere.
#[derive(Debug, Clone, Copy)]
pub enum Orphan {
    /// An id of the same day that no row of the world has.
    Id(Permutation),
    /// A number beyond all that are there.
    Number,
    /// A word that cannot be an id.
    Word,
}

/// What a value must not exceed.
#[derive(Debug, Clone, Copy)]
pub enum Limit {
    /// A column of the same row.
    Own(usize),
    /// A figure of the order that the row belongs to: the column of its id, and which figure.
    Order(usize, usize),
}

/// Beyond every number that counts up from 1 in a world, and within 32 bits.
const FAR_NUMBER: i64 = 1_000_000_000;
/// Beyond every number that is built from campaigns and ads, and within 53 bits.
const FAR_ID: i64 = 1 << 52;
/// Bits of an id below its day.
const BELOW_DAY: u32 = 38;

impl Change {
    /// The cells that differ afterwards. A row in which none does is not eligible.
    pub fn of(&self, row: Row<'_>, key: Key) -> Vec<(usize, Cell)> {
        let mut cells = self.cells(row, key).unwrap_or_default();
        cells.retain(|(column, cell)| *cell != row.cell(*column));
        cells
    }

    fn cells(&self, row: Row<'_>, key: Key) -> Option<Vec<(usize, Cell)>> {
        let kind = |column: usize| row.kinds[column];
        let text = |column: usize| match row.cell(column) {
            Cell::Text(text) => Some(text),
            _ => None,
        };
        let one = |column: usize, cell: Option<Cell>| Some(vec![(column, cell?)]);
        match self {
            Change::Blank(column) => one(*column, Some(Cell::Empty)),
            Change::Outlier(column, mode) => {
                let cell = row.cell(*column);
                let found = factors(*mode, key).into_iter().find_map(|factor| {
                    cell.times(kind(*column), factor).filter(|far| *far != cell)
                });
                one(*column, found)
            }
            Change::Rewrite(column, variants) => {
                one(*column, variant(&text(*column)?, variants, key).map(Cell::Text))
            }
            Change::Redate(column, formats) => {
                let format = formats[key.below(formats.len() as u64) as usize];
                one(*column, reformatted(&row.cell(*column), format).map(Cell::Text))
            }
            Change::Multiply(column, factor) => {
                one(*column, row.cell(*column).times(kind(*column), *factor))
            }
            Change::Swap(a, b) => Some(vec![(*a, row.cell(*b)), (*b, row.cell(*a))]),
            Change::Misread(column, read_as) => {
                one(*column, Some(Cell::Text(misread(&text(*column)?, *read_as))))
            }
            Change::Cut(column, length) => {
                one(*column, Some(Cell::Text(text(*column)?.chars().take(*length).collect())))
            }
            Change::Orphan(column, orphan) => {
                one(*column, orphaned(row.cell(*column), *orphan, key))
            }
            Change::Exceed(column, limit) => {
                let limit = match limit {
                    Limit::Own(other) => row.cell(*other),
                    Limit::Order(id, figure) => row.totals.figure(&row.cell(*id), *figure)?,
                };
                one(*column, above(&limit, kind(*column), key))
            }
            Change::Negate(column) => {
                let cell = row.cell(*column);
                cell.number().filter(|number| *number > 0.0)?;
                one(*column, cell.times(kind(*column), -1.0))
            }
            Change::Shift(column, by) => {
                let moved = match row.cell(*column) {
                    Cell::Moment(millis) => Cell::Moment(millis + by),
                    Cell::Clock(millis) => Cell::Clock(millis + by),
                    _ => return None,
                };
                one(*column, Some(moved))
            }
            Change::Collapse(emptied, labelled, label) => {
                let labelled = labelled.iter().map(|&c| (c, Cell::Text(label.clone())));
                Some(emptied.iter().map(|&c| (c, Cell::Empty)).chain(labelled).collect())
            }
            Change::Delay(column, least, most) => {
                let days = u64::from(*least) + key.below(u64::from(most - least) + 1);
                // At any time of the day: late rows come by hand, the others every night.
                let time = key.at(1).below(DAY_MILLIS as u64 / 1_000) as i64 * 1_000;
                match row.cell(*column) {
                    Cell::Moment(on_time) => {
                        let midnight = on_time - on_time.rem_euclid(DAY_MILLIS);
                        one(*column, Some(Cell::Moment(midnight + days as i64 * DAY_MILLIS + time)))
                    }
                    _ => None,
                }
            }
            Change::Double(columns) => {
                row.cell(*columns.first()?).number().filter(|number| *number > 0.0)?;
                let doubled =
                    |&column: &usize| Some((column, row.cell(column).times(kind(column), 2.0)?));
                Some(columns.iter().filter_map(doubled).collect())
            }
        }
    }
}

/// The cells in which a near copy of a row differs from it.
pub fn near_copy(row: Row<'_>, columns: &[usize], key: Key) -> Vec<(usize, Cell)> {
    let differing = |(n, &column): (usize, &usize)| {
        Some((column, nearly(&row.cell(column), key.at(n as u64))?))
    };
    columns.iter().enumerate().filter_map(differing).collect()
}

/// Factors to try, until one changes the number and fits its column.
fn factors(mode: OutlierMode, key: Key) -> Vec<f64> {
    match mode {
        OutlierMode::ShiftedDecimal => {
            let factors = [10.0, 100.0, 0.1];
            let first = key.below(3) as usize;
            (0..3).map(|n| factors[(first + n) % 3]).collect()
        }
        OutlierMode::Extreme => {
            let whole = (20 + key.below(181)) as f64;
            vec![whole, 20.0]
        }
    }
}

/// A value above a limit by 1 and up to a tenth more.
fn above(limit: &Cell, kind: Kind, key: Key) -> Option<Cell> {
    let more = |limit: i128| limit + 1 + (limit.max(0) as f64 * 0.1 * key.unit()) as i128;
    match limit {
        Cell::Whole(limit) => {
            let value = i64::try_from(more((*limit).into())).ok()?;
            Cell::Whole(value).times(kind, 1.0)
        }
        Cell::Money(limit) => Cell::Money(more(*limit)).times(kind, 1.0),
        Cell::Float(limit) => Some(Cell::Float(limit + 1.0 + limit.max(0.0) * 0.1 * key.unit())),
        _ => None,
    }
}

fn orphaned(cell: Cell, orphan: Orphan, key: Key) -> Option<Cell> {
    Some(match (cell, orphan) {
        (Cell::Whole(value), Orphan::Id(permutation)) => {
            let day = FIRST_DAY + (value >> BELOW_DAY) as i32;
            Cell::Whole(permutation.id(RowId::foreign(day, NO_REGIONS.start, key.bits())))
        }
        (Cell::Whole(value), Orphan::Number) if value < FAR_NUMBER => {
            Cell::Whole(FAR_NUMBER + value)
        }
        (Cell::Whole(value), _) => Cell::Whole(FAR_ID + value),
        (Cell::Text(value), _) => Cell::Text(format!("deleted:{value}")),
        _ => return None,
    })
}
