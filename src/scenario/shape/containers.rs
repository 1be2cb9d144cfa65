//! Tables and lists, and the keys in them.

use serde_json::{Map, Value as Json};

use super::super::near::{listed, nearest};
use super::super::pattern;
use super::super::tree::{Node, Table, Value};
use super::Walk;
use super::rule::{Rule, tag_of};
use super::words::{dotted, first_sentence, kind, span};

impl<'a> Walk<'a> {
    /// An enumeration whose variants are tables told apart by one key.
    pub(super) fn tagged(&mut self, rule: Rule<'a>, node: &Node, variants: &'a [Json]) {
        let Some(table) = node.table() else {
            return self.wrong_type(rule, node, "a table");
        };
        let variants: Vec<Rule<'a>> =
            variants.iter().map(|one| Rule::new(self.root, one)).collect();
        let Some((tag, _)) = variants.first().and_then(tag_of) else {
            return;
        };
        let names: Vec<&str> = variants.iter().filter_map(|one| Some(tag_of(one)?.1)).collect();
        let all = listed(names.iter().copied(), 12, "or");
        let Some(given) = table.get(tag) else {
            let what =
                format!("`{tag}` is missing, which tells the kinds of `{}` apart", self.label());
            return self.push(
                node.place,
                what,
                None,
                Some(format!("add {tag} = {all}").replace('`', "\"")),
            );
        };
        let chosen = given.text().and_then(|name| names.iter().position(|one| *one == name));
        match chosen {
            Some(index) => self.object(variants[index], node),
            None => {
                self.path.push(tag.to_owned());
                let near = given.text().map(|name| nearest(name, names)).unwrap_or_default();
                let hint =
                    (!near.is_empty()).then(|| format!("did you mean {}?", listed(near, 3, "or")));
                self.push(given.place, format!("{tag} must be one of {all}"), None, hint);
                self.path.pop();
            }
        }
    }

    pub(super) fn object(&mut self, rule: Rule<'a>, node: &Node) {
        let Some(table) = node.table() else {
            let (own, name) = (dotted(&self.path), self.label());
            let what = format!("{name} must be a table, but this is {}", kind(&node.value));
            let hint = match &node.value {
                Value::List(_) => format!("write [{own}] with single brackets"),
                _ => format!("give its keys in a section [{own}]"),
            };
            return self.push(node.place, what, None, Some(hint));
        };
        let count = table.len() as f64;
        let (least, most) = (rule.number("minProperties"), rule.number("maxProperties"));
        if least.is_some_and(|least| count < least) || most.is_some_and(|most| count > most) {
            let what = format!(
                "{} must have {} entries, but has {count}",
                self.label(),
                span(least, most)
            );
            let what = rule.text("x-why").map_or(what.clone(), |why| format!("{what}: {why}"));
            let hint = self.hint(rule, node);
            self.push_key(node.place, what, hint);
            // What is in far too long a table is not worth telling as well.
            if most.is_some_and(|most| count > most) {
                return;
            }
        }
        let known = rule.properties();
        let additional = rule.get("additionalProperties");
        for (key, entry) in table {
            self.path.push(key.clone());
            if let Some(schema) = known.and_then(|known| known.get(key)) {
                self.node(Rule::new(self.root, schema), entry);
            } else if let Some(schema) = additional.filter(|schema| schema.is_object()) {
                self.entry_name(rule, key, entry);
                self.node(Rule::new(self.root, schema), entry);
            } else if additional == Some(&Json::Bool(false)) {
                self.unknown_key(key, entry, known);
            }
            self.path.pop();
        }
        self.missing(rule, node, table);
    }

    /// The name under which an entry stands in a table whose keys are free.
    fn entry_name(&mut self, rule: Rule<'a>, key: &str, entry: &Node) {
        let names = rule.get("propertyNames");
        let Some(wanted) = names.and_then(|names| names.get("pattern")).and_then(Json::as_str)
        else {
            return;
        };
        if !pattern::fits(wanted, key) {
            let parent = self.path.iter().rev().nth(1).map_or("this table", String::as_str);
            let what = format!("`{key}` cannot be a name in {parent}");
            let hint = format!("a name here is {}", pattern::describe(wanted));
            self.push_key(entry.key.unwrap_or(entry.place), what, Some(hint));
        }
    }

