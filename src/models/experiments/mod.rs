//! Geo experiments, read without a model of the response: spend was changed in some regions, and
//! the others say what would have happened.
//!
//! Two comparisons are made of the untreated regions. *Difference-in-differences* adds them up,
//! which is the regression with region and day effects; the *synthetic control* weights them so
//! that they move as the treated regions did before the test (Abadie, Diamond and Hainmueller
//! 2010). Both then ask the same question: by how much did the ratio of treated to comparison
//! orders change, and how often does a change as large come about where nothing was done?
//!
//! What is measured is all that the change of spend did to the orders of the treated regions from
//! the test's first day to the end of its cool-down, repeat orders of customers it won or lost
//! among them. An effect that builds in over days, or goes on after the end, is in the sum, so no
//! first days are thrown away; per unit of spend that is the right numerator, because what spend
//! does on later days is its doing too.
//!
//! | step | file |
//! |---|---|
//! | which days and regions are compared | `window` |
//! | weights of the untreated regions | `comparison`, `simplex` |
//! | effect and its interval | `effect` |
//! | how large effects of nothing are | `placebo`, `choices` |
//! | all of it, experiment by experiment | `read` |

mod choices;
mod comparison;
mod effect;
mod index;
mod placebo;
mod read;
mod reading;
mod reason;
mod simplex;
#[cfg(test)]
mod tests;
mod window;

pub use read::read;
pub use reading::{
    Certificate, Day, Estimate, ExperimentReading, Outcome, Placebos, Reading, RegionWeight, Spend,
};
pub use reason::NotComputed;
pub use simplex::{SimplexFit, nearest_in_hull};
