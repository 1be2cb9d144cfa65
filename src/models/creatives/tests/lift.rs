//! p-values against permutations done the slow way.

use super::super::lift::{dealt, flipped};
use crate::random::Key;
use libm::{exp, lgamma};

fn ln_choose(n: u64, k: u64) -> f64 {
    let f = |n: u64| lgamma(n as f64 + 1.0);
    f(n) - f(k) - f(n - k)
}

#[test]
fn dealing_clicks_at_random_gives_the_hypergeometric_p_value() {
    for (k, n, clicks, shown) in [(3, 10, 8, 40), (0, 5, 3, 9), (7, 900, 20, 5_000), (8, 10, 8, 40)]
    {
        let mean = n as f64 * clicks as f64 / shown as f64;
        let far = |other: u64| (other as f64 - mean).abs() >= (k as f64 - mean).abs() - 1e-9;
        let chance = |k: u64| {
            exp(ln_choose(clicks, k) + ln_choose(shown - clicks, n - k) - ln_choose(shown, n))
        };
        let least = (n + clicks).saturating_sub(shown);
        let slow: f64 = (least..=n.min(clicks)).filter(|&k| far(k)).map(chance).sum();
        let fast = dealt(k, n, clicks, shown);
        assert!((fast / slow - 1.0).abs() < 1e-9, "{k} {n} {clicks} {shown}: {fast} {slow}");
    }
}

#[test]
fn dealing_clicks_one_by_one_comes_to_the_same_share() {
    let (k, n, clicks, shown) = (9_u64, 60_u64, 24_u64, 300_u64);
    let mut stream = Key::seed(3).stream();
    let mean = (n * clicks) as f64 / shown as f64;
    let rounds = 40_000;
    let mut hits = 0;
    for _ in 0..rounds {
        // Clicks fall one by one to impressions that are left; the first n are the creative's.
        let (mut own, mut left, mut own_left) = (0, shown, n);
        for _ in 0..clicks {
            if stream.unit() * left as f64 <= own_left as f64 {
                own += 1;
                own_left -= 1;
            }
            left -= 1;
        }
        hits += i32::from((f64::from(own) - mean).abs() >= (k as f64 - mean).abs());
    }
    let share = f64::from(hits) / f64::from(rounds);
    let exact = dealt(k, n, clicks, shown);
    // Four standard errors of the share.
    assert!((share - exact).abs() < 4.0 * (exact / f64::from(rounds)).sqrt(), "{share} {exact}");
}

#[test]
fn a_difference_of_millions_has_a_p_value_that_is_small_but_not_zero() {
    let p = dealt(50_000, 1_000_000, 60_000, 2_000_000);
    assert!(p > 0.0 && p < 1e-200, "{p}");
    assert_eq!(dealt(0, 10, 0, 100), 1.0);
}

#[test]
fn changes_of_sign_are_counted_in_full_on_few_days() {
    let key = Key::seed(1);
    // Of the eight sums ±1 ±2 ±4, two are as far from 0 as 7.
    assert_eq!(flipped(&[1.0, 2.0, 4.0], key, 100), Some(0.25));
    assert_eq!(flipped(&[1.0, -1.0], key, 100), Some(1.0));
    assert_eq!(flipped(&[1.0], key, 100), None);
}

#[test]
fn drawn_signs_come_close_to_all_signs() {
    let days: Vec<f64> = (0..16).map(|d| f64::from(d % 5) - 1.2).collect();
    let observed = days.iter().sum::<f64>().abs();
    let sum = |signs: u32| -> f64 {
        days.iter().enumerate().map(|(d, x)| if signs >> d & 1 == 1 { *x } else { -x }).sum()
    };
    let hits = (0..1u32 << 16).filter(|&signs| sum(signs).abs() >= observed - 1e-9).count();
    let exact = hits as f64 / f64::from(1 << 16);
    let drawn = flipped(&days, Key::seed(9), 20_000).unwrap();
    assert!((drawn - exact).abs() < 4.0 * (exact / 20_000.0).sqrt(), "{drawn} {exact}");
}
