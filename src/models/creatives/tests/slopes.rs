//! Fatigue, on creatives that tire by a known law.

use super::super::result::{CreativeScores, WearAxis};
use super::super::{Options, score};
use super::market::Market;

fn scores(fatigue: f64) -> CreativeScores {
    let market = Market { fatigue, audience: 150_000.0, ..Market::default() };
    score(&market.creatives(), &Options { draws: 50, ..Options::default() }).unwrap()
}

#[test]
fn slopes_of_tiring_creatives_are_found_and_covered() {
    let found = scores(0.12);
    let prior = &found.fatigue_priors[0];
    assert_eq!(prior.axis, WearAxis::CumulativeFrequency);
    assert!((prior.mean + 0.12).abs() < 0.02, "{prior:?}");
    let measured: Vec<_> = found.rows.iter().filter_map(|row| row.fatigue.as_ref()).collect();
    let covered = measured.iter().filter(|f| f.slope.low <= -0.12 && -0.12 <= f.slope.high).count();
    assert!(covered * 10 >= measured.len() * 8, "{covered} of {}", measured.len());
    for fatigue in measured {
        let Some(half) = fatigue.days_to_half else { continue };
        let expected = std::f64::consts::LN_2 / (-fatigue.slope.mean * fatigue.pace);
        assert!((half.days / expected - 1.0).abs() < 1e-12);
        assert!(half.low <= half.days && half.high.is_none_or(|high| high >= half.days));
    }
}

#[test]
fn creatives_that_do_not_tire_are_not_called_fatigued() {
    let found = scores(0.0);
    let prior = &found.fatigue_priors[0];
    assert!(prior.mean.abs() < 3.0 * prior.se, "{prior:?}");
    assert!(found.rows.iter().all(|row| row.fatigue.as_ref().is_none_or(|f| f.worn < 0.8)));
    let rising = found.rows.iter().filter_map(|row| row.fatigue.as_ref());
    for fatigue in rising.filter(|fatigue| fatigue.slope.mean >= 0.0) {
        assert!(fatigue.days_to_half.is_none());
    }
}

#[test]
fn without_any_frequency_wear_is_days_live() {
    let mut creatives = Market { fatigue: 0.1, ..Market::default() }.creatives();
    for day in creatives.iter_mut().flat_map(|creative| &mut creative.days) {
        (day.frequency, day.cumulative_frequency) = (None, None);
    }
    let found = score(&creatives, &Options { draws: 50, ..Options::default() }).unwrap();
    assert!(found.fatigue_priors.iter().all(|prior| prior.axis == WearAxis::DaysLive));
    assert!(found.rows.iter().filter_map(|r| r.fatigue.as_ref()).all(|f| f.pace == 1.0));
}
