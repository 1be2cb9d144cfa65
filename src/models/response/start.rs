//! Where the fit begins: a log-linear Poisson regression of orders on the controls alone; and the
//! triangular algebra of the normal equations.

use linfa_linalg::cholesky::CholeskyInplace;
use linfa_linalg::triangular::{SolveTriangularInplace, UPLO};
use ndarray::{Array1, Array2, Axis};

use super::calendar::Term;
use super::data::Data;
use super::design;
use super::error::ResponseError;
use crate::random::maths::{exp, ln};

/// Steps of iterated weighted least squares, and the largest change at which they end.
const MOST_STEPS: usize = 25;
const SETTLED: f64 = 1e-6;
/// Bound of the linear predictor around its start, against overflow.
const MOST_LOG: f64 = 8.0;

/// Coefficients of the season's terms and the baseline's, media left out, by penalised Poisson
/// regression with the logarithm as link (McCullagh and Nelder 1989): each step solves
/// `(XᵀWX + Λ) γ = XᵀW z` with `W = μ` and `z = η + (y − μ)/μ`.
pub fn log_linear(
    data: &Data,
    periods: usize,
    season: &[Term],
    base: &[Term],
) -> Result<Vec<f64>, ResponseError> {
    let cells = periods * data.regions;
    let terms: Vec<&Term> = season.iter().chain(base).collect();
    let level = data.orders[..cells].iter().sum::<f64>() / periods as f64;
    let usual: Vec<f64> =
        (0..cells).map(|cell| (level * data.share[cell % data.regions]).max(1e-6)).collect();
    // The predictor is counted from the region's usual orders; the level absorbs that at the end.
    let mut log: Vec<f64> = data.orders[..cells]
        .iter()
        .zip(&usual)
        .map(|(y, usual)| ln((0.5 * (y + usual)).max(0.1) / usual))
        .collect();
    let mut coefficients = Array1::<f64>::zeros(terms.len());
    for _ in 0..MOST_STEPS {
        let mean: Vec<f64> = log.iter().zip(&usual).map(|(l, u)| u * exp(*l)).collect();
        let mut weighted = Array2::zeros((terms.len(), cells));
        for (mut row, term) in weighted.rows_mut().into_iter().zip(&terms) {
            for ((to, x), mean) in row.iter_mut().zip(&term.column).zip(&mean) {
                *to = x * mean.sqrt();
            }
        }
        let working: Array1<f64> = (0..cells)
            .map(|c| mean[c].sqrt() * (log[c] + (data.orders[c] - mean[c]) / mean[c]))
            .collect();
        let mut normal = weighted.dot(&weighted.t());
        for (j, term) in terms.iter().enumerate() {
            normal[[j, j]] += term.sd.map_or(1e-9, |sd| 1.0 / (sd * sd));
        }
        let factor = cholesky(normal)?;
        let right = forward(&factor, weighted.dot(&working).insert_axis(Axis(1)));
        let next = backward(&factor, right.column(0).to_owned());
        let change = (&next - &coefficients).iter().fold(0.0_f64, |most, d| most.max(d.abs()));
        coefficients = next;
        log.fill(0.0);
        for (term, coefficient) in terms.iter().zip(&coefficients) {
            log.iter_mut().zip(&term.column).for_each(|(l, x)| *l += coefficient * x);
        }
        log.iter_mut().for_each(|l| *l = l.clamp(-MOST_LOG, MOST_LOG));
        if change < SETTLED {
            break;
        }
    }
    let mut coefficients = coefficients.to_vec();
    let place = season.len() + base.iter().position(|term| term.name == design::LEVEL).unwrap_or(0);
    coefficients[place] += ln(level);
    Ok(coefficients)
}

/// Lower factor of a positive definite matrix.
pub fn cholesky(mut matrix: Array2<f64>) -> Result<Array2<f64>, ResponseError> {
    // A breath of ridge keeps terms that the window never shows (such as a weekday of an event
    // outside of it) from making the matrix singular.
    let mean = matrix.diag().sum() / matrix.nrows().max(1) as f64;
    matrix.diag_mut().iter_mut().for_each(|d| *d += 1e-10 * mean);
    matrix.cholesky_inplace().map_err(|_| ResponseError::Singular)?;
    Ok(matrix)
}

/// `L⁻¹ B`.
pub fn forward(lower: &Array2<f64>, mut right: Array2<f64>) -> Array2<f64> {
    // The factor is square and of the right height, which is all that can fail.
    let _ = lower.solve_triangular_inplace(&mut right, UPLO::Lower);
    right
}

/// `L⁻ᵀ b`.
pub fn backward(lower: &Array2<f64>, right: Array1<f64>) -> Array1<f64> {
    let mut right = right.insert_axis(Axis(1));
    let _ = lower.t().solve_triangular_inplace(&mut right, UPLO::Upper);
    right.index_axis_move(Axis(1), 0)
}
