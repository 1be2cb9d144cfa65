//! Holds a tree against the JSON Schema of a scenario: every key known, every value of its type
//! and within its bounds. All that does not fit is found in one walk.

mod containers;
mod rule;
mod values;
mod words;

use serde_json::Value as Json;

use super::tree::{Node, Place, Value};
use rule::Rule;

pub use words::{dotted, grouped};

/// Something that does not fit, and where.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// Where it stands.
    pub place: Place,
    /// Whether that is a key or a section, and not a value.
    pub is_key: bool,
    /// The dotted path of its key.
    pub path: String,
    /// What is wrong.
    pub what: String,
    /// Why that matters.
    pub why: Option<String>,
    /// What would do.
    pub hint: Option<String>,
}

/// All that does not fit in a tree.
pub fn misfits(schema: &Json, tree: &Node) -> Vec<Found> {
    let mut walk = Walk { root: schema, path: Vec::new(), found: Vec::new() };
    walk.node(Rule::new(schema, schema), tree);
    walk.found
}

struct Walk<'a> {
    root: &'a Json,
    path: Vec<String>,
    found: Vec<Found>,
}

impl<'a> Walk<'a> {
    fn node(&mut self, rule: Rule<'a>, node: &Node) {
        if let Some(choices) = rule.choices() {
            return self.choice(rule, node, &choices);
        }
        if let Some(variants) = rule.get("oneOf").and_then(Json::as_array) {
            return self.tagged(rule, node, variants);
        }
        if rule.is("object") {
            self.object(rule, node);
        } else if rule.is("array") {
            self.array(rule, node);
        } else if rule.text("format") == Some("date") {
            self.date(rule, node);
        } else if rule.is("string") {
            self.string(rule, node);
        } else if rule.is("boolean") {
            if !matches!(node.value, Value::Bool(_)) {
                self.wrong_type(rule, node, "true or false");
            }
        } else if rule.is("integer") || rule.is("number") {
            self.number(rule, node);
        }
    }

    /// What the schema advises, and the way back to the default.
    fn hint(&self, rule: Rule<'a>, node: &Node) -> Option<String> {
        let advice = rule.text("x-hint").map(str::to_owned);
        let default = node.default.as_ref().map(|default| format!("leave it out to use {default}"));
        match (advice, default) {
            (Some(advice), Some(default)) => Some(format!("{advice}; {default}")),
            (advice, default) => advice.or(default),
        }
    }

    /// The key as a sentence names it; an item goes by its list's name too.
    fn label(&self) -> String {
        match self.path.as_slice() {
            [] => "the scenario".to_owned(),
            [.., list, item] if item.bytes().all(|b| b.is_ascii_digit()) => {
                format!("{list}.{item}")
            }
            [.., key] => key.clone(),
        }
    }

    fn push(&mut self, place: Place, what: String, why: Option<String>, hint: Option<String>) {
        let path = dotted(&self.path);
        self.found.push(Found { place, is_key: false, path, what, why, hint });
    }

    /// The same for a problem with a key or a section.
    fn push_key(&mut self, place: Place, what: String, hint: Option<String>) {
        self.push(place, what, None, hint);
        if let Some(last) = self.found.last_mut() {
            last.is_key = true;
        }
    }
}
