//! The assignment sheet, in Markdown.

use super::assignment::{AnswerKind, Assignment, Question};
use super::key::{Answer, Entry, item, plain_number};
use super::roster::Recipient;
use super::template::filled;

/// A table as the sheet lists it.
pub struct HandedOut<'a> {
    /// Its file, inside the student's folder.
    pub file: String,
    /// What one row is.
    pub grain: &'a str,
    /// Its rows.
    pub rows: u64,
}

/// The sheet of one recipient.
pub fn sheet(
    assignment: &Assignment,
    recipient: &Recipient,
    tables: &[HandedOut],
    entries: &[Entry],
    facts: &[(String, String)],
) -> String {
    let fact =
        |name: &str| facts.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone());
    let mut text = format!("# {}\n\n{}\n", assignment.title, addressed(recipient));
    if !assignment.intro.trim().is_empty() {
        text += &format!("\n{}\n", filled(assignment.intro.trim(), fact));
    }
    text +=
        "\n## Your data\n\nNobody else has the same. `DICTIONARY.md` explains every column.\n\n";
    text += "| file | one row | rows |\n|---|---|---|\n";
    for table in tables {
        text += &format!("| `{}` | {} | {} |\n", table.file, table.grain, table.rows);
    }
    text += &how_to_hand_in(assignment, recipient, entries);
    if !entries.is_empty() {
        text += &format!("\n## Questions\n\n{} points in all.\n", number(assignment.points()));
    }
    for (question, entry) in assignment.questions.iter().zip(entries) {
        let points = number(question.points);
        text += &format!("\n### {} ({points} points)\n\n{}\n\n", entry.id, entry.text.trim());
        text += &format!("*{}*\n", expected(question, entry));
    }
    text
}

fn addressed(recipient: &Recipient) -> String {
    let one = |student: &super::roster::Student| match student.name.is_empty() {
        true => plain(&student.id),
        false => format!("{} ({})", plain(&student.name), plain(&student.id)),
    };
    let students = recipient.students.iter().map(one).collect::<Vec<_>>().join(", ");
    match &recipient.group {
        Some(group) => format!("For group {}: {students}.", plain(group)),
        None => format!("For {students}."),
    }
}

fn how_to_hand_in(assignment: &Assignment, recipient: &Recipient, entries: &[Entry]) -> String {
    let folder = &recipient.folder;
    let mut text = "\n## What to hand in\n\n".to_owned();
    if let Some(cleaning) = &assignment.cleaning {
        text += &format!(
            "A folder `{folder}` with the repaired tables, as CSV, Parquet or JSON lines, under the \
             names that they have in `data/`, with the same columns ({} points)",
            number(cleaning.points)
        );
        text += if assignment.questions.is_empty() { ".\n" } else { ", and in it a file " };
    }
    if assignment.questions.is_empty() {
        return text;
    }
    text += &match assignment.cleaning {
        Some(_) => "`answers.csv` with a line for every answer".to_owned(),
        None => format!("A file `{folder}.csv` with a line for every answer"),
    };
    text +=
        " and the columns `question`, `item` and `answer`. The first lines could be:\n\n```csv\n";
    text += "question,item,answer\n";
    let mut seen = Vec::new();
    for (question, entry) in assignment.questions.iter().zip(entries) {
        if !seen.contains(&question.kind) {
            seen.push(question.kind);
            text += &example(question, entry);
        }
    }
    text += "```\n\nRules: write numbers with a decimal point and without thousands separators \
             (`0.0123` or `1.23%`, not a formula); dates as `2026-01-31`; labels as they stand in \
             the data. Leave `item` empty where it is not asked for. A question that you do not \
             answer needs no line.\n";
    text
}

