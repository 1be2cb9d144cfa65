//! The response model.

use super::{Cell, Table};
use crate::models::response::{
    Attribution, ChannelResponse, ChannelSeries, CurvePoint, Estimate, ResponseFit, Validation,
};

/// Parameters, curves, contributions, controls, validation and residuals.
pub fn tables(fit: &ResponseFit) -> Vec<Table> {
    let mut tables = vec![channels(fit), curves(fit), contributions(fit), controls(fit)];
    tables.extend(fit.validation.as_ref().map(validation));
    tables.push(residuals(fit));
    tables.push(
        Table::of("response_left_out", &fit.left_out)
            .column("channel", |row| &row.channel)
            .column("spend", |row| row.spend)
            .column("reason", |row| Cell::choice(&row.reason))
            .table(),
    );
    tables
}

fn channels(fit: &ResponseFit) -> Table {
    let all = "all channels".to_owned();
    let each = fit.channels.iter().map(|c| (&c.channel, &c.attribution, Some(c)));
    let rows: Vec<(&String, &Attribution, Option<&ChannelResponse>)> =
        each.chain([(&all, &fit.media, None)]).collect();
    // `all` has to live as long as the rows.
    Table::of("response_channels", &rows)
        .column("channel", |row| row.0)
        .column("identified", |row| row.2.map(|c| c.identification.effect))
        .column("relative_width", |row| row.2.map(|c| c.identification.relative_width))
        .column("variance_inflation", |row| row.2.map(|c| c.identification.variance_inflation))
        .column("free_variation", |row| row.2.map(|c| c.identification.free_variation))
        .column("spend", |row| row.1.spend)
        .columns(["orders", "orders_low", "orders_high"], |row| three(Some(row.1.orders)))
        .columns(["share_of_orders", "share_of_orders_low", "share_of_orders_high"], |row| {
            three(Some(row.1.share_of_orders))
        })
        .columns(["revenue", "revenue_low", "revenue_high"], |row| three(row.1.revenue))
        .columns(["roas", "roas_low", "roas_high"], |row| three(row.1.roas))
        .columns(["marginal_roas", "marginal_roas_low", "marginal_roas_high"], |row| {
            three(row.1.marginal_roas)
        })
        .columns(["orders_per_1000", "orders_per_1000_low", "orders_per_1000_high"], |row| {
            three(Some(row.1.orders_per_thousand))
        })
        .columns(
            [
                "marginal_orders_per_1000",
                "marginal_orders_per_1000_low",
                "marginal_orders_per_1000_high",
            ],
            |row| three(Some(row.1.marginal_orders_per_thousand)),
        )
        .columns(["decay", "decay_low", "decay_high"], |row| three(row.2.map(|c| c.decay)))
        .columns(["half_spend", "half_spend_low", "half_spend_high"], |row| {
            three(row.2.map(|c| c.half_spend))
        })
        .columns(["slope", "slope_low", "slope_high"], |row| three(row.2.map(|c| c.slope)))
        .columns(["ceiling", "ceiling_low", "ceiling_high"], |row| three(row.2.map(|c| c.ceiling)))
        .columns(["decay_known", "half_spend_known", "slope_known"], |row| {
            let shapes = row.2.map(|c| &c.identification);
            [shapes.map(|i| i.decay), shapes.map(|i| i.half_spend), shapes.map(|i| i.slope)]
        })
        .columns(["observed_spend_low", "usual_spend", "observed_spend_high"], |row| {
            let curve = row.2.map(|c| &c.curve);
            [curve.map(|c| c.observed[0]), curve.map(|c| c.usual), curve.map(|c| c.observed[1])]
        })
        .table()
}

fn curves(fit: &ResponseFit) -> Table {
    let rows: Vec<(&str, &CurvePoint)> = fit
        .channels
        .iter()
        .flat_map(|c| c.curve.points.iter().map(|point| (c.channel.as_str(), point)))
        .collect();
    Table::of("response_curves", &rows)
        .column("channel", |(channel, _)| *channel)
        .column("spend_per_day", |(_, point)| point.spend)
        .columns(["orders_per_day", "orders_low", "orders_high"], |(_, point)| {
            three(Some(point.orders))
        })
        .table()
}

fn contributions(fit: &ResponseFit) -> Table {
    let parts = &fit.contributions;
    let rows: Vec<usize> = (0..parts.dates.len()).collect();
    let at = |values: &[f64], i: usize| values.get(i).copied();
    let mut table = Table::of("response_contributions", &rows)
        .column("date", |&i| parts.dates[i])
        .column("observed", |&i| at(&parts.observed, i))
        .column("fitted", |&i| at(&parts.fitted, i))
        .column("baseline", |&i| at(&parts.baseline, i));
    for ChannelSeries { channel, orders } in &parts.channels {
        table = table.column(channel, |&i| at(orders, i));
    }
    table.table()
}

fn controls(fit: &ResponseFit) -> Table {
    Table::of("response_controls", &fit.controls)
        .column("control", |control| &control.name)
        .column("log_effect", |control| control.log_effect)
        .table()
}

fn validation(validation: &Validation) -> Table {
    let rows: Vec<usize> = (0..validation.dates.len()).collect();
    let at = |values: &[f64], i: usize| values.get(i).copied();
    Table::of("response_validation", &rows)
        .column("date", |&i| validation.dates[i])
        .column("observed", |&i| at(&validation.observed, i))
        .column("foreseen", |&i| at(&validation.foreseen, i))
        .column("seasonal_naive", |&i| at(&validation.naive, i))
        .table()
}

fn residuals(fit: &ResponseFit) -> Table {
    let residuals = &fit.residuals;
    let rows: Vec<usize> = (0..residuals.dates.len()).collect();
    let at = |values: &[f64], i: usize| values.get(i).copied();
    Table::of("response_residuals", &rows)
        .column("date", |&i| residuals.dates[i])
        .column("fitted", |&i| at(&residuals.fitted, i))
        .column("standardised", |&i| at(&residuals.standardised, i))
        .table()
}

fn three(estimate: Option<Estimate>) -> [Cell; 3] {
    match estimate {
        Some(Estimate { value, low, high }) => [value, low, high].map(Cell::Number),
        None => [Cell::None, Cell::None, Cell::None],
    }
}
