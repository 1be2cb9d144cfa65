//! Conversion prediction, and the daily conversions of each ad.

use super::{Cell, Table};
use crate::models::ad_conversions::AdConversionsResult;
use crate::models::conversion::{ConversionResult, DependencePoint, Rule};
use crate::models::metrics::{ClassifierMetrics, RegressionMetrics};

/// Tables of the forests over visits, each with what its forest may know in the first column.
pub fn tables(forests: &[&ConversionResult]) -> Vec<Table> {
    vec![
        metrics(forests),
        deciles(forests),
        thresholds(forests),
        calibration(forests),
        importance(forests),
        dependence(forests),
        rules(forests),
    ]
}

/// What each forest holds several of, beside what the forest may know.
fn each<'a, T>(
    forests: &[&'a ConversionResult],
    of: impl Fn(&'a ConversionResult) -> &'a [T],
) -> Vec<(&'a str, &'a T)> {
    forests
        .iter()
        .flat_map(|forest| of(forest).iter().map(|item| (forest.feature_set.as_str(), item)))
        .collect()
}

fn metrics(forests: &[&ConversionResult]) -> Table {
    let mut rows: Vec<(&str, &str, &ClassifierMetrics)> = Vec::new();
    for forest in forests {
        let set = forest.feature_set.as_str();
        rows.push((set, "forest", &forest.forest));
        rows.extend(forest.forest_out_of_bag.iter().map(|m| (set, "forest_out_of_bag", m)));
        rows.extend(forest.logistic.iter().map(|l| (set, "logistic", &l.metrics)));
        rows.push((set, "base_rate", &forest.base_rate));
    }
    Table::of("conversion_metrics", &rows)
        .column("known", |row| row.0)
        .column("model", |row| row.1)
        .column("cases", |row| row.2.cases)
        .column("positives", |row| row.2.positives)
        .column("auc", |row| row.2.auc)
        .column("average_precision", |row| row.2.average_precision)
        .column("log_loss", |row| row.2.log_loss)
        .column("brier", |row| row.2.brier)
        .column("calibration_error", |row| row.2.calibration_error)
        .column("mean_score", |row| row.2.mean_score)
        .column("base_rate", |row| row.2.base_rate)
        .table()
}

fn deciles(forests: &[&ConversionResult]) -> Table {
    Table::of("conversion_deciles", &each(forests, |forest| &forest.deciles))
        .column("known", |(set, _)| *set)
        .column("decile", |(_, d)| d.decile)
        .column("cases", |(_, d)| d.cases)
        .column("positives", |(_, d)| d.positives)
        .column("rate", |(_, d)| d.rate)
        .column("lift", |(_, d)| d.lift)
        .column("cumulative_gain", |(_, d)| d.cumulative_gain)
        .column("cumulative_lift", |(_, d)| d.cumulative_lift)
        .table()
}

fn thresholds(forests: &[&ConversionResult]) -> Table {
    Table::of("conversion_thresholds", &each(forests, |forest| &forest.thresholds))
        .column("known", |(set, _)| *set)
        .column("threshold", |(_, t)| t.threshold)
        .column("flagged_share", |(_, t)| t.flagged_share)
        .column("precision", |(_, t)| t.precision)
        .column("recall", |(_, t)| t.recall)
        .column("f1", |(_, t)| t.f1)
        .table()
}

fn calibration(forests: &[&ConversionResult]) -> Table {
    Table::of("conversion_calibration", &each(forests, |forest| &forest.calibration))
        .column("known", |(set, _)| *set)
        .column("cases", |(_, bin)| bin.cases)
        .column("positives", |(_, bin)| bin.positives)
        .column("lowest", |(_, bin)| bin.lowest)
        .column("highest", |(_, bin)| bin.highest)
        .column("predicted", |(_, bin)| bin.predicted)
        .column("observed", |(_, bin)| bin.observed)
        .column("observed_low", |(_, bin)| bin.observed_low)
        .column("observed_high", |(_, bin)| bin.observed_high)
        .table()
}

fn importance(forests: &[&ConversionResult]) -> Table {
    Table::of("conversion_importance", &each(forests, |forest| &forest.importance))
        .column("known", |(set, _)| *set)
        .column("feature", |(_, i)| &i.feature)
        .column("gain", |(_, i)| i.gain)
        .column("permutation", |(_, i)| i.permutation)
        .column("permutation_sd", |(_, i)| i.permutation_sd)
        .table()
}

fn dependence(forests: &[&ConversionResult]) -> Table {
    let curves = each(forests, |forest| &forest.partial_dependence);
    let rows: Vec<(&str, &str, &DependencePoint)> = curves
        .iter()
        .flat_map(|(set, curve)| curve.points.iter().map(|p| (*set, curve.feature.as_str(), p)))
        .collect();
    Table::of("conversion_partial_dependence", &rows)
        .column("known", |row| row.0)
        .column("feature", |row| row.1)
        .column("label", |row| &row.2.label)
        .column("value", |row| row.2.value)
        .column("share", |row| row.2.share)
        .column("rate", |row| row.2.rate)
        .table()
}

fn rules(forests: &[&ConversionResult]) -> Table {
    let rows: Vec<(&str, &Rule)> = forests
        .iter()
        .filter_map(|forest| Some((forest, forest.surrogate.as_ref()?)))
        .flat_map(|(forest, tree)| tree.rules.iter().map(|r| (forest.feature_set.as_str(), r)))
        .collect();
    Table::of("conversion_rules", &rows)
        .column("known", |(set, _)| *set)
        .column("conditions", |(_, rule)| rule.conditions.join(" and "))
        .column("share", |(_, rule)| rule.share)
        .column("predicted_rate", |(_, rule)| rule.predicted_rate)
        .column("observed_rate", |(_, rule)| rule.observed_rate)
        .table()
}

/// Tables of the regression of daily conversions.
pub fn ad_tables(result: &AdConversionsResult) -> Vec<Table> {
    let models: [(&str, &RegressionMetrics); 3] = [
        ("forest", &result.forest),
        ("trailing_mean", &result.trailing_mean),
        ("overall_mean", &result.overall_mean),
    ];
    vec![
        Table::of("ad_conversions_metrics", &models)
            .column("model", |(model, _)| *model)
            .column("cases", |(_, m)| m.cases)
            .column("r_squared", |(_, m)| m.r2)
            .column("mae", |(_, m)| m.mae)
            .column("rmse", |(_, m)| m.rmse)
            .column("mape", |(_, m)| m.mape)
            .column("zeros", |(_, m)| m.zeros)
            .table(),
        Table::of("ad_conversions_importance", &result.importance)
            .column("feature", |i| &i.feature)
            .column("gain", |i| i.gain)
            .column("permutation", |i| i.permutation)
            .table(),
        Table::of("ad_conversions_by_day", &result.by_day)
            .column("date", |day| day.date)
            .columns(["actual", "forest", "trailing_mean"], |day| {
                [day.actual, day.forest, day.trailing_mean].map(Cell::Number)
            })
            .table(),
    ]
}
