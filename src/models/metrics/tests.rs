//! Metrics against slow computations and against scikit-learn 1.9.1, whose figures stand below.

use super::probability::{brier, calibration, calibration_error, log_loss};
use super::*;
use crate::random::Key;

/// 500 cases with many equal scores, the same as in the script that asked scikit-learn.
fn case() -> (Vec<f64>, Vec<bool>) {
    let score = |i: i64| ((((i * 37) % 101) as f64 / 101.0) * 100.0).round() / 100.0;
    let scores: Vec<f64> = (0..500).map(score).collect();
    let positive = |i: i64| (i * i + 3 * i) % 7 < 2 || (score(i) > 0.8 && i % 3 == 0);
    (scores, (0..500).map(positive).collect())
}

fn random_case(cases: usize, levels: u64, seed: u64) -> (Vec<f64>, Vec<bool>) {
    let key = Key::seed(seed);
    let score = |i: usize| key.at(2 * i as u64).below(levels) as f64 / levels as f64;
    let scores: Vec<f64> = (0..cases).map(score).collect();
    let draw = |i: usize| key.at(2 * i as u64 + 1).happens(0.1 + 0.6 * score(i));
    (scores, (0..cases).map(draw).collect())
}

fn close(a: Option<f64>, b: f64) {
    let a = a.expect("a figure");
    assert!((a - b).abs() < 1e-12 * b.abs().max(1.0), "{a} is not {b}");
}

#[test]
fn figures_equal_those_of_scikit_learn() {
    let (scores, truth) = case();
    let ranking = Ranking::new(&scores, &truth).unwrap();
    assert_eq!(ranking.positives(), 165);
    close(ranking.auc(), 0.583_781_094_527_363_2);
    close(ranking.average_precision(), 0.436_097_630_136_250_86);
    close(log_loss(&scores, &truth), 0.923_204_866_627_124_5);
    close(brier(&scores, &truth), 0.294_030_8);
    let best = *ranking.thresholds(&[]).first().unwrap();
    let expected = [0.01, 0.99, 0.331_313_131_313_131_34, 0.993_939_393_939_393_9];
    let found = [best.threshold, best.flagged_share, best.precision, best.recall];
    assert!(found.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-12), "{best:?}");
    assert!((best.f1 - 0.496_969_696_969_696_97).abs() < 1e-12);

    let truth: Vec<f64> = (0..500).map(|i| f64::from(i % 13) * 1.5 + f64::from(i % 5)).collect();
    let off = |(i, y): (usize, &f64)| y * 0.9 + ((i % 7) as f64 - 3.0) * 0.8;
    let predicted: Vec<f64> = truth.iter().enumerate().map(off).collect();
    let metrics = RegressionMetrics::of(&predicted, &truth).unwrap();
    close(metrics.r2, 0.877_231_293_522_959_9);
    close(metrics.mae, 1.676_9);
    close(metrics.rmse, 2.028_643_635_535_823);
    close(metrics.mape, 0.226_397_223_833_498_53);
    assert_eq!(metrics.zeros, 8);
}

#[test]
fn auc_is_the_share_of_pairs_in_order() {
    for (levels, seed) in [(2, 1), (10, 2), (1_000_000, 3)] {
        let (scores, truth) = random_case(400, levels, seed);
        let (mut pairs, mut halves) = (0, 0);
        for (a, &positive) in scores.iter().zip(&truth) {
            for (b, &other) in scores.iter().zip(&truth) {
                if positive && !other {
                    pairs += 1;
                    halves += if a > b { 2 } else { i32::from(a == b) };
                }
            }
        }
        let auc = Ranking::new(&scores, &truth).unwrap().auc();
        assert_eq!(auc, Some(f64::from(halves) / f64::from(2 * pairs)));
    }
}

#[test]
fn the_area_under_the_drawn_curve_is_the_auc() {
    let (scores, truth) = random_case(3_000, 50, 4);
    let ranking = Ranking::new(&scores, &truth).unwrap();
    let trapezoid = |pair: &[RocPoint]| {
        let width = pair[1].false_positive_rate - pair[0].false_positive_rate;
        width * (pair[0].true_positive_rate + pair[1].true_positive_rate) / 2.0
    };
    let area: f64 = ranking.roc(1_000_000).windows(2).map(trapezoid).sum();
    close(ranking.auc(), area);
    let thin = ranking.roc(10);
    assert!(thin.len() <= 22, "{}", thin.len());
    let ends = [thin.first().unwrap(), thin.last().unwrap()].map(|p| p.true_positive_rate);
    assert_eq!(ends, [0.0, 1.0]);
}

#[test]
fn scores_without_meaning_reach_one_half_and_the_base_rate() {
    let truth: Vec<bool> = (0..1_000).map(|i| i % 50 == 0).collect();
    let metrics = ClassifierMetrics::of(&[0.02; 1_000], &truth).unwrap();
    assert_eq!(metrics.auc, Some(0.5));
    assert_eq!(metrics.average_precision, Some(0.02));
    close(metrics.calibration_error, 0.0);
    let entropy = -(0.02 * 0.02_f64.ln() + 0.98 * 0.98_f64.ln());
    close(metrics.log_loss, entropy);
    // One step only: a single threshold flags all.
    let ranking = Ranking::new(&[0.02; 1_000], &truth).unwrap();
    assert_eq!(ranking.thresholds(&[0.01, 0.5]).len(), 1);
    assert!(ranking.deciles().iter().all(|decile| (decile.lift - 1.0).abs() < 1e-12));
}

