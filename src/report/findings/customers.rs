//! What customers cost, and whether they come back.

use super::wording::Amounts;
use super::{Finding, Tone};
use crate::analysis::Analysis;
use crate::report::numbers::{count, rough_percent};

/// What a new customer costs in ads, against what an order leaves.
pub fn cost(analysis: &Analysis, amounts: &Amounts) -> Option<Finding> {
    let total = &analysis.kpis.done()?.total;
    let (cac, aov) = (total.ratios.cac?, total.ratios.aov?);
    let customers = total.sums.new_customers?;
    let left = aov * amounts.margin?;
    let (tone, word) = if cac > left { (Tone::Warning, "more") } else { (Tone::Fact, "less") };
    let says = format!(
        "A new customer costs {} in ads, {word} than the {} that an average order leaves.",
        amounts.exact(cac),
        amounts.exact(left)
    );
    let because = "All spend over all new customers, those who would have come anyway among them; \
                   so a customer whom ads won costs more than this."
        .to_owned();
    let gap = (cac - left) * customers;
    let stake = format!(
        "{} of difference over {} new customers",
        amounts.short(gap.abs()),
        count(customers)
    );
    Some(Finding::new("Customers", tone, says, because).at_stake(gap, stake))
}

/// How many customers order again in the month after their first order.
pub fn retention(analysis: &Analysis, _: &Amounts) -> Option<Finding> {
    let cells = analysis.cohorts.done()?;
    // Cohorts whose next month is in the data, whole or not, have a row for it.
    let next: Vec<_> = cells.iter().filter(|cell| cell.month == 1).collect();
    let own = |cohort| cells.iter().find(|cell| cell.month == 0 && cell.cohort == cohort);
    let size: f64 = next.iter().filter_map(|cell| Some(own(cell.cohort)?.customers)).sum();
    let back: f64 =
        next.iter().filter(|cell| own(cell.cohort).is_some()).map(|cell| cell.customers).sum();
    if size <= 0.0 {
        return None;
    }
    let says = format!(
        "{} of customers order again in the calendar month after their first order.",
        rough_percent(back / size)
    );
    let because = format!(
        "{} of {} customers, over the {} monthly cohorts whose next month has begun.",
        count(back),
        count(size),
        count(next.len() as f64)
    );
    Some(Finding::new("Customers", Tone::Fact, says, because))
}
