//! Names in order.

use super::lists::{dedup, names};
use super::reading::{numbers, same_key};
use super::{Credit, Given, shown};

/// Marks an order: pairs in the right order less pairs in the wrong one, over all pairs (Kendall's
/// tau), times the share of names that belong there. A name that is missing stands last.
pub fn ranking(values: &[String], given: &[Given]) -> Credit {
    let given = in_order(given);
    let place = |value: &String| given.iter().position(|name| same_key(name, value));
    let places = values.iter().map(place).collect::<Vec<_>>();
    let named = places.iter().flatten().count();
    let share = named as f64 / values.len().max(given.len()).max(1) as f64;
    let (mut right, mut pairs) = (0_i64, 0_i64);
    for (at, first) in places.iter().enumerate() {
        for second in &places[at + 1..] {
            pairs += 1;
            right += i64::from(match (first, second) {
                (Some(first), Some(second)) => first < second,
                (Some(_), None) => true,
                (None, _) => false,
            });
        }
    }
    if pairs == 0 {
        return Credit::new(share, if share == 1.0 { "right" } else { "not the right name" });
    }
    let wrong = pairs - right;
    let tau = (right - wrong) as f64 / pairs as f64;
    let strangers = given.len() - named.min(given.len());
    let why = match (wrong, strangers) {
        (0, 0) if share == 1.0 => "the order is right".to_owned(),
        _ => format!(
            "{right} of {pairs} pairs in the right order, {named} of {} names right; right: {}",
            values.len(),
            values.iter().map(|name| shown(name)).collect::<Vec<_>>().join(" > ")
        ),
    };
    Credit::new(tau.max(0.0) * share, why)
}

/// The names in the order of their items, if those are places, or else of their lines.
fn in_order(given: &[Given]) -> Vec<String> {
    let place = |one: &Given| numbers(&one.item).first().copied();
    let mut lines = given.to_vec();
    if lines.iter().all(|one| place(one).is_some()) {
        let key = |one: &Given| place(one).unwrap_or(f64::INFINITY);
        lines.sort_by(|a, b| key(a).total_cmp(&key(b)));
    }
    let mut names = match lines.as_slice() {
        [one] if one.answer.contains('>') => {
            one.answer.split('>').map(|name| name.trim().to_owned()).collect()
        }
        _ => names(&lines),
    };
    dedup(&mut names);
    names
}

#[cfg(test)]
mod tests {
    use super::super::testing::given;
    use super::*;

    fn share(lines: &[(&str, &str)]) -> f64 {
        let key = ["a", "b", "c", "d"].map(str::to_owned);
        ranking(&key, &given(lines)).share
    }

    #[test]
    fn places_count_and_lines_where_there_are_none() {
        assert_eq!(share(&[("2", "b"), ("1", "a"), ("4", "d"), ("3", "c")]), 1.0);
        assert_eq!(share(&[("", "a"), ("", "b"), ("", "c"), ("", "d")]), 1.0);
        assert_eq!(share(&[("", "a > b > c > d")]), 1.0);
        assert_eq!(share(&[("", "a; b; c; d")]), 1.0);
    }

    #[test]
    fn credit_falls_with_each_pair_in_the_wrong_order() {
        let swapped = share(&[("1", "b"), ("2", "a"), ("3", "c"), ("4", "d")]);
        assert!((swapped - 4.0 / 6.0).abs() < 1e-12, "{swapped}");
        assert_eq!(share(&[("1", "d"), ("2", "c"), ("3", "b"), ("4", "a")]), 0.0);
    }

    #[test]
    fn strangers_and_missing_names_cost() {
        let two = share(&[("1", "a"), ("2", "b")]);
        assert!(two > 0.0 && two <= 0.5, "{two}");
        let diluted = share(&[("1", "a"), ("2", "b"), ("3", "c"), ("4", "d"), ("5", "x")]);
        assert!((diluted - 0.8).abs() < 1e-12, "{diluted}");
        assert_eq!(share(&[("1", "x"), ("2", "y")]), 0.0);
    }
}
