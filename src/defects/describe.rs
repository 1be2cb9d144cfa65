//! What a table is once it has defects: types that hold what was written, no promise that is not
//! kept.

use super::change::Change;
use super::plan::{Act, Drifted, INGESTED_AT, Plan, Planned};
use crate::tables::spec::{Column, Folder, Kind, Table};

/// The description of a table with its defects. Where a column leads is seen to by [`linked`].
pub fn dirty(
    table: &'static Table,
    defects: &[Planned],
    drifts: &[Drifted],
    late: bool,
) -> &'static Table {
    let mut columns: Vec<Column> = table.columns.to_vec();
    let touched = |column: usize| changes(defects).any(|change| touches(change).contains(&column));
    let mut keeps_key = defects.iter().all(|defect| !matches!(defect.act, Act::Copy(_)));
    for (place, column) in columns.iter_mut().enumerate() {
        column.nullable |= changes(defects).any(|change| empties(change, place, table));
        if changes(defects).any(|change| matches!(change, Change::Redate(c, _) if *c == place)) {
            column.kind = Kind::Text;
        }
        // An empty cell leads nowhere, which a foreign key allows; any other value may not.
        let wrong = |change: &Change| {
            touches(change).contains(&place) && !matches!(change, Change::Blank(_))
        };
        if changes(defects).any(wrong) {
            column.references = "";
        }
        let renamed = drifts.iter().any(|drift| drift.column == place && drift.renamed);
        column.nullable |= renamed;
        if table.primary_key.contains(&column.name) && (touched(place) || renamed) {
            keeps_key = false;
        }
    }
    if late {
        columns.push(Column::new(INGESTED_AT, Kind::Time, "When the row arrived (UTC)"));
    }
    for drift in drifts {
        let old = columns[drift.column];
        columns.push(Column { name: drift.name.clone().leak(), nullable: true, ..old });
    }
    Table {
        primary_key: if keeps_key { table.primary_key } else { &[] },
        columns: columns.leak(),
        ..*table
    }
    .kept()
}

/// A table whose columns lead only where a key still stands: the same description, if all do.
pub fn linked(table: &'static Table, plan: &Plan) -> &'static Table {
    let target = |column: &Column| {
        let (parent, key) = column.references.rsplit_once('.')?;
        plan.tables
            .iter()
            .find(|other| other.clean.folder == Folder::Data && other.clean.name == parent)
            .map(|other| (other, key))
    };
    let lost = |column: &Column| {
        target(column).is_some_and(|(parent, key)| {
            let place = parent.clean.position(key);
            let changed = |defect: &Planned| match &defect.act {
                Act::Change(change) => place.is_some_and(|place| touches(change).contains(&place)),
                _ => false,
            };
            parent.dirty.primary_key.is_empty()
                || parent.defects.iter().any(changed)
                || parent.drifts.iter().any(|drift| drift.renamed && Some(drift.column) == place)
        })
    };
    table.unlinked(lost)
}

fn changes(defects: &[Planned]) -> impl Iterator<Item = &Change> {
    defects.iter().filter_map(|defect| match &defect.act {
        Act::Change(change) => Some(change),
        _ => None,
    })
}

/// The columns that a change writes to.
fn touches(change: &Change) -> Vec<usize> {
    match change {
        Change::Blank(column)
        | Change::Outlier(column, _)
        | Change::Rewrite(column, _)
        | Change::Redate(column, _)
        | Change::Multiply(column, _)
        | Change::Misread(column, _)
        | Change::Cut(column, _)
        | Change::Orphan(column, _)
        | Change::Exceed(column, _)
        | Change::Negate(column)
        | Change::Shift(column, _)
        | Change::Delay(column, ..) => vec![*column],
        Change::Swap(a, b) => vec![*a, *b],
        Change::Collapse(emptied, labelled, _) => [&emptied[..], labelled].concat(),
        Change::Double(columns) => columns.clone(),
    }
}

/// Whether a change can leave a column empty.
fn empties(change: &Change, column: usize, table: &Table) -> bool {
    match change {
        Change::Blank(blank) => *blank == column,
        Change::Swap(a, b) => {
            (*a == column && table.columns[*b].nullable)
                || (*b == column && table.columns[*a].nullable)
        }
        Change::Collapse(emptied, ..) => emptied.contains(&column),
        _ => false,
    }
}