    fn unknown_key(&mut self, key: &str, entry: &Node, known: Option<&'a Map<String, Json>>) {
        let names: Vec<&str> =
            known.into_iter().flat_map(|known| known.keys()).map(String::as_str).collect();
        let near = nearest(key, names.iter().copied());
        let inside = known.into_iter().flatten().find(|(_, schema)| {
            let rule = Rule::new(self.root, schema);
            rule.properties().is_some_and(|inner| inner.contains_key(key))
        });
        let hint = if let Some((section, _)) = inside.filter(|_| near.is_empty()) {
            let parent = &self.path[..self.path.len() - 1];
            let section = dotted(&[parent, std::slice::from_ref(section)].concat());
            format!("it belongs in the section [{section}]")
        } else if near.is_empty() {
            format!("keys here are {}", listed(names, 30, "and"))
        } else {
            format!("did you mean {}?", listed(near, 3, "or"))
        };
        let what = format!("there is no key `{key}` here");
        self.push_key(entry.key.unwrap_or(entry.place), what, Some(hint));
    }

    /// One problem for all the keys that a table lacks.
    fn missing(&mut self, rule: Rule<'a>, node: &Node, table: &Table) {
        let required = rule.get("required").and_then(Json::as_array).into_iter().flatten();
        let keys: Vec<&str> =
            required.filter_map(Json::as_str).filter(|key| !table.contains_key(*key)).collect();
        if keys.is_empty() {
            return;
        }
        let meanings: Vec<String> = keys
            .iter()
            .filter_map(|key| {
                let rule = Rule::new(self.root, rule.properties()?.get(*key)?);
                let meaning = rule.text("x-hint").map(str::to_owned);
                let meaning = meaning.or_else(|| rule.text("description").map(first_sentence))?;
                Some(if keys.len() == 1 { meaning } else { format!("{key}: {meaning}") })
            })
            .collect();
        let verb = if keys.len() == 1 { "is" } else { "are" };
        let what = format!("{} {verb} missing", listed(keys, 12, "and"));
        let hint = (!meanings.is_empty()).then(|| meanings.join("; "));
        self.push_key(node.place, what, hint);
    }

    pub(super) fn array(&mut self, rule: Rule<'a>, node: &Node) {
        let Some(items) = node.list() else {
            let name = self.label();
            let what = format!("{name} must be a list, but this is {}", kind(&node.value));
            let hint = match &node.value {
                Value::Table(_) => {
                    format!("write [[{}]] with double brackets, once for each", dotted(&self.path))
                }
                _ => "put square brackets around it: [ … ]".to_owned(),
            };
            return self.push(node.place, what, None, Some(hint));
        };
        let (least, most) = (rule.number("minItems"), rule.number("maxItems"));
        let count = items.len() as f64;
        if least.is_some_and(|least| count < least) || most.is_some_and(|most| count > most) {
            let what = match (least, most) {
                (Some(1.0), _) if items.is_empty() => format!("{} must not be empty", self.label()),
                (least, most) => format!(
                    "{} must have {} items, but has {count}",
                    self.label(),
                    span(least, most)
                ),
            };
            let hint = self.hint(rule, node);
            self.push(node.place, what, rule.text("x-why").map(str::to_owned), hint);
            if most.is_some_and(|most| count > most) {
                return;
            }
        }
        let Some(schema) = rule.get("items") else {
            return;
        };
        let rule = Rule::new(self.root, schema);
        for (index, item) in items.iter().enumerate() {
            let handle = item.handle().filter(|handle| node.position(handle) == Some(index));
            self.path.push(handle.map_or_else(|| index.to_string(), str::to_owned));
            self.node(rule, item);
            self.path.pop();
        }
    }
}
