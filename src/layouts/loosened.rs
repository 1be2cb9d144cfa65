//! What a layout promises of tables that are made of tables with planted flaws: less.

use std::ptr;

use datafusion::arrow::datatypes::{DataType, FieldRef, Schema};

use super::description::kept_all;
use crate::tables::columns;
use crate::tables::spec::{Column, Kind, Table};

/// Whether a plain table has planted flaws, or leads to one that has.
pub fn is_spoilt(table: &'static Table) -> bool {
    columns::find(table.folder, table.name).is_none_or(|clean| !ptr::eq(clean, table))
}

/// A table with flaws among its sources: any of its cells may be empty, rows may stand twice, and
/// days that were written in other ways stay text.
pub fn loosened(table: &'static Table, answer: &Schema) -> &'static Table {
    let loose = |(column, field): (&Column, &FieldRef)| {
        let is_text =
            matches!(field.data_type(), DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View);
        let kind = match column.kind {
            Kind::Date | Kind::Time | Kind::Clock if is_text => Kind::Text,
            kind => kind,
        };
        Column { kind, nullable: true, references: "", ..*column }
    };
    let columns = kept_all(table.columns.iter().zip(answer.fields()).map(loose));
    Table { primary_key: &[], columns, ..*table }.kept()
}

/// A table without the references to tables whose keys hold no more; the same, if it has none.
pub fn linked(table: &'static Table, loose: &[&str]) -> &'static Table {
    table.unlinked(|column| {
        column.references.rsplit_once('.').is_some_and(|(parent, _)| loose.contains(&parent))
    })
}
