//! `--set KEY=VALUE`: values from the command line over those of the file.

use toml::de::DeValue;

use super::layers::merge;
use super::near::{listed, nearest};
use super::problem::{Problem, Problems};
use super::texts::Texts;
use super::tree::{Node, Place, Table, Value};

/// One `--set`.
pub struct Override {
    /// The segments of its key.
    pub path: Vec<String>,
    value: Node,
}

impl Override {
    /// Reads `KEY=VALUE`. What is not a TOML value is taken as text.
    pub fn parse(argument: &str, texts: &mut Texts) -> Result<Override, Problems> {
        let refused = |what: &str| -> Problems {
            Problem::with_file(format!("--set {argument}"), what)
                .hint("write it as KEY=VALUE, such as --set platforms.meta.budget=0")
                .into()
        };
        let (key, value) = split(argument).ok_or_else(|| refused("there is no `=` in it"))?;
        let path =
            segments(key.trim()).ok_or_else(|| refused("the key has an empty or unclosed part"))?;
        let value = value.trim();
        let text = texts.add_override(argument, value);
        let place = Place { text, start: 0, end: value.len() };
        let parsed = match DeValue::parse(value) {
            Ok(parsed) => Node::new(text, &parsed).value,
            Err(_) => Value::Text(value.to_owned()),
        };
        let value = Node { key: Some(place), place, value: parsed, default: None };
        Ok(Override { path, value })
    }

    /// The text that it sets at the top level under this key.
    pub fn top_level(&self, key: &str) -> Option<&str> {
        if self.path.len() == 1 && self.path[0] == key { self.value.text() } else { None }
    }

    /// Puts the value into the tree. A path that does not exist yet is created only on request.
    pub fn apply(&self, root: &mut Table, create: bool) -> Result<(), Miss> {
        let [parents @ .., last] = self.path.as_slice() else {
            return Ok(());
        };
        let Some(first) = parents.first() else {
            set(root, last, self.value.clone());
            return Ok(());
        };
        if create && !root.contains_key(first) {
            root.insert(first.clone(), self.section());
        }
        let mut node = root.get_mut(first).ok_or(Miss::Absent)?;
        for part in &self.path[1..self.path.len() - 1] {
            node = self.step(node, part, create)?;
        }
        match &mut node.value {
            Value::Table(table) => set(table, last, self.value.clone()),
            Value::List(_) => {
                let item = self.step(node, last, create)?;
                let old = std::mem::replace(item, self.value.clone());
                item.default = old.brief();
            }
            _ => {
                return Err(Miss::Refused(
                    format!("`{last}` cannot be set inside a plain value"),
                    None,
                ));
            }
        }
        Ok(())
    }

    fn step<'t>(&self, node: &'t mut Node, part: &str, create: bool) -> Result<&'t mut Node, Miss> {
        let position = node.position(part);
        if let (Value::List(items), None) = (&node.value, position) {
            return Err(no_item(items, part));
        }
        match &mut node.value {
            Value::Table(table) => {
                if create && !table.contains_key(part) {
                    table.insert(part.to_owned(), self.section());
                }
                table.get_mut(part).ok_or(Miss::Absent)
            }
            Value::List(items) => position.and_then(|at| items.get_mut(at)).ok_or(Miss::Absent),
            _ => Err(Miss::Refused(format!("`{part}` cannot be set inside a plain value"), None)),
        }
    }

    /// An empty table that stands where the override does.
    fn section(&self) -> Node {
        Node { value: Value::Table(Table::new()), ..self.value.clone() }
    }

    /// The problem of a path that leads nowhere.
    pub fn problem(&self, texts: &Texts, what: &str, hint: Option<String>) -> Problem {
        let problem = texts.problem(self.value.place, &super::shape::dotted(&self.path), what);
        Problem { hint, ..problem }
    }
}

/// Why an override found no place.
pub enum Miss {
    /// The path does not exist (yet).
    Absent,
    /// The path cannot exist.
    Refused(String, Option<String>),
}

fn no_item(items: &[Node], part: &str) -> Miss {
    let handles: Vec<&str> = items.iter().filter_map(Node::handle).collect();
    let near = nearest(part, handles.iter().copied());
    let hint = match (handles.is_empty(), near.is_empty()) {
        (true, _) => format!("it has {} items; the first is 0", items.len()),
        (_, false) => format!("did you mean {}?", listed(near, 3, "or")),
        _ => format!("it has {}; the first is also 0", listed(handles, 20, "and")),
    };
    Miss::Refused(format!("the list has no item `{part}`"), Some(hint))
}

fn set(table: &mut Table, key: &str, value: Node) {
    let layer = Table::from([(key.to_owned(), value)]);
    *table = merge(std::mem::take(table), layer);
}

/// Key and value, parted at the first `=` outside quotes.
fn split(argument: &str) -> Option<(&str, &str)> {
    let mut quoted = false;
    let at = argument.char_indices().find(|(_, c)| {
        quoted ^= *c == '"';
        *c == '=' && !quoted
    });
    let (at, _) = at?;
    Some((&argument[..at], &argument[at + 1..]))
}

/// The segments of a dotted key; a segment in quotes may hold dots.
fn segments(key: &str) -> Option<Vec<String>> {
    let (mut parts, mut part, mut quoted, mut was_quoted) =
        (Vec::new(), String::new(), false, false);
    for c in key.chars() {
        match c {
            '"' => (quoted, was_quoted) = (!quoted, true),
            '.' if !quoted => {
                if part.is_empty() && !was_quoted {
                    return None;
                }
                parts.push(std::mem::take(&mut part));
                was_quoted = false;
            }
            c => part.push(c),
        }
    }
    if quoted || (part.is_empty() && !was_quoted) {
        return None;
    }
    parts.push(part);
    Some(parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quoted_segment_may_hold_dots_and_equals_signs() {
        let (key, value) = split(r#"platforms.meta.campaigns."a = b. c".share=2"#).unwrap();
        assert_eq!(segments(key).unwrap(), ["platforms", "meta", "campaigns", "a = b. c", "share"]);
        assert_eq!(value, "2");
    }

    #[test]
    fn a_key_with_an_empty_part_is_refused() {
        assert!(
            segments("a..b").is_none() && segments("").is_none() && segments("a.\"b").is_none()
        );
    }
}
