//! Truth beside estimate.

use super::Table;
use crate::report::truth::{Beside, Comparison};

/// Every estimate whose truth is known, how often intervals held it, and the rank correlations of
/// creatives.
pub fn tables(truth: &Comparison) -> Vec<Table> {
    let mut tables = Vec::new();
    if !truth.channels.is_empty() {
        tables.push(channels(truth));
    }
    if !truth.coverage.is_empty() {
        tables.push(
            Table::of("truth_coverage", &truth.coverage)
                .column("of", |row| &row.of)
                .column("nominal", |row| row.nominal)
                .column("intervals", |row| row.intervals)
                .column("covered", |row| row.covered)
                .table(),
        );
    }
    if !truth.experiments.is_empty() {
        tables.push(experiments(truth));
    }
    tables.extend(truth.creatives.as_ref().map(|creatives| {
        Table::of("truth_creatives", &creatives.rankings)
            .column("ranked_by", |ranking| &ranking.by)
            .column("rank_correlation", |ranking| ranking.correlation)
            .column("creatives", |_| creatives.creatives)
            .table()
    }));
    tables
}

fn channels(truth: &Comparison) -> Table {
    let rows: Vec<(&str, Option<bool>, &str, &Beside)> = truth
        .channels
        .iter()
        .flat_map(|row| {
            let figures = row.figures().into_iter();
            figures.map(|(name, beside)| (row.channel.as_str(), row.identified, name, beside))
        })
        .collect();
    Table::of("truth_channels", &rows)
        .column("channel", |row| row.0)
        .column("identified", |row| row.1)
        .column("figure", |row| row.2)
        .columns(["truth", "estimate", "low", "high"], |row| numbers(row.3))
        .column("covered", |row| row.3.covered)
        .table()
}

fn experiments(truth: &Comparison) -> Table {
    let rows: Vec<(&str, &str, &Beside)> = truth
        .experiments
        .iter()
        .flat_map(|row| {
            let methods = [
                ("difference_in_differences", &row.difference_in_differences),
                ("synthetic_control", &row.synthetic_control),
            ];
            methods.map(|(method, beside)| (row.id.as_str(), method, beside))
        })
        .collect();
    Table::of("truth_experiments", &rows)
        .column("experiment", |row| row.0)
        .column("method", |row| row.1)
        .columns(["true_orders", "orders", "low", "high"], |row| numbers(row.2))
        .column("covered", |row| row.2.covered)
        .table()
}

fn numbers(beside: &Beside) -> [Option<f64>; 4] {
    [Some(beside.truth), beside.estimate, beside.low, beside.high]
}
