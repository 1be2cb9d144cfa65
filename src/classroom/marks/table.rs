//! Numbers by row.

use super::reading::{same, same_key};
use super::{Credit, Given, number, shown};
use crate::classroom::key::{Row, Tolerance, item};

/// Marks a table: the share of its numbers that are right, less one for each line that names no row
/// of it.
pub fn table(columns: &[String], rows: &[Row], tolerance: Tolerance, given: &[Given]) -> Credit {
    let mut cells = Vec::new();
    for row in rows {
        for (column, value) in columns.iter().zip(&row.values) {
            cells.push((item(&row.key, column, columns.len()), *value));
        }
    }
    let mut earned = 0.0;
    let (mut right, mut half, mut first_wrong) = (0, 0, None);
    for (name, value) in &cells {
        let lines = given.iter().filter(|one| same_key(&one.item, name)).collect::<Vec<_>>();
        let credit = match lines.as_slice() {
            [] => Credit::none("missing"),
            [one, others @ ..] if others.iter().all(|other| same(&other.answer, &one.answer)) => {
                number::one(*value, tolerance, &one.answer)
            }
            _ => Credit::none("more than one answer"),
        };
        earned += credit.share;
        half += usize::from(credit.share > 0.0 && credit.share < 1.0);
        match credit.share == 1.0 {
            true => right += 1,
            false => first_wrong = first_wrong.or(Some(format!("{}: {}", shown(name), credit.why))),
        }
    }
    let known = |one: &&Given| cells.iter().any(|(name, _)| same_key(&one.item, name));
    let strangers = given.len() - given.iter().filter(known).count();
    let share = (earned - strangers as f64) / cells.len() as f64;
    let mut why = match first_wrong {
        None => format!("all {} numbers are right", cells.len()),
        Some(wrong) => format!("{right} of {} numbers right; {wrong}", cells.len()),
    };
    if half > 0 {
        why += &format!("; {half} near or off by a factor of 100 count half");
    }
    if strangers > 0 {
        why += &format!("; {strangers} lines name no row of the table");
    }
    Credit::new(share, why)
}

#[cfg(test)]
mod tests {
    use super::super::testing::given;
    use super::*;

    const TOLERANCE: Tolerance = Tolerance { abs: 0.0, rel: 0.01 };

    fn rows() -> Vec<Row> {
        let row =
            |key: &str, values: [f64; 2]| Row { key: key.to_owned(), values: values.to_vec() };
        vec![row("meta", [1.0, 2.0]), row("google", [3.0, 4.0])]
    }

    fn share(lines: &[(&str, &str)]) -> f64 {
        let columns = ["cpm", "cpc"].map(str::to_owned);
        table(&columns, &rows(), TOLERANCE, &given(lines)).share
    }

    #[test]
    fn each_number_counts() {
        let all =
            [("meta|cpm", "1"), ("META|cpc", "2"), ("google|cpc", "4"), ("google|cpm", "3,0")];
        assert_eq!(share(&all), 1.0);
        assert_eq!(share(&all[..2]), 0.5);
        assert_eq!(share(&[("meta|cpm", "9")]), 0.0);
    }

    #[test]
    fn a_row_that_does_not_exist_takes_back_a_right_one() {
        assert_eq!(share(&[("meta|cpm", "1"), ("meta|cpc", "2"), ("bing|cpm", "1")]), 0.25);
    }

    #[test]
    fn a_line_that_stands_twice_counts_once_and_two_answers_are_none() {
        assert_eq!(share(&[("meta|cpm", "1"), ("meta|cpm", "1.0")]), 0.25);
        assert_eq!(share(&[("meta|cpm", "1"), ("meta|cpm", "2")]), 0.0);
    }

    #[test]
    fn half_credit_is_told() {
        let columns = ["cpm", "cpc"].map(str::to_owned);
        let credit = table(&columns, &rows(), TOLERANCE, &given(&[("meta|cpm", "1.015")]));
        assert_eq!(credit.share, 0.125);
        assert!(
            credit.why.contains("1 near or off by a factor of 100 count half"),
            "{}",
            credit.why
        );
    }

    #[test]
    fn with_one_column_the_row_is_enough() {
        let rows = [Row { key: "2026-01-05|SA".to_owned(), values: vec![7.0] }];
        let columns = ["orders".to_owned()];
        let credit = table(&columns, &rows, TOLERANCE, &given(&[("5/1/2026|sa", "7")]));
        assert_eq!(credit.share, 1.0);
    }
}
