//! One channel's curves for all shapes at once, by table.
//!
//! For fixed spend, the series h(X(θ); K, α) is a smooth function of three numbers, so all of them
//! lie close to a space of a dozen dimensions. The series are computed at Chebyshev nodes of the
//! shape box; a pivoted Cholesky factorisation of their inner products picks the few that span the
//! rest, and polynomials give the coordinates of any other shape, and their derivatives. So the
//! least squares of a whole search (and of each bootstrap replicate) need only the inner products
//! of those few series. `Search::table_error` reports what the table is off at the estimate.

use ndarray::{Array2, s};

use super::chebyshev;
use super::data::Channel;
use super::shape::{Curve, ShapeBox};
use crate::curves::Adstock;
use crate::random::maths::{exp, ln};

/// Nodes along the memory, the half-saturation spend and the slope. The Hill curve is a logistic
/// function of ln K, whose poles lie π/α off the real axis; the nodes leave an error below one per
/// cent at the corners of the box, and far less inside.
const NODES: [usize; 3] = [8, 10, 6];
/// Part of the largest series' norm below which what is left of the others is not followed.
const TOLERANCE: f64 = 5e-4;
/// Most series in the basis.
const MOST_BASIS: usize = 24;
/// Cells on which the table's inner products are taken; more are thinned out evenly.
const SAMPLE: usize = 3_000;
/// Polynomial terms smaller than this part of the largest are left out.
const NEGLIGIBLE: f64 = 1e-5;

/// All curves of one channel.
#[derive(Debug)]
pub struct Family {
    /// The shapes that are tabulated.
    pub bounds: ShapeBox,
    /// The spanning series, one per row: series × cell.
    pub basis: Array2<f64>,
    /// Orders of the three Chebyshev polynomials of each term.
    terms: Vec<[usize; 3]>,
    /// Coordinates of each term, one term's after the other's.
    coefficients: Vec<f64>,
}

/// Coordinates of a curve in the basis, and their derivatives by the three unit coordinates.
#[derive(Debug, Clone)]
pub struct Place {
    /// Coordinates.
    pub at: Vec<f64>,
    /// Derivatives.
    pub slopes: [Vec<f64>; 3],
}

impl Family {
    /// Tabulates a channel's curves.
    pub fn tabulate(channel: &Channel, regions: usize, weights: &[f64]) -> Self {
        let bounds = ShapeBox::around(channel.usual);
        let periods = channel.daily.len() / regions;
        let stride = channel.daily.len().div_ceil(SAMPLE);
        let cells: Vec<usize> =
            (0..periods).step_by(stride).flat_map(|t| t * regions..(t + 1) * regions).collect();
        let grid: [Vec<f64>; 3] = NODES.map(chebyshev::nodes);
        let mut table = Array2::zeros((NODES.iter().product(), cells.len()));
        let mut row = 0;
        for &memory in &grid[0] {
            let decay = bounds.curve(bounds.coordinates([memory, 0.0, 0.0])).decay;
            let logs = log_adstock(channel, regions, decay);
            for &half in &grid[1] {
                for &slope in &grid[2] {
                    let curve = bounds.curve(bounds.coordinates([memory, half, slope]));
                    let (ln_half, slope) = (ln(curve.half), curve.slope);
                    for (to, &cell) in table.row_mut(row).iter_mut().zip(&cells) {
                        *to = weights[cell % regions].sqrt()
                            * hill_of_log(logs[cell], ln_half, slope);
                    }
                    row += 1;
                }
            }
        }
        let (pivots, factor) = pivoted_cholesky(&table.dot(&table.t()));
        let chosen = factor.select(ndarray::Axis(0), &pivots);
        let mut basis = Array2::zeros((pivots.len(), channel.daily.len()));
        for (&pivot, mut to) in pivots.iter().zip(basis.rows_mut()) {
            let place = [
                grid[0][pivot / (NODES[1] * NODES[2])],
                grid[1][pivot / NODES[2] % NODES[1]],
                grid[2][pivot % NODES[2]],
            ];
            let curve = bounds.curve(bounds.coordinates(place));
            to.assign(&ndarray::Array1::from(saturated(channel, regions, curve)));
        }
        orthonormalise(&mut basis, &chosen);
        let (terms, coefficients) = polynomials(&factor);
        Family { bounds, basis, terms, coefficients: coefficients.iter().copied().collect() }
    }

    /// Number of series in the basis.
    pub fn size(&self) -> usize {
        self.basis.nrows()
    }

