//! Sums by dimension.

use super::super::marts::{FeatureError, Marts};
use crate::features::sums::{Group, Sums};

/// The label of what has no label.
const UNKNOWN: &str = "(unknown)";

/// Sums of the ad reports by some dimensions; those without a value are one group.
pub fn performance(marts: &Marts, dimensions: &[&str]) -> Result<Vec<Group>, FeatureError> {
    marts.need("performance", dimensions)?;
    marts.need("performance", &["date"])?;
    groups(marts, "performance", dimensions, include_str!("../sql/kpis_by.sql"))
}

/// Sums of the shop's own books by some dimensions.
pub fn business(marts: &Marts, dimensions: &[&str]) -> Result<Vec<Group>, FeatureError> {
    marts.need("business", dimensions)?;
    marts.need("business", &["date"])?;
    groups(marts, "business", dimensions, include_str!("../sql/business_by.sql"))
}

fn groups(
    marts: &Marts,
    mart: &str,
    dimensions: &[&str],
    sql: &str,
) -> Result<Vec<Group>, FeatureError> {
    let answer = marts.answer(&sql.replace("{keys}", &dimensions.join(", ")))?;
    let mut keys = vec![Vec::new(); answer.rows()];
    for dimension in dimensions {
        for (keys, key) in keys.iter_mut().zip(answer.texts(dimension)?) {
            keys.push(key.unwrap_or_else(|| UNKNOWN.to_owned()));
        }
    }
    let mut sums = vec![[None; Sums::NAMES.len()]; answer.rows()];
    for (at, name) in Sums::NAMES.iter().enumerate() {
        // A sum of a column that the data do not have would be empty in every row.
        if marts.has(mart, name) {
            for (sums, value) in sums.iter_mut().zip(answer.numbers(name)?) {
                sums[at] = value;
            }
        }
    }
    let group = |(keys, values)| Group { keys, sums: Sums::from_values(values) };
    Ok(keys.into_iter().zip(sums).map(group).collect())
}
