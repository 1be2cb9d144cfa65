//! What effects of nothing look like.

use ndarray::Array1;

use super::effect::ten_blocks;
use super::{SEED, both, computed, holdout, world};
use crate::models::experiments::effect::Blocks;
use crate::models::experiments::placebo::{in_time, minimal_detectable_change};
use crate::random::Key;
use crate::random::distributions::normal_at;
use crate::random::names::DEMAND_SHARED;

/// Twelve blocks before and four in the test, of 100 expected orders, with noise of 10, and an
/// effect on the ratio.
fn noisy(seed: u64, effect: f64) -> Blocks {
    let key = Key::seed(seed).of(DEMAND_SHARED);
    let ratio = |b: u64| 1.0 + 0.1 * normal_at(key.at(b)) + if b < 12 { 0.0 } else { effect };
    Blocks {
        actual: (0..16).map(|b| 100.0 * ratio(b)).collect(),
        expected: Array1::from_elem(16, 100.0),
    }
}

#[test]
fn the_p_value_in_time_is_the_share_of_all_choices_of_blocks() {
    let blocks = ten_blocks();
    let real = blocks.change_in(&[6, 7, 8, 9]).abs();
    let (mut all, mut at_least) = (0, 0);
    for bits in 0_u32..1 << 10 {
        if bits.count_ones() == 4 {
            let chosen: Vec<usize> = (0..10).filter(|b| bits >> b & 1 == 1).collect();
            all += 1;
            at_least += i32::from(blocks.change_in(&chosen).abs() >= real - 1e-12);
        }
    }
    let placebos = in_time(&blocks);
    assert_eq!((placebos.placebos, all), (209, 210));
    assert!((placebos.p - f64::from(at_least) / 210.0).abs() < 1e-12);
    assert!((placebos.smallest_p - 1.0 / 210.0).abs() < 1e-12);
}

#[test]
fn without_an_effect_one_test_in_twenty_is_significant() {
    let significant = (0..400).filter(|&seed| in_time(&noisy(seed, 0.0)).p <= 0.05).count();
    assert!((8..=33).contains(&significant), "{significant} of 400");
}

#[test]
fn the_minimal_detectable_effect_is_found_four_times_in_five() {
    let trials = 300;
    let changes: Vec<f64> = (0..trials)
        .map(|seed| {
            let blocks = noisy(seed, 0.0);
            minimal_detectable_change(&blocks, &blocks.effect().unwrap()).unwrap()
        })
        .collect();
    let typical = changes.iter().sum::<f64>() / trials as f64;
    let found = |effect: f64| {
        let found = (0..trials).filter(|&seed| in_time(&noisy(9_000 + seed, effect)).p <= 0.05);
        found.count() as f64 / trials as f64
    };
    assert!((found(typical) - 0.8).abs() < 0.08, "{} at {typical}", found(typical));
    assert!(found(0.5 * typical) < 0.5, "half of it must be missed more often than not");
}

#[test]
fn a_test_after_two_blocks_can_detect_nothing_and_says_so() {
    let whole = noisy(1, 0.0);
    let short = Blocks {
        actual: whole.actual.slice(ndarray::s![10..]).to_owned(),
        expected: whole.expected.slice(ndarray::s![10..]).to_owned(),
    };
    assert!((in_time(&short).smallest_p - 1.0 / 15.0).abs() < 1e-12);
    assert_eq!(minimal_detectable_change(&short, &short.effect().unwrap()), None);
}

#[test]
fn as_many_blocks_before_as_in_the_test_make_every_p_value_even() {
    let whole = noisy(2, -5.0);
    let even = Blocks {
        actual: whole.actual.slice(ndarray::s![8..]).to_owned(),
        expected: whole.expected.slice(ndarray::s![8..]).to_owned(),
    };
    let placebos = in_time(&even);
    assert!((placebos.smallest_p - 2.0 / 70.0).abs() < 1e-12);
    assert!((placebos.p - placebos.smallest_p).abs() < 1e-12);
}

#[test]
fn in_space_every_other_choice_of_regions_is_a_placebo() {
    let with_effect = computed(&world(SEED, 0.15, &holdout()));
    for estimate in both(&with_effect) {
        let placebos = estimate.in_space.unwrap();
        // Three of seven regions: 35 choices.
        assert_eq!((placebos.placebos, placebos.exhaustive), (34, true));
        assert!((placebos.smallest_p - 1.0 / 35.0).abs() < 1e-12);
        assert!(placebos.p <= 2.0 / 35.0 + 1e-12, "{}", placebos.p);
    }
    let worlds = 20;
    let small = (0..worlds).filter(|&seed| {
        let nothing = computed(&world(300 + seed, 0.0, &holdout()));
        nothing.difference_in_differences.in_space.unwrap().p <= 0.1
    });
    assert!(small.count() <= 6, "a tenth of {worlds} would be two");
}
