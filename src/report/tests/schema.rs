//! As much of JSON Schema as the schema of the metrics uses.

use serde_json::Value;

/// Where a document breaks its schema.
pub fn faults(document: &Value, schema: &Value) -> Vec<String> {
    let mut faults = Vec::new();
    check(document, schema, schema, "", &mut faults);
    faults
}

fn check(value: &Value, schema: &Value, root: &Value, at: &str, faults: &mut Vec<String>) {
    let keeps = |schema: &Value| {
        let mut inner = Vec::new();
        check(value, schema, root, at, &mut inner);
        inner
    };
    if let Some(reference) = schema["$ref"].as_str() {
        let target = root.pointer(reference.trim_start_matches('#'));
        return check(value, target.expect("a reference leads somewhere"), root, at, faults);
    }
    for (word, least, most) in [("oneOf", 1, 1), ("anyOf", 1, usize::MAX), ("allOf", 0, 0)] {
        let Some(choices) = schema[word].as_array() else { continue };
        let results: Vec<Vec<String>> = choices.iter().map(keeps).collect();
        let fitting = results.iter().filter(|faults| faults.is_empty()).count();
        if word == "allOf" || !(least..=most).contains(&fitting) {
            // The nearest choice says most about what is wrong.
            let nearest = results
                .into_iter()
                .max_by_key(|found| found.iter().map(String::len).max().unwrap_or(usize::MAX));
            faults.extend(nearest.into_iter().flatten());
        }
    }
    if let Some(only) = schema.get("const")
        && value != only
    {
        faults.push(format!("{at}: {value} is not {only}"));
    }
    if let Some(choices) = schema["enum"].as_array()
        && !choices.contains(value)
    {
        faults.push(format!("{at}: {value} is none of {choices:?}"));
    }
    if !has_type(value, &schema["type"]) {
        faults.push(format!("{at}: {value} is no {}", schema["type"]));
    }
    if let (Some(object), Some(properties)) = (value.as_object(), schema["properties"].as_object())
    {
        for name in schema["required"].as_array().into_iter().flatten() {
            if !object.contains_key(name.as_str().unwrap_or_default()) {
                faults.push(format!("{at}: {name} is missing"));
            }
        }
        for (name, value) in object {
            if let Some(schema) = properties.get(name) {
                check(value, schema, root, &format!("{at}/{name}"), faults);
            } else if schema["additionalProperties"] == Value::Bool(false) {
                faults.push(format!("{at}: {name} is too much"));
            }
        }
    }
    if let (Some(items), Some(schema)) = (value.as_array(), schema.get("items")) {
        for (i, item) in items.iter().enumerate() {
            check(item, schema, root, &format!("{at}/{i}"), faults);
        }
    }
}

fn has_type(value: &Value, types: &Value) -> bool {
    let is = |name: &Value| match name.as_str() {
        Some("null") => value.is_null(),
        Some("boolean") => value.is_boolean(),
        Some("integer") => value.is_u64() || value.is_i64(),
        Some("number") => value.is_number(),
        Some("string") => value.is_string(),
        Some("array") => value.is_array(),
        Some("object") => value.is_object(),
        _ => true,
    };
    match types {
        Value::Array(names) => names.iter().any(is),
        name => is(name),
    }
}