    /// Coordinates of the curve at a place in [−1, 1]³.
    pub fn place(&self, x: [f64; 3]) -> Place {
        let along: [(Vec<f64>, Vec<f64>); 3] =
            std::array::from_fn(|i| chebyshev::values(NODES[i], x[i]));
        // Value and slopes side by side, so that one vector instruction adds several.
        let mut sums = vec![[0.0; 4]; self.size()];
        let coefficients = self.coefficients.chunks_exact(self.size().max(1));
        for (&[i, j, l], coefficients) in self.terms.iter().zip(coefficients) {
            let (v, k, a) = (along[0].0[i], along[1].0[j], along[2].0[l]);
            let (dv, dk, da) = (along[0].1[i], along[1].1[j], along[2].1[l]);
            let weights = [v * k * a, dv * k * a, v * dk * a, v * k * da];
            for (sums, &c) in sums.iter_mut().zip(coefficients) {
                for (sum, weight) in sums.iter_mut().zip(weights) {
                    *sum += weight * c;
                }
            }
        }
        let column = |of: usize| sums.iter().map(|sums| sums[of]).collect();
        Place { at: column(0), slopes: [column(1), column(2), column(3)] }
    }

    /// The tabulated series at a place, for comparison with the exact one.
    pub fn series(&self, place: &Place) -> Vec<f64> {
        ndarray::ArrayView1::from(&place.at).dot(&self.basis).to_vec()
    }
}

/// Saturated adstock of every cell, exactly.
pub fn saturated(channel: &Channel, regions: usize, curve: Curve) -> Vec<f64> {
    let ln_half = ln(curve.half);
    let logs = log_adstock(channel, regions, curve.decay);
    logs.into_iter().map(|x| hill_of_log(x, ln_half, curve.slope)).collect()
}

/// `1 / (1 + e^(α (ln K − ln X)))`, which is Hill's curve.
fn hill_of_log(ln_x: f64, ln_half: f64, slope: f64) -> f64 {
    1.0 / (1.0 + exp(slope * (ln_half - ln_x)))
}

/// ln X of every cell; −∞ where nothing was ever spent.
fn log_adstock(channel: &Channel, regions: usize, decay: f64) -> Vec<f64> {
    let mut state: Vec<Adstock> =
        channel.before.iter().map(|&before| Adstock::steady(decay, before)).collect();
    let cells = channel.daily.iter().enumerate();
    cells.map(|(cell, &x)| ln(state[cell % regions].next(x))).collect()
}

/// `G ≈ L Lᵀ` of low rank: the pivots, in order, and L (row by row of G).
fn pivoted_cholesky(gram: &Array2<f64>) -> (Vec<usize>, Array2<f64>) {
    let n = gram.nrows();
    let mut left: Vec<f64> = gram.diag().to_vec();
    let largest = left.iter().copied().fold(0.0, f64::max);
    let mut factor = Array2::<f64>::zeros((n, MOST_BASIS));
    let mut pivots = Vec::new();
    while pivots.len() < MOST_BASIS.min(n) {
        let rank = pivots.len();
        let (pivot, &most) = match left.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1)) {
            Some(found) => found,
            None => break,
        };
        if most <= TOLERANCE * TOLERANCE * largest {
            break;
        }
        let root = most.sqrt();
        let pivot_row = factor.slice(s![pivot, ..rank]).to_owned();
        for i in 0..n {
            let known = factor.slice(s![i, ..rank]).dot(&pivot_row);
            let value = (gram[[i, pivot]] - known) / root;
            factor[[i, rank]] = value;
            left[i] = (left[i] - value * value).max(0.0);
        }
        left[pivot] = 0.0;
        pivots.push(pivot);
    }
    let rank = pivots.len();
    (pivots, factor.slice(s![.., ..rank]).to_owned())
}

/// Takes the chosen series to the orthonormal ones: `Q = L⁻¹ H`, by forward substitution.
fn orthonormalise(series: &mut Array2<f64>, lower: &Array2<f64>) {
    for i in 0..series.nrows() {
        let (done, mut rest) = series.view_mut().split_at(ndarray::Axis(0), i);
        let mut row = rest.row_mut(0);
        for (j, earlier) in done.rows().into_iter().enumerate() {
            row.scaled_add(-lower[[i, j]], &earlier);
        }
        row /= lower[[i, i]];
    }
}

/// Values at the nodes → coefficients of products of Chebyshev polynomials, one axis at a time.
fn polynomials(values: &Array2<f64>) -> (Vec<[usize; 3]>, Array2<f64>) {
    let strides = [NODES[1] * NODES[2], NODES[2], 1];
    let mut table = values.clone();
    for axis in 0..3 {
        let analysis = chebyshev::analysis(NODES[axis]);
        let mut next = Array2::zeros(table.raw_dim());
        for row in 0..table.nrows() {
            let j = row / strides[axis] % NODES[axis];
            let first = row - j * strides[axis];
            let mut to = next.row_mut(row);
            for (k, &weight) in analysis[j].iter().enumerate() {
                to.scaled_add(weight, &table.row(first + k * strides[axis]));
            }
        }
        table = next;
    }
    let size = |row: usize| table.row(row).iter().map(|c| c * c).sum::<f64>().sqrt();
    let largest = (0..table.nrows()).map(size).fold(0.0, f64::max);
    let kept: Vec<usize> =
        (0..table.nrows()).filter(|&row| size(row) > NEGLIGIBLE * largest).collect();
    let terms = kept
        .iter()
        .map(|row| std::array::from_fn(|axis| row / strides[axis] % NODES[axis]))
        .collect();
    (terms, table.select(ndarray::Axis(0), &kept))
}
