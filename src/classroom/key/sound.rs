//! Whether a question makes sense in a variant: the stated rule of each type.
//!
//! - A number is one row, finite, in its band, and not 0 where its tolerance is a fraction of it.
//! - The first of a label's candidates leads by the gap; neighbours of a ranking differ by it, the
//!   last place asked for and the first beyond it too.
//! - A table or list has rows, though not too many, and a table no empty number.
//!
//! A gap is a fraction of the larger of the two values.

use super::ask::{Found, joined, tolerance};
use super::cell::Cell;
use crate::classroom::assignment::{AnswerKind, DEFAULT_GAP, DEFAULT_MOST_ROWS, Question};

/// What keeps a question from making sense, if anything.
pub fn check(question: &Question, found: &Found) -> Result<(), String> {
    if found.rows.is_empty() {
        return Err("the query gives no rows".to_owned());
    }
    match question.kind {
        AnswerKind::Number => number(question, found),
        AnswerKind::Label => apart(question, found, 1, 2),
        AnswerKind::Ranking => {
            let asked = question.top.unwrap_or(usize::MAX).min(found.rows.len());
            apart(question, found, asked, question.top.unwrap_or(2))
        }
        AnswerKind::Table => table(question, found),
        AnswerKind::List => rows(question, found, usize::MAX),
    }
}

fn number(question: &Question, found: &Found) -> Result<(), String> {
    if found.rows.len() > 1 {
        return Err(format!("the query gives {} rows for one number", found.rows.len()));
    }
    let Some(value) = found.rows[0].first().and_then(Cell::number) else {
        return Err("the answer is no number".to_owned());
    };
    if let Some([low, high]) = question.between
        && !(low..=high).contains(&value)
    {
        return Err(format!("the answer {value} does not lie between {low} and {high}"));
    }
    match tolerance(question).around(value) > 0.0 {
        true => Ok(()),
        false => Err("the answer is 0, of which a fraction is no tolerance".to_owned()),
    }
}

/// The first `asked` rows are each ahead of the next by the gap.
fn apart(question: &Question, found: &Found, asked: usize, least: usize) -> Result<(), String> {
    let gap = question.gap.unwrap_or(DEFAULT_GAP);
    if found.rows.len() < least {
        return Err(format!(
            "there are {} candidates, of which it takes {least}",
            found.rows.len()
        ));
    }
    let measure = |row: &Vec<Cell>| row.get(1).and_then(Cell::number);
    for pair in found.rows.windows(2).take(asked) {
        let (Some(a), Some(b)) = (measure(&pair[0]), measure(&pair[1])) else {
            return Err("a candidate has no number that decides".to_owned());
        };
        if pair.iter().any(|row| row[0].text().is_empty()) {
            return Err("a candidate has no name".to_owned());
        }
        let distance = (a - b).abs() / a.abs().max(b.abs());
        // Two zeros are no distance apart, and so is whatever is no number.
        if distance.is_nan() || distance < gap {
            let (first, second) = (pair[0][0].text(), pair[1][0].text());
            return Err(format!("{first} and {second} are nearer than {} %", gap * 100.0));
        }
    }
    Ok(())
}

fn table(question: &Question, found: &Found) -> Result<(), String> {
    let keys = question.keys.unwrap_or(1);
    rows(question, found, keys)?;
    let values = |row: &Vec<Cell>| row.iter().skip(keys).all(|cell| cell.number().is_some());
    match found.rows.iter().find(|row| !values(row)) {
        Some(row) => Err(format!("the row {} lacks a number", joined(&row[..keys]))),
        None => Ok(()),
    }
}

/// As many rows as make sense, each with a name of its own.
fn rows(question: &Question, found: &Found, keys: usize) -> Result<(), String> {
    let most = question.most_rows.unwrap_or(DEFAULT_MOST_ROWS);
    if found.rows.len() > most {
        return Err(format!("{} rows are more than {most}", found.rows.len()));
    }
    let mut names =
        found.rows.iter().map(|row| joined(&row[..keys.min(row.len())])).collect::<Vec<_>>();
    names.sort();
    match names.windows(2).find(|pair| pair[0] == pair[1]) {
        Some(pair) => Err(format!("two rows go by `{}`", pair[0])),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value as Json, json};

    fn question(kind: &str, more: Json) -> Question {
        let mut all = json!({"id": "q", "text": "?", "type": kind, "points": 1.0, "sql": "x"});
        for (key, value) in more.as_object().unwrap() {
            all[key] = value.clone();
        }
        serde_json::from_value(all).unwrap()
    }

    fn found(rows: &[&[Json]]) -> Found {
        let cell = |json: &Json| match json {
            Json::Null => Cell::Empty,
            Json::String(text) => Cell::Text(text.clone()),
            other => Cell::Number(other.as_f64().unwrap()),
        };
        let rows = rows.iter().map(|row| row.iter().map(cell).collect()).collect();
        Found { columns: vec!["a".to_owned(), "b".to_owned()], rows }
    }

    #[test]
    fn a_number_must_be_there_and_in_its_band() {
        let plain = question("number", json!({}));
        assert!(check(&plain, &found(&[&[json!(1.0)]])).is_ok());
        for bad in [found(&[]), found(&[&[json!(null)]]), found(&[&[json!(0.0)]])] {
            assert!(check(&plain, &bad).is_err());
        }
        let abs = question("number", json!({"abs": 1.0, "between": [-1.0, 5.0]}));
        assert!(check(&abs, &found(&[&[json!(0.0)]])).is_ok());
        assert!(check(&abs, &found(&[&[json!(6.0)]])).unwrap_err().contains("between"));
    }

    #[test]
    fn the_first_must_lead() {
        let label = question("label", json!({"gap": 0.05}));
        let clear: &[&[Json]] = &[&[json!("a"), json!(100)], &[json!("b"), json!(90)]];
        let close: &[&[Json]] = &[&[json!("a"), json!(100)], &[json!("b"), json!(96)]];
        assert!(check(&label, &found(clear)).is_ok());
        assert!(check(&label, &found(close)).unwrap_err().contains("a and b are nearer"));
        assert!(check(&label, &found(&clear[..1])).is_err());
    }

    #[test]
    fn the_first_place_beyond_a_ranking_counts_too() {
        let rows: &[&[Json]] =
            &[&[json!("a"), json!(9)], &[json!("b"), json!(5)], &[json!("c"), json!(5)]];
        let top = |top: usize| question("ranking", json!({"top": top}));
        assert!(check(&question("ranking", json!({})), &found(&rows[..2])).is_ok());
        assert!(check(&top(2), &found(rows)).unwrap_err().contains("b and c"));
        assert!(check(&top(4), &found(rows)).is_err());
    }

    #[test]
    fn tables_and_lists_have_rows_that_can_be_told_apart() {
        let list = question("list", json!({"most_rows": 2}));
        let one: &[Json] = &[json!("a"), json!(1)];
        let two: &[Json] = &[json!("a"), json!(2)];
        assert!(check(&list, &found(&[one, two])).is_ok());
        assert!(check(&list, &found(&[one, one])).unwrap_err().contains("two rows"));
        assert!(check(&list, &found(&[one, two, one])).unwrap_err().contains("more than 2"));
        let table = question("table", json!({}));
        assert!(check(&table, &found(&[one, two])).unwrap_err().contains("two rows"));
        assert!(check(&table, &found(&[&[json!("a"), json!(null)]])).is_err());
    }
}
