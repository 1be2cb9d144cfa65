//! Foresight: fitted on what came before, judged on what came next.

use super::data::Data;
use super::diagnostics::accuracy;
use super::family::Family;
use super::fit;
use super::result::Validation;
use crate::random::Key;

/// Folds, at most.
const FOLDS: usize = 3;
/// Days in a fold: four weeks, or two in a history of less than a year.
const FOLD_DAYS: [usize; 2] = [28, 14];
/// Days of a long history.
const LONG_HISTORY: usize = 365;
/// Fewest periods before the first fold.
const LEAST_BEFORE: usize = 42;

/// Rolling validation; none where the history is too short.
pub fn rolling(data: &Data, families: &[Family], key: Key) -> Option<Validation> {
    let days = FOLD_DAYS[usize::from(data.periods * data.step_days < LONG_HISTORY)];
    let horizon = (days / data.step_days).max(2);
    let folds = (data.periods.checked_sub(LEAST_BEFORE)? / horizon).min(FOLDS);
    if folds == 0 {
        return None;
    }
    let total = |cells: &[f64], t: usize| -> f64 {
        cells[t * data.regions..(t + 1) * data.regions].iter().sum()
    };
    let first = data.periods - folds * horizon;
    let (mut starts, mut dates) = (Vec::new(), Vec::new());
    let (mut observed, mut foreseen, mut naive) = (Vec::new(), Vec::new(), Vec::new());
    for start in (first..data.periods).step_by(horizon) {
        let model = fit::model(data, families, start, key, 1).ok()?;
        starts.push(data.dates[start]);
        for t in start..start + horizon {
            dates.push(data.dates[t]);
            observed.push(total(&data.orders, t));
            foreseen.push(total(&model.mean, t));
            naive.push(total(&data.orders, last_season(data, start, t)));
        }
    }
    Some(Validation {
        horizon,
        folds: starts,
        dates,
        model: accuracy(&observed, &foreseen),
        seasonal_naive: accuracy(&observed, &naive),
        observed,
        foreseen,
        naive,
    })
}

/// The latest period before `start` at the same place of the week, or of the year in weekly data.
fn last_season(data: &Data, start: usize, t: usize) -> usize {
    let season = if data.step_days == 1 { 7 } else { 364 / data.step_days };
    let back = (t - start) / season + 1;
    t.checked_sub(back * season).unwrap_or(start - 1)
}
