//! The design, orthogonalised: its rank, its coefficients, and what it cannot explain.

use linfa::DatasetBase;
use linfa::traits::Fit;
use linfa_linalg::qr::QR;
use linfa_linalg::triangular::{SolveTriangular, SolveTriangularInplace, UPLO};
use linfa_linear::LinearRegression;
use ndarray::{Array1, Array2};

use super::design::{CONSTANT, Design, Dropped, DroppedBecause, check_values};
use super::error::LeastSquaresError;
use super::scaling::{
    UnitColumn, from_unit_columns, length, side_by_side, to_coefficients, unit_columns,
};

/// What is left of a unit column, once the columns before it are taken out, below which it is a
/// combination of them. Exact combinations leave 1e-15; the closest valid design seen left 3e-3.
const ALIASED: f64 = 1e-7;
/// Coefficient (of unit columns) from which a column counts as part of a combination.
const PART_OF_COMBINATION: f64 = 1e-6;
/// Largest relative correction of linfa's coefficients that passes as rounding.
const ROUNDING: f64 = 1e-12;

/// A weighted design without its redundant columns, as `√w X = Q R B`: `Q` orthonormal, `R` upper
/// triangular with a diagonal above 0, and `B` from unit columns to the columns as given.
///
/// It depends on no target, so one decomposition serves many: [`Factor::residuals`] takes the
/// design out of another column (Frisch, Waugh and Lovell's partial regression).
#[derive(Debug, Clone)]
pub struct Factor {
    /// Name of each coefficient: the constant, if there is one, then the columns that were kept.
    pub names: Vec<String>,
    /// Place in the design of each column that was kept.
    pub kept: Vec<usize>,
    /// The columns that were not kept.
    pub dropped: Vec<Dropped>,
    /// `Q`, rows × coefficients.
    pub basis: Array2<f64>,
    /// √w of each row.
    pub root_weights: Array1<f64>,
    unit: Array2<f64>,
    r: Array2<f64>,
    r_inverse: Array2<f64>,
    a: Array2<f64>,
    b: Array2<f64>,
}

impl Factor {
    /// Decomposes a design of `rows` rows.
    ///
    /// # Errors
    /// Where columns or weights are no numbers, none varies, or rows do not outnumber columns.
    pub fn new(design: &Design, rows: usize) -> Result<Factor, LeastSquaresError> {
        design.check(rows)?;
        let root_weights = match &design.weights {
            Some(weights) => weights.mapv(f64::sqrt),
            None => Array1::ones(rows),
        };
        let (mut kept, constant) = unit_columns(design, &root_weights);
        let mut dropped: Vec<_> =
            constant.into_iter().map(|place| (place, DroppedBecause::Constant)).collect();
        let before = usize::from(design.intercept);
        let (basis, r, unit) = loop {
            let coefficients = kept.len() + before;
            if coefficients == 0 {
                return Err(LeastSquaresError::NoRegressors);
            }
            if rows <= coefficients {
                return Err(LeastSquaresError::TooFewRows { rows, coefficients });
            }
            let unit = side_by_side(&kept, design.intercept, &root_weights);
            let (q, r) = unit.qr()?.into_decomp();
            // One at a time: what follows an aliased column has lost a random direction to it.
            let Some(i) = (before..coefficients).find(|&i| r[[i, i]] < ALIASED) else {
                break (q, r, unit);
            };
            let column = kept.remove(i - before);
            let parts = parts_of_combination(&r, i, before, &kept, design)?;
            dropped.push((column.place, DroppedBecause::CombinationOf(parts)));
        };
        dropped.sort_by_key(|(place, _)| *place);
        let name = |place: usize| design.columns[place].name.clone();
        let constant = design.intercept.then(|| CONSTANT.to_owned());
        let dropped =
            dropped.into_iter().map(|(place, because)| Dropped { name: name(place), because });
        Ok(Factor {
            names: constant.into_iter().chain(kept.iter().map(|c| name(c.place))).collect(),
            kept: kept.iter().map(|c| c.place).collect(),
            dropped: dropped.collect(),
            basis,
            unit,
            r_inverse: r.solve_triangular(&Array2::eye(r.nrows()), UPLO::Upper)?,
            r,
            a: to_coefficients(&kept, design.intercept, &root_weights),
            b: from_unit_columns(&kept, design.intercept, &root_weights),
            root_weights,
        })
    }

