//! Conjugate families, fitted by maximum likelihood: what creatives of a kind have in common, and
//! what one creative's own counts make of it.

mod beta_binomial;
mod gamma_gamma;
mod gamma_poisson;

pub use beta_binomial::{BetaFit, Counts, fit_beta_binomial};
pub use gamma_gamma::{Amounts, GammaGammaFit, fit_gamma_gamma};
pub use gamma_poisson::{GammaFit, fit_gamma_poisson};

use super::result::Convergence;

/// Smallest standard deviation of logarithms between creatives that counts as a difference: 5 %.
/// Below it a likelihood that keeps rising is taken to say that there is none.
const LEAST_SPREAD: f64 = 0.05;
/// Largest shape of a prior: that of [`LEAST_SPREAD`], since a gamma variate's logarithm has a
/// variance of about 1 / shape.
const LARGEST_SHAPE: f64 = 1.0 / (LEAST_SPREAD * LEAST_SPREAD);
/// Smallest shape of a prior: logarithms then spread by 20.
const SMALLEST_SHAPE: f64 = 0.05;
