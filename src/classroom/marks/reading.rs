//! What a cell may mean: numbers and dates in the ways that people and spreadsheets write them.

use jiff::civil::Date;

/// The longest text that is read as a number or a date, in characters.
const LONGEST: usize = 40;

/// Signs of money that may stand beside a number.
const MONEY: [char; 8] = ['$', '€', '£', '¥', '₹', '﷼', '₺', '₪'];

/// Whether a cell is a formula: it begins as one, and is no number.
pub fn is_formula(text: &str) -> bool {
    text.trim().starts_with(['=', '@', '+', '-']) && numbers(text).is_empty()
}

/// The numbers that a text may stand for: one mostly, none where it is no number, two where a
/// comma may part thousands or decimals, or where a percent sign may belong to the unit.
pub fn numbers(text: &str) -> Vec<f64> {
    let text = text.trim();
    let text = text.strip_prefix('\'').unwrap_or(text).trim();
    if text.is_empty() || text.chars().count() > LONGEST {
        return Vec::new();
    }
    let western = text.chars().map(western).collect::<String>();
    let (text, percent) = match western.trim().strip_suffix('%') {
        Some(rest) => (rest, true),
        None => (western.as_str(), false),
    };
    let text = without_money(text.trim());
    let (text, negative) = match text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        Some(inner) => (inner, true),
        None => (text, false),
    };
    let digits: String =
        text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '\'' | '’' | '_')).collect();
    let parsed = plain_forms(&digits).into_iter().filter_map(|form| parse(&form));
    let signed = parsed.map(|number| if negative { -number } else { number });
    match percent {
        true => signed.flat_map(|number| [number / 100.0, number]).collect(),
        false => signed.collect(),
    }
}

/// A number in Rust's own form; neither words such as `nan` nor anything endless.
fn parse(text: &str) -> Option<f64> {
    let allowed = |c: char| c.is_ascii_digit() || matches!(c, '.' | '-' | '+' | 'e' | 'E');
    if !text.chars().all(allowed) || !text.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    text.parse().ok().filter(|number: &f64| number.is_finite())
}

/// The forms with a decimal point, and without separators, that digits may stand for.
fn plain_forms(text: &str) -> Vec<String> {
    let (commas, points) = (text.matches(',').count(), text.matches('.').count());
    let grouped = |separator: char| {
        let whole = text.trim_start_matches(['-', '+']);
        let mut groups = whole.split(separator);
        let first = groups.next().map_or(0, str::len);
        (1..=3).contains(&first) && groups.all(|group| group.len() == 3)
    };
    let without = |separator: char| text.replace(separator, "");
    match (commas, points) {
        (0, 0 | 1) => vec![text.to_owned()],
        (0, _) if grouped('.') => vec![without('.')],
        // `1,234` is one thousand or one and a bit: both are taken.
        (1, 0) if grouped(',') => vec![without(','), text.replace(',', ".")],
        (1, 0) => vec![text.replace(',', ".")],
        (_, 0) if grouped(',') => vec![without(',')],
        // With both, the last one parts the decimals.
        (_, 1) if text.rfind(',') < text.rfind('.') => vec![without(',')],
        (1, _) if text.rfind('.') < text.rfind(',') => vec![without('.').replace(',', ".")],
        _ => Vec::new(),
    }
}

/// Text without the money that stands before or after a number.
fn without_money(text: &str) -> &str {
    let text = text.trim_matches(|c: char| MONEY.contains(&c) || c.is_whitespace());
    let code = |code: &str| code.len() == 3 && code.bytes().all(|b| b.is_ascii_uppercase());
    if let Some((front, rest)) = text.split_at_checked(3)
        && code(front)
    {
        return rest.trim();
    }
    let cut = text.len().saturating_sub(3);
    match text.split_at_checked(cut) {
        Some((rest, end)) if code(end) => rest.trim(),
        _ => text,
    }
}

/// Arabic digits and signs as western ones.
fn western(c: char) -> char {
    match c {
        '٠'..='٩' => shifted(c, '٠'),
        '۰'..='۹' => shifted(c, '۰'),
        '٫' => '.',
        '٬' => ',',
        '٪' => '%',
        '−' | '–' => '-',
        c => c,
    }
}

fn shifted(digit: char, zero: char) -> char {
    // The range holds ten digits.
    char::from(b'0' + (digit as u32 - zero as u32) as u8)
}

