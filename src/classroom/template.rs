//! Texts with places to fill: `{name}`.

/// The names in a text, in their order.
pub fn names(text: &str) -> impl Iterator<Item = &str> {
    text.split('{').skip(1).filter_map(|rest| {
        let (name, _) = rest.split_once('}')?;
        is_name(name).then_some(name)
    })
}

/// The text with its places filled; one for which there is no value stays as it is.
pub fn filled(text: &str, value: impl Fn(&str) -> Option<String>) -> String {
    let mut parts = text.split('{');
    let mut out = parts.next().unwrap_or_default().to_owned();
    for rest in parts {
        let filled = rest.split_once('}').filter(|(name, _)| is_name(name));
        match filled.and_then(|(name, after)| Some((value(name)?, after))) {
            Some((value, after)) => out.extend([value.as_str(), after]),
            None => out.extend(["{", rest]),
        }
    }
    out
}

/// A query as it can be planned before its words are known: each is 1, and a day where the query
/// has it for one.
pub fn sample(sql: &str) -> String {
    const DAY: &str = "DATE '";
    let mut parts = sql.split(DAY);
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push_str(DAY);
        match part.split_once("}'") {
            Some((name, rest)) if name.strip_prefix('{').is_some_and(is_name) => {
                out.extend(["2000-01-01'", rest]);
            }
            _ => out.push_str(part),
        }
    }
    filled(&out, |_| Some("1".to_owned()))
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_filled_and_other_braces_stay() {
        let text = "a {x} {y} {not a name} {} }{x}";
        assert_eq!(names(text).collect::<Vec<_>>(), ["x", "y", "x"]);
        let value = |name: &str| (name == "x").then(|| "1".to_owned());
        assert_eq!(filled(text, value), "a 1 {y} {not a name} {} }1");
    }

    #[test]
    fn a_query_can_be_planned_before_its_words_are_known() {
        let sql =
            "WHERE date > DATE '{start}' AND r = '{region}' AND d < DATE '2026-01-05' LIMIT {n}";
        let planned =
            "WHERE date > DATE '2000-01-01' AND r = '1' AND d < DATE '2026-01-05' LIMIT 1";
        assert_eq!(sample(sql), planned);
    }
}
