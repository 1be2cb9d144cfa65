//! How near the forest comes to the best that can be done.

use super::result::{ConversionResult, TruthGap};
use crate::models::metrics::Ranking;

/// Sets the forest's ranking of its test rows beside that of their true propensities, in the order
/// of `test_rows`. None where an AUC has no meaning, or a propensity is missing.
pub fn truth_gap(result: &ConversionResult, propensities: &[f64]) -> Option<TruthGap> {
    if propensities.len() != result.test_rows.len() {
        return None;
    }
    let forest_auc = Ranking::new(&result.test_scores, &result.test_outcomes)?.auc()?;
    let truth_auc = Ranking::new(propensities, &result.test_outcomes)?.auc()?;
    let gap = truth_auc - forest_auc;
    let share_reached = (truth_auc > 0.5).then(|| (forest_auc - 0.5) / (truth_auc - 0.5));
    Some(TruthGap { forest_auc, truth_auc, gap, share_reached })
}
