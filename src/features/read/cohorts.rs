//! Cohorts and who came back.

use super::super::marts::{FeatureError, Marts};
use crate::features::cohorts::CohortCell;

/// Counts the cohorts.
pub fn cohorts(marts: &Marts) -> Result<Vec<CohortCell>, FeatureError> {
    marts.need("purchases", &["customer", "date", "is_new"])?;
    let answer = marts.answer(include_str!("../sql/cohorts.sql"))?;
    let (cohorts, months) = (answer.dates("cohort")?, answer.numbers("month")?);
    let (customers, revenue) = (answer.numbers("customers")?, answer.numbers("revenue")?);
    let mut cells: Vec<CohortCell> = Vec::new();
    let mut size = None;
    for i in 0..answer.rows() {
        let (Some(cohort), Some(month), Some(customers)) = (cohorts[i], months[i], customers[i])
        else {
            continue;
        };
        if month == 0.0 {
            size = Some((cohort, customers));
        }
        let size = size.filter(|(of, size)| *of == cohort && *size > 0.0).map(|(_, size)| size);
        cells.push(CohortCell {
            cohort,
            month: month as u32,
            customers,
            share: size.map(|size| customers / size),
            revenue: revenue[i].unwrap_or(0.0),
        });
    }
    Ok(cells)
}