    /// Rows of the design.
    pub fn rows(&self) -> usize {
        self.basis.nrows()
    }

    /// Number of coefficients, the constant among them.
    pub fn rank(&self) -> usize {
        self.basis.ncols()
    }

    /// Coefficients of `target` by linfa-linear, in the order of [`Factor::names`], and whether
    /// they were refined: where linfa's residuals still hold a part of the columns, one more step
    /// `R⁻¹ Q' (√w y − unit · g)` is added to the unit coefficients `g`.
    ///
    /// # Errors
    /// Where the target has another length or holds what is no number.
    pub fn coefficients(
        &self,
        target: &Array1<f64>,
    ) -> Result<(Array1<f64>, bool), LeastSquaresError> {
        check_values("target", target, self.rows())?;
        let weighted = target * &self.root_weights;
        let data = DatasetBase::new(self.unit.view(), weighted.view());
        let solver = LinearRegression::new().with_intercept(false);
        let solved = solver.fit(&data).map_err(|e| LeastSquaresError::Solver(e.to_string()))?;
        let mut unit = solved.params().clone();
        let left = &weighted - &self.unit.dot(&unit);
        let step = self.r_inverse.dot(&self.basis.t().dot(&left));
        let refine = length(&step) > ROUNDING * length(&unit);
        if refine {
            unit += &step;
        }
        Ok((self.a.dot(&unit), refine))
    }

    /// What the design cannot explain of `values`, weighted: `(I − QQ') √w y`.
    pub fn residuals(&self, values: &Array1<f64>) -> Array1<f64> {
        let mut left = values * &self.root_weights;
        // Twice, so that what the first projection lost to rounding goes too.
        for _ in 0..2 {
            left = &left - &self.basis.dot(&self.basis.t().dot(&left));
        }
        left
    }

    /// From coordinates in the basis to coefficients: `b = A R⁻¹ (Q' √w y)`.
    pub fn transform(&self) -> Array2<f64> {
        self.a.dot(&self.r_inverse)
    }

    /// The weighted columns as given, in coordinates of the basis: `R B`, which has their singular
    /// values.
    pub fn coordinates(&self) -> Array2<f64> {
        self.r.dot(&self.b)
    }

    /// Variance inflation factors: how many times the variance of each coefficient is what it
    /// would be were its column uncorrelated with the others, `1 / (1 − R²_j)`. For centred unit
    /// columns it is the diagonal of `(Z'Z)⁻¹ = R⁻¹ R⁻ᵀ`.
    pub fn variance_inflation(&self) -> Array1<f64> {
        self.r_inverse.rows().into_iter().map(|row| row.dot(&row)).collect()
    }
}

/// The columns of which column `i` of `R` is a combination: those whose unit coefficients in
/// `R_before⁻¹ r_i` are not 0. `kept` are the columns without column `i`.
fn parts_of_combination(
    r: &Array2<f64>,
    i: usize,
    before: usize,
    kept: &[UnitColumn],
    design: &Design,
) -> Result<Vec<String>, LeastSquaresError> {
    let upper = r.slice(ndarray::s![..i, ..i]).to_owned();
    let column = r.slice(ndarray::s![..i, i..=i]).to_owned();
    let combination = upper.solve_triangular_into(column, UPLO::Upper)?;
    let parts = kept.iter().take(i - before).zip(combination.iter().skip(before));
    Ok(parts
        .filter(|(_, coefficient)| coefficient.abs() > PART_OF_COMBINATION)
        .map(|(column, _)| design.columns[column.place].name.clone())
        .collect())
}
