//! Daily counts and mixes, made from known parts.

use jiff::civil::date;

use super::super::daily::{Calendar, Decomposition, Row, decompose};
use super::super::mix::mix;
use super::super::result::Trials;
use super::super::track::tracks;
use super::super::wear::wear;
use super::market::{bare, day};
use crate::curves::{cumulative_frequency, reach};
use crate::features::creatives::CreativeCell;
use crate::random::Key;
use crate::random::distributions::{gamma_noise, mean_one_lognormal, poisson};

const CREATIVES: usize = 12;
const DAYS: i64 = 90;

/// Creatives on the same days, with known shocks and known variance beyond counting.
fn account(shock_sd: f64, day_variance: f64) -> (Vec<f64>, Decomposition) {
    let key = Key::seed(5);
    let mut calendar = Calendar::default();
    let shock = |d: i64| mean_one_lognormal(key.at(1).at(d as u64), shock_sd);
    let mut rows = Vec::new();
    for creative in 0..CREATIVES {
        let rate = 0.01 * 1.15_f64.powi(creative as i32);
        for d in 0..DAYS {
            let key = key.at(2).at(creative as u64).at(d as u64);
            let mean = 20_000.0 * rate * shock(d) * gamma_noise(key.at(0), day_variance);
            let successes = poisson(&mut key.at(1).stream(), mean) as f64;
            let day = calendar
                .place("platform", date(2026, 1, 1).saturating_add(jiff::Span::new().days(d)));
            rows.push(Row { creative, day, successes, exposure: 20_000.0 });
        }
    }
    let shocks = (0..DAYS).map(shock).collect();
    (shocks, decompose(&rows, &calendar, &[0; CREATIVES], None))
}

fn correlation(a: &[f64], b: &[f64]) -> f64 {
    let n = a.len() as f64;
    let (ma, mb) = (a.iter().sum::<f64>() / n, b.iter().sum::<f64>() / n);
    let cov: f64 = a.iter().zip(b).map(|(x, y)| (x - ma) * (y - mb)).sum();
    let (va, vb): (f64, f64) = a
        .iter()
        .zip(b)
        .fold((0.0, 0.0), |(va, vb), (x, y)| (va + (x - ma).powi(2), vb + (y - mb).powi(2)));
    cov / (va * vb).sqrt()
}

#[test]
fn shocks_and_the_variance_of_days_are_found() {
    let (shocks, found) = account(0.25, 0.04);
    assert!(correlation(&shocks, &found.shocks) > 0.95);
    assert!((found.day_variance[0] / 0.04 - 1.0).abs() < 0.15, "{:?}", found.day_variance);
    // μ is about 200 to 900 clicks a day, so that D = 1 + μ τ² is about 9 to 38.
    assert!(found.design_effect[0] > 6.0 && found.design_effect[11] > 25.0);
}

#[test]
fn counts_without_noise_beyond_counting_have_a_design_effect_of_about_one() {
    let (_, found) = account(0.0, 0.0);
    assert!(found.day_variance[0] < 1e-3, "{:?}", found.day_variance);
    // But for 3 % of misfit, whose part grows with the counts.
    for (creative, d) in found.design_effect.iter().enumerate() {
        let clicks = 90.0 * 200.0 * 1.15_f64.powi(creative as i32);
        assert!((0.8..1.4).contains(&(d - 0.03 * 0.03 * clicks)), "{d} at {clicks} clicks");
    }
}

#[test]
fn a_device_is_judged_within_creatives_not_by_who_used_it() {
    // Mobile doubles the rate. The good creative runs on desktop mostly, so that over all
    // creatives desktop looks better.
    let cell = |level: &str, impressions: u64, rate: f64| CreativeCell {
        levels: vec![("device".into(), level.into())],
        impressions,
        clicks: (impressions as f64 * rate) as u64,
        visits: None,
        orders: None,
    };
    let mut good = bare("good");
    good.cells = vec![cell("desktop", 900_000, 0.03), cell("mobile", 100_000, 0.06)];
    let mut poor = bare("poor");
    poor.cells = vec![cell("desktop", 100_000, 0.005), cell("mobile", 900_000, 0.01)];
    for creative in [&mut good, &mut poor] {
        let clicks = creative.cells.iter().map(|cell| cell.clicks).sum();
        creative.days = vec![day(0, 1_000_000, clicks)];
    }
    let creatives = [good, poor];
    let (tracks, _) = tracks(&creatives);
    let mix = mix(&tracks, Trials::Impressions);
    let factor = |level: &str| mix.levels.iter().find(|l| l.level == level).unwrap().factor;
    let ratio = factor("mobile") / factor("desktop");
    assert!((ratio / 2.0 - 1.0).abs() < 0.02, "{ratio}");
    let pooled = (6_000.0 + 9_000.0) / (27_000.0 + 500.0);
    assert!(pooled < 1.0, "over all creatives it would look the other way round: {pooled}");
    assert!(mix.factors[0] < mix.factors[1]);
}

#[test]
fn cumulative_frequency_follows_from_daily_frequencies() {
    let (audience, shown) = (50_000.0, 4_000_u64);
    let mut creative = bare("seen");
    creative.days = (0..40).map(|d| day(d, shown, 30)).collect();
    for day in &mut creative.days {
        day.frequency = Some(shown as f64 / reach(shown as f64, audience));
    }
    let creatives = [creative];
    let (tracks, _) = tracks(&creatives);
    let wear = wear(&tracks);
    let truth = cumulative_frequency(39.0 * shown as f64, audience) - 1.0;
    let found = wear.by_day[0][39];
    assert!(truth > 2.0 && (found / truth - 1.0).abs() < 0.05, "{found} {truth}");
    assert_eq!(wear.by_day[0][0], 0.0);
}
