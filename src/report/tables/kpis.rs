//! Key figures.

use super::{Cell, Rows, Table};
use crate::analysis::KeyFigures;
use crate::features::cohorts::CohortCell;
use crate::features::sums::Sums;
use crate::models::kpis::{KpiRow, KpiTable, ParetoRow, Ratios};

/// All tables of key figures.
pub fn tables(kpis: &KeyFigures) -> Vec<Table> {
    let mut tables: Vec<Table> = vec![totals(kpis)];
    tables.extend(kpis.tables.iter().map(by_dimensions));
    tables.push(
        Table::of("funnel", &kpis.funnel.steps)
            .column("step", |step| &step.name)
            .column("count", |step| step.count)
            .column("of_previous", |step| step.of_previous)
            .column("of_first", |step| step.of_first)
            .table(),
    );
    tables.extend(kpis.pareto.as_ref().map(|pareto| {
        let rows: Vec<(usize, &ParetoRow)> = pareto.rows.iter().enumerate().collect();
        Table::of("campaign_pareto", &rows)
            .column("rank", |(i, _)| i + 1)
            .columns(["platform", "campaign"], |(_, row)| two(&row.keys))
            .column(&pareto.measure, |(_, row)| row.value)
            .column("cumulative_share", |(_, row)| row.cumulative)
            .table()
    }));
    tables.push(months(kpis));
    tables.push(
        Table::of("campaign_verdicts", &kpis.verdicts)
            .columns(["platform", "campaign"], |row| two(&row.keys))
            .column("verdict", |row| Cell::choice(&row.verdict))
            .column("why", |row| &row.why)
            .column("spend", |row| row.spend)
            .column("orders", |row| row.orders)
            .column("roas", |row| row.roas)
            .column("break_even_roas", |row| row.break_even)
            .table(),
    );
    tables.push(
        Table::of("anomalies", &kpis.anomalies)
            .column("date", |a| a.date)
            .column("metric", |a| Cell::choice(&a.metric))
            .column("scope", |a| &a.scope)
            .column("value", |a| a.value)
            .column("expected", |a| a.expected)
            .column("change", |a| a.change)
            .column("z", |a| a.z)
            .column("tracking_outage", |a| a.tracking_outage)
            .table(),
    );
    tables
}

/// Customers by cohort and month.
pub fn cohorts(cells: &[CohortCell]) -> Table {
    Table::of("cohorts", cells)
        .column("cohort", |cell| cell.cohort)
        .column("month", |cell| cell.month)
        .column("customers", |cell| cell.customers)
        .column("share", |cell| cell.share)
        .column("revenue", |cell| cell.revenue)
        .table()
}

fn totals(kpis: &KeyFigures) -> Table {
    let whole = if kpis.blended { "all of the shop" } else { "paid last clicks" };
    let rows = [(whole, &kpis.total), ("paid last clicks", &kpis.paid)];
    let rows = if kpis.blended { &rows[..] } else { &rows[..1] };
    let table = Table::of("kpi_total", rows).column("orders_of", |(of, _)| *of);
    figures(table, |(_, row)| row)
}

fn by_dimensions(table: &KpiTable) -> Table {
    let mut rows = Table::of(format!("kpi_by_{}", table.dimensions.join("_")), &table.rows);
    for (i, dimension) in table.dimensions.iter().enumerate() {
        rows = rows.column(dimension, |row| row.keys.get(i));
    }
    figures(rows, |row| row)
}

/// Adds all sums and all ratios.
fn figures<'a, T>(rows: Rows<'a, T>, of: impl Fn(&'a T) -> &'a KpiRow) -> Table {
    rows.columns(Sums::NAMES, |row| of(row).sums.values())
        .columns(Ratios::NAMES, |row| of(row).ratios.values())
        .table()
}

fn months(kpis: &KeyFigures) -> Table {
    Table::of("months", &kpis.months)
        .column("month", |month| month.month)
        .column("days", |month| month.days)
        .column("spend", |month| month.spend)
        .column("revenue", |month| month.revenue)
        .column("orders", |month| month.orders)
        .column("roas", |month| month.roas)
        .column("spend_growth", |month| month.spend_growth)
        .column("revenue_growth", |month| month.revenue_growth)
        .column("orders_growth", |month| month.orders_growth)
        .table()
}

/// The platform and the campaign out of the keys of a campaign.
fn two(keys: &[String]) -> [Option<&String>; 2] {
    [keys.first(), keys.get(1)]
}
