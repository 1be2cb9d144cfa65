//! Expands templates: loops first, `{{#each platforms}}…{{/each}}`, then values, `{{name}}`.
//!
//! There is nothing else: no conditions, no nesting. What the world does not have is an error, so
//! that a misspelt name never turns into an empty text.

use super::values::{Item, Values};

/// What a value goes through on its way into the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Escape {
    /// Quotes are doubled: the value stands inside a literal or a quoted name of SQL.
    Sql,
    /// It stands as it is.
    None,
}

/// Expands a text. `item` is what the whole file is repeated for, if it is.
pub fn expand(
    text: &str,
    values: &Values,
    item: Option<&Item>,
    escape: Escape,
) -> Result<String, String> {
    let mut expanded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{#each ") {
        let (list, after) = after.split_once("}}").ok_or("`{{#each` has no `}}`")?;
        let (body, after) =
            after.split_once("{{/each}}").ok_or("`{{#each}}` has no `{{/each}}`")?;
        let list = list.trim();
        let items = values
            .list(list)
            .ok_or_else(|| format!("there is no list `{list}`; platforms and timezones are"))?;
        expanded += &fill(before, values, item, escape)?;
        for item in &items {
            expanded += &fill(body, values, Some(item), escape)?;
        }
        rest = after;
    }
    Ok(expanded + &fill(rest, values, item, escape)?)
}

fn fill(
    text: &str,
    values: &Values,
    item: Option<&Item>,
    escape: Escape,
) -> Result<String, String> {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{") {
        let (name, after) = after.split_once("}}").ok_or("`{{` has no `}}`")?;
        let name = name.trim();
        let value = item
            .and_then(|item| item.value(name))
            .or_else(|| values.value(name))
            .ok_or_else(|| unknown(name))?;
        filled += before;
        match escape {
            Escape::Sql => filled += &value.replace('\'', "''").replace('"', "\"\""),
            Escape::None => filled += &value,
        }
        rest = after;
    }
    Ok(filled + rest)
}

fn unknown(name: &str) -> String {
    let known = "name, currency, timezone, country, first_day, last_day; id and name in a loop";
    format!("`{{{{{name}}}}}` is not known here; known are {known}")
}

#[cfg(test)]
mod tests {
    use super::super::values::PlatformName;
    use super::*;

    fn filled(text: &str, escape: Escape) -> Result<String, String> {
        let platform = |id: &str, name: &str| PlatformName { id: id.into(), name: name.into() };
        let values = Values {
            name: "o'shop".into(),
            platforms: vec![platform("a", "Big \"A\""), platform("b", "B")],
            ..Values::default()
        };
        expand(text, &values, None, escape)
    }

    #[test]
    fn loops_repeat_their_text_and_an_item_hides_the_worlds_own_name() {
        let text = "{{name}}{{#each platforms}}, {{id}} is {{name}}{{/each}}.";
        assert_eq!(filled(text, Escape::None).unwrap(), "o'shop, a is Big \"A\", b is B.");
    }

    #[test]
    fn quotes_in_values_cannot_end_a_literal_or_a_name() {
        let text = "'{{name}}'{{#each platforms}} \"{{name}}\"{{/each}}";
        assert_eq!(filled(text, Escape::Sql).unwrap(), "'o''shop' \"Big \"\"A\"\"\" \"B\"");
    }

    #[test]
    fn what_is_not_closed_or_not_known_is_an_error() {
        for text in ["{{id}}", "{{nme}}", "{{name", "{{#each x}}{{/each}}", "{{#each platforms}}"] {
            assert!(filled(text, Escape::None).is_err(), "{text}");
        }
    }
}
