//! Columns brought to mean 0 and length 1, and the way back.

use ndarray::{Array1, Array2};

use super::design::Design;

/// A column whose spread is below this part of its largest value is constant but for rounding.
const CONSTANT_SPREAD: f64 = 1e-13;

/// A column as `unit = √w (x / size − centre) / norm`, and its place in the design.
#[derive(Debug, Clone)]
pub(super) struct UnitColumn {
    pub place: usize,
    pub unit: Array1<f64>,
    size: f64,
    centre: f64,
    norm: f64,
}

/// The columns of a design that vary, and the places of those that do not.
pub(super) fn unit_columns(
    design: &Design,
    root_weights: &Array1<f64>,
) -> (Vec<UnitColumn>, Vec<usize>) {
    let (mut vary, mut constant) = (Vec::new(), Vec::new());
    for (place, column) in design.columns.iter().enumerate() {
        match unit_column(place, &column.values, design.intercept, root_weights) {
            Some(column) => vary.push(column),
            None => constant.push(place),
        }
    }
    (vary, constant)
}

fn unit_column(
    place: usize,
    values: &Array1<f64>,
    centred: bool,
    root_weights: &Array1<f64>,
) -> Option<UnitColumn> {
    let size = values.iter().fold(0.0_f64, |size, x| size.max(x.abs()));
    if size == 0.0 {
        return None;
    }
    let mut unit = values / size;
    let mut centre = 0.0;
    if centred {
        let weights = root_weights * root_weights;
        // Twice, so that what the first mean lost to rounding goes too.
        for _ in 0..2 {
            let mean = unit.dot(&weights) / weights.sum();
            unit -= mean;
            centre += mean;
        }
    }
    unit *= root_weights;
    let norm = length(&unit);
    if norm <= CONSTANT_SPREAD * length(root_weights) {
        return None;
    }
    unit /= norm;
    Some(UnitColumn { place, unit, size, centre, norm })
}

/// The unit columns side by side, after that of the constant if there is one.
pub(super) fn side_by_side(
    columns: &[UnitColumn],
    intercept: bool,
    root_weights: &Array1<f64>,
) -> Array2<f64> {
    let constant = usize::from(intercept);
    let mut unit = Array2::zeros((root_weights.len(), columns.len() + constant));
    if intercept {
        unit.column_mut(0).assign(&(root_weights / length(root_weights)));
    }
    for (j, column) in columns.iter().enumerate() {
        unit.column_mut(j + constant).assign(&column.unit);
    }
    unit
}

/// From unit coefficients to coefficients of the columns as given: `b = A g`.
///
/// `b_j = g_j / (norm_j size_j)`, and the constant is `g_0 / ‖√w‖ − Σ_j g_j centre_j / norm_j`.
pub(super) fn to_coefficients(
    columns: &[UnitColumn],
    intercept: bool,
    root_weights: &Array1<f64>,
) -> Array2<f64> {
    let constant = usize::from(intercept);
    let mut a = Array2::zeros((columns.len() + constant, columns.len() + constant));
    if intercept {
        a[[0, 0]] = 1.0 / length(root_weights);
    }
    for (j, column) in columns.iter().enumerate() {
        a[[j + constant, j + constant]] = 1.0 / column.norm / column.size;
        if intercept {
            a[[0, j + constant]] = -column.centre / column.norm;
        }
    }
    a
}

/// The weighted columns as given, in terms of the unit columns: `√w X = unit · B`, with `B = A⁻¹`.
pub(super) fn from_unit_columns(
    columns: &[UnitColumn],
    intercept: bool,
    root_weights: &Array1<f64>,
) -> Array2<f64> {
    let constant = usize::from(intercept);
    let root_sum = length(root_weights);
    let mut b = Array2::zeros((columns.len() + constant, columns.len() + constant));
    if intercept {
        b[[0, 0]] = root_sum;
    }
    for (j, column) in columns.iter().enumerate() {
        b[[j + constant, j + constant]] = column.size * column.norm;
        if intercept {
            b[[0, j + constant]] = column.size * column.centre * root_sum;
        }
    }
    b
}

/// Euclidean length.
pub(super) fn length(values: &Array1<f64>) -> f64 {
    values.dot(values).sqrt()
}
