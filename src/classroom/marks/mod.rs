//! The marking rules: what an answer earns, and why, in one line.
//!
//! | type | full marks | partial credit |
//! |---|---|---|
//! | number | within the tolerance | half within twice the tolerance, or if only a factor of 100 is wrong (percent for fraction) |
//! | label | the right name | none |
//! | ranking | the right order | (pairs in the right order − pairs in the wrong one) / all pairs, × the share of names that belong there |
//! | table | every number right | the share of numbers that are right, less one for each row that does not exist |
//! | list | all keys and no other | (right keys − wrong keys) / all keys |
//!
//! Credit is never below nothing. Text is compared without regard to case and spaces, numbers and
//! dates by value ([`reading`]).

mod lists;
mod number;
mod ranking;
pub mod reading;
mod table;

use super::key::{Answer, Entry};

/// A line of a submission: what stands beside a question.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Given {
    /// Which part of the answer it is; often empty.
    pub item: String,
    /// The answer.
    pub answer: String,
}

/// What an answer earned.
#[derive(Debug, Clone, PartialEq)]
pub struct Mark {
    /// The question's id.
    pub id: String,
    /// The most points.
    pub most: f64,
    /// The points earned.
    pub points: f64,
    /// Why, in one line.
    pub why: String,
}

/// A part of full marks, and why.
#[derive(Debug, Clone, PartialEq)]
pub struct Credit {
    /// From 0 to 1.
    pub share: f64,
    /// Why, in one line.
    pub why: String,
}

impl Credit {
    fn new(share: f64, why: impl Into<String>) -> Credit {
        Credit { share: share.clamp(0.0, 1.0), why: why.into() }
    }

    fn none(why: impl Into<String>) -> Credit {
        Credit::new(0.0, why)
    }
}

/// Marks the answer to a question.
pub fn mark(entry: &Entry, given: &[Given]) -> Mark {
    let given: Vec<Given> =
        given.iter().filter(|one| !one.answer.trim().is_empty()).cloned().collect();
    let credit = if given.is_empty() {
        Credit::none("not answered")
    } else {
        match &entry.answer {
            Answer::Number { value, tolerance } => number::number(*value, *tolerance, &given),
            Answer::Label { value } => lists::label(value, &given),
            Answer::Ranking { values } => ranking::ranking(values, &given),
            Answer::List { values } => lists::list(values, &given),
            Answer::Table { columns, rows, tolerance } => {
                table::table(columns, rows, *tolerance, &given)
            }
        }
    };
    Mark {
        id: entry.id.clone(),
        most: entry.points,
        points: cents(credit.share * entry.points),
        why: credit.why,
    }
}

/// Points are given in hundredths.
pub fn cents(points: f64) -> f64 {
    (points * 100.0).round() / 100.0
}

/// Text from a submission, short and in one line.
fn shown(text: &str) -> String {
    const MOST: usize = 60;
    let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let cut: String = flat.chars().filter(|c| !c.is_control()).take(MOST).collect();
    if flat.chars().count() > MOST { format!("{cut}…") } else { cut }
}

#[cfg(test)]
pub mod testing {
    use super::Given;

    /// Lines of a submission from items and answers.
    pub fn given(lines: &[(&str, &str)]) -> Vec<Given> {
        let line = |(item, answer): &(&str, &str)| Given {
            item: (*item).to_owned(),
            answer: (*answer).to_owned(),
        };
        lines.iter().map(line).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::classroom::key::{Row, Tolerance};

    fn entry(answer: Answer) -> Entry {
        let (id, text, unit) = ("q".to_owned(), String::new(), String::new());
        Entry { id, text, unit, points: 3.0, answer, worked: String::new(), sql: String::new() }
    }

    fn all_types() -> Vec<Entry> {
        let names = ["b", "a", "=c"].map(str::to_owned).to_vec();
        let tolerance = Tolerance { abs: 0.0, rel: 0.01 };
        let rows = vec![Row { key: "2026-01-05|SA".to_owned(), values: vec![1.0, 2.5] }];
        let columns = vec!["x".to_owned(), "y".to_owned()];
        vec![
            entry(Answer::Number { value: -12.25, tolerance }),
            entry(Answer::Label { value: "GCC | Search; Brand".to_owned() }),
            entry(Answer::Ranking { values: names.clone() }),
            entry(Answer::List { values: names }),
            entry(Answer::Table { columns, rows, tolerance }),
        ]
    }

    #[test]
    fn the_key_itself_earns_full_marks_and_nothing_earns_none() {
        for entry in all_types() {
            let perfect: Vec<Given> = entry
                .answer
                .items()
                .into_iter()
                .map(|(item, answer)| Given { item, answer })
                .collect();
            let full = mark(&entry, &perfect);
            assert_eq!(full.points, 3.0, "{entry:?}: {full:?}");
            for empty in [&[][..], &[Given::default()]] {
                let none = mark(&entry, empty);
                assert_eq!((none.points, none.why.as_str()), (0.0, "not answered"));
            }
        }
    }

    #[test]
    fn nonsense_earns_nothing_and_never_panics() {
        let long = "9".repeat(10_000);
        for entry in all_types() {
            for text in
                ["=HYPERLINK(\"x\")", "@SUM(A1)", "\u{0}", "NaN", "1e999", &long, "ß😀", "|||"]
            {
                let given = testing::given(&[(text, text), ("", text)]);
                let mark = mark(&entry, &given);
                assert_eq!(mark.points, 0.0, "{entry:?}: {mark:?}");
                assert!(mark.why.chars().count() < 400, "{}", mark.why);
            }
        }
    }
}
