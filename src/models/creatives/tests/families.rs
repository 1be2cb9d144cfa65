//! Fits by maximum likelihood against brute force, finite differences, and known truths.

use super::super::families::{
    Amounts, Counts, fit_beta_binomial, fit_gamma_gamma, fit_gamma_poisson,
};
use super::super::newton::maximise;
use crate::random::Key;
use crate::random::distributions::{beta, binomial, gamma, poisson};
use libm::lgamma;

fn key(place: u64) -> Key {
    Key::seed(7).at(place)
}

fn beta_counts(creatives: u64, alpha: f64, strength: f64) -> Vec<Counts> {
    let count = |i: u64| {
        let mut stream = key(i).stream();
        let trials = 200 << (i % 7);
        let rate = beta(&mut stream, alpha, strength - alpha);
        Counts { successes: binomial(&mut stream, trials, rate) as f64, trials: trials as f64 }
    };
    (0..creatives).map(count).collect()
}

fn beta_likelihood(counts: &[Counts], alpha: f64, beta: f64) -> f64 {
    let ln_beta = |a: f64, b: f64| lgamma(a) + lgamma(b) - lgamma(a + b);
    let one = |c: &Counts| {
        ln_beta(alpha + c.successes, beta + c.trials - c.successes) - ln_beta(alpha, beta)
    };
    counts.iter().map(one).sum()
}

/// Climbs on a grid that shrinks around its best point.
fn brute_force<const P: usize>(start: [f64; P], value: impl Fn(&[f64; P]) -> f64) -> [f64; P] {
    let (mut best, mut step) = (start, 0.5);
    while step > 1e-7 {
        let mut moved = false;
        for i in 0..P {
            for sign in [-1.0, 1.0] {
                let mut next = best;
                next[i] += sign * step;
                if value(&next) > value(&best) {
                    (best, moved) = (next, true);
                }
            }
        }
        if !moved {
            step *= 0.7;
        }
    }
    best
}

#[test]
fn a_beta_binomial_fit_is_the_maximum_that_brute_force_finds() {
    let counts = beta_counts(25, 3.0, 300.0);
    let fit = fit_beta_binomial(&counts).unwrap();
    let found =
        brute_force([0.0, 5.0], |&[a, b]| beta_likelihood(&counts, f64::exp(a), f64::exp(b)));
    assert!(fit.convergence.converged && fit.differs);
    assert!((fit.alpha.ln() - found[0]).abs() < 1e-4, "{fit:?} {found:?}");
    assert!((fit.beta.ln() - found[1]).abs() < 1e-4, "{fit:?} {found:?}");
}

#[test]
fn a_gamma_poisson_fit_is_the_maximum_that_brute_force_finds() {
    let count = |i: u64| {
        let mut stream = key(100 + i).stream();
        let spend = 50.0 * (1 << (i % 6)) as f64;
        let rate = 0.05 * gamma(&mut stream, 4.0) / 4.0;
        Counts { successes: poisson(&mut stream, spend * rate) as f64, trials: spend }
    };
    let counts: Vec<Counts> = (0..30).map(count).collect();
    let fit = fit_gamma_poisson(&counts).unwrap();
    let likelihood = |a: f64, b: f64| {
        let one = |c: &Counts| {
            lgamma(a + c.successes) - lgamma(a) + a * b.ln()
                - (a + c.successes) * (b + c.trials).ln()
        };
        counts.iter().map(one).sum::<f64>()
    };
    let found = brute_force([0.0, 3.0], |&[a, b]| likelihood(a.exp(), b.exp()));
    assert!(fit.convergence.converged && fit.differs);
    assert!((fit.a.ln() - found[0]).abs() < 1e-4, "{fit:?} {found:?}");
    assert!((fit.b.ln() - found[1]).abs() < 1e-4, "{fit:?} {found:?}");
}

/// Orders of creatives whose mean order value differs as p / Gamma(q, rate v).
fn order_values(p: f64, q: f64, v: f64) -> Vec<Amounts> {
    let creative = |i: u64| {
        let mut stream = key(200 + i).stream();
        let rate = gamma(&mut stream, q) / v;
        let day = |_| {
            let orders = 1.0 + poisson(&mut stream, 2.0) as f64;
            (orders, gamma(&mut stream, p * orders) / rate)
        };
        Amounts { days: (0..12).map(day).collect() }
    };
    (0..60).map(creative).collect()
}

