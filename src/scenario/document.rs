//! A scenario as text again, and the description of what may stand in one.

use std::sync::OnceLock;

use serde_json::{Map, Value as Json, json};

use super::layers::Defaults;
use super::load::DEFAULTS;
use super::presets::presets;
use super::schema::Scenario;
use super::tree::{Node, Table, Value, table};

/// Types that stand at several keys.
const SHARED: [&str; 2] = ["/Noise", "/Device"];

/// A scenario with every value in it, as TOML. Loaded again, it gives the same scenario.
pub fn resolved_toml(scenario: &Scenario) -> String {
    // Every type of the schema has a TOML form: keys are text, and nothing is null.
    toml::to_string(scenario).unwrap_or_else(|error| unreachable!("a scenario is TOML: {error}"))
}

/// The BLAKE3 hash of the resolved scenario, in hexadecimal.
pub fn hash(scenario: &Scenario) -> String {
    blake3::hash(resolved_toml(scenario).as_bytes()).to_hex().to_string()
}

/// The JSON Schema of a complete scenario, as the types have it.
pub(super) fn full_schema() -> &'static Json {
    static SCHEMA: OnceLock<Json> = OnceLock::new();
    SCHEMA.get_or_init(|| schemars::schema_for!(Scenario).to_value())
}

/// The JSON Schema of a scenario file, for editors: what defaults fill in may be left out, and
/// the keys that choose defaults are there.
pub fn json_schema() -> Json {
    let mut schema = full_schema().clone();
    let items = item_types(&schema);
    if let Some(definitions) = schema.get_mut("$defs").and_then(Json::as_object_mut) {
        for (name, definition) in definitions.iter_mut() {
            if !items.contains(name) {
                drop_required(definition);
            }
        }
        if let Some(region) = definitions.get_mut("Region") {
            region["required"] = json!(["id"]);
        }
        if let Some(platform) = definitions.get_mut("Platform") {
            platform["properties"]["like"] = json!({
                "type": "string",
                "description": "Built-in platform whose values fill in what is left out; by \
                    default the one of the same id, or a generic one.",
            });
        }
    }
    drop_required(&mut schema);
    let parsed = toml::de::DeTable::parse(DEFAULTS);
    // The defaults are compiled in, and a test loads them.
    let defaults = parsed.map(|parsed| Defaults::new(table(0, parsed.get_ref())).root);
    add_defaults(&mut schema, "", &defaults.unwrap_or_default());
    let names: Vec<&str> = presets().iter().map(|preset| preset.name).collect();
    schema["properties"]["extends"] = json!({
        "enum": names,
        "description": "Preset to start from: its values hold where this file has none.",
    });
    schema
}

/// Writes the default of every plain value beside it, so that editors can show it.
fn add_defaults(schema: &mut Json, pointer: &str, defaults: &Table) {
    for (key, node) in defaults {
        let place = format!("{pointer}/properties/{key}");
        let Some(property) = schema.pointer_mut(&place) else {
            continue;
        };
        let reference = property.get("$ref").and_then(Json::as_str).map(str::to_owned);
        match (&node.value, reference) {
            // A type that serves several keys cannot hold the default of one.
            (Value::Table(inner), Some(reference))
                if !SHARED.iter().any(|name| reference.ends_with(name)) =>
            {
                add_defaults(schema, reference.trim_start_matches('#'), inner);
            }
            (Value::Table(inner), _) if !inner.values().all(is_plain) => {}
            (Value::List(items), _) if !items.iter().all(is_plain) => {}
            _ => property["default"] = node.json(),
        }
    }
}

fn is_plain(node: &Node) -> bool {
    !matches!(node.value, Value::List(_) | Value::Table(_))
}

fn drop_required(definition: &mut Json) {
    definition.as_object_mut().map(|map: &mut Map<String, Json>| map.remove("required"));
}

/// Types that stand in lists: nothing fills in what they leave out.
fn item_types(schema: &Json) -> Vec<String> {
    let mut types = Vec::new();
    let mut open = vec![schema];
    while let Some(value) = open.pop() {
        if let Some(reference) = value.pointer("/items/$ref").and_then(Json::as_str) {
            types.push(reference.trim_start_matches("#/$defs/").to_owned());
        }
        match value {
            Json::Object(map) => open.extend(map.values()),
            Json::Array(items) => open.extend(items),
            _ => {}
        }
    }
    types
}
