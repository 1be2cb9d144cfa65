//! The keys of an assignment file: the one place where each is named, typed and explained.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

/// An assignment: what students get, what differs between them, and what they are asked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Assignment {
    /// Short name: lower-case letters, digits and hyphens. It goes into every seed.
    #[schemars(regex(pattern = r"^[a-z0-9][a-z0-9-]{0,62}$"))]
    pub name: String,
    /// The heading of the sheet.
    #[schemars(length(min = 1, max = 200))]
    pub title: String,
    /// What the sheet says before the questions, in Markdown.
    #[serde(default)]
    #[schemars(length(max = 20_000))]
    pub intro: String,
    /// The tables that students get. Questions may read others, which stay with the instructor.
    #[schemars(length(min = 1, max = 100))]
    #[schemars(extend("x-hint" = "name tables of data/, such as \"orders\""))]
    pub tables: Vec<String>,
    /// How much is broken in what students get; left out, what the scenario says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Level")]
    pub defects: Option<Level>,
    /// Values of the scenario that hold for everyone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 500))]
    pub set: Vec<Set>,
    /// Values of the scenario that differ from student to student.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 500))]
    pub vary: Vec<Vary>,
    /// Words that stand in texts and queries as `{name}` and differ from student to student.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 100))]
    pub facts: Vec<Fact>,
    /// The questions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 500))]
    pub questions: Vec<Question>,
    /// Whether the repair of planted flaws is scored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Cleaning")]
    pub cleaning: Option<Cleaning>,
}

/// How much is broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Nothing.
    None,
    /// A little of everything.
    Light,
    /// Much of everything.
    Heavy,
}

/// A value of the scenario.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Set {
    /// The dotted key, as `--set` takes it.
    #[schemars(length(min = 1, max = 500))]
    pub key: String,
    /// The value.
    pub value: Json,
}

/// A value of the scenario that is drawn for each student within a band.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Vary {
    /// The dotted key; `*` stands for every entry of a table or list, each drawn on its own.
    #[schemars(length(min = 1, max = 500))]
    #[schemars(extend("x-hint" = "such as \"platforms.meta.budget\" or \"platforms.*.ctr.base\""))]
    pub key: String,
    /// Multiplied by a number in this band, as likely to be halved as to be doubled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub factor: Option<[f64; 2]>,
    /// A number in this band is added; for dates, whole days.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub add: Option<[f64; 2]>,
    /// One of these values.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 2, max = 200))]
    pub choice: Option<Vec<Json>>,
    /// The values that `*` stands for change places.
    #[serde(default)]
    pub permute: bool,
}

/// A word that texts and queries may hold as `{name}`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Fact {
    /// The name.
    #[schemars(regex(pattern = r"^[a-z][a-z0-9_]{0,30}$"))]
    pub name: String,
    /// The query whose first cell it is. Students may know it.
    #[schemars(length(min = 1, max = 20_000))]
    pub sql: String,
    /// Whether one of all rows is drawn, instead of the first.
    #[serde(default)]
    pub pick: bool,
}

/// A question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// What answers go by, such as `q1`.
    #[schemars(regex(pattern = r"^[a-z][a-z0-9_-]{0,30}$"))]
    pub id: String,
    /// What is asked, in Markdown.
    #[schemars(length(min = 1, max = 5_000))]
    pub text: String,
    /// What an answer looks like.
    #[serde(rename = "type")]
    pub kind: AnswerKind,
    /// The most points.
    #[schemars(range(min = 0.01, max = 10_000.0))]
    pub points: f64,
    /// The query that answers it, over the clean tables.
    #[schemars(length(min = 1, max = 20_000))]
    pub sql: String,
    /// How it is got, in words; `{column}` stands for a figure of the query's first row.
    #[serde(default)]
    #[schemars(length(max = 5_000))]
    pub how: String,
    /// The unit of the answer, for the sheet.
    #[serde(default)]
    #[schemars(length(max = 100))]
    pub unit: String,
    /// For numbers: how far off an answer may be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0.0, max = 1e15))]
    pub abs: Option<f64>,
    /// For numbers: how far off an answer may be, as a fraction of it. Left out with `abs`: 0.005.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0.0, max = 1.0))]
    pub rel: Option<f64>,
    /// For numbers: where the answer must lie for the question to make sense.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub between: Option<[f64; 2]>,
    /// For labels and rankings: how far apart neighbours must be at least, as a fraction of the
    /// larger one. Left out: 0.02.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0.0, max = 1.0))]
    pub gap: Option<f64>,
    /// For rankings: how many places are asked for; left out, all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 2, max = 1_000))]
    pub top: Option<usize>,
    /// For tables: how many columns, from the left, name a row. Left out: 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 10))]
    pub keys: Option<usize>,
    /// For tables and lists: the most rows for the question to make sense. Left out: 100.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 10_000))]
    pub most_rows: Option<usize>,
}

/// What an answer looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum AnswerKind {
    /// A number. The query's first cell; other columns are figures on the way.
    Number,
    /// A name. The query's rows are names and what decides, the answer first.
    Label,
    /// Names in order. The query's rows are names and what decides, in that order.
    Ranking,
    /// Numbers by row. The query's first columns name the row, the others are the numbers.
    Table,
    /// Keys of rows, in any order. The query's columns together are a key.
    List,
}

/// The scoring of repaired data.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Cleaning {
    /// The most points.
    #[schemars(range(min = 0.01, max = 10_000.0))]
    pub points: f64,
    /// The tables that students hand in repaired; left out, all that have flaws.
    #[serde(default)]
    pub tables: Vec<String>,
}

/// The tolerance of a number that names none, as a fraction.
pub const DEFAULT_REL: f64 = 0.005;
/// The least distance of neighbours in an order that names none, as a fraction.
pub const DEFAULT_GAP: f64 = 0.02;
/// The most rows of a table or list that names no number.
pub const DEFAULT_MOST_ROWS: usize = 100;

impl Assignment {
    /// The most points that it gives.
    pub fn points(&self) -> f64 {
        let questions: f64 = self.questions.iter().map(|question| question.points).sum();
        questions + self.cleaning.as_ref().map_or(0.0, |cleaning| cleaning.points)
    }
}
