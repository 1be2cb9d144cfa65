//! The summaries that a database can hold as views: SQL that every system understands.

use std::sync::OnceLock;

use super::description::kept;
use super::layout::Layout;
use super::values::Values;
use crate::tables::spec::{Column, Folder, Table};

/// A summary, as `CREATE VIEW name AS sql` makes it.
#[derive(Debug, Clone, Copy)]
pub struct View {
    /// Its name.
    pub name: &'static str,
    /// One SELECT over the plain tables, with a comment before it.
    pub sql: &'static str,
    /// What it holds.
    pub doc: &'static str,
    /// The columns that identify a row.
    pub primary_key: &'static [&'static str],
    /// Its columns, in order.
    pub columns: &'static [Column],
}

/// All summaries, by name. None reads another.
///
/// The SQL keeps to what DataFusion, DuckDB, PostgreSQL, SQLite, MySQL 8 and MariaDB share: no type
/// names, no functions beyond the common ones, divisions of doubles by way of `1e0 *`.
pub fn views() -> Vec<View> {
    static VIEWS: OnceLock<Vec<View>> = OnceLock::new();
    VIEWS.get_or_init(read).clone()
}

fn read() -> Vec<View> {
    let nothing = Values::default();
    // The files are built in, and the tests read all of them.
    let layout = Layout::named("views").expect("the layout is built in");
    let mut views = Vec::new();
    for query in layout.queries.iter().filter(|query| !query.is_helper()) {
        let folder = Folder::named(layout.name());
        let table = query.about.table(&query.stem, folder, &query.about.doc, &nothing, None);
        let table: &Table =
            table.ok().flatten().unwrap_or_else(|| unreachable!("{} is documented", query.file));
        views.push(View {
            name: table.name,
            sql: kept(query.sql.trim().to_owned()),
            doc: table.doc,
            primary_key: table.primary_key,
            columns: table.columns,
        });
    }
    views
}
