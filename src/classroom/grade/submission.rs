//! A file of answers, as CSV or JSON.
//!
//! ```text
//! question,item,answer          {"q1": 0.0123,
//! q1,,0.0123                     "q3": {"meta|cpm": 7.7, "google|cpm": 8.8},
//! q3,meta|cpm,7.7                "q4": ["meta", "google"]}
//! ```
//!
//! A CSV may have other columns, in any order, and no `item` column. One without a header is read
//! as question and answer, and one whose header names the questions as a row of answers.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value as Json;

use crate::classroom::key::{Key, plain_number};
use crate::classroom::marks::Given;
use crate::classroom::spreadsheet::{Line, Spreadsheet, plain, text};

/// The largest file of answers that is read, in bytes.
const MOST_BYTES: u64 = 4 << 20;
/// The most lines of answers that are read: more is no answer to anything.
const MOST_LINES: usize = 20_000;
/// The most lines that one question may have.
const MOST_OF_ONE: usize = 2_000;

/// What columns may be called.
const QUESTIONS: [&str; 5] = ["question", "question id", "id", "q", "questions"];
const ANSWERS: [&str; 5] = ["answer", "value", "response", "answers", "result"];
const ITEMS: [&str; 6] = ["item", "key", "row", "rank", "place", "part"];

/// Answers by question.
#[derive(Debug, Default, PartialEq)]
pub struct Submission {
    answers: BTreeMap<String, Vec<Given>>,
}

impl Submission {
    /// What stands beside a question.
    pub fn of(&self, question: &str) -> &[Given] {
        self.answers.get(&plain(question)).map_or(&[], Vec::as_slice)
    }

    /// Notes on what answers no question.
    pub fn strangers(&self, key: &Key) -> Vec<String> {
        let known = |id: &&String| key.answers.iter().any(|entry| plain(&entry.id) == **id);
        let strange = self.answers.keys().filter(|id| !known(id)).take(5);
        let note = |id: &String| {
            let short: String = id.chars().filter(|c| !c.is_control()).take(40).collect();
            format!("there is no question `{short}`")
        };
        strange.map(note).collect()
    }

    fn add(&mut self, question: &str, item: &str, answer: String) {
        let question = question.strip_prefix('\'').unwrap_or(question);
        let given = self.answers.entry(plain(question)).or_default();
        if given.len() < MOST_OF_ONE {
            given.push(Given { item: item.to_owned(), answer });
        }
    }
}

/// Reads a file of answers. `known` are the ids of the questions. The error says why it cannot be.
pub fn read(path: &Path, known: &[&str]) -> Result<Submission, String> {
    let text = text(path, MOST_BYTES)?;
    if text.trim().is_empty() {
        return Err("the file is empty".to_owned());
    }
    let is_json = text.trim_start().starts_with(['{', '[']);
    if is_json { json(&text) } else { csv(&text, known) }
}

fn csv(text: &str, known: &[&str]) -> Result<Submission, String> {
    let sheet = Spreadsheet::parse(text);
    if sheet.rows.len() > MOST_LINES {
        return Err(format!("it has more than {MOST_LINES} lines"));
    }
    let is_known = |cell: &str| known.iter().any(|id| plain(id) == plain(cell));
    let mut submission = Submission::default();
    if let (Some(question), Some(answer)) = (sheet.column(&QUESTIONS), sheet.column(&ANSWERS)) {
        let item = sheet.column(&ITEMS).filter(|at| *at != question && *at != answer);
        for row in &sheet.rows {
            let answer = row.cell(Some(answer)).to_owned();
            submission.add(row.cell(Some(question)), row.cell(item), answer);
        }
        return Ok(submission);
    }
    let header = Line { number: 1, cells: sheet.header.clone() };
    if is_known(header.cell(Some(0))) && header.cells.len() > 1 && !is_known(header.cell(Some(1))) {
        for row in std::iter::once(&header).chain(&sheet.rows) {
            let last = row.cells.len().saturating_sub(1).min(2);
            let item = Some(1).filter(|_| last == 2);
            submission.add(row.cell(Some(0)), row.cell(item), row.cell(Some(last)).to_owned());
        }
        return Ok(submission);
    }
    if let Some(row) = sheet.rows.first()
        && sheet.header.iter().any(|name| is_known(name))
    {
        for (at, name) in sheet.header.iter().enumerate() {
            submission.add(name, "", row.cell(Some(at)).to_owned());
        }
        return Ok(submission);
    }
    let header: String = sheet.header.join(", ").chars().take(80).collect();
    Err(format!("the header must name the columns question and answer, but is `{header}`"))
}

fn json(text: &str) -> Result<Submission, String> {
    let json: Json =
        serde_json::from_str(&plain_json(text)).map_err(|error| format!("not JSON: {error}"))?;
    let mut submission = Submission::default();
    let json = json.get("answers").unwrap_or(&json);
    match json {
        Json::Object(questions) => {
            for (question, answer) in questions {
                entries(&mut submission, question, answer);
            }
        }
        Json::Array(lines) => {
            for line in lines.iter().take(MOST_LINES) {
                let cell = |key: &str| line.get(key).map(scalar).unwrap_or_default();
                submission.add(&cell("question"), &cell("item"), cell("answer"));
            }
        }
        _ => return Err("the JSON must be an object with an answer for each question".to_owned()),
    }
    Ok(submission)
}

