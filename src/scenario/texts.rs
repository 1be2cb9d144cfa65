//! The texts that a scenario is put together from, and problems at places in them.

use super::problem::Problem;
use super::tree::Place;

/// Longest offending text that a problem carries, in characters.
const TEXT: usize = 200;

/// The texts that a scenario is put together from, by which a [`Place`] is found.
#[derive(Debug, Default)]
pub struct Texts(Vec<Text>);

#[derive(Debug)]
struct Text {
    name: String,
    body: String,
    /// The first byte of each line; empty for a `--set`, which has no lines worth counting.
    lines: Vec<usize>,
}

impl Texts {
    /// Adds a file.
    pub fn add(&mut self, name: impl Into<String>, body: impl Into<String>) -> usize {
        let body = body.into();
        let newlines = body.match_indices('\n').map(|(at, _)| at + 1);
        let lines = std::iter::once(0).chain(newlines).collect();
        self.0.push(Text { name: name.into(), body, lines });
        self.0.len() - 1
    }

    /// Adds the value of a `--set`.
    pub fn add_override(&mut self, argument: &str, value: &str) -> usize {
        let name = format!("--set {argument}");
        self.0.push(Text { name, body: value.to_owned(), lines: Vec::new() });
        self.0.len() - 1
    }

    /// What is written at a place.
    pub fn slice(&self, place: Place) -> &str {
        let body = self.0.get(place.text).map_or("", |text| text.body.as_str());
        let start = floor(body, place.start);
        &body[start..floor(body, place.end.max(start))]
    }

    /// A problem at a place.
    pub fn problem(&self, place: Place, path: &str, what: impl Into<String>) -> Problem {
        let mut problem = Problem::with_file("", what);
        problem.path = path.to_owned();
        // A long value is not carried along in full: there may be many problems in it.
        problem.text = self.slice(place).chars().take(TEXT).collect();
        let Some(text) = self.0.get(place.text) else {
            return problem;
        };
        problem.file.clone_from(&text.name);
        let start = floor(&text.body, place.start);
        let line = text.lines.partition_point(|first| *first <= start);
        if line > 0 {
            problem.line = line;
            let first = text.lines[line - 1];
            let end = text.lines.get(line).map_or(text.body.len(), |next| next - 1);
            problem.quote(&text.body[first..end], start - first);
        }
        problem
    }
}

/// The start of the character that holds this byte.
fn floor(body: &str, at: usize) -> usize {
    let at = at.min(body.len());
    (0..=at).rev().find(|at| body.is_char_boundary(*at)).unwrap_or(0)
}
