//! Plain values: choices, texts, dates and numbers.

use serde_json::Value as Json;

use super::super::near::{listed, nearest};
use super::super::pattern;
use super::super::tree::{Node, Value};
use super::Walk;
use super::rule::Rule;
use super::words::{kind, span};

impl<'a> Walk<'a> {
    pub(super) fn choice(&mut self, rule: Rule<'a>, node: &Node, choices: &[&str]) {
        let Value::Text(text) = &node.value else {
            return self.wrong_type(
                rule,
                node,
                &format!("one of {}", listed(choices.iter().copied(), 12, "or")),
            );
        };
        if !choices.contains(&text.as_str()) {
            let all = listed(choices.iter().copied(), 12, "or");
            let near = nearest(text, choices.iter().copied());
            let mut hints = Vec::new();
            if !near.is_empty() {
                hints.push(format!("did you mean {}?", listed(near, 3, "or")));
            }
            hints.extend(rule.own.get("x-hint").and_then(Json::as_str).map(str::to_owned));
            let what = format!("{} must be one of {all}", self.label());
            let hint = (!hints.is_empty()).then(|| hints.join("; "));
            self.push(node.place, what, rule.text("x-why").map(str::to_owned), hint);
        }
    }

    pub(super) fn string(&mut self, rule: Rule<'a>, node: &Node) {
        let Value::Text(text) = &node.value else {
            return self.wrong_type(rule, node, "text");
        };
        let length = text.chars().count() as f64;
        let (least, most) = (rule.number("minLength"), rule.number("maxLength"));
        let what = if text.is_empty() && least.is_some() {
            format!("{} must not be empty", self.label())
        } else if least.is_some_and(|least| length < least)
            || most.is_some_and(|most| length > most)
        {
            format!("{} must have {} characters, but has {length}", self.label(), span(least, most))
        } else if let Some(wanted) =
            rule.text("pattern").filter(|wanted| !pattern::fits(wanted, text))
        {
            format!("{} must be {}", self.label(), pattern::describe(wanted))
        } else {
            return;
        };
        let hint = self.hint(rule, node);
        self.push(node.place, what, rule.text("x-why").map(str::to_owned), hint);
    }

    pub(super) fn date(&mut self, rule: Rule<'a>, node: &Node) {
        let (Value::Text(text) | Value::Date(text)) = &node.value else {
            return self.wrong_type(rule, node, "a date such as 2026-01-15");
        };
        let day = text.parse::<jiff::civil::Date>().ok().filter(|_| text.len() == 10);
        let what = match day {
            Some(day) if (1950..=2200).contains(&day.year()) => return,
            Some(_) => format!("{} must lie between the years 1950 and 2200", self.label()),
            None => format!("{} must be a date such as 2026-01-15, and this is none", self.label()),
        };
        let hint = self.hint(rule, node);
        self.push(node.place, what, rule.text("x-why").map(str::to_owned), hint);
    }

    pub(super) fn number(&mut self, rule: Rule<'a>, node: &Node) {
        let whole = rule.is("integer");
        let value = match node.value {
            Value::Integer(integer) => integer as f64,
            Value::Float(float) if !float.is_finite() => {
                let what = format!("{} must be a finite number", self.label());
                let hint = self.hint(rule, node);
                return self.push(node.place, what, None, hint);
            }
            Value::Float(float) if whole => {
                let what = format!("{} must be a whole number", self.label());
                let hint = if float.fract() == 0.0 {
                    Some(format!("write {float} without the point"))
                } else {
                    self.hint(rule, node)
                };
                return self.push(node.place, what, None, hint);
            }
            Value::Float(float) => float,
            _ => {
                return self.wrong_type(
                    rule,
                    node,
                    if whole { "a whole number" } else { "a number" },
                );
            }
        };
        let (least, most) = (rule.number("minimum"), rule.number("maximum"));
        if least.is_some_and(|least| value < least) || most.is_some_and(|most| value > most) {
            let what = format!("{} must be {}", self.label(), span(least, most));
            let hint = self.hint(rule, node);
            self.push(node.place, what, rule.text("x-why").map(str::to_owned), hint);
        }
    }

    pub(super) fn wrong_type(&mut self, rule: Rule<'a>, node: &Node, wanted: &str) {
        let what = format!("{} must be {wanted}, but this is {}", self.label(), kind(&node.value));
        let hint = match &node.value {
            Value::Text(text)
                if text.parse().is_ok_and(f64::is_finite) && wanted.ends_with("number") =>
            {
                // TOML has no number that begins or ends with its point.
                let number = text.parse::<f64>().unwrap_or_default();
                let plain = text.starts_with(|c: char| c.is_ascii_digit() || c == '-')
                    && text.ends_with(|c: char| c.is_ascii_digit());
                Some(match plain {
                    true => format!("write {text} without the quotes"),
                    false => format!("write it as {number:?}"),
                })
            }
            Value::Text(text)
                if wanted == "true or false" && (text == "true" || text == "false") =>
            {
                Some(format!("write {text} without the quotes"))
            }
            Value::Integer(_) | Value::Float(_) | Value::Bool(_) if wanted == "text" => {
                Some("put it in quotes".to_owned())
            }
            _ => self.hint(rule, node),
        };
        self.push(node.place, what, None, hint);
    }
}