#[test]
fn a_gamma_gamma_fit_is_the_maximum_that_brute_force_finds() {
    let amounts = order_values(1.5, 8.0, 500.0);
    let fit = fit_gamma_gamma(&amounts).unwrap();
    let likelihood = |p: f64, q: f64, v: f64| {
        let one = |creative: &Amounts| {
            let (orders, revenue) = creative.totals();
            let days = creative.days.iter().map(|(x, z)| p * x * z.ln() - lgamma(p * x));
            days.sum::<f64>() + lgamma(q + p * orders) - lgamma(q) + q * v.ln()
                - (q + p * orders) * (v + revenue).ln()
        };
        amounts.iter().map(one).sum::<f64>()
    };
    // Climbing along ln v − ln q as well keeps off the ridge between them.
    let at = |x: &[f64; 3]| likelihood(x[0].exp(), x[1].exp(), (x[1] + x[2]).exp());
    let found = brute_force([0.0, 2.0, 4.0], at);
    assert!(fit.convergence.converged && fit.differs, "{fit:?}");
    assert!((fit.p.ln() - found[0]).abs() < 1e-3, "{fit:?} {found:?}");
    assert!((fit.q.ln() - found[1]).abs() < 1e-2, "{fit:?} {found:?}");
    assert!((fit.p / 1.5 - 1.0).abs() < 0.15, "{fit:?}");
}

#[test]
fn creatives_that_do_not_differ_are_called_alike() {
    let fit = fit_beta_binomial(&beta_counts(40, 3e5, 3e7)).unwrap();
    assert!(!fit.differs, "{fit:?}");
    let fit = fit_gamma_gamma(&order_values(1.5, 1e7, 1e9)).unwrap();
    assert!(!fit.differs, "{fit:?}");
    // With a spread they are not.
    assert!(fit_beta_binomial(&beta_counts(40, 3.0, 300.0)).unwrap().differs);
}

#[test]
fn nothing_is_fitted_to_no_success_or_nothing_else() {
    let counts = |successes| vec![Counts { successes, trials: 10.0 }; 8];
    assert!(fit_beta_binomial(&counts(0.0)).is_none());
    assert!(fit_beta_binomial(&counts(10.0)).is_none());
    assert!(fit_beta_binomial(&[]).is_none());
    assert!(fit_gamma_poisson(&counts(0.0)).is_none());
    assert!(fit_gamma_gamma(&[Amounts::default()]).is_none());
}

#[test]
fn a_posterior_mean_equals_that_of_quadrature() {
    // k successes of n on a Beta(α, β) prior, by the midpoint rule on the rate.
    let (alpha, beta, k, n) = (2.4, 480.0, 7.0, 900.0);
    let steps = 400_000;
    let (mut mass, mut first) = (0.0, 0.0);
    for step in 0..steps {
        let p = 0.1 * (f64::from(step) + 0.5) / f64::from(steps);
        let log = (alpha + k - 1.0) * p.ln() + (beta + n - k - 1.0) * (1.0 - p).ln() + 45.0;
        mass += log.exp();
        first += p * log.exp();
    }
    let exact: f64 = (alpha + k) / (alpha + beta + n);
    assert!((first / mass / exact - 1.0).abs() < 1e-9, "{} {exact}", first / mass);
}

#[test]
fn newton_stops_at_a_bound_that_it_is_driven_to() {
    // −(x − 3)² − (y + x/2)² with x at most 2: there y = −1.
    let found = maximise([0.0, 0.0], [-5.0, -5.0], [2.0, 5.0], |&[x, y]| {
        let (a, b) = (x - 3.0, y + 0.5 * x);
        let gradient = [-2.0 * a - b, -2.0 * b];
        (-a * a - b * b, gradient, [[-2.5, -1.0], [-1.0, -2.0]])
    });
    assert_eq!(found.at_upper, [true, false]);
    assert!(found.convergence.converged);
    assert!((found.at[0] - 2.0).abs() < 1e-12 && (found.at[1] + 1.0).abs() < 1e-9, "{found:?}");
}