/// JSON without the words that Python writes for numbers that JSON does not have.
fn plain_json(text: &str) -> String {
    let (mut plain, mut rest) = (String::with_capacity(text.len()), text);
    let mut quoted = false;
    while let Some(c) = rest.chars().next() {
        let word = ["NaN", "-Infinity", "Infinity"].into_iter().find(|word| rest.starts_with(word));
        let (taken, kept) = match word.filter(|_| !quoted) {
            Some(word) => (word.len(), "null"),
            None => {
                // What follows a backslash does not end a text.
                let count = if quoted && c == '\\' { 2 } else { 1 };
                let length = rest.chars().take(count).map(char::len_utf8).sum();
                (length, &rest[..length])
            }
        };
        quoted ^= c == '"';
        plain.push_str(kept);
        rest = &rest[taken..];
    }
    plain
}

fn entries(submission: &mut Submission, question: &str, answer: &Json) {
    match answer {
        Json::Array(values) => {
            for (at, value) in values.iter().enumerate().take(MOST_OF_ONE) {
                submission.add(question, &(at + 1).to_string(), scalar(value));
            }
        }
        Json::Object(items) => {
            for (item, value) in items {
                match value {
                    Json::Object(columns) => {
                        for (column, value) in columns {
                            submission.add(question, &format!("{item}|{column}"), scalar(value));
                        }
                    }
                    value => submission.add(question, item, scalar(value)),
                }
            }
        }
        value => submission.add(question, "", scalar(value)),
    }
}

/// A plain value as text; anything deeper is none.
fn scalar(value: &Json) -> String {
    match value {
        Json::String(text) => text.trim().to_owned(),
        Json::Number(number) => number.as_f64().map(plain_number).unwrap_or_default(),
        Json::Bool(bool) => bool.to_string(),
        Json::Null | Json::Array(_) | Json::Object(_) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::classroom::marks::testing::given;

    fn parsed(text: &str) -> Submission {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("7.csv");
        std::fs::write(&path, text).unwrap();
        read(&path, &["q1", "q2"]).unwrap()
    }

    #[test]
    fn columns_stand_in_any_order_beside_others() {
        let text = "note,Answer,extra,Question,ITEM\nx,0.5,y,Q1,meta\n,7,,q2,\n";
        let submission = parsed(text);
        assert_eq!(submission.of("q1"), given(&[("meta", "0.5")]));
        assert_eq!(submission.of("q2"), given(&[("", "7")]));
        assert_eq!(submission.of("q3"), []);
    }

    #[test]
    fn a_file_without_a_header_and_one_row_of_answers_are_read_too() {
        for text in ["q1,0.5\nq2,7\n", "name,q1,q2\nAli,0.5,7\n", "question;answer\nq1;0.5\nq2;7\n"]
        {
            let submission = parsed(text);
            assert_eq!(submission.of("q1"), given(&[("", "0.5")]), "{text:?}");
            assert_eq!(submission.of("q2"), given(&[("", "7")]), "{text:?}");
        }
    }

    #[test]
    fn json_holds_values_lists_and_tables() {
        let text =
            r#"{"q1": 0.5, "q2": {"meta": {"cpm": 7}, "x": "y"}, "q3": ["a", "b"], "q4": null}"#;
        let submission = parsed(text);
        assert_eq!(submission.of("q1"), given(&[("", "0.5")]));
        assert_eq!(submission.of("q2"), given(&[("meta|cpm", "7"), ("x", "y")]));
        assert_eq!(submission.of("q3"), given(&[("1", "a"), ("2", "b")]));
        assert_eq!(submission.of("q4"), given(&[("", "")]));
        let python = parsed(r#"{"q1": NaN, "q2": [-Infinity, "NaN \" NaN"]}"#);
        assert_eq!(python.of("q1"), given(&[("", "")]));
        assert_eq!(python.of("q2"), given(&[("1", ""), ("2", r#"NaN " NaN"#)]));
        let lines = r#"{"answers": [{"question": "q1", "answer": "0.5"}]}"#;
        assert_eq!(parsed(lines).of("q1"), given(&[("", "0.5")]));
    }

    #[test]
    fn what_cannot_be_read_is_refused_with_the_reason() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("7.csv");
        for (bytes, reason) in [
            (&b""[..], "empty"),
            (b"dear teacher,\nI was ill\n", "header must name"),
            (b"{\"q1\": ", "not JSON"),
            (b"PK\x03\x04", "Excel"),
            (b"question,answer\nq1,\0\n", "zero bytes"),
        ] {
            std::fs::write(&path, bytes).unwrap();
            let why = read(&path, &["q1"]).unwrap_err();
            assert!(why.contains(reason), "{why}");
        }
    }
}
