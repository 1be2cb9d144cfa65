//! The columns of the model: an intercept, then each kind's levels; and the concepts.

use std::collections::BTreeMap;

use super::super::blocks::{Block, Role};

/// Standard deviation of log rates between platforms, formats, objectives or tactics as a rule: few
/// levels cannot rule out that they differ, and a variance of nothing would make them certain.
const TYPICAL_CONTEXT: f64 = 0.8;
/// The same between the levels of an attribute: the effects that public tests of hooks, people and
/// formats report are 10 to 20 %.
const TYPICAL_ATTRIBUTE: f64 = 0.1;

/// Which columns each creative has a 1 in.
pub struct Design {
    /// The creatives with any exposure.
    pub used: Vec<usize>,
    /// For each creative, its columns; the intercept is column 0.
    pub columns: Vec<Vec<usize>>,
    /// First column of each kind, and the number of all columns at the end.
    pub starts: Vec<usize>,
    /// The creatives of each concept. One without a concept is one of its own. Where no concept has
    /// two creatives, each is alone and [`Design::has_concepts`] is false.
    pub concepts: Vec<Vec<usize>>,
    /// Standard deviation of log rates that levels of each kind have as a rule.
    pub typical: Vec<f64>,
    /// Whether concepts can be told from creatives.
    pub has_concepts: bool,
}

impl Design {
    /// Lays out the columns.
    pub fn new(
        creatives: usize,
        blocks: &[Block],
        concepts: &[Option<usize>],
        used: Vec<usize>,
    ) -> Design {
        let mut starts = vec![1];
        let mut width = 1;
        for block in blocks {
            width += block.levels.len();
            starts.push(width);
        }
        let columns = |i: usize| {
            let own = blocks.iter().zip(&starts).filter_map(|(b, start)| Some(start + b.of[i]?));
            std::iter::once(0).chain(own).collect()
        };
        let mut families: BTreeMap<(bool, usize), Vec<usize>> = BTreeMap::new();
        for &i in &used {
            let family = concepts[i].map_or((true, i), |concept| (false, concept));
            families.entry(family).or_default().push(i);
        }
        let concepts: Vec<Vec<usize>> = families.into_values().collect();
        let has_concepts = concepts.iter().any(|members| members.len() > 1);
        let columns = (0..creatives).map(columns).collect();
        let typical = |block: &Block| match block.role {
            Role::Group | Role::Context => TYPICAL_CONTEXT,
            Role::Attribute => TYPICAL_ATTRIBUTE,
        };
        let typical = blocks.iter().map(typical).collect();
        Design { used, columns, starts, typical, concepts, has_concepts }
    }

    /// Number of columns.
    pub fn width(&self) -> usize {
        self.starts.last().copied().unwrap_or(1)
    }

    /// Columns of each kind.
    pub fn kinds(&self) -> impl Iterator<Item = std::ops::Range<usize>> + '_ {
        self.starts.windows(2).map(|pair| pair[0]..pair[1])
    }
}
