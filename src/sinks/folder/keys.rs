//! Foreign keys, as far as the tables they lead to are there.

use crate::tables::spec::{Column, Folder, Table};

/// The table and column that a column refers to, if that table is among those given.
///
/// `orders.order_id` means the table in `data`; `truth.orders.order_id` the one in `truth`. Tables
/// of a layout lead to tables of the same layout. `from` is the column's own folder.
pub fn target(
    column: &Column,
    from: Folder,
    tables: &[&'static Table],
) -> Option<(&'static Table, &'static str)> {
    let (table, key) = column.references.rsplit_once('.')?;
    let (folder, name) = match (from, table.split_once('.')) {
        (Folder::Layout(_), _) => (from, table),
        (_, Some(("truth", name))) => (Folder::Truth, name),
        _ => (Folder::Data, table),
    };
    let found =
        tables.iter().copied().find(|table| table.folder == folder && table.name == name)?;
    found.position(key).map(|_| (found, key))
}
