//! The effect of a test, from the ratio of treated to expected orders, block by block.

use ndarray::Array1;

use super::reason::NotComputed;
use crate::models::least_squares::{Design, Inference, LeastSquares, fit};

/// Blocks that the test with its cool-down is cut into.
pub(super) const TEST_BLOCKS: usize = 4;
/// Name of the regressor that is 1 in the test.
const TEST: &str = "test";

/// Orders by block of time; the last [`TEST_BLOCKS`] are the test.
#[derive(Debug, Clone)]
pub(super) struct Blocks {
    /// Orders of the treated regions.
    pub actual: Array1<f64>,
    /// Orders that the comparison expects of them.
    pub expected: Array1<f64>,
}

/// The change of the ratio of actual to expected orders.
#[derive(Debug, Clone, Copy)]
pub(super) struct Effect {
    /// Ratio before the test; 1 up to rounding.
    pub ratio_before: f64,
    /// By how much the test changed the ratio, κ.
    pub change: f64,
    /// Its standard error, t, p and interval.
    pub inference: Inference,
}

impl Blocks {
    /// Sums two series over blocks of `length` periods.
    pub fn new(actual: &Array1<f64>, expected: &Array1<f64>, length: usize) -> Self {
        let sum = |series: &Array1<f64>| {
            series.exact_chunks(length).into_iter().map(|block| block.sum()).collect()
        };
        Blocks { actual: sum(actual), expected: sum(expected) }
    }

    /// Number of blocks.
    pub fn len(&self) -> usize {
        self.actual.len()
    }

    /// Places of the test's blocks.
    pub fn test(&self) -> Vec<usize> {
        (self.len() - TEST_BLOCKS..self.len()).collect()
    }

    /// Expected orders during the test.
    pub fn expected_in_test(&self) -> f64 {
        self.test().into_iter().map(|b| self.expected[b]).sum()
    }

    /// Fits `Y_b / C_b = k + κ test_b` with weights `C_b`.
    ///
    /// The weights make it a ratio of sums, `k + κ = Σ_test Y / Σ_test C` and `k` likewise before
    /// it; so `κ Σ_test C` is the orders by which the treated regions differ from `k` times the
    /// comparison. For the sum of the controls this is the coefficient of weighted least squares
    /// on the region × day panel of indices with region and day effects, and that of Poisson
    /// regression with the same effects. Blocks, instead of days, are the rows because a day's
    /// errors resemble its neighbours'; few and long, they are nearly independent (Bertrand,
    /// Duflo and Mullainathan 2004), and Student's t with as many degrees of freedom as blocks
    /// less two tells how little a few blocks know.
    pub fn effect(&self) -> Result<Effect, NotComputed> {
        if self.expected.iter().any(|&c| c <= 0.0) {
            return Err(NotComputed::NoOrders { r#where: "a block of the comparison".to_owned() });
        }
        let first = self.len() - TEST_BLOCKS;
        let in_test = (0..self.len()).map(|b| f64::from(u8::from(b >= first))).collect();
        let design = Design::with_intercept().column(TEST, in_test).weighted(self.expected.clone());
        let ratio = &self.actual / &self.expected;
        let fitted = fit(&design, &ratio, &LeastSquares::default())?;
        let [before, test] = &fitted.regression.coefficients[..] else {
            return Err(NotComputed::Regression { why: "no block before the test".to_owned() });
        };
        let inference = test.plain.ok_or_else(|| NotComputed::Regression {
            why: "the blocks do not differ".to_owned(),
        })?;
        Ok(Effect { ratio_before: before.estimate, change: test.estimate, inference })
    }

    /// `Σ_chosen Y / Σ_chosen C − Σ_others Y / Σ_others C`: κ, had the test been in these blocks.
    pub fn change_in(&self, chosen: &[usize]) -> f64 {
        let sum = |series: &Array1<f64>| -> f64 { chosen.iter().map(|&b| series[b]).sum() };
        let (actual, expected) = (sum(&self.actual), sum(&self.expected));
        actual / expected - (self.actual.sum() - actual) / (self.expected.sum() - expected)
    }

    /// The same blocks with the effect taken out, as deviations from the ratio before the test.
    /// They are stretched by `√(n / (n − 2))`, because a fit of two coefficients to n blocks
    /// leaves residuals that are too small by so much.
    pub fn without(&self, effect: &Effect) -> Blocks {
        let blocks = self.len();
        let stretch = (blocks as f64 / (blocks - 2) as f64).sqrt();
        let first = blocks - TEST_BLOCKS;
        let residual = |b: usize| {
            let change = if b < first { 0.0 } else { effect.change };
            (self.actual[b] - (effect.ratio_before + change) * self.expected[b]) * stretch
        };
        Blocks { actual: (0..blocks).map(residual).collect(), expected: self.expected.clone() }
    }
}
