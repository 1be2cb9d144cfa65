//! How few campaigns bring how much.

use schemars::JsonSchema;
use serde::Serialize;

use super::KpiTable;

/// Campaigns in descending order of what they bring.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Pareto {
    /// What is ranked: `revenue` by last click, `claimed_revenue` or `spend`, the first that the
    /// data know.
    pub measure: String,
    /// The campaigns.
    pub rows: Vec<ParetoRow>,
    /// Number of campaigns that together bring 80 %.
    pub to_four_fifths: usize,
}

/// One campaign.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ParetoRow {
    /// Its platform and name.
    pub keys: Vec<String>,
    /// What it brings, in currency.
    pub value: f64,
    /// Share of the whole that it and those before it bring.
    pub cumulative: f64,
}

/// The share at which the Pareto rule of thumb is read.
const FOUR_FIFTHS: f64 = 0.8;

/// Ranks campaigns; none where they bring nothing.
pub fn pareto(campaigns: &KpiTable) -> Option<Pareto> {
    let measures = [("revenue", 12), ("claimed_revenue", 9), ("spend", 0)];
    let (measure, at) = measures
        .into_iter()
        .find(|(_, at)| campaigns.rows.iter().any(|row| row.sums.values()[*at].is_some()))?;
    let mut values: Vec<(&[String], f64)> = campaigns
        .rows
        .iter()
        .map(|row| (row.keys.as_slice(), row.sums.values()[at].unwrap_or(0.0).max(0.0)))
        .collect();
    values.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(b.0)));
    let whole: f64 = values.iter().map(|(_, value)| value).sum();
    if whole <= 0.0 {
        return None;
    }
    let mut running = 0.0;
    let rows: Vec<ParetoRow> = values
        .into_iter()
        .map(|(keys, value)| {
            running += value;
            ParetoRow { keys: keys.to_vec(), value, cumulative: running / whole }
        })
        .collect();
    let below = rows.iter().filter(|row| row.cumulative < FOUR_FIFTHS).count();
    Some(Pareto { measure: measure.to_owned(), to_four_fifths: (below + 1).min(rows.len()), rows })
}
