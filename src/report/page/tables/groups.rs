//! Key figures by platform, place and month, and the funnel.

use super::part;
use crate::analysis::{KeyFigures, Place};
use crate::models::kpis::KpiRow;
use crate::report::numbers::{
    change, count, money, month, or_none, percent, short, significant, times,
};
use crate::report::page::html::{Html, name};
use crate::report::page::table::{Grid, grid};
use crate::report::text::platform;

/// Countries or regions that are shown.
const MOST_PLACES: usize = 25;
/// Months that are shown, the latest ones.
const MOST_MONTHS: usize = 18;

/// Key figures by platform.
pub fn platforms(kpis: &KeyFigures) -> Html {
    let Some(table) = kpis.by(&["platform"]) else { return Html::default() };
    let rows = by_spend(&table.rows);
    let grid = grid(&rows)
        .text("Platform", |row| row.keys.first().map_or_else(String::new, |key| platform(key)));
    let delivered = figures(
        grid,
        &[
            Figure::Spend,
            Figure::ShareOfSpend(kpis.total.sums.spend),
            Figure::Impressions,
            Figure::Ctr,
            Figure::Cpc,
            Figure::Cpm,
            Figure::Cvr,
            Figure::Cac,
            Figure::Aov,
        ],
    );
    part("Platforms", delivered.under("Delivery and last clicks by platform"))
}

/// Key figures by country, or by region where there is one country.
pub fn places(kpis: &KeyFigures) -> Html {
    let place = kpis.place();
    let Some(table) = kpis.by(&[place.dimension()]) else { return Html::default() };
    let mut rows = by_spend(&table.rows);
    rows.truncate(MOST_PLACES);
    let (heading, head) = match place {
        Place::Country => ("Countries", "Country"),
        Place::Region => ("Regions", "Region"),
    };
    let grid = grid(&rows).text(head, |row| first(row));
    let shown = figures(
        grid,
        &[
            Figure::Spend,
            Figure::Revenue,
            Figure::Orders,
            Figure::Roas,
            Figure::Profit,
            Figure::Cac,
            Figure::Aov,
            Figure::NewCustomers,
        ],
    );
    let whose = if table.blended { "All orders of the shop" } else { "Orders by paid last click" };
    let cut = if table.rows.len() > rows.len() { "; those with the most spend" } else { "" };
    let caption = format!("{whose}, by {}{cut}", place.dimension());
    part(heading, shown.under(&caption))
}

/// Months and their growth.
pub fn months(kpis: &KeyFigures) -> Html {
    let from = kpis.months.len().saturating_sub(MOST_MONTHS);
    let table = grid(&kpis.months[from..])
        .text("Month", |row| month(row.month))
        .number("Days", |row| row.days.to_string())
        .number("Spend", |row| or_none(row.spend, short))
        .number("a day", |row| or_none(row.spend_growth, change))
        .number("Revenue", |row| or_none(row.revenue, short))
        .number("a day", |row| or_none(row.revenue_growth, change))
        .number("Orders", |row| or_none(row.orders, count))
        .number("a day", |row| or_none(row.orders_growth, change))
        .number("ROAS", |row| or_none(row.roas, times))
        .under("By month; “a day” is the change of the daily mean on the month before");
    part("Months", table)
}

/// From impression to new customer.
pub fn funnel(kpis: &KeyFigures) -> Html {
    let table = grid(&kpis.funnel.steps)
        .text("Step", |step| step.name.clone())
        .number("Reached", |step| count(step.count))
        .number("of the step before", |step| or_none(step.of_previous, percent))
        .number("of the first step", |step| {
            or_none(step.of_first, |share| format!("{}%", significant(100.0 * share, 3)))
        })
        .under("The paid funnel, by last click");
    part("Funnel", table)
}

/// A column of key figures.
enum Figure {
    Spend,
    ShareOfSpend(Option<f64>),
    Impressions,
    Revenue,
    Orders,
    NewCustomers,
    Ctr,
    Cvr,
    Cpc,
    Cpm,
    Cac,
    Aov,
    Roas,
    Profit,
}

fn figures<'a>(grid: Grid<'a, &'a KpiRow>, figures: &[Figure]) -> Grid<'a, &'a KpiRow> {
    let amount = |value: f64| money(value, None);
    figures.iter().fold(grid, |grid, figure| {
        let column =
            |heading, of: &dyn Fn(&KpiRow) -> Option<f64>, print: &dyn Fn(f64) -> String| {
                grid.number_if_any(heading, |row| of(row).map(|value| print(value).into()))
            };
        match figure {
            Figure::Spend => column("Spend", &|r| r.sums.spend, &short),
            Figure::ShareOfSpend(whole) => column(
                "of all",
                &|r| whole.filter(|w| *w > 0.0).and_then(|w| Some(r.sums.spend? / w)),
                &percent,
            ),
            Figure::Impressions => column("Impressions", &|r| r.sums.impressions, &short),
            Figure::Revenue => column("Revenue", &|r| r.sums.revenue, &short),
            Figure::Orders => column("Orders", &|r| r.sums.orders, &count),
            Figure::NewCustomers => {
                column("New customers", &|r| r.ratios.new_customer_rate, &percent)
            }
            Figure::Ctr => column("CTR", &|r| r.ratios.ctr, &percent),
            Figure::Cvr => {
                column("Conversion", &|r| r.ratios.cvr.or(r.ratios.claimed_cvr), &percent)
            }
            Figure::Cpc => column("CPC", &|r| r.ratios.cpc, &amount),
            Figure::Cpm => column("CPM", &|r| r.ratios.cpm, &amount),
            Figure::Cac => column("CAC", &|r| r.ratios.cac, &amount),
            Figure::Aov => column("Order value", &|r| r.ratios.aov, &amount),
            Figure::Roas => column("ROAS", &|r| r.ratios.roas, &times),
            Figure::Profit => column("Profit after ads", &|r| r.ratios.profit, &short),
        }
    })
}

fn by_spend(rows: &[KpiRow]) -> Vec<&KpiRow> {
    let mut rows: Vec<&KpiRow> = rows.iter().collect();
    let size = |row: &KpiRow| row.sums.spend.or(row.sums.revenue).unwrap_or(0.0);
    rows.sort_by(|a, b| size(b).total_cmp(&size(a)));
    rows
}

fn first(row: &KpiRow) -> String {
    row.keys.first().map_or_else(String::new, |key| name(key))
}
