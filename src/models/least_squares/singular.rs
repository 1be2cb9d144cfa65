//! Singular values, accurate also where the columns differ in scale by many powers of ten.

use ndarray::Array2;

/// Cosine between two columns below which they count as orthogonal.
const ORTHOGONAL: f64 = 1e-15;
/// Sweeps over all pairs of columns after which the iteration ends; ten are usual.
const SWEEPS: usize = 60;

/// Ratio of the largest to the smallest singular value, by one-sided Jacobi rotations (Hestenes
/// 1958): pairs of columns are rotated until all are orthogonal, and their lengths are the
/// singular values. None where they leave the range of a double.
///
/// ```text
/// ζ = (‖b‖² − ‖a‖²) / 2a'b,   t = sign(ζ) / (|ζ| + √(1 + ζ²)),   c = 1 / √(1 + t²),   s = ct
/// a ← ca − sb,   b ← sa + cb
/// ```
pub(super) fn condition_number(mut matrix: Array2<f64>) -> Option<f64> {
    let columns = matrix.ncols();
    for _ in 0..SWEEPS {
        let mut rotated = false;
        for i in 0..columns {
            for j in i + 1..columns {
                rotated |= rotate(&mut matrix, i, j);
            }
        }
        if !rotated {
            break;
        }
    }
    let lengths: Vec<f64> = matrix.columns().into_iter().map(|c| c.dot(&c).sqrt()).collect();
    let largest = lengths.iter().copied().fold(0.0, f64::max);
    let smallest = lengths.iter().copied().fold(f64::INFINITY, f64::min);
    let ratio = largest / smallest;
    ratio.is_finite().then_some(ratio)
}

/// Makes columns `i` and `j` orthogonal; whether they were not.
fn rotate(matrix: &mut Array2<f64>, i: usize, j: usize) -> bool {
    let (a, b) = (matrix.column(i), matrix.column(j));
    let (aa, bb, ab) = (a.dot(&a), b.dot(&b), a.dot(&b));
    if ab.abs() <= ORTHOGONAL * (aa * bb).sqrt() {
        return false;
    }
    let zeta = (bb - aa) / (2.0 * ab);
    let t = zeta.signum() / (zeta.abs() + (1.0 + zeta * zeta).sqrt());
    let c = 1.0 / (1.0 + t * t).sqrt();
    let s = c * t;
    for mut row in matrix.rows_mut() {
        let (a, b) = (row[i], row[j]);
        row[i] = c * a - s * b;
        row[j] = s * a + c * b;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn the_condition_number_of_a_diagonal_is_the_ratio_of_its_ends() {
        let matrix = array![[1e9, 0.0, 0.0], [0.0, 3.0, 0.0], [0.0, 0.0, 2e-3]];
        assert!((condition_number(matrix).unwrap() / 5e11 - 1.0).abs() < 1e-14);
    }

    #[test]
    fn it_is_that_of_the_golden_ratio_for_the_smallest_shear() {
        // [[1, 1], [0, 1]] has singular values φ and 1/φ.
        let golden = (1.0 + 5f64.sqrt()) / 2.0;
        let shear = condition_number(array![[1.0, 1.0], [0.0, 1.0]]).unwrap();
        assert!((shear - golden * golden).abs() < 1e-14);
    }

    #[test]
    fn it_is_not_given_for_a_singular_matrix() {
        assert_eq!(condition_number(array![[1.0, 0.0], [0.0, 0.0]]), None);
    }
}
