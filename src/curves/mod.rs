//! The formulas that the world and the models share. Each is held by its tests against an
//! independent slow computation, because a wrong curve would cancel out between the two.

mod adstock;
mod fatigue;
mod fourier;
mod hill;
mod reach;

pub use adstock::{Adstock, adstock};
pub use fatigue::{cumulative_frequency, fatigue};
pub use fourier::fourier;
pub use hill::{hill, hill_elasticity};
pub use reach::reach;
