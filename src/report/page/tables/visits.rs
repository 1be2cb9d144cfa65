//! Conversion prediction, and the daily conversions of each ad.

use jiff::civil::Date;

use super::part;
use crate::models::ad_conversions::AdConversionsResult;
use crate::models::conversion::{ConversionResult, Surrogate};
use crate::models::metrics::{ClassifierMetrics, RegressionMetrics};
use crate::report::numbers::{count, counted, date, fixed, or_none, percent, significant, times};
use crate::report::page::html::{Html, el, name};
use crate::report::page::table::grid;

/// Features whose importance is shown.
const MOST_FEATURES: usize = 10;

/// How well it is foreseen which visits convert.
pub fn visits(result: &ConversionResult) -> Html {
    let split = &result.split;
    let about = format!(
        "Learnt from {} ({} orders){}, judged on {} ({} orders){}.{} {} of depth {} with at least \
         {} in a leaf.",
        counted(split.train_rows as usize, "visit", "visits"),
        count(split.train_conversions as f64),
        between(split.train_from, split.train_to),
        counted(split.test_rows as usize, "visit", "visits"),
        count(split.test_conversions as f64),
        between(split.test_from, split.test_to),
        if split.by_time { "" } else { " Days are not known, so these were chosen at random." },
        counted(result.tuning.trees, "tree", "trees"),
        count(result.tuning.depth as f64),
        count(result.tuning.leaf as f64)
    );
    let surrogate = result.surrogate.as_ref().map(rules);
    let tables: Html = [quality(result), deciles(result), thresholds(result), importance(result)]
        .into_iter()
        .collect();
    let title = format!("Which visits convert, {}", result.feature_set);
    part(&title, (el("p", about).class("note"), tables, surrogate))
}

fn between(first: Option<Date>, last: Option<Date>) -> String {
    match (first, last) {
        (Some(first), Some(last)) => format!(" from {} to {}", date(first), date(last)),
        _ => String::new(),
    }
}

fn quality(result: &ConversionResult) -> Html {
    let mut models: Vec<(&str, &ClassifierMetrics)> = vec![("Random forest", &result.forest)];
    models.extend(result.logistic.iter().map(|l| ("Logistic regression", &l.metrics)));
    models.push(("Base rate for all", &result.base_rate));
    models.extend(result.forest_out_of_bag.iter().map(|m| ("Forest, out of bag", m)));
    grid(&models)
        .text("Model", |(model, _)| *model)
        .number("AUC", |(_, m)| or_none(m.auc, |v| fixed(v, 4)))
        .number("PR-AUC", |(_, m)| or_none(m.average_precision, |v| fixed(v, 4)))
        .number("Log loss", |(_, m)| or_none(m.log_loss, |v| fixed(v, 5)))
        .number("Brier", |(_, m)| or_none(m.brier, |v| fixed(v, 5)))
        .number("Calibration error", |(_, m)| or_none(m.calibration_error, |v| fixed(v, 5)))
        .number("Mean score", |(_, m)| or_none(m.mean_score, percent))
        .number("Observed", |(_, m)| or_none(m.base_rate, percent))
        .under(match result.split.by_time {
            true => {
                "Judged on later days; out of bag: on training days, by trees that saw other visits"
            }
            false => "Judged on visits set aside; out of bag: by trees that saw other visits",
        })
}

fn deciles(result: &ConversionResult) -> Html {
    grid(&result.deciles)
        .text("Tenth", |d| d.decile.to_string())
        .number("Visits", |d| count(d.cases as f64))
        .number("Orders", |d| count(d.positives))
        .number("Rate", |d| percent(d.rate))
        .number("Lift", |d| times(d.lift))
        .number("Orders so far", |d| percent(d.cumulative_gain))
        .number("Lift so far", |d| times(d.cumulative_lift))
        .under("By tenth of the visits, the highest scores first")
}

fn thresholds(result: &ConversionResult) -> Html {
    grid(&result.thresholds)
        .text("Score from", |t| percent(t.threshold))
        .number("Visits flagged", |t| percent(t.flagged_share))
        .number("Precision", |t| percent(t.precision))
        .number("Recall", |t| percent(t.recall))
        .number("F1", |t| fixed(t.f1, 3))
        .under("What flagging all visits from a score on would give")
}

fn importance(result: &ConversionResult) -> Html {
    let shown = &result.importance[..result.importance.len().min(MOST_FEATURES)];
    grid(shown)
        .text("Feature", |i| name(&i.feature))
        .number("AUC lost when shuffled", |i| match (i.permutation, i.permutation_sd) {
            (Some(fall), Some(sd)) => {
                (fixed(fall, 4), el("small", format!("± {}", fixed(sd, 4)))).into()
            }
            (fall, _) => Html::from(or_none(fall, |fall| fixed(fall, 4))),
        })
        .number("Share of gain", |i| percent(i.gain))
        .under("What the forest uses; gain flatters features with many values")
}

fn rules(surrogate: &Surrogate) -> Html {
    let table = grid(&surrogate.rules)
        .text("Rule", |rule| match rule.conditions.is_empty() {
            true => "all visits".to_owned(),
            false => name(&rule.conditions.join(" and ")),
        })
        .number("Visits", |rule| percent(rule.share))
        .number("Forest says", |rule| percent(rule.predicted_rate))
        .number("Observed", |rule| or_none(rule.observed_rate, percent))
        .under("A shallow tree that imitates the forest, as rules");
    let fidelity = format!(
        "Fidelity: the rules explain {} of the variance of the forest's scores on test visits; \
         their own AUC is {}.",
        or_none(surrogate.fidelity_r2, percent),
        or_none(surrogate.auc, |auc| fixed(auc, 4))
    );
    (table, el("p", fidelity).class("note")).into()
}

/// How well the daily conversions of each ad are foreseen.
pub fn ads(result: &AdConversionsResult) -> Html {
    let models: [(&str, &RegressionMetrics); 3] = [
        ("Random forest", &result.forest),
        ("The ad's own mean so far", &result.trailing_mean),
        ("The mean of all", &result.overall_mean),
    ];
    let table = grid(&models)
        .text("Model", |(model, _)| *model)
        .number("R²", |(_, m)| or_none(m.r2, |v| fixed(v, 3)))
        .number("Mean absolute error", |(_, m)| or_none(m.mae, |v| significant(v, 3)))
        .number("Root mean squared error", |(_, m)| or_none(m.rmse, |v| significant(v, 3)))
        .under("Judged on later days; claimed conversions are not among the features");
    let about = format!(
        "Learnt from {} from {} to {}, judged on {} from {} to {}.",
        counted(result.train_rows as usize, "ad day", "ad days"),
        date(result.train_from),
        date(result.train_to),
        counted(result.test_rows as usize, "ad day", "ad days"),
        date(result.test_from),
        date(result.test_to)
    );
    let shown = &result.importance[..result.importance.len().min(MOST_FEATURES)];
    let importance = grid(shown)
        .text("Feature", |i| name(&i.feature))
        .number("R² lost when shuffled", |i| or_none(i.permutation, |v| fixed(v, 3)))
        .number("Share of gain", |i| percent(i.gain))
        .under("What the forest uses");
    part("Daily conversions of each ad", (el("p", about).class("note"), table, importance))
}