/// The days that a text may stand for: one mostly, two where day and month may be either.
pub fn dates(text: &str) -> Vec<Date> {
    let text = text.trim();
    if text.chars().count() > LONGEST {
        return Vec::new();
    }
    // Spreadsheets add a midnight.
    let day = text.split(['T', ' ']).next().unwrap_or_default();
    let day: String = day.chars().map(western).collect();
    let parts = day.split(['-', '/', '.']).map(|part| (part.len(), part.parse::<i16>()));
    let parts: Vec<(usize, i16)> =
        parts.filter_map(|(length, number)| Some((length, number.ok()?))).collect();
    let date = |year: i16, month: i16, day: i16| {
        Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
    };
    let found = match parts[..] {
        [(4, year), (_, month), (_, day)] => [date(year, month, day), None],
        [(_, first), (_, second), (4, year)] => {
            let both = first != second;
            [date(year, second, first), date(year, first, second).filter(|_| both)]
        }
        _ => [None, None],
    };
    found.into_iter().flatten().collect()
}

/// Whether two texts mean the same: as text without regard to case and spaces, or by value.
pub fn same(a: &str, b: &str) -> bool {
    if plain(a) == plain(b) {
        return true;
    }
    let (days_a, days_b) = (dates(a), dates(b));
    if !days_a.is_empty() || !days_b.is_empty() {
        return days_a.iter().any(|day| days_b.contains(day));
    }
    let numbers_b = numbers(b);
    numbers(a).iter().any(|number| numbers_b.contains(number))
}

/// Whether two keys mean the same, part by part.
pub fn same_key(a: &str, b: &str) -> bool {
    if plain(a) == plain(b) {
        return true;
    }
    let (a, b) = (a.split('|').collect::<Vec<_>>(), b.split('|').collect::<Vec<_>>());
    a.len() == b.len() && a.iter().zip(&b).all(|(a, b)| same(a, b))
}

/// Text as it is compared: lower case, single spaces, without a leading apostrophe or quotes.
fn plain(text: &str) -> String {
    let text = text.trim();
    let text = text.strip_prefix('\'').unwrap_or(text);
    let text = text.trim_matches(['"', '`', '“', '”']);
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for (text, number) in [
            ("1234.5", 1234.5),
            ("1,234.5", 1234.5),
            ("1.234,5", 1234.5),
            ("1 234,5", 1234.5),
            ("1\u{a0}234.5", 1234.5),
            ("1'234.5", 1234.5),
            ("1,234,567", 1_234_567.0),
            ("1.234.567", 1_234_567.0),
            ("12,5", 12.5),
            ("$ 12.50", 12.5),
            ("12.50 USD", 12.5),
            ("SAR12.5", 12.5),
            ("(12.5)", -12.5),
            ("−12.5", -12.5),
            ("+12.5", 12.5),
            ("'-12.5", -12.5),
            ("1.25e1", 12.5),
            ("١٢٫٥", 12.5),
        ] {
            assert_eq!(numbers(text), [number], "{text}");
        }
    }

    #[test]
    fn what_may_mean_two_numbers_means_both() {
        assert_eq!(numbers("1,234"), [1234.0, 1.234]);
        assert_eq!(numbers("1.5%"), [0.015, 1.5]);
        assert_eq!(numbers("1,5 %"), [0.015, 1.5]);
    }

    #[test]
    fn what_is_no_number_is_none() {
        for text in ["", "abc", "=1+1", "1+1", "NaN", "inf", "1e999", "1,23,4", "0x10", "--1", "."]
        {
            assert!(numbers(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn formulas_are_told_from_signs() {
        for text in ["=1+1", "@SUM(A1)", "+1+1", "-cmd|x", "=HYPERLINK(\"a\",\"b\")"] {
            assert!(is_formula(text), "{text}");
        }
        for text in ["-1", "+1", "1-1", "abc", "'=1"] {
            assert!(!is_formula(text), "{text}");
        }
    }

    #[test]
    fn dates_are_compared_by_value() {
        assert!(same("2026-03-05", "5/3/2026"));
        assert!(same("2026-03-05", "3/5/2026"));
        assert!(same("2026-03-05", "2026-03-05 00:00:00"));
        assert!(same("2026-03-05", "05.03.2026"));
        assert!(!same("2026-03-05", "2026-03-06"));
        assert!(dates("31/31/2026").is_empty());
        assert!(same_key("2026-03-05|SA", "2026/3/5|sa"));
        assert!(!same_key("2026-03-05|SA", "SA"));
    }

    #[test]
    fn names_are_compared_without_regard_to_case_and_spaces() {
        assert!(same("GCC | Search", " gcc |  search "));
        assert!(same("'=c", "=c"));
        assert!(!same("meta", "google"));
    }
}
