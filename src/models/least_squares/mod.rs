//! Ordinary and weighted least squares, `y = Xb + u`, with everything that says how far the
//! coefficients can be trusted.
//!
//! linfa-linear solves for the coefficients; its answer to a duplicated column is 3·10¹², so the
//! columns are centred, scaled and checked for rank by a QR decomposition first. From the same
//! decomposition come three covariances (plain, HC3, Newey-West) and the usual diagnostics. All
//! figures equal those of statsmodels; [`fit`] says which of its conventions hold.
//!
//! ```
//! use adloom::models::least_squares::{Design, LeastSquares, fit};
//! use ndarray::array;
//!
//! let spend = array![10.0, 20.0, 30.0, 40.0, 50.0];
//! let orders = array![13.0, 14.0, 19.0, 22.0, 27.0];
//! let design = Design::with_intercept().column("spend", spend);
//! let line = fit(&design, &orders, &LeastSquares::default())?;
//! // By hand: Sxy = 360, Sxx = 1000, and the line goes through the means (30, 19).
//! assert!((line.estimate("spend").unwrap() - 0.36).abs() < 1e-12);
//! assert!((line.estimate("constant").unwrap() - 8.2).abs() < 1e-12);
//! # Ok::<(), adloom::models::least_squares::LeastSquaresError>(())
//! ```

mod covariance;
mod design;
mod error;
mod exploratory;
mod factor;
mod fit;
mod goodness;
mod inference;
mod linfa_model;
mod regression;
mod scaling;
mod singular;
#[cfg(test)]
mod tests;

pub use covariance::{CovarianceKind, automatic_lag};
pub use design::{CONSTANT, Column, Design, Dropped, DroppedBecause};
pub use error::LeastSquaresError;
pub use exploratory::{ChannelEffect, Exploratory, Step, exploratory};
pub use factor::Factor;
pub use fit::{Fitted, LeastSquares, fit};
pub use goodness::Goodness;
pub use inference::{Inference, Interval, t_quantile};
pub use regression::{Coefficient, Regression};
