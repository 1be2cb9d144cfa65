//! Paths, bounds and kinds in words.

use super::super::tree::Value;

/// A path as `--set` takes it.
pub fn dotted<S: AsRef<str>>(path: &[S]) -> String {
    let bare = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    let segment = |part: &S| {
        let part = part.as_ref();
        if !part.is_empty() && part.chars().all(bare) {
            part.to_owned()
        } else {
            format!("\"{part}\"")
        }
    };
    path.iter().map(segment).collect::<Vec<_>>().join(".")
}

/// The first sentence of a description.
pub fn first_sentence(text: &str) -> String {
    let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let end = flat.find(". ").unwrap_or(flat.len());
    flat[..end].trim_end_matches('.').to_owned()
}

/// Bounds in words.
pub(super) fn span(least: Option<f64>, most: Option<f64>) -> String {
    match (least, most) {
        (Some(least), Some(most)) if least == most => grouped(least),
        (Some(least), Some(most)) => format!("between {} and {}", grouped(least), grouped(most)),
        (Some(least), None) => format!("at least {}", grouped(least)),
        (None, Some(most)) => format!("at most {}", grouped(most)),
        (None, None) => "as it was".to_owned(),
    }
}

/// A number with `_` between groups of three digits, as TOML allows.
pub fn grouped(number: f64) -> String {
    let text = format!("{number}");
    if number.fract() != 0.0 || number.abs() < 100_000.0 {
        return text;
    }
    let (sign, digits) = text.strip_prefix('-').map_or(("", text.as_str()), |rest| ("-", rest));
    let groups: Vec<&str> = digits
        .as_bytes()
        .rchunks(3)
        .rev()
        // Digits are ASCII, so every chunk is valid text.
        .map(|chunk| std::str::from_utf8(chunk).unwrap_or_default())
        .collect();
    format!("{sign}{}", groups.join("_"))
}

pub(super) fn kind(value: &Value) -> &'static str {
    match value {
        Value::Text(_) => "text",
        Value::Integer(_) | Value::Float(_) => "a number",
        Value::Bool(_) => "true or false",
        Value::Date(_) => "a date or a time",
        Value::List(_) => "a list",
        Value::Table(_) => "a table",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_numbers_are_grouped() {
        assert_eq!(grouped(9_007_199_254_740_991.0), "9_007_199_254_740_991");
        assert_eq!(grouped(-1_000_000.0), "-1_000_000");
        assert_eq!(grouped(0.000_1), "0.0001");
    }

    #[test]
    fn paths_are_quoted_where_they_must_be() {
        assert_eq!(dotted(&["platforms", "meta", "a b"]), "platforms.meta.\"a b\"");
    }
}
