//! Geo experiments.

use super::least_squares::three;
use super::{Cell, Table};
use crate::models::experiments::{
    Day, Estimate, ExperimentReading, Outcome, Reading, RegionWeight,
};

/// Readings, the days behind them, and the weights of the comparisons.
pub fn tables(experiments: &[ExperimentReading]) -> Vec<Table> {
    vec![readings(experiments), days(experiments), weights(experiments)]
}

/// The two comparisons of a reading, by name.
fn comparisons(reading: &Reading) -> [(&'static str, &Estimate); 2] {
    [
        ("difference_in_differences", &reading.difference_in_differences),
        ("synthetic_control", &reading.synthetic_control),
    ]
}

fn read(experiment: &ExperimentReading) -> Option<&Reading> {
    match &experiment.outcome {
        Outcome::Computed(reading) => Some(reading),
        Outcome::NotComputed(_) => None,
    }
}

fn readings(experiments: &[ExperimentReading]) -> Table {
    type Row<'a> = (&'a ExperimentReading, Option<(&'a Reading, &'static str, &'a Estimate)>);
    let rows: Vec<Row> = experiments
        .iter()
        .flat_map(|experiment| match read(experiment) {
            Some(reading) => comparisons(reading)
                .map(|(method, estimate)| (experiment, Some((reading, method, estimate))))
                .to_vec(),
            None => vec![(experiment, None)],
        })
        .collect();
    Table::of("experiments", &rows)
        .column("experiment", |row| &row.0.id)
        .column("channels", |row| row.0.channels.join(" "))
        .column("treated", |row| row.0.treated.join(" "))
        .column("start", |row| row.0.start)
        .column("end", |row| row.0.end)
        .column("multiplier", |row| row.0.multiplier)
        .column("not_computed", |row| match &row.0.outcome {
            Outcome::NotComputed(why) => Cell::Text(why.to_string()),
            Outcome::Computed(_) => Cell::None,
        })
        .column("method", |row| row.1.map(|(_, method, _)| method))
        .column("controls", |row| row.1.map(|(reading, ..)| reading.controls.join(" ")))
        .column("before_from", |row| row.1.map(|(reading, ..)| reading.before_from))
        .column("read_until", |row| row.1.map(|(reading, ..)| reading.read_until))
        .column("cut_short", |row| row.1.map(|(reading, ..)| reading.cut_short))
        .columns(["spend_actual", "spend_expected", "spend_change"], |row| {
            let spend = row.1.and_then(|(reading, ..)| reading.spend);
            [spend.map(|s| s.actual), spend.map(|s| s.expected), spend.map(|s| s.change)]
        })
        .columns(["orders", "orders_low", "orders_high"], |row| {
            three(row.1.map(|(.., estimate)| estimate.orders))
        })
        .columns(["relative", "relative_low", "relative_high"], |row| {
            three(row.1.map(|(.., estimate)| estimate.relative))
        })
        .columns(["orders_per_1000", "orders_per_1000_low", "orders_per_1000_high"], |row| {
            three(row.1.and_then(|(.., estimate)| estimate.orders_per_1000))
        })
        .columns(["incremental_roas", "incremental_roas_low", "incremental_roas_high"], |row| {
            three(row.1.and_then(|(.., estimate)| estimate.incremental_roas))
        })
        .columns(["p", "p_in_time", "p_in_space", "fit_before"], |row| {
            let estimate = row.1.map(|(.., estimate)| estimate);
            [
                estimate.map(|e| e.p),
                estimate.map(|e| e.in_time.p),
                estimate.and_then(|e| Some(e.in_space?.p)),
                estimate.map(|e| e.fit_before),
            ]
        })
        .column("minimal_detectable_orders", |row| {
            row.1.and_then(|(.., estimate)| estimate.minimal_detectable_orders)
        })
        .table()
}

fn days(experiments: &[ExperimentReading]) -> Table {
    let rows: Vec<(&str, &Day)> = experiments
        .iter()
        .filter_map(|experiment| Some((experiment, read(experiment)?)))
        .flat_map(|(experiment, reading)| {
            reading.days.iter().map(|day| (experiment.id.as_str(), day))
        })
        .collect();
    Table::of("experiment_days", &rows)
        .column("experiment", |(id, _)| *id)
        .column("date", |(_, day)| day.date)
        .column("actual", |(_, day)| day.actual)
        .column("expected", |(_, day)| day.expected)
        .column("synthetic", |(_, day)| day.synthetic)
        .column("gap", |(_, day)| day.gap)
        .table()
}

fn weights(experiments: &[ExperimentReading]) -> Table {
    let mut rows: Vec<(&str, &str, &RegionWeight)> = Vec::new();
    for experiment in experiments {
        for (method, estimate) in read(experiment).map(comparisons).into_iter().flatten() {
            rows.extend(estimate.weights.iter().map(|w| (experiment.id.as_str(), method, w)));
        }
    }
    Table::of("experiment_weights", &rows)
        .column("experiment", |row| row.0)
        .column("method", |row| row.1)
        .column("region", |row| &row.2.region)
        .column("weight", |row| row.2.weight)
        .table()
}
