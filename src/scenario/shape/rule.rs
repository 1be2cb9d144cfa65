//! A rule of the schema, as the walk asks it.

use serde_json::{Map, Value as Json};

/// A schema with what it refers to: keywords beside a `$ref` come first.
#[derive(Clone, Copy)]
pub(super) struct Rule<'a> {
    pub(super) own: &'a Json,
    target: Option<&'a Json>,
}

impl<'a> Rule<'a> {
    pub(super) fn new(root: &'a Json, own: &'a Json) -> Self {
        let target = own
            .get("$ref")
            .and_then(Json::as_str)
            .and_then(|reference| root.pointer(reference.trim_start_matches('#')));
        Rule { own, target }
    }

    pub(super) fn get(&self, keyword: &str) -> Option<&'a Json> {
        self.own.get(keyword).or_else(|| self.target?.get(keyword))
    }

    pub(super) fn text(&self, keyword: &str) -> Option<&'a str> {
        self.get(keyword)?.as_str()
    }

    pub(super) fn number(&self, keyword: &str) -> Option<f64> {
        self.get(keyword)?.as_f64()
    }

    pub(super) fn properties(&self) -> Option<&'a Map<String, Json>> {
        self.get("properties")?.as_object()
    }

    pub(super) fn is(&self, kind: &str) -> bool {
        match self.get("type") {
            Some(Json::String(one)) => one == kind,
            Some(Json::Array(many)) => many.iter().any(|one| one == kind),
            _ => false,
        }
    }

    /// The values of an enumeration.
    pub(super) fn choices(&self) -> Option<Vec<&'a str>> {
        if let Some(Json::Array(values)) = self.get("enum") {
            return Some(values.iter().filter_map(Json::as_str).collect());
        }
        let variants = self.get("oneOf")?.as_array()?;
        let each = variants.iter().map(|variant| {
            let one = variant.get("const").and_then(Json::as_str).map(|name| vec![name]);
            let some =
                || Some(variant.get("enum")?.as_array()?.iter().filter_map(Json::as_str).collect());
            one.or_else(some)
        });
        Some(each.collect::<Option<Vec<Vec<&str>>>>()?.concat())
    }
}

/// The key that tells variants apart, and this variant's value of it.
pub(super) fn tag_of<'a>(variant: &Rule<'a>) -> Option<(&'a str, &'a str)> {
    let properties = variant.properties()?;
    properties.iter().find_map(|(key, schema)| Some((key.as_str(), schema.get("const")?.as_str()?)))
}
