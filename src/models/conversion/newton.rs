//! Newton's way to the coefficients of a logistic regression.
//!
//! With `q = X w + b` and `p = σ(q)`, the penalised loss is
//! `L = Σ (ln(1 + e^q) − y q) + α/2 |w|²`. A step solves `H d = g` and goes from `(w, b)` to
//! `(w, b) − t d`, where `g = [Xᵀ(p − y) + α w; Σ(p − y)]` and
//! `H = [Xᵀ P X + α I, Xᵀ P 1; 1ᵀ P X, 1ᵀ P 1]`, `P = diag(p (1 − p))`; `t` is 1, halved until L
//! falls (Boyd and Vandenberghe, Convex Optimization, 2004, section 9.5).

use linfa_linalg::cholesky::SolveCInplace as _;
use ndarray::{Array1, Array2, Axis, s};

/// Most steps; from anywhere near, five do.
const MOST_STEPS: usize = 25;
/// Most halvings of a step.
const MOST_HALVINGS: usize = 30;
/// A step that promises to lower the mean loss by less than this is the last.
const LEAST_FALL: f64 = 1e-12;

/// What is minimised.
pub(super) struct Logistic<'a> {
    /// The rows, column by column in memory.
    pub(super) x: &'a Array2<f64>,
    /// 0 or 1 for each row.
    pub(super) y: &'a Array1<f64>,
    /// α.
    pub(super) penalty: f64,
}

impl Logistic<'_> {
    /// The coefficients, the intercept last, where the loss is least; or as far towards them from
    /// `start` as steps lower it.
    pub(super) fn least(&self, start: Array1<f64>) -> Array1<f64> {
        let mut at = start;
        let mut loss = self.loss(&at);
        for _ in 0..MOST_STEPS {
            let (gradient, mut hessian) = self.derivatives(&at);
            let column = gradient.clone().insert_axis(Axis(1));
            let Ok(step) = hessian.solvec_into(column) else { break };
            let step = step.index_axis_move(Axis(1), 0);
            let next = (0..MOST_HALVINGS)
                .map(|halvings| &at - &(0.5_f64.powi(halvings as i32) * &step))
                .map(|next| (self.loss(&next), next))
                .find(|(lower, _)| *lower < loss);
            let Some(next) = next else { break };
            (loss, at) = next;
            if gradient.dot(&step) < LEAST_FALL * self.x.nrows() as f64 {
                break;
            }
        }
        at
    }

    /// q.
    fn log_odds(&self, at: &Array1<f64>) -> Array1<f64> {
        let mut odds = Array1::from_elem(self.x.nrows(), at[self.x.ncols()]);
        for (column, &weight) in self.x.columns().into_iter().zip(at) {
            odds.scaled_add(weight, &column);
        }
        odds
    }

    /// L.
    fn loss(&self, at: &Array1<f64>) -> f64 {
        let weights = at.slice(s![..self.x.ncols()]);
        let of_row = |(&q, &y): (&f64, &f64)| q.max(0.0) + (-q.abs()).exp().ln_1p() - y * q;
        self.log_odds(at).iter().zip(self.y).map(of_row).sum::<f64>()
            + 0.5 * self.penalty * weights.dot(&weights)
    }

    /// `g` and `H`.
    fn derivatives(&self, at: &Array1<f64>) -> (Array1<f64>, Array2<f64>) {
        let Logistic { x, y, penalty } = self;
        let columns = x.ncols();
        let p = self.log_odds(at).mapv_into(|odds| 1.0 / (1.0 + (-odds).exp()));
        let residual = &p - *y;
        let mut gradient = Array1::zeros(columns + 1);
        let slopes = x.t().dot(&residual) + &at.slice(s![..columns]) * *penalty;
        gradient.slice_mut(s![..columns]).assign(&slopes);
        gradient[columns] = residual.sum();

        let spread = p.mapv_into(|p| (p * (1.0 - p)).sqrt());
        let mut scaled = (*x).clone();
        scaled.columns_mut().into_iter().for_each(|mut column| column *= &spread);
        let mut hessian = Array2::zeros((columns + 1, columns + 1));
        hessian.slice_mut(s![..columns, ..columns]).assign(&scaled.t().dot(&scaled));
        hessian.diag_mut().slice_mut(s![..columns]).mapv_inplace(|h| h + penalty);
        let edge = scaled.t().dot(&spread);
        hessian.slice_mut(s![columns, ..columns]).assign(&edge);
        hessian.slice_mut(s![..columns, columns]).assign(&edge);
        hessian[(columns, columns)] = spread.dot(&spread);
        (gradient, hessian)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Key;

    #[test]
    fn it_ends_where_the_gradient_vanishes_wherever_it_began() {
        let key = Key::seed(70);
        let x = Array2::from_shape_fn((2_000, 3), |(row, column)| {
            key.at(row as u64).at(column as u64).unit() - 0.5
        });
        let y = Array1::from_iter(x.rows().into_iter().enumerate().map(|(row, x)| {
            let odds = -2.0 + 3.0 * x[0] - x[1];
            let p = 1.0 / (1.0 + f64::exp(-odds));
            f64::from(u8::from(key.at(row as u64).at(9).happens(p)))
        }));
        let problem = Logistic { x: &x, y: &y, penalty: 1.0 };
        // From a place so far off that whole steps would lead away.
        for start in [Array1::zeros(4), Array1::from_elem(4, 6.0)] {
            let found = problem.least(start);
            let (gradient, _) = problem.derivatives(&found);
            // The last step was asked to promise next to nothing, of a loss of hundreds.
            assert!(gradient.dot(&gradient).sqrt() < 1e-4, "{gradient}");
            assert!((found[0] - 3.0).abs() < 1.0 && found[2].abs() < 0.7, "{found}");
        }
    }
}
