//! A TOML text as a tree in which every value remembers where it was written.

use std::collections::BTreeMap;

use serde_json::Value as Json;
use toml::Spanned;
use toml::de::{DeInteger, DeTable, DeValue};

/// A stretch of one of the texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Place {
    /// Which of the texts that a scenario is put together from.
    pub text: usize,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

/// A value and where it was written.
#[derive(Debug, Clone)]
pub struct Node {
    /// Where its key stands, if it has one.
    pub key: Option<Place>,
    /// Where the value stands.
    pub place: Place,
    /// The value.
    pub value: Value,
    /// What the built-in defaults say, where this value replaced it.
    pub default: Option<String>,
}

/// A TOML value.
#[derive(Debug, Clone)]
pub enum Value {
    /// A string.
    Text(String),
    /// A whole number.
    Integer(i128),
    /// A number with a point or exponent; may be infinite or not a number.
    Float(f64),
    /// `true` or `false`.
    Bool(bool),
    /// A date, a time or both, as text.
    Date(String),
    /// An array.
    List(Vec<Node>),
    /// A table.
    Table(Table),
}

/// A table by key.
pub type Table = BTreeMap<String, Node>;

impl Node {
    /// A node of a text, from what the TOML parser made of it.
    pub fn new(text: usize, value: &Spanned<DeValue<'_>>) -> Node {
        let span = value.span();
        let place = Place { text, start: span.start, end: span.end };
        let value = match value.get_ref() {
            DeValue::String(text) => Value::Text(text.to_string()),
            DeValue::Integer(integer) => Value::Integer(whole(integer)),
            // What Rust cannot read as a number is none; the checker refuses that.
            DeValue::Float(float) => Value::Float(float.as_str().parse().unwrap_or(f64::NAN)),
            DeValue::Boolean(bool) => Value::Bool(*bool),
            DeValue::Datetime(datetime) => Value::Date(datetime.to_string()),
            DeValue::Array(items) => {
                Value::List(items.iter().map(|item| Node::new(text, item)).collect())
            }
            DeValue::Table(entries) => Value::Table(table(text, entries)),
        };
        Node { key: None, place, value, default: None }
    }

    /// The entries, if this is a table.
    pub fn table(&self) -> Option<&Table> {
        if let Value::Table(table) = &self.value { Some(table) } else { None }
    }

    /// The entries, to change them, if this is a table.
    pub fn table_mut(&mut self) -> Option<&mut Table> {
        if let Value::Table(table) = &mut self.value { Some(table) } else { None }
    }

    /// The items, if this is a list.
    pub fn list(&self) -> Option<&[Node]> {
        if let Value::List(items) = &self.value { Some(items) } else { None }
    }

    /// The string, if this is one.
    pub fn text(&self) -> Option<&str> {
        if let Value::Text(text) = &self.value { Some(text) } else { None }
    }

    /// The entry of a table.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.table()?.get(key)
    }

    /// What an item of a list goes by: its `id` or `name`, if it has one.
    pub fn handle(&self) -> Option<&str> {
        ["id", "name"].iter().find_map(|key| self.get(key)?.text())
    }

    /// The position of the item that a segment of a path names: an index, an id or a name.
    pub fn position(&self, segment: &str) -> Option<usize> {
        let items = self.list()?;
        let index = segment.parse::<usize>().ok().filter(|index| *index < items.len());
        index.or_else(|| items.iter().position(|item| item.handle() == Some(segment)))
    }

    /// The value as JSON, which `serde` turns into the scenario's types.
    pub fn json(&self) -> Json {
        match &self.value {
            Value::Text(text) | Value::Date(text) => Json::from(text.as_str()),
            Value::Integer(integer) => i64::try_from(*integer).map_or(Json::Null, Json::from),
            Value::Float(float) => Json::from(*float),
            Value::Bool(bool) => Json::from(*bool),
            Value::List(items) => items.iter().map(Node::json).collect(),
            Value::Table(table) => {
                table.iter().map(|(key, node)| (key.clone(), node.json())).collect()
            }
        }
    }

    /// A simple value as one would write it; a list is only named.
    pub fn brief(&self) -> Option<String> {
        match &self.value {
            Value::Text(text) => Some(format!("\"{text}\"")),
            Value::Date(text) => Some(text.clone()),
            Value::Integer(integer) => Some(integer.to_string()),
            Value::Float(float) => Some(float.to_string()),
            Value::Bool(bool) => Some(bool.to_string()),
            Value::List(items) => (!items.is_empty()).then(|| "the built-in list".to_owned()),
            Value::Table(_) => None,
        }
    }
}

/// A table of a text, from what the TOML parser made of it.
pub fn table(text: usize, entries: &DeTable<'_>) -> Table {
    let entry = |(key, value): (&Spanned<std::borrow::Cow<'_, str>>, &Spanned<DeValue<'_>>)| {
        let span = key.span();
        let place = Place { text, start: span.start, end: span.end };
        let node = Node { key: Some(place), ..Node::new(text, value) };
        (key.get_ref().to_string(), node)
    };
    entries.iter().map(entry).collect()
}

/// A whole number, held at the ends of the range where it has too many digits.
fn whole(integer: &DeInteger<'_>) -> i128 {
    let digits = integer.as_str();
    let limit = if digits.starts_with('-') { i128::MIN } else { i128::MAX };
    i128::from_str_radix(digits, integer.radix()).unwrap_or(limit)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(body: &str) -> Node {
        let parsed = DeTable::parse(body).unwrap();
        let value = Value::Table(table(0, parsed.get_ref()));
        Node { key: None, place: Place::default(), value, default: None }
    }

    #[test]
    fn places_point_at_line_and_column() {
        let body = "a = 1\n[t]\nbé = 'x' # é\nc = 2";
        let body = body.replace("bé", "\"bé\"");
        let mut texts = super::super::texts::Texts::default();
        texts.add("x.toml", body.as_str());
        let tree = parse(&body);
        let place = tree.get("t").unwrap().get("bé").unwrap().place;
        let problem = texts.problem(place, "t.bé", "no");
        assert_eq!((problem.line, problem.column), (3, 8));
        assert_eq!(problem.text, "'x'");
    }

    #[test]
    fn items_are_found_by_index_and_by_id() {
        let tree = parse("[[r]]\nid = 'SA'\n[[r]]\nid = 'AE'");
        let list = tree.get("r").unwrap();
        assert_eq!(list.position("AE"), Some(1));
        assert_eq!(list.position("0"), Some(0));
        assert_eq!(list.position("2"), None);
    }

    #[test]
    fn numbers_beyond_all_bounds_stay_numbers() {
        let tree = parse(&format!("a = {}\nb = -{0}\nc = 1e999", "9".repeat(60)));
        assert!(matches!(tree.get("a").unwrap().value, Value::Integer(i128::MAX)));
        assert!(matches!(tree.get("b").unwrap().value, Value::Integer(i128::MIN)));
        assert!(matches!(tree.get("c").unwrap().value, Value::Float(f) if f.is_infinite()));
    }
}
