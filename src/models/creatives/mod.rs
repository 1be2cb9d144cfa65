//! Creative scoring: which creative works, how sure that is, and what to make of it.
//!
//! ```text
//! tracks ─► mix ─► days ⇄ wear ─► effects ─► priors ─► posteriors ─► score, class
//! ```
//!
//! A creative's click-through rate is its own doing only in part. Before creatives are compared,
//! [`mix`] takes out on which devices and to whom it was shown, [`daily`] what the days did to all
//! creatives of the platform, [`slopes`] how worn it was, and [`effects`] what campaigns of its
//! objective and tactic do anyway. What is left goes through a conjugate family
//! ([`families`]): beta-binomial for rates, gamma-Poisson for orders per unit of spend,
//! gamma-gamma for the value of an order, each fitted by maximum likelihood on the creatives of the
//! platform and format. Since impressions of one day are alike, counts enter divided by their
//! design effect.
//!
//! Nothing here knows a cause: orders are those of last clicks.

mod best;
mod blocks;
mod board;
mod classes;
mod daily;
mod definitions;
mod effects;
mod error;
mod families;
mod lift;
mod mix;
mod newton;
mod rate;
mod result;
mod roas;
mod scope;
mod slopes;
mod special;
mod standard;
#[cfg(test)]
mod tests;
mod track;
mod wear;

pub use board::{Options, score};
pub use classes::RULES;
pub use definitions::{DEFINITIONS, SCORE_FORMULA};
pub use error::ScoreError;
pub use result::*;
