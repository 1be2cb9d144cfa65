//! Newton's steps towards the coefficients of a logistic regression.
//!
//! With `p = σ(X w + b)`, a step solves `H d = g` and goes from `(w, b)` to `(w, b) − d`, where
//! `g = [Xᵀ(p − y) + α w; Σ(p − y)]` and
//! `H = [Xᵀ P X + α I, Xᵀ P 1; 1ᵀ P X, 1ᵀ P 1]`, `P = diag(p (1 − p))`: the method of scoring of
//! generalised linear models (McCullagh and Nelder, 1989, section 2.5).

use linfa_linalg::cholesky::SolveCInplace as _;
use ndarray::{Array1, Array2, Axis, s};

/// The coefficients, the intercept last, after so many steps from `start`; none where a step fails,
/// or ends farther from the optimum than it began.
pub(super) fn steps(
    x: &Array2<f64>,
    y: &Array1<f64>,
    penalty: f64,
    start: &Array1<f64>,
    count: usize,
) -> Option<Array1<f64>> {
    let mut at = start.clone();
    let mut before = f64::INFINITY;
    for _ in 0..count {
        let (gradient, mut hessian) = derivatives(x, y, penalty, &at);
        let norm = gradient.dot(&gradient);
        if norm.is_nan() || norm > before {
            return None;
        }
        before = norm;
        let step = hessian.solvec_into(gradient.insert_axis(Axis(1))).ok()?;
        at -= &step.index_axis(Axis(1), 0);
    }
    at.iter().all(|w| w.is_finite()).then_some(at)
}

/// `g` and `H`.
fn derivatives(
    x: &Array2<f64>,
    y: &Array1<f64>,
    penalty: f64,
    at: &Array1<f64>,
) -> (Array1<f64>, Array2<f64>) {
    let columns = x.ncols();
    let weights = at.slice(s![..columns]);
    // Column by column, since columns lie in one piece.
    let mut odds = Array1::from_elem(x.nrows(), at[columns]);
    for (column, &weight) in x.columns().into_iter().zip(weights) {
        odds.scaled_add(weight, &column);
    }
    let p = odds.mapv(|odds| 1.0 / (1.0 + (-odds).exp()));
    let residual = &p - y;
    let mut gradient = Array1::zeros(columns + 1);
    gradient.slice_mut(s![..columns]).assign(&(x.t().dot(&residual) + penalty * &weights));
    gradient[columns] = residual.sum();

    let spread = p.mapv(|p| (p * (1.0 - p)).sqrt());
    let mut scaled = x.clone();
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Key;

    #[test]
    fn a_few_steps_end_where_the_gradient_vanishes() {
        let key = Key::seed(70);
        let x = Array2::from_shape_fn((2_000, 3), |(row, column)| {
            key.at(row as u64).at(column as u64).unit() - 0.5
        });
        let y = Array1::from_iter(x.rows().into_iter().enumerate().map(|(row, x)| {
            let odds = -2.0 + 3.0 * x[0] - x[1];
            let p = 1.0 / (1.0 + f64::exp(-odds));
            f64::from(u8::from(key.at(row as u64).at(9).happens(p)))
        }));
        let start = Array1::zeros(4);
        let (before, _) = derivatives(&x, &y, 1.0, &start);
        let found = steps(&x, &y, 1.0, &start, 6).unwrap();
        let (after, _) = derivatives(&x, &y, 1.0, &found);
        assert!(before.dot(&before).sqrt() > 100.0);
        assert!(after.dot(&after).sqrt() < 1e-8, "{after}");
        assert!((found[0] - 3.0).abs() < 1.0 && found[2].abs() < 0.7, "{found}");
    }
}
