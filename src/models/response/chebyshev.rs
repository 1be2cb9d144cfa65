//! Polynomials that interpolate a smooth function on [−1, 1].

use crate::random::maths::cos;

/// The n zeros of T_n: `cos(π (2k + 1) / 2n)`.
pub fn nodes(n: usize) -> Vec<f64> {
    (0..n).map(|k| cos(std::f64::consts::PI * (2.0 * k as f64 + 1.0) / (2.0 * n as f64))).collect()
}

/// `T_0(x) … T_{n−1}(x)` and their derivatives, by the three-term recurrences
/// `T_{k+1} = 2x T_k − T_{k−1}` and `T'_k = k U_{k−1}`.
pub fn values(n: usize, x: f64) -> (Vec<f64>, Vec<f64>) {
    let (mut first, mut second) = (vec![1.0; n], vec![0.0; n]);
    if n > 1 {
        first[1] = x;
        second[1] = 1.0;
    }
    // U_{k−1} and U_{k−2}, the polynomials of the second kind.
    let (mut u, mut before) = (1.0, 0.0);
    for k in 2..n {
        first[k] = 2.0 * x * first[k - 1] - first[k - 2];
        (u, before) = (2.0 * x * u - before, u);
        second[k] = k as f64 * u;
    }
    (first, second)
}

/// The matrix that takes values at [`nodes`] to coefficients of T_0 … T_{n−1}:
/// `c_j = (2 − [j = 0]) / n · Σ_k f(x_k) T_j(x_k)`, as rows.
pub fn analysis(n: usize) -> Vec<Vec<f64>> {
    let at: Vec<Vec<f64>> = nodes(n).into_iter().map(|x| values(n, x).0).collect();
    (0..n)
        .map(|j| {
            let scale = if j == 0 { 1.0 } else { 2.0 } / n as f64;
            at.iter().map(|t| scale * t[j]).collect()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_smooth_function_and_its_slope_come_back() {
        let n = 14;
        let f = |x: f64| 1.0 / (1.0 + (-2.0 * x).exp());
        let at: Vec<f64> = nodes(n).into_iter().map(f).collect();
        let c: Vec<f64> =
            analysis(n).iter().map(|row| row.iter().zip(&at).map(|(a, f)| a * f).sum()).collect();
        for x in [-1.0, -0.73, 0.0, 0.31, 1.0] {
            let (t, d) = values(n, x);
            let value: f64 = t.iter().zip(&c).map(|(t, c)| t * c).sum();
            let slope: f64 = d.iter().zip(&c).map(|(d, c)| d * c).sum();
            assert!((value - f(x)).abs() < 1e-6, "{x} {value}");
            assert!((slope - 2.0 * f(x) * (1.0 - f(x))).abs() < 1e-4, "{x} {slope}");
        }
    }
}
