//! The response model: what each channel's spend brought, by region and period.
//!
//! With spend x per day, region r, period t and channel p, expected orders are
//!
//! ```text
//! μ[t,r] = s[t,r] · ω_r · ( b[t,r] + Σ_p β_p · h(X_p[t,r]; K_p, α_p) )
//! X_p[t,r] = (1 − θ_p) x_p[t,r] + θ_p X_p[t−1,r]          carry-over (adstock)
//! h(X; K, α) = X^α / (X^α + K^α)                          saturation (Hill)
//! ```
//!
//! where ω_r is the region's share of the orders, s the season (weekday, year, events; shared by
//! baseline and media), and b the baseline (trend, region, and what budgets betray of demand).
//! Shapes (θ, K, α) are found by profile likelihood, β ≥ 0 by exact non-negative least squares
//! inside it.
//!
//! **What moves spend, and may therefore be compared.** Budgets chase demand, so a plain regression
//! credits ads with the demand that drew them. Three things guard against it. (1) What is expected
//! of a day (weekday, year, events, trend) is a control. (2) Shocks that regions share on a day and
//! shocks of one region are told apart: each day's regions are split into the direction that a
//! shared shock takes and the rest, and each part gets the weight and the memory that its residuals
//! show ([`noise`]). (3) What all channels' budgets do in common on a day, beyond flights and
//! calendar, is the best sign of the demand that they chase; it enters the baseline with a free
//! coefficient, nationally and locally ([`budgets`]). What is left is pacing of single channels,
//! flights, pauses, bursts, starts and hold-outs.
//!
//! **Intervals** come from a residual bootstrap in blocks of weeks, in which the centres of the
//! shapes' priors are drawn anew as well ([`bootstrap`]), so that what the data leave open stays
//! open in the interval.
//!
//! The season and the baseline are on the log scale and re-linearised in a few rounds; in each, the
//! controls are partialled out once (Frisch and Waugh 1933, Lovell 1963). Curves are tabulated
//! once per channel ([`family`]), after which one evaluation of the likelihood costs microseconds.

mod assemble;
mod attribution;
mod bootstrap;
mod budgets;
mod calendar;
mod caution;
mod chebyshev;
mod data;
mod design;
mod diagnostics;
mod error;
mod family;
mod fit;
mod identify;
mod nnls;
mod noise;
mod prior;
mod profile;
mod result;
mod search;
mod shape;
mod start;
mod validation;

pub use assemble::{Options, fit};
pub use caution::{Caution, Shape};
pub use error::ResponseError;
pub use result::*;
