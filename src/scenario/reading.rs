//! Any TOML file whose keys are typed: read as a scenario is, with every problem at once.

use schemars::JsonSchema;
use serde::de::DeserializeOwned;

use super::load::{located, parse};
use super::problem::{Problem, Problems};
use super::shape::{dotted, misfits};
use super::texts::Texts;
use super::tree::{Node, Place, Value};

/// What a file says, and where it says it.
#[derive(Debug)]
pub struct Reading<T> {
    /// What it says.
    pub value: T,
    tree: Node,
    texts: Texts,
}

/// Reads a TOML text as a type whose keys it must fit. All problems come back at once.
pub fn read<T: DeserializeOwned + JsonSchema>(
    name: &str,
    text: &str,
) -> Result<Reading<T>, Problems> {
    let mut texts = Texts::default();
    let file = texts.add(name, text);
    let root = parse(&texts, file, text)?;
    let tree =
        Node { key: None, place: Place::default(), value: Value::Table(root), default: None };
    let schema = schemars::schema_for!(T).to_value();
    let found = misfits(&schema, &tree);
    if !found.is_empty() {
        return Err(located(&texts, found));
    }
    let value = serde_json::from_value(tree.json())
        .map_err(|error| Problem::with_file(name, format!("the file cannot be read: {error}")))?;
    Ok(Reading { value, tree, texts })
}

impl<T> Reading<T> {
    /// A problem at the value that a path of keys and positions names, or at what stands nearest
    /// above it.
    pub fn problem(&self, path: &[&str], what: impl Into<String>) -> Problem {
        let mut node = &self.tree;
        for part in path {
            let next = match &node.value {
                Value::Table(table) => table.get(*part),
                Value::List(items) => part.parse().ok().and_then(|at: usize| items.get(at)),
                _ => None,
            };
            let Some(next) = next else { break };
            node = next;
        }
        let is_key = node.table().is_some() || node.list().is_some();
        Problem { is_key, ..self.texts.problem(node.place, &dotted(path), what) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

    #[derive(Debug, Deserialize, JsonSchema)]
    #[serde(deny_unknown_fields)]
    struct Quiz {
        /// What it is called.
        title: String,
        /// How many points there are.
        #[schemars(range(min = 1))]
        points: u32,
    }

    #[test]
    fn all_problems_come_at_once_each_with_its_line() {
        let problems = read::<Quiz>("quiz.toml", "titel = 'x'\npoints = 0\n").unwrap_err();
        let text = problems.to_string();
        for part in ["quiz.toml:1:1", "`title`", "quiz.toml:2:10", "points must be at least 1"] {
            assert!(text.contains(part), "{part}: {text}");
        }
    }

    #[test]
    fn later_problems_point_at_their_value() {
        let quiz = read::<Quiz>("quiz.toml", "title = 'x'\npoints = 2\n").unwrap();
        assert_eq!((quiz.value.title.as_str(), quiz.value.points), ("x", 2));
        let problem = quiz.problem(&["points", "deeper"], "too few");
        assert_eq!((problem.line, problem.text.as_str()), (2, "2"));
    }
}
