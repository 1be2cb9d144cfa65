//! Key figures: ratios of sums, the funnel, concentration, growth, what stands out, and what to do.

mod anomalies;
mod funnel;
mod growth;
mod pareto;
mod ratios;
#[cfg(test)]
mod tests;
mod verdicts;

pub use anomalies::{Anomaly, anomalies};
pub use funnel::{Funnel, FunnelStep, funnel};
pub use growth::{Month, growth};
pub use pareto::{Pareto, ParetoRow, pareto};
pub use ratios::{KpiRow, KpiTable, Ratios, ratios};
pub use verdicts::{CampaignVerdict, RULES, Verdict, verdicts};