/// Lines as an answer to such a question could look.
fn example(question: &Question, entry: &Entry) -> String {
    let id = &question.id;
    match question.kind {
        AnswerKind::Number => format!("{id},,0.0123\n"),
        AnswerKind::Label => format!("{id},,name\n"),
        AnswerKind::Ranking => format!("{id},1,first name\n{id},2,second name\n"),
        AnswerKind::Table => {
            let key = ["row", "part"].into_iter().cycle().take(question.keys.unwrap_or(1));
            let key = key.collect::<Vec<_>>().join("|");
            let item = match &entry.answer {
                Answer::Table { columns, .. } => item(&key, &columns[0], columns.len()),
                _ => key,
            };
            format!("{id},{item},12.5\n")
        }
        AnswerKind::List => format!("{id},,one key\n{id},,another key\n"),
    }
}

/// What an answer looks like, and how near is near enough.
fn expected(question: &Question, entry: &Entry) -> String {
    let unit = if entry.unit.is_empty() { String::new() } else { format!(" ({})", entry.unit) };
    match &entry.answer {
        Answer::Number { tolerance, .. } => {
            format!("A number{unit}, right {}.", tolerance.in_words())
        }
        Answer::Label { .. } => "One name, as it stands in the data.".to_owned(),
        Answer::Ranking { values } => match question.top {
            Some(top) => format!("{top} names in order: a line each, with its place as `item`."),
            None => {
                let all = values.len();
                format!("All {all} names in order: a line each, with its place as `item`.")
            }
        },
        Answer::List { .. } => "Any number of keys: a line each.".to_owned(),
        Answer::Table { columns, tolerance, .. } => {
            let each = match columns.len() {
                1 => "A number for each row: a line each, with the row as `item`".to_owned(),
                _ => format!(
                    "Numbers for each row: a line each, with `row|column` as `item`; columns are {}",
                    columns.join(", ")
                ),
            };
            let keys = question.keys.unwrap_or(1);
            let keys = if keys > 1 { "; the parts of a row's name are joined by `|`" } else { "" };
            format!("{each}{keys}. Each number{unit} is right {}.", tolerance.in_words())
        }
    }
}

fn number(points: f64) -> String {
    plain_number((points * 100.0).round() / 100.0)
}

/// Text in which nothing is Markdown or HTML.
pub fn plain(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '&' => out.push_str("&amp;"),
            c if c.is_control() => out.push(' '),
            '\\' | '`' | '*' | '_' | '[' | ']' | '#' | '|' | '~' | '!' => out.extend(['\\', c]),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::classroom::key::Tolerance;
    use crate::classroom::roster::Student;
    use serde_json::json;

    #[test]
    fn the_sheet_says_what_how_and_how_near() {
        let assignment: Assignment = serde_json::from_value(json!({
            "name": "a", "title": "KPIs", "intro": "For {region}.", "tables": ["orders"],
            "questions": [{"id": "q1", "text": "AOV?", "type": "number", "points": 5.0, "sql": "x"}],
        }))
        .unwrap();
        let student =
            Student { id: "7".to_owned(), name: "<b>Ali*".to_owned(), email: String::new() };
        let recipient = Recipient {
            folder: "7".to_owned(),
            group: None,
            students: vec![student],
            reseed: String::new(),
        };
        let tolerance = Tolerance { abs: 0.0, rel: 0.005 };
        let entry = Entry {
            id: "q1".to_owned(),
            text: "AOV?".to_owned(),
            unit: "USD".to_owned(),
            points: 5.0,
            answer: Answer::Number { value: 41.5, tolerance },
            worked: String::new(),
            sql: "SELECT secret".to_owned(),
        };
        let tables =
            [HandedOut { file: "data/orders.csv".to_owned(), grain: "one order", rows: 9 }];
        let facts = [("region".to_owned(), "SA".to_owned())];
        let text = sheet(&assignment, &recipient, &tables, &[entry], &facts);
        for part in [
            "# KPIs",
            "For &lt;b>Ali\\* (7).",
            "For SA.",
            "| `data/orders.csv` | one order | 9 |",
            "`7.csv`",
            "question,item,answer\nq1,,0.0123",
            "### q1 (5 points)",
            "A number (USD), right within 0.5 %.",
        ] {
            assert!(text.contains(part), "{part}: {text}");
        }
        assert!(!text.contains("41.5") && !text.contains("secret"), "{text}");
    }
}
