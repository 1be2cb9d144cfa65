//! Which visits convert.

use super::wording::Amounts;
use super::{Finding, Tone};
use crate::analysis::Analysis;
use crate::report::numbers::{fixed, rough_percent, times};

/// How many of the conversions the tenth of visits with the highest scores holds.
pub fn likeliest_tenth(analysis: &Analysis, _: &Amounts) -> Option<Finding> {
    let result = analysis.conversion.done()?;
    let top = result.deciles.first()?;
    let auc = result.forest.auc?;
    // The tenth says little where it holds a handful of orders.
    const FEWEST: u64 = 30;
    if result.forest.positives < FEWEST {
        return None;
    }
    let says = format!(
        "The tenth of visits that the forest finds likeliest to convert holds {} of the \
         conversions.",
        rough_percent(top.cumulative_gain)
    );
    let mut because = format!(
        "They convert {} times as often as the average visit. Judged on {}, from what is known \
         when a visit begins; AUC {}",
        times(top.lift),
        if result.split.by_time { "later days than it learnt from" } else { "visits set aside" },
        fixed(auc, 3)
    );
    if let Some(logistic) = result.logistic.as_ref().and_then(|logistic| logistic.metrics.auc) {
        because += &format!(", against {} of logistic regression", fixed(logistic, 3));
    }
    because += ". To foresee an order is not to know what causes it.";
    Some(Finding::new("Visits", Tone::Fact, says, because))
}
