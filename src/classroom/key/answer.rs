//! What a key holds. It is written as JSON, and all that grading needs of an assignment.

use serde::{Deserialize, Serialize};

use super::cell::plain_number;
use crate::classroom::spreadsheet::CsvText;

/// The key of one student.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Key {
    /// The assignment's name.
    pub assignment: String,
    /// The assignment's heading.
    pub title: String,
    /// The answers, in the order of the questions.
    pub answers: Vec<Entry>,
    /// The most points for repaired data; nothing where none is asked for.
    pub cleaning_points: Option<f64>,
    /// The tables that are to be repaired.
    pub cleaning_tables: Vec<String>,
}

/// The answer to one question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// The question's id.
    pub id: String,
    /// The question, as this student reads it.
    pub text: String,
    /// The unit; empty for none.
    pub unit: String,
    /// The most points.
    pub points: f64,
    /// The answer.
    #[serde(flatten)]
    pub answer: Answer,
    /// How it is got, with the figures on the way.
    pub worked: String,
    /// The query that gives it, over the clean tables.
    pub sql: String,
}

/// An answer by type.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "lowercase")]
pub enum Answer {
    /// A number.
    Number {
        /// The number.
        value: f64,
        /// How far off an answer may be.
        tolerance: Tolerance,
    },
    /// A name.
    Label {
        /// The name.
        value: String,
    },
    /// Names in order.
    Ranking {
        /// The names, the first first.
        values: Vec<String>,
    },
    /// Numbers by row.
    Table {
        /// The names of the numbers.
        columns: Vec<String>,
        /// The rows.
        rows: Vec<Row>,
        /// How far off an answer may be.
        tolerance: Tolerance,
    },
    /// Keys of rows, in any order.
    List {
        /// The keys.
        values: Vec<String>,
    },
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// What names it; several parts are joined by `|`.
    pub key: String,
    /// Its numbers, in the order of the columns.
    pub values: Vec<f64>,
}

/// How far off a number may be.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Tolerance {
    /// In its own unit.
    pub abs: f64,
    /// As a fraction of the right one.
    pub rel: f64,
}

impl Tolerance {
    /// How far off an answer to `value` may be: the larger of the two.
    pub fn around(self, value: f64) -> f64 {
        self.abs.max(self.rel * value.abs())
    }

    /// The same in words: `within 0.5 %`.
    pub fn in_words(self) -> String {
        let (abs, rel) = (plain_number(self.abs), plain_number(self.rel * 100.0));
        match (self.abs, self.rel) {
            (0.0, _) => format!("within {rel} %"),
            (_, 0.0) => format!("within {abs}"),
            _ => format!("within {abs} or {rel} %, whichever is more"),
        }
    }
}

impl Answer {
    /// The answer as a submission has it: items and values.
    pub fn items(&self) -> Vec<(String, String)> {
        let plain = |value: &String| (String::new(), value.clone());
        match self {
            Answer::Number { value, .. } => vec![(String::new(), plain_number(*value))],
            Answer::Label { value } => vec![plain(value)],
            Answer::Ranking { values } => {
                let place = |(at, value): (usize, &String)| ((at + 1).to_string(), value.clone());
                values.iter().enumerate().map(place).collect()
            }
            Answer::List { values } => values.iter().map(plain).collect(),
            Answer::Table { columns, rows, .. } => {
                let mut items = Vec::new();
                for row in rows {
                    for (column, value) in columns.iter().zip(&row.values) {
                        items.push((item(&row.key, column, columns.len()), plain_number(*value)));
                    }
                }
                items
            }
        }
    }
}

/// The item under which a table's number is handed in: its row, and its column if there are more.
pub fn item(key: &str, column: &str, columns: usize) -> String {
    if columns == 1 { key.to_owned() } else { format!("{key}|{column}") }
}

impl Key {
    /// A submission that is right throughout.
    pub fn perfect_submission(&self) -> String {
        let mut text = CsvText::new(["question", "item", "answer"]);
        for entry in &self.answers {
            for (item, answer) in entry.answer.items() {
                text.row([entry.id.as_str(), &item, &answer]);
            }
        }
        text.into_text()
    }

