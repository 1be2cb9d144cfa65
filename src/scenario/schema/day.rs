//! How a calendar day stands in the JSON Schema.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

/// Stands in for [`jiff::civil::Date`], which knows nothing of schemas.
pub struct Day;

impl JsonSchema for Day {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Day".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": "date" })
    }
}
