//! The keys and indexes that a table gets, the same in every database.

use crate::sinks::folder::target;
use crate::tables::spec::{Column, Kind, Table};

/// A column that leads to the key of another table.
#[derive(Debug, Clone, Copy)]
pub struct ForeignKey {
    /// The column.
    pub column: &'static str,
    /// The table it leads to.
    pub target: &'static Table,
    /// The column there.
    pub key: &'static str,
}

/// The foreign keys of a table, as far as the tables they lead to are among `tables` and have that
/// column for their key: no database lets a key lead to a column that may hold a value twice.
pub fn foreign_keys(table: &'static Table, tables: &[&'static Table]) -> Vec<ForeignKey> {
    let keys = table.columns.iter().filter_map(|column| {
        let (target, key) = target(column, table.folder, tables)?;
        (target.primary_key == [key]).then_some(ForeignKey { column: column.name, target, key })
    });
    keys.collect()
}

/// The columns that get an index of their own: the day of a row, and surrogate keys that lead
/// elsewhere. A label such as a region has so few values that a scan is as quick.
pub fn indexed_columns(table: &'static Table) -> Vec<&'static str> {
    let is_number = |column: &Column| matches!(column.kind, Kind::Id | Kind::Int | Kind::Long);
    let leads_elsewhere = |column: &&Column| is_number(column) && !column.references.is_empty();
    let day = table.columns.iter().find(|column| column.kind == Kind::Date);
    let columns = day.into_iter().chain(table.columns.iter().filter(leads_elsewhere));
    // The primary key has an index, which serves for its first column too.
    let leads_the_key = |name: &&str| table.primary_key.first() == Some(name);
    columns.map(|column| column.name).filter(|name| !leads_the_key(name)).collect()
}

/// The name of a table where all tables share one space of names: plain tables keep theirs, the
/// answer key has `truth_` before it, a layout's tables the name of the layout, and those of a
/// schema the name of the schema.
pub fn flat_name(table: &Table) -> String {
    use crate::tables::spec::Folder;
    match (table.folder, table.name.split_once('.')) {
        (_, Some((schema, name))) => format!("{schema}_{name}"),
        (Folder::Data, None) => table.name.to_owned(),
        (Folder::Truth | Folder::Layout(_), None) => {
            format!("{}_{}", table.folder.name(), table.name)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::columns::{ALL, ORDERS, REGIONS, SESSIONS, TRUTH_ORDERS};
    use crate::tables::spec::Folder;

    #[test]
    fn keys_lead_only_to_tables_that_are_there() {
        let columns = |tables: &[&'static Table]| {
            foreign_keys(&ORDERS, tables).into_iter().map(|key| key.column).collect::<Vec<_>>()
        };
        assert!(columns(&[&ORDERS]).is_empty());
        assert_eq!(columns(&[&ORDERS, &REGIONS]), ["region_id"]);
        assert!(columns(ALL).contains(&"user_id"));
    }

    #[test]
    fn a_row_s_day_and_surrogate_keys_are_indexed_but_no_label() {
        assert_eq!(indexed_columns(&ORDERS), ["date", "user_id", "session_id", "city_id"]);
        assert!(indexed_columns(&SESSIONS).contains(&"ad_id"));
    }

    #[test]
    fn names_without_schemas_stay_apart() {
        assert_eq!(flat_name(&ORDERS), "orders");
        assert_eq!(flat_name(&TRUTH_ORDERS), "truth_orders");
        let table = |name| Table { name, folder: Folder::Layout("connectors"), ..ORDERS_LIKE };
        assert_eq!(flat_name(&table("shopify.order")), "shopify_order");
        assert_eq!(flat_name(&table("mix")), "connectors_mix");
    }

    const ORDERS_LIKE: Table = Table {
        name: "",
        folder: Folder::Data,
        doc: "",
        grain: "",
        primary_key: &[],
        columns: &[],
    };
}
