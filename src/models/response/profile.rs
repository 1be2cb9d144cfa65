//! The profile likelihood of the shapes: everything linear is solved for inside it.
//!
//! After whitening and partialling the controls out, what is left of orders and of each channel's
//! spanning series enters only by inner products: M between the series, v with the orders. With
//! c_p(ψ_p) the coordinates of channel p's curve,
//!
//! ```text
//! f(ψ) = min_{β ≥ 0} ½ βᵀGβ − dᵀβ + ½ yᵀy + priors,   G_pq = c_pᵀ M_pq c_q,   d_p = c_pᵀ v_p
//! ```
//!
//! is the negative log likelihood (the noise has variance one) with the priors of [`Prior`]. By the
//! envelope theorem its gradient takes β as fixed: `∂f/∂c_p = β_p (Σ_q β_q M_pq c_q − v_p)`.

use ndarray::{Array1, Array2, s};

use super::family::{Family, Place};
use super::nnls::{self, Solution};
use super::prior::Prior;

/// The profile likelihood, ready to be evaluated.
#[derive(Debug, Clone)]
pub struct Profile<'a> {
    /// Each channel's curves.
    pub families: &'a [Family],
    /// Each channel's prior.
    pub priors: Vec<Prior>,
    /// M: inner products of all channels' series.
    pub gram: &'a Array2<f64>,
    /// v: their inner products with the orders.
    pub cross: Array1<f64>,
    /// yᵀy.
    pub square: f64,
    /// Part of all orders that each series brings at β = 1.
    pub shares: &'a [Array1<f64>],
}

/// A value of the profile likelihood, and what was solved for.
#[derive(Debug, Clone)]
pub struct Evaluation {
    /// f.
    pub value: f64,
    /// Its gradient by the unit coordinates, channel by channel.
    pub gradient: Vec<f64>,
    /// β, and how exactly it is the minimiser.
    pub solution: Solution,
    /// Coordinates of the curves.
    pub places: Vec<Place>,
}

impl Profile<'_> {
    /// First row of each channel's series.
    pub fn offsets(families: &[Family]) -> Vec<usize> {
        let mut next = 0;
        families
            .iter()
            .map(|family| {
                let offset = next;
                next += family.size();
                offset
            })
            .collect()
    }

    /// Evaluates at unit coordinates in [−1, 1]³ per channel.
    pub fn at(&self, x: &[[f64; 3]]) -> Evaluation {
        let channels = self.families.len();
        let offsets = Self::offsets(self.families);
        let places: Vec<Place> =
            self.families.iter().zip(x).map(|(family, &x)| family.place(x)).collect();
        // M c_q, for each channel q.
        let images: Vec<Array1<f64>> = (0..channels)
            .map(|q| {
                let range = offsets[q]..offsets[q] + self.families[q].size();
                self.gram.slice(s![.., range]).dot(&Array1::from(places[q].at.clone()))
            })
            .collect();
        let part = |vector: &Array1<f64>, p: usize, c: &[f64]| -> f64 {
            c.iter().zip(vector.iter().skip(offsets[p])).map(|(a, b)| a * b).sum()
        };
        let mut gram = Array2::zeros((channels, channels));
        let mut cross = Array1::zeros(channels);
        let mut value = 0.5 * self.square;
        let mut shares = Vec::with_capacity(channels);
        for p in 0..channels {
            for q in 0..=p {
                let product = part(&images[q], p, &places[p].at);
                gram[[p, q]] = product;
                gram[[q, p]] = product;
            }
            let prior = &self.priors[p];
            let share: f64 = places[p].at.iter().zip(&self.shares[p]).map(|(a, b)| a * b).sum();
            let precision = 1.0 / (prior.share_sd * prior.share_sd);
            gram[[p, p]] += share * share * precision;
            cross[p] = part(&self.cross, p, &places[p].at) + share * prior.share * precision;
            value += 0.5 * prior.share * prior.share * precision;
            shares.push(share);
        }
        let solution = nnls::solve(&gram, cross.view());
        let beta = Array1::from(solution.beta.clone());
        value += 0.5 * beta.dot(&gram.dot(&beta)) - cross.dot(&beta);

        let mut gradient = vec![0.0; 3 * channels];
        for p in 0..channels {
            let prior = &self.priors[p];
            let bounds = &self.families[p].bounds;
            let pull = (beta[p] * shares[p] - prior.share) / (prior.share_sd * prior.share_sd);
            let by_series: Vec<f64> = (0..self.families[p].size())
                .map(|k| {
                    let fitted: f64 =
                        (0..channels).map(|q| beta[q] * images[q][offsets[p] + k]).sum();
                    beta[p] * (fitted - self.cross[offsets[p] + k] + pull * self.shares[p][k])
                })
                .collect();
            let coordinates = bounds.coordinates(x[p]);
            for i in 0..3 {
                let away = (coordinates[i] - prior.centre[i]) / prior.sd[i];
                value += 0.5 * away * away;
                let slope: f64 =
                    places[p].slopes[i].iter().zip(&by_series).map(|(a, b)| a * b).sum();
                gradient[3 * p + i] = slope + away / prior.sd[i] * 0.5 * bounds.width(i);
            }
        }
        Evaluation { value, gradient, solution, places }
    }
}
