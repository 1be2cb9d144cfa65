//! The answer key of one student: every answer with its tolerance, and how it is got.

mod answer;
pub mod ask;
mod cell;
mod sound;
mod worked;

pub use answer::{Answer, Entry, Key, Row, Tolerance, item};
pub use ask::Unusable;
pub use cell::{Cell, plain_number};
