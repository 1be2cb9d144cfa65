//! The few patterns that scenario names follow: character classes with repetitions, such as
//! `^[a-z][a-z0-9_]{0,30}$`. A whole regular-expression engine would be more than they need.

/// A character class and how often it stands.
struct Part {
    ranges: Vec<(char, char)>,
    least: usize,
    most: usize,
}

/// Whether a text fits a pattern.
pub fn fits(pattern: &str, text: &str) -> bool {
    let characters: Vec<char> = text.chars().collect();
    from(&parts(pattern), &characters)
}

fn from(parts: &[Part], text: &[char]) -> bool {
    let [part, rest @ ..] = parts else {
        return text.is_empty();
    };
    let inside = |c: &char| part.ranges.iter().any(|(low, high)| low <= c && c <= high);
    let run = text.iter().take(part.most).take_while(|c| inside(c)).count();
    (part.least..=run).rev().any(|taken| from(rest, &text[taken..]))
}

/// A pattern in words.
pub fn describe(pattern: &str) -> String {
    let parts = parts(pattern);
    let least: usize = parts.iter().map(|part| part.least).sum();
    let most: usize = parts.iter().map(|part| part.most).sum();
    let all = words(parts.iter().flat_map(|part| part.ranges.iter().copied()));
    let begins = match parts.as_slice() {
        [first, rest @ ..] if !rest.is_empty() => {
            let first = words(first.ranges.iter().copied());
            if first == all { String::new() } else { format!(", beginning with {first}") }
        }
        _ => String::new(),
    };
    let count = if least == most { least.to_string() } else { format!("{least} to {most}") };
    let noun = if most == 1 { "character" } else { "characters" };
    format!("{count} {noun} of {all}{begins}")
}

fn words(ranges: impl Iterator<Item = (char, char)>) -> String {
    let mut seen = Vec::new();
    for range in ranges {
        let word = match range {
            ('a', 'z') => "a-z".to_owned(),
            ('A', 'Z') => "A-Z".to_owned(),
            ('0', '9') => "0-9".to_owned(),
            (one, _) => format!("`{one}`"),
        };
        if !seen.contains(&word) {
            seen.push(word);
        }
    }
    seen.sort_by_key(|word| ["a-z", "A-Z", "0-9"].iter().position(|w| w == word).unwrap_or(9));
    seen.join(", ")
}

fn parts(pattern: &str) -> Vec<Part> {
    let body = pattern.trim_start_matches('^').trim_end_matches('$');
    let mut parts = Vec::new();
    for piece in body.split('[').skip(1) {
        let (class, times) = piece.split_once(']').unwrap_or((piece, ""));
        let times = times.trim_matches(['{', '}']);
        let (least, most) = times.split_once(',').unwrap_or((times, times));
        parts.push(Part {
            ranges: ranges(&class.chars().collect::<Vec<_>>()),
            least: least.parse().unwrap_or(1),
            most: most.parse().unwrap_or(1),
        });
    }
    parts
}

fn ranges(class: &[char]) -> Vec<(char, char)> {
    match class {
        [] => Vec::new(),
        [low, '-', high, rest @ ..] => [vec![(*low, *high)], ranges(rest)].concat(),
        [one, rest @ ..] => [vec![(*one, *one)], ranges(rest)].concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_fits_from_its_first_to_its_last_character() {
        let id = "^[a-z0-9][a-z0-9_-]{0,3}$";
        assert!(fits(id, "a") && fits(id, "a-b_") && fits(id, "9"));
        assert!(!fits(id, "") && !fits(id, "-a") && !fits(id, "abcde") && !fits(id, "aB"));
        assert!(fits("^[A-Z]{3}$", "USD") && !fits("^[A-Z]{3}$", "USDT"));
    }

    #[test]
    fn a_pattern_is_told_in_words() {
        assert_eq!(describe("^[A-Z]{3}$"), "3 characters of A-Z");
        let id = "^[a-z][a-z0-9_]{0,30}$";
        assert_eq!(describe(id), "1 to 31 characters of a-z, 0-9, `_`, beginning with a-z");
    }
}
