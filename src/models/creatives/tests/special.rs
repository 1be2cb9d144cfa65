//! Special functions against figures computed with 30 digits, and against their definitions.

use super::super::special::{beta_cdf, beta_quantile, normal_cdf, trigamma};

fn close(got: f64, expected: f64, relative: f64) {
    assert!((got / expected - 1.0).abs() < relative, "{got} is not {expected}");
}

#[test]
fn the_incomplete_beta_function_is_right_from_small_to_very_large_parameters() {
    let known = [
        (0.5, 3.0, 0.01, 0.186_253_75),
        (2.4, 480.0, 0.004, 0.457_042_784_578_410_2),
        (2.4, 480.0, 0.02, 0.998_647_872_884_937),
        (0.1, 5.0, 1e-8, 0.193_885_926_878_2),
        (250.0, 0.7, 0.999, 0.622_739_705_394_906_5),
        (30_000.0, 6e6, 0.004_97, 0.429_755_163_796_080_1),
        (1e6, 1e9, 0.000_998_5, 0.308_009_056_222_755_7),
    ];
    for (a, b, x, expected) in known {
        close(beta_cdf(a, b, x), expected, 1e-9);
    }
    assert_eq!((beta_cdf(2.0, 3.0, 0.0), beta_cdf(2.0, 3.0, 1.0)), (0.0, 1.0));
}

#[test]
fn beta_quantiles_undo_the_distribution_function() {
    for (a, b) in [(0.3, 40.0), (1.0, 1.0), (3.2, 700.0), (5_000.0, 1e6), (40.0, 0.5)] {
        for probability in [0.001, 0.05, 0.5, 0.95, 0.999] {
            let x = beta_quantile(a, b, probability);
            assert!((beta_cdf(a, b, x) - probability).abs() < 1e-10, "{a} {b} {probability} {x}");
        }
    }
    // Beta(1, 1) is uniform.
    close(beta_quantile(1.0, 1.0, 0.05), 0.05, 1e-13);
}

#[test]
fn trigamma_is_the_sum_of_inverse_squares() {
    close(trigamma(0.3), 12.245_364_546_107_73, 1e-13);
    close(trigamma(11.7), 0.089_226_563_732_912_4, 1e-13);
    close(trigamma(1e5), 1.000_005_000_016_667e-5, 1e-13);
    close(trigamma(1.0), std::f64::consts::PI.powi(2) / 6.0, 1e-13);
}

#[test]
fn ninety_per_cent_of_a_normal_lie_within_z90() {
    let z = super::super::special::Z90;
    close(normal_cdf(z) - normal_cdf(-z), 0.9, 1e-14);
}
