//! `load/`: scripts that create the tables in a warehouse and load the folder's Parquet files.
//!
//! One file for each system, all over the same [`Outline`]: the tables in an order in which every
//! key leads to a table that is there already. Truth stands beside the data as `truth_<table>`,
//! a layout's tables as `<layout>_<table>`, and those of a layout with schemas (`shopify.order`)
//! in a schema of that name.

mod bigquery;
mod duckdb;
mod outline;
mod redshift;
mod snowflake;
mod sqlserver;
mod statement;

use self::outline::Outline;
use super::Order;
use crate::sinks::Format;
use crate::tables::spec::Table;

/// Where the scripts lie inside a dataset.
pub const FOLDER: &str = "load";

/// The schema into which the scripts load, where a system needs one.
const SCHEMA: &str = "adloom";

/// A script: its file inside the dataset, and what makes its text.
type Script = (&'static str, fn(&Outline) -> String);

const SCRIPTS: [Script; 6] = [
    ("load/duckdb.sql", duckdb::sql),
    ("load/bigquery.sql", bigquery::sql),
    ("load/bigquery.sh", bigquery::shell),
    ("load/snowflake.sql", snowflake::sql),
    ("load/redshift.sql", redshift::sql),
    ("load/sqlserver.sql", sqlserver::sql),
];

/// The files of a format's scripts: those beside Parquet, and none beside text, which has no types.
pub fn files(format: Format) -> impl Iterator<Item = &'static str> {
    let there = if format == Format::Parquet { SCRIPTS.as_slice() } else { &[] };
    there.iter().map(|(file, _)| *file)
}

/// The scripts of a dataset, as file and text. Every part of a dataset makes the same.
pub fn scripts(order: &Order, tables: &[&'static Table]) -> Vec<(&'static str, String)> {
    if order.format != Format::Parquet {
        return Vec::new();
    }
    let outline = Outline::new(&order.about.name, order.part, tables);
    SCRIPTS.iter().map(|(file, text)| (*file, text(&outline))).collect()
}

#[cfg(test)]
mod tests;
