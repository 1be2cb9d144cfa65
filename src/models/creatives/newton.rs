//! Newton's method within bounds, for the few parameters of a prior.

use super::result::Convergence;

/// A function's value, gradient and Hessian at a point.
pub type Local<const P: usize> = (f64, [f64; P], [[f64; P]; P]);

/// Most steps.
const MOST_STEPS: usize = 200;
/// Largest damping; a step that does not climb even then has nowhere to go.
const MOST_DAMPING: f64 = 1e12;

/// Where a maximum was found.
#[derive(Debug, Clone, Copy)]
pub struct Maximum<const P: usize> {
    /// The parameters.
    pub at: [f64; P],
    /// Whether each of them ended at its upper bound.
    pub at_upper: [bool; P],
    /// How the search ended.
    pub convergence: Convergence,
}

/// Climbs to a maximum of `function` from `start` within bounds.
///
/// Each step solves (−H + λI) s = g over the parameters that are free, those not held at a bound
/// by the gradient. The damping λ (Levenberg 1944) is raised until the matrix is positive definite
/// and the step climbs, and lowered after a step that did.
pub fn maximise<const P: usize>(
    start: [f64; P],
    lower: [f64; P],
    upper: [f64; P],
    function: impl Fn(&[f64; P]) -> Local<P>,
) -> Maximum<P> {
    let mut at: [f64; P] = std::array::from_fn(|i| start[i].clamp(lower[i], upper[i]));
    let (mut value, mut gradient, mut hessian) = function(&at);
    let mut damping = 0.0;
    let mut steps = 0;
    let held = |at: &[f64; P], gradient: &[f64; P], i: usize| {
        (at[i] >= upper[i] && gradient[i] >= 0.0) || (at[i] <= lower[i] && gradient[i] <= 0.0)
    };
    let slope = |at: &[f64; P], gradient: &[f64; P]| {
        let free = (0..P).filter(|&i| !held(at, gradient, i));
        free.map(|i| gradient[i].abs()).fold(0.0, f64::max)
    };
    'climbing: while steps < MOST_STEPS && slope(&at, &gradient) > 1e-11 * (1.0 + value.abs()) {
        steps += 1;
        let free: [bool; P] = std::array::from_fn(|i| !held(&at, &gradient, i));
        loop {
            if let Some(step) = damped_step(&gradient, &hessian, &free, damping) {
                let next = std::array::from_fn(|i| (at[i] + step[i]).clamp(lower[i], upper[i]));
                let (next_value, next_gradient, next_hessian) = function(&next);
                if next_value > value {
                    (at, value) = (next, next_value);
                    (gradient, hessian) = (next_gradient, next_hessian);
                    damping = if damping < 1e-6 { 0.0 } else { damping * 0.1 };
                    continue 'climbing;
                }
            }
            damping = if damping == 0.0 { 1e-3 } else { damping * 10.0 };
            if damping > MOST_DAMPING {
                break 'climbing;
            }
        }
    }
    let gradient_left = slope(&at, &gradient);
    // Rounding of the value hides a climb of less than its own last digits.
    let converged = gradient_left <= 1e-8 * (1.0 + value.abs());
    Maximum {
        at,
        at_upper: std::array::from_fn(|i| at[i] >= upper[i]),
        convergence: Convergence {
            steps,
            log_likelihood: value,
            gradient: gradient_left,
            converged,
        },
    }
}

/// Solves (−H + λI) s = g over the free parameters by Cholesky; none if it is not positive
/// definite.
fn damped_step<const P: usize>(
    gradient: &[f64; P],
    hessian: &[[f64; P]; P],
    free: &[bool; P],
    damping: f64,
) -> Option<[f64; P]> {
    let mut factor = [[0.0; P]; P];
    let mut solved = [0.0; P];
    for i in 0..P {
        for j in 0..=i {
            let both = free[i] && free[j];
            let mut entry = if both { -hessian[i][j] } else { 0.0 };
            if i == j {
                entry = if both { entry + damping } else { 1.0 };
            }
            entry -= factor[i].iter().zip(&factor[j]).take(j).map(|(a, b)| a * b).sum::<f64>();
            if i == j {
                if !(entry > 0.0 && entry.is_finite()) {
                    return None;
                }
                factor[i][i] = entry.sqrt();
            } else {
                factor[i][j] = entry / factor[j][j];
            }
        }
        let right = if free[i] { gradient[i] } else { 0.0 };
        let known: f64 = factor[i].iter().zip(&solved).take(i).map(|(a, b)| a * b).sum();
        solved[i] = (right - known) / factor[i][i];
    }
    for i in (0..P).rev() {
        let known: f64 = (i + 1..P).map(|k| factor[k][i] * solved[k]).sum();
        solved[i] = (solved[i] - known) / factor[i][i];
    }
    Some(solved)
}
