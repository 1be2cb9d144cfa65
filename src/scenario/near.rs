//! Names that look like a misspelt one.

/// At most three of `names` that are near to `name`, the nearest first.
pub fn nearest<'a>(name: &str, names: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let wanted = name.to_lowercase();
    let mut scored: Vec<(f64, &str)> = names
        .into_iter()
        .map(|candidate| (likeness(&wanted, &candidate.to_lowercase()), candidate))
        .filter(|(likeness, _)| *likeness >= 0.8)
        .collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    scored.dedup_by(|a, b| a.1 == b.1);
    // Beside a near-certain name, the merely similar ones only distract.
    let best = scored.first().map_or(0.0, |(likeness, _)| *likeness);
    scored.retain(|(likeness, _)| *likeness >= best - 0.08);
    scored.into_iter().take(3).map(|(_, candidate)| candidate).collect()
}

/// Likeness of two names in [0, 1]; a name that begins the other is like it.
fn likeness(a: &str, b: &str) -> f64 {
    let begins = a.len() >= 3 && b.len() >= 3 && (a.starts_with(b) || b.starts_with(a));
    strsim::jaro_winkler(a, b).max(if begins { 0.85 } else { 0.0 })
}

/// Names as a sentence lists them: `a`, `b` and `c`, cut after `most`.
pub fn listed<'a>(names: impl IntoIterator<Item = &'a str>, most: usize, last: &str) -> String {
    let names: Vec<String> = names.into_iter().map(|name| format!("`{name}`")).collect();
    if names.len() > most {
        return format!("{} and {} more", names[..most].join(", "), names.len() - most);
    }
    match names.as_slice() {
        [] => "nothing".to_owned(),
        [one] => one.clone(),
        [some @ .., end] => format!("{} {last} {end}", some.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_comes_first_and_far_ones_not_at_all() {
        let keys = ["budget", "name", "cpm", "windows"];
        assert_eq!(nearest("budgit", keys), ["budget"]);
        assert_eq!(nearest("Window", keys), ["windows"]);
        assert!(nearest("zzz", keys).is_empty());
    }

    #[test]
    fn lists_read_as_a_sentence() {
        assert_eq!(listed(["a", "b", "c"], 9, "or"), "`a`, `b` or `c`");
        assert_eq!(listed(["a", "b", "c"], 2, "or"), "`a`, `b` and 1 more");
    }
}
