//! The leaderboard against the truth of an account that is known.

use super::super::{Class, CreativeScores, Options, Scope, score};
use super::market::Market;

fn options() -> Options {
    Options { seed: 1, draws: 400 }
}

fn scored(market: &Market) -> CreativeScores {
    score(&market.creatives(), &options()).unwrap()
}

fn truth(market: &Market, id: &str) -> f64 {
    market.quality(id.parse().unwrap())
}

/// Spearman's rank correlation, of values without ties.
fn rank_correlation(pairs: &[(f64, f64)]) -> f64 {
    let n = pairs.len() as f64;
    let rank = |all: Vec<f64>| -> Vec<f64> {
        all.iter().map(|x| all.iter().filter(|y| *y < x).count() as f64).collect()
    };
    let a = rank(pairs.iter().map(|pair| pair.0).collect());
    let b = rank(pairs.iter().map(|pair| pair.1).collect());
    let squares: f64 = a.iter().zip(&b).map(|(x, y)| (x - y).powi(2)).sum();
    1.0 - 6.0 * squares / (n * (n * n - 1.0))
}

#[test]
fn scores_rank_creatives_by_quality_better_than_raw_ctr_does() {
    for seed in 0..4 {
        let market = Market { seed, ..Market::default() };
        let found = scored(&market);
        let by = |figure: fn(&super::super::CreativeScore) -> f64| {
            let pair = |row| (figure(row), truth(&market, &row.id));
            rank_correlation(&found.rows.iter().map(pair).collect::<Vec<_>>())
        };
        let (score, raw) = (by(|row| row.score), by(|row| row.ctr.raw));
        assert!(score > raw + 0.1 && score > 0.8, "seed {seed}: {score} {raw}");
    }
}

#[test]
fn intervals_cover_quality_and_intervals_from_counts_alone_do_not() {
    let (mut rows, mut covered, mut covered_by_counts) = (0, 0, 0);
    for seed in 0..8 {
        let market = Market { seed, ..Market::default() };
        for row in &scored(&market).rows {
            let truth = truth(&market, &row.id);
            let quality = &row.ctr.quality;
            rows += 1;
            covered += usize::from(quality.low <= truth && truth <= quality.high);
            // As wide as a million independent coin throws would have it.
            let sd = 1.0 / (row.clicks as f64 + 1.0).sqrt();
            covered_by_counts += usize::from((quality.mean - truth).abs() < 1.645 * sd);
        }
    }
    let share = |n: usize| n as f64 / rows as f64;
    assert!((0.84..=0.97).contains(&share(covered)), "{}", share(covered));
    assert!(share(covered_by_counts) < 0.7, "{}", share(covered_by_counts));
}

#[test]
fn an_attribute_that_pays_is_found_and_one_that_does_not_is_not() {
    let market = Market { creatives: 160, ..Market::default() };
    let effects = scored(&market).ctr_effects.unwrap();
    let person = &effects.attributes[0];
    assert_eq!(person.levels[0].name, "yes");
    // With and without a person differ by 0.3; each is measured against the average.
    let gap = person.levels[0].effect.mean - person.levels[1].effect.mean;
    assert!((0.1..0.45).contains(&gap), "{gap}");
    assert!(person.levels[0].above > 0.95);
    let tactic = &effects.context[0];
    let gap = tactic.levels[0].effect.mean - tactic.levels[1].effect.mean;
    assert_eq!(tactic.levels[0].name, "retargeting");
    assert!((gap - 1.5_f64.ln()).abs() < 0.25, "{gap}");
    // Orders per visit have nothing to do with it.
    let cvr = scored(&market).cvr_effects.unwrap();
    assert!((0.02..0.98).contains(&cvr.attributes[0].levels[0].above));
}

#[test]
fn a_creative_with_three_clicks_is_never_a_high_performer() {
    let mut creatives = Market::default().creatives();
    for creative in creatives.iter_mut().take(10) {
        creative.days.truncate(3);
        for day in &mut creative.days {
            // Three of six impressions were clicked, and each click was an order.
            (day.impressions, day.clicks, day.spend) = (2, 1, 10.0);
            (day.visits, day.orders, day.revenue) = (Some(1), Some(1), Some(60.0));
        }
    }
    let found = score(&creatives, &options()).unwrap();
    let few: Vec<_> = found.rows.iter().filter(|row| row.clicks <= 3).collect();
    assert!(few.len() >= 10);
    assert!(few.iter().all(|row| row.class == Class::TooLittleData));
    assert!(found.rows.iter().any(|row| row.class == Class::HighPerformer));
}

#[test]
fn chances_of_being_best_add_up_to_one_in_each_group() {
    let found = scored(&Market::default());
    for format in ["video", "search"] {
        let group = found.rows.iter().filter(|row| row.format == format);
        let sum: f64 = group.clone().filter_map(|row| row.ctr.best).sum();
        assert!((sum - 1.0).abs() < 1e-9, "{sum}");
        let first = group.clone().max_by(|a, b| a.ctr.best.partial_cmp(&b.ctr.best).unwrap());
        assert!(first.unwrap().ctr.quality.mean > 0.5);
    }
}

#[test]
fn the_chance_of_being_the_better_of_two_equals_its_integral() {
    use super::super::special::{beta_cdf, beta_quantile};
    let mut creatives = Market { creatives: 40, ..Market::default() }.creatives();
    // Two of a format of their own, with the prior of the platform.
    creatives.iter_mut().take(2).for_each(|creative| creative.format = "story".into());
    let found = score(&creatives, &Options { seed: 3, draws: 40_000 }).unwrap();
    let pair: Vec<_> = found.rows.iter().filter(|row| row.format == "story").collect();
    assert!(pair.iter().all(|row| row.ctr.prior == Scope::Platform));
    let shape = |row: &super::super::CreativeScore| {
        let ctr = &row.ctr;
        (ctr.alpha + ctr.successes, ctr.beta + ctr.trials - ctr.successes)
    };
    let ((a, b), (c, d)) = (shape(pair[0]), shape(pair[1]));
    // E of the other's distribution function over this one's quantiles.
    let steps = 4_000;
    let at = |step: i32| beta_quantile(a, b, (f64::from(step) + 0.5) / f64::from(steps));
    let integral = (0..steps).map(|step| beta_cdf(c, d, at(step))).sum::<f64>() / f64::from(steps);
    let drawn = pair[0].ctr.best.unwrap();
    assert!((drawn - integral).abs() < 4.0 * 0.5 / 200.0, "{drawn} {integral}");
}

#[test]
fn the_result_does_not_depend_on_threads_or_on_the_order_of_creatives() {
    let market = Market { creatives: 24, ..Market::default() };
    let text = |threads: usize, reversed: bool| {
        let mut creatives = market.creatives();
        if reversed {
            creatives.reverse();
            creatives.iter_mut().for_each(|creative| creative.days.reverse());
        }
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| serde_json::to_string(&score(&creatives, &options()).unwrap()).unwrap())
    };
    let one = text(1, false);
    assert_eq!(one, text(4, false));
    assert_eq!(one, text(2, true));
}
