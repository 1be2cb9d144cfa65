//! Month-over-month growth.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::KpiTable;
use super::ratios::ratios;
use crate::features::sums::Sums;

/// A calendar month.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Month {
    /// Its first day.
    pub month: Date,
    /// Days of it in the data. Growth compares daily means, so that months of 28 and 31 days, or a
    /// month cut by the window, compare.
    pub days: u32,
    /// Spend, in currency.
    pub spend: Option<f64>,
    /// Revenue, in currency.
    pub revenue: Option<f64>,
    /// Orders.
    pub orders: Option<f64>,
    /// Blended ROAS.
    pub roas: Option<f64>,
    /// Growth of daily spend on the month before, as a fraction.
    pub spend_growth: Option<f64>,
    /// Growth of daily revenue on the month before, as a fraction.
    pub revenue_growth: Option<f64>,
    /// Growth of daily orders on the month before, as a fraction.
    pub orders_growth: Option<f64>,
}

/// Months with fewer days than this in the data are too short to compare with.
const FEWEST_DAYS: u32 = 7;

/// Sums days, whose key is their date, to months.
pub fn growth(days: &KpiTable) -> Vec<Month> {
    let mut sums: Vec<(Date, u32, Sums)> = Vec::new();
    for row in &days.rows {
        let Some(date) = row.keys.first().and_then(|key| key.parse::<Date>().ok()) else {
            continue;
        };
        let month = date.first_of_month();
        match sums.last_mut() {
            Some((last, days, sum)) if *last == month => {
                *days += 1;
                *sum = sum.plus(&row.sums);
            }
            _ => sums.push((month, 1, row.sums)),
        }
    }
    let mut months: Vec<Month> = Vec::new();
    for (i, (month, days, sum)) in sums.iter().enumerate() {
        let before = i.checked_sub(1).map(|i| &sums[i]).filter(|(last, before, _)| {
            *before >= FEWEST_DAYS
                && *days >= FEWEST_DAYS
                && last.last_of_month().tomorrow().is_ok_and(|next| next == *month)
        });
        let grown = |of: fn(&Sums) -> Option<f64>| {
            let (_, days_before, sum_before) = before?;
            let (now, then) =
                (of(sum)? / f64::from(*days), of(sum_before)? / f64::from(*days_before));
            (then > 0.0).then(|| now / then - 1.0)
        };
        months.push(Month {
            month: *month,
            days: *days,
            spend: sum.spend,
            revenue: sum.revenue,
            orders: sum.orders,
            roas: ratios(sum).roas,
            spend_growth: grown(|s| s.spend),
            revenue_growth: grown(|s| s.revenue),
            orders_growth: grown(|s| s.orders),
        });
    }
    months
}
