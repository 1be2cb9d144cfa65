//! A tree in words.

use super::binning::{Binning, Bins};
use super::codes::CHUNK;
use super::columns::Columns;
use super::error::ForestError;
use super::params::ForestKind;
use super::predict::Forest;
use super::tree::Tree;
use crate::features::table::FeatureTable;

/// Most labels that a condition lists.
const LISTED: usize = 5;

/// What leads to a leaf, and the value there.
#[derive(Debug, Clone, PartialEq)]
pub struct LeafRule {
    /// Number of the leaf's node.
    pub leaf: usize,
    /// All of these hold; one for each feature that was asked on the way.
    pub conditions: Vec<String>,
    /// Mean target of the rows there.
    pub value: f64,
}

impl<K: ForestKind> Forest<K> {
    /// The leaves of a tree, from left to right; none where there is no such tree.
    pub fn leaf_rules(&self, tree: usize) -> Vec<LeafRule> {
        let mut rules = Vec::new();
        if let Some(tree) = self.trees.get(tree) {
            let anything = self.binning.features.iter().map(|feature| Allowed {
                lowest: 1,
                highest: u16::from(feature.highest()),
                missing: true,
            });
            visit(tree, 0, &self.binning, &anything.collect::<Vec<_>>(), &mut rules);
        }
        rules
    }

    /// The number of the leaf that each row of a table falls into; empty where there is no such
    /// tree.
    pub fn leaves(&self, tree: usize, table: &FeatureTable) -> Result<Vec<usize>, ForestError> {
        let columns = Columns::of_table(table)?;
        let encoder = self.binning.encoder(&columns)?;
        let mut leaves = Vec::new();
        if let Some(tree) = self.trees.get(tree) {
            for start in (0..columns.rows).step_by(CHUNK) {
                let codes = self.codes(&encoder, start, columns.rows.min(start + CHUNK));
                let rows = 0..codes.rows();
                leaves.extend(rows.map(|row| tree.leaf_of(&codes.bytes, row * codes.stride)));
            }
        }
        Ok(leaves)
    }
}

/// Codes of a feature that may reach a node.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Allowed {
    lowest: u16,
    highest: u16,
    missing: bool,
}

fn visit(
    tree: &Tree,
    at: usize,
    binning: &Binning,
    allowed: &[Allowed],
    rules: &mut Vec<LeafRule>,
) {
    let node = tree.nodes[at];
    if node.is_leaf(at) {
        let conditions = allowed.iter().zip(&binning.features);
        let conditions =
            conditions.filter_map(|(a, f)| condition(&f.name, &f.bins, f.highest(), a));
        rules.push(LeafRule {
            leaf: at,
            conditions: conditions.collect(),
            value: f64::from(tree.values[at]),
        });
        return;
    }
    let feature = usize::from(node.feature);
    let greatest_left = u16::from(node.cut) + u16::from(node.missing_right);
    let missing_right = node.missing_right == 1;
    for side in 0..2 {
        let mut allowed = allowed.to_vec();
        let own = &mut allowed[feature];
        if side == 0 {
            own.highest = own.highest.min(greatest_left);
            own.missing &= !missing_right;
        } else {
            own.lowest = own.lowest.max(greatest_left + 1);
            own.missing &= missing_right;
        }
        visit(tree, node.next as usize + side, binning, &allowed, rules);
    }
}

/// What holds for a feature, in words; none where anything may.
fn condition(name: &str, bins: &Bins, top: u8, allowed: &Allowed) -> Option<String> {
    let Allowed { lowest, highest, missing } = *allowed;
    match bins {
        Bins::Numeric { cuts, missing: known } => {
            let cut =
                |code: u16| cuts.get(usize::from(code).checked_sub(1)?).map(|&cut| number(cut));
            let above =
                (lowest > 1).then(|| cut(lowest - 1)).flatten().map(|cut| format!("> {cut}"));
            let up_to = (highest < u16::from(top)).then(|| cut(highest)).flatten();
            let up_to = up_to.map(|cut| format!("≤ {cut}"));
            let text = match (above, up_to) {
                (Some(above), Some(up_to)) => format!("{name} {above} and {up_to}"),
                (Some(one), None) | (None, Some(one)) => format!("{name} {one}"),
                (None, None) => return (*known && !missing).then(|| format!("{name} is known")),
            };
            Some(match (*known && missing, lowest > highest) {
                (true, true) => format!("{name} is missing"),
                (true, false) => format!("{text}, or missing"),
                (false, _) => text,
            })
        }
        Bins::Category { labels, codes, .. } => {
            let inside = |code: u8| (lowest..=highest).contains(&u16::from(code));
            let pick = |wanted: bool| {
                let both = labels.iter().zip(codes);
                both.filter(|(_, code)| inside(**code) == wanted)
                    .map(|(label, _)| label.as_str())
                    .collect::<Vec<_>>()
            };
            let (inside, outside) = (pick(true), pick(false));
            if outside.is_empty() {
                return None;
            }
            Some(if inside.len() <= outside.len() {
                format!("{name} is {}", list(&inside, "or"))
            } else {
                format!("{name} is not {}", list(&outside, "or"))
            })
        }
    }
}

/// `a`, `a or b`, `a, b or c`, `a, b, c, d, e or 7 more`.
fn list(labels: &[&str], and: &str) -> String {
    let more = format!("{} more", labels.len().saturating_sub(LISTED));
    let shown: Vec<&str> = if labels.len() > LISTED + 1 {
        labels[..LISTED].iter().copied().chain([more.as_str()]).collect()
    } else {
        labels.to_vec()
    };
    match shown.split_last() {
        None => "nothing".to_owned(),
        Some((last, [])) => (*last).to_owned(),
        Some((last, first)) => format!("{} {and} {last}", first.join(", ")),
    }
}

/// A number with up to four significant digits, more where it is whole.
fn number(value: f32) -> String {
    let value = f64::from(value);
    if value == 0.0 || value.fract() == 0.0 {
        return format!("{value}");
    }
    let digits = 3 - value.abs().log10().floor() as i32;
    let places = digits.clamp(0, 12) as usize;
    let text = format!("{value:.places$}");
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    }
}
