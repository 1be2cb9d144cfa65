//! Why creatives cannot be scored.

use std::fmt;

use super::result::LeftOut;

/// Why creatives cannot be scored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ScoreError {
    /// There are none.
    NoCreatives,
    /// There are some, but none can be scored; here is why, one by one.
    NoneUsable(Vec<LeftOut>),
}

impl fmt::Display for ScoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ScoreError::NoCreatives => f.write_str("there are no creatives"),
            ScoreError::NoneUsable(left_out) => {
                write!(f, "none of the {} creatives can be scored", left_out.len())?;
                match left_out.first() {
                    Some(one) => write!(f, "; of `{}`: {}", one.name, one.why),
                    None => Ok(()),
                }
            }
        }
    }
}

impl std::error::Error for ScoreError {}