    /// The key in Markdown: value, tolerance, and how it is got.
    pub fn to_markdown(&self, who: &str) -> String {
        let mut text = format!("# Answer key: {}\n\nFor {who}.\n", self.title);
        for entry in &self.answers {
            text += &format!("\n## {} ({} points)\n\n{}\n\n", entry.id, entry.points, entry.text);
            text += &format!("{}\n\n{}\n\n", shown(&entry.answer, &entry.unit), entry.worked);
            text += &format!("```sql\n{}\n```\n", entry.sql.trim());
        }
        if let Some(points) = self.cleaning_points {
            text += &format!(
                "\n## Repaired tables ({points} points)\n\nScored against `truth/defects`, which \
                 lists every flaw with its clean value.\n"
            );
        }
        text
    }

    /// Its text.
    pub fn to_json(&self) -> String {
        // Text and finite numbers only: an answer that is no number makes no key.
        serde_json::to_string_pretty(self).expect("a key is JSON") + "\n"
    }
}

fn shown(answer: &Answer, unit: &str) -> String {
    let unit = if unit.is_empty() { String::new() } else { format!(" ({unit})") };
    match answer {
        Answer::Number { value, tolerance } => {
            format!("**{}**{unit}, {}", plain_number(*value), tolerance.in_words())
        }
        Answer::Label { value } => format!("**{value}**"),
        Answer::Ranking { values } => format!("**{}**, in this order", values.join(" > ")),
        Answer::List { values } => format!("**{}**, in any order", values.join("; ")),
        Answer::Table { columns, rows, tolerance } => {
            let mut text = format!("| row | {} |\n|---|", columns.join(" | "));
            text += &"---|".repeat(columns.len());
            for row in rows {
                let values = row.values.iter().map(|value| plain_number(*value));
                let values = values.collect::<Vec<_>>().join(" | ");
                text += &format!("\n| {} | {values} |", row.key.replace('|', "\\|"));
            }
            format!("{text}\n\nEach number{unit} {}.", tolerance.in_words())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> Key {
        let tolerance = Tolerance { abs: 0.0, rel: 0.01 };
        let entry = |id: &str, answer| Entry {
            id: id.to_owned(),
            text: "What?".to_owned(),
            unit: String::new(),
            points: 1.0,
            answer,
            worked: "So.".to_owned(),
            sql: "SELECT 1".to_owned(),
        };
        let columns = vec!["ctr".to_owned(), "cpc".to_owned()];
        let rows = vec![Row { key: "meta".to_owned(), values: vec![0.5, -2.0] }];
        let answers = vec![
            entry("q1", Answer::Number { value: 1.25, tolerance }),
            entry("q2", Answer::Ranking { values: vec!["a".to_owned(), "=b".to_owned()] }),
            entry("q3", Answer::Table { columns, rows, tolerance }),
        ];
        let title = "A".to_owned();
        let assignment = "a".to_owned();
        Key { assignment, title, answers, cleaning_points: None, cleaning_tables: Vec::new() }
    }

    #[test]
    fn a_key_survives_its_file() {
        assert_eq!(serde_json::from_str::<Key>(&key().to_json()).unwrap(), key());
    }

    #[test]
    fn a_perfect_submission_has_a_line_for_every_part() {
        let expected =
            "question,item,answer\nq1,,1.25\nq2,1,a\nq2,2,'=b\nq3,meta|ctr,0.5\nq3,meta|cpc,-2\n";
        assert_eq!(key().perfect_submission(), expected);
    }

    #[test]
    fn the_wider_tolerance_counts() {
        let tolerance = Tolerance { abs: 0.5, rel: 0.1 };
        assert_eq!(tolerance.around(1.0), 0.5);
        assert_eq!(tolerance.around(-100.0), 10.0);
    }

    #[test]
    fn the_key_says_value_tolerance_and_way() {
        let text = key().to_markdown("Ali");
        for part in ["**1.25**, within 1 %", "So.", "SELECT 1", "| meta | 0.5 | -2 |"] {
            assert!(text.contains(part), "{part}: {text}");
        }
    }
}
