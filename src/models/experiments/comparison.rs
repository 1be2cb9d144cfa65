//! What the untreated regions say the treated ones would have done.

use ndarray::{Array1, Array2};

use super::index::Regions;
use super::simplex::{SimplexFit, nearest_in_hull};

/// How untreated regions are put together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Method {
    /// They are added up.
    DifferenceInDifferences,
    /// They are weighted so that they move as the treated regions did before the test.
    SyntheticControl,
}

/// A weighted group of control regions, on the level of the treated ones.
#[derive(Debug, Clone)]
pub(super) struct Comparison {
    /// Weight of each control region's index.
    pub weights: Array1<f64>,
    /// How good the weights are; none where nothing was optimised.
    pub fit: Option<SimplexFit>,
    /// Orders that it expects of the treated regions, by period.
    pub expected: Array1<f64>,
    /// `√(1 / L_T + Σ_j w_j² / L_j)`: up to a factor, the standard error of the ratio of treated
    /// to expected orders if orders were Poisson counts. It tells small groups from large ones.
    pub noise: f64,
}

/// `C_t = L_T Σ_j w_j Y_jt / L_j`, with `L` the mean orders before the test: before the test it has
/// the mean of the treated regions, whatever the weights.
///
/// Difference-in-differences has `w_j = L_j / Σ L`, so that `C_t` is proportional to the sum of the
/// controls. The synthetic control has the `w ≥ 0`, `Σ w = 1` that make the squared distance of
/// the indices before the test least. It is fitted on indices, not on orders, since a group of
/// treated regions is often larger than any control (Ferman and Pinto 2021 do it with differences
/// from the mean). None where the weights cannot be found.
pub(super) fn comparison(
    regions: &Regions,
    treated: &[usize],
    controls: &[usize],
    method: Method,
) -> Option<Comparison> {
    let (weights, fit) = match method {
        Method::DifferenceInDifferences => (regions.shares(controls), None),
        Method::SyntheticControl => {
            let fit = nearest_in_hull(&distances(regions, treated, controls))?;
            (fit.weights.clone(), Some(fit))
        }
    };
    let level: f64 = treated.iter().map(|&r| regions.level[r]).sum();
    let start = Array1::zeros(regions.orders.nrows());
    let expected = controls.iter().zip(&weights).fold(start, |sum: Array1<f64>, (&r, weight)| {
        sum + &regions.orders.column(r) * (level * weight / regions.level[r])
    });
    let parts = controls.iter().zip(&weights).map(|(&r, w)| w * w / regions.level[r]);
    let noise = (1.0 / level + parts.sum::<f64>()).sqrt();
    Some(Comparison { weights, fit, expected, noise })
}

/// Inner products of `z_j − z_T` over the controls j, where `z` are indices before the test and
/// `z_T` is that of the treated regions together.
fn distances(regions: &Regions, treated: &[usize], controls: &[usize]) -> Array2<f64> {
    let products = &regions.products;
    let shares = regions.shares(treated);
    let with_treated = |j: usize| -> f64 {
        treated.iter().zip(&shares).map(|(&r, share)| share * products[[r, j]]).sum()
    };
    let own: f64 = treated.iter().zip(&shares).map(|(&r, share)| share * with_treated(r)).sum();
    let cross: Vec<f64> = controls.iter().map(|&j| with_treated(j)).collect();
    Array2::from_shape_fn((controls.len(), controls.len()), |(i, j)| {
        products[[controls[i], controls[j]]] - cross[i] - cross[j] + own
    })
}
