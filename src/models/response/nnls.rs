//! Non-negative least squares, exactly.

use ndarray::{Array1, Array2, ArrayView1};

/// The minimiser of `½ βᵀGβ − dᵀβ` over β ≥ 0, with its certificate.
#[derive(Debug, Clone)]
pub struct Solution {
    /// β.
    pub beta: Vec<f64>,
    /// Largest violation of the optimality conditions (Karush, Kuhn and Tucker): a gradient
    /// `Gβ − d` of zero where β is positive and not below zero elsewhere, each relative to the
    /// largest |d|.
    pub gap: f64,
}

/// Active-set method of Lawson and Hanson (1974, chapter 23) on the normal equations: coefficients
/// enter one at a time where the gradient asks for it, and leave where they would turn negative.
pub fn solve(gram: &Array2<f64>, cross: ArrayView1<f64>) -> Solution {
    let n = cross.len();
    let mut beta = vec![0.0; n];
    let mut free = vec![false; n];
    let scale = cross.iter().fold(0.0_f64, |most, d| most.max(d.abs()));
    if scale == 0.0 {
        return Solution { beta, gap: 0.0 };
    }
    let tolerance = 1e-10 * scale;
    // Coefficients whose column the free ones already span; they may try again after a change.
    let mut spanned = vec![false; n];
    // Each pass lowers the objective, so no set of free coefficients comes twice; the bound guards
    // against rounding alone.
    for _ in 0..10 * n + 10 {
        let gradient = gradient(gram, cross, &beta);
        let entering = (0..n)
            .filter(|&i| !free[i] && !spanned[i] && gradient[i] < -tolerance)
            .min_by(|&i, &j| gradient[i].total_cmp(&gradient[j]));
        let Some(entering) = entering else { break };
        free[entering] = true;
        if on_free(gram, cross, &places_of(&free)).is_none() {
            free[entering] = false;
            spanned[entering] = true;
            continue;
        }
        settle(gram, cross, &mut free, &mut beta);
        spanned.fill(false);
    }
    let gradient = gradient(gram, cross, &beta);
    let violation =
        beta.iter().zip(&gradient).map(|(&b, &g)| if b > 0.0 { g.abs() } else { (-g).max(0.0) });
    Solution { gap: violation.fold(0.0, f64::max) / scale, beta }
}

/// Moves to the least squares on the free coefficients, giving up those that reach zero first.
fn settle(gram: &Array2<f64>, cross: ArrayView1<f64>, free: &mut [bool], beta: &mut [f64]) {
    loop {
        let places = places_of(free);
        let Some(wanted) = on_free(gram, cross, &places) else { return };
        // Where each coefficient would meet zero on the way.
        let blocking = places
            .iter()
            .zip(&wanted)
            .filter(|(_, value)| **value <= 0.0)
            .map(|(&i, &value)| (i, beta[i] / (beta[i] - value)))
            .min_by(|a, b| a.1.total_cmp(&b.1));
        let step = blocking.map_or(1.0, |(_, step)| step.clamp(0.0, 1.0));
        for (&i, &value) in places.iter().zip(&wanted) {
            beta[i] = (beta[i] + step * (value - beta[i])).max(0.0);
        }
        let Some((leaving, _)) = blocking else { return };
        beta[leaving] = 0.0;
        free[leaving] = false;
    }
}

fn places_of(free: &[bool]) -> Vec<usize> {
    (0..free.len()).filter(|&i| free[i]).collect()
}

fn gradient(gram: &Array2<f64>, cross: ArrayView1<f64>, beta: &[f64]) -> Array1<f64> {
    gram.dot(&ArrayView1::from(beta)) - cross
}

/// Least squares on some coefficients alone, by Cholesky; none where they are dependent.
fn on_free(gram: &Array2<f64>, cross: ArrayView1<f64>, places: &[usize]) -> Option<Vec<f64>> {
    let n = places.len();
    let mut lower = Array2::<f64>::zeros((n, n));
    for i in 0..n {
        for j in 0..=i {
            let mut value = gram[[places[i], places[j]]];
            for k in 0..j {
                value -= lower[[i, k]] * lower[[j, k]];
            }
            if i > j {
                lower[[i, j]] = value / lower[[j, j]];
            } else if value > 1e-12 * gram[[places[i], places[i]]] && value.is_finite() {
                lower[[i, i]] = value.sqrt();
            } else {
                return None;
            }
        }
    }
    let mut x: Vec<f64> = places.iter().map(|&i| cross[i]).collect();
    for i in 0..n {
        let known: f64 = (0..i).map(|k| lower[[i, k]] * x[k]).sum();
        x[i] = (x[i] - known) / lower[[i, i]];
    }
    for i in (0..n).rev() {
        let known: f64 = (i + 1..n).map(|k| lower[[k, i]] * x[k]).sum();
        x[i] = (x[i] - known) / lower[[i, i]];
    }
    Some(x)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Key;
    use ndarray::array;

    /// Tries every set of free coefficients: 2ⁿ least squares.
    fn by_enumeration(gram: &Array2<f64>, cross: &Array1<f64>) -> Vec<f64> {
        let n = cross.len();
        let mut best = (0.0, vec![0.0; n]);
        for set in 1..1_usize << n {
            let places: Vec<usize> = (0..n).filter(|i| set >> i & 1 == 1).collect();
            let Some(x) = on_free(gram, cross.view(), &places) else { continue };
            if x.iter().any(|&value| value < 0.0) {
                continue;
            }
            let mut beta = Array1::zeros(n);
            for (&i, value) in places.iter().zip(x) {
                beta[i] = value;
            }
            let value = 0.5 * beta.dot(&gram.dot(&beta)) - cross.dot(&beta);
            if value < best.0 {
                best = (value, beta.to_vec());
            }
        }
        best.1
    }

    #[test]
    fn it_finds_what_trying_every_set_finds() {
        for case in 0..200 {
            let key = Key::seed(case);
            let (rows, n) = (9, 6);
            let x =
                Array2::from_shape_fn((rows, n), |(i, j)| key.at((i * n + j) as u64).unit() - 0.3);
            let y = Array1::from_shape_fn(rows, |i| key.at(1_000 + i as u64).unit() - 0.5);
            let (gram, cross) = (x.t().dot(&x), x.t().dot(&y));
            let slow = by_enumeration(&gram, &cross);
            let fast = solve(&gram, cross.view());
            assert!(fast.gap < 1e-9, "{case} {}", fast.gap);
            for (a, b) in fast.beta.iter().zip(&slow) {
                assert!((a - b).abs() < 1e-7, "{case}: {:?} {slow:?}", fast.beta);
            }
        }
    }

    #[test]
    fn copies_of_a_column_do_no_harm() {
        let gram = array![[2.0, 2.0], [2.0, 2.0]];
        let solution = solve(&gram, array![4.0, 4.0].view());
        assert!((solution.beta.iter().sum::<f64>() - 2.0).abs() < 1e-12, "{solution:?}");
        assert!(solution.gap < 1e-12);
    }

    #[test]
    fn nothing_to_gain_leaves_everything_at_zero() {
        let gram = array![[1.0, 0.2], [0.2, 1.0]];
        assert_eq!(solve(&gram, array![-1.0, -0.5].view()).beta, [0.0, 0.0]);
    }
}
