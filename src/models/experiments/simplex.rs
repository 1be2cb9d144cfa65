//! Least squares with weights that are not negative and sum to one.

use linfa_linalg::qr::LeastSquaresQrInto;
use ndarray::{Array1, Array2};

/// Part of the largest squared distance by which the answer may lie above the best.
const OPTIMAL: f64 = 1e-12;
/// Weight below which a point has left the active set.
const ZERO: f64 = 1e-12;
/// Steps per point after which the search ends. It needs about one; the bound guards against
/// rounding making it go in circles.
const STEPS_PER_POINT: usize = 20;

/// The best weights, and the proof.
#[derive(Debug, Clone, PartialEq)]
pub struct SimplexFit {
    /// Weight of each point, not negative, with sum 1.
    pub weights: Array1<f64>,
    /// `‖Σ w_j p_j‖²`: what is left.
    pub squares: f64,
    /// Upper bound on `squares` less the least possible, as a share of the largest `‖p_j‖²`.
    pub gap: f64,
    /// Points that entered or left the active set.
    pub steps: usize,
}

/// The weights `w ≥ 0`, `Σ w = 1` that make `‖Σ_j w_j p_j‖²` least, from the inner products
/// `gram[i, j] = p_i·p_j`. With `p_j = x_j − y` it is the least-squares fit of y by columns x_j
/// on the simplex, `Σ w_j p_j = Xw − y`.
///
/// Wolfe's active-set method (1976), which is exact in finitely many steps: with `x = Σ w_j p_j`,
/// take in the point with the least `x·p_j`, go towards the least `‖x‖` in the plane through the
/// active points until a weight would turn negative, drop that point, and go on. Since
/// `‖x‖² − ‖x*‖² ≤ 2 max_j (‖x‖² − x·p_j)` for the best x*, the answer carries its own proof: no
/// point lies below the plane through x. Which of several best weights is found depends only on
/// the order of the points. None where there is no point or an inner product is no number.
pub fn nearest_in_hull(gram: &Array2<f64>) -> Option<SimplexFit> {
    let points = gram.nrows();
    let scale = gram.diag().iter().copied().fold(0.0, f64::max);
    if points == 0 || gram.iter().any(|x| !x.is_finite()) {
        return None;
    }
    let first = least(gram.diag().iter().copied())?;
    let mut active = vec![first];
    let mut weights = Array1::zeros(points);
    weights[first] = 1.0;
    let mut steps = 1;
    loop {
        let inner = gram.dot(&weights);
        let squares = weights.dot(&inner).max(0.0);
        let entering = least(inner.iter().copied())?;
        let gap = 2.0 * (squares - inner[entering]).max(0.0) / scale.max(f64::MIN_POSITIVE);
        let limit = steps >= STEPS_PER_POINT * points;
        if gap <= OPTIMAL || active.contains(&entering) || limit {
            return Some(SimplexFit { weights, squares, gap, steps });
        }
        active.push(entering);
        steps += 1;
        // Each round but the last drops a point.
        while let Some(target) = nearest_in_plane(gram, &active, scale) {
            let part = active
                .iter()
                .zip(&target)
                .filter(|(_, aim)| **aim <= ZERO)
                .map(|(&j, aim)| weights[j] / (weights[j] - aim).max(f64::MIN_POSITIVE))
                .fold(1.0, f64::min);
            for (&j, aim) in active.iter().zip(&target) {
                weights[j] += part * (aim - weights[j]);
            }
            if target.iter().all(|&aim| aim > ZERO) {
                break;
            }
            let before = active.len();
            active.retain(|&j| weights[j] > ZERO);
            steps += before - active.len();
            if active.len() == before {
                break;
            }
        }
        weights.mapv_inplace(|w: f64| if w > ZERO { w } else { 0.0 });
        weights /= weights.sum();
    }
}

/// Weights, of either sign with sum 1, of the point of least norm in the plane through the active
/// points: `(11' + P'P / scale) u = 1`, `u / Σu`. None where rounding leaves no answer.
fn nearest_in_plane(gram: &Array2<f64>, active: &[usize], scale: f64) -> Option<Array1<f64>> {
    let n = active.len();
    let system = Array2::from_shape_fn((n, n), |(i, j)| 1.0 + gram[[active[i], active[j]]] / scale);
    let solved = system.least_squares_into(Array2::ones((n, 1))).ok()?;
    let weights = solved.column(0).to_owned();
    let sum = weights.sum();
    (sum.is_finite() && sum.abs() > ZERO).then(|| weights / sum)
}

/// Place of the least value, the first of equals.
fn least(values: impl Iterator<Item = f64>) -> Option<usize> {
    values.enumerate().min_by(|a, b| a.1.total_cmp(&b.1)).map(|(place, _)| place)
}
