//! Orders on spend by least squares.

use super::{Cell, Table};
use crate::models::least_squares::{
    ChannelEffect, Coefficient, Exploratory, Inference, Interval, Step,
};

/// Coefficients, goodness, and what the channels' coefficients amount to.
pub fn tables(exploratory: &Exploratory) -> Vec<Table> {
    let steps: Vec<(&str, &Step)> = [("naive", Some(&exploratory.naive))]
        .into_iter()
        .chain([("controlled", exploratory.controlled.as_ref())])
        .filter_map(|(name, step)| Some((name, step?)))
        .collect();
    vec![coefficients(&steps), goodness(&steps), channels(&steps)]
}

fn coefficients(steps: &[(&str, &Step)]) -> Table {
    let rows: Vec<(&str, &Coefficient)> = steps
        .iter()
        .flat_map(|(name, step)| step.regression.coefficients.iter().map(|c| (*name, c)))
        .collect();
    Table::of("least_squares_coefficients", &rows)
        .column("fit", |(fit, _)| *fit)
        .column("name", |(_, c)| &c.name)
        .column("estimate", |(_, c)| c.estimate)
        .columns(["plain_se", "plain_t", "plain_p", "plain_low", "plain_high"], |(_, c)| {
            inference(c.plain)
        })
        .columns(["hc3_se", "hc3_t", "hc3_p", "hc3_low", "hc3_high"], |(_, c)| inference(c.hc3))
        .columns(
            ["newey_west_se", "newey_west_t", "newey_west_p", "newey_west_low", "newey_west_high"],
            |(_, c)| inference(c.newey_west),
        )
        .column("variance_inflation", |(_, c)| c.variance_inflation)
        .table()
}

fn inference(inference: Option<Inference>) -> [Option<f64>; 5] {
    inference.map_or([None; 5], |i| [i.standard_error, i.t, i.p, i.low, i.high].map(Some))
}

fn goodness(steps: &[(&str, &Step)]) -> Table {
    Table::of("least_squares_goodness", steps)
        .column("fit", |(fit, _)| *fit)
        .column("rows", |(_, step)| step.regression.rows)
        .column("incomplete_rows", |(_, step)| step.regression.incomplete_rows)
        .column("degrees_of_freedom", |(_, step)| step.regression.goodness.degrees_of_freedom)
        .column("r_squared", |(_, step)| step.regression.goodness.r_squared)
        .column("adjusted_r_squared", |(_, step)| step.regression.goodness.adjusted_r_squared)
        .column("f", |(_, step)| step.regression.goodness.f)
        .column("f_p", |(_, step)| step.regression.goodness.f_p)
        .column("residual_standard_error", |(_, step)| {
            step.regression.goodness.residual_standard_error
        })
        .column("log_likelihood", |(_, step)| step.regression.goodness.log_likelihood)
        .column("aic", |(_, step)| step.regression.goodness.aic)
        .column("bic", |(_, step)| step.regression.goodness.bic)
        .column("durbin_watson", |(_, step)| step.regression.goodness.durbin_watson)
        .column("condition_number", |(_, step)| step.regression.condition_number)
        .column("newey_west_lag", |(_, step)| step.regression.newey_west_lag)
        .columns(
            ["attributed_share", "attributed_share_low", "attributed_share_high"],
            |(_, step)| three(step.attributed_share),
        )
        .table()
}

fn channels(steps: &[(&str, &Step)]) -> Table {
    let rows: Vec<(&str, &ChannelEffect)> =
        steps.iter().flat_map(|(name, step)| step.channels.iter().map(|c| (*name, c))).collect();
    Table::of("least_squares_channels", &rows)
        .column("fit", |(fit, _)| *fit)
        .column("channel", |(_, c)| &c.channel)
        .column("spend", |(_, c)| c.spend)
        .columns(["orders_per_1000", "orders_per_1000_low", "orders_per_1000_high"], |(_, c)| {
            three(c.orders_per_1000)
        })
        .columns(["roas", "roas_low", "roas_high"], |(_, c)| three(c.roas))
        .table()
}

/// An estimate and the ends of its interval.
pub fn three(interval: Option<Interval>) -> [Cell; 3] {
    match interval {
        Some(Interval { estimate, low, high }) => [estimate, low, high].map(Cell::Number),
        None => [Cell::None, Cell::None, Cell::None],
    }
}