#[test]
fn a_perfect_order_finds_all_positives_first() {
    let scores: Vec<f64> = (0..1_000).map(|i| f64::from(i) / 1_000.0).collect();
    let truth: Vec<bool> = (0..1_000).map(|i| i >= 950).collect();
    let ranking = Ranking::new(&scores, &truth).unwrap();
    assert_eq!((ranking.auc(), ranking.average_precision()), (Some(1.0), Some(1.0)));
    let deciles = ranking.deciles();
    assert_eq!((deciles[0].positives, deciles[0].lift), (50.0, 10.0));
    assert_eq!((deciles[0].cumulative_gain, deciles[9].cumulative_lift), (1.0, 1.0));
    let best = ranking.thresholds(&[])[0];
    assert_eq!((best.threshold, best.f1), (0.95, 1.0));
    // And the reverse finds them last.
    let reversed: Vec<f64> = scores.iter().map(|score| -score).collect();
    assert_eq!(Ranking::new(&reversed, &truth).unwrap().auc(), Some(0.0));
}

#[test]
fn deciles_hold_all_cases_and_all_positives() {
    for (cases, levels) in [(10, 3), (1_237, 4), (1_237, 100_000)] {
        let (scores, truth) = random_case(cases, levels, 5);
        let ranking = Ranking::new(&scores, &truth).unwrap();
        let deciles = ranking.deciles();
        assert_eq!(deciles.iter().map(|decile| decile.cases).sum::<u64>(), cases as u64);
        let positives: f64 = deciles.iter().map(|decile| decile.positives).sum();
        assert!((positives - ranking.positives() as f64).abs() < 1e-9);
    }
}

#[test]
fn calibration_bins_hold_every_case_once_and_part_no_ties() {
    for levels in [1, 7, 100_000] {
        let (scores, truth) = random_case(2_000, levels, 6);
        let bins = calibration(&scores, &truth, 20);
        assert!(bins.len() <= 20);
        assert_eq!(bins.iter().map(|bin| bin.cases).sum::<u64>(), 2_000);
        let positives = truth.iter().filter(|positive| **positive).count() as u64;
        assert_eq!(bins.iter().map(|bin| bin.positives).sum::<u64>(), positives);
        assert!(bins.windows(2).all(|pair| pair[0].highest < pair[1].lowest));
        assert!(bins.iter().all(|b| b.observed_low <= b.observed && b.observed <= b.observed_high));
    }
}

#[test]
fn wrong_probabilities_show_in_the_calibration_error_and_right_ones_do_not() {
    let (scores, truth) = random_case(50_000, 1_000_000, 7);
    let right: Vec<f64> = scores.iter().map(|score| 0.1 + 0.6 * score).collect();
    let wrong: Vec<f64> = right.iter().map(|score| score * 0.7).collect();
    let error = |scores: &[f64]| calibration_error(&calibration(scores, &truth, 20)).unwrap();
    // Sampling alone leaves about √(2 p (1 − p) / (π n)) = 0.008 in bins of 2,500 cases.
    assert!(error(&right) < 0.015, "{}", error(&right));
    assert!(error(&wrong) > 0.1, "{}", error(&wrong));
}

#[test]
fn what_has_no_meaning_is_not_computed() {
    assert!(ClassifierMetrics::of(&[0.1], &[true, false]).is_none());
    assert!(ClassifierMetrics::of(&[f64::NAN, 0.1], &[true, false]).is_none());
    let empty = ClassifierMetrics::of(&[], &[]).unwrap();
    assert_eq!((empty.auc, empty.log_loss, empty.base_rate), (None, None, None));
    for (truth, precision) in [(false, None), (true, Some(1.0))] {
        let metrics = ClassifierMetrics::of(&[0.3, 0.7], &[truth; 2]).unwrap();
        assert_eq!((metrics.auc, metrics.average_precision), (None, precision));
        let ranking = Ranking::new(&[0.3, 0.7], &[truth; 2]).unwrap();
        assert!(ranking.roc(10).is_empty() && ranking.deciles().is_empty());
        assert_eq!(ranking.thresholds(&[0.5]).is_empty(), !truth);
    }
    assert!(RegressionMetrics::of(&[], &[]).is_none());
    assert!(RegressionMetrics::of(&[1.0, f64::INFINITY], &[1.0, 2.0]).is_none());
    let constant = RegressionMetrics::of(&[1.0, 2.0], &[0.0, 0.0]).unwrap();
    assert_eq!((constant.r2, constant.mape, constant.mae), (None, None, Some(1.5)));
}

#[test]
fn certain_and_wrong_costs_much_but_not_everything() {
    let loss = log_loss(&[0.0, 1.0], &[true, false]).unwrap();
    assert!((loss - 34.5).abs() < 0.1, "{loss}");
}
