//! How an answer is got, in a line, with the figures on the way.

use super::ask::{Found, joined};
use super::cell::Cell;
use crate::classroom::assignment::{AnswerKind, Question};
use crate::classroom::template::filled;

/// Candidates that are shown.
const SHOWN: usize = 6;

/// The line: the question's own words with their figures, and the figures that those leave out.
pub fn worked(question: &Question, found: &Found, fact: impl Fn(&str) -> Option<String>) -> String {
    let figure = |name: &str| {
        let at = found.columns.iter().position(|column| column == name)?;
        Some(found.rows.first()?.get(at)?.text())
    };
    let words = filled(&question.how, |name| figure(name).or_else(|| fact(name)));
    let figures = match question.kind {
        AnswerKind::Number => numbers(found, &question.how),
        AnswerKind::Label | AnswerKind::Ranking => candidates(found),
        AnswerKind::Table | AnswerKind::List => String::new(),
    };
    [words, figures].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The figures of a number's row that its words do not hold already.
fn numbers(found: &Found, how: &str) -> String {
    let Some(row) = found.rows.first() else { return String::new() };
    let mut parts = Vec::new();
    for (name, cell) in found.columns.iter().zip(row).skip(1) {
        if !how.contains(&format!("{{{name}}}")) {
            parts.push(format!("{name} = {}", cell.text()));
        }
    }
    if parts.is_empty() { String::new() } else { format!("({})", parts.join(", ")) }
}

/// Names with what decides between them.
fn candidates(found: &Found) -> String {
    let one = |row: &Vec<Cell>| {
        let (name, measures) = row.split_at(1);
        format!("{} ({})", joined(name), joined(measures).replace('|', ", "))
    };
    let shown = found.rows.iter().take(SHOWN).map(one).collect::<Vec<_>>();
    let more = found.rows.len().saturating_sub(SHOWN);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("{}{more}.", shown.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn words_are_filled_and_other_figures_follow() {
        let question: Question = serde_json::from_value(json!({
            "id": "q", "text": "?", "type": "number", "points": 1.0, "sql": "x",
            "how": "{clicks} clicks in {region} / impressions = {answer}."
        }))
        .unwrap();
        let columns = ["answer", "clicks", "impressions"].map(str::to_owned).to_vec();
        let rows = vec![vec![Cell::Number(0.5), Cell::Number(1.0), Cell::Number(2.0)]];
        let fact = |name: &str| (name == "region").then(|| "SA".to_owned());
        let line = worked(&question, &Found { columns, rows }, fact);
        assert_eq!(line, "1 clicks in SA / impressions = 0.5. (impressions = 2)");
    }
}
